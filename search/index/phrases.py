"""Words in a row, and what a regular expression needs: found among the words of whole texts."""

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search import pattern
from search.index.columns import EVERYWHERE, Columns
from search.index.entries import PARTS
from search.index.index import Index
from search.index.lexicon import NO_HITS, Hits
from search.index.postings import slices
from search.tree import Pattern, Phrase

Mask = NDArray[Any]

TELLING = 8  # words of a phrase that say in which papers it may be
FEW = 8  # where every eighth paper may have it, all of them are looked through at once
IN_ROWS = ("author", "tag", "key")  # several names, each a row of its own
_WORD = re.compile(r"[a-z0-9]+")
_STREAMED = sum(1 << at for at, part in enumerate(PARTS) if part not in IN_ROWS)


def find(columns: Columns, node: Phrase, sought: list[str]) -> tuple[Mask, Mask]:
    """The papers that surely have the phrase, and those that have to be looked at."""
    index = columns.index
    parts = 1 << PARTS.index(node.part) if node.part else EVERYWHERE
    rows = [
        _row(index, word, node.open and at == len(sought) - 1) for at, word in enumerate(sought)
    ]
    if len(sought) == 1:
        return columns.with_words(_hits(index, sought[0], node.open), parts), _none(index)
    if node.part == "author":
        return _none(index), _of_name(columns, node, sought)
    together = np.ones(index.count, bool)
    named = np.ones(index.count, bool)
    for at in sorted(range(len(sought)), key=lambda at: index.postings.count(*rows[at]))[:TELLING]:
        hits = _hits(index, sought[at], node.open and at == len(sought) - 1)
        together &= columns.with_words(hits, parts)
        named &= columns.with_words(hits, parts & ~_STREAMED)
        if not together.any():
            return together, named
    unsure = named
    unsure[index.built :] |= together[index.built :]
    found = _none(index)
    if parts & _STREAMED and together.any():
        found[_in_stream(index, rows, parts & _STREAMED, together)] = True
        found &= index.papers["live"]
    return found, unsure & ~found


def _of_name(columns: Columns, node: Phrase, sought: list[str]) -> Mask:
    """The papers that may have an author of this name, some words of it as initials."""
    index, part = columns.index, 1 << PARTS.index("author")
    perhaps = np.ones(index.count, bool)
    surely = np.full(index.count, len(sought) > TELLING)
    for at, word in enumerate(sought[:TELLING], 1):
        if len(word) > 1:
            has = columns.with_words(_hits(index, word, node.open and at == len(sought)), part)
            surely |= has
            perhaps &= has | columns.with_words(_hits(index, word[0], open=False), part)
    return surely & perhaps


def narrowed(columns: Columns, node: Pattern, among: Mask | None) -> Mask | None:
    """The papers that can match an expression at all, by the letters that it needs."""
    regex = pattern.compiled(node.pattern)
    if not regex or (node.part and node.part not in PARTS):
        return among
    needed = [run for literal in regex.literals for run in _WORD.findall(literal)]
    longest = max(needed, key=len, default="")
    if len(longest) < 3:
        return among
    numbers = columns.index.lexicon.containing(longest.encode())
    hits = Hits(0, 0, NO_HITS.row, numbers, np.ones(len(numbers), np.float32))
    parts = 1 << PARTS.index(node.part) if node.part else EVERYWHERE
    found = columns.with_words(hits, parts)
    return found if among is None else found & among


def _none(index: Index) -> Mask:
    return np.zeros(index.count, bool)


def _hits(index: Index, word: str, open: bool) -> Hits:
    hits = index.lexicon.begun(word, open)
    if open:
        return hits
    number = index.lexicon.find(word.encode("utf-8", "surrogatepass"))
    numbers = np.array([number] if number >= 0 else [], np.int64)
    return Hits(0, 0, NO_HITS.row, numbers, np.ones(len(numbers), np.float32))


def _row(index: Index, word: str, open: bool) -> tuple[int, int]:
    """The mapped words that this one is, or with `open` begins."""
    code = word.encode("utf-8", "surrogatepass")
    if open:
        return index.lexicon.row(code)
    number = index.lexicon.find(code)
    return (number, number + 1) if 0 <= number < index.lexicon.sorted else (0, 0)


def _in_stream(
    index: Index, rows: list[tuple[int, int]], parts: int, together: Mask
) -> NDArray[Any]:
    """The papers, of those that have the words, in which they follow each other in one part."""
    if any(start >= end for start, end in rows):
        return np.zeros(0, np.int64)
    stream, ends = index.stream, index.stream_ends
    rarest = min(range(len(rows)), key=lambda at: index.postings.count(*rows[at]))
    places = _places(index, rows[rarest], np.flatnonzero(together[: index.built])) - rarest
    places = places[(places >= 0) & (places + len(rows) <= len(stream))]
    for at, (start, end) in enumerate(rows):
        words = stream[places + at]
        places = places[(words >= start) & (words < end)]
    groups = np.searchsorted(ends, places, side="right") - 1
    inside = places + len(rows) <= ends[groups + 1]
    asked = (parts >> (groups % len(PARTS))) & 1 != 0
    return groups[inside & asked] // len(PARTS)


def _places(index: Index, row: tuple[int, int], papers: NDArray[Any]) -> NDArray[Any]:
    """Where in the stream words of a row stand; it may be looked for in these papers only."""
    stream, (start, end) = index.stream, row
    if len(papers) * FEW < index.built:
        at, _ = slices(index.stream_ends[:: len(PARTS)], papers)
        words = stream[at]
        return at[(words >= start) & (words < end)]
    fits = stream == start if end == start + 1 else (stream >= start) & (stream < end)
    return np.flatnonzero(fits)
