"""Regular expressions that are never slow: read by our own rules, so that each one's cost is known.

Letters, classes, groups, alternatives, repeats and the anchors ^ $ \\b \\B; case and accents do not
matter, as everywhere in a search. What would need to remember what it matched (back references,
looking around) is not taken. Where Python's own engine cannot be led astray it does the work; any
other expression runs on our automaton, whose steps are counted.
"""

import functools
import re
from typing import NamedTuple

from papers.text import fold
from search.automaton import (
    Alternatives,
    Automaton,
    Chars,
    Mark,
    Part,
    Repeat,
    Row,
    TooLarge,
)

LONGEST = 500  # characters of an expression
DEEPEST = 20
MOST_STATES = 400
MOST_REPEATS = 200
SHORT = 2_000  # characters that Python's engine is given at most
MOST_WAYS = 64

_COUNT = re.compile(r"\{(\d{1,3})(?:(,)(\d{1,3})?)?\}", re.ASCII)
_CLASSES = {name: rf"\{name}" for name in "dDwWsS"}
_CONTROLS = {"t": "\t", "n": " ", "r": " ", "f": " ", "v": " "}


class Regex(NamedTuple):
    """An expression to look for in texts that `plain` gives."""

    automaton: Automaton
    literals: tuple[str, ...]  # each stands in every text that matches
    fast: re.Pattern[str] | None  # Python's, where it is safe on lines of up to SHORT characters

    def found(self, text: str) -> bool:
        """Whether it matches anywhere; False as well where looking would take too long."""
        if not all(literal in text for literal in self.literals):
            return False
        if self.fast and len(text) <= SHORT:
            return self.fast.search(text) is not None
        return self.automaton.found(text)

    def span(self, text: str) -> tuple[int, int] | None:
        """Where it first matches."""
        if not self.found(text):
            return None
        if self.fast and len(text) <= SHORT:
            found = self.fast.search(text)
            return found.span() if found else None
        return self.automaton.span(text)


