"""Postings while they are gathered: stretch by stretch, each sorted while it is in the cache.

Papers come by ascending number, so each word's papers only have to be put behind those it has: one
pass counts how many there are, another puts them in their places. Nothing large is ever sorted.
"""

from collections import deque
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

PART_BITS = 3
PAPER_BITS = 29


class Stretch(NamedTuple):
    """What stands in some papers, word by word."""

    words: NDArray[Any]
    counts: NDArray[Any]  # how many papers each has
    papers: NDArray[Any]
    parts: NDArray[Any]


def combined(words: NDArray[Any], groups: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """Words and the text that each is in, as postings: word, paper and parts, sorted by these."""
    pairs = (words.astype(np.uint64) << np.uint64(32)) | groups.astype(np.uint64)
    pairs.sort()
    places = pairs >> np.uint64(PART_BITS)
    first = np.flatnonzero(np.diff(places, prepend=~places[:1]))
    bits = np.left_shift(1, (pairs & np.uint64(7)).astype(np.uint8), dtype=np.uint8)
    parts = np.bitwise_or.reduceat(bits, first) if len(first) else bits
    places = places[first]
    papers = (places & np.uint64((1 << PAPER_BITS) - 1)).astype(np.uint32)
    return (places >> np.uint64(PAPER_BITS)).astype(np.uint32), papers, parts


class Gathered:
    """The words of texts, each with the papers and parts it is in: in the head, in the body."""

    def __init__(self, head: int) -> None:
        self._head = np.uint8((1 << head) - 1), np.uint8(head)
        self._heads: deque[Stretch] = deque()
        self._bodies: deque[Stretch] = deque()

    def take(self, words: NDArray[Any], groups: NDArray[Any]) -> None:
        """Words and the text that each is in; no later stretch speaks of earlier papers' texts."""
        words, papers, parts = combined(words, groups)
        low, head = self._head
        for stretches, chosen in ((self._heads, parts & low), (self._bodies, parts >> head)):
            kept = np.flatnonzero(chosen)
            named = words[kept]
            starts = np.flatnonzero(np.diff(named, prepend=~named[:1]))
            counts = np.diff(starts, append=len(named)).astype(np.uint32)
            stretches.append(Stretch(named[starts], counts, papers[kept], chosen[kept]))

    def go_on(self, more: "Gathered", words: NDArray[Any], papers: int) -> None:
        """Take over what was gathered of papers after these many; its words have these numbers."""
        for stretches, others in ((self._heads, more._heads), (self._bodies, more._bodies)):
            while others:
                numbers, counts, places, parts = others.popleft()
                places += np.uint32(papers)
                stretches.append(Stretch(words[numbers], counts, places, parts))

    def arrays(self, rank: NDArray[Any]) -> Arrays:
        """For each word by its rank the papers and parts: in the head of papers, in the body.

        What was gathered is let go.
        """
        return _spread("head", self._heads, rank) | _spread("body", self._bodies, rank)


def _spread(name: str, stretches: deque[Stretch], rank: NDArray[Any]) -> Arrays:
    counts = np.zeros(len(rank), np.int64)
    for stretch in stretches:
        counts[rank[stretch.words]] += stretch.counts
    ends = np.concatenate(([0], np.cumsum(counts)))
    reached = ends[:-1].copy()
    all_papers = np.empty(ends[-1], np.uint32)
    all_parts = np.empty(ends[-1], np.uint8)
    while stretches:
        numbers, lengths, papers, parts = stretches.popleft()
        words = rank[numbers]
        starts = np.cumsum(lengths, dtype=np.int64) - lengths
        places = np.repeat(reached[words] - starts, lengths)
        places += np.arange(len(papers))
        all_papers[places] = papers
        all_parts[places] = parts
        reached[words] += lengths
    return {
        f"{name}_ends": ends.astype(np.uint32),
        f"{name}_papers": all_papers,
        f"{name}_parts": all_parts,
    }
