"""Reading a library whose snapshot is missing, damaged, or edited by another program.

What the snapshot held is rebuilt from an earlier one and the history since, which is complete: the
first change of a library is in it. What cannot be used is set aside, and what was done is told.
"""

import os
import time
import zlib

from papers.errors import LibraryDamaged, LibraryError
from storage import disk, salvage, snapshot
from storage.rebuilding import Remains, Tables
from storage.rows import Rows
from storage.store import SCHEMA, Store

RECENT = 2.0  # seconds within which another program may still be writing
PAUSE = 0.02
MOST_PAUSES = 250


def recover(store: Store) -> None:
    """Fill the store from whatever there is; raise rather than begin empty over a full library."""
    data = _read_settled(store)
    remains = Remains(store)
    store.due = not (remains.is_nothing and data is None)
    if not data:
        _recover_missing(store, remains, is_empty=data is not None)
        return
    earlier = None
    for seq in _likely_seqs(data, remains):
        tables = remains.at(seq) if seq or not remains.reached else None
        if tables is None:
            continue
        written = b"".join(snapshot.contents(tables, schema=SCHEMA, seq=seq))
        if salvage.is_one_bit_apart(written, data) or salvage.is_overwritten(written, data):
            _recover_damaged(store, data, remains, tables, seq)
            return
        earlier = earlier or (tables, seq)
    store.heed_schema(salvage.meta_number(data, "schema") or 0)
    edited = salvage.parse(data)
    if earlier is None:
        _recover_without_past(store, data, remains, edited)
    elif edited is None:
        _recover_damaged(store, data, remains, *earlier)
    else:
        _adopt_edits(store, data, remains, edited, *earlier)


def _read_settled(store: Store) -> bytes | None:
    """The snapshot's bytes, once nobody is in the middle of writing them."""
    path = store.files.snapshot
    for _ in range(MOST_PAUSES):
        try:
            status = os.stat(path)
        except FileNotFoundError:
            store.identity = None
            return None
        store.identity = snapshot.identity(status)
        data = disk.read_all(path)
        if time.time() - status.st_mtime > RECENT:
            break
        time.sleep(PAUSE)
        if os.path.exists(path) and snapshot.identity(os.stat(path)) == store.identity:
            break
    return data


def _likely_seqs(data: bytes, remains: Remains) -> list[int]:
    """Which change a snapshot may include: what it says itself, and what its journal says."""
    said = (salvage.meta_number(data, "seq"), remains.journal_after)
    return [*dict.fromkeys(seq for seq in said if seq is not None)]


def _recover_missing(store: Store, remains: Remains, *, is_empty: bool) -> None:
    files = store.files
    if files.is_linked and not is_empty:
        raise LibraryDamaged(
            f"library.json in {files.folder} is a link to {files.snapshot}, where nothing is: put"
            " that file or its disk back, or remove the link to have the library rebuilt."
        )
    what = f"library.json in {files.folder} is {'empty' if is_empty else 'missing'}"
    if remains.is_nothing:
        if is_empty:
            store.notices.append(f"{what}, and nothing else is there: the library begins anew.")
        return
    seq = remains.reached
    whole = remains.at(seq)
    tables, missing = (whole, 0) if whole is not None else remains.nearest(seq) or (None, seq)
    if tables is None:
        raise LibraryDamaged(
            f"{what}, and what is left does not reach back to its beginning."
            f" Put a backup of it in its place, or move {files.journal} away to begin anew."
        )
    _fill(store, remains, tables, seq)
    if missing:
        store.notices.append(
            f"{what}: it was rebuilt from a backup, but {missing} of its {seq} changes could not"
            " be found again."
        )
    elif is_empty or remains.had_snapshot:
        store.notices.append(f"{what}: everything was rebuilt from the backups and the history.")


def _recover_damaged(store: Store, data: bytes, remains: Remains, tables: Tables, seq: int) -> None:
    kept = _keep_damaged(store, data)
    _fill(store, remains, tables, seq)
    store.notices.append(
        "library.json was damaged: everything in it was rebuilt from the backups and the history."
        f" The damaged file was kept as {kept}."
    )


