"""The index of one library: built arrays, and over them the papers that changed since.

A paper that changes gets a new place at the end and leaves its old one empty; whoever keeps the
index builds it anew when there are many of these.
"""

import functools
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from papers import Paper, uid_to_int
from search.index import entries
from search.index.arrays import let_go
from search.index.build import build
from search.index.entries import NUMBERS, PARTS, STAMPS
from search.index.facts import Facts
from search.index.growing import Growing
from search.index.incoming import Reader
from search.index.lexicon import Lexicon
from search.index.postings import Postings
from search.index.titles import Titles
from search.words import tokens

Arrays = dict[str, NDArray[Any]]
Places = NDArray[Any]

AT_ONCE = 100  # papers that are read together
WORDS = 128  # that a paper has, about
_TAG = PARTS.index("tag")
COLUMNS = (*STAMPS, *NUMBERS, "status", "date", "flags")


class Index:
    """Papers by number: those that were mapped, by ascending uid, then those that came since."""

    def __init__(self, arrays: Arrays) -> None:
        self.lexicon = Lexicon(arrays)
        self.postings = Postings(arrays)
        self.titles = Titles(arrays)
        self.facts = Facts(arrays)
        self.papers = Growing(
            ids=arrays["ids"],
            live=np.ones(len(arrays["ids"]), bool),
            **{name: arrays[name] for name in COLUMNS},
        )
        self.stream, self.stream_ends = arrays["stream"], arrays["stream_ends"]
        self.built = self.papers.count
        self.version = 0  # grows with every change
        self._places: dict[int, int] = {}
        self._dead = Growing(places=np.zeros(0, np.int64))
        self._reader = Reader(self.lexicon)
        let_go(arrays)  # what grows was copied

    @classmethod
    def of(cls, papers: Iterable[Paper]) -> "Index":
        """An index of these papers, made at once."""
        ordered = sorted(papers, key=lambda paper: uid_to_int(paper.uid))
        return cls(build([entries.of_papers(ordered)] if ordered else []))

    @property
    def count(self) -> int:
        """How many places there are, empty ones among them."""
        return self.papers.count

    def __len__(self) -> int:
        return self.papers.count - self._dead.count

    @property
    def dead(self) -> Places:
        """The places that a paper has left."""
        return self._dead["places"]

    @property
    def beyond(self) -> int:
        """How many papers, about, are not as they were mapped."""
        moved = self.count - self.built + self._dead.count
        return max(moved, self.postings.added // WORDS)

    def has_just(self, ids: Iterable[int]) -> bool:
        """Whether the living papers are just these, whose ids ascend."""
        living = np.sort(self.papers["ids"][self.papers["live"]])
        return np.array_equal(living, np.fromiter(ids, np.int64))

    def place(self, id: int) -> int:
        """The place of a living paper, or -1."""
        if id in self._places:
            return self._places[id]
        ids = self.papers["ids"]
        at = int(np.searchsorted(ids[: self.built], id))
        return at if at < self.built and ids[at] == id and self.papers["live"][at] else -1

    def places(self, ids: Places) -> Places:
        """The places of many papers at once, -1 where one is not there."""
        known = self.papers["ids"][: self.built]
        at = np.searchsorted(known, ids)
        at[at == self.built] = 0
        there = (known[at] == ids) & self.papers["live"][at] if self.built else ids < 0
        places: Places = np.where(there, at, -1)
        for moved in np.flatnonzero(np.isin(ids, list(self._places))).tolist():
            places[moved] = self._places[int(ids[moved])]
        return places

    def follow(self, changes: Iterable[tuple[int, Paper | None]]) -> None:
        """Take over how papers are now, by their ids; None or one in the trash is gone."""
        now = dict(changes)
        if not now:
            return
        self.version += 1
        for id in now:
            self._remove(id)
        living = [paper for paper in now.values() if paper and not paper.trashed]
        for start in range(0, len(living), AT_ONCE):
            self._add(living[start : start + AT_ONCE])

    def judge(self, papers: Iterable[Paper]) -> None:
        """Take over papers that say what they said but for their tags and entries.JUDGED.

        They keep their places.
        """
        placed = [(self.place(uid_to_int(paper.uid)), paper) for paper in papers]
        known = {at: paper for at, paper in placed if at >= 0}
        if not known:
            return
        self.version += 1
        columns, labels = self.papers, self.facts.labels
        for at, paper in known.items():
            values, raised = entries.judged(paper)
            for name, value in values.items():
                columns[name][at] = value
            columns["flags"][at] = int(columns["flags"][at]) & ~entries.JUDGED_BITS | raised
        places = np.fromiter(known, np.int64, len(known))
        labels["statuses"].relabel(places, [paper.status.value for paper in known.values()])
        self._tag(places, [paper.tags for paper in known.values()])

    def _tag(self, places: Places, tags: Sequence[frozenset[str]]) -> None:
        """Give papers these tags instead of those that they have."""
        labels = self.facts.labels["tags"]
        had: list[set[str]] = [set() for _ in tags]
        for at, tag in labels.of(places):
            had[at].add(tag)
        other = [at for at, (old, new) in enumerate(zip(had, tags, strict=True)) if old != new]
        if not other:
            return
        labels.replace(places[other], [sorted(tags[at]) for at in other])
        turned: dict[tuple[bytes, bool], list[int]] = {}
        for at in other:
            old, new = _words_of(frozenset(had[at])), _words_of(tags[at])
            for word in old ^ new:
                turned.setdefault((word, word in new), []).append(at)
        numbers = self.lexicon.numbers([word for word, _ in turned])
        for number, ((_, on), chosen) in zip(numbers, turned.items(), strict=True):
            self.postings.set_part(number, places[chosen], _TAG, on=on)

    def _remove(self, id: int) -> None:
        at = self.place(id)
        if at >= 0:
            self.papers["live"][at] = False
            self._dead.extend(places=at)
            self._places[id] = -1

    def _add(self, papers: Sequence[Paper]) -> None:
        first = self.papers.count
        new = entries.of_papers(papers)
        said = self._reader.read(new.texts)
        self.postings.add(said.words, said.papers + np.uint32(first), said.parts)
        self.titles.add(said.titles, said.letters, said.sizes)
        places = np.arange(first, first + len(papers))
        self.facts.add(places, new)
        columns = dict(zip((*STAMPS, *NUMBERS), (*new.stamps, *new.numbers), strict=True))
        self.papers.extend(
            ids=new.ids, live=True, **columns, status=new.status, date=new.date, flags=new.flags
        )
        self._places.update(zip(new.ids, places.tolist(), strict=True))


@functools.lru_cache(maxsize=1024)
def _words_of(tags: frozenset[str]) -> frozenset[bytes]:
    words = [word for tag in tags for word in tokens(tag)]
    return frozenset([word.encode("utf-8", "surrogatepass") for word in words])
