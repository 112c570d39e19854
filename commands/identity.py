"""Which of many papers one is: candidates are looked up, never compared with all the others."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from commands.attach import DIGITS
from commands.comparing import BY_TITLE, LIKELY, Verdict, compare
from commands.facts import Facts, abstract_words, address, names
from papers import Paper, latex, titles

CROWD = 40  # papers behind one mark: of more than these not all are compared
AT_HAND = 1000  # papers whose facts are kept for the next comparison
START, LONG_START = 12, 28  # letters of a title


class Twins(NamedTuple):
    """Which papers one is, the best first; and which it may be, and why."""

    sure: tuple[str, ...] = ()
    doubtful: tuple[tuple[str, Verdict], ...] = ()


NONE = Twins()


class Known:
    """The papers that are there, by what tells them apart."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._papers: list[Paper] = []
        self._compared: dict[int, Facts] = {}
        self._places: dict[str, int] = {}
        self._marked: dict[int, int | list[int]] = {}
        self._names: set[str] = set()
        self._moved: dict[str, str] = {}
        self._untitled = 0
        self._read_abstracts = 0  # so many papers are marked by their abstracts
        for paper in papers:
            self.note(Facts(paper))

    def __contains__(self, uid: str) -> bool:
        return uid in self._places

    def paper(self, uid: str) -> Paper:
        return self._papers[self._places[uid]]

    def has_name(self, name: str) -> bool:
        """Whether a paper is called so, or was."""
        return name.casefold() in self._names

    def note(self, facts: Facts) -> None:
        """The paper is there, or is now as it is given."""
        paper = facts.paper
        place = self._places.get(paper.uid, -1)
        if place < 0:
            place = self._places[paper.uid] = len(self._papers)
            self._papers.append(paper)
        else:
            self._papers[place] = paper
            self._compared.pop(place, None)
        self._names.add(paper.key.casefold())
        if paper.aliases:
            self._names.update(map(str.casefold, paper.aliases))
        marked = self._marked
        for mark in facts.marks or _marks(facts):
            if marked.setdefault(mark, place) != place:
                self._mark(mark, place)
        if not facts.compact and (abstract := _abstract_marks(paper)):
            self._untitled += 1
            for mark in abstract:
                self._mark(mark, place)

    def absorb(self, uid: str, into: str) -> None:
        """Two papers turned out to be one: what the first was found by leads to the second."""
        self._moved[uid] = into

    def now(self, uid: str) -> str:
        """The uid of the paper that this one was absorbed into, else its own."""
        while uid in self._moved:
            uid = self._moved[uid]
        return uid

    def twins(self, facts: Facts) -> Twins:
        """The papers that this one is or may be."""
        if facts.paper.uid in self:
            return Twins((facts.paper.uid,))
        facts.marks = _marks(facts)
        plain = facts.compact and not self._untitled
        if plain and self._marked.keys().isdisjoint(facts.marks):
            return NONE
        if same := self._same_source(facts.paper):
            return Twins((same,))
        found = {}
        for uid in self._candidates(facts):
            verdict = compare(facts, self._facts(self._places[uid]))
            if verdict.score >= LIKELY:
                found[uid] = verdict
        ranked = sorted(found, key=lambda uid: (-found[uid].score, self._places[uid]))
        sure = self._one_of(facts, {uid: found[uid] for uid in ranked if found[uid].sure})
        return Twins(sure, tuple((uid, found[uid]) for uid in ranked if uid not in sure))

    def _one_of(self, facts: Facts, found: dict[str, Verdict]) -> tuple[str, ...]:
        """The papers that this one is, which then are one; none where it may be either of two."""
        if len(found) < 2:
            return tuple(found)
        mine = names(facts.paper)
        named = [uid for uid in found if mine & names(self.paper(uid))]
        first = (named or list(found))[0]
        known = self._facts(self._places[first])
        same = [
            uid
            for uid in found
            if uid != first
            and (found[uid].score > BY_TITLE or compare(known, self._facts(self._places[uid])).sure)
        ]
        is_plain = len(same) == len(found) - 1 or found[first].score > BY_TITLE
        return (first, *same) if named or is_plain else ()

    def finish(self) -> None:
        """No more papers come: what they would have been looked up by is let go of."""
        self._marked.clear()
        self._compared.clear()

    def pairs(self) -> Iterator[tuple[Facts, Facts]]:
        """Every two papers that are worth comparing, once each."""
        self._mark_abstracts()
        seen: set[tuple[int, int]] = set()
        for places in self._marked.values():
            if isinstance(places, int):
                continue
            for at, place in enumerate(places):
                for other in places[at + 1 : at + CROWD]:
                    if place != other and (place, other) not in seen:
                        seen.add((place, other))
                        yield self._facts(place), self._facts(other)

    # Inside

    def _facts(self, place: int) -> Facts:
        """What tells a known paper from others; only few are ever asked for."""
        found = self._compared.get(place)
        if not found:
            if len(self._compared) > AT_HAND:
                self._compared.clear()
            found = self._compared[place] = Facts(self._papers[place])
        return found

    def _same_source(self, paper: Paper) -> str:
        """The paper that was read from the same text or file, or has that file."""
        if raw := paper.source.raw:
            for place in self._behind(hash(raw)):
                if self._papers[place].source.raw == raw:
                    return self.now(self._papers[place].uid)
        for mark in _file_marks(paper) if paper.source.kind == "pdf" else ():
            for place in self._behind(mark):
                return self.now(self._papers[place].uid)
        return ""

    def _candidates(self, facts: Facts) -> list[str]:
        marks = facts.marks
        abstract = _abstract_marks(facts.paper) if self._untitled or not facts.compact else ()
        if abstract and not facts.compact:
            self._mark_abstracts()
        marks += abstract
        uids: dict[str, None] = {}
        for mark in marks:
            for place in self._behind(mark)[-CROWD:]:
                uids[self.now(self._papers[place].uid)] = None
        return list(uids)

    def _behind(self, mark: int) -> Sequence[int]:
        found = self._marked.get(mark, ())
        return (found,) if isinstance(found, int) else found

    def _mark(self, mark: int, place: int) -> None:
        found = self._marked.setdefault(mark, place)
        if isinstance(found, list):
            if place not in found[-CROWD:]:
                found.append(place)
        elif found != place:
            self._marked[mark] = [found, place]

    def _mark_abstracts(self) -> None:
        """Only where a paper without a title is met are abstracts worth reading."""
        for place in range(self._read_abstracts, len(self._papers)):
            for mark in _abstract_marks(self._papers[place]):
                self._mark(mark, place)
        self._read_abstracts = len(self._papers)


