"""CSL-JSON in, as Zotero, Better BibTeX, pandoc, Crossref and DataCite write it.

What CSL has no name for stands in `note` as lines like `tex.eprint: 1706.03762`; they become
fields. Objects that are no names and no dates, such as the licences that Crossref sends, and what
Crossref notes about its own record are kept in the raw text only.
"""

import re
from collections.abc import Iterator
from typing import Any

from importers import Imported, Reject, _csl_dates, _extra, _json, _plain
from importers._csl_dates import texts as _texts
from importers._people import OTHERS, body, of, people
from importers._plain import Draft
from importers._text import decode
from papers.names import Author
from papers.paper import Paper, Source

TYPES = {
    "article": "misc preprint", "article-journal": "article",
    "article-magazine": "article magazine", "article-newspaper": "article newspaper",
    "bill": "legislation bill", "book": "book", "broadcast": "misc broadcast",
    "chapter": "incollection", "classic": "book", "collection": "misc collection",
    "dataset": "dataset", "document": "misc", "entry": "inreference",
    "entry-dictionary": "inreference", "entry-encyclopedia": "inreference", "event": "misc event",
    "figure": "misc figure", "graphic": "misc artwork", "hearing": "misc hearing",
    "interview": "misc interview", "legal_case": "jurisdiction", "legislation": "legislation",
    "manuscript": "unpublished", "map": "misc map", "motion_picture": "misc film",
    "musical_score": "misc score", "pamphlet": "booklet", "paper-conference": "inproceedings",
    "patent": "patent", "performance": "misc performance", "periodical": "misc periodical",
    "personal_communication": "unpublished letter", "post": "online post",
    "post-weblog": "online blog", "regulation": "legislation regulation", "report": "techreport",
    "review": "review", "review-book": "review", "software": "software", "song": "misc audio",
    "speech": "misc speech", "standard": "standard", "thesis": "thesis",
    "treaty": "legislation treaty", "video": "misc video", "webpage": "online",
    # Crossref's own names
    "book-chapter": "incollection", "book-section": "incollection", "component": "misc component",
    "dissertation": "thesis", "edited-book": "book", "journal-article": "article",
    "monograph": "book", "posted-content": "misc preprint", "proceedings": "proceedings",
    "proceedings-article": "inproceedings", "reference-book": "book",
    "reference-entry": "inreference",
}  # fmt: skip

PEOPLE = {
    "author": "author", "editor": "editor", "translator": "translator",
    "container-author": "bookauthor", "collection-editor": "series-editor",
}  # fmt: skip
# Who made a work of a kind that has no author.
MAKERS = ("director", "composer", "performer", "illustrator", "host", "producer", "script-writer")
DATES = {"accessed": "urldate", "event-date": "eventdate", "original-date": "origdate"}

FIELDS = {
    "title-short": "shorttitle", "shortTitle": "shorttitle", "short-title": "shorttitle",
    "container-title-short": "shortjournal", "journalAbbreviation": "shortjournal",
    "short-container-title": "shortjournal", "collection-title": "series",
    "volume-title": "volumetitle", "event": "eventtitle", "event-title": "eventtitle",
    "event-place": "venue", "publisher-place": "address", "original-title": "origtitle",
    "original-publisher": "origpublisher", "original-publisher-place": "origlocation",
    "number-of-pages": "pagetotal", "number-of-volumes": "volumes", "chapter-number": "chapter",
    "volume": "volume", "edition": "edition", "version": "version", "genre": "type",
    "language": "language", "abstract": "abstract", "annote": "annotation", "PMID": "pmid",
    "PMCID": "pmcid", "call-number": "call-number", "source": "database", "title": "title",
    "subtitle": "subtitle", "number": "number", "medium": "medium", "authority": "authority",
    "archive": "archive", "archive_location": "archive-location", "section": "section",
    "page-first": "page-first", "part": "part", "part-number": "part", "status": "pubstate",
}  # fmt: skip
NUMBERED_IN_A_SERIES = frozenset({"book", "incollection", "inproceedings", "inreference"})
# What Crossref says of its own record, not of the paper.
BOOKKEEPING = frozenset(
    """content-domain created deposited indexed is-referenced-by-count member prefix reference-count
    references-count score""".split()
)
_DATE_FALLBACKS = ("published-print", "published-online", "published")


def read(data: bytes, name: str) -> Imported:
    """The papers of a CSL-JSON file, and what could not be read."""
    papers: list[Paper] = []
    rejected: list[Reject] = []
    for item in _json.items(decode(data)):
        trouble = item.trouble or _trouble(item.value, item.raw)
        if trouble:
            rejected.append(Reject(name, item.line, trouble, item.raw))
        else:
            papers.append(_paper(item.value, Source("csl", name, str(item.line), item.raw)))
    return Imported(tuple(papers), tuple(rejected))


def _trouble(value: Any, raw: str) -> str:
    if not isinstance(value, dict):
        kind = {'"': "text", "[": "a list", "n": "null", "t": "true", "f": "false"}
        return f"A CSL record is an object, not {kind.get(raw[:1], 'a number')}."
    if not any(_texts(each) or isinstance(each, dict | list) for each in value.values()):
        return "This record is empty: it has no field with a value."
    if isinstance(value.get("title"), dict):
        return "The title of this record is an object, not text."
    if "itemType" in value or isinstance(value.get("items"), list):
        return "This is Zotero's own JSON: export the library from Zotero as CSL JSON."
    return ""


