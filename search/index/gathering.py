"""Postings while they are gathered: stretch by stretch, each sorted while it is in the cache.

Papers come by ascending number, so each word's papers only have to be put behind those it has: one
pass counts how many there are, another puts them in their places. Nothing large is ever sorted.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

PART_BITS = 3
PAPER_BITS = 29


class Gathered:
    """The words of texts, each with the papers and parts it is in."""

    def __init__(self, head: int) -> None:
        self._head = head
        self._stretches: deque[tuple[NDArray[Any], ...]] = deque()

    def take(self, words: NDArray[Any], groups: NDArray[Any]) -> None:
        """Words and the text that each is in; no later stretch speaks of earlier papers' texts."""
        pairs = (words.astype(np.uint64) << np.uint64(32)) | groups.astype(np.uint64)
        pairs.sort()
        places = pairs >> np.uint64(PART_BITS)
        first = np.flatnonzero(np.diff(places, prepend=~places[:1]))
        bits = np.left_shift(1, (pairs & np.uint64(7)).astype(np.uint8), dtype=np.uint8)
        parts = np.bitwise_or.reduceat(bits, first) if len(first) else bits
        places = places[first]
        papers = (places & np.uint64((1 << PAPER_BITS) - 1)).astype(np.uint32)
        places >>= np.uint64(PAPER_BITS)
        starts = np.flatnonzero(np.diff(places, prepend=~places[:1]))
        words = places[starts].astype(np.uint32)
        self._stretches.append((words, starts.astype(np.uint32), papers, parts))

    def go_on(self, more: "Gathered", words: NDArray[Any], papers: int) -> None:
        """Take over what was gathered of papers after these many; its words have these numbers."""
        while more._stretches:
            numbers, starts, places, parts = more._stretches.popleft()
            places += np.uint32(papers)
            self._stretches.append((words[numbers], starts, places, parts))

    def arrays(self, rank: NDArray[Any]) -> Arrays:
        """For each word by its rank the papers and parts: in the head of papers, in the body.

        What was gathered is let go.
        """
        low = np.uint8((1 << self._head) - 1)
        head = self._spread("head", rank, lambda parts: parts & low)
        body = self._spread("body", rank, lambda parts: parts >> self._head)
        self._stretches.clear()
        return head | body

    def _spread(self, name: str, rank: NDArray[Any], chosen: Any) -> Arrays:
        counts = np.zeros(len(rank), np.int64)
        for words, lengths, _, _ in self._chosen(rank, chosen):
            counts[words] += lengths
        ends = np.concatenate(([0], np.cumsum(counts)))
        reached = ends[:-1].copy()
        all_papers = np.empty(ends[-1], np.uint32)
        all_parts = np.empty(ends[-1], np.uint8)
        for words, lengths, papers, parts in self._chosen(rank, chosen):
            starts = np.cumsum(lengths) - lengths
            places = np.repeat(reached[words] - starts, lengths) + np.arange(len(papers))
            all_papers[places] = papers
            all_parts[places] = parts
            reached[words] += lengths
        return {
            f"{name}_ends": ends.astype(np.uint32),
            f"{name}_papers": all_papers,
            f"{name}_parts": all_parts,
        }

    def _chosen(self, rank: NDArray[Any], chosen: Any) -> Iterator[tuple[NDArray[Any], ...]]:
        """The words, the papers of each, in these parts; made twice, not kept: it is much."""
        for words, starts, papers, parts in self._stretches:
            mask = chosen(parts)
            kept = mask != 0
            lengths = np.add.reduceat(kept, starts, dtype=np.int64) if len(starts) else starts
            yield rank[words], lengths, papers[kept], mask[kept]