_BREAKS = dict.fromkeys(map(ord, "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")


def plain(text: str) -> str:
    """A text as expressions see it: folded, on one line."""
    folded = fold(text)
    return folded if folded.isprintable() else folded.translate(_BREAKS)


@functools.lru_cache(maxsize=64)
def compiled(source: str) -> Regex | None:
    """The expression, or None where it is none or would be too large."""
    if len(source) > LONGEST:
        return None
    try:
        tree = _Reader(source).whole()
        automaton = Automaton(tree, MOST_STATES)
    except (_Unreadable, TooLarge):
        return None
    literals = tuple(dict.fromkeys([each for each in _literals(tree) if each.strip()]))
    fast = re.compile(_python(tree), re.MULTILINE) if _is_tame(tree) else None
    return Regex(automaton, literals, fast)


class _Unreadable(Exception):
    """It is no regular expression, or none that we take."""


class _Reader:
    """Reads an expression from left to right."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.depth = 0

    def whole(self) -> Part:
        part = self.alternatives()
        if self.at < len(self.source):
            raise _Unreadable
        return part

    def alternatives(self) -> Part:
        rows = [self.row()]
        while self.next_is("|"):
            rows.append(self.row())
        return rows[0] if len(rows) == 1 else Alternatives(tuple(rows))

    def row(self) -> Part:
        parts: list[Part] = []
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            parts += self.repeated(self.one())
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def next_is(self, sign: str) -> bool:
        if self.source.startswith(sign, self.at):
            self.at += len(sign)
            return True
        return False

    def one(self) -> list[Part]:
        """What a repeat behind it repeats is the last of these."""
        char = self.source[self.at]
        self.at += 1
        if char == "(":
            return [self.group()]
        if char == "[":
            return [self.chars()]
        if char == ".":
            return [Chars(".")]
        if char in "^$":
            return [Mark(char)]
        if char == "\\":
            return self.escaped()
        if char in "*+?{":
            raise _Unreadable
        return _letters(char)

    def group(self) -> Part:
        if self.depth == DEEPEST or (self.next_is("?") and not self.next_is(":")):
            raise _Unreadable
        self.depth += 1
        part = self.alternatives()
        self.depth -= 1
        if not self.next_is(")"):
            raise _Unreadable
        return part

    def escaped(self) -> list[Part]:
        char = self.source[self.at : self.at + 1]
        self.at += 1
        if char in ("b", "B"):
            return [Mark("\\" + char)]
        if char in _CLASSES and char:
            return [Chars(_CLASSES[char])]
        return _letters(self.literal(char))

    def literal(self, char: str) -> str:
        """What stands behind a backslash for itself, or for a white character."""
        if char in _CONTROLS and char:
            return _CONTROLS[char]
        if not char or (char.isalnum() and char.isascii()):
            raise _Unreadable
        return char

    def chars(self) -> Part:
        """A class in brackets, spelled as Python spells it and folded."""
        negated = "^" if self.next_is("^") else ""
        items: list[str] = []
        while not (items and self.next_is("]")):
            first = self.member()
            last = first
            if self.source[self.at : self.at + 1] == "-" and self.source[self.at + 1 :][:1] not in (
                "]",
                "",
            ):
                self.at += 1
                last = self.member()
            items.append(_range(first, last))
        return Chars(f"[{negated}{''.join(items)}]")

    def member(self) -> str:
        char = self.source[self.at : self.at + 1]
        self.at += 1
        if not char:
            raise _Unreadable
        if char != "\\":
            return char
        char = self.source[self.at : self.at + 1]
        self.at += 1
        return _CLASSES[char] if char and char in _CLASSES else self.literal(char)

    def repeated(self, parts: list[Part]) -> list[Part]:
        """The parts with the last of them repeated, where that is asked for."""
        signs = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        sign = self.source[self.at : self.at + 1]
        bounds: tuple[int, int | None] | None = signs.get(sign)
        if bounds:
            self.at += 1
        elif sign == "{" and (found := _COUNT.match(self.source, self.at)):
            self.at = found.end()
            least = int(found[1])
            bounds = least, (int(found[3]) if found[3] else None if found[2] else least)
        if not bounds:
            if sign == "{":
                raise _Unreadable
            return parts
        self.next_is("?")  # as few as will do: what is found is the same
        least, most = bounds
        too_many = max(least, most or 0) > MOST_REPEATS or (most is not None and most < least)
        if too_many or self.source[self.at : self.at + 1] in ("*", "+", "?", "{"):
            raise _Unreadable
        if not parts or isinstance(parts[-1], Mark):
            raise _Unreadable
        return [*parts[:-1], Repeat(parts[-1], least, most)]


def _letters(char: str) -> list[Part]:
    folded = " " if char.isspace() else fold(char)
    return [Chars(re.escape(each)) for each in folded]


def _range(first: str, last: str) -> str:
    """Characters from one to another, as Python spells them in a class."""
    if first == last:
        if len(first) > 1:
            return first
        return "".join([re.escape(each) for each in (" " if first.isspace() else fold(first))])
    if len(first) > 1 or len(last) > 1 or first > last:
        raise _Unreadable
    spelled = f"{re.escape(first)}-{re.escape(last)}"
    low, high = max(first, "A"), min(last, "Z")
    if low <= high:
        spelled += f"{low.lower()}-{high.lower()}"
    return spelled


# -- what is known of an expression before it runs


def _literals(part: Part) -> list[str]:
    """Letters in a row that every match holds."""
    found: list[str] = []
    row: list[str] = []
    for each in part.parts if isinstance(part, Row) else [part]:
        letter = each.letter if isinstance(each, Chars) else ""
        if letter:
            row.append(letter)
            continue
        found.append("".join(row))
        row = []
        if isinstance(each, Row) or (isinstance(each, Repeat) and each.least):
            found += _literals(each if isinstance(each, Row) else each.part)
    found.append("".join(row))
    return [each for each in found if each]


def _is_tame(part: Part) -> bool:
    """Whether Python's engine tries few ways at each place: no repeat in a repeat, no two long."""
    ways, endless = _ways(part)
    return ways <= MOST_WAYS and endless <= 1


def _ways(part: Part) -> tuple[int, int]:
    """In how many ways a place may be tried, and how many repeats have no end."""
    if isinstance(part, Repeat):
        if not isinstance(part.part, Chars):
            ways, endless = _ways(part.part)
            simple = ways == 1 and not endless and part.most == part.least
            return (1, 0) if simple else (MOST_WAYS + 1, 0)
        if part.most is None:
            return 1, 1
        return part.most - part.least + 1, 0
    if isinstance(part, Row | Alternatives):
        found = [_ways(each) for each in part.parts]
        endless = sum(each for _ways, each in found)
        ways = 1
        for count, _endless in found:
            ways = ways * count if isinstance(part, Row) else ways
        if isinstance(part, Alternatives):
            ways = sum(count for count, _endless in found)
        return min(ways, MOST_WAYS + 1), endless
    return 1, 0


def _python(part: Part) -> str:
    """The expression as Python's engine wants it."""
    if isinstance(part, Chars):
        return part.python
    if isinstance(part, Mark):
        return part.sign
    if isinstance(part, Repeat):
        most = "" if part.most is None else part.most
        return f"(?:{_python(part.part)}){{{part.least},{most}}}"
    if isinstance(part, Row):
        return "".join([_python(each) for each in part.parts])
    return f"(?:{'|'.join([_python(each) for each in part.parts])})"
