"""BibTeX and biblatex in: each entry becomes a paper, with its text kept as it was written.

`_blocks` finds the entries, bibtexparser reads their fields, and what it refuses or gets wrong is
read by `papers.bibtex`, which mends what can be mended. Values that `crossref` and `xdata` would
lend to an entry are not copied into it: its fields are what was written in it, no more.
"""

import contextlib
import gc
import re
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from importers import Block, File, Imported, Reject
from importers._bibtexparser import FieldReader
from importers._blocks import BLANK, Span, scan
from importers._macros import Macros
from importers._provisional import title_from
from importers._text import decode
from papers import bibtex, jabref
from papers.bibtex import HEADER
from papers.fields import Fields
from papers.fingerprint import fingerprint
from papers.outline import Piece
from papers.paper import Paper, Source, Status

BATCH = 16 * 1024  # characters that are read at once: bibtexparser's objects are large


class _Batch(NamedTuple):
    """A stretch of the text, its blocks, and where in the whole text it begins."""

    text: str
    start: int
    spans: list[Span]  # their places are those in the whole text


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
        file = _File(name, _macros(text, spans), "\r" in text)
        batches = _batches(text, spans)
        del text, spans  # one character beyond Latin makes all of it twice or four times as large
        reader = FieldReader()
        while batches:
            batch = batches.popleft()
            file.take_all(batch, _entries(batch, reader))
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


def _batches(text: str, spans: list[Span]) -> deque[_Batch]:
    """The text in stretches; what follows a block up to the next is in the same one."""
    batches: deque[_Batch] = deque()
    start = first = 0
    for number, span in enumerate(spans):
        if span.start - start > BATCH and number > first:
            batches.append(_Batch(text[start : span.start], start, spans[first:number]))
            start, first = span.start, number
    batches.append(_Batch(text[start:], start, spans[first:]))
    return batches


def _macros(text: str, spans: list[Span]) -> Macros:
    macros = Macros()
    for span in spans:
        if span.kind == "string":
            block = bibtex.understand(text[span.start : span.end], keyed=False)
            if block and block.open_at < 0:
                for part in block.parts:
                    macros.define(span.start, part.name, part.plain)
    return macros


def _entries(batch: _Batch, reader: FieldReader) -> Iterator[tuple[Span, _Read | None]]:
    """What each block of the batch says; None for one that is not an entry."""
    text, start, spans = batch
    bodies: dict[int, tuple[str, str]] = {}
    heads: list[tuple[str, str]] = []
    for number, span in enumerate(spans):
        if span.kind != "entry":
            heads.append(("", ""))
            continue
        header = HEADER.match(text, span.start - start)
        assert header, "the scanner found it"
        end = span.end - start
        key = bibtex.find_key(text, header, end)
        heads.append((sys.intern(header[1].lower()), text[key.begin : key.end]))
        if span.closed:
            bodies[number] = header[2], text[key.body : end]
    found = reader.read(bodies)
    for number, (span, (kind, key_text)) in enumerate(zip(spans, heads, strict=True)):
        if not kind:
            yield span, None
        elif fields := found.get(number):
            yield span, _Read(kind, key_text, fields, span.end)
        else:
            limit = spans[number + 1].start - start if number + 1 < len(spans) else len(text)
            yield span, _mended(batch, span, limit)


def _mended(batch: _Batch, span: Span, limit: int) -> _Read:
    """An entry that bibtexparser cannot read, as far as it can be understood."""
    written = batch.text[span.start - batch.start : span.end - batch.start]
    region = batch.text[span.start - batch.start : limit].rstrip(BLANK)
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

    def __init__(self, name: str, macros: Macros, has_returns: bool) -> None:
        self.name = name
        self.macros = macros
        self.papers: list[Paper] = []
        self.rejected: list[Reject] = []
        self.blocks: list[Block] = []
        self.pieces: list[Piece] = []
        self.gaps: dict[str, str] = {}  # most are one and the same text
        self.text = ""  # of the batch that is being taken
        self.start = 0
        self.end = 0  # of the last block that was taken
        self.counted = 0
        self.line = 1
        self.line_end = re.compile(r"\r\n?|\n") if has_returns else None

    def take_all(self, batch: _Batch, entries: Iterable[tuple[Span, _Read | None]]) -> None:
        """Take a batch that follows the last one."""
        self.text, self.start = batch.text, batch.start
        for span, entry in entries:
            self.take(span, entry)
        stop = self.start + len(self.text)
        self.prose(stop)
        self.end = stop
        self.line_at(stop)

    def take(self, span: Span, entry: _Read | None) -> None:
        self.prose(span.start)
        line = self.line_at(span.start)
        self.end = entry.end if entry else span.end
        raw = self.text[span.start - self.start : self.end - self.start]
        if entry is None:
            self.blocks.append(Block(span.kind, raw, line))
            if span.kind == "string" and not self.macros.defined_at(span.start):
                self.reject("This @string defines nothing that can be read.", line, raw)
            else:
                self.pieces.append(Piece(len(self.papers), span.kind, raw))
        elif entry.trouble:
            reason = entry.trouble.format(line=line + self.line_ends(span.start, entry.trouble_at))
            self.reject(reason, line, raw)
        else:
            self.papers.append(self.paper(entry, raw, span.start, line))

    def prose(self, until: int) -> None:
        """What stands between the last block and the next."""
        between = self.text[self.end - self.start : until - self.start]
        words = between.strip(BLANK)
        if words:
            start = self.end + between.index(words)
            self.blocks.append(Block("comment", words, self.line_at(start)))
            self.pieces.append(Piece(len(self.papers), "comment", between))
        elif between:
            gap = self.gaps.setdefault(between, between)
            self.pieces.append(Piece(len(self.papers), "space", gap))

    def reject(self, reason: str, line: int, raw: str) -> None:
        """It goes out of the file, with the space before it."""
        self.rejected.append(Reject(self.name, line, reason, raw))
        if self.pieces and self.pieces[-1][:2] == (len(self.papers), "space"):
            self.pieces.pop()

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
            paper = paper._replace(status=Status.INBOX, provisional=title_from(paper.abstract))
        return paper

    def line_at(self, place: int) -> int:
        self.line += self.line_ends(self.counted, place)
        self.counted = place
        return self.line

    def line_ends(self, start: int, stop: int) -> int:
        start, stop = start - self.start, stop - self.start
        if self.line_end is None:
            return self.text.count("\n", start, stop)
        return sum(1 for _ in self.line_end.finditer(self.text, start, stop))

    def imported(self) -> Imported:
        return Imported(
            tuple(self.papers),
            tuple(self.rejected),
            tuple(self.blocks),
            files=(File(self.name, len(self.papers), tuple(self.pieces)),),
        )
