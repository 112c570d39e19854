"""What is left of a library beside its snapshot, and the earlier states that it leads to."""

import os
from collections.abc import Sequence

from storage import codec, patch, recorded, snapshot
from storage.journal import Deed, Entry
from storage.snapshot import Unsound
from storage.store import Store

Tables = dict[str, dict[int, bytes]]


class Remains:
    """The history, the journal and the backups of a library, read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._files = store.files
        self._unread = [*self._files.segments(), self._files.journal]
        self._known: set[int] = set()
        self.entries: list[Entry] = []  # what has been read of them, from the last back
        self.journal_after = recorded.journal_after(self._files.journal)
        self._starts = self._find_starts()
        while self._unread and not self.entries:
            self._read_back()

    def _read_back(self) -> None:
        """Read one more part of the history, the newest of those that were not."""
        found = [
            entry
            for entry in recorded.read_entries(self._unread.pop())
            if entry.seq not in self._known
        ]
        self._known.update(entry.seq for entry in found)
        self.entries = sorted([*found, *self.entries], key=lambda entry: entry.seq)

    def since(self, start: int, last: int | None = None) -> list[Entry]:
        """The changes after one, up to another; a history of years is not read for the last few."""
        while self._unread and not (self.entries and self.entries[0].seq <= start + 1):
            self._read_back()
        last = self.reached if last is None else last
        return [entry for entry in self.entries if start < entry.seq <= last]

    def _find_starts(self) -> list[tuple[int, str]]:
        """The snapshots that are sound where they end, the latest first."""
        files = self._files
        starts = []
        for path in (files.snapshot, files.previous, *files.daily_backups()):
            try:
                starts.append((snapshot.read_meta(path).seq, path))
            except (OSError, Unsound):
                continue
        return sorted(starts, reverse=True)

    @property
    def is_nothing(self) -> bool:
        """Whether there never was a library here, as far as can be told."""
        return not (self.had_snapshot or self.entries or os.path.exists(self._files.journal))

    @property
    def had_snapshot(self) -> bool:
        return bool(self._starts or self.journal_after or self._files.segments())

    @property
    def reached(self) -> int:
        """The last change of which there is any trace."""
        last = self.entries[-1].seq if self.entries else 0
        newest = self._starts[0][0] if self._starts else 0
        return max(last, newest, self.journal_after or 0)

    def at(self, seq: int) -> Tables | None:
        """The tables after a change, where a file and the changes since lead there unbroken."""
        for start, path in [*self._starts, (0, "")]:
            needed = self.since(start, seq) if start <= seq else []
            if start <= seq and len(needed) == seq - start:
                tables = self._load(path)
                if tables is not None:
                    return _applied(tables, needed)
        return None

    def nearest(self, seq: int) -> tuple[Tables, int] | None:
        """The latest tables up to a change that a backup gives, and how many changes they lack."""
        for start, path in self._starts:
            needed = self.since(start, seq)
            tables = self._load(path) if start <= seq else None
            if tables is not None:
                return _applied(tables, needed), seq - start - len(needed)
        return None

    def _load(self, path: str) -> Tables | None:
        if not path:
            return {}
        try:
            opened = snapshot.open_snapshot(path, self._store.names_of, keep_index=False)
            return {
                name: {id: _sound(record) for id, record in opened.read_all(index)}
                for name, index in opened.tables.items()
            }
        except (OSError, Unsound, ValueError, KeyError):
            return None


def _sound(record: bytes | Unsound) -> bytes:
    if isinstance(record, Unsound):
        raise record
    return record


def _applied(tables: Tables, entries: Sequence[Entry]) -> Tables:
    for entry in entries:
        _apply(tables, entry.deed)
    return tables


def _apply(tables: Tables, deed: Deed) -> None:
    if deed.id is None:
        if deed.now is None:
            tables.pop(deed.table, None)
        else:
            tables.setdefault(deed.table, {})
        return
    records = tables.setdefault(deed.table, {})
    if deed.parts:
        if deed.id in records:  # else it came with a change that is lost
            known = codec.decode(records[deed.id])
            records[deed.id] = codec.encode(patch.apply(known, deed.parts))
    elif deed.now is not None:
        records[deed.id] = deed.now
    elif deed.was is not None:
        records.pop(deed.id, None)
