"""The library as screens need it: uids in order, and each paper read when it is looked at."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from papers import Change, Paper
from storage import Library

CACHED = 512  # papers that are kept decoded: some screenfuls


class News(NamedTuple):
    """Which papers came into the list, went out of it, or stayed and changed."""

    came: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()


class Catalogue:
    """The living papers, newest first. `take` keeps it true to what was changed."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.uids: Sequence[str] = library.newest_uids()
        self._cache: dict[str, Paper | None] = {}

    def __len__(self) -> int:
        return len(self.uids)

    def paper(self, uid: str) -> Paper | None:
        """The paper of that uid, None if it is not in the list any more."""
        if uid not in self._cache:
            if len(self._cache) >= CACHED:
                del self._cache[next(iter(self._cache))]
            self._cache[uid] = self.read(uid)
        return self._cache[uid]

    def read(self, uid: str) -> Paper | None:
        """The same for whoever looks at each paper once."""
        paper = self.library.get(uid)
        return paper if paper and not paper.trashed else None

    def take(self, changes: Iterable[Change]) -> News:
        """Take over what was changed; `uids` is a new list if papers came or went."""
        came: set[str] = set()
        gone: set[str] = set()
        changed: set[str] = set()
        for change in changes:
            uid, was, now = change.uid, _living(change.before), _living(change.after)
            self._cache.pop(uid, None)
            if bool(was) == bool(now):
                changed.add(uid)
            elif now:
                gone.discard(uid)
                came.add(uid)
            else:
                came.discard(uid)
                gone.add(uid)
        if came or gone:
            self.uids = self.library.newest_uids()
        return News(frozenset(came), frozenset(gone), frozenset(changed - gone - came))


def _living(paper: Paper | None) -> Paper | None:
    return paper if paper and not paper.trashed else None
