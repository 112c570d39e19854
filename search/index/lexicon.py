"""The words of an index: which are this one, begin with it, or are it but for a typo.

The words are sorted, so that those with a common beginning stand in a row. Typos are looked for
among all of them at once: the set of a word's letters, 32 bits, rules out nearly all, and the
distances of the rest are counted together, one letter after the other, as bits (Hyyrö 2003).
"""

import functools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.closeness import (
    EXACT,
    FIRST_LETTER,
    LEAST_ENDED,
    PER_TYPO,
    TYPO,
    closeness,
    of_beginning,
    typos,
)
from search.index.build import (
    DIGIT_BITS,
    HEAD_BYTES,
    LETTER_BIT,
    LONGEST,
    lettered,
    masks_of,
)
from search.index.growing import Growing

Arrays = dict[str, NDArray[Any]]
Ids = NDArray[Any]
Values = NDArray[Any]

LONG = 64  # letters; of longer words the length does not matter
NOTHING = np.zeros(0, np.int64)


class Hits(NamedTuple):
    """Words that explain a typed one: a row of them, and others by themselves."""

    start: int
    end: int
    row: Values  # how well each in the row does
    others: Ids
    values: Values

    @property
    def is_empty(self) -> bool:
        return self.start == self.end and not len(self.others)


NO_HITS = Hits(0, 0, np.zeros(0, np.float32), NOTHING, np.zeros(0, np.float32))


