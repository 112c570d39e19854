"""Kept exports: which papers go into which file, in a table of their own beside the papers.

They are journaled like papers. What was written last, and when, is of the machine that the file is
on, and so is no part of this.
"""

from typing import NamedTuple

from storage import codec, one_record
from storage.journal import Deed
from storage.records import texts
from storage.store import Store

EXPORTS = "exports"
PARTS = ("format", "query", "path")


class KeptExport(NamedTuple):
    """A file, and what is in it; one that the library keeps has an id.

    A path below the home folder begins with ~, so that it means the same on another machine."""

    format: str
    query: str
    path: str
    id: int = 0


def read(store: Store) -> list[KeptExport]:
    """The kept exports in the order in which they were made."""
    kept = []
    for id, line in store.rows(EXPORTS).items():
        try:
            record = codec.decode(line)
            format, query, path = texts([record[part] for part in PARTS])
        except (KeyError, TypeError, ValueError):
            continue  # another program wrote it; it stays in the table, and says nothing to us
        kept.append(KeptExport(format, query, path, id))
    return kept


def deeds(store: Store, export: KeptExport, after: KeptExport | None) -> list[Deed]:
    """What makes of a kept export another; one without an id is new, and None lets go of it."""
    record = {name: getattr(after, name) for name in PARTS} if after else None
    return one_record.deeds(store, EXPORTS, export.id, record)
