"""The words of attached PDFs, by an index of their own: exact, or the beginning of a word.

Nothing is forgiven here: these texts are long, and where no field asks for them they only say which
papers else may be meant once titles, authors, abstracts and notes have had their say. Beside the
papers of each word the words of each paper are kept in their order: a phrase is looked for in the
papers that have all its words.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search import words
from search.index import tokeniser
from search.index.build import packed
from search.index.tokeniser import Numbering
from search.tree import Phrase, Text

Arrays = dict[str, NDArray[Any]]
Values = NDArray[Any]

LONG = 3  # letters of a word that begins others, and of one that these texts are asked about
LONGEST = 40  # bytes of a word; longer ones are noise
OFTEN = 255  # more is not counted
REMEMBERED = 16  # phrases
ENOUGH = 8.0  # times that make half of what a word can be worth
BROKEN = re.compile("(?<=[^\\W\\d_])[-\xad]\\s*\n\\s*(?=[^\\W\\d_])")


def build(texts: Iterable[tuple[int, str]]) -> Arrays:
    """The arrays of an index of papers' texts, by their ids; a paper may have several in a row."""
    numbering = Numbering()
    ids: list[int] = []
    found: list[NDArray[Any]] = []
    counted: list[NDArray[Any]] = []
    streams: list[NDArray[Any]] = [np.zeros(0, np.uint32)]
    for id, whole in texts:
        read = list(_read(whole, numbering))
        stream = np.concatenate([np.zeros(0, np.uint32), *[each.numbers for each in read]])
        streams.append(stream)
        numbers = np.concatenate([stream, *[each.joined for each in read]])
        each, counts = np.unique(numbers, return_counts=True)
        ids.append(id)
        found.append(each.astype(np.uint32))
        counted.append(np.minimum(counts, OFTEN).astype(np.uint8))
    order = sorted(range(len(numbering.words)), key=numbering.words.__getitem__)
    order = [at for at in order if len(numbering.words[at]) <= LONGEST]
    rank = np.full(len(numbering.words), len(order), np.uint32)
    rank[order] = np.arange(len(order), dtype=np.uint32)
    papers = np.repeat(np.arange(len(ids), dtype=np.uint32), [len(each) for each in found])
    ranked = rank[np.concatenate([np.zeros(0, np.uint32), *found])]
    times = np.concatenate([np.zeros(0, np.uint8), *counted])
    by_word = np.argsort(ranked, kind="stable")
    text, ends = packed([numbering.words[at] for at in order])
    return {
        "ids": np.array(ids, np.int64),
        "word_text": text,
        "word_ends": ends,
        "starts": np.searchsorted(ranked[by_word], np.arange(len(order) + 1)),
        "papers": papers[by_word],
        "times": times[by_word],
        "stream": rank[np.concatenate(streams)],
        "stream_ends": np.cumsum([len(each) for each in streams]),
    }


def _read(whole: str, numbering: Numbering) -> Iterator[tokeniser.Words]:
    """The words of a text, a stretch of pages at a time."""
    for pages in _stretches(BROKEN.sub("-", whole).split("\f")):
        yield tokeniser.read(pages, numbering)


def _stretches(pages: list[str]) -> Iterator[list[str]]:
    start = size = 0
    for at, page in enumerate(pages, 1):
        size += len(page)
        if size > tokeniser.MANY or at == len(pages):
            yield pages[start:at]
            start, size = at, 0


class FullText:
    """What the texts say: `ids` are the papers, and all that is asked is answered in that order."""

    def __init__(self, arrays: Arrays) -> None:
        self.ids = arrays["ids"]
        self._text = arrays["word_text"]
        self._ends = arrays["word_ends"]
        self._starts = arrays["starts"]
        self._papers = arrays["papers"]
        self._times = arrays["times"]
        self._stream, self._stream_ends = arrays["stream"], arrays["stream_ends"]
        self._in_rows: dict[tuple[str, bool], Values] = {}

    def said(self, node: Text | Phrase) -> Values:
        """How much each text has of what `pdf:` asks for, from 0 to 1."""
        if isinstance(node, Text):
            return self.values(node.text, open=node.open)
        key = (node.text, node.open)
        if key not in self._in_rows:
            if len(self._in_rows) >= REMEMBERED:
                self._in_rows.clear()
            row = words.parts(node.text)
            values = self._all_of(row, open=node.open)
            self._in_rows[key] = self._in_row(row, values, open=node.open)
        return self._in_rows[key]

    def values(self, text: str, *, open: bool) -> Values:
        """How much each text has of a typed word, from 0 to 1; open takes it for a beginning."""
        pieces = words.parts(text)
        values = self._all_of(pieces, open=open)
        if len(pieces) > 1:
            np.maximum(values, self._of(words.tokens(text)[-1], open=open), out=values)
        return values

    def _all_of(self, pieces: list[str], *, open: bool) -> Values:
        values = np.ones(len(self.ids))
        for at, piece in enumerate(pieces, 1):
            begins = open and at == len(pieces)
            np.minimum(values, self._of(piece, open=begins), out=values)
        return values

    def _in_row(self, row: list[str], values: Values, *, open: bool) -> Values:
        """The values of the texts in which these words follow each other, 0 for the others."""
        if len(row) < 2:
            return values
        wanted = [self._span(word, open=open and at == len(row)) for at, word in enumerate(row, 1)]
        found = np.zeros(len(values))
        for at in np.flatnonzero(values).tolist():
            stream = self._stream[self._stream_ends[at] : self._stream_ends[at + 1]]
            if _has_row(stream, wanted):
                found[at] = values[at]
        return found

    def _span(self, word: str, *, open: bool) -> tuple[int, int]:
        """The words that this one is, or with `open` begins, from the one to before the other."""
        code = word.encode("utf-8", "surrogatepass")
        last = code + (b"\xff" if open and is_long(word) else b"\0")
        return self._place(code), self._place(last)

    def _of(self, word: str, *, open: bool) -> Values:
        first, last = self._span(word, open=open)
        at = slice(int(self._starts[first]), int(self._starts[last]))
        times = np.bincount(self._papers[at], self._times[at], len(self.ids))
        values: Values = times / (times + ENOUGH)
        return values

    def _place(self, code: bytes) -> int:
        return bisect_left(range(len(self._ends) - 1), code, key=self._word)

    def _word(self, at: int) -> bytes:
        return self._text[self._ends[at] : self._ends[at + 1]].tobytes()


def _has_row(stream: NDArray[Any], wanted: list[tuple[int, int]]) -> bool:
    """Whether words of these spans follow each other."""
    (first, last), *others = wanted
    begins = stream[: max(len(stream) - len(others), 0)]
    places = np.flatnonzero((begins >= first) & (begins < last))
    for at, (first, last) in enumerate(others, 1):
        here = stream[places + at]
        places = places[(here >= first) & (here < last)]
    return len(places) > 0


def is_long(text: str) -> bool:
    """Whether a word says enough for texts that have nearly every short one."""
    letters = "".join(words.parts(text))
    return len(letters) >= LONG or not letters.isascii()
