"""The words of attached PDFs, by a small index of their own: exact, or the beginning of a word.

Nothing is forgiven here, and no places are kept: these texts are long, and only say which papers
else may be meant once titles, authors, abstracts and notes have had their say.
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

Arrays = dict[str, NDArray[Any]]
Values = NDArray[Any]

LONG = 3  # letters of a word that begins others, and of one that these texts are asked about
LONGEST = 40  # bytes of a word; longer ones are noise
OFTEN = 255  # more is not counted
ENOUGH = 8.0  # times that make half of what a word can be worth
_BROKEN = re.compile("(?<=[^\\W\\d_])[-\xad]\\s*\n\\s*(?=[^\\W\\d_])")


def build(texts: Iterable[tuple[int, str]]) -> Arrays:
    """The arrays of an index of papers' texts, by their ids; a paper may have several in a row."""
    numbering = Numbering(20)
    ids: list[int] = []
    found: list[NDArray[Any]] = []
    counted: list[NDArray[Any]] = []
    for id, whole in texts:
        numbers = np.concatenate([np.zeros(0, np.uint32), *_numbers(whole, numbering)])
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
    }


def _numbers(whole: str, numbering: Numbering) -> Iterator[NDArray[Any]]:
    """The words of a text by their numbers, a stretch of pages at a time."""
    for pages in _stretches(_BROKEN.sub("-", whole).split("\f")):
        read = tokeniser.read(pages, numbering)
        yield read.numbers
        yield read.joined


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

    def values(self, text: str, *, open: bool) -> Values:
        """How much each text has of a typed word, from 0 to 1; open takes it for a beginning."""
        pieces = words.parts(text)
        values = np.ones(len(self.ids))
        for at, piece in enumerate(pieces, 1):
            begins = open and at == len(pieces)
            np.minimum(values, self._of(piece, open=begins), out=values)
        if len(pieces) > 1:
            np.maximum(values, self._of(words.tokens(text)[-1], open=open), out=values)
        return values

    def _of(self, word: str, *, open: bool) -> Values:
        code = word.encode("utf-8", "surrogatepass")
        first = self._place(code)
        last = self._place(code + (b"\xff" if open and is_long(word) else b"\0"))
        at = slice(int(self._starts[first]), int(self._starts[last]))
        times = np.bincount(self._papers[at], self._times[at], len(self.ids))
        values: Values = times / (times + ENOUGH)
        return values

    def _place(self, code: bytes) -> int:
        return bisect_left(range(len(self._ends) - 1), code, key=self._word)

    def _word(self, at: int) -> bytes:
        return self._text[self._ends[at] : self._ends[at + 1]].tobytes()


def is_long(text: str) -> bool:
    """Whether a word says enough for texts that have nearly every short one."""
    letters = "".join(words.parts(text))
    return len(letters) >= LONG or not letters.isascii()
