"""What is so or is not of papers, for all of them at once: labels, names, numbers, days."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from papers.text import fold
from search.index.entries import KINDS, LABELS, ORDERS, Entries
from search.index.growing import Growing

Arrays = dict[str, NDArray[Any]]
Mask = NDArray[Any]


class Labels:
    """Labels that many papers share, such as tags, and the papers of each."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._text, self._ends = arrays[f"{name}_text"], arrays[f"{name}_text_ends"]
        self._built = len(self._ends) - 1
        self.on = Growing(label=arrays[f"{name}_of"], paper=arrays[f"{name}_paper"])
        self._mapped = self.on.count
        self._gone = -1  # the label of rows that hold no more
        self._new: dict[str, int] = {}  # labels that came since, some of them known before
        self._read: list[str] = []
        self._folded: list[str] = []

    @property
    def texts(self) -> list[str]:
        """The labels by number; read when they are first asked for, since authors are many."""
        if len(self._read) < self._built:
            text = bytes(self._text)
            self._read = [
                text[start:end].decode("utf-8", "surrogatepass")
                for start, end in pairwise(self._ends.tolist())
            ]
        self._read += [*self._new][len(self._read) - self._built :]
        return self._read

    @property
    def folded(self) -> list[str]:
        self._folded += map(fold, self.texts[len(self._folded) :])
        return self._folded

    def add(self, papers: NDArray[Any], labels: Sequence[Sequence[str]]) -> None:
        """Give papers that have none these labels."""
        count = self._built
        numbers = [
            self._new.setdefault(label, count + len(self._new)) for each in labels for label in each
        ]
        if numbers:
            counts = np.fromiter(map(len, labels), np.int64, len(labels))
            self.on.extend(label=numbers, paper=np.repeat(papers, counts))

    def relabel(self, papers: NDArray[Any], labels: Sequence[str]) -> None:
        """Give papers another label, where each paper has just one."""
        count = self._built
        self.on["label"][papers] = [
            self._new.setdefault(each, count + len(self._new)) for each in labels
        ]

    def replace(self, papers: NDArray[Any], labels: Sequence[Sequence[str]]) -> None:
        """Give papers these labels instead of those that they have."""
        rows = self._rows(papers)
        if len(rows):
            self._gone = self._new.setdefault("", self._built + len(self._new))
            self.on["label"][rows] = self._gone
        self.add(papers, labels)

    def of(self, papers: NDArray[Any]) -> list[tuple[int, str]]:
        """The papers among these, by their places there, with each label that they have."""
        rows = self._rows(papers)
        rows = rows[self.on["label"][rows] != self._gone]
        order = np.argsort(papers)
        places = order[np.searchsorted(papers[order], self.on["paper"][rows])]
        texts = self.texts
        labels = [texts[label] for label in self.on["label"][rows].tolist()]
        return list(zip(places.tolist(), labels, strict=True))

    def _rows(self, papers: NDArray[Any]) -> NDArray[Any]:
        """The rows that speak of these papers."""
        on = self.on["paper"]
        mapped, came = on[: self._mapped], on[self._mapped :]
        sought = papers.astype(on.dtype)
        starts = np.searchsorted(mapped, sought)
        counts = np.searchsorted(mapped, sought, side="right") - starts
        before = np.cumsum(counts) - counts
        rows = np.repeat(starts - before, counts) + np.arange(int(counts.sum()))
        return np.concatenate((rows, np.flatnonzero(np.isin(came, sought)) + self._mapped))

    def papers(self, wanted: list[int], count: int) -> Mask:
        """Which papers have one of these labels."""
        found = np.zeros(count, bool)
        if wanted:
            chosen = np.zeros(len(self.texts), bool)
            chosen[wanted] = True
            if self._gone >= 0:
                chosen[self._gone] = False
            found[self.on["paper"][chosen[self.on["label"]]]] = True
        return found

    def counts(self, live: Mask) -> list[tuple[str, int]]:
        """How many living papers have each label, the most frequent first."""
        labels = self.on["label"][live[self.on["paper"]]]
        counts = np.bincount(labels, minlength=len(self.texts))
        order = np.argsort(-counts, kind="stable")
        order = order[(counts[order] > 0) & (order != self._gone)]
        texts = self.texts
        pairs = zip(order.tolist(), counts[order].tolist(), strict=True)
        found = [(texts[at], number) for at, number in pairs]
        return _merged(found) if self._new else found


