"""PubMed's answers (XML) as papers."""

import re
from typing import TYPE_CHECKING

from importers import _people, _when
from importers._answers import BadAnswer, kept, pages, read_xml
from importers._jats import to_latex
from papers import identifiers, names
from papers.latex import escape
from papers.names import Author
from papers.paper import Paper, Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def parse(data: bytes) -> list[Paper]:
    """The papers in an answer about one number or about many."""
    root = read_xml(data, "PubMed")
    if root.tag not in ("PubmedArticleSet", "PubmedArticle"):
        raise BadAnswer("What PubMed sent is no answer to a question about papers.")
    return [paper for element in root.iter("PubmedArticle") if (paper := _paper(element))]


def _paper(element: "Element") -> Paper | None:
    article = element.find("MedlineCitation/Article")
    number = identifiers.pmid(element.findtext("MedlineCitation/PMID") or "")
    if article is None or not number:
        return None
    ids = {each.get("IdType"): each.text or "" for each in _identifiers(element)}
    issue = "Journal/JournalIssue"
    fields = {
        "title": _title(article),
        "author": names.to_bibtex(_authors(article)),
        "journal": escape(
            _said(article, "Journal/Title") or _said(article, "Journal/ISOAbbreviation")
        ),
        **_date(article.find(f"{issue}/PubDate")),
        "volume": escape(_said(article, f"{issue}/Volume")),
        "number": escape(_said(article, f"{issue}/Issue")),
        "pages": _pages(_said(article, "Pagination/MedlinePgn")),
        "doi": identifiers.doi(ids.get("doi", "")),
        "pmid": number,
        "pmcid": escape(ids.get("pmc", "").strip()),
        "issn": escape(_said(article, "Journal/ISSN")),
        "abstract": _abstract(article),
    }
    return Paper(
        type="article",
        fields=kept(fields),
        source=Source("pubmed", number),
    )


def _identifiers(element: "Element") -> "list[Element]":
    """Of the article itself: those of the articles that it cites stand further down."""
    return [
        *element.findall("MedlineCitation/Article/ELocationID[@EIdType='doi']"),
        *element.findall("PubmedData/ArticleIdList/ArticleId"),
    ]


def _said(element: "Element", path: str) -> str:
    return " ".join((element.findtext(path) or "").split())


def _marked_up(element: "Element | None") -> str:
    """What stands in an element, the tags within it as LaTeX."""
    if element is None:
        return ""
    from xml.etree.ElementTree import tostring

    try:
        whole = tostring(element, encoding="unicode", short_empty_elements=False)
    except RecursionError as error:
        raise BadAnswer("What PubMed sent is nested too deep to be read.") from error
    inner = whole[whole.index(">") + 1 : whole.rindex("</")]
    return to_latex(inner)


def _title(article: "Element") -> str:
    """PubMed ends each title with a full stop, and puts what it translated in brackets."""
    title = _marked_up(article.find("ArticleTitle"))
    translated = re.fullmatch(r"\[(.*?)\.?\]\.?", title, re.DOTALL)
    return translated[1] if translated else re.sub(r"(?<!\.)\.$", "", title)


def _authors(article: "Element") -> list[Author]:
    authors = []
    for each in article.findall("AuthorList/Author"):
        family, body = _said(each, "LastName"), _said(each, "CollectiveName")
        given = _said(each, "ForeName") or _said(each, "Initials")
        if family:
            authors.append(_people.of(family, given, suffix=_said(each, "Suffix")))
        elif body:
            authors.append(_people.body(body))
    return authors


def _date(element: "Element | None") -> dict[str, str]:
    if element is None:
        return {}
    parts = [_said(element, name) for name in ("Year", "Month", "Day")]
    told = " ".join(part for part in parts if part) or _said(element, "MedlineDate")
    return _when.published([told])


def _pages(written: str) -> str:
    """PubMed leaves out the digits that do not change: 2671-80 is 2671--2680."""
    found = re.fullmatch(r"([A-Za-z]?)(\d+)-(\d+)", written)
    if found and len(found[3]) < len(found[2]):
        first, last = found[2], found[3]
        return f"{found[1]}{first}--{found[1]}{first[: -len(last)]}{last}"
    return pages(escape(written))


def _abstract(article: "Element") -> str:
    """Its parts have labels: BACKGROUND, METHODS."""
    parts = []
    for element in article.findall("Abstract/AbstractText"):
        said, label = _marked_up(element), element.get("Label", "").strip()
        if said:
            parts.append(f"{escape(label)}: {said}" if label else said)
    return "\n\n".join(parts)
