"""Words of many texts at once: numpy over bytes, since a word at a time is what costs.

It finds the words that `search.words` finds. A word becomes 64 bits (an odd multiple of its bytes,
eight at a time) and by these a number in a table; up to eight bytes no two words share them, and
longer ones share them once in a billion libraries.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.words import latin

Numbers = NDArray[Any]
Hashes = NDArray[Any]
Places = NDArray[Any]

MANY = 1 << 18  # so many characters at a time stay in the processor's cache
END = "\0"
_DASH = ord("-")
_FIRST, _NEXT = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)


def _spelling() -> bytes:
    table = bytearray(b" " * 128) + bytearray(range(128, 256))
    for code in range(128):
        if chr(code).isalnum():
            table[code] = ord(chr(code).lower())
    for joiner in b"-'_":
        table[joiner] = _DASH
    table[0] = 0
    return bytes(table)


_SPELLING = _spelling()


class Words(NamedTuple):
    """The words of texts: their numbers in order, in which text each is, and the joined ones."""

    numbers: Numbers
    counts: Places  # how many words each text has
    joined: Numbers
    joined_in: Places  # the text of each


class Numbering:
    """A number for every word met so far, counted from 0."""

    def __init__(self, bits: int = 16) -> None:
        self.words: list[bytes] = []
        self._make_table(bits)

    def _make_table(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._last = (1 << bits) - 1
        self._hashes: Hashes = np.zeros(1 << bits, np.uint64)
        self._numbers: Numbers = np.zeros(1 << bits, np.uint32)

    def number(self, data: bytes, starts: Places, ends: Places) -> Numbers:
        """The numbers of the words that stand there in the data."""
        hashes = _hash(data, starts, ends - starts)
        slots = self._slots(hashes)
        numbers = self._numbers[slots]
        missed = np.flatnonzero(self._hashes[slots] != hashes)
        if len(missed):
            self._learn(data, starts, ends, hashes, missed)
            numbers[missed] = self._look_up(hashes[missed])
        return numbers

    def _slots(self, hashes: Hashes) -> Places:
        slots: Places = (hashes >> self._shift).view(np.int64)
        return slots

    def _look_up(self, hashes: Hashes) -> Numbers:
        slots = self._slots(hashes)
        away = np.flatnonzero(self._hashes[slots] != hashes)
        while len(away):
            slots[away] = (slots[away] + 1) & self._last
            away = away[self._hashes[slots[away]] != hashes[away]]
        return self._numbers[slots]

    def _learn(
        self, data: bytes, starts: Places, ends: Places, hashes: Hashes, missed: Places
    ) -> None:
        """Give numbers to the words among those missed that are new."""
        found, first = np.unique(hashes[missed], return_index=True)
        new = self._unknown(found)
        if not len(new):
            return
        places = missed[first[new]]
        count = len(self.words)
        self.words += [
            data[start:end]
            for start, end in zip(starts[places].tolist(), ends[places].tolist(), strict=True)
        ]
        if len(self.words) * 4 > len(self._hashes):
            known = np.flatnonzero(self._hashes)
            old, numbers = self._hashes[known], self._numbers[known]
            self._make_table(len(self.words).bit_length() + 4)
            self._insert(old, numbers)
        self._insert(found[new], np.arange(count, len(self.words), dtype=np.uint32))

    def _unknown(self, hashes: Hashes) -> Places:
        """Which of these hashes are not in the table."""
        slots = self._slots(hashes)
        open_: Places = np.arange(len(hashes))
        unknown = []
        while len(open_):
            have = self._hashes[slots[open_]]
            unknown.append(open_[have == 0])
            open_ = open_[(have != 0) & (have != hashes[open_])]
            slots[open_] = (slots[open_] + 1) & self._last
        return np.sort(np.concatenate(unknown))

    def _insert(self, hashes: Hashes, numbers: Numbers) -> None:
        slots = self._slots(hashes)
        while len(hashes):
            free = np.flatnonzero(self._hashes[slots] == 0)
            _, first = np.unique(slots[free], return_index=True)
            taken = free[first]
            self._hashes[slots[taken]] = hashes[taken]
            self._numbers[slots[taken]] = numbers[taken]
            left = np.ones(len(hashes), bool)
            left[taken] = False
            hashes, numbers = hashes[left], numbers[left]
            slots = (slots[left] + 1) & self._last


def read(texts: Sequence[str], numbering: Numbering) -> Words:
    """The words of these texts, all together at most MANY characters or little more."""
    folded = [text if text.isascii() else latin(text) for text in texts]
    whole = END.join(folded)
    if whole.count(END) != len(texts) - 1:
        whole = END.join([text.replace(END, " ") for text in folded])
    data = whole.encode("utf-8").translate(_SPELLING) + b"\0"
    array = np.frombuffer(data, np.uint8)
    is_word = array > _DASH
    edges = np.flatnonzero(is_word[1:] != is_word[:-1]) + 1
    if len(is_word) and is_word[0]:
        edges = np.concatenate(([0], edges))
    starts, ends = edges[::2], edges[1::2]
    numbers = numbering.number(data, starts, ends)
    limits = np.searchsorted(starts, np.flatnonzero(array == 0))
    counts = np.diff(limits, prepend=0)
    joined, joined_from = _joined(data, array, starts, ends, numbering)
    return Words(numbers, counts, joined, np.searchsorted(limits, joined_from, side="right"))


def _joined(
    data: bytes,
    array: NDArray[Any],
    starts: Places,
    ends: Places,
    numbering: Numbering,
) -> tuple[Numbers, Places]:
    """What joiners make of several words, and the place of the first of these."""
    links = np.zeros(len(starts) + 1, bool)
    links[:-2] = (array[ends[:-1]] == _DASH) & (starts[1:] == ends[:-1] + 1)
    if not links.any():
        return np.zeros(0, np.uint32), np.zeros(0, np.int64)
    first = np.flatnonzero(links[:-1] & ~np.concatenate(([False], links[:-2])))
    last = np.flatnonzero(~links & np.concatenate(([False], links[:-1])))
    dashes = np.flatnonzero(array == _DASH)
    begin = starts[first] - np.searchsorted(dashes, starts[first])
    end = ends[last] - np.searchsorted(dashes, ends[last])
    return numbering.number(data.replace(b"-", b""), begin, end), first


def _hash(data: bytes, starts: Places, lengths: Places) -> Hashes:
    """64 bits for each word, never 0."""
    padded = data + bytes(24 - len(data) % 8)
    eights = np.frombuffer(padded, "<u8")
    hashes = (_eight(eights, starts) & _MASKS[np.minimum(lengths, 8)]) * _FIRST
    at = 8
    longer = np.flatnonzero(lengths > at)
    while len(longer):
        rest = lengths[longer] - at
        piece = _eight(eights, starts[longer] + at) & _MASKS[np.minimum(rest, 8)]
        mixed = hashes[longer]
        hashes[longer] = ((mixed ^ (mixed >> np.uint64(29))) * _NEXT + piece) * _FIRST
        at += 8
        longer = longer[rest > 8]
    hashes[hashes == 0] = 1
    return hashes


def _eight(eights: Hashes, at: Places) -> Hashes:
    """The eight bytes from each place on."""
    place = at >> 3
    shift = ((at & 7) << 3).astype(np.uint64)
    low: Hashes = eights[place] >> shift
    return low | (eights[place + 1] << (np.uint64(64) - shift))
