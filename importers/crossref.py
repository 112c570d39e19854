"""Crossref's answers (works in JSON) as papers.

A work that is a preprint, or has one, says so in its relations: the other form is a `Version` of
the paper with its DOI and no more. A preprint at arXiv is told by its number among the fields.
"""

import re

from importers import _people, _when
from importers._answers import BadAnswer, Json, at, kept, pages, read_json, records, text
from importers._jats import to_latex
from papers import dates, identifiers, names
from papers.latex import escape
from papers.names import Author
from papers.paper import Paper, Source, Version
from papers.text import fold

TYPES = {
    "journal-article": "article",
    "proceedings-article": "inproceedings",
    "book-chapter": "incollection",
    "book-section": "incollection",
    "book-part": "incollection",
    "book-track": "incollection",
    "reference-entry": "incollection",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "proceedings": "proceedings",
    "dissertation": "phdthesis",
    "report": "techreport",
    "report-component": "techreport",
}
PREPRINTS = ("posted-content", "preprint")
OTHERS = (*PREPRINTS, "component", "dataset", "journal", "journal-issue", "journal-volume")
DATES = (
    ("published-print",),
    ("journal-issue", "published-print"),
    ("issued",),
    ("published",),
    ("published-online",),
    ("posted",),
)
_CONTAINERS = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}
_MAKERS = {"phdthesis": "school", "mastersthesis": "school", "techreport": "institution"}


def parse(data: bytes) -> list[Paper]:
    """The papers in an answer about one work or about many."""
    answer = read_json(data, "Crossref")
    message = at(answer, "message") if at(answer, "message") is not None else answer
    works = records(message, "items")
    if not works and isinstance(message, dict) and "items" not in message:
        works = [message]
    if not isinstance(answer, dict) or (message is answer and "DOI" not in answer):
        raise BadAnswer("What Crossref sent is no answer to a question about papers.")
    return [paper for work in works if (paper := _paper(work))]


def _paper(work: Json) -> Paper | None:
    doi = identifiers.doi(text(work, "DOI"))
    kind = text(work, "type")
    entry = _entry_type(work, kind)
    fields = {
        "title": _title(work),
        "author": names.to_bibtex(_named(work, "author")),
        "editor": names.to_bibtex(_named(work, "editor")),
        **_place(work, entry),
        **(_date_in_doi(doi) or _date(work)),
        "volume": escape(text(work, "volume")),
        "number": escape(text(work, "issue") or text(work, "report-number")),
        "pages": pages(escape(text(work, "page") or text(work, "article-number"))),
        "edition": escape(text(work, "edition-number")),
        "publisher": to_latex(text(work, "publisher")),
        "address": to_latex(text(work, "publisher-location")),
        "doi": doi,
        **_preprint(work),
        "issn": escape(text(work, "ISSN")),
        "isbn": identifiers.isbn(text(work, "ISBN")),
        "url": "" if doi else _address(text(work, "URL")),
        "abstract": to_latex(text(work, "abstract")),
    }
    known = kept(fields)
    if not known.keys() & {"title", "author", "editor", "doi"}:
        return None
    return Paper(
        type=entry,
        fields=known,
        versions=_versions(work, kind in PREPRINTS),
        source=Source("crossref", doi),
    )


def _entry_type(work: Json, kind: str) -> str:
    degree = text(work, "degree").lower()
    if kind == "dissertation" and degree.startswith(("master", "m.")):
        return "mastersthesis"
    if kind not in TYPES and kind not in OTHERS and text(work, "volume"):
        return "article"
    return TYPES.get(kind, "misc")


def _title(work: Json) -> str:
    """The title with its subtitle, unless that says it again or shouts a running head."""
    title = to_latex(text(work, "title"))
    subtitle = to_latex(text(work, "subtitle"))
    if not title or not subtitle or subtitle.isupper() or fold(subtitle) in fold(title):
        return title or subtitle
    return f"{title}{' ' if title[-1] in '?!:.' else ': '}{subtitle}"


def _named(work: Json, role: str) -> list[Author]:
    people = []
    for each in records(work, role):
        family, given = text(each, "family"), text(each, "given")
        if family or given:
            people.append(_people.of(family, given, suffix=text(each, "suffix")))
        elif name := text(each, "name"):
            people.append(_people.body(" ".join(name.split())))
    return people


def _place(work: Json, entry: str) -> dict[str, str]:
    """Where it appeared: a journal, a book, a school, a server for preprints."""
    container = to_latex(text(work, "container-title"))
    institution = to_latex(
        text(work, "institution", 0, "name") or text(work, "institution", "name")
    )
    if entry in _CONTAINERS:
        return {_CONTAINERS[entry]: container or to_latex(text(work, "event", "name"))}
    if entry in _MAKERS:
        return {_MAKERS[entry]: institution or to_latex(text(work, "publisher"))}
    if entry == "misc":
        return {"howpublished": container or institution or to_latex(text(work, "group-title"))}
    return {"series": container}


def _date(work: Json) -> dict[str, str]:
    """The year on the paper where it was printed, which is the one to cite, else the earliest."""
    for path in DATES:
        parts = at(work, *path, "date-parts", 0)
        numbers = [_number(part) for part in parts[:3]] if isinstance(parts, list) else []
        if numbers and numbers[0] >= dates.EARLIEST:
            return _when.parts(*numbers)
    return {}


def _date_in_doi(doi: str) -> dict[str, str]:
    """Wiley's old volumes are dated by the day they were scanned; their DOIs know better."""
    found = re.match(r"10\.\d{4}/j\.[\dx-]{7,9}\.((?:19|20)\d\d)\.tb", doi)
    return {"year": found[1]} if found else {}


def _number(value: object) -> int:
    said = text([value])
    return int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 0


def _address(written: str) -> str:
    return identifiers.url_of({"url": written})


def _preprint(work: Json) -> dict[str, str]:
    """The arXiv number of what was published here since."""
    for other in records(work, "relation", "has-preprint"):
        if number := identifiers.arxiv(f"arxiv {text(other, 'id')}")[0]:
            return {"eprint": number, "archiveprefix": "arXiv"}
    return {}


def _versions(work: Json, is_preprint: bool) -> tuple[Version, ...]:
    """What a preprint became, or what this was before, by its DOI."""
    relation, kind = ("is-preprint-of", "article") if is_preprint else ("has-preprint", "misc")
    for other in records(work, "relation", relation):
        doi = identifiers.doi(text(other, "id"))
        if doi and not identifiers.arxiv(doi)[0]:
            return (Version(kind, kept({"doi": doi})),)
    return ()
