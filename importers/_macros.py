"""The `@string` definitions of a file, and which of them an entry's values need."""

import bisect
from collections.abc import Iterable
from typing import NamedTuple

from papers.bibtex import macros_in
from papers.fields import Bare, Fields

LONGEST_CHAIN = 100  # definitions that one paper may need; more is an attack, not a bibliography
_NONE = Fields()


class _Definition(NamedTuple):
    at: int
    name: str
    value: str


class Macros:
    """What each name means at each place of the file: a name may be defined again."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[_Definition]] = {}
        self._places: list[int] = []
        self._answers: dict[tuple[int, frozenset[str]], Fields] = {}

    def define(self, at: int, name: str, value: str) -> None:
        """Definitions come in the order of the file."""
        self._by_name.setdefault(name.lower(), []).append(_Definition(at, name, value))
        self._places.append(at)

    def defined_at(self, at: int) -> bool:
        """Whether the block at this place defines anything."""
        place = bisect.bisect_left(self._places, at)
        return self._places[place : place + 1] == [at]

    def needed(self, values: Iterable[str], at: int) -> Fields:
        """The definitions that these values at this place use, and those that they use in turn."""
        names = [name for value in values if isinstance(value, Bare) for name in macros_in(value)]
        if not names:
            return _NONE
        asked = bisect.bisect_left(self._places, at), frozenset(names)
        if asked not in self._answers:
            self._answers[asked] = self._needed(names, at)
        return self._answers[asked]

    def _needed(self, waiting: list[str], at: int) -> Fields:
        found: dict[str, _Definition] = {}
        while waiting and len(found) < LONGEST_CHAIN:
            name = waiting.pop()
            definition = None if name in found else self._meaning(name, at)
            if definition:
                found[name] = definition
                if isinstance(definition.value, Bare):
                    waiting += macros_in(definition.value)
        ordered = sorted(found.values())
        return Fields({definition.name: definition.value for definition in ordered})

    def _meaning(self, name: str, at: int) -> _Definition | None:
        """The last definition before this place, or else the first after it."""
        definitions = self._by_name.get(name)
        if not definitions:
            return None
        before = bisect.bisect_left(definitions, (at,))
        return definitions[max(before - 1, 0)]
