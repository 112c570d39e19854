"""The rows of one table: the snapshot's records by place, and over them what came since."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from storage.snapshot import Index, Snapshot, Unsound

if TYPE_CHECKING:  # it takes thousands of papers to need it
    from storage.appended import Appended

NO_INDEX = Index()
MOST = 1 << 40  # records that one step may append


class Rows:
    """Records as bytes, in the order of their ids."""

    def __init__(
        self,
        snapshot: Snapshot | None = None,
        index: Index = NO_INDEX,
        rescue: Callable[[int, bytes], bytes | None] = lambda _, __: None,
    ) -> None:
        self.index = index
        self.over: dict[int, bytes | int | None] = {}  # a number is a place in what was appended
        self._appended: list[Appended] = []
        self._snapshot = snapshot
        self._rescue = rescue
        self._count = len(index.ids)
        self._largest = index.ids[-1] if index.ids else None  # None: to be looked for

    def __len__(self) -> int:
        return self._count

    def __contains__(self, id: int) -> bool:
        if id in self.over:
            return self.over[id] is not None
        return self.index.place(id) >= 0

    def get(self, id: int) -> bytes | None:
        if id in self.over:
            return self._read(id, self.over[id])
        place = self.index.place(id)
        return self.at(place) if place >= 0 else None

    def _read(self, id: int, line: bytes | int | None) -> bytes | None:
        if not isinstance(line, int):
            return line
        step, place = divmod(line, MOST)
        try:
            return self._appended[step].read(place, id)
        except Unsound as damage:
            return self._mend(id, damage)

    def at(self, place: int) -> bytes | None:
        """The snapshot's record at a place; what is damaged there comes from older files."""
        assert self._snapshot
        try:
            return self._snapshot.read(self.index, place)
        except Unsound as damage:
            return self._mend(self.index.ids[place], damage)

    def append(self, ids: Sequence[int], appended: "Appended") -> None:
        """Records came that stand in the journal, in this order."""
        first = len(self._appended) * MOST
        self._appended.append(appended)
        for place, id in enumerate(ids, first):
            self.set(id, place)

    def set(self, id: int, record: bytes | int | None) -> None:
        self._count += (record is not None) - (id in self)
        self.over[id] = record
        if record is None and id == self._largest:
            self._largest = None
        elif record is not None and self._largest is not None:
            self._largest = max(id, self._largest)

    def clear(self) -> None:
        for id in list(self.ids()):
            self.set(id, None)

    def largest(self) -> int:
        """The largest id of a row; 0 where there is none."""
        if self._largest is None and self._count:
            self._largest = max(self.ids())
        return self._largest or 0

    def ids(self) -> Iterator[int]:
        """The id of every row, ascending."""
        newcomers = self._newcomers()
        if self._come_between(newcomers):
            from heapq import merge

            return merge(self._kept(), newcomers)
        return chain(self._kept(), newcomers)

    def newest_ids(self) -> Iterator[int]:
        """The id of every row, descending."""
        newcomers = self._newcomers()
        kept = (id for id in reversed(self.index.ids) if self.over.get(id, b"") is not None)
        if self._come_between(newcomers):
            from heapq import merge

            return merge(newcomers[::-1], kept, reverse=True)
        return chain(reversed(newcomers), kept)

    def items(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """Every row in the order of ids(), from the one at start on, read in long stretches."""
        if not self.over and self._snapshot:
            return self._kept_items(start)
        return islice(self._items(), start, None)

    def _items(self) -> Iterator[tuple[int, bytes]]:
        newcomers = self._newcomers()
        came = ((id, line) for id in newcomers if (line := self.get(id)) is not None)
        if self._come_between(newcomers):
            from heapq import merge

            return merge(self._kept_items(), came)
        return chain(self._kept_items(), came)

    def _newcomers(self) -> list[int]:
        """What the snapshot does not have, ascending."""
        place, over = self.index.place, list(self.over.items())  # another thread may add to it
        return sorted(id for id, line in over if line is not None and place(id) < 0)

    def _come_between(self, newcomers: list[int]) -> bool:
        """Whether newcomers have smaller ids than what the snapshot has: a paper that came back."""
        ids = self.index.ids
        return bool(newcomers and ids and newcomers[0] < ids[-1])

    def _kept(self) -> Iterator[int]:
        over = self.over
        if not over:
            return iter(self.index.ids)
        return (id for id in self.index.ids if over.get(id, b"") is not None)

    def _kept_items(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        if not self._snapshot:
            return
        over = self.over
        for id, found in self._snapshot.read_all(self.index, start):
            line: bytes | None
            if id in over:
                line = self._read(id, over[id])
            else:
                line = self._mend(id, found) if isinstance(found, Unsound) else found
            if line is not None:
                yield id, line

    def frozen(self) -> "Rows":
        """The rows as they are now, for a reader that takes its time."""
        copy = Rows(self._snapshot, self.index, self._rescue)
        copy.over = dict(self.over)
        copy._appended = list(self._appended)
        copy._count = self._count
        return copy

    def _mend(self, id: int, damage: Unsound) -> bytes | None:
        record = self._rescue(id, damage.damaged)
        self.set(id, record)
        return record
