"""Searching: by the index once it is there, and until then paper by paper while the user types."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from papers import Change, Paper
from papers.text import fit, visible
from tui.catalogue import Catalogue
from tui.pace import PAUSE, SLICE, unhurried

if TYPE_CHECKING:
    from commands.searching import Searching
    from search import Completion, Query

Spans = Sequence[tuple[int, int]]
Marker = Callable[[str, str], Spans]  # of a part's name and its text as it is shown

OFTEN = 0.15  # seconds between two reports
REST = 0.2  # seconds after a search in which the index is told nothing,
LONGEST_WAIT = 1.0  # unless it has waited so long
MOST_MENTIONS = 200
LONGEST_SAID = 40
SMALL = 2_000  # papers; the index of so few is made here, of more in a process of its own


class Found(NamedTuple):
    """The papers found so far, in the order to show them in."""

    uids: Sequence[str]
    finished: bool


def parse(text: str, cursor: int | None = None) -> "Query":
    import search

    return search.parse(text, cursor=cursor)


def explained(query: "Query") -> str:
    """How a query is read, in one line."""
    import search

    return " · ".join(f"{typed}: {meaning}" if typed else meaning
                      for typed, meaning in search.explain(query))  # fmt: skip


def is_hint(offered: "Completion") -> bool:
    """Whether it is offered instead of what was typed, of which the remark speaks."""
    from search.complete import MEANT

    return offered.said == MEANT


def doubted(query: "Query") -> str:
    """The first thing in a query that means nothing, why, and what may have been meant."""
    import search

    for doubt in search.doubts(query):
        if doubt.span not in query.unfinished:
            words = fit(visible(query.text[slice(*doubt.span)]), LONGEST_SAID)
            why = f"did you mean {doubt.meant}?" if doubt.meant else doubt.why
            return f"{words} {doubt.then.removeprefix('it ')}".rstrip() + f": {why}"
    return ""


def marker(query: "Query | None") -> Marker:
    """What says where in a text stands what was looked for."""
    if query is None:
        return _nowhere
    import search

    return search.marking(query.node).spans


def _nowhere(_part: str, _text: str) -> Spans:
    return ()


def warm(finder: "Finder") -> None:
    """Load and make everything that the first letter of a search would else wait for."""
    query = parse("a tag:a", 7)
    marker(query)("title", "a")
    explained(query)
    finder.complete(query.text, len(query.text))
    finder.find(query.text)


def sorted_by(text: str, field: str, down: bool) -> str:
    """The query in the order that was chosen for the list, unless it names one itself."""
    if not field or parse(text).sort:
        return text
    return f"{text} sort:{'-' if down else ''}{field}".strip()


class Finder:
    """What finds papers. `open` takes a while and is for a thread; the rest is for every key."""

    def __init__(self, catalogue: Catalogue, cache_folder: str) -> None:
        self.catalogue = catalogue
        self.cache_folder = cache_folder
        self.ready = False
        self._lock = Lock()
        self._searching: Searching | None = None
        self._early: list[Change] = []  # what was changed before there was an index
        self._catches_up = False
        self.is_partial = False  # whether the last search left papers for `scan` to look at
        self._searched = 0.0  # when, the last time
        self._asked_early = False  # whether a search did not know of all changes

    def open(self) -> None:
        """Take the index from its cache; where there is none, have one made."""
        from commands.searching import Searching

        searching = Searching(self.catalogue.library, self.cache_folder)
        if not searching.open():
            if len(self.catalogue) <= SMALL:
                searching.build()
            else:
                searching.start_building()
        self._searching = searching

    def poll(self) -> bool:
        """Whether the index has become ready since the last look."""
        if self.ready or self._searching is None:
            return False
        if not self._searching.ready:
            self._searching.poll()
        self.ready = self._searching.ready
        if self.ready:
            self._searching.follow(self._early)
            self._early.clear()
            self._searching.start_reading()
        return self.ready

    @property
    def progress(self) -> float:
        """How much of the index there is, 0 to 1."""
        return self._searching.progress if self._searching else 0.0

    def follow(self, changes: Iterable[Change]) -> None:
        """Let the index know; what takes longer than a slice of time is left to `catch_up`."""
        if not self.ready or not self._searching:
            self._early += changes
            return
        self._searching.hear(changes)
        self._tell()
        self._asked_early |= self._searching.is_behind

    @property
    def is_behind(self) -> bool:
        """Whether `catch_up` has something to do."""
        searching = self._searching
        return bool(self.ready and searching and (searching.is_behind or searching.is_building))

    async def catch_up(self) -> AsyncIterator[None]:
        """Let the index know the rest, between the keys, and take over one that is built anew.

        A turn is given whenever what was found meanwhile may be found otherwise now.
        """
        searching = self._searching
        if self._catches_up or not searching:
            return
        self._catches_up = True
        told = monotonic()
        try:
            while self.is_behind:
                if searching.has_built:
                    await asyncio.to_thread(searching.renew)
                if self._is_typing and monotonic() - told < LONGEST_WAIT:
                    await asyncio.sleep(REST / 4)
                    continue
                self._tell()
                told = monotonic()
                if self._asked_early and not searching.is_behind:
                    self._asked_early = False
                    yield
                await asyncio.sleep(PAUSE if searching.is_telling else OFTEN)
            if self._asked_early:
                self._asked_early = False
                yield
        finally:
            self._catches_up = False

    @property
    def _is_typing(self) -> bool:
        """Whether somebody searches: whatever the index is told costs the next key more."""
        return monotonic() - self._searched < REST

    def _tell(self) -> None:
        assert self._searching
        with self._lock:  # `similar` may be looking at the index
            self._searching.catch_up(SLICE)

    def find(self, text: str) -> Sequence[str]:
        """The papers, best first or in the order asked for."""
        assert self._searching
        self._asked_early |= self._searching.is_behind
        self._searched = monotonic()
        found = self._searching.find(text)
        self.is_partial = not found.complete
        return found.uids

    def count(self, text: str) -> int:
        assert self._searching
        return self._searching.count(text)

    def vocabulary(self, part: str, prefix: str = "") -> list[tuple[str, int]]:
        """The values that a part has in the library and how often; none before it is ready."""
        return self._searching.vocabulary(part, prefix) if self.ready and self._searching else []

    def mentioning(self, paper: Paper) -> Sequence[str]:
        """The papers whose notes may name this one's key, the best first."""
        keys = [key.replace('"', " ") for key in (paper.key, *paper.aliases)]
        phrases = [f'notes:"{key}"' for key in keys if any(map(str.isalnum, key))]
        return self.find(" OR ".join(phrases))[:MOST_MENTIONS] if phrases else ()

    def similar(self, uid: str, limit: int) -> Sequence[str]:
        """The papers most like one; for a thread, while the others go on."""
        if not self._searching:
            return ()
        with self._lock:
            return self._searching.similar(uid, limit).uids

    def parse(self, text: str, cursor: int | None = None) -> "Query":
        """The query of a text, which may name shelves."""
        import search
        from commands.shelves import shelves

        return search.parse(text, cursor=cursor, shelves=lambda: shelves(self.catalogue.library))

    def complete(self, text: str, cursor: int) -> "Sequence[Completion]":
        """What may stand at the cursor of a query."""
        import search

        return search.complete(text, cursor, self.vocabulary)

    def close(self) -> None:
        """Nobody searches any more."""
        if self._searching:
            self._searching.close()

    async def scan(self, text: str, first: int) -> AsyncIterator[Found]:
        """Search as far as the index does not; report as soon as so many are found, then again."""
        if self.ready:
            async for more in self._rest(text):
                yield more
            return
        import search
        from commands.find import checker

        query = self.parse(text)
        matches = checker(self.catalogue.library, text, self.cache_folder)
        papers: dict[str, Paper | None] = {}  # None for one that need not be kept to be sorted
        order: Sequence[str] = []
        reported = 0.0
        catalogue = self.catalogue
        while order is not catalogue.uids:  # again for those that came meanwhile
            seen = frozenset(order)
            order = catalogue.uids
            async for uid in unhurried(uid for uid in order if uid not in seen):
                paper = catalogue.read(uid)
                if paper and matches(paper):
                    papers[uid] = paper if query.sort else None
                if papers and not query.sort and _is_time(reported, len(papers) >= first):
                    reported = monotonic()
                    yield Found(list(papers), finished=False)
        if query.sort:
            found = [paper for paper in papers.values() if paper]
            in_order = await asyncio.to_thread(search.ordered, found, query.sort)
            yield Found([paper.uid for paper in in_order], finished=True)
        else:
            yield Found([uid for uid in order if uid in papers], finished=True)

    async def _rest(self, text: str) -> AsyncIterator[Found]:
        """Go on with a search that the index answers by looking at papers one by one."""
        assert self._searching
        complete, reported = False, monotonic()
        while not complete:
            await asyncio.sleep(PAUSE)
            uids, _, complete, *_ = self._searching.find(text, seconds=SLICE)
            if complete or monotonic() - reported > OFTEN:
                reported = monotonic()
                yield Found(uids, complete)

    def matching(self, text: str, uids: Iterable[str]) -> frozenset[str]:
        """Which of these papers the search finds."""
        from commands.find import checker

        matches = checker(self.catalogue.library, text, self.cache_folder)
        papers = [self.catalogue.paper(uid) for uid in uids]
        return frozenset(paper.uid for paper in papers if paper and matches(paper))


def _is_time(reported: float, screenful: bool) -> bool:
    """Whether to report: the first screenful at once, from then on now and again."""
    return monotonic() - reported > OFTEN if reported else screenful
