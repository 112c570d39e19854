"""The index of one library: built arrays, and over them the papers that changed since.

A paper that changes gets a new place at the end and leaves its old one empty; whoever keeps the
index builds it anew when there are many of these.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from papers import Paper, uid_to_int
from search.index import entries
from search.index.arrays import let_go
from search.index.build import build
from search.index.entries import NUMBERS, STAMPS, Entries
from search.index.facts import Facts
from search.index.growing import Growing
from search.index.lexicon import Lexicon
from search.index.postings import Postings
from search.index.titles import Titles
from search.words import parts, tokens

Arrays = dict[str, NDArray[Any]]
Places = NDArray[Any]

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
        self.changed: dict[int, Paper] = {}  # those that came since, by number
        self._places: dict[int, int] = {}
        self._dead: list[int] = []
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
        return self.papers.count - len(self._dead)

    @property
    def dead(self) -> Sequence[int]:
        """The places that a paper has left."""
        return self._dead

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
        for id, paper in changes:
            self.version += 1
            self._remove(id)
            if paper and not paper.trashed:
                self._add(entries.of_papers([paper]), paper)

    def judge(self, papers: Iterable[Paper]) -> None:
        """Take over papers of which nothing but entries.JUDGED changed; they keep their places."""
        columns, statuses = self.papers, {}
        lowered = ~sum(entries.BIT[name] for name in entries.JUDGED if name in entries.BIT)
        for paper in papers:
            at = self.place(uid_to_int(paper.uid))
            if at < 0:
                continue
            values, raised = entries.judged(paper)
            for name, value in values.items():
                columns[name][at] = value
            columns["flags"][at] = int(columns["flags"][at]) & lowered | raised
            statuses[at] = paper.status.value
            if at in self.changed:
                self.changed[at] = paper
        if statuses:
            self.facts.labels["statuses"].replace(statuses)
            self.version += 1

    def _remove(self, id: int) -> None:
        at = self.place(id)
        if at >= 0:
            self.papers["live"][at] = False
            self._dead.append(at)
            self._places[id] = -1
            self.changed.pop(at, None)

    def _add(self, entry: Entries, paper: Paper) -> None:
        at = self.papers.count
        found = [
            (word.encode("utf-8", "surrogatepass"), 1 << part)
            for part, (text,) in enumerate(entry.texts)
            for word in tokens(text)
        ]
        title = [word.encode("utf-8", "surrogatepass") for word in parts(entry.texts[0][0])]
        numbers = self.lexicon.numbers([*title, *[word for word, _ in found]])
        words: dict[int, int] = {}
        for number, (_, part) in zip(numbers[len(title) :], found, strict=True):
            words[number] = words.get(number, 0) | part
        self.postings.add(at, words)
        self.titles.add(numbers[: len(title)], self.lexicon)
        self.facts.add(at, entry)
        columns = dict(zip((*STAMPS, *NUMBERS), (*entry.stamps, *entry.numbers), strict=True))
        self.papers.extend(
            ids=entry.ids,
            live=True,
            **columns,
            status=entry.status,
            date=entry.date,
            flags=entry.flags,
        )
        self._places[entry.ids[0]] = at
        self.changed[at] = paper
