"""The snapshot: `library.json`, which stock TinyDB opens, and the index to read it lazily.

A record a line, sorted by id, so that equal libraries are equal files. The last line says which
change the snapshot includes and what the checksum of everything before it is. The index holds where
each record stands and its checksum; it can be deleted at any time and is made anew.
"""

import os
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from storage import disk, rescue
from storage.codec import Record, decode, encode

META_START = b'"meta":{"1":{"carrel":"library","schema":'
META_END = b'"}}}\n'
TAIL = 512  # the last line is shorter than this
INDEX_MAGIC = b"carrel index 1\n"
STRETCH = 1 << 20


class Unsound(Exception):
    """A snapshot that is not as Carrel wrote it: edited, damaged, cut off, empty."""

    def __init__(self, what: str, damaged: bytes = b"") -> None:
        super().__init__(what)
        self.damaged = damaged


class Meta(NamedTuple):
    """What the last line of a snapshot says."""

    schema: int
    seq: int
    crc: int


class Index:
    """Where the records of one table stand in the file, by ascending id."""

    __slots__ = ("crcs", "ids", "lengths", "names", "offsets")

    def __init__(self) -> None:
        self.ids = array("q")
        self.offsets = array("Q")
        self.lengths = array("I")
        self.crcs = array("I")
        self.names = b""

    def place(self, id: int) -> int:
        """The record's place in the columns, or -1."""
        at = bisect_left(self.ids, id)
        return at if at < len(self.ids) and self.ids[at] == id else -1


class Snapshot:
    """An open snapshot; it reads what it is asked for, and checks what it reads."""

    def __init__(self, fd: int, meta: Meta, tables: dict[str, Index]) -> None:
        status = os.fstat(fd)
        self.meta = meta
        self.size = status.st_size
        self.identity = identity(status)
        self.tables = tables
        self._fd = fd

    def __del__(self) -> None:  # rows that are being written elsewhere may still read from it
        os.close(self._fd)

    def read(self, index: Index, place: int) -> bytes:
        """One record; one flipped bit in it is put right, more than that raises Unsound."""
        data = os.pread(self._fd, index.lengths[place], index.offsets[place])
        return checked(data, index.crcs[place], index.ids[place])

    def read_all(self, index: Index, place: int = 0) -> Iterator[tuple[int, bytes | Unsound]]:
        """Every record from a place on, read in long stretches; what is unsound comes as that."""
        count = len(index.ids)
        while place < count:
            start, last = index.offsets[place], place
            while last + 1 < count and index.offsets[last + 1] - start < STRETCH:
                last += 1
            end = index.offsets[last] + index.lengths[last]
            stretch = os.pread(self._fd, end - start, start)
            for at in range(place, last + 1):
                offset = index.offsets[at] - start
                data = stretch[offset : offset + index.lengths[at]]
                try:
                    yield index.ids[at], checked(data, index.crcs[at], index.ids[at])
                except Unsound as damage:
                    yield index.ids[at], damage
            place = last + 1


def checked(data: bytes, crc: int, id: int) -> bytes:
    """The record's bytes; one flipped bit is put right, more than that raises Unsound."""
    if zlib.crc32(data) == crc:
        return data
    mended = rescue.mend(data, crc)
    if mended is None:
        raise Unsound(f"record {id}", data)
    return mended


def write(
    path: str,
    tables: Mapping[str, Iterable[tuple[int, bytes]]],
    *,
    schema: int,
    seq: int,
    names_of: Callable[[str, bytes], bytes],
) -> tuple[str, str]:
    """Write a snapshot and its index under temporary names, synced; both names come back."""
    indexes: dict[str, Index] = {}
    totals = [0, 0]
    temporary, index_temporary = disk.temporary_name(path), disk.temporary_name(index_path(path))
    disk.write_new(temporary, _chunks(tables, schema, seq, names_of, indexes, totals))
    meta = Meta(schema, seq, totals[1])
    status = os.stat(temporary)
    try:
        disk.write_new(index_temporary, [_index_bytes(status, meta, indexes)], durable=False)
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary, index_temporary


def contents(
    tables: Mapping[str, Mapping[int, bytes]], *, schema: int, seq: int
) -> Iterator[bytes]:
    """The very bytes that a snapshot of these tables has."""
    ordered = {name: sorted(records.items()) for name, records in sorted(tables.items())}
    return _chunks(ordered, schema, seq, lambda _, __: b"", {}, [0, 0])


def _chunks(
    tables: Mapping[str, Iterable[tuple[int, bytes]]],
    schema: int,
    seq: int,
    names_of: Callable[[str, bytes], bytes],
    indexes: dict[str, Index],
    totals: list[int],
) -> Iterator[bytes]:
    """The file in stretches; `indexes` and `totals` (length, checksum) are filled on the way."""
    buffer = bytearray(b"{")

    def spill() -> bytes:
        stretch = bytes(buffer)
        totals[0] += len(stretch)
        totals[1] = zlib.crc32(stretch, totals[1])
        buffer.clear()
        return stretch

    for name, records in tables.items():
        index = indexes[name] = Index()
        keys: list[bytes] = []
        buffer += encode(name) + b":{"
        separator = b"\n"
        for id, record in records:
            buffer += b'%b"%d":' % (separator, id)
            index.ids.append(id)
            index.offsets.append(totals[0] + len(buffer))
            index.lengths.append(len(record))
            index.crcs.append(zlib.crc32(record))
            keys.append(names_of(name, record))
            buffer += record
            separator = b",\n"
            if len(buffer) > STRETCH:
                yield spill()
        buffer += b"\n},\n"
        index.names = b"\n".join(keys)
    buffer += META_START + b'%d,"seq":%d,"crc":"' % (schema, seq)
    stretch = spill()
    yield stretch + b"%08x" % totals[1] + META_END


