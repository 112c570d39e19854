"""Which papers have a word, and in which of their parts: as it was mapped, and what came since."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.index.build import HEAD
from search.index.growing import Growing
from search.index.lexicon import Hits, Values

Arrays = dict[str, NDArray[Any]]
Table = NDArray[Any]

NO_PAPER = np.uint32(0xFFFFFFFF)
PART_WEIGHTS = (1.0, 0.95, 0.8, 0.75, 0.6, 0.6, 0.34, 0.32)  # of entries.PARTS
ALSO = 0.04  # what it is worth that a word is in another part as well


def weights(parts: int) -> Table:
    """What a word is worth by the parts that it is in, those asked for; 0 in none of them."""
    table = np.zeros(256, np.float32)
    for mask in range(1, 256):
        asked = [weight for at, weight in enumerate(PART_WEIGHTS) if mask & parts & 1 << at]
        table[mask] = min(max(asked) + ALSO * (len(asked) - 1), 1.0) if asked else 0.0
    return table


class Postings:
    """The papers of each word."""

    def __init__(self, arrays: Arrays) -> None:
        self._head = tuple([arrays[f"head_{name}"] for name in ("ends", "papers", "parts")])
        self._body = tuple([arrays[f"body_{name}"] for name in ("ends", "papers", "parts")])
        self._new = Growing(
            words=np.zeros(0, np.uint32), papers=np.zeros(0, np.uint32), parts=np.zeros(0, np.uint8)
        )

    def add(self, paper: int, parts: dict[int, int]) -> None:
        """Add a paper with its words, each with the parts that it is in."""
        if parts:
            self._new.extend(words=list(parts), papers=paper, parts=list(parts.values()))

    def count(self, start: int, end: int) -> int:
        """How many papers the mapped words in a row are in, one by one."""
        return sum(int(ends[end]) - int(ends[start]) for ends, _, _ in (self._head, self._body))

    def papers_of(self, word: int, most: int) -> NDArray[Any]:
        """The papers that have a word, each once; none where there are more than so many."""
        new = self._new["papers"][self._new["words"] == word]
        found = [new.astype(np.uint32)]
        for ends, papers, _ in (self._head, self._body):
            if word < len(ends) - 1:
                found.append(papers[ends[word] : ends[word + 1]])
        if sum(map(len, found)) > 2 * most:
            return found[0][:0]
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
        if self._new.count:
            self._spread_new(values, hits, table)

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

    def _spread_new(self, values: Values, hits: Hits, table: Table) -> None:
        words, parts = self._new["words"], self._new["parts"]
        size = int(words.max()) + 1
        closeness = np.zeros(size, np.float32)
        known = hits.others < size
        closeness[hits.others[known]] = hits.values[known]
        closeness[hits.start : hits.end] = hits.row[: max(0, size - hits.start)]
        low = np.uint8((1 << HEAD) - 1)
        worth = np.maximum(table[parts & low], table[parts & ~low])
        np.maximum.at(values, self._new["papers"], closeness[words] * worth)


def slices(ends: NDArray[Any], which: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The places of several slices, one after the other, and how long each is."""
    starts = ends[which].astype(np.int64)
    counts = ends[which + 1].astype(np.int64) - starts
    total = int(counts.sum())
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(total), counts
