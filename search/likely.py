"""A typed word held against the words of papers; each word that is met is judged once."""

import functools
import re
from collections.abc import Iterator

from search import words
from search.closeness import closeness, initials, together, typos
from search.reading import EVERYWHERE, IN_NAMES, Reading

MOST = 10_000  # words that are remembered; beyond them it begins anew
MOST_PARTS = 32  # of a word that was typed as one
LONGEST = 10_000
AS_ONE = 0.9  # how well one word must explain two that were typed apart

BORDER = re.compile(r"([^\W\d]+)(\d+)|(\d+)([^\W\d]+)")


class Judge:
    """Knows how well words explain a typed one, and remembers it."""

    def __init__(self, typed: str, open: bool, least: float) -> None:
        self.typed = typed
        self.open = open
        self.least = least
        slack = max(typos(typed), 2)  # more letters, or fewer, are no typo and no plural
        self._letters = frozenset(typed)
        self._lacking = slack + 1  # "bodies" has three letters that "body" lacks
        self._shortest = len(typed) - slack
        self._longest = LONGEST if open else len(typed) + slack
        self._good: dict[str, float] = {}
        self._bad: set[str] = set()

    def among(self, found: frozenset[str]) -> bool:
        """Whether one of these words explains it."""
        if not self._good.keys().isdisjoint(found):
            return True
        return any(self.score(word) for word in found - self._bad)

    def near(self, found: frozenset[str]) -> dict[str, float]:
        """Those of these words that explain it, and how well."""
        new = found.difference(self._bad, self._good)
        if new:
            self._learn(new)
        return {word: self._good[word] for word in self._good.keys() & found}

    def score(self, word: str) -> float:
        """How well a word explains it; 0 where it does not."""
        if word not in self._good and word not in self._bad:
            self._learn(frozenset({word}))
        return self._good.get(word, 0.0)

    def _learn(self, new: frozenset[str]) -> None:
        typed, letters, lacking = self.typed, self._letters, self._lacking
        for word in new:
            if word.startswith(typed) or (
                self._shortest <= len(word) <= self._longest
                and len(letters.difference(word)) <= lacking
            ):
                close = closeness(typed, word, self.open)
                if close > self.least:
                    self._good[word] = close
        if len(self._bad) > MOST:
            self._bad.clear()
        self._bad.update(new.difference(self._good))


@functools.lru_cache(maxsize=160)
def judge(typed: str, open: bool, least: float = 0.0) -> Judge:
    """The one judge of this typed word."""
    return Judge(typed, open, least)


class Likely:
    """One word of a query, as forgiving as a search is.

    `before` and `after` are its neighbours in the query: together they may be one word of a paper.
    """

    def __init__(self, text: str, open: bool, before: str = "", after: str = "") -> None:
        pieces = words.parts(text)[:MOST_PARTS]
        last = len(pieces) - 1
        self._judges = [judge(piece, open and at == last) for at, piece in enumerate(pieces)]
        self._joined = [judge(each, open) for each in words.tokens(text)[-1:] if last > 0]
        for one in words.parts(before)[-1:] if pieces else ():
            self._joined.append(judge(one + pieces[0], open and not last, AS_ONE))
        for one in words.parts(after)[:1] if pieces else ():
            self._joined.append(judge(pieces[-1] + one, False, AS_ONE))
        border = BORDER.fullmatch(pieces[0]) if last == 0 else None
        both = [piece for piece in border.groups() if piece] if border else []
        self._bordering = [judge(piece, open and at == 1) for at, piece in enumerate(both)]

    def matches(self, reading: Reading, parts: tuple[str, ...] = EVERYWHERE) -> bool:
        """Whether these parts of the paper explain the word; one without letters always is."""
        if all(self._explained(reading, parts, each) for each in self._judges):
            return True
        if any(self._said(reading, parts, each) for each in self._joined):
            return True
        both = [self._said(reading, parts, each) for each in self._bordering]
        return bool(both) and all(both)

    def _said(self, reading: Reading, parts: tuple[str, ...], typed: Judge) -> bool:
        return any(typed.among(reading.words(part)) for part in parts)

    def _explained(self, reading: Reading, parts: tuple[str, ...], typed: Judge) -> bool:
        if self._said(reading, parts, typed):
            return True
        for part in parts:
            if part in IN_NAMES and _any(together(typed.typed, reading.row(part), typed.open)):
                return True
        return "title" in parts and _any(initials(typed.typed, reading.row("title")))


def _any(found: Iterator[tuple[int, int]]) -> bool:
    return next(found, None) is not None
