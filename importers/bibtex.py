"""BibTeX and biblatex in: each entry becomes a paper, with its text kept as it was written.

`_blocks` finds the entries, bibtexparser reads their fields, and what it refuses or gets wrong is
read by `papers.bibtex`, which mends what can be mended. Values that `crossref` and `xdata` would
lend to an entry are not copied into it: its fields are what was written in it, no more.
"""

import contextlib
import gc
import logging
import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateFieldKeyBlock, Entry

from importers import Block, Imported, Reject
from importers._blocks import BLANK, Span, scan
from importers._macros import Macros
from importers._text import decode
from papers import bibtex, jabref
from papers.fields import Fields
from papers.fingerprint import fingerprint
from papers.paper import Paper, Source, Status

# what it refuses is read again or rejected, with a reason of our own
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)

BATCH = 256 * 1024  # characters that bibtexparser is given at once; its objects are large

_NAME = re.compile(bibtex.NAME)


class _Place(NamedTuple):
    """A block and where the next one begins."""

    span: Span
    limit: int


class _Read(NamedTuple):
    """What an entry says, where its text ends, and why it must be rejected if it must."""

    type: str
    key: str
    fields: Fields
    end: int
    trouble: str = ""  # a sentence with {line} for the line of the place below
    trouble_at: int = 0


def read(data: bytes, name: str) -> Imported:
    """The papers of a file, the entries that could not be read, and what stands beside them."""
    with _no_garbage_collection():
        text = decode(data)
        spans = scan(text)
        file = _File(text, name, _macros(text, spans))
        for batch in _batches(spans, len(text)):
            for place, entry in zip(batch, _entries(text, batch), strict=True):
                file.take(place.span, entry)
        return file.imported()


