"""The uids of many papers, each spelt when it is looked at: a list of them all costs nothing."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import overload

from papers import BadValue, int_to_uid, uid_to_int


class Newest(Sequence[str]):
    """Uids of ascending numbers, the last made first."""

    __slots__ = ("_ids",)

    def __init__(self, ids: Iterable[int] = ()) -> None:
        self._ids = array("q", ids)

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [int_to_uid(self._ids[-1 - place]) for place in range(len(self._ids))[at]]
        return int_to_uid(self._ids[-1 - at])

    def index(self, uid: object, start: int = 0, stop: int | None = None) -> int:
        """The place of a uid, found by halving."""
        place = self._place(uid)
        if place < start or (stop is not None and place >= stop):
            raise ValueError(f"{uid!r} is not there")
        return place

    def __contains__(self, uid: object) -> bool:
        return self._place(uid) >= 0

    def _place(self, uid: object) -> int:
        try:
            id = uid_to_int(str(uid))
        except BadValue:
            return -1
        at = bisect_left(self._ids, id)
        found = at < len(self._ids) and self._ids[at] == id
        return len(self._ids) - 1 - at if found else -1