def index_path(path: str) -> str:
    return path.removesuffix(".json") + ".idx"


def read_meta(path: str) -> Meta:
    """What a snapshot's last line says, without a look at the rest."""
    with open(path, "rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - TAIL))
        return parse_meta(file.read())


def parse_meta(tail: bytes) -> Meta:
    """The last line of a snapshot, as Carrel writes it; anything else raises Unsound."""
    line = tail[tail.rfind(b"\n", 0, -1) + 1 :].removeprefix(b"{")  # where there are no tables
    if not (line.startswith(META_START) and line.endswith(META_END)):
        raise Unsound("its last line is not one that Carrel wrote")
    try:
        record = decode(line[len(b'"meta":{"1":') : -len(b"}}\n")])
        return Meta(int(record["schema"]), int(record["seq"]), int(record["crc"], 16))
    except (ValueError, KeyError, TypeError) as error:
        raise Unsound("its last line cannot be read") from error


def identity(status: os.stat_result) -> list[int]:
    """What tells that a file is still the one that was seen before."""
    return [status.st_size, status.st_mtime_ns, status.st_ino]


def open_snapshot(
    path: str, names_of: Callable[[str, bytes], bytes], *, keep_index: bool = True
) -> Snapshot:
    """Open a snapshot that is as Carrel wrote it; anything else raises Unsound."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        status = os.fstat(fd)
        tail_at = max(0, status.st_size - TAIL)
        meta = parse_meta(os.pread(fd, TAIL, tail_at))
        found = read_index(index_path(path))
        if found and found[0]["file"][0] == status.st_size and found[0].get("meta") == [*meta]:
            header, indexes = found
            fresh = header["file"] == identity(status)
            if not fresh:
                _check_whole(fd, status.st_size, meta)
        else:
            fresh = False
            indexes = _index_anew(_check_whole(fd, status.st_size, meta), names_of)
        if keep_index and not fresh:
            _refresh_index(path, status, meta, indexes)
    except BaseException:
        os.close(fd)
        raise
    return Snapshot(fd, meta, indexes)


def _check_whole(fd: int, size: int, meta: Meta) -> bytes:
    data = os.pread(fd, size, 0)
    if zlib.crc32(data[: len(data) - len(META_END) - 8]) != meta.crc:
        raise Unsound("its checksum differs from its contents")
    return data


def _index_anew(data: bytes, names_of: Callable[[str, bytes], bytes]) -> dict[str, Index]:
    """The index of a sound file, from its lines."""
    indexes: dict[str, Index] = {}
    keys: list[bytes] = []
    name, start = "", 1
    while not data.startswith(META_START, start):
        end = data.index(b"\n", start)
        line = data[start:end]
        if line == b"},":
            indexes[name].names = b"\n".join(keys)
        elif line.endswith(b":{"):
            name, keys = decode(line[:-2]), []
            indexes[name] = Index()
        else:
            quote = line.index(b'"', 1)
            record = line[quote + 2 :].removesuffix(b",")
            index = indexes[name]
            index.ids.append(int(line[1:quote]))
            index.offsets.append(start + quote + 2)
            index.lengths.append(len(record))
            index.crcs.append(zlib.crc32(record))
            keys.append(names_of(name, record))
        start = end + 1
    return indexes


def _refresh_index(
    path: str, status: os.stat_result, meta: Meta, indexes: dict[str, Index]
) -> None:
    """Keep an index that was made anew, where the folder lets us; it is only a cache."""
    target = index_path(path)
    try:
        body = _index_bytes(status, meta, indexes)
        disk.write_new(disk.temporary_name(target), [body], durable=False)
        os.replace(disk.temporary_name(target), target)
    except OSError:
        return


def _index_bytes(status: os.stat_result, meta: Meta, indexes: dict[str, Index]) -> bytes:
    header: Record = {
        "file": identity(status),
        "meta": [*meta],
        "tables": [[name, len(index.ids), len(index.names)] for name, index in indexes.items()],
    }
    parts = [INDEX_MAGIC, encode(header), b"\n"]
    for index in indexes.values():
        columns = (index.ids, index.offsets, index.lengths, index.crcs)
        parts += [*(column.tobytes() for column in columns), index.names]
    body = b"".join(parts)
    return body + zlib.crc32(body).to_bytes(4, "little")


def is_ours(path: str, status: os.stat_result) -> bool:
    """Whether the index beside a snapshot says that Carrel wrote the file with this status."""
    try:
        with open(index_path(path), "rb") as file:
            if file.readline() != INDEX_MAGIC:
                return False
            header: Record = decode(file.readline())
    except (OSError, ValueError):
        return False
    return bool(header.get("file") == identity(status))


def read_index(path: str) -> tuple[Record, dict[str, Index]] | None:
    """A whole and undamaged index, or None."""
    data = disk.read_all(path)
    if data is None or not data.startswith(INDEX_MAGIC):
        return None
    if zlib.crc32(memoryview(data)[:-4]) != int.from_bytes(data[-4:], "little"):
        return None
    header_end = data.index(b"\n", len(INDEX_MAGIC))
    header: Record = decode(data[len(INDEX_MAGIC) : header_end])
    at = header_end + 1
    indexes: dict[str, Index] = {}
    for name, count, names_size in header["tables"]:
        index = indexes[name] = Index()
        for column in (index.ids, index.offsets, index.lengths, index.crcs):
            size = count * column.itemsize
            column.frombytes(data[at : at + size])
            at += size
        index.names = data[at : at + names_size]
        at += names_size
    return header, indexes
