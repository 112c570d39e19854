"""Which papers have a word, and in which of their parts: as it was mapped, and what came since."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.index.build import HEAD
from search.index.lexicon import Hits, Values

Arrays = dict[str, NDArray[Any]]
Table = NDArray[Any]

NO_PAPER = np.uint32(0xFFFFFFFF)
NO_PAPERS = np.zeros(0, np.uint32)
MERGED = 1 << 17  # postings that came since are put together as long as they are no more
PART_WEIGHTS = (1.0, 0.95, 0.8, 0.75, 0.6, 0.6, 0.34, 0.32)  # of entries.PARTS
ALSO = 0.04  # what it is worth that a word is in another part as well


def weights(parts: int) -> Table:
    """What a word is worth by the parts that it is in, those asked for; 0 in none of them."""
    table = np.zeros(256, np.float32)
    for mask in range(1, 256):
        asked = [weight for at, weight in enumerate(PART_WEIGHTS) if mask & parts & 1 << at]
        table[mask] = min(max(asked) + ALSO * (len(asked) - 1), 1.0) if asked else 0.0
    return table


class Rows(NamedTuple):
    """Postings that came together, sorted by their words."""

    words: NDArray[Any]
    papers: NDArray[Any]
    parts: NDArray[Any]

    def with_(self, more: "Rows") -> "Rows":
        """These, and more that came after them."""
        words = np.concatenate((self.words, more.words))
        order = np.argsort(words, kind="stable")
        papers = np.concatenate((self.papers, more.papers))
        parts = np.concatenate((self.parts, more.parts))
        return Rows(words[order], papers[order], parts[order])

    def starts(self, numbers: Any) -> NDArray[Any]:
        """Where words begin to stand; of the same kind, else all of them would be converted."""
        return np.searchsorted(self.words, np.asarray(numbers, np.uint32))

    def of(self, word: int) -> slice:
        """Where a word stands."""
        start, end = self.starts((word, word + 1)).tolist()
        return slice(start, end)


class Postings:
    """The papers of each word."""

    def __init__(self, arrays: Arrays) -> None:
        self._head = tuple([arrays[f"head_{name}"] for name in ("ends", "papers", "parts")])
        self._body = tuple([arrays[f"body_{name}"] for name in ("ends", "papers", "parts")])
        self._new: list[Rows] = []

    @property
    def added(self) -> int:
        """How many there are beside those that were mapped."""
        return sum(len(rows.words) for rows in self._new)

    def add(self, words: NDArray[Any], papers: NDArray[Any], parts: NDArray[Any]) -> None:
        """Add words, sorted, with papers that did not have them, and the parts each is in."""
        new = Rows(words, papers, parts)
        while self._new and len(self._new[-1].words) <= min(2 * len(new.words), MERGED):
            new = self._new.pop().with_(new)
        if len(new.words):
            self._new.append(new)

    def set_part(self, word: int, papers: NDArray[Any], part: int, *, on: bool) -> None:
        """Say of papers that this part of theirs has a word, or has it not; one of the head."""
        bit = np.uint8(1 << part)
        ends, placed, parts = self._head
        start, end = ends[word : word + 2].tolist() if word < len(ends) - 1 else (0, 0)
        here = placed[start:end]
        at = np.minimum(np.searchsorted(here, papers), max(len(here) - 1, 0))
        known = here[at] == papers if len(here) else np.zeros(len(papers), bool)
        if known.any():
            if not parts.flags.writeable:
                parts = parts.copy()
                self._head = (ends, placed, parts)
            found = start + at[known]
            parts[found] = parts[found] | bit if on else parts[found] & ~bit
        left = papers[~known]
        if len(left):
            for new in self._new:
                row = new.of(word)
                rows = np.flatnonzero(np.isin(new.papers[row], left)) + row.start
                new.parts[rows] = new.parts[rows] | bit if on else new.parts[rows] & ~bit
                left = left[~np.isin(left, new.papers[rows])]
        if on and len(left):
            self.add(
                np.full(len(left), word, np.uint32),
                left.astype(np.uint32),
                np.full(len(left), bit, np.uint8),
            )

    def count(self, start: int, end: int) -> int:
        """How many papers the mapped words in a row are in, one by one."""
        return sum(int(ends[end]) - int(ends[start]) for ends, _, _ in (self._head, self._body))

    def papers_of(self, word: int, most: int) -> NDArray[Any]:
        """The papers that have a word, each once; none where there are more than so many."""
        found = [NO_PAPERS]
        for new in self._new:
            at = new.of(word)
            found.append(new.papers[at][new.parts[at] != 0])
        for ends, papers, parts in (self._head, self._body):
            if word < len(ends) - 1:
                row = slice(int(ends[word]), int(ends[word + 1]))
                found.append(papers[row][parts[row] != 0])
        if sum(map(len, found)) > 2 * most:
            return NO_PAPERS
        together = np.sort(np.concatenate(found))
        return together[np.diff(together, prepend=NO_PAPER) != 0]

    def spread(self, values: Values, hits: Hits, table: Table) -> None:
        """Raise the value of each paper to what these words in it are worth."""
        for (ends, papers, parts), shift in ((self._head, 0), (self._body, HEAD)):
            worth = table[np.arange(256 >> shift) << shift]
            if not worth.any():
                continue
            if hits.start < hits.end:
                start, end = int(ends[hits.start]), int(ends[hits.end])
                if start < end:
                    counts = np.diff(ends[hits.start : hits.end + 1])
                    found = worth[parts[start:end]]
                    found *= np.repeat(hits.row, counts)
                    np.maximum.at(values, papers[start:end], found)
            if len(hits.others):
                self._spread_others(values, hits, worth, ends, papers, parts)
        for rows in self._new:
            self._spread_new(values, hits, table, rows)

    def _spread_others(
        self,
        values: Values,
        hits: Hits,
        worth: Table,
        ends: NDArray[Any],
        papers: NDArray[Any],
        parts: NDArray[Any],
    ) -> None:
        known = hits.others < len(ends) - 1
        words, closeness = hits.others[known], hits.values[known]
        places, counts = slices(ends, words)
        if len(places):
            found = worth[parts[places]] * np.repeat(closeness, counts)
            np.maximum.at(values, papers[places], found)

    def _spread_new(self, values: Values, hits: Hits, table: Table, new: Rows) -> None:
        low = np.uint8((1 << HEAD) - 1)
        start, end = new.starts((hits.start, hits.end)).tolist()
        row = hits.row[new.words[start:end].astype(np.int64) - hits.start]
        starts = new.starts(hits.others)
        counts = new.starts(hits.others + 1) - starts
        at = np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        at = np.concatenate((np.arange(start, end), at))
        closeness = np.concatenate((row, np.repeat(hits.values, counts)))
        parts = new.parts[at]
        worth = np.maximum(table[parts & low], table[parts & ~low])
        np.maximum.at(values, new.papers[at], closeness * worth)


def slices(ends: NDArray[Any], which: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The places of several slices, one after the other, and how long each is."""
    starts = ends[which].astype(np.int64)
    counts = ends[which + 1].astype(np.int64) - starts
    total = int(counts.sum())
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(total), counts
