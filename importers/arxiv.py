"""arXiv's answers (an Atom feed) as papers.

An entry is the preprint. Where it names the DOI of a publication, the paper has that DOI too; who
wants the journal's word asks Crossref for it.
"""

import re
from typing import TYPE_CHECKING

from importers import _when
from importers._answers import BadAnswer, kept, read_xml
from papers import names
from papers.identifiers import arxiv as arxiv_number
from papers.identifiers import doi as find_doi
from papers.latex import squeeze
from papers.names import Author
from papers.paper import Paper, Source
from papers.to_latex import encode

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
OWN = "{http://arxiv.org/schemas/atom}"
_BODIES = re.compile(
    r"\b(?:collaborations?|consortium|committee|team|group|project|network)\b", re.IGNORECASE
)


def parse(data: bytes) -> list[Paper]:
    """The papers in an answer; what arXiv says in place of a paper is an error of its own."""
    feed = read_xml(data, "arXiv")
    entries = feed.findall(f"{ATOM}entry") if feed.tag == f"{ATOM}feed" else None
    if entries is None:
        raise BadAnswer("What arXiv sent is no answer to a question about papers.")
    papers = [paper for entry in entries if (paper := _paper(entry))]
    complaint = next(filter(None, map(_complaint, entries)), "")
    if complaint and not papers:
        raise BadAnswer(f"arXiv answers: {complaint}.")
    return papers


def _complaint(entry: "Element") -> str:
    if "/api/errors" not in _text(entry, "id"):
        return ""
    return (_text(entry, "summary") or "an error without a name").rstrip(".")


def _paper(entry: "Element") -> Paper | None:
    address = _text(entry, "id")
    number, version = arxiv_number(address)
    title = _text(entry, "title")
    if not number or not title or _complaint(entry):
        return None
    fields = {
        "title": encode(title),
        "author": names.to_bibtex(_authors(entry)),
        **_date(_text(entry, "published")),
        "howpublished": encode(_text(entry, "journal_ref", OWN)),
        "doi": find_doi(_text(entry, "doi", OWN)),
        "eprint": f"{number}v{version}" if version else number,
        "archiveprefix": "arXiv",
        "primaryclass": _category(entry),
        "comment": encode(_text(entry, "comment", OWN)),
        "abstract": encode(_prose(entry, "summary")),
    }
    return Paper(
        fields=kept(fields),
        source=Source("arxiv", number),
    )


def _text(entry: "Element", name: str, space: str = ATOM) -> str:
    return " ".join((entry.findtext(space + name) or "").split())


def _prose(entry: "Element", name: str) -> str:
    """Paragraphs are set apart by blank lines, or begin with spaces where other lines do not."""
    text = (entry.findtext(ATOM + name) or "").strip()
    if re.search(r"\n\S", text):
        text = re.sub(r"\n[ \t]+(?=\S)", "\n\n", text)
    return squeeze(text)


def _authors(entry: "Element") -> list[Author]:
    authors: list[Author] = []
    for element in entry.findall(f"{ATOM}author"):
        name = _text(element, "name")
        if not re.search(r"\w", name):
            continue  # "OpenAI", ":", "Josh Achiam": what stood between them is an author too
        if _BODIES.search(name):
            authors.append(Author("", literal=name))
        else:
            authors += names.parse(encode(name))
    return authors


def _date(written: str) -> dict[str, str]:
    """The day of the first version; later ones do not make it a younger paper."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", written)
    return _when.parts(*map(int, found.groups())) if found else {}


def _category(entry: "Element") -> str:
    primary = entry.find(f"{OWN}primary_category")
    if primary is None:
        primary = entry.find(f"{ATOM}category")
    term = primary.get("term", "") if primary is not None else ""
    return term if re.fullmatch(r"[A-Za-z.-]{2,30}", term) else ""
