"""From an older schema to this one: every record once, when the library is next opened to write."""

from collections.abc import Callable

from storage import codec
from storage.codec import Record
from storage.records import PAPERS, TRASH, from_record, to_record
from storage.store import SCHEMA, Store


def _flat_to_parts(table: str, id: int, record: Record) -> Record:
    """Schema 0 kept title, authors and year beside the rest, as a plain TinyDB program does."""
    return to_record(from_record(record, id)) if table in (PAPERS, TRASH) else record


MIGRATIONS: dict[int, Callable[[str, int, Record], Record]] = {0: _flat_to_parts}


def migrate(store: Store) -> None:
    """Bring the records forward in memory; the next snapshot is written in this schema."""
    if not store.snapshot or store.snapshot.meta.schema >= SCHEMA:
        return
    for schema in range(store.snapshot.meta.schema, SCHEMA):
        step = MIGRATIONS[schema]
        for table, rows in store.tables.items():
            for id, line in list(rows.items()):
                rows.set(id, codec.encode(step(table, id, codec.decode(line))))
    store.due = True