def _recover_without_past(
    store: Store, data: bytes, remains: Remains, edited: Tables | None
) -> None:
    """Nothing tells what the file held before: what can be read of it is taken as it is."""
    seq = min(_likely_seqs(data, remains), default=remains.reached)
    mended = salvage.mended(data)
    if mended:
        tables, lost = salvage.parse(mended) or {}, 0
        seq = snapshot.parse_meta(mended).seq
    elif by_index := salvage.by_index(data, snapshot.index_path(store.files.snapshot)):
        tables, lost = by_index
    elif edited is not None:
        _fill(store, remains, edited, seq)
        store.notices.append(
            "library.json was written by another program; what it holds was taken over."
        )
        return
    else:
        tables, lost = salvage.readable_lines(data)
    if lost:
        tables = _over(remains.nearest(seq), tables)
    if not any(tables.values()):
        raise LibraryDamaged(
            f"library.json in {store.files.folder} cannot be read, and there is no earlier state"
            " to rebuild it from. It was left as it is: put a backup in its place, or move it away"
            " to begin an empty library."
        )
    kept = _keep_damaged(store, data)
    _fill(store, remains, tables, seq)
    what = f"{lost} of its records could not be read" if lost else "it was put right"
    store.notices.append(f"library.json was damaged: {what}. The damaged file was kept as {kept}.")


def _over(earlier: tuple[Tables, int] | None, tables: Tables) -> Tables:
    """What was read, and for what was not the records of an earlier state."""
    merged = earlier[0] if earlier else {}
    for name, records in tables.items():
        merged.setdefault(name, {}).update(records)
    return merged


def _adopt_edits(
    store: Store, data: bytes, remains: Remains, edited: Tables, earlier: Tables, seq: int
) -> None:
    """Take over what another program changed, once: a step of the history says so afterwards."""
    deeds = list(salvage.differences(earlier, edited))
    mark = zlib.crc32(data)
    _fill(store, remains, earlier, seq)
    if seq < (remains.journal_after or 0):
        store.notices.append(
            "library.json was older than its journal; what the history holds since was made again."
        )
    adopted = {entry.about.adopts for entry in remains.since(seq) if entry.about}
    if not deeds or mark in adopted:
        return
    if store.adopt(deeds, mark):
        store.notices.append(
            f"library.json was edited outside Carrel: {len(deeds)} change"
            f"{'s were' if len(deeds) > 1 else ' was'} taken over (`carrel undo` takes them back)."
        )
    else:
        store.notices.append(
            "library.json was edited outside Carrel, in parts that were changed here as well: what"
            " is here was kept, and taken over was the rest. The edited file was kept as"
            f" {_keep_damaged(store, data)}."
        )


def _fill(store: Store, remains: Remains, tables: Tables, seq: int) -> None:
    """Take these tables for the snapshot's, then make every change after it that is left."""
    store.seq = seq
    for name, records in tables.items():
        rows = store.tables[name] = Rows()
        for id, record in sorted(records.items()):
            rows.set(id, record)
    since = remains.since(seq)
    if since and len(since) != since[-1].seq - seq:
        store.notices.append("Some changes of the history could not be read; the others were made.")
    store.apply([entry.deed for entry in since])
    store.seq = since[-1].seq if since else seq
    store.follow_journal()


def rescue_record(store: Store, table: str, id: int, seq: int, damaged: bytes) -> bytes | None:
    """One record that the snapshot after a change no longer gives back, from an earlier state."""
    if store.earlier is None or store.earlier[0] != seq:
        store.earlier = seq, Remains(store).at(seq) or {}
    record = store.earlier[1].get(table, {}).get(id)
    if record is None:
        kept = _keep_damaged(store, damaged) if store.writable else store.files.snapshot
        store.notices.append(
            f"Record {id} of {table} is damaged and no earlier state of the library has it;"
            f" what is left of it was kept in {kept}."
        )
    return record


def _keep_damaged(store: Store, data: bytes) -> str:
    """Where the damaged bytes were kept; a folder that cannot be written keeps them itself."""
    try:
        return store.set_aside("library.json", data)
    except (OSError, LibraryError):
        return store.files.snapshot
