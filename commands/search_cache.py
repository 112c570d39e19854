"""The index of a library in the cache: read from there, and built, also by a process of its own."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from commands.own_process import calling
from storage import Library

VERSION = 4  # of the cache; another one is built anew
MANY = 5_000  # papers; so many are read by two processes
NICE = 10


class Cached(NamedTuple):
    """An index as it is in the cache, and the last change of the library that it knows."""

    arrays: dict[str, Any]  # of numpy, which is search's
    seq: int


class Builder:
    """A process that builds the index of a library and keeps it."""

    def __init__(self, library: Library, path: str) -> None:
        import subprocess

        self.seq = library.seq  # it will know this change, and later ones
        self._path = path
        self._progress = 0.0
        self._process = subprocess.Popen(
            calling("search_cache", "build_cache", library.folder, path),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            process_group=0,
        )
        assert self._process.stdout
        self._said = self._process.stdout
        os.set_blocking(self._said.fileno(), False)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_done(self) -> bool:
        return self._process.poll() is not None

    @property
    def progress(self) -> float:
        """How much is done, 0 to 1."""
        while not self._said.closed and (said := self._said.read(1)):
            self._progress = said[0] / 100
        return self._progress

    def end(self) -> None:
        """See it off; where it is not done, nothing is left of it and of those that help it."""
        import signal

        from search.index.arrays import temporary

        if not self.is_done:
            os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()
        self._said.close()
        with suppress(FileNotFoundError):
            os.unlink(temporary(self._path, self.pid))


def cache_path(library: Library, cache_folder: str) -> str:
    """Where the index of a library is kept."""
    from hashlib import blake2b

    name = blake2b(real_folder(library).encode(), digest_size=8).hexdigest()
    return os.path.join(cache_folder, "search", name, "index")


def read_cache(library: Library, path: str) -> Cached | None:
    """The index in the cache, mapped; None where there is none of this library."""
    found = load_ours(library, path, VERSION)
    return Cached(found[0], found[1]["seq"]) if found else None


def load_ours(library: Library, path: str, version: int) -> tuple[Any, dict[str, Any]] | None:
    """Arrays and facts that were kept for this library by this version, mapped."""
    from search.index import load

    found = load(path)
    if found is None:
        return None
    facts = found[1]
    ours = facts.get("version") == version and facts.get("folder") == real_folder(library)
    return found if ours else None


def real_folder(library: Library) -> str:
    """What a cache knows a library by."""
    return os.path.realpath(library.folder)


def build_cache(folder: str, path: str) -> None:
    """Build the index of a library and keep it: what a process of its own is started for."""
    import gc

    os.nice(NICE)
    gc.disable()
    with Library.open(folder, read_only=True) as library:
        keep(library, path, arrays_of(library, apart=True))


def arrays_of(library: Library, *, apart: bool = False) -> Any:
    """The arrays of an index; apart is in a process of its own, which says how far it has come."""
    from search.index import build, entries

    def batches(start: int, stop: int) -> Iterator[Any]:
        done = 0
        for ids, records in library.records(start, stop):
            yield entries.of_records(ids, records)
            done += len(ids)
            if apart:  # nobody reads it any more where the app is gone, and that ends us
                os.write(1, bytes([min(80 * done // (stop - start), 99)]))

    count = len(library)
    if apart and count > MANY and sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1:
        return build.build_beside(batches(0, count // 2), batches(count // 2, count))
    return build.build(batches(0, count))


def keep(library: Library, path: str, arrays: Any) -> None:
    """Save an index where the cache can be written; it is only a cache."""
    from search.index import save

    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        facts = {"version": VERSION, "folder": real_folder(library), "seq": library.seq}
        save(path, arrays, facts)
    except OSError:
        return
