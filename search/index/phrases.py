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
from search.tree import Pattern, Phrase

Mask = NDArray[Any]

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
    together = np.ones(index.count, bool)
    named = np.ones(index.count, bool)
    for at, word in enumerate(sought):
        hits = _hits(index, word, node.open and at == len(sought) - 1)
        together &= columns.with_words(hits, parts)
        named &= columns.with_words(hits, parts & ~_STREAMED)
    unsure = named
    for place in index.changed:
        unsure[place] |= together[place]
    found = _none(index)
    if parts & _STREAMED and together.any():
        found[_in_stream(index, rows, parts & _STREAMED)] = True
        found &= index.papers["live"]
    return found, unsure & ~found


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


def _in_stream(index: Index, rows: list[tuple[int, int]], parts: int) -> NDArray[Any]:
    """The papers in which words of these rows follow each other in one part."""
    if any(start >= end for start, end in rows):
        return np.zeros(0, np.int64)
    stream, ends = index.stream, index.stream_ends
    rarest = min(range(len(rows)), key=lambda at: index.postings.count(*rows[at]))
    start, end = rows[rarest]
    places = np.flatnonzero((stream >= start) & (stream < end)) - rarest
    places = places[(places >= 0) & (places + len(rows) <= len(stream))]
    for at, (start, end) in enumerate(rows):
        words = stream[places + at]
        places = places[(words >= start) & (words < end)]
    groups = np.searchsorted(ends, places, side="right") - 1
    inside = places + len(rows) <= ends[groups + 1]
    asked = (parts >> (groups % len(PARTS))) & 1 != 0
    return groups[inside & asked] // len(PARTS)
