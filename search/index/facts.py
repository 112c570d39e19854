"""What is so or is not of papers, for all of them at once: labels, names, numbers, days."""

from collections.abc import Mapping
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

    def add(self, paper: int, labels: Any) -> None:
        if labels:
            count = self._built
            numbers = [self._new.setdefault(each, count + len(self._new)) for each in labels]
            self.on.extend(label=numbers, paper=paper)

    def replace(self, labels: Mapping[int, str]) -> None:
        """Give papers that have one label each another one."""
        papers = np.fromiter(labels, np.int64, len(labels))
        row = np.zeros(int(self.on["paper"].max()) + 1, np.int64)
        row[self.on["paper"]] = np.arange(self.on.count)
        count = self._built
        self.on["label"][row[papers]] = [
            self._new.setdefault(each, count + len(self._new)) for each in labels.values()
        ]

    def papers(self, wanted: list[int], count: int) -> Mask:
        """Which papers have one of these labels."""
        found = np.zeros(count, bool)
        if wanted:
            chosen = np.zeros(len(self.texts), bool)
            chosen[wanted] = True
            found[self.on["paper"][chosen[self.on["label"]]]] = True
        return found

    def counts(self, live: Mask) -> list[tuple[str, int]]:
        """How many living papers have each label, the most frequent first."""
        labels = self.on["label"][live[self.on["paper"]]]
        counts = np.bincount(labels, minlength=len(self.texts))
        order = np.argsort(-counts, kind="stable")
        order = order[counts[order] > 0]
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

    def add(self, paper: int, names: str) -> None:
        if names:
            self._new.append((paper, f"\n{names}\n"))

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

    def add(self, paper: int, key: str) -> None:
        self._new.append((paper, key))
        self._ranks.extend(rank=0.0)
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

    def add(self, paper: int, entry: Entries) -> None:
        for name, (labels,) in zip(LABELS, entry.labels, strict=True):
            self.labels[name].add(paper, labels)
        for name, (names,) in zip(KINDS, entry.named, strict=True):
            self.names[name].add(paper, names)
        for name, (key,) in zip(ORDERS, entry.orders, strict=True):
            self.orders[name].add(paper, key)
