"""What the list shows: papers in order, which of them the cursor is on, and which are marked."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from search import Query


class View(NamedTuple):
    """Uids in the order in which they are shown, the cursor's place, and what was looked for."""

    uids: Sequence[str] = ()
    cursor: int = 0
    query: "Query | None" = None

    @property
    def uid(self) -> str:
        """The paper under the cursor; "" if there is none."""
        return self.uids[self.cursor] if self.cursor < len(self.uids) else ""

    def at(self, cursor: int) -> "View":
        """The cursor on that place, or the nearest that there is."""
        return self._replace(cursor=max(0, min(cursor, len(self.uids) - 1)))

    def on(self, uid: str) -> "View":
        """The cursor on that paper, or where it is if the paper is not shown."""
        try:
            return self.at(self.uids.index(uid))
        except ValueError:
            return self.at(self.cursor)

    def showing(self, uids: Sequence[str]) -> "View":
        """Other papers; the cursor stays on its own if that is among them."""
        return self._replace(uids=uids).on(self.uid)

    def of(self, query: "Query | None") -> "View":
        """The same papers, found by another search."""
        return self._replace(query=query)

    def without(self, gone: frozenset[str]) -> "View":
        """The same papers but those that went."""
        kept = [uid for uid in self.uids if uid not in gone]
        return self.showing(kept) if len(kept) < len(self.uids) else self


def joined(found: Sequence[str], shown: Sequence[str]) -> Sequence[str]:
    """What is found now, and what was shown and is not found any more, where it stood."""
    known = frozenset(found)
    stay = [(place, uid) for place, uid in enumerate(shown) if uid not in known]
    if not stay:
        return found
    uids = list(found)
    for place, uid in stay:
        uids.insert(place, uid)
    return uids


class Marks:
    """The papers that are marked. All of a long list are marked without a look at each."""

    def __init__(self, whole: Sequence[str] = (), flipped: frozenset[str] = frozenset()) -> None:
        self._whole = whole  # marked, except those
        self._flipped = flipped  # that are flipped; and these others are marked

    def __bool__(self) -> bool:
        return len(self) > 0

    def __len__(self) -> int:
        if not self._whole or not self._flipped:
            return len(self._whole) + len(self._flipped)
        out = len(self._flipped & self._members)
        return len(self._whole) - out + len(self._flipped) - out

    def within(self, uid: str, uids: Sequence[str]) -> bool:
        """Whether a paper of this list is marked."""
        if uids is self._whole:
            return uid not in self._flipped
        if not self._whole:
            return uid in self._flipped
        return (uid in self._members) != (uid in self._flipped)

    def flip(self, uid: str) -> "Marks":
        return Marks(self._whole, self._flipped ^ {uid})

    def with_all(self, uids: Iterable[str]) -> "Marks":
        return Marks((), frozenset(self.uids()).union(uids))

    def without(self, gone: frozenset[str]) -> "Marks":
        if not self:
            return self
        return Marks((), frozenset(self.uids()) - gone)

    def uids(self) -> Sequence[str]:
        """Every one of them."""
        if not self._whole:
            return tuple(self._flipped)
        if not self._flipped:
            return self._whole
        members = self._members
        kept = [uid for uid in self._whole if uid not in self._flipped]
        return [*kept, *(uid for uid in self._flipped if uid not in members)]

    @cached_property
    def _members(self) -> frozenset[str]:
        return frozenset(self._whole)


NO_MARKS = Marks()
