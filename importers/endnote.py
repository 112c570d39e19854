"""EndNote XML in, as EndNote, JabRef and Papers write it.

What is told about the library that the records came from (its path, the program, the number of
the record in it) is kept in the raw text and nowhere else.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from importers import Imported, Reject, _kinds, _roles, _xml
from importers._roles import Parts, Record

ROLES = {
    "abbr-1": "container-short", "abbr-2": "container-short", "abbr-3": "container-short",
    "access-date": "accessed", "accession-num": "accession-number", "alt-title": "container-short",
    "auth-address": "affiliation", "authors": "author", "call-num": "call-number",
    "electronic-resource-num": "doi", "full-title": "container-name", "image-urls": "image",
    "isbn": "serial", "issn": "serial", "issue": "number", "keyword": "keyword",
    "meeting-place": "venue", "notes": "note", "num-vols": "volumes",
    "orig-pub": "original-publication", "pdf-urls": "file", "pub-location": "place",
    "related-urls": "url",
    "remote-database-name": "database", "remote-database-provider": "database-provider",
    "research-notes": "note", "secondary-authors": "editor", "secondary-title": "container",
    "subsidiary-authors": "translator", "tertiary-authors": "series-editor",
    "tertiary-title": "series", "text-urls": "url", "translated-authors": "translator",
    "web-urls": "url",
}  # fmt: skip

OF_THE_LIBRARY = frozenset({"database", "source-app", "rec-number", "foreign-keys", "ref-type"})
GROUPS = frozenset({"titles", "dates", "contributors", "urls", "pub-dates", "copyright-dates"})
# Their children say nothing more than that there are several.
LISTS = frozenset(
    """authors secondary-authors tertiary-authors subsidiary-authors translated-authors keywords
    pdf-urls related-urls text-urls web-urls image-urls periodical alt-periodical""".split()
)
STYLED = frozenset({"title", "secondary-title", "tertiary-title", "full-title", "short-title"})
STYLES = {"italic": "i", "bold": "b", "superscript": "sup", "subscript": "sub"}

SHAPE = _xml.Shape(
    "<records>", re.compile(r"<(record)\b[^<>]*>"), lambda _depth, name: name == "record"
)


def read(data: bytes, name: str) -> Imported:
    """The papers of an EndNote XML file, and what could not be read."""
    return _roles.imported(_records(data, name), "endnote", name, given_first=True)


def _records(data: bytes, name: str) -> Iterator[Record | Reject]:
    for piece in _xml.pieces(data, SHAPE):
        if isinstance(piece, _xml.Broken):
            yield Reject(name, piece.line, piece.reason, piece.raw)
        else:
            kind = _kind(piece.element)
            yield Record(piece.line, piece.raw, kind, list(_parts(piece.element)))


def _kind(record: Element) -> str:
    found = record.find("ref-type")
    if found is None:
        return "misc"
    return _kinds.endnote(found.get("name") or _xml.content(found) or "generic")


def _parts(record: Element) -> Iterator[tuple[str, str]]:
    waiting = [(element, "") for element in reversed(record)]
    while waiting:
        element, role = waiting.pop()
        name = element.tag
        if name in OF_THE_LIBRARY:
            continue
        if name in GROUPS:
            waiting += [(child, "") for child in reversed(element)]
        elif name in LISTS and len(element):
            own = ROLES.get(name, "")
            waiting += [(child, own) for child in reversed(element)]
        else:
            yield from _part(element, role or ROLES.get(name, name))


def _part(element: Element, role: str) -> Parts:
    text = _styled(element) if element.tag in STYLED else _xml.content(element)
    if role in ("url", "file", "image") and text.startswith("<"):  # <Go to ISI>://000200148800007
        role = "endnote-link"
    return [(role, text)]


def _styled(element: Element) -> str:
    """Text in which the styles are marked as HTML marks them."""
    if not any(_faces(run) for run in element):
        return _xml.content(element)
    pieces = [element.text or ""]
    for run in element:
        tags = _faces(run)
        pieces += [*(f"<{tag}>" for tag in tags), *run.itertext()]
        pieces += [*(f"</{tag}>" for tag in reversed(tags)), run.tail or ""]
    return "".join(pieces).strip()


def _faces(run: Element) -> list[str]:
    return [STYLES[face] for face in run.get("face", "").split() if face in STYLES]