def _merged(counted: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Counts of labels, those that are twice among them added up."""
    sums: dict[str, int] = {}
    for label, count in counted:
        sums[label] = sums.get(label, 0) + count
    return sorted(sums.items(), key=lambda pair: -pair[1])


class Names:
    """Names that papers have for themselves, such as keys: lines of text that are searched."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._lines = memoryview(arrays[f"{name}_lines"])  # type: ignore[arg-type]  # a buffer
        self._text: bytes | None = None
        self._ends = arrays[f"{name}_lines_ends"]
        self._built = len(self._ends) - 1
        self._new: list[tuple[int, str]] = []

    def add(self, papers: NDArray[Any], names: Sequence[str]) -> None:
        pairs = zip(papers.tolist(), names, strict=True)
        self._new += [(paper, f"\n{each}\n") for paper, each in pairs if each]

    def papers(self, value: str, count: int, *, open: bool) -> Mask:
        """Which papers have this name, or one that begins so."""
        found = np.zeros(count, bool)
        needle = "\n" + value + ("" if open else "\n")
        for paper, lines in self._new:
            if needle in lines:
                found[paper] = True
        if self._text is None:
            self._text = bytes(self._lines)
        sought = needle.encode("utf-8", "surrogatepass")
        at = self._text.find(sought)
        places = []
        while at >= 0:
            places.append(at + 1)
            at = self._text.find(sought, at + 1)
        if places:
            found[np.searchsorted(self._ends, np.array(places), side="right") - 1] = True
        return found


class Orders:
    """The rank of each paper in an order of texts, those that came since put between."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._text = memoryview(arrays[f"{name}_order"])  # type: ignore[arg-type]  # a buffer
        self._ends = arrays[f"{name}_order_ends"]
        self._ranks = Growing(rank=arrays[f"{name}_rank"].astype(np.float64))
        self._new: list[tuple[int, str]] = []
        self._settled = True

    def add(self, papers: NDArray[Any], keys: Sequence[str]) -> None:
        self._new += zip(papers.tolist(), keys, strict=True)
        self._ranks.extend(rank=np.zeros(len(papers)))
        self._settled = False

    def ranks(self) -> NDArray[Any]:
        """From 1 on; 0 where a paper has nothing to be sorted by."""
        if not self._settled:
            self._settle()
        return self._ranks["rank"]

    def _settle(self) -> None:
        ranks, step = self._ranks["rank"], 0.0
        before, last = -1, ""
        known = sorted((key, paper) for paper, key in self._new if key)
        share = 1.0 / (len(known) + 1)
        for key, paper in known:
            below, same = self._below(key)
            step = 0.0 if below != before else step
            step += share if key != last else 0.0
            before, last = below, key
            ranks[paper] = below + 1 if same else below + step
        self._settled = True

    def _below(self, key: str) -> tuple[int, bool]:
        """How many of the sorted keys come before this one, and whether it is one of them."""
        low, high = 0, len(self._ends) - 1
        while low < high:
            middle = (low + high) >> 1
            if self._key(middle) < key:
                low = middle + 1
            else:
                high = middle
        return low, low < len(self._ends) - 1 and self._key(low) == key

    def _key(self, at: int) -> str:
        return bytes(self._text[self._ends[at] : self._ends[at + 1]]).decode(
            "utf-8", "surrogatepass"
        )


class Facts:
    """Labels, names and orders of papers."""

    def __init__(self, arrays: Arrays) -> None:
        self.labels = {name: Labels(arrays, name) for name in LABELS}
        self.names = {name: Names(arrays, name) for name in KINDS}
        self.orders = {name: Orders(arrays, name) for name in ORDERS}

    def add(self, papers: NDArray[Any], new: Entries) -> None:
        """Add papers under these numbers."""
        for name, labels in zip(LABELS, new.labels, strict=True):
            self.labels[name].add(papers, labels)
        for name, names in zip(KINDS, new.named, strict=True):
            self.names[name].add(papers, names)
        for name, keys in zip(ORDERS, new.orders, strict=True):
            self.orders[name].add(papers, keys)
