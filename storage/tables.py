"""TinyDB over the store: its whole query API, with a journal beneath instead of a file rewritten.

`TinyDB` reads and writes all tables at once. Our table hands it a view that decodes the records it
is asked for and remembers which of them were touched, so that a change costs what it changes.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from papers.uids import LARGEST
from storage import codec, patch
from storage.codec import Record
from storage.journal import Deed
from storage.rows import Rows
from storage.store import Store

BOOKKEEPING = "meta"  # the snapshot's last line is a table of this name to stock TinyDB
ID = re.compile("[1-9][0-9]*|0")


class Records(Mapping[str, Record]):
    """A table as TinyDB's storages give it; each record is decoded when it is looked at."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        return map(str, self._rows.ids())

    def __getitem__(self, id: str) -> Record:
        line = self._rows.get(int(id)) if ID.fullmatch(id) else None
        if line is None:
            raise KeyError(id)
        record: Record = codec.decode(line)
        return record

    def items(self) -> Any:  # an iterator serves TinyDB, and does not read record by record
        ids, lines = [], []
        for id, line in self._rows.items():
            ids.append(str(id))
            lines.append(line)
        return zip(ids, map(codec.decode, lines), strict=True)


class Touched(MutableMapping[int, Record]):
    """A table while it is being changed: what was looked at may have been changed in place."""

    def __init__(self, table: str, rows: Rows) -> None:
        self._table = table
        self._rows = rows
        self._seen: dict[int, Record | None] = {}

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[int]:
        for id in self._rows.ids():
            if self._seen.get(id, self) is not None:
                yield id
        for id, record in self._seen.items():
            if record is not None and id not in self._rows:
                yield id

    def __contains__(self, id: object) -> bool:
        if id in self._seen:
            return self._seen[id] is not None
        return isinstance(id, int) and id in self._rows

    def __getitem__(self, id: int) -> Record:
        if id not in self._seen:
            line = self._rows.get(id)
            if line is None:
                raise KeyError(id)
            self._seen[id] = codec.decode(line)
        record = self._seen[id]
        if record is None:
            raise KeyError(id)
        return record

    def __setitem__(self, id: Any, record: Record) -> None:
        if not (isinstance(id, int) and 0 <= id <= LARGEST):
            raise ValueError(f"A document's ID is a whole number from 0 to {LARGEST}, not {id!r}")
        self._seen[id] = record

    def __delitem__(self, id: int) -> None:
        if id not in self:
            raise KeyError(id)
        self._seen[id] = None

    def clear(self) -> None:
        self._seen = dict.fromkeys(self._rows.ids())

    def deeds(self) -> list[Deed]:
        """What was done, once all of it is known."""
        found = (self._deed(id, record) for id, record in self._seen.items())
        return [deed for deed in found if deed]

    def _deed(self, id: int, record: Record | None) -> Deed | None:
        before = self._rows.get(id)
        after = None if record is None else codec.encode(record)
        if before == after:
            return None
        if before is None or after is None:
            return Deed(self._table, id, before, after)
        parts = patch.diff(codec.decode(before), codec.decode(after))
        return Deed(self._table, id, parts=tuple(parts)) if parts else None


class JournalStorage(Storage):
    """A TinyDB storage whose writes are appended changes."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def read(self) -> Any:
        """All tables, to be looked into; None where nothing was ever stored."""
        self.store.refresh()
        with self.store.at_rest:
            return {name: Records(rows) for name, rows in self.store.tables.items()} or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Bring every table to what TinyDB hands over; only what differs is written."""
        with self.store.exclusive():
            deeds: list[Deed] = []
            for name, rows in self.store.tables.items():
                if name not in data:
                    deeds += [Deed(name, id, was=line) for id, line in rows.items()]
                    deeds.append(Deed(name, None))
            for name, records in data.items():
                deeds += _made(self.store, name)
                if not isinstance(records, Records):  # else it comes back as it was read
                    deeds += _difference(name, self.store.rows(name), records)
            if deeds:
                self.store.commit("tables written", deeds)

    def close(self) -> None:
        self.store.close()


def _made(store: Store, name: str) -> list[Deed]:
    """What makes a table that is not there yet."""
    if name == BOOKKEEPING:
        raise ValueError(f"The table {name!r} is the library's own; choose another name.")
    return [] if name in store.tables else [Deed(name, None, now=b"{}")]


def _difference(name: str, rows: Rows, records: Mapping[str, Any]) -> list[Deed]:
    view = Touched(name, rows)
    view.clear()
    for id, record in records.items():
        view[int(id)] = dict(record)
    return view.deeds()


class JournalTable(Table):
    """A TinyDB table that writes what changed; nothing of its API behaves otherwise."""

    _storage: JournalStorage
    _next_id: int | None  # type: ignore[assignment]  # TinyDB only says None
    _seen_version = -1
    _being_changed: Collection[int] = ()

    @property
    def store(self) -> Store:
        return self._storage.store

    def insert(self, document: Mapping[str, Any]) -> int:
        with self.store.exclusive():
            return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        with self.store.exclusive():
            return super().insert_multiple(documents)

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        with self.store.exclusive():
            return super().upsert(document, cond)

    def search(self, cond: QueryLike) -> list[Document]:
        self.store.refresh()
        if self._seen_version != self.store.version:
            self.clear_cache()
            self._seen_version = self.store.version
        return super().search(cond)

    def get(self, cond: Any = None, doc_id: Any = None, doc_ids: Any = None) -> Any:
        if doc_id is None and doc_ids is not None:  # without a walk through all of them
            table, wanted = self._read_table(), set(map(str, doc_ids))
            found = [id for id in table if id in wanted]
            return [self.document_class(table[id], self.document_id_class(id)) for id in found]
        return super().get(cond, doc_id, doc_ids)

    def _get_next_id(self) -> int:
        next_id = self.store.rows(self.name).largest() + 1
        if self._next_id is not None:  # one that was given is not given again
            next_id = max(next_id, self._next_id)
        while next_id in self._being_changed:
            next_id += 1
        self._next_id = next_id + 1
        return next_id

    def _read_table(self) -> Any:
        self.store.refresh()
        return Records(self.store.rows(self.name))

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self.store.exclusive():
            deeds = _made(self.store, self.name)
            view = self._being_changed = Touched(self.name, self.store.rows(self.name))
            try:
                updater(view)
            finally:
                self._being_changed = ()
            deeds += view.deeds()
            if deeds:
                self.store.commit(f"change in {self.name}", deeds)
        self.clear_cache()


class JournalDB(TinyDB):
    """TinyDB with our tables: `JournalDB(store, storage=JournalStorage)`."""

    table_class = JournalTable
    _storage: JournalStorage

    def drop_table(self, name: str) -> None:
        with self._storage.store.exclusive():  # else a table made meanwhile would go with it
            super().drop_table(name)
