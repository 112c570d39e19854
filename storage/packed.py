"""The history of years takes little room: its older parts are packed, and read as before.

Nothing of it is let go: a step of ten years ago can be undone as one of today. A packed part is
what `zcat` reads, in members of so few lines that damage to one leaves all the others readable.
"""

import os
import zlib
from collections.abc import Iterator

from storage import disk, lines, snapshot
from storage.store import BRIEFLY, Store

ENDING = ".gz"
LOOSE = 8  # parts, the newest, that stay as they are: a flipped bit in them is put right
AT_ONCE, QUICK = 2, 4 << 20  # parts that a compaction packs on its way, and how long they may be
MEMBER = 256 << 10
GZIP = 16 + zlib.MAX_WBITS
MEMBER_START = b"\x1f\x8b\x08\x00\x00\x00\x00\x00"
UNREADABLE = b"(packed, and cannot be read)\n"


def read_part(path: str) -> bytes:
    """The lines of a part of the history, packed or not, or packed since it was looked for."""
    if not path.endswith(ENDING):
        data = disk.read_all(path)
        if data is not None:
            return data
        path += ENDING
    return _unpacked(path)


def _unpacked(path: str) -> bytes:
    return b"".join(_members(disk.read_all(path) or b""))


def _members(data: bytes) -> Iterator[bytes]:
    while data:
        member = zlib.decompressobj(GZIP)
        try:
            piece = member.decompress(data)
            if not member.eof:
                raise zlib.error("it ends too soon")
            yield piece
            data = member.unused_data
        except zlib.error:
            yield UNREADABLE
            following = data.find(MEMBER_START, 1)
            data = data[following:] if following > 0 else b""


def pack_some(store: Store) -> None:
    """Pack parts that are no longer among the newest, so few that nobody waits for it."""
    waiting = [path for path in store.files.segments()[:-LOOSE] if not path.endswith(ENDING)]
    short = [path for path in waiting if (seen := _seen(path)) and seen.st_size <= QUICK]
    for path in short[:AT_ONCE]:
        pack(store, path)


def pack_all(store: Store) -> int:
    """Pack all but the newest part, however long they are; how many were."""
    waiting = [path for path in store.files.segments()[:-1] if not path.endswith(ENDING)]
    return sum(pack(store, path) for path in waiting)


def pack(store: Store, path: str) -> bool:
    """Pack one part; False where something in it cannot be read, which then stays as it is.

    So it is where another process has packed the part, or the doctor has mended it, meanwhile.
    """
    known = _seen(path)
    data = disk.read_all(path) or b""
    if not known or not all(sound for sound, _, _ in lines.stretches(data)):
        return False
    temporary = disk.temporary_name(path + ENDING)
    try:
        disk.write_new(temporary, _packed(data))
        if _unpacked(temporary) != data:
            return False
        with store.exclusive(BRIEFLY):
            now = _seen(path)
            if not now or snapshot.identity(now) != snapshot.identity(known):
                return False
            os.replace(temporary, path + ENDING)
            disk.sync_folder(store.files.history)
            os.unlink(path)
    finally:
        disk.remove_if_there(temporary)
    return True


def _seen(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _packed(data: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(data):
        end = data.find(b"\n", min(start + MEMBER, len(data)) - 1) + 1 or len(data)
        member = zlib.compressobj(6, zlib.DEFLATED, GZIP)
        yield member.compress(data[start:end]) + member.flush()
        start = end
