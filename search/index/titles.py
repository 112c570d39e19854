"""The words of titles in their order: initials, words run together, and what stands where."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.closeness import INITIALS_LEAST, INITIALS_MOST
from search.index.build import NO_WORD
from search.index.growing import Growing
from search.index.lexicon import Hits
from search.index.postings import slices

Arrays = dict[str, NDArray[Any]]
Papers = NDArray[Any]

WIDEST = 40  # words of a title that are looked at


class Titles:
    """Titles as rows of words, one behind the other with a gap between them."""

    def __init__(self, arrays: Arrays) -> None:
        first, second, little = arrays["title_letters"]
        self._words = Growing(words=arrays["titles"], first=first, second=second, little=little)
        self._ends = Growing(ends=arrays["title_ends"])
        sizes = np.diff(arrays["title_ends"].astype(np.int64)) - 1
        self._sizes = Growing(sizes=sizes)
        self._begun: dict[int, Papers] = {}

    def add(self, words: NDArray[Any], letters: NDArray[Any], sizes: NDArray[Any]) -> None:
        """Add titles of these sizes: their words, and two letters of each and if it is little."""
        self._begun.clear()
        ends = np.cumsum(sizes + 1)
        inside = np.ones(int(ends[-1]), bool)
        inside[ends - 1] = False
        row = np.full(len(inside), NO_WORD, np.uint32)
        row[inside] = words
        three = np.zeros((3, len(inside)), np.uint8)
        three[:, inside] = letters
        self._ends.extend(ends=ends + self._words.count)
        self._words.extend(words=row, first=three[0], second=three[1], little=three[2])
        self._sizes.extend(sizes=sizes)

    @property
    def sizes(self) -> NDArray[Any]:
        """How many words each title has."""
        return self._sizes["sizes"]

    def initials(self, typed: str) -> Papers:
        """The papers whose titles have neighbours that begin with these letters.

        As `closeness.initials` has it: one or two letters each, little words passed over.
        """
        if not INITIALS_LEAST <= len(typed) <= INITIALS_MOST:
            return np.zeros(0, np.int64)
        if not (typed.isalpha() and typed.isascii()):
            return np.zeros(0, np.int64)
        code = typed.encode()
        first, second, little = (self._words[name] for name in ("first", "second", "little"))
        reached: list[list[Papers]] = [[] for _ in range(len(code) + 2)]
        reached[0].append(self._begun_with(code[0]))
        for at in range(len(code)):
            if not reached[at]:
                continue
            here = np.concatenate(reached[at])
            if at:
                here = _past_little_words(here, little)
            here = here[first[here] == code[at]]
            reached[at + 1].append(here + 1)
            if at + 1 < len(code):
                both = here[second[here] == code[at + 1]]
                if len(both):
                    reached[at + 2].append(both + 1)
        ends = reached[len(code)]
        return self._papers_at(np.concatenate(ends) - 1) if ends else np.zeros(0, np.int64)

    def _begun_with(self, letter: int) -> Papers:
        """Where words stand that begin with a letter; looked for once."""
        if letter not in self._begun:
            self._begun[letter] = np.flatnonzero(self._words["first"] == letter).astype(np.uint32)
        return self._begun[letter].astype(np.int64)

    def _papers_at(self, places: Papers) -> Papers:
        return np.searchsorted(self._ends["ends"], places, side="right") - 1

    def neighbours(self, papers: Papers, first: int, second: tuple[int, int]) -> Papers:
        """Of these papers, those in whose title a word of the second row follows the first."""
        places, counts = slices(self._ends["ends"], papers)
        words = self._words["words"][places]
        follows = (words[:-1] == first) & (words[1:] >= second[0]) & (words[1:] < second[1])
        return np.repeat(papers, counts)[:-1][follows]

    def rows(self, papers: Papers) -> NDArray[Any]:
        """The titles of some papers as rows of words; NO_WORD where there are no more."""
        ends = self._ends["ends"]
        starts = ends[papers].astype(np.int64)
        sizes = np.minimum(ends[papers + 1].astype(np.int64) - starts, WIDEST)
        at = np.arange(int(sizes.max(initial=1)))
        places = np.minimum(starts[:, None] + at, self._words.count - 1)
        rows = self._words["words"][places]
        rows[at >= sizes[:, None]] = NO_WORD
        return rows


def _past_little_words(places: Papers, little: NDArray[Any]) -> Papers:
    """These places, and those that come after one to three little words there."""
    found = [places]
    for _ in range(3):
        places = places[little[places] != 0] + 1
        if not len(places):
            break
        found.append(places)
    return np.concatenate(found)


def explained(rows: NDArray[Any], hits: Hits) -> NDArray[Any]:
    """How well each word in these rows explains a typed one."""
    values = np.zeros(rows.shape, np.float32)
    if len(hits.others):
        order = np.argsort(hits.others)
        known = hits.others[order]
        at = np.minimum(np.searchsorted(known, rows), len(known) - 1)
        values = np.where(known[at] == rows, hits.values[order][at], np.float32(0))
    if hits.start < hits.end:
        inside = (rows >= hits.start) & (rows < hits.end)
        values[inside] = np.maximum(values[inside], hits.row[rows[inside] - hits.start])
    return values
