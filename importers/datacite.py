"""DataCite's answers (JSON) as papers: data sets, theses, reports, and arXiv's own DOIs."""

import re

from importers import _people, _when
from importers._answers import BadAnswer, Json, at, kept, read_json, records, text
from importers._jats import to_latex
from papers import dates, identifiers, names
from papers.latex import escape
from papers.names import Author
from papers.paper import Paper, Source

TYPES = {
    "journalarticle": "article",
    "conferencepaper": "inproceedings",
    "conferenceproceeding": "proceedings",
    "bookchapter": "incollection",
    "book": "book",
    "dissertation": "phdthesis",
    "report": "techreport",
}
DATES = ("Issued", "Submitted", "Available", "Created")
_CONTAINERS = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}
_MAKERS = {"phdthesis": "school", "techreport": "institution", "misc": "howpublished"}
_UNKNOWN = re.compile(r"\(:?\w+\)|:\w+|unknown|unpublished|none|n/?a|anonymous|-+", re.IGNORECASE)
_SEVERAL_WORDS = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){1,3}")


def parse(data: bytes) -> list[Paper]:
    """The papers in an answer about one DOI or about many."""
    answer = read_json(data, "DataCite")
    found = at(answer, "data")
    if found is None and isinstance(at(answer, "attributes"), dict):
        found = answer
    if not isinstance(found, (dict, list)):
        raise BadAnswer("What DataCite sent is no answer to a question about papers.")
    works = records([found] if isinstance(found, dict) else found)
    papers = [_paper(work) for item in works for work in records([item.get("attributes")])]
    return [paper for paper in papers if paper]


def _paper(work: Json) -> Paper | None:
    doi = identifiers.doi(text(work, "doi"))
    number = identifiers.arxiv(doi)[0] if doi.startswith("10.48550/") else ""
    entry = "misc" if number else _entry_type(work)
    publisher = to_latex(_known(text(work, "publisher") or text(work, "publisher", "name")))
    place = to_latex(text(work, "container", "title"))
    fields = {
        "title": to_latex(_title(work)),
        "author": names.to_bibtex(_creators(work)),
        _CONTAINERS.get(entry, "series"): place,
        **_date(work),
        "volume": escape(text(work, "container", "volume")),
        "number": escape(text(work, "container", "issue")),
        "pages": escape(_pages(work)),
        _MAKERS.get(entry, "publisher"): "" if number else publisher,
        "doi": _published(work) if number else doi,
        "eprint": number,
        "archiveprefix": "arXiv" if number else "",
        "abstract": to_latex(_abstract(work)),
    }
    known = kept(fields)
    if not known.keys() & {"title", "author"}:
        return None
    return Paper(
        type=entry,
        fields=known,
        source=Source("datacite", doi),
    )


def _entry_type(work: Json) -> str:
    general = text(work, "types", "resourceTypeGeneral").lower()
    if general in TYPES:
        return TYPES[general]
    bibtex = text(work, "types", "bibtex").lower()
    if bibtex == "article":
        return "article" if text(work, "container", "title") else "misc"
    return bibtex if bibtex in ("book", "phdthesis", "inproceedings", "techreport") else "misc"


def _known(said: str) -> str:
    """Nothing for the words that stand for nothing."""
    said = said.strip("[] ")
    return "" if _UNKNOWN.fullmatch(said) else said


def _title(work: Json) -> str:
    titles = records(work, "titles")
    main = next((text(each, "title") for each in titles if not text(each, "titleType")), "")
    main = main or next((said for each in titles if (said := text(each, "title"))), "")
    kinds = {text(each, "titleType"): text(each, "title") for each in titles}
    subtitle = kinds.get("Subtitle", "")
    return f"{main}: {subtitle}" if main and subtitle and subtitle not in main else main


def _creators(work: Json) -> list[Author]:
    authors: list[Author] = []
    for each in records(work, "creators"):
        author = _creator(each)
        if author and author not in authors:
            authors.append(author)
    return authors


def _creator(each: Json) -> Author | None:
    family, given = text(each, "familyName"), text(each, "givenName")
    if family:
        return _people.of(family, given)
    name = _known(" ".join((text(each, "name") or text(each, "raw_name")).split()))
    if not name:
        return None
    if name.lower().strip(".") == "et al":
        return Author("", literal=names.OTHERS)
    if text(each, "nameType") == "Organizational":
        return _people.body(name)
    name = re.sub(r"(?<=\S) \([^()]*\)$", "", name) if "," in name else name
    return _people.person(name, given_first=bool(_SEVERAL_WORDS.fullmatch(name)))


def _date(work: Json) -> dict[str, str]:
    """The year of publication, with the month and the day of the date that knows them."""
    year = text(work, "publicationYear")
    best: dict[str, str] = {"year": year} if dates.parse("", year).year else {}
    for each in records(work, "dates"):
        found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text(each, "date"))
        if found and text(each, "dateType") in DATES and found[1] == (year or found[1]):
            read = _when.parts(*(int(part or 0) for part in found.groups()))
            best = read if len(read) > len(best) else best
    return best


def _pages(work: Json) -> str:
    first, last = text(work, "container", "firstPage"), text(work, "container", "lastPage")
    return f"{first}--{last}" if first and last and last != first else first


def _abstract(work: Json) -> str:
    said = records(work, "descriptions")
    kinds = {text(each, "descriptionType"): text(each, "description") for each in reversed(said)}
    return kinds.get("Abstract", "")


def _published(work: Json) -> str:
    """The publication of a preprint at arXiv, where its authors have named one."""
    for each in records(work, "relatedIdentifiers"):
        if text(each, "relationType") in ("IsVersionOf", "IsPreprintOf"):
            doi = identifiers.doi(text(each, "relatedIdentifier"))
            if doi and not doi.startswith("10.48550/"):
                return doi
    return ""
