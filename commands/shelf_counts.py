"""How many papers are on each shelf, kept true by what changes, without reading the library."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import search
from commands.find import asks_pdfs
from papers import Change, Paper
from search.tree import Day, Leaf, Phrase, Text, Word, leaves
from storage.shelves import Shelf

Count = Callable[[str], int]

EVERY = 60.0  # seconds until shelves that move on with the clock are counted again
STEADY = frozenset("0123456789-.<>=:")  # what a date is written with; letters are an age or a day


class _Counted(NamedTuple):
    shelf: Shelf
    matches: Callable[[Paper], bool]
    forgiving: bool  # the index ranks what it finds, and may find more than is matched here
    moving: bool
    in_pdfs: bool  # what PDFs say is known to the index alone
    papers: int


class ShelfCounts:
    """Counts of shelves. `count` answers for a whole query: an index, or a walk over the papers."""

    def __init__(self, shelves: Sequence[Shelf], count: Count, now: float) -> None:
        self._count = count
        self._shelves = shelves
        self._counted = [self._from_new(shelf, now) for shelf in shelves]
        self._at = now

    @property
    def counts(self) -> dict[str, int]:
        """The number of papers for each shelf's name."""
        return {each.shelf.name: each.papers for each in self._counted}

    def follow(self, changes: Iterable[Change]) -> bool:
        """Take in what was changed; whether a count is another one now.

        `count` must know of the changes already.
        """
        changes = list(changes)
        before = self.counts
        self._counted = [self._after(each, changes) for each in self._counted]
        return self.counts != before

    def tick(self, now: float) -> bool:
        """Let time go on; whether a count is another one now."""
        if now - self._at < EVERY:
            return False
        self._at = now
        before = self.counts
        self._counted = [
            self._from_new(each.shelf, now) if each.moving or each.in_pdfs else each
            for each in self._counted
        ]
        return self.counts != before

    def _from_new(self, shelf: Shelf, now: float) -> _Counted:
        node = search.parse(shelf.query, now=now, shelves=lambda: self._shelves).node
        parts = list(leaves(node))
        forgiving = any(isinstance(leaf, Word | Text | Phrase) for leaf in parts)
        moving = any(map(_moves, parts))
        papers = self._count(shelf.query)
        return _Counted(shelf, search.matcher(node), forgiving, moving, asks_pdfs(node), papers)

    def _after(self, each: _Counted, changes: list[Change]) -> _Counted:
        if each.in_pdfs:
            return each._replace(papers=self._count(each.shelf.query))
        came = gone = 0
        for before, after in changes:
            was, now = _is_on(each.matches, before), _is_on(each.matches, after)
            came += now and not was
            gone += was and not now
        if not came and not gone:
            return each
        if each.forgiving:
            return each._replace(papers=self._count(each.shelf.query))
        return each._replace(papers=each.papers + came - gone)


def _is_on(matches: Callable[[Paper], bool], paper: Paper | None) -> bool:
    return paper is not None and not paper.trashed and matches(paper)


def _moves(leaf: Leaf) -> bool:
    """Whether it asks for a time that is counted from now."""
    return isinstance(leaf, Day) and not STEADY.issuperset(leaf.said)
