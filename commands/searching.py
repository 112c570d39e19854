"""Search a library by its index, which is kept in a cache and in step with the library."""

import time
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from commands.full_text import Texts
from commands.pdf_text import is_pdf
from commands.search_cache import Builder, Cached, arrays_of, cache_path, keep, read_cache
from commands.shelves import shelf_names, shelves
from papers import Attachment, Change, Paper, int_to_uid, uid_to_int
from storage import Library

if TYPE_CHECKING:
    from search.index.answering import Answering
    from search.index.explaining import Share
    from search.index.found import Found
    from search.tree import Query

STALE = 2_000  # changed papers in an index; with more it is built anew, in the background
BUDGET = 0.02  # seconds that a search may look at papers one by one
FEW = 25  # papers that the index is told of before a look at the clock
PATIENCE = 0.05  # seconds that a search without an index may take


class Searching:
    """One library's index. Making it reads nothing; `open` or one of the builds comes first."""

    def __init__(self, library: Library, cache_folder: str) -> None:
        self._library = library
        self._path = cache_path(library, cache_folder)
        self._texts = Texts(library, cache_folder)
        self._reads = False
        self._answering: Answering | None = None
        self._builder: Builder | None = None
        self._may_build = True
        self._behind: deque[Change] = deque()  # what the index has not been told yet
        self._waits = False  # with that, for an index that is being built
        self._fresh: Answering | None = None  # one that was built anew, until it knows all
        self._since: dict[str, None] = {}  # papers that it has to be told of
        self._labels: dict[str, tuple[int, list[tuple[str, int]]]] = {}

    # Having an index

    @property
    def ready(self) -> bool:
        return self._answering is not None

    @property
    def is_building(self) -> bool:
        """Whether an index is being built, or was and is not in use yet."""
        return self._builder is not None or self._fresh is not None

    @property
    def has_built(self) -> bool:
        """Whether there is something new for `renew` to read."""
        return self._builder is not None and self._builder.is_done

    @property
    def progress(self) -> float:
        """How much of an index that is being built is done, 0 to 1."""
        if self.ready:
            return 1.0
        return self._builder.progress if self._builder else 0.0

    def open(self) -> bool:
        """Take over the cached index and what the library's journal has since; False without one.

        Nothing is left for later: the first search is as quick as any.
        """
        cached = read_cache(self._library, self._path)
        if cached is None:
            return False
        changed = self._library.changed_since(cached.seq)
        if changed is None or len(changed) > max(STALE, len(cached.arrays["ids"]) // 4):
            return False
        answering = self._made_of(cached)
        self._tell(answering, map(int_to_uid, sorted(changed)))
        if not answering.index.has_just(self._library.ids()):
            return False
        self._use(answering)
        return True

    def build(self) -> None:
        """Build the index here and now, and keep it for the next time."""
        arrays = arrays_of(self._library)
        keep(self._library, self._path, arrays)
        self._use(self._made_of(Cached(arrays, self._library.seq)))

    def start_building(self) -> None:
        """Build the index in a process of its own; `poll` tells when it is there."""
        if not self._builder:
            self._builder = Builder(self._library, self._path)
            self._fresh = None
            self._since.clear()

    def poll(self) -> bool:
        """True once when the first index, which was being built, has been taken over."""
        if self.ready or not self._builder or not self._builder.is_done:
            return False
        self._builder.end()
        self._builder = None
        return self.open()

    def close(self) -> None:
        """Stop building and reading."""
        self._texts.close()
        if self._builder:
            self._builder.end()
            self._builder = None

    def _made_of(self, cached: Cached) -> "Answering":
        from search.index import Answering, Index

        answering = Answering(Index(cached.arrays), lambda id: self._library.get(int_to_uid(id)))
        answering.warm()
        return answering

    def _tell(self, answering: "Answering", uids: Iterable[str]) -> None:
        """Tell an index how papers are now."""
        answering.index.follow((uid_to_int(uid), self._library.get(uid)) for uid in uids)

    def _use(self, answering: "Answering") -> None:
        self._answering = answering
        self._labels.clear()

    # Keeping in step

    def follow(self, changes: Iterable[Change]) -> None:
        """Take over what was changed in the library, before the next search."""
        self.hear(changes)
        self._waits = False
        self.catch_up(float("inf"))

    def hear(self, changes: Iterable[Change]) -> None:
        """Take note of what was changed; `catch_up` tells the index."""
        if not self._answering:
            return
        changes = tuple(changes)
        self._behind += changes
        if self.is_building:
            self._since.update((change.uid, None) for change in changes)
        if len(self._behind) > max(STALE, len(self._answering.index) // 4):
            self._build_anew()
            self._waits = self._builder is not None
        if self._reads and any(_pdfs(change.before) != _pdfs(change.after) for change in changes):
            self._texts.start_reading()

    @property
    def is_behind(self) -> bool:
        """Whether searches do not know of all changes yet."""
        return bool(self._behind)

    @property
    def is_telling(self) -> bool:
        """Whether `catch_up` has something to do at once."""
        return bool(self._behind and not self._waits) or self._fresh is not None

    def catch_up(self, seconds: float) -> None:
        """Spend some time on telling the index what it has not been told.

        An index that was built anew and read by `renew` is told as well, then takes over.
        """
        until = time.monotonic() + seconds
        while self._behind and not self._waits:
            few = [self._behind.popleft() for _ in range(min(FEW, len(self._behind)))]
            self._follow(few)
            if time.monotonic() > until:
                return
        fresh = self._fresh  # `renew` may find one at any moment: that is told the next time
        while fresh and self._since:
            uids = list(islice(self._since, FEW))
            self._tell(fresh, uids)
            for uid in uids:
                del self._since[uid]
            if time.monotonic() > until:
                return
        if fresh:
            self._use(fresh)
            self._fresh = None
            self._behind.clear()
            self._waits = False

    def renew(self) -> None:
        """Read the index that was built anew, if it is there by now; for a thread."""
        builder = self._builder
        if not builder or not builder.is_done:
            return
        cached = read_cache(self._library, self._path)
        if cached and cached.seq >= builder.seq:
            self._fresh = self._made_of(cached)
        else:
            self._waits = self._may_build = False
        builder.end()
        self._builder = None

    def _follow(self, changes: Sequence[Change]) -> None:
        assert self._answering
        index = self._answering.index
        reworded = {change.uid for change in changes if not _only_judged(change)}
        last = {change.uid: change.after for change in changes}
        index.follow((uid_to_int(uid), last[uid]) for uid in reworded)
        index.judge(paper for uid, paper in last.items() if paper and uid not in reworded)
        if index.beyond > STALE:
            self._build_anew()

    def _build_anew(self) -> None:
        """Have the index built, once; not again where that failed."""
        if self._may_build and not self.is_building:
            self.start_building()

    def start_reading(self) -> None:
        """From now on have PDFs read by a process of its own, these and those that will come."""
        self._reads = True
        if self.count("has:pdf"):
            self._texts.start_reading()

    # Searching

    def find(
        self, text: str, *, limit: int | None = None, open: bool = True, seconds: float = BUDGET
    ) -> "Found":
        """The papers that a query picks, best first; open takes its last word for unfinished.

        Where papers have to be looked at one by one that takes no longer than so many seconds;
        an answer that is not complete is gone on with when the same is asked again.
        """
        from search.index.found import Found

        query = self.read(text, cursor=len(text) if open else None)
        if self._answering:
            self._answering.texts = self._texts.index()
            found = self._answering.find(query, budget=seconds)
        else:
            uids, complete = self._look_through(query)
            found = Found(uids, (), complete)
        return found if limit is None else found._replace(uids=found.uids[:limit])

    def read(self, text: str, *, cursor: int | None = None) -> "Query":
        """The query of a text, which may name shelves of the library."""
        import search

        return search.parse(text, cursor=cursor, shelves=lambda: shelves(self._library))

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
        query = self.read(text, cursor=len(text))
        return self._answering.explain(uid_to_int(uid), query) if self._answering else ()

    def vocabulary(self, part: str, prefix: str = "") -> list[tuple[str, int]]:
        """The values of a part and how many papers have each, the most frequent first.

        Parts are tags, authors, venues, types, statuses and years; and shelves, not counted.
        """
        if part == "shelves":
            return shelf_names(self._library, prefix)
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

        matches = search.checker(query.node, self._texts.saying)
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
    return before._replace(**{name: getattr(after, name) for name in (*JUDGED, "tags")}) == after


def _pdfs(paper: Paper | None) -> list[Attachment]:
    return [file for file in paper.files if is_pdf(file)] if paper and not paper.trashed else []