class Lexicon:
    """Words by number: first the sorted ones that were mapped, then those that came since."""

    def __init__(self, arrays: Arrays) -> None:
        self._text = memoryview(arrays["word_text"])  # type: ignore[arg-type]  # an array is a buffer
        self._ends = arrays["word_ends"]
        self._places = memoryview(self._ends)  # type: ignore[arg-type]  # an array is a buffer
        self._heads = arrays["word_heads"]
        self._letters = arrays["letters"]
        self._masks = arrays["masks"]
        self._sizes = arrays["sizes"]
        self.sorted = len(self._ends) - 1
        self._new: list[bytes] = []
        self._numbers: dict[bytes, int] = {}
        self._new_letters = Growing(**masks_of(lettered([])))

    def __len__(self) -> int:
        return self.sorted + len(self._new)

    def word(self, number: int) -> bytes:
        if number >= self.sorted:
            return self._new[number - self.sorted]
        return bytes(self._text[self._places[number] : self._places[number + 1]])

    def find(self, word: bytes) -> int:
        """The number of a word, or -1."""
        first = self._first(word)
        return self._find(word, first, min(first + 1, self.sorted))

    def numbers(self, words: Sequence[bytes]) -> list[int]:
        """The numbers of words, new ones for those that have none."""
        heads = np.array([_head(word) for word in words], np.uint64)
        firsts = np.searchsorted(self._heads, heads).tolist()
        lasts = np.searchsorted(self._heads, heads, side="right").tolist()
        return [
            number if (number := self._find(*each)) >= 0 else self._learn(each[0])
            for each in zip(words, firsts, lasts, strict=True)
        ]

    def _learn(self, word: bytes) -> int:
        number = self._numbers[word] = len(self)
        self._new.append(word)
        return number

    def _find(self, word: bytes, low: int, high: int) -> int:
        """The number of a word that is between these if it is sorted, or -1."""
        at = self._within(word, low, high)
        if at < high and self.word(at) == word:
            return at
        return self._numbers.get(word, -1)

    def _first(self, word: bytes) -> int:
        """The first of the sorted words that does not come before this one."""
        head = np.uint64(_head(word))
        low = int(np.searchsorted(self._heads, head))
        if len(word) <= HEAD_BYTES:
            return low
        return self._within(word, low, int(np.searchsorted(self._heads, head, side="right")))

    def _within(self, word: bytes, low: int, high: int) -> int:
        text, places = self._text, self._places
        while low < high:
            middle = (low + high) >> 1
            if bytes(text[places[middle] : places[middle + 1]]) < word:
                low = middle + 1
            else:
                high = middle
        return low

    def row(self, word: bytes) -> tuple[int, int]:
        """The sorted words that begin with this."""
        end = word[:-1] + bytes([word[-1] + 1])  # UTF-8 has no byte 255
        return self._first(word), self._first(end)

    def containing(self, letters: bytes) -> Ids:
        """The words that have these letters in a row anywhere."""
        text = bytes(self._text)
        places, at = [], text.find(letters)
        while at >= 0:
            places.append(at)
            at = text.find(letters, at + 1)
        starts = np.array(places, np.int64)
        numbers = np.searchsorted(self._ends, starts, side="right") - 1
        inside = starts + len(letters) <= self._ends[numbers + 1]
        new = [at for at, word in enumerate(self._new) if letters in word]
        return np.concatenate((np.unique(numbers[inside]), np.array(new, np.int64) + self.sorted))

    def begun(self, typed: str, open: bool) -> Hits:
        """The words that are this one or go on from it."""
        word = typed.encode("utf-8", "surrogatepass")
        goes_on = open or (len(typed) >= LEAST_ENDED and not typed.isdigit())
        if not goes_on:
            found = self.find(word)
            return _single(found) if found >= 0 else NO_HITS
        start, end = self.row(word)
        lengths = np.diff(self._ends[start : end + 1].astype(np.int64))
        row = _beginnings(len(word), lengths, open)
        new = [at for at, each in enumerate(self._new) if each.startswith(word)]
        values = _beginnings(
            len(word), np.array([len(self._new[at]) for at in new], np.int64), open
        )
        return Hits(start, end, row, np.array(new, np.int64) + self.sorted, values)

    def near(self, typed: str, open: bool) -> Hits:
        """The words that are this one, or begin so, but for a typo or two."""
        most = typos(typed)
        if not typed or not (most or len(typed) == 3):
            return NO_HITS
        if len(typed) == 3:
            swapped = {typed[1] + typed[0] + typed[2], typed[0] + typed[2] + typed[1]} - {typed}
            words = [each.encode("utf-8", "surrogatepass") for each in swapped]
            ids = [found for each in words if (found := self.find(each)) >= 0]
            return _others(np.array(ids, np.int64), np.full(len(ids), TYPO, np.float32))
        if len(typed) > LONGEST:
            return self._near_long(typed, most, open)
        return _others(*self._alike(typed, most, open, 1))

    def _near_long(self, typed: str, most: int, open: bool) -> Hits:
        """The same for a word of which only the beginning is compared with all others."""
        alike, _ = self._alike(typed, most + 1, True, 0)
        words = [self.word(number).decode("utf-8", "surrogatepass") for number in alike.tolist()]
        values = np.array([closeness(typed, word, open) for word in words], np.float32)
        return _others(alike[values > 0], values[values > 0])

    def _alike(self, typed: str, most: int, open: bool, least: int) -> tuple[Ids, Values]:
        code = lettered([typed.encode("utf-8", "surrogatepass")])[0]
        near, values = _near(code, (least, most), open, self._letters, self._masks, self._sizes)
        if self._new:
            more, also = _near(code, (least, most), open, *self._newly())
            near = np.concatenate((near, more + self.sorted))
            values = np.concatenate((values, also))
        return near, values

    def _newly(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        new = self._new_letters
        if new.count != len(self._new):
            new.extend(**masks_of(lettered(self._new[new.count :])))
        return new["letters"], new["masks"], new["sizes"]


def _head(word: bytes) -> int:
    """The first bytes of a word as a number that sorts alike."""
    return int.from_bytes(word[:HEAD_BYTES].ljust(HEAD_BYTES, b"\0"), "big")


def _single(number: int) -> Hits:
    return _others(np.array([number]), np.array([EXACT], np.float32))


def _others(ids: Ids, values: Values) -> Hits:
    return Hits(0, 0, np.zeros(0, np.float32), ids, values)


def _beginnings(typed: int, lengths: NDArray[Any], open: bool) -> Values:
    """How well words of these lengths explain the beginning of so many letters."""
    return _table(typed, open)[np.minimum(lengths, LONG)]


@functools.lru_cache(maxsize=256)
def _table(typed: int, open: bool) -> Values:
    found = [
        EXACT if length <= typed else of_beginning(typed, length, open)
        for length in range(LONG + 1)
    ]
    return np.array(found, np.float32)


def _near(
    code: NDArray[Any],
    limits: tuple[int, int],
    open: bool,
    letters: NDArray[Any],
    masks: NDArray[Any],
    sizes: NDArray[Any],
) -> tuple[Ids, Values]:
    """Which of these words are so many typos away, and what that is worth."""
    least, most = limits
    size = int((code != 0).sum())
    letter_set = np.bitwise_or.reduce(LETTER_BIT[code])
    until, at_least = min(size + most, LONGEST), max(size - most, 1)
    if open:
        long, short = masks[until], masks[at_least]
        fits = sizes >= at_least
    else:
        long = short = masks[LONGEST]
        fits = (sizes >= at_least) & (sizes <= until)
    fits &= np.bitwise_count(letter_set & ~long) <= most
    fits &= np.bitwise_count(short & ~letter_set) <= most
    found = np.flatnonzero(fits)
    found = found[(long[found] & DIGIT_BITS) == (letter_set & DIGIT_BITS)]
    distances = _distances(code[:size], letters[:until, found], sizes[found], at_least, open)
    good = (distances <= most) & (distances >= least)
    found, distances = found[good], distances[good]
    values = TYPO - PER_TYPO * (distances - 1) - FIRST_LETTER * (letters[0, found] != code[0])
    return found, values.astype(np.float32)


def _distances(
    typed: NDArray[Any],
    letters: NDArray[Any],
    sizes: NDArray[Any],
    at_least: int,
    open: bool,
) -> NDArray[Any]:
    """The typos between what was typed and each word, or the nearest of its beginnings."""
    one, size = np.uint32(1), len(typed)
    match = np.zeros(256, np.uint32)
    for at, code in enumerate(typed.tolist()):
        match[code] |= one << np.uint32(at)
    last = one << np.uint32(size - 1)
    count = letters.shape[1]
    up, down = np.full(count, 0xFFFFFFFF, np.uint32), np.zeros(count, np.uint32)
    zero, before = np.zeros(count, np.uint32), np.zeros(count, np.uint32)
    distance = np.full(count, size, np.int32)
    best = np.full(count, 99, np.int32)
    for at in range(len(letters)):
        here = match[letters[at]]
        swapped = ((~zero & here) << one) & before
        zero = (((here & up) + up) ^ up) | here | down | swapped
        more, less = down | ~(zero | up), zero & up
        distance += (more & last) != 0
        distance -= (less & last) != 0
        more, less = (more << one) | one, less << one
        up, down, before = less | ~(zero | more), more & zero, here
        if at + 1 >= at_least:
            ends = sizes >= at + 1 if open else sizes == at + 1
            np.minimum(best, distance, out=best, where=ends)
    return best
