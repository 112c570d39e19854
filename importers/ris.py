"""RIS in: EndNote, Mendeley, Zotero, Scopus and publishers, each with tags and habits of its own.

A record begins with TY and ends with ER, or where the next begins; one without TY is read too.
A line without a tag goes on with the value before it. Tags that are not known are kept as fields.
"""

import re
from collections.abc import Iterator

from importers import Block, Imported, Reject, _kinds, _roles
from importers._lines import lines_of, trimmed
from importers._roles import Parts, Record
from importers._text import decode

TYPES = {
    "ABST": "article abstract", "ADVS": "misc audiovisual", "AGGR": "dataset", "ANCIENT": "book",
    "ART": "misc artwork", "BILL": "legislation bill", "BLOG": "online blog", "BOOK": "book",
    "CASE": "jurisdiction", "CHAP": "incollection", "CHART": "misc chart", "CLSWK": "book",
    "COMP": "software", "CONF": "inproceedings", "CPAPER": "inproceedings",
    "CTLG": "misc catalog", "DATA": "dataset", "DBASE": "dataset", "DICT": "inreference",
    "EBOOK": "book", "ECHAP": "incollection", "EDBOOK": "book", "EJOUR": "article",
    "ELEC": "online", "ENCYC": "inreference", "EQUA": "misc equation", "FIGURE": "misc figure",
    "GEN": "misc", "GOVDOC": "techreport", "GRNT": "misc grant", "HEAR": "misc hearing",
    "ICOMM": "online message", "INPR": "article inpress", "INTV": "misc interview",
    "JFULL": "article issue", "JOUR": "article", "LEGAL": "legislation", "MANSCPT": "unpublished",
    "MAP": "misc map", "MGZN": "article magazine", "MPCT": "misc film",
    "MULTI": "online multimedia", "MUSIC": "misc music", "NEWS": "article newspaper",
    "PAMP": "booklet", "PAT": "patent",
    "PCOMM": "unpublished letter", "POD": "misc podcast", "PRESS": "misc press",
    "PREPRINT": "misc preprint", "RPRT": "techreport", "SER": "serial", "SLIDE": "misc slides",
    "SOUND": "misc audio", "STAND": "standard", "STAT": "legislation", "THES": "thesis",
    "UNBILL": "legislation bill", "UNPB": "unpublished", "UNPD": "unpublished",
    "VIDEO": "misc video", "WEB": "online",
}  # fmt: skip

TAGS = {
    "A1": "author", "A2": "editor", "A3": "series-editor", "A4": "translator", "AB": "abstract",
    "AD": "affiliation", "AN": "accession-number", "AU": "author", "BT": "book-title",
    "C1": "custom1", "C2": "custom2", "C3": "custom3", "C4": "custom4", "C5": "custom5",
    "C6": "custom6", "C7": "custom7", "C8": "custom8", "CA": "caption", "CN": "call-number",
    "CP": "number", "CT": "title", "CY": "place", "DA": "date", "DB": "database", "DI": "doi",
    "DO": "doi", "DP": "database-provider", "ED": "editor", "EP": "end", "ET": "edition",
    "ID": "id", "IS": "number", "J1": "container-short", "J2": "container-short",
    "JA": "container-short", "JF": "container", "JO": "container-name", "KW": "keyword",
    "L1": "file", "L2": "link", "L3": "link", "L4": "image", "LA": "language", "LB": "label",
    "LK": "url", "M1": "misc-number", "M2": "misc2", "M3": "work-type", "N1": "note",
    "N2": "abstract", "NV": "volumes", "OP": "original-publication", "PB": "publisher",
    "PP": "place", "PY": "year", "RI": "reviewed-item", "RN": "note", "RP": "reprint",
    "SE": "section", "SN": "serial", "SP": "start", "ST": "short-title", "T1": "title",
    "T2": "container", "T3": "series", "TA": "translator", "TI": "title",
    "TT": "translated-title", "U1": "user1", "U2": "user2", "U3": "user3", "U4": "user4",
    "U5": "user5", "UR": "url", "VL": "volume", "VO": "volume", "Y1": "year", "Y2": "accessed",
}  # fmt: skip

