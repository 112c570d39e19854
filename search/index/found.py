"""What a search found: so many papers, put in order only as far as somebody looks."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from papers import BadValue, int_to_uid, uid_to_int

Places = NDArray[Any]
Key = Callable[[Places], NDArray[Any]]

AHEAD = 500  # so many are put in order at once


class Uids(Sequence[str]):
    """The uids of papers in an order that is given by numbers, the greatest first."""

    def __init__(self, ids: NDArray[Any], places: Places, keys: Sequence[Key]) -> None:
        self._ids = ids
        self._places = places
        self._keys = keys
        self._ahead: Places | None = None
        self._all: Places | None = None

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, int):
            if not -len(self) <= at < len(self):
                raise IndexError(at)
            return int_to_uid(int(self._ids[self.places(at % len(self) + 1)[at]]))
        start, stop, step = at.indices(len(self))
        chosen = self.places(max(start, stop))[start:stop:step]
        return [int_to_uid(id) for id in self._ids[chosen].tolist()]

    def __iter__(self) -> Iterator[str]:
        return iter(self[:])

    def __contains__(self, uid: object) -> bool:
        return isinstance(uid, str) and self._place_of(uid) >= 0

    def index(self, uid: str, start: int = 0, stop: int | None = None) -> int:
        """Where a paper is; ValueError where it is not."""
        place = self._place_of(uid)
        if place < 0:
            raise ValueError(uid)
        at = self._position(place)
        if not start <= at < (len(self) if stop is None else stop):
            raise ValueError(uid)
        return at

    def places(self, count: int) -> Places:
        """The places of the first papers in their order, so many at least."""
        if self._all is not None:
            return self._all
        if count > AHEAD or len(self) <= AHEAD:
            self._all = self._sorted(self._places)
            return self._all
        if self._ahead is None:
            self._ahead = self._sorted(self._best(AHEAD))
        return self._ahead

    def _sorted(self, places: Places) -> Places:
        columns = [key(places) for key in reversed(self._keys)]
        return places[np.lexsort(columns)[::-1]] if columns else places

    def _best(self, count: int) -> Places:
        """So many of the first, in no order."""
        left, chosen = self._places, []
        for key in self._keys:
            if len(left) <= count:
                break
            values = key(left)
            least = np.partition(values, len(values) - count)[len(values) - count]
            chosen.append(left[values > least])
            count -= len(chosen[-1])
            left = left[values == least]
        return np.concatenate((*chosen, left[:count]))

    def _place_of(self, uid: str) -> int:
        try:
            id = uid_to_int(uid)
        except BadValue:
            return -1
        found = np.flatnonzero(self._ids[self._places] == id)
        return int(self._places[found[0]]) if len(found) else -1

    def _position(self, place: int) -> int:
        """How many papers come before this one."""
        alike, before = self._places, 0
        for key in self._keys:
            values = key(alike)
            own = key(np.array([place]))[0]
            before += int(np.count_nonzero(values > own))
            alike = alike[values == own]
        return before


class Found(NamedTuple):
    """The papers that a query picked, best first."""

    uids: Sequence[str]
    scores: Sequence[float] = ()  # of the first of them, where they were ranked by words
    complete: bool = True  # False where looking at all of them would have taken too long
    in_texts: int = 0  # so many, the last of them, are only explained by what their PDFs say


NOTHING = Found(())
