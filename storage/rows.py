"""The rows of one table: the snapshot's records by place, and over them what came since."""

from collections.abc import Callable, Iterator

from storage.snapshot import Index, Snapshot, Unsound

NO_INDEX = Index()


class Rows:
    """Records as bytes by id, in the order of their ids, newcomers last."""

    def __init__(
        self,
        snapshot: Snapshot | None = None,
        index: Index = NO_INDEX,
        rescue: Callable[[int], bytes | None] = lambda _: None,
    ) -> None:
        self.index = index
        self.over: dict[int, bytes | None] = {}
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
            return self.over[id]
        place = self.index.place(id)
        return self.at(place) if place >= 0 else None

    def at(self, place: int) -> bytes | None:
        """The snapshot's record at a place; what is damaged there comes from older files."""
        assert self._snapshot
        try:
            return self._snapshot.read(self.index, place)
        except Unsound:
            return self._mend(self.index.ids[place])

    def set(self, id: int, record: bytes | None) -> None:
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
        over = self.over
        if not over:
            yield from self.index.ids
            return
        for id in self.index.ids:
            if over.get(id, b"") is not None:
                yield id
        yield from self._newcomers()

    def newest_ids(self) -> Iterator[int]:
        yield from reversed(self._newcomers())
        for id in reversed(self.index.ids):
            if self.over.get(id, b"") is not None:
                yield id

    def _newcomers(self) -> list[int]:
        place = self.index.place
        return [id for id, record in self.over.items() if record is not None and place(id) < 0]

    def items(self) -> Iterator[tuple[int, bytes]]:
        """Every row in the order of ids(), read in long stretches."""
        over = self.over
        if self._snapshot:
            for id, found in self._snapshot.read_all(self.index):
                line: bytes | None
                if id in over:
                    line = over[id]
                else:
                    line = self._mend(id) if isinstance(found, Unsound) else found
                if line is not None:
                    yield id, line
        for id in self._newcomers():
            line = over[id]
            if line is not None:
                yield id, line

    def sorted_items(self) -> Iterator[tuple[int, bytes]]:
        """Every row by ascending id, as the snapshot wants them."""
        newcomers = self._newcomers()
        if newcomers == sorted(newcomers) and (
            not newcomers or not self.index.ids or newcomers[0] > self.index.ids[-1]
        ):
            return self.items()
        return iter(sorted(self.items()))

    def frozen(self) -> "Rows":
        """The rows as they are now, for a reader that takes its time."""
        copy = Rows(self._snapshot, self.index, self._rescue)
        copy.over = dict(self.over)
        copy._count = self._count
        return copy

    def _mend(self, id: int) -> bytes | None:
        record = self._rescue(id)
        self.set(id, record)
        return record
