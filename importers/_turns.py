"""One request at a time to each server, and some seconds between two, whoever else is asking.

The last request is remembered by a file's time, and the file is locked while one is under way: so a
shell loop over `carrel add` keeps arXiv's three seconds as well as one run does.
"""

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator


class Turns:
    """Who may ask next; without a folder, only this process is kept in order."""

    def __init__(
        self, folder: str, clock: Callable[[], float], wait: Callable[[float], None]
    ) -> None:
        self.folder = folder
        self.clock = clock
        self.wait = wait
        self.last: dict[str, float] = {}

    @contextlib.contextmanager
    def of(self, server: str, pause: float) -> Iterator[None]:
        """Ask within this block."""
        file = self._locked(server)
        try:
            self._rest(max(self.last.get(server, 0.0), self._time_of(file)), pause)
            yield
        finally:
            now = self.last[server] = self.clock()
            if file is not None:
                os.utime(file, (now, now))
                os.close(file)

    def _rest(self, last: float, pause: float) -> None:
        passed = self.clock() - last
        if 0 <= passed < pause:  # less than nothing: somebody set the clock back
            self.wait(pause - passed)

    def _locked(self, server: str) -> int | None:
        """The server's file, once nobody else holds it."""
        if not self.folder:
            return None
        path = os.path.join(self.folder, f"{server}.turn")
        try:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            fresh = not os.path.exists(path)
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            if fresh:
                os.utime(file, (0, 0))
        except OSError:
            return None
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.wait(0.1)
            except OSError:  # no locks on this file system
                return file
            else:
                return file

    def _time_of(self, file: int | None) -> float:
        return os.fstat(file).st_mtime if file is not None else 0.0
