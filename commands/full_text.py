"""The index of the PDFs' texts, which a process of its own keeps up while one searches.

It is a file in the cache beside the library's index. Whoever searches takes it as it is and takes
it anew when it was replaced; where it is gone, only what the PDFs say is not found.
"""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Collection, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from commands.own_process import calling
from commands.pdf_text import PdfText, TextCache, attached, extract_missing
from commands.search_cache import cache_path, load_ours, real_folder
from papers import int_to_uid, uid_to_int
from storage import Library

if TYPE_CHECKING:
    from subprocess import Popen

    from search.index.fulltext import FullText
    from search.tree import Phrase, Text

VERSION = 2
NICE = 10
EVERY = 30.0  # seconds of reading, then what was read can be searched


class Texts:
    """The texts of one library's PDFs."""

    def __init__(self, library: Library, cache_folder: str) -> None:
        self._library = library
        self._cache_folder = cache_folder
        self._path = texts_path(library, cache_folder)
        self._taken: tuple[int, int] | None = None
        self._index: FullText | None = None
        self._reader: Popen[bytes] | None = None
        self._stale = False

    def index(self) -> "FullText | None":
        """The index as it is in the cache now; None where there is none."""
        if self._reader and self._reader.poll() is not None:
            self._reader = None
            if self._stale:
                self.start_reading()
        try:
            status = os.stat(self._path)
        except OSError:
            self._taken = self._index = None
            return None
        if self._taken != (status.st_ino, status.st_mtime_ns):
            self._taken = status.st_ino, status.st_mtime_ns
            self._index = _loaded(self._path, self._library)
        return self._index

    def saying(self, asked: "Text | Phrase") -> frozenset[str]:
        """The uids of the papers whose PDFs say what is asked for, as far as they were read."""
        index = self.index()
        if index is None:
            return frozenset()
        return frozenset(map(int_to_uid, index.ids[index.said(asked) > 0].tolist()))

    def start_reading(self) -> None:
        """Have PDFs read that were not yet, and the index made anew if that is needed."""
        import subprocess

        if self._reader and self._reader.poll() is None:
            self._stale = True
            return
        self._stale = False
        self._reader = subprocess.Popen(
            calling("full_text", "keep_up", self._library.folder, self._cache_folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def close(self) -> None:
        """Stop reading; what was read is kept."""
        if self._reader:
            self._reader.terminate()
            self._reader.wait()
            self._reader = None


def _loaded(path: str, library: Library) -> "FullText | None":
    from search.index.fulltext import FullText

    found = load_ours(library, path, VERSION)
    return FullText(found[0]) if found else None


def texts_path(library: Library, cache_folder: str) -> str:
    """Where the index of its PDFs' texts is kept; until they were read there is none."""
    return os.path.join(os.path.dirname(cache_path(library, cache_folder)), "texts")


def keep_up(folder: str, cache_folder: str) -> None:
    """What a process of its own is started for; it ends with the one that started it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # lets the readers of PDFs be ended
    os.nice(NICE)
    parent = os.getppid()
    with Library.open(folder, read_only=True) as library:
        for _ in bring_up(library, cache_folder):
            if os.getppid() != parent:
                return


def bring_up(library: Library, cache_folder: str) -> Iterator[PdfText]:
    """Read what PDFs are new, one by one, and keep the index true to all that are known."""
    path = texts_path(library, cache_folder)
    uids = _with_pdf(library, cache_folder)
    cache = TextCache(cache_folder)
    _keep(library, cache, uids, path)
    since = time.monotonic()
    with contextlib.closing(extract_missing(library, cache, uids=uids)) as texts:
        for text in texts:
            yield text
            if time.monotonic() - since > EVERY:
                _keep(library, cache, uids, path)
                since = time.monotonic()
    _keep(library, cache, uids, path)


def _with_pdf(library: Library, cache_folder: str) -> Collection[str] | None:
    """The papers that have PDFs, by the library's index; None where that does not know."""
    from commands.searching import Searching

    searching = Searching(library, cache_folder)
    return list(searching.find("has:pdf").uids) if searching.open() else None


def _keep(library: Library, cache: TextCache, uids: Collection[str] | None, path: str) -> None:
    """Save an index of the texts that are known, unless it is there."""
    from hashlib import blake2b

    from search.index import load, save
    from search.index.fulltext import build

    files = attached(library, uids)
    contents = [
        (uid, found.content)
        for uid, attachment in files
        if (found := cache.get(library.folder, uid, attachment)) and found.text
    ]
    made_of = blake2b(repr(sorted(contents)).encode(), digest_size=16).hexdigest()
    facts = {"version": VERSION, "folder": real_folder(library), "of": made_of}
    before = load(path)
    if before[1] == facts if before else not contents:
        return

    def texts() -> Iterator[tuple[int, str]]:
        for uid, its in groupby(files, key=itemgetter(0)):
            known = [cache.get(library.folder, uid, attachment) for _, attachment in its]
            if text := "\f".join([found.text for found in known if found]):
                yield uid_to_int(uid), text

    with contextlib.suppress(OSError):  # it is only a cache
        os.makedirs(os.path.dirname(path), exist_ok=True)
        save(path, build(texts()), facts)
