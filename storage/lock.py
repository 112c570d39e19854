"""One writer at a time, across processes; a crashed holder never blocks the next."""

import errno
import fcntl
import os
import time
from collections.abc import Callable

from papers.errors import LibraryBusy
from storage.disk import refusal

NO_LOCKS_HERE = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)
STALE_SECONDS = 30.0


class Lock:
    """The library's write lock: `flock`, or a file that exists where the system has no locks."""

    def __init__(
        self,
        path: str,
        *,
        patience: float = 20.0,
        flock: Callable[[int, int], None] = fcntl.flock,
    ) -> None:
        self._path = path
        self._patience = patience
        self._flock = flock
        self._fd = -1
        self._marker = ""

    def acquire(self) -> None:
        if self._fd < 0:
            try:
                self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            except OSError as error:
                raise refusal(error, os.path.dirname(self._path)) from error
        deadline = time.monotonic() + self._patience
        pause = 0.0005
        while not self._try():
            if time.monotonic() > deadline:
                raise LibraryBusy(
                    f"Another program has kept the lock {self._path} for {self._patience:.0f}"
                    " seconds: nothing was changed. Close it, or try again."
                )
            time.sleep(pause)
            pause = min(pause * 1.5, 0.02)

    def release(self) -> None:
        if self._marker:
            os.unlink(self._marker)
            self._marker = ""
        else:
            self._flock(self._fd, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _try(self) -> bool:
        try:
            self._flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in NO_LOCKS_HERE:
                raise refusal(error, os.path.dirname(self._path)) from error
            return self._try_marker()
        return True

    def _try_marker(self) -> bool:
        """Without locks, holding is a file of that name; one left by a crash is cleared away."""
        marker = self._path + ".held"
        try:
            fd = os.open(marker, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        except FileExistsError:
            _clear_stale(marker)
            return False
        os.write(fd, f"{os.getpid()} {os.uname().nodename}".encode())
        os.close(fd)
        self._marker = marker
        return True


def _clear_stale(marker: str) -> None:
    try:
        with open(marker) as file:
            holder, _, host = file.read().partition(" ")
        age = time.time() - os.stat(marker).st_mtime
    except FileNotFoundError:
        return
    here = host == os.uname().nodename
    gone = not is_alive(int(holder)) if here and holder.isdigit() else age > STALE_SECONDS
    if gone:
        aside = f"{marker}.{os.getpid()}"
        try:
            os.rename(marker, aside)  # of several that clear it, one succeeds
        except FileNotFoundError:
            return
        os.unlink(aside)


def is_alive(pid: int) -> bool:
    """Whether a process of that number runs on this machine."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
