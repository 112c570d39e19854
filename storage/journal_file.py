"""The journal's file: read from where this process left off, appended to, put right at its end."""

import os
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from storage import disk
from storage.lines import SUM_BYTES

SEAL = SUM_BYTES + 1


class Added(NamedTuple):
    """Lines that were appended: where they begin, by how much the file grew, and how they end."""

    start: int
    length: int
    end: bytes


class JournalFile:
    """An open journal and how far into it whole steps have been read."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._fd = -1
        self._inode = 0
        self._reach = 0
        self._seal = b""  # the last bytes that were read: should they change, so did the rest

    def open(self) -> bool:
        """Open the file that has the name now, to be read from its beginning; False without one."""
        self.close()
        try:
            self._fd = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        self._inode = os.fstat(self._fd).st_ino
        return True

    def close(self) -> None:
        fd = self._fd
        self._fd, self._inode, self._reach, self._seal = -1, 0, 0, b""
        if fd >= 0:  # forgotten before, lest Ctrl-C have it closed twice: its number is used again
            os.close(fd)

    @property
    def size(self) -> int:
        """How many bytes of whole steps there are."""
        return self._reach

    @property
    def ahead(self) -> int:
        """How many bytes stand behind the whole steps."""
        return os.fstat(self._fd).st_size - self._reach if self._fd >= 0 else 0

    def was_replaced(self) -> bool:
        """Whether another file has the name now than the one that is open."""
        try:
            return os.stat(self._path).st_ino != self._inode
        except FileNotFoundError:
            return False  # somebody removed it: what was read of it still holds

    def unread(self) -> bytes | None:
        """What stands behind the whole steps; None where these are not what they were."""
        if self._fd < 0:
            return b""
        start = self._reach - len(self._seal)
        data = os.pread(self._fd, os.fstat(self._fd).st_size - start, start)
        return data[len(self._seal) :] if data.startswith(self._seal) else None

    def advance(self, length: int, data: bytes) -> None:
        """Note that so many bytes of what was unread, which `data` ends, are whole steps."""
        if length:
            self._reach += length
            self._seal = data[-SEAL:]

    def append(self, pieces: Iterable[bytes], header: bytes) -> Added:
        """Add whole lines and return when they are durable; where that fails nothing was added.

        What comes back is for `advance`, once the lines have been heeded: should this process be
        interrupted before, it reads them later as if another had written them.
        """
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        fd = os.open(self._path, flags, 0o644)
        try:
            start = os.fstat(fd).st_size
            try:
                last = disk.write_pieces(fd, pieces if start else chain([header], pieces))
                disk.sync(fd)
            except BaseException:  # also Ctrl-C: what is not acknowledged is not there
                os.ftruncate(fd, start)
                raise
            length = os.fstat(fd).st_size - start
        finally:
            os.close(fd)
        if not start:
            disk.sync_folder(os.path.dirname(self._path))
            self.open()
        return Added(start or len(header), length, last)

    @property
    def is_closed_off(self) -> bool:
        """Whether the last line's newline is there, and was not flipped into something else."""
        return not self._seal or self._seal.endswith(b"\n")

    def cut(self) -> None:
        """Take away what stands behind the whole steps, and end the last of them as it should."""
        fd = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        try:
            os.ftruncate(fd, self._reach)
            if not self.is_closed_off:
                os.pwrite(fd, b"\n", self._reach - 1)
                self._seal = self._seal[:-1] + b"\n"
            disk.sync(fd)
        finally:
            os.close(fd)

    def put_back(self) -> None:
        """Give the file its name again where somebody removed it while it was open."""
        if self._fd < 0 or os.path.exists(self._path):
            return
        disk.replace_file(self._path, [os.pread(self._fd, self._reach, 0)])
        reach, seal = self._reach, self._seal
        self.open()
        self._reach, self._seal = reach, seal