def _marks(facts: Facts) -> tuple[int, ...]:
    """What a paper can be looked up by: hashes, for there are many and few are ever met again."""
    paper, compact = facts.paper, facts.compact
    marks = [*map(hash, facts.ids)]
    if paper.source.raw:
        marks.append(hash(paper.source.raw))
    if (not compact or "url" in paper.fields) and (place := address(paper)):
        marks.append(hash(("at", place)))
    if paper.files or paper.source.kind == "pdf":
        marks += _file_marks(paper)
    if compact:
        who, longest = _first_author(paper), max(facts.title.split(), key=len)
        marks += (
            hash(compact),
            hash(f"{who}={titles.compact(longest)}"),
            hash(f"{who} {compact[:START]}"),
            hash(f"{who}-{compact[-START:]}"),
            hash(f"+{compact[:LONG_START]}"),
        )
    return tuple(marks)


def _first_author(paper: Paper) -> str:
    """A few letters of the first author's family name, the same in most ways to write it."""
    raw = paper.fields.get("author") or paper.fields.get("editor") or ""
    name = raw.partition(" and ")[0].partition(",")[0].strip()
    family = name.rpartition(" ")[2]
    if not family.isalpha():
        family = titles.compact(latex.decode(name).rpartition(" ")[2])
    return titles.compact(family)[:4]


def _file_marks(paper: Paper) -> list[int]:
    """Marks from the contents of files: that which it was read from, and those it has attached."""
    digests = [file.path.rpartition("-")[2].partition(".")[0] for file in paper.files]
    if paper.source.kind == "pdf":
        digests.append(paper.source.fingerprint[:DIGITS])
    return [
        hash(("file", found)) for found in digests if re.fullmatch(rf"[\da-f]{{{DIGITS}}}", found)
    ]


def _abstract_marks(paper: Paper) -> tuple[int, ...]:
    """Marks from the first words of the abstract, and from those that follow."""
    words = abstract_words(paper)[:16]
    if len(words) < 16:
        return ()
    return hash(("abstract", *words[:8])), hash(("abstract", *words[8:]))
