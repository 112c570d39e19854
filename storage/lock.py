"""One writer at a time, across processes; a crashed holder never blocks the next."""

import errno
import fcntl
import os
import time
from collections.abc import Callable

from papers.errors import LibraryBusy
from storage.disk import refusal, remove_if_there

NO_LOCKS_HERE = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)
PATIENCE = 20.0
STALE_SECONDS = 30.0
FORGOTTEN_SECONDS = 3600.0  # no write takes that long: the number belongs to another process now

_marks_of_this_process: set[str] = set()


class Lock:
    """The library's write lock: `flock`, or a file that exists where the system has no locks."""

    def __init__(
        self,
        path: str,
        *,
        patience: float = PATIENCE,
        flock: Callable[[int, int], None] = fcntl.flock,
    ) -> None:
        self._path = path
        self._mark = path + ".held"
        self._patience = patience
        self._flock = flock
        self._fd = -1
        self._pid = 0
        self._held = False

    def acquire(
        self, patience: float | None = None, *, meanwhile: Callable[[], None] = lambda: None
    ) -> None:
        """Wait for the lock, as long as this lock or this call has patience."""
        patience = self._patience if patience is None else min(patience, self._patience)
        deadline = time.monotonic() + patience
        pause = 0.0005
        try:
            while not self._try():
                if time.monotonic() > deadline:
                    raise LibraryBusy(
                        f"Another program has kept the lock {self._path} for {patience:.0f}"
                        " seconds: nothing was changed. Close it, or try again."
                    )
                time.sleep(pause)
                meanwhile()
                pause = min(pause * 1.5, 0.02)
        except OSError as error:
            raise refusal(error, os.path.dirname(self._path)) from error
        self._held = True

    def release(self) -> None:
        """Let the next one in; does nothing where the lock is not held."""
        if not self._held:
            return
        self._held = False
        if self._mark in _marks_of_this_process:
            _marks_of_this_process.discard(self._mark)
            remove_if_there(self._mark)
        else:
            self._flock(self._fd, fcntl.LOCK_UN)

    def close(self) -> None:
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)

    def _try(self) -> bool:
        if self._pid != os.getpid():  # a forked child would share its parent's lock
            self.close()
        if self._fd < 0:
            self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            self._pid = os.getpid()
        try:
            self._flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in NO_LOCKS_HERE:
                raise
            return self._try_mark()
        if self._is_in_place():
            return True
        self.close()  # somebody deleted the file: others lock the one that has its name now
        return False

    def _is_in_place(self) -> bool:
        try:
            return os.stat(self._path).st_ino == os.fstat(self._fd).st_ino
        except FileNotFoundError:
            return False

    # Where the system has no locks, holding is a file that exists

    def _try_mark(self) -> bool:
        try:
            fd = os.open(self._mark, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        except FileExistsError:
            self._clear_stale_mark()
            return False
        try:
            os.write(fd, f"{os.getpid()} {os.uname().nodename}".encode())
        except OSError:
            os.unlink(self._mark)
            raise
        finally:
            os.close(fd)
        _marks_of_this_process.add(self._mark)
        return True

    def _clear_stale_mark(self) -> None:
        """Take away what a crash left; only one process does, and it looks again before."""
        try:
            seen = os.stat(self._mark)
            if not self._is_stale():
                return
            os.mkdir(self._mark + ".clearing")
        except FileNotFoundError:
            return
        except FileExistsError:
            self._clear_stale_clearing()
            return
        try:
            now = os.stat(self._mark)
            if (now.st_ino, now.st_mtime_ns) == (seen.st_ino, seen.st_mtime_ns):
                os.unlink(self._mark)
        except FileNotFoundError:
            return
        finally:
            os.rmdir(self._mark + ".clearing")

    def _is_stale(self) -> bool:
        with open(self._mark, "rb") as file:
            holder, _, host = file.read(512).decode(errors="replace").partition(" ")
        age = self._age(self._mark)
        if host != os.uname().nodename or not holder.isdecimal():
            return age > STALE_SECONDS
        if int(holder) == os.getpid():  # a container's only process often has the same number
            return self._mark not in _marks_of_this_process
        return not is_alive(int(holder)) or age > FORGOTTEN_SECONDS

    def _clear_stale_clearing(self) -> None:
        try:
            if self._age(self._mark + ".clearing") > STALE_SECONDS:
                os.rmdir(self._mark + ".clearing")
        except FileNotFoundError:
            return

    def _age(self, path: str) -> float:
        """Seconds since a file was made, by the clock of the disk and not of this machine."""
        os.utime(self._path)
        return os.stat(self._path).st_mtime - os.stat(path).st_mtime


def is_alive(pid: int) -> bool:
    """Whether a process of that number runs on this machine."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
