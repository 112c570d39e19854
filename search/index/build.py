"""The whole index of a library, made from the entries of its papers: arrays under names."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.closeness import STOPWORDS
from search.index import beside, tokeniser
from search.index.entries import KINDS, LABELS, NUMBERS, ORDERS, PARTS, STAMPS, Entries
from search.index.gathering import Gathered
from search.index.tokeniser import Numbering

Arrays = dict[str, NDArray[Any]]
Ends = NDArray[Any]
Letters = NDArray[Any]

HEAD = 6  # so many of PARTS say what the paper is; the others are its long texts
HEAD_BYTES = 8  # of a word are compared as one number
LONGEST = 16  # letters of a word by which typos are looked for
_LITTLE = frozenset(word.encode() for word in STOPWORDS)
NO_WORD = np.uint32(0xFFFFFFFF)


def build(batches: Iterable[Entries]) -> Arrays:
    """The arrays of an index; the entries come by ascending id."""
    return _whole(Portion(batches), beside.in_turn)


def build_beside(first: Iterable[Entries], rest: Iterable[Entries]) -> Arrays:
    """The same, with another process that takes half of the work."""
    portion, more = beside.at_once(lambda: Portion(first), lambda: Portion(rest))
    portion.go_on(more)
    del more
    return _whole(portion, beside.at_once)


class Portion:
    """Some papers as they are read: their words, by numbers of its own, and all else of them."""

    def __init__(self, batches: Iterable[Entries]) -> None:
        numbering = Numbering()
        self.words = numbering.words
        self.ids: list[int] = []
        self.streams: deque[NDArray[Any]] = deque()
        self.counts: list[NDArray[Any]] = []
        self.gathered = Gathered(HEAD)
        self.columns = _Columns()
        for entries in batches:
            self._take(entries, numbering)

    def _take(self, entries: Entries, numbering: Numbering) -> None:
        groups = len(self.ids) * len(PARTS)
        self.ids += entries.ids
        for texts in _stretches(list(chain.from_iterable(zip(*entries.texts, strict=True)))):
            read = tokeniser.read(texts, numbering)
            self.streams.append(read.numbers)
            self.counts.append(read.counts.astype(np.uint32))
            texts_of = np.repeat(np.arange(groups, groups + len(texts)), read.counts)
            self.gathered.take(
                np.concatenate((read.numbers, read.joined)),
                np.concatenate((texts_of, read.joined_in + groups)),
            )
            groups += len(texts)
        self.columns.take(entries)

    def go_on(self, more: "Portion") -> None:
        """Take over the papers that come after these."""
        known = dict(zip(self.words, range(len(self.words)), strict=True))
        numbers = [known.setdefault(word, len(known)) for word in more.words]
        renumbered = np.array(numbers, np.uint32)
        self.gathered.go_on(more.gathered, renumbered, len(self.ids))
        self.words = list(known)
        self.ids += more.ids
        while more.streams:
            self.streams.append(renumbered[more.streams.popleft()])
        self.counts += more.counts
        self.columns.go_on(more.columns)


def _whole(portion: Portion, both: "beside.Both") -> Arrays:
    arrays: Arrays = {"ids": np.array(portion.ids, np.int64)}
    words, columns = both(lambda: _of_words(portion), portion.columns.arrays)
    return arrays | columns | words


def _of_words(portion: Portion) -> Arrays:
    order = sorted(range(len(portion.words)), key=portion.words.__getitem__)
    rank = np.empty(len(order), np.uint32)
    rank[order] = np.arange(len(order), dtype=np.uint32)
    words = [portion.words[at] for at in order]
    little = np.array([word in _LITTLE for word in words], np.uint8)
    arrays = _vocabulary(words)
    arrays |= portion.gathered.arrays(rank)
    lengths = _joined(portion.counts, np.uint32)
    stream, at = np.empty(int(lengths.sum()), np.uint32), 0
    while portion.streams:
        piece = portion.streams.popleft()
        stream[at : at + len(piece)] = rank[piece]
        at += len(piece)
    return arrays | _stream(stream, lengths, arrays["letters"], little)


def _joined(pieces: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate(pieces) if pieces else np.zeros(0, kind)


def _stretches(texts: list[str]) -> Iterator[list[str]]:
    """The texts of whole papers in stretches that the tokeniser likes."""
    each = len(PARTS)
    sizes = np.fromiter(map(len, texts), np.int64, len(texts)).reshape(-1, each).sum(1)
    rounds = np.cumsum(sizes) // tokeniser.MANY
    limits = [0, *((np.flatnonzero(np.diff(rounds)) + 1) * each).tolist(), len(texts)]
    for start, stop in pairwise(limits):
        yield texts[start:stop]


def _groups(lengths: NDArray[Any]) -> NDArray[Any]:
    return np.repeat(np.arange(len(lengths)), lengths)


def ends_of(lengths: Iterable[int]) -> Ends:
    """Where pieces of these lengths end when they stand in a row, a 0 before them."""
    counted = np.fromiter(lengths, np.int64)
    return np.concatenate(([0], np.cumsum(counted))).astype(np.uint32)


def packed(pieces: Sequence[bytes]) -> tuple[NDArray[Any], Ends]:
    """Pieces in a row, and where each ends."""
    return np.frombuffer(b"".join(pieces), np.uint8), ends_of(map(len, pieces))


# -- words


def _vocabulary(words: list[bytes]) -> Arrays:
    text, ends = packed(words)
    letters = lettered(words)
    heads = np.array([word[:HEAD_BYTES] for word in words], f"S{HEAD_BYTES}")
    numbers = heads.view(">u8").astype(np.uint64)
    return {"word_text": text, "word_ends": ends, "word_heads": numbers, **masks_of(letters)}


def lettered(words: Sequence[bytes]) -> NDArray[Any]:
    """The first letters of words, a byte each; beyond ASCII several letters share one."""
    rows = bytearray()
    for word in words:
        if not word.isascii():
            code = [ord(char) for char in word.decode("utf-8", "replace")]
            word = bytes([each if each < 128 else 128 | each & 127 for each in code[:LONGEST]])
        rows += word[:LONGEST].ljust(LONGEST, b"\0")
    return np.frombuffer(bytes(rows), np.uint8).reshape(-1, LONGEST)


def masks_of(letters: NDArray[Any]) -> Arrays:
    """For each length the set of letters that words have up to there, a bit each."""
    masks = np.zeros((LONGEST + 1, len(letters)), np.uint32)
    for at in range(LONGEST):
        masks[at + 1] = masks[at] | LETTER_BIT[letters[:, at]]
    sizes = (letters != 0).sum(1, dtype=np.uint8)
    return {"letters": np.ascontiguousarray(letters.T), "masks": masks, "sizes": sizes}


def _letter_bits() -> NDArray[Any]:
    bits = np.zeros(256, np.uint32)
    for code in range(1, 256):
        char = chr(code)
        if "a" <= char <= "z":
            bits[code] = 1 << (code - ord("a"))
        elif char.isdigit():
            bits[code] = 1 << (26 + code % 5)
        else:
            bits[code] = 1 << 31
    return bits


LETTER_BIT = _letter_bits()
DIGIT_BITS = np.uint32(0b11111 << 26)


def _stream(
    stream: NDArray[Any], lengths: NDArray[Any], letters: Letters, little: NDArray[Any]
) -> Arrays:
    """The words of every text in their order, and those of the titles once more by themselves."""
    limits = ends_of(lengths)
    of_titles = lengths[:: len(PARTS)]
    starts = limits[:-1][:: len(PARTS)].astype(np.int64)
    title_ends = ends_of(of_titles + 1)
    inside = np.ones(int(title_ends[-1]), bool)
    inside[title_ends[1:].astype(np.int64) - 1] = False
    titles = np.full(len(inside), NO_WORD, np.uint32)
    source = np.repeat(starts - title_ends[:-1], of_titles) + np.flatnonzero(inside)
    titles[inside] = stream[source]
    first = np.zeros((3, len(titles)), np.uint8)
    first[:2, inside] = letters[:2, titles[inside]]
    first[2, inside] = little[titles[inside]]
    return {
        "stream": stream,
        "stream_ends": limits,
        "titles": titles,
        "title_ends": title_ends,
        "title_letters": first,
    }


# -- what else is known of papers


class _Columns:
    """Numbers, labels, names and orders of papers, as they come."""

    def __init__(self) -> None:
        self.numbers: dict[str, list[int]] = {
            name: [] for name in (*STAMPS, *NUMBERS, "status", "date")
        }
        self.flags: list[NDArray[Any]] = []
        self.labels: list[dict[str, int]] = [{} for _ in LABELS]
        self.labelled: list[list[int]] = [[] for _ in LABELS]
        self.label_counts: list[list[int]] = [[] for _ in LABELS]
        self.named: list[list[str]] = [[] for _ in KINDS]
        self.orders: list[list[str]] = [[] for _ in ORDERS]

    def take(self, entries: Entries) -> None:
        for name, column in zip(STAMPS, entries.stamps, strict=True):
            self.numbers[name] += column
        for name, column in zip(NUMBERS, entries.numbers, strict=True):
            self.numbers[name] += column
        self.numbers["status"] += entries.status
        self.numbers["date"] += entries.date
        self.flags.append(entries.flags)
        for at, labels in enumerate(entries.labels):
            known = self.labels[at]
            self.label_counts[at] += map(len, labels)
            self.labelled[at] += [
                known.setdefault(label, len(known)) for each in labels for label in each
            ]
        for at, names in enumerate(entries.named):
            self.named[at] += names
        for at, keys in enumerate(entries.orders):
            self.orders[at] += keys

    def go_on(self, more: "_Columns") -> None:
        """Take over those of the papers that come after these."""
        for name, column in more.numbers.items():
            self.numbers[name] += column
        self.flags += more.flags
        for at, labels in enumerate(more.labels):
            known = self.labels[at]
            numbers = [known.setdefault(label, len(known)) for label in labels]
            self.labelled[at] += [numbers[label] for label in more.labelled[at]]
            self.label_counts[at] += more.label_counts[at]
            self.named[at] += more.named[at]
        for at, keys in enumerate(more.orders):
            self.orders[at] += keys

    def arrays(self) -> Arrays:
        arrays: Arrays = {name: np.array(column, np.int64) for name, column in self.numbers.items()}
        arrays["flags"] = _joined(self.flags, np.uint32)
        for at, name in enumerate(LABELS):
            texts = [label.encode("utf-8", "surrogatepass") for label in self.labels[at]]
            arrays[f"{name}_text"], arrays[f"{name}_text_ends"] = packed(texts)
            arrays[f"{name}_of"] = np.array(self.labelled[at], np.uint32)
            counts = np.array(self.label_counts[at], np.int64)
            arrays[f"{name}_paper"] = _groups(counts).astype(np.uint32)
        for at, name in enumerate(KINDS):
            arrays[f"{name}_lines"], arrays[f"{name}_lines_ends"] = _lines(self.named[at])
        for at, name in enumerate(ORDERS):
            known = sorted(filter(None, set(self.orders[at])))
            rank = dict(zip(known, range(1, len(known) + 1), strict=True))
            places = [rank.get(key, 0) for key in self.orders[at]]
            arrays[f"{name}_rank"] = np.array(places, np.uint32)
            keys = [key.encode("utf-8", "surrogatepass") for key in known]
            arrays[f"{name}_order"], arrays[f"{name}_order_ends"] = packed(keys)
        return arrays


def _lines(named: list[str]) -> tuple[NDArray[Any], Ends]:
    """Names a line each, a newline before the first, and where each paper's end."""
    whole = "".join([f"{each}\n" if each else "" for each in named])
    lines = [f"{each}\n" if each else "" for each in named]
    if whole.isascii():
        lengths: Iterable[int] = map(len, lines)
    else:
        lengths = [len(line.encode("utf-8", "surrogatepass")) for line in lines]
    text = b"\n" + whole.encode("utf-8", "surrogatepass")
    return np.frombuffer(text, np.uint8), ends_of(lengths) + np.uint32(1)
