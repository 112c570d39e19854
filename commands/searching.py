"""Search a library by its index, which is kept in a cache and in step with the library."""

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from commands.full_text import Texts
from commands.pdf_text import is_pdf
from papers import Attachment, Change, Paper, int_to_uid, uid_to_int
from storage import Library

if TYPE_CHECKING:
    from subprocess import Popen

    from search.index.answering import Answering
    from search.index.explaining import Share
    from search.index.found import Found

VERSION = 4  # of the cache; another one is built anew
SMALL = 500  # papers; so few are as well looked at one by one
STALE = 2_000  # changed papers in an index; with more it is built anew, in the background
MANY = 5_000  # papers; so many are read by two processes
PATIENCE = 0.05  # seconds that a search without an index may take
NICE = 10
BUILDER = "import sys; sys.path[:] = {path!r}; from commands import searching as s; s.build_cache"


class Searching:
    """One library's index. Making it reads nothing; `open` or one of the builds comes first."""

    def __init__(self, library: Library, cache_folder: str) -> None:
        self._library = library
        self._path = cache_path(library, cache_folder)
        self._texts = Texts(library, cache_folder, texts_path(library, cache_folder))
        self._reads = False
        self._answering: Answering | None = None
        self._builder: Popen[bytes] | None = None
        self._progress = 0.0
        self._labels: dict[str, tuple[int, list[tuple[str, int]]]] = {}

    # Having an index

    @property
    def ready(self) -> bool:
        return self._answering is not None

    @property
    def progress(self) -> float:
        """How much of an index that is being built is done, 0 to 1."""
        if self._builder and self._builder.stdout:
            while said := self._builder.stdout.read(1):
                self._progress = said[0] / 100
        return 1.0 if self.ready else self._progress

    def open(self) -> bool:
        """Take over the cached index and what the library's journal has since; False without one.

        Nothing is left for later: the first search is as quick as any.
        """
        from search.index import load

        found = load(self._path)
        if found is None:
            return False
        arrays, facts = found
        if facts.get("version") != VERSION or facts.get("folder") != os.path.realpath(
            self._library.folder
        ):
            return False
        changed = self._library.changed_since(facts["seq"])
        if changed is None or len(changed) > max(STALE, len(arrays["ids"]) // 4):
            return False
        self._take(arrays, [(id, self._library.get(int_to_uid(id))) for id in sorted(changed)])
        if self._answering and not self._answering.index.has_just(self._library.ids()):
            self._answering = None
        return self.ready

    def build(self) -> None:
        """Build the index here and now, and keep it for the next time."""
        arrays = _arrays(self._library)
        _keep(self._library, self._path, arrays)
        self._take(arrays, ())

    def start_building(self) -> None:
        """Build the index in a process of its own; `poll` tells when it is there."""
        import subprocess

        if self._builder:
            return
        call = BUILDER.format(path=sys.path) + f"({self._library.folder!r}, {self._path!r})"
        self._progress = 0.0
        self._builder = subprocess.Popen(
            [sys.executable, "-c", call],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        assert self._builder.stdout
        os.set_blocking(self._builder.stdout.fileno(), False)

    def poll(self) -> bool:
        """True once when an index that was being built has been taken over."""
        if not self._builder or self._builder.poll() is None:
            return False
        if self._builder.stdout:
            self._builder.stdout.close()
        self._builder = None
        return self.open()

    def start_reading(self) -> None:
        """From now on have PDFs read by a process of its own, these and those that will come."""
        self._reads = True
        if self.count("has:pdf"):
            self._texts.start_reading()

    def close(self) -> None:
        """Stop building and reading."""
        self._texts.close()
        if self._builder:
            self._builder.terminate()
            self._builder.wait()
            if self._builder.stdout:
                self._builder.stdout.close()
            self._builder = None

    def follow(self, changes: Iterable[Change]) -> None:
        """Take over what was changed in the library."""
        if not self._answering:
            return
        changes = tuple(changes)
        index = self._answering.index
        reworded = {change.uid for change in changes if not _only_judged(change)}
        index.follow(
            (uid_to_int(change.uid), change.after) for change in changes if change.uid in reworded
        )
        index.judge(
            change.after for change in changes if change.after and change.uid not in reworded
        )
        if self._reads and any(_pdfs(change.before) != _pdfs(change.after) for change in changes):
            self._texts.start_reading()
        if index.count - index.built + len(index.dead) > STALE:
            self.start_building()

    def _take(self, arrays: Any, changed: Iterable[tuple[int, Paper | None]]) -> None:
        from search.index import Answering, Index

        index = Index(arrays)
        index.follow(changed)
        self._answering = Answering(index, lambda id: self._library.get(int_to_uid(id)))
        self._answering.warm()
        self._labels.clear()

    # Searching

    def find(self, text: str, *, limit: int | None = None, open: bool = True) -> "Found":
        """The papers that a query picks, best first; open takes its last word for unfinished."""
        import search
        from search.index.found import Found

        query = search.parse(text, cursor=len(text) if open else None)
        if self._answering:
            self._answering.texts = self._texts.index()
            found = self._answering.find(query)
        else:
            uids, complete = self._look_through(query)
            found = Found(uids, (), complete)
        return found if limit is None else found._replace(uids=found.uids[:limit])

    def count(self, text: str) -> int:
        return len(self.find(text).uids)

    def similar(self, uid: str, limit: int = 20) -> "Found":
        """The papers that share the most telling words with one, the most alike first."""
        from search.index.found import NOTHING

        paper = self._library.get(uid)
        if not self._answering or not paper:
            return NOTHING
        return self._answering.similar(paper, limit)

    def explain(self, uid: str, text: str) -> "Sequence[Share]":
        """What each word of a query has to do with a paper's score."""
        import search

        query = search.parse(text, cursor=len(text))
        return self._answering.explain(uid_to_int(uid), query) if self._answering else ()

    def vocabulary(self, part: str, prefix: str = "") -> list[tuple[str, int]]:
        """The values of a part and how many papers have each, the most frequent first.

        Parts are tags, authors, venues, types, statuses and years.
        """
        if not self._answering:
            return []
        index = self._answering.index
        part = "statuses" if part == "status" else part
        version, counted = self._labels.get(part, (-1, []))
        if version != index.version:
            counted = index.facts.labels[part].counts(index.papers["live"])
            self._labels[part] = (index.version, counted)
        if not prefix:
            return counted
        from papers.text import fold

        begins = fold(prefix)
        return [(value, count) for value, count in counted if fold(value).startswith(begins)]

    def _look_through(self, query: Any) -> tuple[list[str], bool]:
        """Look at papers one by one, the newest first, as far as the patience reaches."""
        import search

        matches = search.matcher(query.node)
        until = time.monotonic() + PATIENCE
        papers = []
        complete = True
        for paper in self._library.newest():
            if matches(paper):
                papers.append(paper)
            if time.monotonic() > until:
                complete = False
                break
        if query.sort:
            papers = search.ordered(papers, query.sort)
        return [paper.uid for paper in papers], complete


def _only_judged(change: Change) -> bool:
    """Whether the paper was there and is, and says what it said."""
    from search.index.entries import JUDGED

    before, after = change.before, change.after
    if not before or not after or before.trashed or after.trashed:
        return False
    return before._replace(**{name: getattr(after, name) for name in JUDGED}) == after


def _pdfs(paper: Paper | None) -> list[Attachment]:
    return [file for file in paper.files if is_pdf(file)] if paper and not paper.trashed else []


def cache_path(library: Library, cache_folder: str) -> str:
    """Where the index of a library is kept."""
    from hashlib import blake2b

    name = blake2b(os.path.realpath(library.folder).encode(), digest_size=8).hexdigest()
    return os.path.join(cache_folder, "search", name, "index")


def texts_path(library: Library, cache_folder: str) -> str:
    """Where the index of its PDFs' texts is kept; until they were read there is none."""
    return os.path.join(os.path.dirname(cache_path(library, cache_folder)), "texts")


def build_cache(folder: str, path: str) -> None:
    """Build the index of a library and keep it: what a process of its own is started for."""
    import gc

    os.nice(NICE)
    gc.disable()
    with Library.open(folder, read_only=True) as library:
        _keep(library, path, _arrays(library, apart=True))


def _arrays(library: Library, *, apart: bool = False) -> Any:
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


def _keep(library: Library, path: str, arrays: Any) -> None:
    """Save an index where the cache can be written; it is only a cache."""
    from search.index import save

    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        folder = os.path.realpath(library.folder)
        save(path, arrays, {"version": VERSION, "folder": folder, "seq": library.seq})
    except OSError:
        return
