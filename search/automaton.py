"""A regular expression as an automaton: one step for each character, however it is nested.

The places that can be reached together are remembered as one state, with the state that follows
each character, so that a text is read about as fast as a loop over it. Steps are counted: a text
that would take too many is taken for one that does not match.
"""

import functools
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

LONGEST = 200_000  # characters of a text; what comes behind them is not looked at
STEPS = 20_000  # from place to place, for one text
MEMORY = 2_000  # states; when there are more it begins anew

START, WORD, OTHER, END = range(4)  # what stands beside a place


class Chars(NamedTuple):
    """One character, of those that a class in Python's spelling takes."""

    spelled: str

    @property
    def python(self) -> str:
        """Spelled so that it never takes the end of a line."""
        if self.spelled in (r"\s", r"\D", r"\W"):
            return f"[^{self.spelled.swapcase()}\n]"
        if self.spelled.startswith("[^"):
            return f"{self.spelled[:-1]}\n]"
        is_wide = self.spelled.startswith("[") and re.search(r"\\[sDW]", self.spelled)
        return f"(?!\n){self.spelled}" if is_wide else self.spelled

    @property
    def letter(self) -> str:
        """The one letter that this is, or "" where it may be several."""
        if self.spelled[0] == "\\" and not self.spelled[-1].isalnum():
            return self.spelled[1:]
        return self.spelled if len(self.spelled) == 1 and self.spelled != "." else ""


class Mark(NamedTuple):
    """A place between characters: ^ $ \\b \\B."""

    sign: str


class Repeat(NamedTuple):
    """A part so many times; most is None where there is no end to it."""

    part: "Part"
    least: int
    most: int | None


class Row(NamedTuple):
    """Parts one behind the other."""

    parts: tuple["Part", ...]


class Alternatives(NamedTuple):
    """One of these."""

    parts: tuple["Part", ...]


Part = Chars | Mark | Repeat | Row | Alternatives


class TooLarge(Exception):
    """The automaton would have more places than are taken."""


class Place(NamedTuple):
    """A place in the automaton: what is taken there, or which mark holds, and where it leads."""

    takes: Callable[[str], object] | None
    mark: str
    ways: tuple[int, ...]


class State(dict[str, "State"]):
    """Places that are reached together, and which state follows each character."""

    __slots__ = ("before", "places")

    def __init__(self, places: Iterable[int], before: int) -> None:
        super().__init__()
        self.places = places
        self.before = before


MATCHED = State((), END)


class Automaton:
    """Looks for an expression anywhere in a text."""

    def __init__(self, part: Part, most: int) -> None:
        self._places: list[Place] = []
        self._most = most
        self._goal = self._add(Place(None, "goal", ()))
        self._first = self._build(part, self._goal)
        self._states: dict[tuple[frozenset[int], int], State] = {}
        self._steps = 0

    # Building, from the end to the beginning

    def _add(self, place: Place) -> int:
        if len(self._places) == self._most:
            raise TooLarge
        self._places.append(place)
        return len(self._places) - 1

    def _build(self, part: Part, then: int) -> int:
        if isinstance(part, Chars):
            return self._add(Place(_taking(part.spelled), "", (then,)))
        if isinstance(part, Mark):
            return self._add(Place(None, part.sign, (then,)))
        if isinstance(part, Row):
            for each in reversed(part.parts):
                then = self._build(each, then)
            return then
        if isinstance(part, Alternatives):
            return self._add(Place(None, "", tuple([self._build(p, then) for p in part.parts])))
        return self._build_repeat(part, then)

    def _build_repeat(self, repeat: Repeat, then: int) -> int:
        part, least, most = repeat
        if most is None:
            again = self._add(Place(None, "", ()))
            self._places[again] = Place(None, "", (self._build(part, again), then))
            then = again
        else:
            end = then
            for _ in range(most - least):
                then = self._add(Place(None, "", (self._build(part, then), end)))
        for _ in range(least):
            then = self._build(part, then)
        return then

    # Looking

    def found(self, text: str) -> bool:
        """Whether the expression matches anywhere; False as well where that takes too long."""
        self._steps = 0
        state = self._state(frozenset(), START)
        for char in text[:LONGEST]:
            following = state.get(char)
            if following is None:
                following = self._follow(state, char)
                if self._steps > STEPS:
                    return False
            if following is MATCHED:
                return True
            state = following
        return self._goal in self._reached(self._from(state), state.before, END)

    def span(self, text: str) -> tuple[int, int] | None:
        """Where the first match begins, and the furthest place where it ends."""
        self._steps = 0
        threads: dict[int, int] = {}
        best: tuple[int, int] | None = None
        before = START
        for at in range(min(len(text), LONGEST) + 1):
            char = text[at : at + 1]
            after = _kind(char) if char else END
            if best is None:
                threads.setdefault(self._first, at)
            reached = self._reached(threads, before, after)
            start = reached.get(self._goal)
            if start is not None and (best is None or start <= best[0]):
                best = (start, at)
            threads = {}
            for place, began in reached.items():
                takes = self._places[place].takes
                if takes and char and (best is None or began <= best[0]) and takes(char):
                    then = self._places[place].ways[0]
                    threads[then] = min(began, threads.get(then, began))
            if (best and not threads) or self._steps > STEPS:
                break
            before = after
        return best

    def _state(self, places: frozenset[int], before: int) -> State:
        state = self._states.get((places, before))
        if state is None:
            if len(self._states) >= MEMORY:
                self._states.clear()
            state = self._states[places, before] = State(places, before)
        return state

    def _from(self, state: State) -> dict[int, int]:
        return dict.fromkeys([*state.places, self._first], 0)

    def _follow(self, state: State, char: str) -> State:
        """The state behind this character; MATCHED where a match ends before it."""
        after = _kind(char)
        reached = self._reached(self._from(state), state.before, after)
        if self._goal in reached:
            following = MATCHED
        else:
            places = [self._places[each] for each in reached]
            taken = [each.ways[0] for each in places if each.takes and each.takes(char)]
            following = self._state(frozenset(taken), after)
        state[char] = following
        return following

    def _reached(self, threads: dict[int, int], before: int, after: int) -> dict[int, int]:
        """Every place that is reached from these without a character, with the earliest start."""
        reached: dict[int, int] = {}
        for first, began in sorted(threads.items(), key=lambda thread: thread[1]):
            waiting = [first]
            while waiting:
                at = waiting.pop()
                if at in reached:
                    continue
                reached[at] = began
                takes, mark, ways = self._places[at]
                if takes is None and _holds(mark, before, after):
                    waiting += reversed(ways)
        self._steps += len(reached)
        return reached


def _kind(char: str) -> int:
    return WORD if char.isalnum() or char == "_" else OTHER


def _holds(mark: str, before: int, after: int) -> bool:
    if mark == "^":
        return before == START
    if mark == "$":
        return after == END
    if mark in ("\\b", "\\B"):
        return ((before == WORD) != (after == WORD)) == (mark == "\\b")
    return True


@functools.cache
def _taking(spelled: str) -> Callable[[str], object]:
    return re.compile(spelled).match
