"""Searching: by the index once it is there, and until then paper by paper while the user types."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from papers import Change, Paper
from tui.catalogue import Catalogue
from tui.pace import unhurried

if TYPE_CHECKING:
    from commands.searching import Searching
    from search import Completion, Query

Spans = Sequence[tuple[int, int]]
Marker = Callable[[str, str], Spans]  # of a part's name and its text as it is shown

OFTEN = 0.15  # seconds between two reports
MOST_MENTIONS = 200
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
            self._searching.start_reading()
        return self.ready

    @property
    def progress(self) -> float:
        """How much of the index there is, 0 to 1."""
        return self._searching.progress if self._searching else 0.0

    def follow(self, changes: Iterable[Change]) -> None:
        if self._searching:
            with self._lock:  # `similar` may be looking at the index
                self._searching.follow(changes)

    def find(self, text: str) -> Sequence[str]:
        """The papers, best first or in the order asked for."""
        assert self._searching
        return self._searching.find(text).uids

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

    def complete(self, text: str, cursor: int) -> "Sequence[Completion]":
        """What may stand at the cursor of a query."""
        import search

        return search.complete(text, cursor, self.vocabulary)

    def close(self) -> None:
        """Nobody searches any more."""
        if self._searching:
            self._searching.close()

    async def scan(self, text: str, first: int) -> AsyncIterator[Found]:
        """Search without an index; report as soon as the first so many are found, then again."""
        import search
        from search.matching import matcher

        query = search.parse(text)
        matches = matcher(query.node)
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

    def matching(self, text: str, uids: Iterable[str]) -> frozenset[str]:
        """Which of these papers the search finds."""
        import search

        matches = search.matcher(parse(text).node)
        papers = [self.catalogue.paper(uid) for uid in uids]
        return frozenset(paper.uid for paper in papers if paper and matches(paper))


def _is_time(reported: float, screenful: bool) -> bool:
    """Whether to report: the first screenful at once, from then on now and again."""
    return monotonic() - reported > OFTEN if reported else screenful