@contextlib.contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """A third of the time goes into looking for cycles among values that have none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _batches(spans: list[Span], length: int) -> Iterator[list[_Place]]:
    limits = [*(span.start for span in spans[1:]), length]
    batch: list[_Place] = []
    size = 0
    for span, limit in zip(spans, limits, strict=False):
        batch.append(_Place(span, limit))
        size += span.end - span.start
        if size > BATCH:
            yield batch
            batch, size = [], 0
    yield batch


def _macros(text: str, spans: list[Span]) -> Macros:
    macros = Macros()
    for span in spans:
        if span.kind == "string":
            block = bibtex.understand(text[span.start : span.end], keyed=False)
            if block and block.open_at < 0:
                for part in block.parts:
                    macros.define(span.start, part.name, part.plain)
    return macros


def _entries(text: str, batch: list[_Place]) -> list[_Read | None]:
    """What each entry of the batch says; None for a block that is not an entry."""
    handed: dict[str, str] = {}
    keys: dict[str, str] = {}
    for number, (span, _limit) in enumerate(batch):
        if span.kind == "entry":
            key = bibtex.find_key(text, span.header, span.end)
            keys[str(number)] = text[key.begin : key.end]
            if span.closed:
                handed[str(number)] = f"@e{span.header[2]}{number},{text[key.body : span.end]}"
    fields = _fields_by_number(handed)
    entries: list[_Read | None] = []
    for number, (span, limit) in enumerate(batch):
        if span.kind != "entry":
            entries.append(None)
        elif found := fields.get(str(number)):
            kind = sys.intern(span.header[1].lower())
            entries.append(_Read(kind, keys[str(number)], found, span.end))
        else:
            entries.append(_mended(text, span, limit))
    return entries


def _fields_by_number(handed: dict[str, str]) -> dict[str, Fields]:
    """What bibtexparser reads, where it read all of an entry and each value is legal.

    The entries go to it under numbers for keys: equal, empty and odd keys would make it drop them.
    """
    found: dict[str, Fields] = {}
    for block in parse_string("\n".join(handed.values()), parse_stack=[]).blocks:
        entry = block.ignore_error_block if isinstance(block, DuplicateFieldKeyBlock) else block
        if isinstance(entry, Entry) and handed.get(entry.key) == entry.raw:
            pairs = _legal(entry)
            if pairs:
                found[entry.key] = bibtex.fields_of(pairs)
    return found


def _legal(entry: Entry) -> list[tuple[str, str]] | None:
    """The names and values of the entry, unless one of them is not as BibTeX wants it."""
    pairs: list[tuple[str, str]] = []
    for field in entry.fields:
        value = bibtex.literal(field.value)
        if value is None or not _NAME.fullmatch(field.key):
            return None
        pairs.append((field.key, value))
    return pairs


def _mended(text: str, span: Span, limit: int) -> _Read:
    """An entry that bibtexparser cannot read, as far as it can be understood."""
    written = text[span.start : span.end]
    region = text[span.start : limit].rstrip(BLANK)
    entry = bibtex.understand(written)
    assert entry, "the scanner found a header"
    if not (span.closed and entry.clean) and len(region) > len(written):
        wider = bibtex.understand(region)
        if wider and wider.clean and wider.closed:
            entry = wider
    if entry.closed and (entry.clean or not span.closed):
        end = span.start + entry.end
    else:
        end = span.start + len(written.rstrip(BLANK))
    place = span.start + (entry.parts[-1].value_at if entry.parts else 0)
    return _Read(
        sys.intern(entry.type.lower()), entry.key, entry.fields, end, _trouble(entry), place
    )


def _trouble(entry: bibtex.Entry) -> str:
    """Why the entry cannot become a paper, as a sentence; empty if it can."""
    if not entry.parts:
        if not entry.key:
            return "This entry has neither a key nor a field."
        if not entry.closed or " " in " ".join(entry.key.split()):
            return "This looks like an entry but has no fields."
        return ""
    last = entry.parts[-1]
    if entry.open_at >= 0 or (not entry.closed and bibtex.swallowed(last)):
        return (
            f"The value of {last.name[:40]} that begins in line {{line}} is never closed: "
            "add what is missing and import it again."
        )
    return ""


class _File:
    """What was found so far; blocks are taken in the order of the text."""

    def __init__(self, text: str, name: str, macros: Macros) -> None:
        self.text = text
        self.name = name
        self.macros = macros
        self.papers: list[Paper] = []
        self.rejected: list[Reject] = []
        self.blocks: list[Block] = []
        self.end = 0  # of the last block that was taken
        self.counted = 0
        self.line = 1
        self.line_end = re.compile(r"\r\n?|\n") if "\r" in text else None

    def take(self, span: Span, entry: _Read | None) -> None:
        self.prose(span.start)
        line = self.line_at(span.start)
        self.end = entry.end if entry else span.end
        raw = self.text[span.start : self.end]
        if entry is None:
            self.blocks.append(Block(span.kind, raw, line))
            if span.kind == "string" and not self.macros.defined_at(span.start):
                reason = "This @string defines nothing that can be read."
                self.rejected.append(Reject(self.name, line, reason, raw))
        elif entry.trouble:
            reason = entry.trouble.format(line=line + self.line_ends(span.start, entry.trouble_at))
            self.rejected.append(Reject(self.name, line, reason, raw))
        else:
            self.papers.append(self.paper(entry, raw, span.start, line))

    def prose(self, until: int) -> None:
        """What stands between the last block and the next."""
        between = self.text[self.end : until]
        words = between.strip(BLANK)
        if words:
            start = self.end + between.index(words)
            self.blocks.append(Block("comment", words, self.line_at(start)))

    def paper(self, entry: _Read, raw: str, at: int, line: int) -> Paper:
        fields = entry.fields
        strings = self.macros.needed(fields.values(), at)
        name = fingerprint(entry.type, entry.key, fields, strings)
        paper = Paper(
            key=entry.key,
            type=entry.type,
            fields=fields,
            strings=strings,
            source=Source("bibtex", self.name, str(line), raw, name),
        )
        if not fields.keys().isdisjoint(jabref.FIELDS):
            paper = jabref.judged(paper)
        if paper.status is Status.UNREAD and not fields.get("title", "").strip("{} \t\r\n"):
            paper = paper._replace(status=Status.INBOX)
        return paper

    def line_at(self, place: int) -> int:
        self.line += self.line_ends(self.counted, place)
        self.counted = place
        return self.line

    def line_ends(self, start: int, stop: int) -> int:
        if self.line_end is None:
            return self.text.count("\n", start, stop)
        return sum(1 for _ in self.line_end.finditer(self.text, start, stop))

    def imported(self) -> Imported:
        self.prose(len(self.text))
        return Imported(tuple(self.papers), tuple(self.rejected), tuple(self.blocks))
