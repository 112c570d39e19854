"""Words of many texts at once: numpy over bytes, since a word at a time is what costs.

It finds the words that `search.words` finds. A word becomes 64 bits (an odd multiple of its bytes,
eight at a time) and by these a number in a table; up to eight bytes no two words share them, and
longer ones share them once in a billion libraries.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from unicodedata import is_normalized, normalize

import numpy as np
from numpy.typing import NDArray

from search.words import folded

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
        self._hashes: Hashes = np.zeros(1, np.uint64)  # of each word, after that of none
        self._make_table(bits)

    def _make_table(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._last = (1 << bits) - 1
        self._table: Numbers = np.zeros(1 << bits, np.uint32)  # places among the hashes

    def number(self, data: bytes, starts: Places, ends: Places) -> Numbers:
        """The numbers of the words that stand there in the data."""
        hashes = _hash(data, starts, ends - starts)
        places = self._table[self._slots(hashes)]
        missed = np.flatnonzero(self._hashes[places] != hashes)
        if len(missed):
            found, first, which = np.unique(hashes[missed], return_index=True, return_inverse=True)
            known = self._look_up(found)
            new = np.flatnonzero(known == 0)
            if len(new):
                new = new[np.argsort(first[new])]
                at = missed[first[new]]
                known[new] = self._learn(data, starts[at], ends[at], found[new])
            places[missed] = known[which]
        return places - np.uint32(1)

    def _slots(self, hashes: Hashes) -> Places:
        slots: Places = (hashes >> self._shift).view(np.int64)
        return slots

    def _look_up(self, hashes: Hashes) -> Numbers:
        """Where these stand among the hashes; 0 where they do not."""
        slots = self._slots(hashes)
        places = self._table[slots]
        away = np.flatnonzero((places != 0) & (self._hashes[places] != hashes))
        while len(away):
            slots[away] = (slots[away] + 1) & self._last
            places[away] = found = self._table[slots[away]]
            away = away[(found != 0) & (self._hashes[found] != hashes[away])]
        return places

    def _learn(self, data: bytes, starts: Places, ends: Places, hashes: Hashes) -> Numbers:
        """Words that are new: where they stand among the hashes from now on."""
        first = len(self.words) + 1
        pairs = zip(starts.tolist(), ends.tolist(), strict=True)
        self.words += [data[start:end] for start, end in pairs]
        end = len(self.words) + 1
        if end > len(self._hashes):
            self._hashes = np.concatenate((self._hashes[:first], np.zeros(2 * end, np.uint64)))
        self._hashes[first:end] = hashes
        places = np.arange(first, end, dtype=np.uint32)
        if end * 4 > len(self._table):
            self._make_table(end.bit_length() + 3)
            self._insert(np.arange(1, end, dtype=np.uint32))
        else:
            self._insert(places)
        return places

    def _insert(self, places: Numbers) -> None:
        slots = self._slots(self._hashes[places])
        while len(places):
            free = np.flatnonzero(self._table[slots] == 0)
            _, first = np.unique(slots[free], return_index=True)
            taken = free[first]
            self._table[slots[taken]] = places[taken]
            left = np.ones(len(places), bool)
            left[taken] = False
            places = places[left]
            slots = (slots[left] + 1) & self._last


def read(texts: Sequence[str], numbering: Numbering) -> Words:
    """The words of these texts, all together at most MANY characters or little more."""
    whole = END.join(texts)
    if whole.count(END) != len(texts) - 1:
        texts = [text.replace(END, " ") for text in texts]
        whole = END.join(texts)
    if not whole.isascii():
        whole = END.join(_latin(texts))
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


def _latin(texts: Sequence[str]) -> list[str]:
    """The texts with what is beyond ASCII folded, all of them at once."""
    beyond = [at for at, text in enumerate(texts) if not text.isascii()]
    chosen = [texts[at] for at in beyond]
    normal = [text if is_normalized("NFC", text) else normalize("NFC", text) for text in chosen]
    found = list(texts)
    for at, text in zip(beyond, folded(END.join(normal)).split(END), strict=True):
        found[at] = text
    return found


def _joined(
    data: bytes,
    array: NDArray[Any],
    starts: Places,
    ends: Places,
    numbering: Numbering,
) -> tuple[Numbers, Places]:
    """What joiners make of several words, and the place of the first of these."""
    dashes = np.flatnonzero(array == _DASH)
    inner = dashes[(array[dashes - 1] > _DASH) & (array[dashes + 1] > _DASH)]
    if not len(inner):
        return np.zeros(0, np.uint32), np.zeros(0, np.int64)
    before = np.searchsorted(ends, inner)  # the word that ends there
    new = np.diff(before, prepend=-2) != 1
    first = before[new]
    last = before[np.append(new[1:], True)] + 1
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
