"""PubMed's own format in: a tag of up to four letters, a hyphen in the fifth column, a value."""

import re
from collections.abc import Iterator

from importers import Block, Imported, _roles
from importers._lines import lines_of, trimmed
from importers._roles import Parts, Record
from importers._text import decode

TAGS = {
    "AB": "abstract", "AD": "affiliation", "AU": "author", "AUID": "author-id",
    "BTI": "container-book", "CI": "copyright", "CIN": "comment-in", "CN": "author",
    "COIS": "conflict-of-interest", "CTI": "series", "DP": "date", "ED": "editor",
    "EDAT": "entrez-date", "EN": "edition", "FAU": "author", "FED": "editor", "GR": "grant",
    "IP": "number", "IS": "serial", "ISBN": "serial", "JID": "nlm-id", "JT": "container",
    "LA": "language", "MH": "keyword", "OT": "keyword", "PB": "publisher", "PG": "pages",
    "PL": "place", "PMC": "pmcid", "PMID": "pmid", "PT": "document-type", "RN": "substance",
    "SO": "cited-as", "TA": "container-short", "TI": "title", "TT": "translated-title",
    "VI": "volume",
}  # fmt: skip

_TAGGED = re.compile(r"(?=.{4}-)([A-Z][A-Z0-9]{1,3}) *-(?: (.*)|)")
_IDENTIFIER = re.compile(r"(\S+) \[(\w+)\]")


def read(data: bytes, name: str) -> Imported:
    """The papers of a PubMed file, and what could not be read."""
    return _roles.imported(_records(lines_of(decode(data))), "nbib", name)


def _records(lines: list[str]) -> Iterator[Record | Block]:
    start = 0
    tagged: list[tuple[str, str]] = []
    after_blank = False
    for at, line in enumerate(lines):
        found = _TAGGED.fullmatch(line.rstrip())
        if found and (found[1] == "PMID" or after_blank or not tagged):
            yield from _closed(lines, start, at, tagged)
            start, tagged = at, []
        if found:
            tagged.append((found[1], found[2] or ""))
        elif tagged and line.strip():
            tag, value = tagged[-1]
            tagged[-1] = (tag, f"{value} {line.strip()}")
        after_blank = not line.strip()
    yield from _closed(lines, start, len(lines), tagged)


def _closed(
    lines: list[str], start: int, end: int, tagged: list[tuple[str, str]]
) -> Iterator[Record | Block]:
    start, end = trimmed(lines, start, end)
    raw = "".join(lines[start:end]).strip()
    if tagged:
        kind = "article"
        if any(tag == "BTI" for tag, _ in tagged):
            kind = "incollection" if any(tag == "TI" for tag, _ in tagged) else "book"
        yield Record(start + 1, raw, kind, list(_parts(tagged)))
    elif raw:
        yield Block("comment", raw, start + 1)


def _parts(tagged: Parts) -> Iterator[tuple[str, str]]:
    tags = {tag for tag, _ in tagged}
    for tag, value in tagged:
        role = TAGS.get(tag, tag)
        if (tag == "AU" and "FAU" in tags) or (tag == "ED" and "FED" in tags):
            role = f"short-{role}"
        elif tag == "CN":
            value = f"{value},"  # a body, whatever it is called
        elif tag in ("AID", "LID") and (found := _IDENTIFIER.fullmatch(value.strip())):
            value, role = found.groups()
        elif tag == "IS":
            value = value.partition(" (")[0]
        elif tag in ("TI", "BTI"):
            value = re.sub(r"(?<![.\s])\.$", "", value.rstrip())
        yield role, value
