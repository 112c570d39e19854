"""Which of many papers one is: candidates are looked up, never compared with all the others."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from commands.comparing import BY_TITLE, LIKELY, Verdict, compare
from commands.facts import Facts, names
from commands.marked import CROWD, Marked, entry
from commands.marks import abstract_marks, digests, file_marks, mark, marks_of
from papers import Paper, uid_to_int

AT_HAND = 1000  # papers whose facts are kept for the next comparison


class Twins(NamedTuple):
    """Which papers one is, the best first; and which it may be, and why."""

    sure: tuple[str, ...] = ()
    doubtful: tuple[tuple[str, Verdict], ...] = ()


NONE = Twins()


class Known:
    """The papers that are there, by what tells them apart."""

    def __init__(
        self, papers: Iterable[Paper], is_taken: Callable[[str], bool] | None = None
    ) -> None:
        """`is_taken` tells of keys that papers have which are not among these."""
        self._is_taken = is_taken
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

    @property
    def papers(self) -> Sequence[Paper]:
        return self._papers

    def paper(self, uid: str) -> Paper:
        return self._papers[self._places[uid]]

    def has_name(self, name: str) -> bool:
        """Whether a paper is called so, or was."""
        if name.casefold() in self._names:
            return True
        return self._is_taken is not None and self._is_taken(name)

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
        for found in facts.marks or marks_of(facts):
            if marked.setdefault(found, place) != place:
                self._mark(found, place)
        if not facts.compact or place < self._read_abstracts:
            abstract = abstract_marks(paper)
            self._untitled += bool(abstract and not facts.compact)
            for found in abstract:
                self._mark(found, place)

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
        facts.marks = marks_of(facts)
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

    def finish(self, keep: int = 0) -> Marked | None:
        """No more papers come: what they would have been looked up by is let go of.

        That of the first so many papers is given back, if it is to be kept.
        """
        self._compared.clear()
        entries = array("Q", self._entries(keep) if keep else ())
        self._marked.clear()
        if not keep:
            return None
        ids = array("q")
        for paper in self._papers[:keep]:
            ids.append(0 if paper.uid in self._moved else uid_to_int(paper.uid))
        return Marked(ids, entries, bool(self._untitled), self._read_abstracts >= keep)

    def _entries(self, count: int) -> Iterator[int]:
        """Marks and places in order; what was told is let go of, since all of it is much."""
        at = {self._places[old]: self._places[self.now(old)] for old in self._moved}
        for found in sorted(self._marked):
            places = self._marked.pop(found)
            if isinstance(places, int):
                places = [places]
            for place in sorted({at.get(place, place) for place in places}):
                if place < count:
                    yield entry(found, place)

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
            for place in self._behind(mark(raw)):
                if self._papers[place].source.raw == raw:
                    return self.now(self._papers[place].uid)
        mine = digests(paper) if paper.source.kind == "pdf" else []
        for found in file_marks(paper) if mine else ():
            for place in self._behind(found):
                if not set(mine).isdisjoint(digests(self._papers[place])):
                    return self.now(self._papers[place].uid)
        return ""

    def _candidates(self, facts: Facts) -> list[str]:
        marks = facts.marks
        abstract = abstract_marks(facts.paper) if self._untitled or not facts.compact else ()
        if abstract and not facts.compact:
            self._mark_abstracts()
        marks += abstract
        uids: dict[str, None] = {}
        for found in marks:
            for place in self._behind(found)[-CROWD:]:
                uids[self.now(self._papers[place].uid)] = None
        return list(uids)

    def _behind(self, wanted: int) -> Sequence[int]:
        found = self._marked.get(wanted, ())
        return (found,) if isinstance(found, int) else found

    def _mark(self, wanted: int, place: int) -> None:
        found = self._marked.setdefault(wanted, place)
        if isinstance(found, list):
            if place not in found[-CROWD:]:
                found.append(place)
        elif found != place:
            self._marked[wanted] = [found, place]

    def _mark_abstracts(self) -> None:
        """Only where a paper without a title is met are abstracts worth reading."""
        for place in range(self._read_abstracts, len(self._papers)):
            for found in abstract_marks(self._papers[place]):
                self._mark(found, place)
        self._read_abstracts = len(self._papers)
