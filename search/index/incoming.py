"""The words of papers that come one after another, by the numbers that a lexicon has for them."""

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search import words
from search.closeness import STOPWORDS
from search.index import tokeniser
from search.index.build import lettered
from search.index.entries import PARTS
from search.index.gathering import combined
from search.index.lexicon import Lexicon
from search.index.tokeniser import Numbering, Words

MOST = 1 << 16  # words that are remembered
FEW = 4  # papers
_LITTLE = frozenset(word.encode() for word in STOPWORDS)


class Incoming(NamedTuple):
    """What is in the texts of some papers: postings, and their titles word by word."""

    words: NDArray[Any]
    papers: NDArray[Any]  # counted from the first of them
    parts: NDArray[Any]
    titles: NDArray[Any]
    letters: NDArray[Any]  # of each word of the titles the first two, and whether it is little
    sizes: NDArray[Any]  # of the titles


class Reader:
    """Reads texts; a word that was met before costs no look into the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._met: dict[bytes, int] = {}
        self._forget()

    def _forget(self) -> None:
        self._met.clear()
        self._numbering = Numbering()
        self._known = np.zeros(0, np.uint32)  # by the numbering the number in the lexicon

    def read(self, texts: Sequence[Sequence[str]]) -> Incoming:
        """The words of papers; texts are those of PARTS, each for all of the papers."""
        if max(len(self._numbering.words), len(self._met)) > MOST:
            self._forget()
        by_paper = list(chain.from_iterable(zip(*texts, strict=True)))
        found = self._by_word(by_paper) if len(texts[0]) < FEW else self._by_many(by_paper)
        groups = np.repeat(np.arange(len(by_paper)), found.counts)
        named, papers, parts = combined(
            np.concatenate((found.numbers, found.joined)),
            np.concatenate((groups, found.joined_in)),
        )
        titles = found.numbers[groups % len(PARTS) == 0]
        sizes = found.counts[:: len(PARTS)]
        return Incoming(named, papers, parts, titles, self._letters(titles), sizes)

    def _by_many(self, texts: Sequence[str]) -> Words:
        found = tokeniser.read(texts, self._numbering)
        new = self._numbering.words[len(self._known) :]
        if new:
            numbers = np.array(self._lexicon.numbers(new), np.uint32)
            self._known = np.concatenate((self._known, numbers))
        return found._replace(numbers=self._known[found.numbers], joined=self._known[found.joined])

    def _by_word(self, texts: Sequence[str]) -> Words:
        """The same without arrays, for which these are too few."""
        spelled = [words.spelled(text) for text in texts]
        each = [text.replace(words.JOINER, " ").split() for text in spelled]
        joined = [words.joined(text) if words.JOINER in text else [] for text in spelled]
        counts = np.fromiter(map(len, each), np.int64, len(each))
        joined_in = np.repeat(np.arange(len(joined)), list(map(len, joined)))
        return Words(self._numbers(each), counts, self._numbers(joined), joined_in)

    def _numbers(self, lists: Sequence[Sequence[str]]) -> NDArray[Any]:
        found = [word.encode() for each in lists for word in each]
        new = list({word for word in found if word not in self._met})
        if new:
            self._met.update(zip(new, self._lexicon.numbers(new), strict=True))
        return np.fromiter(map(self._met.__getitem__, found), np.uint32, len(found))

    def _letters(self, numbers: NDArray[Any]) -> NDArray[Any]:
        said = list(map(self._lexicon.word, numbers.tolist()))
        little = np.fromiter((word in _LITTLE for word in said), np.uint8, len(said))
        return np.concatenate((lettered(said)[:, :2].T, little[None]))
