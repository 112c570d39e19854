"""Records that this process appended to the journal by the thousand: read back when looked at.

To keep them in memory as well would take more than the papers that they were made from.
"""

import os
from array import array
from collections.abc import Iterable, Iterator
from zlib import crc32

from storage.snapshot import checked


class Appended:
    """Where the records of one step stand in the journal's file."""

    __slots__ = ("_crcs", "_fd", "_lengths", "_offsets", "_start")

    def __init__(self) -> None:
        self._fd = -1
        self._start = 0
        self._offsets = array("Q")
        self._lengths = array("I")
        self._crcs = array("I")

    def __del__(self) -> None:  # rows that are being written elsewhere may still read from it
        if self._fd >= 0:
            os.close(self._fd)

    def __len__(self) -> int:
        return len(self._offsets)

    def note(self, offset: int, record: bytes) -> None:
        """A record is going to stand so far behind the beginning of the step."""
        self._offsets.append(offset)
        self._lengths.append(len(record))
        self._crcs.append(crc32(record))

    def open(self, path: str, start: int) -> None:
        """The step is written: it is in this file and begins there."""
        self._fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._start = start

    def read(self, place: int, id: int) -> bytes:
        """One record; one flipped bit in it is put right, more than that raises Unsound."""
        data = os.pread(self._fd, self._lengths[place], self._start + self._offsets[place])
        return checked(data, self._crcs[place], id)


def noted(
    lines: Iterable[tuple[bytes, bytes, bytes]], first: int, appended: Appended
) -> Iterator[tuple[bytes, bytes, bytes]]:
    """The lines of a step; from the `first` on it is noted where the record in each will stand."""
    at = 0
    for number, line in enumerate(lines):
        start, record, end = line
        if number >= first:
            appended.note(at + len(start), record)
        at += len(start) + len(record) + len(end)
        yield line
