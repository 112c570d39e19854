"""The journal's file: read from where this process left off, appended to, never rewritten here."""

import os

from storage import disk


class JournalFile:
    """An open journal and how far into it whole steps have been read."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._fd = -1
        self._inode = 0
        self.reach = 0

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
        if self._fd >= 0:
            os.close(self._fd)
        self._fd, self._inode, self.reach = -1, 0, 0

    @property
    def is_open(self) -> bool:
        return self._fd >= 0

    def was_replaced(self) -> bool:
        """Whether another file has the name now than the one that is open."""
        try:
            return os.stat(self._path).st_ino != self._inode
        except FileNotFoundError:
            return False  # somebody removed it: what was read of it still holds

    def unread(self) -> bytes | None:
        """What stands behind the whole steps; None where the file is shorter than it was."""
        if self._fd < 0:
            return b""
        size = os.fstat(self._fd).st_size
        if size < self.reach:
            return None
        return os.pread(self._fd, size - self.reach, self.reach) if size > self.reach else b""

    def append(self, pieces: list[bytes], header: bytes) -> None:
        """Add whole lines and return when they are durable; where that fails nothing was added."""
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        fd = os.open(self._path, flags, 0o644)
        try:
            start = os.fstat(fd).st_size
            try:
                disk.write_pieces(fd, pieces if start else [header, *pieces])
                disk.sync(fd)
            except BaseException:  # also Ctrl-C: what is not acknowledged is not there
                os.ftruncate(fd, start)
                raise
            reach = os.fstat(fd).st_size
        finally:
            os.close(fd)
        if not start:
            disk.sync_folder(os.path.dirname(self._path))
            self.open()
        self.reach = reach

    def cut(self) -> None:
        """Take away what stands behind the whole steps."""
        fd = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        try:
            os.ftruncate(fd, self.reach)
            disk.sync(fd)
        finally:
            os.close(fd)
