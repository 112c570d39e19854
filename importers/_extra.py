"""Zotero's Extra field: notes, and lines such as `tex.eprint: 1706.03762` or `PMID: 123`."""

import re
from typing import NamedTuple

from importers import _plain
from importers._people import people
from importers._plain import Draft
from papers import identifiers

NAMES = {
    "arxiv": "eprint", "doi": "doi", "event date": "eventdate", "event place": "venue",
    "isbn": "isbn", "issn": "issn", "number of pages": "pagetotal", "original date": "origdate",
    "original publisher": "origpublisher", "original title": "origtitle", "pmcid": "pmcid",
    "pmid": "pmid", "publisher place": "address", "status": "pubstate", "url": "url",
    "version": "version", "volume": "volume", "edition": "edition", "type": "type",
    "genre": "type", "event title": "eventtitle", "series title": "series",
    "collection title": "series",
}  # fmt: skip
KEYS = frozenset({"citation key", "citekey", "bibtex", "citation-key"})
PEOPLE = frozenset({"author", "editor", "translator"})

_TEX = re.compile(r"(?:(?:bib)?(?:la)?tex\.)([\w-]+)(?:\[[\w+]*\])?", re.IGNORECASE)
_LINE = re.compile(r"\s*(?:\{:)?([A-Za-z][\w .\[\]+-]{0,40}?)\s*[:=]\s*(.+?)(?<!\})\}?\s*")


class Extra(NamedTuple):
    """What an Extra field says: the citation key, fields by name, and the rest as it stands."""

    key: str
    fields: tuple[tuple[str, str], ...]
    rest: str

    def into(self, draft: Draft) -> None:
        for name, value in self.fields:
            put(draft, name, value)
        draft.put("note", self.rest)


def read(text: str) -> Extra:
    key = ""
    fields: list[tuple[str, str]] = []
    rest: list[str] = []
    for line in text.split("\n"):
        found = _LINE.fullmatch(line) if len(line) < 5000 else None
        name = found[1].lower() if found else ""
        if found and name in KEYS and not key:
            key = found[2].strip()
        elif found and (_TEX.fullmatch(name) or _known(name)):
            fields.append((found[1], found[2].strip()))
        elif number := identifiers.arxiv(line)[0] if _is_arxiv(line) else "":
            fields.append(("arxiv", number))
        else:
            rest.append(line)
    return Extra(_plain.citation_key(key), tuple(fields), "\n".join(rest).strip())


def put(draft: Draft, name: str, value: str) -> None:
    """One of those lines as a field."""
    tex = _TEX.fullmatch(name)
    plain = name.lower().replace("-", " ")
    if tex:
        draft.put(_plain.field_name(tex[1]), value)
    elif plain == "doi":
        draft.doi(value)
    elif plain == "arxiv":
        draft.preprint(value)
    elif plain in PEOPLE:
        family, _, given = value.partition("||")
        draft.people(plain, people(f"{family}, {given}" if given else value))
    else:
        draft.put(NAMES.get(plain, _plain.field_name(name)), value)


def _known(name: str) -> bool:
    plain = name.replace("-", " ")
    return plain in NAMES or plain in PEOPLE


def _is_arxiv(line: str) -> bool:
    return bool(re.fullmatch(r"\s*arXiv:\S+(?:\s*\[[\w., -]*\])?\s*", line, re.IGNORECASE))