def _paper(item: dict[str, Any], source: Source) -> Paper:
    draft = Draft(_kind(item))
    left = dict(item)
    extra = _extra.read("\n".join(_texts(left.pop("note", None))))
    key = _identity(draft, left, extra.key)
    _people(draft, left)
    draft.put("title", *_texts(left.pop("title", None)))
    _container(draft, left)
    _dates(draft, left)
    _numbers(draft, left)
    for name, value in left.items():
        if name not in BOOKKEEPING:
            _field(draft, name, value)
    extra.into(draft)
    return draft.paper(source, key)


def _kind(item: dict[str, Any]) -> str:
    said = "".join(_texts(item.get("type"))[:1])
    kind = TYPES.get(said) or (f"misc {_plain.field_name(said)}" if said else "misc")
    if kind != "thesis":
        return kind
    return _plain.thesis(" ".join(_texts(item.get("genre"))))


def _identity(draft: Draft, left: dict[str, Any], extra_key: str) -> str:
    named = [*_texts(left.pop("citation-key", None)), *_texts(left.pop("citation-label", None))]
    identifiers = _texts(left.pop("id", None))
    key = _plain.citation_key(*named, extra_key, *identifiers)
    draft.put("id", *[text for text in (*named, *identifiers) if text != key])
    left.pop("type", None)
    return key


def _people(draft: Draft, left: dict[str, Any]) -> None:
    made_by = next((role for role in MAKERS if left.get(role)), "")
    if made_by and not left.get("author"):
        draft.people("author", _names(left.pop(made_by)))
        draft.put("authortype", made_by)
    for role, field in PEOPLE.items():
        draft.people(field, _names(left.pop(role, None)))


def _names(value: Any) -> list[Author]:
    """Names in CSL's form; a text in their place is read as one."""
    found: list[Author] = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            found.append(_name(each))
        else:
            found += [one for text in _texts(each) for one in people(text, given_first=True)]
    return [one for one in found if any(one)]


def _name(value: dict[str, Any]) -> Author:
    def part(*names: str) -> str:
        said = [text for name in names for text in _texts(value.get(name))]
        return " ".join(" ".join(said).split())

    literal = part("literal", "name")
    family, given = part("family"), part("given")
    if literal and not family:
        return OTHERS if literal.lower() in ("others", "et al.", "et al") else body(literal)
    particle = part("dropping-particle", "non-dropping-particle")
    return of(family, given, particle, part("suffix"))


def _container(draft: Draft, left: dict[str, Any]) -> None:
    titles = _texts(left.pop("container-title", None))
    event = _texts(left.get("event-title")) or _texts(left.get("event"))
    if not titles and draft.type == "inproceedings":
        titles, left["event"], left["event-title"] = event, None, None
    if draft.type == "inproceedings" and len(titles) > 1:  # as Crossref has it: series, book
        draft.put("series", titles.pop(0))
    draft.venue(*titles)
    draft.publisher(*_texts(left.pop("publisher", None)))


def _dates(draft: Draft, left: dict[str, Any]) -> None:
    for name in ("issued", *_DATE_FALLBACKS):
        fields = _csl_dates.published(left.get(name))
        if fields:
            draft.dated(fields)
            left.pop(name)
            break
    for name, field in DATES.items():
        draft.put(field, _csl_dates.moment(left.pop(name, None)))
    for name, value in left.items():
        if isinstance(value, dict) and "date-parts" in value and name not in BOOKKEEPING:
            draft.put(_plain.field_name(name), _csl_dates.moment(value))


def _numbers(draft: Draft, left: dict[str, Any]) -> None:
    draft.put("number", *_texts(left.pop("issue", None)))
    name = "number" if draft.type in NUMBERED_IN_A_SERIES else "series-number"
    draft.put(name, *_texts(left.pop("collection-number", None)))
    draft.pages(*_texts(left.pop("page", None)))
    draft.doi(*_texts(left.pop("DOI", None)))
    draft.urls(_texts(left.pop("URL", None)))
    isbn, issn = _texts(left.pop("ISBN", None)), _texts(left.pop("ISSN", None))
    draft.gather("isbn", isbn, ", ")
    draft.gather("issn", issn, ", ")
    draft.tag(*[word for text in _keywords(left.pop("keyword", None)) for word in text])
    for name in ("categories", "subject", "keywords", "tags"):
        draft.tag(*_texts(left.pop(name, None)))


def _keywords(value: Any) -> Iterator[list[str]]:
    for text in _texts(value):
        yield re.split(r"[;\n]", text) if ";" in text else text.split(",")


def _field(draft: Draft, name: str, value: Any) -> None:
    if name == "custom" and isinstance(value, dict):
        for own, text in value.items():
            _extra.put(draft, own, "; ".join(_texts(text)))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        if any(part in value[0] for part in ("family", "literal", "given")):
            draft.people(_plain.field_name(name), _names(value))
    elif isinstance(value, bool):
        draft.put(_plain.field_name(name), str(value).lower())
    elif name in FIELDS:
        draft.put(FIELDS[name], *_texts(value))
    else:
        draft.gather(_plain.field_name(name), _texts(value))