# Where a tag means something else in one type of record.
SPECIAL = {
    ("inproceedings", "C1"): "venue",
    ("inproceedings", "C3"): "container-book",
    ("incollection", "C2"): "bookauthor",
    ("incollection", "SE"): "chapter",
    ("article", "C7"): "eid",
}

_TAGGED = re.compile(r"([A-Z][A-Z0-9])([ \t]{1,4})-(.*)", re.DOTALL)
_END = re.compile(r"ER[ \t]*(?:-.*)?", re.DOTALL)


def read(data: bytes, name: str) -> Imported:
    """The papers of an RIS file, and what could not be read."""
    return _roles.imported(_records(lines_of(decode(data)), name), "ris", name)


def _records(lines: list[str], name: str) -> Iterator[Record | Reject | Block]:
    reader = _Reader(lines, name)
    for at, line in enumerate(lines):
        tag, value = _split(line)
        if tag in ("TY", "ER") or (tag and not reader.is_open):
            yield from reader.close(at + (tag == "ER"))
        if tag == "TY":
            reader.open(at, value)
        elif tag and tag != "ER":
            reader.add(at, tag, value)
        elif not tag:
            reader.go_on(line)
    yield from reader.close(len(lines))


def _split(line: str) -> tuple[str, str]:
    """The tag of a line and its value; no tag in a line that goes on with another."""
    if _END.fullmatch(line.rstrip()):
        return "ER", ""
    found = _TAGGED.match(line)
    if not found:
        return "", ""
    tag, gap, value = found.groups()
    usual = gap == "  " and value[:1] in ("", " ", "\t", "\r", "\n")
    if not (usual or tag in TAGS or tag == "TY"):
        return "", ""
    return tag, value.strip()


class _Reader:
    """The record that is being read, and the lines since the last one."""

    def __init__(self, lines: list[str], name: str) -> None:
        self.lines = lines
        self.name = name
        self.start = 0
        self.is_open = False
        self.kind: str | None = None  # what TY says, if there is one
        self.tagged: list[tuple[str, list[str]]] = []

    def open(self, at: int, kind: str | None) -> None:
        self.start, self.is_open, self.kind, self.tagged = at, True, kind, []

    def add(self, at: int, tag: str, value: str) -> None:
        if not self.is_open:
            self.open(at, None)
        self.tagged.append((tag, [value]))

    def go_on(self, line: str) -> None:
        if self.is_open and line.strip() and not self.tagged:
            self.tagged.append(("TX", [line.strip()]))
        elif self.is_open and self.tagged:
            self.tagged[-1][1].append(line.strip())

    def close(self, end: int) -> Iterator[Record | Reject | Block]:
        """What stood in the lines up to here."""
        start, stop = trimmed(self.lines, self.start, end)
        raw = "".join(self.lines[start:stop]).strip("\r\n")
        if not self.is_open:
            if raw:
                yield Block("comment", raw.strip(), start + 1)
        elif self.kind is None and not any(tag in TAGS for tag, _ in self.tagged):
            reason = "This stands outside of any record: a record begins with a line `TY  - JOUR`."
            yield Reject(self.name, start + 1, reason, raw)
        else:
            kind = _kind(self.kind or "Generic")
            yield Record(start + 1, raw, kind, _parts(kind, self.tagged))
        self.start, self.is_open, self.kind, self.tagged = end, False, None, []


def _kind(code: str) -> str:
    return TYPES.get(code.upper()) or _kinds.endnote(code)


def _parts(kind: str, tagged: list[tuple[str, list[str]]]) -> Parts:
    kind = kind.partition(" ")[0]
    return [
        (SPECIAL.get((kind, tag)) or TAGS.get(tag, tag), "\n".join(lines)) for tag, lines in tagged
    ]
