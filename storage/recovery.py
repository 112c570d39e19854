"""Reading a library whose snapshot is missing, damaged, or edited by another program.

What the snapshot held is rebuilt from an earlier one and the history since, which is complete: the
first change of a library is in it. What cannot be used is set aside, and what was done is told.
"""

import os
from collections.abc import Iterator

from papers.errors import LibraryDamaged, LibraryError
from papers.uids import LARGEST
from storage import codec, disk, journal, patch, recorded, snapshot
from storage.journal import Deed, Entry
from storage.rows import Rows
from storage.snapshot import Unsound
from storage.store import Store

Tables = dict[str, dict[int, bytes]]


def recover(store: Store) -> None:
    """Fill the store from whatever there is; raise rather than begin empty over a full library."""
    data = disk.read_all(store.files.snapshot)
    store.due = True
    if not data:
        _recover_missing(store, data)
        return
    try:
        meta = snapshot.read_meta(store.files.snapshot)
    except (Unsound, ValueError, KeyError):
        meta = None
    edited = _parse(data)
    seq = meta.seq if meta else _seq_in(data)
    earlier = rebuild(store, up_to=seq) if seq is not None else None
    if earlier is None:
        earlier = rebuild(store, up_to=_journal_after(store))
    if edited is None:
        _recover_damaged(store, data, earlier)
    elif earlier is None:
        _adopt_unknown(store, edited, seq)
    else:
        _adopt_edits(store, edited, earlier, may_be_damage=meta is not None)


def _recover_missing(store: Store, data: bytes | None) -> None:
    files = store.files
    rebuilt = rebuild(store, up_to=None)
    known = os.path.exists(files.journal) or files.segments() or files.daily_backups()
    if rebuilt is None and known:
        raise LibraryDamaged(
            f"library.json in {files.folder} is {'empty' if data is not None else 'missing'}, and"
            " what is left does not reach back to its beginning. Put a backup in its place:"
            f" {', '.join(files.daily_backups()[-3:]) or files.backups}."
        )
    if rebuilt is None:
        return
    _fill(store, *rebuilt)
    if known and (data is not None or store.tables):
        store.notices.append(
            f"library.json was {'empty' if data is not None else 'missing'}: everything was rebuilt"
            " from the backups and the history."
        )


def _recover_damaged(store: Store, data: bytes, earlier: "tuple[Tables, int] | None") -> None:
    kept = _keep_damaged(store, data)
    if earlier:
        _fill(store, *earlier)
        store.notices.append(
            "library.json was damaged; everything in it was rebuilt from the backups and the"
            f" history. The damaged file was kept as {kept}."
        )
        return
    tables, lost = _salvage(data)
    if not tables:
        raise LibraryDamaged(
            f"library.json in {store.files.folder} cannot be read, and there is no earlier state"
            " to rebuild it from. It was left as it is: put a backup in its place, or move it away"
            " to begin an empty library."
        )
    _fill(store, tables, _seq_in(data) or _journal_after(store) or 0)
    store.notices.append(
        f"library.json was damaged: {lost} of its lines could not be read and no earlier state"
        f" has them. The damaged file was kept as {kept}."
    )


def _adopt_unknown(store: Store, edited: Tables, seq: int | None) -> None:
    _fill(store, edited, _journal_after(store) or 0 if seq is None else seq)
    store.notices.append(
        "library.json was written by another program; what it holds was taken over."
    )


def _adopt_edits(
    store: Store, edited: Tables, earlier: tuple[Tables, int], *, may_be_damage: bool
) -> None:
    """Another program's edits, or a flipped bit, told apart by what was there before.

    Where the file no longer has the form that Carrel gives it, a program wrote all of it: a rating
    of 5 instead of 4 is then an edit, though only one bit is another.
    """
    before, seq = earlier
    deeds, flipped = _differences(before, edited, may_be_damage)
    _fill(store, before, seq)
    if flipped:
        kept = _keep_damaged(store, b"\n".join(flipped))
        store.notices.append(
            f"{len(flipped)} record{'s' * (len(flipped) > 1)} in library.json differed by a single"
            f" bit from what Carrel wrote: its own form was kept, the other is in {kept}."
        )
    if seq < store.seq and not (deeds or flipped):
        store.notices.append(
            "library.json was older than its journal; what the history holds since was made again."
        )
    if deeds:
        store.adopt(deeds)
        store.notices.append(
            f"library.json was edited outside Carrel: {len(deeds)} change"
            f"{'s were' if len(deeds) > 1 else ' was'} taken over (`carrel undo` takes them back)."
        )


def _differences(
    before: Tables, edited: Tables, may_be_damage: bool
) -> tuple[list[Deed], list[bytes]]:
    deeds: list[Deed] = []
    flipped: list[bytes] = []
    for table in sorted(before.keys() | edited.keys()):
        old, new = before.get(table, {}), edited.get(table, {})
        if not new and table not in before:
            deeds.append(Deed(table, None, now=b"{}"))
        for id in sorted(old.keys() | new.keys()):
            was, now = old.get(id), new.get(id)
            if was == now:
                continue
            if was is None or now is None:
                deeds.append(Deed(table, id, was, now))
            elif may_be_damage and _one_bit_apart(was, now):
                flipped.append(now)
            elif parts := patch.diff(codec.decode(was), codec.decode(now)):
                deeds.append(Deed(table, id, parts=tuple(parts)))
    return deeds, flipped


def _one_bit_apart(a: bytes, b: bytes) -> bool:
    if len(a) != len(b):
        return False
    return (int.from_bytes(a) ^ int.from_bytes(b)).bit_count() == 1


