"""refer in, the format of .enw files: lines of a percent sign, a letter and a value.

A record begins with %0, or after a blank line in files that have no %0.
"""

import re
from collections.abc import Iterator

from importers import Block, Imported, Reject, _kinds, _roles
from importers._lines import lines_of, trimmed
from importers._roles import Parts, Record
from importers._text import decode

TAGS = {
    "A": "author", "B": "container-book", "C": "place", "D": "year", "E": "editor", "F": "label",
    "G": "language", "H": "translator", "I": "publisher", "J": "container", "K": "keyword",
    "L": "call-number", "M": "accession-number", "N": "number", "O": "remark", "P": "pages",
    "Q": "translated-title", "R": "report-number", "S": "series", "T": "title", "U": "url",
    "V": "volume", "W": "database-provider", "X": "abstract", "Y": "series-editor", "Z": "note",
    "1": "custom1", "2": "custom2", "3": "custom3", "4": "custom4", "6": "volumes",
    "7": "edition", "8": "date", "9": "work-type", "?": "translator", "@": "serial",
    "!": "short-title", "#": "custom5", "$": "custom6", "]": "custom7", "&": "section",
    "(": "original-publication", ")": "reprint", "*": "reviewed-item", "+": "affiliation",
    "^": "caption", ">": "file", "<": "note", "[": "accessed", "=": "modified", "~": "database",
}  # fmt: skip

_TAGGED = re.compile(r"%([0-9A-Z!@#$&()*+<>?\[\]^=~])(?:[ \t]+(.*)|[ \t]*)", re.DOTALL)


def read(data: bytes, name: str) -> Imported:
    """The papers of a refer file, and what could not be read."""
    return _roles.imported(_records(lines_of(decode(data))), "refer", name, given_first=True)


def _records(lines: list[str]) -> Iterator[Record | Reject | Block]:
    start = 0
    tagged: list[tuple[str, list[str]]] = []
    has_types = any(line.startswith("%0") for line in lines)
    after_blank = True
    for at, line in enumerate(lines):
        found = _TAGGED.fullmatch(line.rstrip())
        if found and (found[1] == "0" or (after_blank and not has_types) or not tagged):
            yield from _closed(lines, start, at, tagged)
            start, tagged = at, []
        if found:
            tagged.append((found[1], [found[2] or ""]))
        elif tagged:
            tagged[-1][1].append(line.strip())
        after_blank = not line.strip()
    yield from _closed(lines, start, len(lines), tagged)


def _closed(
    lines: list[str], start: int, end: int, tagged: list[tuple[str, list[str]]]
) -> Iterator[Record | Block]:
    start, end = trimmed(lines, start, end)
    raw = "".join(lines[start:end]).strip()
    if tagged:
        given = [(tag, "\n".join(values)) for tag, values in tagged]
        yield Record(start + 1, raw, _kind(dict(given)), _parts(given))
    elif raw:
        yield Block("comment", raw, start + 1)


def _kind(given: dict[str, str]) -> str:
    """The type that %0 names, or the one that the tags speak for, as refer itself decides it."""
    if given.get("0", "").strip():
        return _kinds.endnote(given["0"])
    for tag, kind in (("J", "article"), ("B", "incollection"), ("R", "techreport"), ("I", "book")):
        if tag in given:
            return kind
    return "misc"


def _parts(given: list[tuple[str, str]]) -> Parts:
    parts: Parts = []
    for tag, value in given:
        role = TAGS.get(tag, f"refer-{tag}")
        if tag == "R":
            role = "doi" if re.search(r"\b10\.\d{4,9}/", value) else "report-number"
        elif tag == "U":
            value = re.sub(r"^\[[^\]]*\]\s*(?=\w+://)", "", value)
        elif tag == "0":
            continue
        parts.append((role, value))
    return parts
