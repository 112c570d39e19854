"""The names in the query language: what can be asked for, and under which other names."""

from papers import Status

PDF = "pdf"
TEXTS = {
    "title": "the title",
    "author": "an author, or an editor where there are no authors",
    "venue": "the journal, the proceedings, the school or the publisher",
    "abstract": "the abstract",
    "notes": "the notes and annotations",
    "editor": "an editor",
    "url": "the address",
    "file": "the path or the name of an attached file",
    PDF: "what the attached PDFs say",
}
SAMES = {
    "tag": "a tag, or any tag below it",
    "status": "how far the reading has come",
    "type": "the kind of BibTeX entry",
    "key": "the citation key, or one that the paper had before",
}
IDENTIFIERS = {
    "doi": "the DOI, or its beginning",
    "arxiv": "the arXiv number, or its beginning",
    "isbn": "the ISBN, or its beginning",
    "pmid": "the PubMed number",
    "uid": "the uid, or its beginning",
}
NUMBERS = {
    "year": "the year",
    "rating": "the stars, 0 to 5",
    "priority": "the priority, 1 (high) to 3 (low)",
    "queue": "the place in the queue",
}
DAYS = {
    "added": "when the paper was added",
    "modified": "when it was last changed",
    "started": "when reading began",
    "finished": "when reading ended",
}
VERBS = {
    "shelf": "what is on a shelf",
    "has": "something is there",
    "is": "a status, or another state",
    "sort": "the order, the greatest first with a -",
}
HAS = (
    "notes", "pdf", "doi", "abstract", "tags", "files", "arxiv", "url", "isbn", "pmid", "authors",
    "editors", "title", "venue", "year", "rating", "priority", "queue", "annotations", "started",
    "finished", "versions",
)  # fmt: skip
STATES = {
    "provisional": "has only a provisional title",
    "queued": "is in the queue",
    "preprint": "is a preprint",
    "published": "is published",
    "starred": "has stars",
}
STATUSES = tuple(status.value for status in Status)
OTHER_FIELDS = (
    "address", "annote", "chapter", "edition", "eventtitle", "howpublished", "institution",
    "issn", "issue", "language", "location", "month", "number", "organization", "pages",
    "publisher", "school", "series", "subtitle", "volume",
)  # fmt: skip
FIELD = "field."

PATTERNS = frozenset([*TEXTS, *IDENTIFIERS, "tag", "type", "key"]) - {PDF}
UNSPLIT = frozenset(["url", "file", "doi", "uid"])  # their values may hold commas
FIELDS = {**TEXTS, **SAMES, **IDENTIFIERS, **NUMBERS, **DAYS, **VERBS}

SYNONYMS = {
    "authors": "author", "by": "author", "editors": "editor",
    "tags": "tag", "keyword": "tag", "keywords": "tag",
    "note": "notes", "annotation": "notes", "annotations": "notes",
    "journal": "venue", "booktitle": "venue", "journaltitle": "venue", "conference": "venue",
    "stars": "rating", "date": "year", "files": "file", "link": "url", "fulltext": PDF,
    "label": "tag", "labels": "tag", "conf": "venue", "proceedings": "venue", "shelves": "shelf",
    "citekey": "key", "id": "uid", "read": "finished", "changed": "modified",
    "eprint": "arxiv", "order": "sort",
}  # fmt: skip
HAS_SYNONYMS = {
    "note": "notes", "tag": "tags", "file": "files", "attachment": "files", "attachments": "files",
    "author": "authors", "editor": "editors", "stars": "rating", "date": "year", "link": "url",
    "annotation": "annotations", "journal": "venue", "booktitle": "venue", "version": "versions",
    "read": "finished", "eprint": "arxiv",
}  # fmt: skip
IS_SYNONYMS = {"rated": "starred", "draft": "preprint"}


def field(name: str) -> str:
    """The one name of what is asked for by this name; "" where there is nothing of that name."""
    name = name.lower()
    if name in FIELDS:
        return name
    if name in SYNONYMS:
        return SYNONYMS[name]
    if name in OTHER_FIELDS:
        return FIELD + name
    return name if name.startswith(FIELD) and len(name) > len(FIELD) else ""


def had(name: str) -> str:
    """The one name of what `has:` asks for by this name; "" where there is nothing of that name."""
    name = name.lower()
    if name in HAS:
        return name
    if name in HAS_SYNONYMS:
        return HAS_SYNONYMS[name]
    found = field(name)
    return found if found.startswith(FIELD) else ""


def sorted_by(name: str) -> str:
    """The one name of an order; whoever sorts knows whether there is such an order."""
    return SYNONYMS.get(name.lower(), name.lower())