def rescue_record(store: Store, table: str, id: int) -> bytes | None:
    """One record that the snapshot no longer gives back, from an earlier state."""
    assert store.snapshot
    rebuilt = rebuild(store, up_to=store.snapshot.meta.seq)
    record = rebuilt[0].get(table, {}).get(id) if rebuilt else None
    if record is None:
        store.notices.append(
            f"Record {id} of {table} in library.json is damaged and no earlier state has it;"
            " `carrel doctor --fix` sets it aside."
        )
    return record


def rebuild(store: Store, *, up_to: int | None) -> tuple[Tables, int] | None:
    """The tables after a change (None: the last), from the newest file that leads there whole."""
    entries = _all_entries(store)
    if up_to is None and not entries and not os.path.exists(store.files.previous):
        up_to = 0
    goal = up_to if up_to is not None else (entries[-1].seq if entries else None)
    for tables, seq in _starts(store):
        if goal is not None and seq > goal:
            continue
        needed = [e for e in entries if seq < e.seq and (goal is None or e.seq <= goal)]
        if goal is not None and len(needed) != goal - seq:
            continue
        for entry in needed:
            _apply(tables, entry.deed)
        return tables, goal if goal is not None else seq
    return None


def _starts(store: Store) -> Iterator[tuple[Tables, int]]:
    files = store.files
    for path in (files.snapshot, files.previous, *reversed(files.daily_backups())):
        try:
            opened = snapshot.open_snapshot(path, store.names_of, keep_index=False)
            tables = {
                name: {id: _sound(record) for id, record in opened.read_all(index)}
                for name, index in opened.tables.items()
            }
        except (OSError, Unsound, ValueError, KeyError):
            continue
        yield tables, opened.meta.seq
    yield {}, 0


def _sound(record: bytes | Unsound) -> bytes:
    if isinstance(record, Unsound):
        raise record
    return record


def _all_entries(store: Store) -> list[Entry]:
    by_seq: dict[int, Entry] = {}
    for path in (*store.files.segments(), store.files.journal):
        by_seq.update((entry.seq, entry) for entry in recorded.read_entries(path))
    return [by_seq[seq] for seq in sorted(by_seq)]


def _apply(tables: Tables, deed: Deed) -> None:
    if deed.id is None:
        if deed.now is None:
            tables.pop(deed.table, None)
        else:
            tables.setdefault(deed.table, {})
        return
    records = tables.setdefault(deed.table, {})
    if deed.parts:
        known = codec.decode(records[deed.id]) if deed.id in records else {}
        records[deed.id] = codec.encode(patch.apply(known, deed.parts))
    elif deed.now is not None:
        records[deed.id] = deed.now
    else:
        records.pop(deed.id, None)


def _fill(store: Store, tables: Tables, seq: int) -> None:
    """Take these tables for the snapshot's, then read the history and the journal after it."""
    store.seq = seq
    for name, records in tables.items():
        rows = store.tables[name] = Rows()
        for id, record in records.items():
            rows.set(id, record)
    missing = False
    for entry in _all_entries(store):
        if entry.seq > store.seq:
            missing |= entry.seq != store.seq + 1
            store.apply([entry.deed])
            store.seq = entry.seq
    store.follow_journal()
    if missing:
        store.notices.append("Some changes of the history could not be read; the others were made.")


def _parse(data: bytes) -> Tables | None:
    """The tables of a file that is JSON as TinyDB writes it."""
    try:
        whole = codec.decode(data)
        return {name: _records(table) for name, table in whole.items() if name != "meta"}
    except (ValueError, AttributeError, TypeError, RecursionError):
        return None


def _records(table: dict[str, object]) -> dict[int, bytes]:
    records = {int(id): codec.encode(_dict(record)) for id, record in table.items()}
    for id in [id for id in records if not 0 <= id <= LARGEST]:  # stock TinyDB has no such limits
        largest = max((known for known in records if known <= LARGEST), default=0)
        records[max(largest, 0) + 1] = records.pop(id)
    return records


def _dict(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("a record is an object")
    return value


def _seq_in(data: bytes) -> int | None:
    """The change that an edited snapshot still names."""
    at = data.rfind(b'"meta"')
    start = data.find(b'"seq":', at) if at >= 0 else -1
    digits = data[start + 6 : start + 30].split(b",")[0].strip()
    return int(digits) if start >= 0 and digits.isdigit() else None


def _journal_after(store: Store) -> int | None:
    data = disk.read_all(store.files.journal) or b""
    header = journal.read_header(data[: data.find(b"\n") + 1])
    return header["after"] if header else None


def _salvage(data: bytes) -> tuple[Tables, int]:
    """Every line that still is a record."""
    tables: Tables = {}
    lost = 0
    records: dict[int, bytes] = {}
    for line in data.removeprefix(b"{").split(b"\n"):
        if line.endswith(b":{") and line.startswith(b'"'):
            records = tables.setdefault(line[1:-3].decode(errors="replace"), {})
            continue
        id, found, record = line.partition(b":")
        try:
            decoded = codec.decode(record.removesuffix(b","))
            records[int(id.strip(b'"'))] = codec.encode(_dict(decoded))
        except (ValueError, TypeError):
            lost += bool(found) and not line.startswith(snapshot.META_START)
    return {name: found for name, found in tables.items() if found}, lost


def _keep_damaged(store: Store, data: bytes) -> str:
    """Where the damaged bytes were kept; a folder that cannot be written keeps them itself."""
    try:
        return store.set_aside("library.json", data)
    except (OSError, LibraryError):
        return store.files.snapshot
