"""Answers of servers on disk, for a day: a rehearsal and the real thing ask but once.

The folder can be deleted at any time. A file that is not what it should be is thrown away, and one
that cannot be written is no reason to stop.
"""

import contextlib
import os
import time
from hashlib import sha256

LIFE = 24 * 3600.0  # seconds; long enough for second thoughts, short enough for corrections
ENDING = ".answer"


class Cache:
    """A folder of answers, each under the sum of its address; without a folder it holds nothing."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.swept = False

    def get(self, url: str) -> bytes | None:
        """The answer that came from this address a short while ago."""
        if not self.folder:
            return None
        try:
            age = time.time() - os.path.getmtime(self._path(url))
            with open(self._path(url), "rb") as file:
                head, _, body = file.read().partition(b"\n")
        except OSError:
            return None
        if head == _seal(url, body) and 0 <= age < LIFE:
            return body
        self.drop(url)
        return None

    def put(self, url: str, body: bytes) -> None:
        if not self.folder:
            return
        path = self._path(url)
        temporary = f"{path}.{os.getpid()}.tmp"
        try:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            self._sweep()
            with open(temporary, "wb") as file:
                file.write(_seal(url, body) + b"\n" + body)
            os.replace(temporary, path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(temporary)

    def drop(self, url: str) -> None:
        """The answer turned out to be of no use."""
        if self.folder:
            with contextlib.suppress(OSError):
                os.unlink(self._path(url))

    def _path(self, url: str) -> str:
        return os.path.join(self.folder, sha256(url.encode()).hexdigest()[:32] + ENDING)

    def _sweep(self) -> None:
        """Delete what is too old to be given out; once for each run is enough."""
        if self.swept:
            return
        self.swept = True
        oldest = time.time() - LIFE
        with os.scandir(self.folder) as entries:
            for entry in entries:
                if ENDING in entry.name and entry.stat().st_mtime < oldest:
                    os.unlink(entry.path)


def _seal(url: str, body: bytes) -> bytes:
    return sha256(url.encode() + b"\n" + body).hexdigest().encode()
