"""Shelves: queries that were given a name, in a table of their own beside the papers.

They are journaled like papers, so a shelf is undone, restored and seen by other processes the same.
"""

from typing import NamedTuple

from storage import codec, one_record
from storage.codec import Record
from storage.journal import Deed
from storage.records import texts
from storage.store import Store

SHELVES = "shelves"


class Shelf(NamedTuple):
    """A query with a name; one that the library keeps has an id."""

    name: str
    query: str
    id: int = 0


def read(store: Store) -> list[Shelf]:
    """The shelves in the order in which they were made."""
    shelves = []
    for id, line in store.rows(SHELVES).items():
        try:
            record = codec.decode(line)
            name, query = texts([record["name"], record["query"]])
        except (KeyError, TypeError, ValueError):
            continue  # another program wrote it; it stays in the table, and says nothing to us
        shelves.append(Shelf(name, query, id))
    return shelves


def deeds(store: Store, shelf: Shelf, after: Shelf | None) -> list[Deed]:
    """What makes of a shelf another; one without an id is new, and None takes it away."""
    return one_record.deeds(store, SHELVES, shelf.id, _to_record(after) if after else None)


def _to_record(shelf: Shelf) -> Record:
    return {"name": shelf.name, "query": shelf.query}
