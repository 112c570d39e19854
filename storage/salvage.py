"""A snapshot that is not as Carrel wrote it: what can still be read of it, what is different."""

import re
from collections.abc import Iterator

from papers.uids import LARGEST
from storage import codec, patch, rescue, snapshot
from storage.journal import Deed
from storage.rebuilding import Tables
from storage.snapshot import META_END, Unsound


def parse(data: bytes) -> Tables | None:
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


def meta_number(data: bytes, name: str) -> int | None:
    """A number that the last line still gives, whatever else became of it."""
    at = data.rfind(b'"meta"')
    found = re.search(rb'"%b":\s*(\d{1,18})\b' % name.encode(), data[at:]) if at >= 0 else None
    return int(found[1]) if found else None


def mended(data: bytes) -> bytes | None:
    """The file before one bit of it was flipped, by its checksum alone."""
    try:
        crc = snapshot.parse_meta(data[-snapshot.TAIL :]).crc
    except Unsound:
        return None
    body = rescue.mend(data[: -len(META_END) - 8], crc)
    whole = b"%b%08x%b" % (body, crc, META_END) if body else b""
    return whole if parse(whole) else None


def by_index(data: bytes, index_path: str) -> tuple[Tables, int] | None:
    """The records where the index says that they stand, and how many are not there any more."""
    found = snapshot.read_index(index_path)
    try:
        if not found or found[0]["file"][0] != len(data):
            return None
        if found[0]["meta"] != [*snapshot.parse_meta(data[-snapshot.TAIL :])]:
            return None
    except Unsound:
        return None
    tables: Tables = {}
    lost = 0
    for name, index in found[1].items():
        records = tables[name] = {}
        places = zip(index.ids, index.offsets, index.lengths, index.crcs, strict=True)
        for id, offset, length, crc in places:
            record = rescue.mend(piece := data[offset : offset + length], crc)
            try:
                records[id] = record or codec.encode(_dict(codec.decode(piece)))
            except (ValueError, TypeError):
                lost += 1
    return tables, lost


def readable_lines(data: bytes) -> tuple[Tables, int]:
    """Every line that still is a record, and how many are none."""
    tables: Tables = {}
    lost = 0
    records = tables.setdefault("papers", {})  # should the line that says so be lost
    for line in data.removeprefix(b"{").split(b"\n"):
        if line.endswith(b":{") and line.startswith(b'"'):
            records = tables.setdefault(line[1:-3].decode(errors="replace"), {})
            continue
        id, found, record = line.partition(b":")
        try:
            number = int(id.strip(b'"'))
            if 0 <= number <= LARGEST:
                decoded = codec.decode(record.removesuffix(b","))
                records[number] = codec.encode(_dict(decoded))
        except (ValueError, TypeError):
            lost += bool(found) and not line.startswith(snapshot.META_START)
    return {name: found for name, found in tables.items() if found}, lost


def differences(before: Tables, after: Tables) -> Iterator[Deed]:
    """What leads from one state to another."""
    for table in sorted(before.keys() | after.keys()):
        old, new = before.get(table, {}), after.get(table, {})
        if not new and table not in before:
            yield Deed(table, None, now=b"{}")
        for id in sorted(old.keys() | new.keys()):
            was, now = old.get(id), new.get(id)
            if was is None or now is None:
                yield Deed(table, id, was, now)
            elif was != now and (parts := patch.diff(codec.decode(was), codec.decode(now))):
                yield Deed(table, id, parts=tuple(parts))


def is_one_bit_apart(a: bytes, b: bytes) -> bool:
    if len(a) != len(b):
        return False
    return (int.from_bytes(a) ^ int.from_bytes(b)).bit_count() == 1


def is_overwritten(written: bytes, data: bytes) -> bool:
    """Whether bytes went over the ends of lines: no editor joins lines and keeps the length."""
    return len(written) == len(data) and written.count(b"\n") != data.count(b"\n")
