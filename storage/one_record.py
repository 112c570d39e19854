"""A record that is not a paper: what has to be written for it to come, to change or to go."""

from papers import new_uid, uid_to_int
from storage import codec, patch
from storage.codec import Record
from storage.journal import Deed
from storage.store import Store


def deeds(store: Store, table: str, id: int, after: Record | None) -> list[Deed]:
    """Make a table's record say this; id 0 is a new one, and None takes it away."""
    line = store.rows(table).get(id) if id else None
    if after is None:
        return [Deed(table, id, was=line)] if line is not None else []
    if line is None:
        return [Deed(table, id or uid_to_int(new_uid(store.clock())), now=codec.encode(after))]
    before = codec.decode(line)
    parts = patch.diff(before, before | after)
    return [Deed(table, id, parts=tuple(parts))] if parts else []
