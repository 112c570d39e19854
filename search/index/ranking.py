"""Which papers explain all the words, and how well."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.closeness import STOPWORDS
from search.index.columns import MOST_PIECES, Column, Columns, Typed
from search.index.entries import STATUSES
from search.index.found import Key
from search.index.index import Index
from search.index.titles import explained
from search.words import parts

Places = NDArray[Any]
Mask = NDArray[Any]
Scores = NDArray[Any]

MOST_WORDS = 24  # of a query; whoever pastes a page will be found by its beginning
MOST_FORGIVEN = 10  # words of a query that may be mistyped, those first that fewest papers have
COMMON = 500  # a word that every 500th paper has is rather meant than mistyped
MOST_LOOKED_AT = 480  # where many are alike
LOOKED_AT = 120  # so many of the best are looked at word by word
WELL = 0.5  # as well as a word of the title, the authors, the key explains a word
BARELY = 0.5  # of the best paper's score: typos that are worth less are chance
HARDLY = 0.7  # the same where words were let go
LEAST_SCORE = 0.4  # there, for it is chance that long texts have many words
NEAR_YEARS = 2  # a year that is remembered is off by so much at most
OFF_BY_ONE = 0.9
LEAST_WEIGHT = 0.08
LEVELS = 500  # scores that differ by less are alike
COVERS, ADJOINS, IN_ORDER, STARTS, IS_IT = 0.22, 0.16, 0.06, 0.06, 0.25


class Ranked(NamedTuple):
    """Papers by their places, and the score of each."""

    places: Places
    scores: Scores


READ = STATUSES["read"]
LITTLE = STOPWORDS | frozenset("about and any article authors of paper papers some that the these"
                               " thing this those was were who".split())  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
NONE = Ranked(np.zeros(0, np.int64), np.zeros(0, np.float32))


class Forgiving:
    """In which words of a query typos may be looked for: not in very many."""

    def __init__(self) -> None:
        self._left = MOST_FORGIVEN
        self._chosen: set[Typed] = set()

    def chosen(self, words: Sequence[Typed], written: Sequence[Column]) -> list[bool]:
        """Which of these words may be mistyped, chosen by how few papers have them."""
        for at in sorted(range(len(words)), key=lambda at: written[at].found):
            pieces = len(words_of(words[at]))
            if pieces <= self._left and words[at] not in self._chosen:
                self._left -= pieces
                self._chosen.add(words[at])
        return [word in self._chosen for word in words]


def words_of(typed: Typed) -> list[str]:
    return parts(typed.text)[:MOST_PIECES]


def rank(
    index: Index,
    columns: Columns,
    words: Sequence[Typed],
    among: Mask | None,
    forgiving: Forgiving,
) -> Ranked:
    """The papers among these that explain the words.

    Where none explains all of them well as they are written, typos are forgiven, first in words
    that few papers have.
    """
    words = _first(list(dict.fromkeys(words)))
    written = [columns.of(word) for word in words]
    used, found = _explained(columns, words, written, among)
    if _is_good(found, used):
        return _raised(index, used, found, _scores(index, used, found))
    may = forgiving.chosen(words, written)
    rare = [
        column.found * COMMON <= len(index) and each
        for column, each in zip(written, may, strict=True)
    ]
    for forgiven in (rare, may):
        pairs = zip(words, written, forgiven, strict=True)
        chosen = [columns.of(word, typos=True) if like else own for word, own, like in pairs]
        used, found = _explained(columns, words, chosen, among)
        if _is_good(found, used):
            break
    if not len(found):
        return _by_less(index, columns, words, among, forgiving)
    return _good(index, used, found, BARELY)


def _by_less(
    index: Index,
    columns: Columns,
    words: Sequence[Typed],
    among: Mask | None,
    forgiving: Forgiving,
) -> Ranked:
    """What is found by a year that is nearly right, without little words, by most of the words."""
    years = [word for word in words if _YEAR.fullmatch(word.text)]
    if len(years) == 1 and len(words) > 1:
        others = rank(
            index, columns, [word for word in words if word not in years], among, forgiving
        )
        if near := _near(index, others, int(years[0].text)):
            return near
    telling = [word for word in words if word.text.lower() not in LITTLE]
    if 0 < len(telling) < len(words):
        return rank(index, columns, telling, among, forgiving)
    pieces = [piece for word in words for piece in _pieces(word)][:MOST_WORDS]
    if len(pieces) < 3:
        return NONE
    may = forgiving.chosen(pieces, [columns.of(piece) for piece in pieces])
    used = [columns.of(piece, typos=like) for piece, like in zip(pieces, may, strict=True)]
    found = _good(index, used, _most_of(used, among, len(pieces) - len(pieces) // 3), HARDLY)
    return found if found.scores.max(initial=0) >= LEAST_SCORE else NONE


def _near(index: Index, found: Ranked, year: int) -> Ranked | None:
    """Those found of about that year, the nearer the better."""
    off = abs(index.papers["date"][found.places] // 10000 - year)
    near = off <= NEAR_YEARS
    if not near.any():
        return None
    scores = found.scores[near] * np.float32(OFF_BY_ONE) ** off[near]
    return Ranked(found.places[near], scores.astype(np.float32))


def _pieces(word: Typed) -> list[Typed]:
    """What joiners join, each by itself."""
    pieces = words_of(word)
    return [word._replace(text=piece, open=word.open and at == len(pieces))
            for at, piece in enumerate(pieces, 1)]  # fmt: skip


def _good(index: Index, used: Sequence[Column], found: Places, share: float) -> Ranked:
    """Those found whose scores are at least so much of the best."""
    if not len(found):
        return NONE
    scores = _scores(index, used, found)
    good = scores >= scores.max() * share
    return _raised(index, used, found[good], scores[good])


def _first(words: list[Typed]) -> list[Typed]:
    """So many of them, the first at least, as the pieces that joiners make allow."""
    counted = list(accumulate(map(_cost, words)))
    return words[: max(1, bisect_right(counted, MOST_WORDS))]


def _cost(word: Typed) -> int:
    """How many words are looked for: of letters and digits in one, those as well."""
    return sum([1 if piece.isalpha() or piece.isdigit() else 3 for piece in words_of(word)])


def _explained(
    columns: Columns, words: Sequence[Typed], used: list[Column], among: Mask | None
) -> tuple[list[Column], Places]:
    """The columns with what neighbours are together, and the papers that all of them name."""
    used = _with_neighbours(columns, words, used)
    return used, _all_of(used, among)


def _with_neighbours(columns: Columns, words: Sequence[Typed], used: list[Column]) -> list[Column]:
    """The columns, those of neighbours that a paper writes as one word raised."""
    for at in range(len(words) - 1):
        one = columns.of_one(words[at], words[at + 1])
        if one:
            for place in (at, at + 1):
                values = np.maximum(used[place].values, one.values)
                hits = (*used[place].hits, *one.hits)
                used[place] = used[place]._replace(
                    values=values, found=int(np.count_nonzero(values)), hits=hits
                )
    return used


def _all_of(used: Sequence[Column], among: Mask | None) -> Places:
    """The papers that explain every word."""
    if not all(column.found for column in used):
        return NONE.places
    in_turn = sorted(used, key=lambda column: column.found)
    fits = in_turn[0].values > 0
    if among is not None:
        fits &= among
    found = np.flatnonzero(fits)
    for column in in_turn[1:]:
        found = found[column.values[found] > 0]
    return found


def _most_of(used: Sequence[Column], among: Mask | None, least: int) -> Places:
    """The papers that explain so many of the words."""
    explained = np.zeros(len(used[0].values), np.uint8)
    for column in used:
        explained += column.values > 0
    if among is not None:
        explained[~among] = 0
    most = int(explained.max(initial=0))
    return np.flatnonzero(explained == most) if most >= least else NONE.places


def _is_good(found: Places, used: Sequence[Column]) -> bool:
    """Whether some paper explains every word well."""
    for column in used:
        found = found[column.values[found] >= max(WELL, column.well)]
        if not len(found):
            return False
    return bool(len(found))


def _scores(index: Index, used: Sequence[Column], found: Places) -> Scores:
    """From 0 to 1 and a little more: how well each word is explained, rare words counting more."""
    weights = [weight_of(index, column) for column in used]
    scores = np.zeros(len(found), np.float32)
    for column, weight in zip(used, weights, strict=True):
        scores += column.values[found] * np.float32(weight / sum(weights))
    sizes = index.titles.sizes[found]
    covered = np.minimum(len(used) / np.maximum(sizes, 1), 1.0)
    return scores * (1 + np.float32(COVERS / 2) * covered.astype(np.float32))


def weight_of(index: Index, column: Column) -> float:
    """How much a word counts: the more, the fewer papers explain it."""
    return max(float(np.log(len(index) / (column.found + 1) + 1)), LEAST_WEIGHT)


def _raised(index: Index, used: Sequence[Column], found: Places, scores: Scores) -> Ranked:
    """The scores, the very best raised by what stands where in their titles."""
    if len(found) > LOOKED_AT:
        least = np.partition(scores, len(scores) - LOOKED_AT)[len(scores) - LOOKED_AT]
        best = np.flatnonzero(scores >= least)
        if len(best) > MOST_LOOKED_AT:
            order = np.lexsort((-index.papers["ids"][found[best]], -scores[best]))
            best = best[order[:MOST_LOOKED_AT]]
    else:
        best = np.arange(len(found))
    scores[best] *= _in_title(index, used, found[best])
    return Ranked(found, scores)


def by_rank(index: Index, scores: Scores) -> list[Key]:
    """Keys for the order of papers: by score, then what waits to be read, then the last touched."""
    papers = index.papers
    return [
        lambda places: np.round(scores[places] * LEVELS),
        lambda places: (papers["queue"][places] > 0) * 2 + (papers["status"][places] < READ),
        lambda places: papers["modified"][places],
    ]


def _in_title(index: Index, used: Sequence[Column], papers: Places) -> Scores:
    """By how much the title of each paper raises its score: covered, in a row, from the start."""
    rows = index.titles.rows(papers)
    sizes = np.maximum(index.titles.sizes[papers], 1)
    each = [_word(rows, column) for column in used]
    covered = np.maximum.reduce(each).sum(1) / sizes
    has = [values.max(1, initial=0) > 0 for values in each]
    at = [values.argmax(1) for values in each]
    raised = 1 + COVERS * np.minimum(covered, 1.0)
    raised += STARTS * (each[0][:, 0] > 0)
    if len(used) > 1:
        step = 1 / (len(used) - 1)
        for one in range(len(used) - 1):
            adjoins = ((each[one][:, :-1] > 0) & (each[one + 1][:, 1:] > 0)).any(1)
            both = has[one] & has[one + 1]
            raised += step * (ADJOINS * adjoins + IN_ORDER * (both & (at[one] < at[one + 1])))
    is_it = (covered > 0.9) & np.logical_and.reduce(has) & (abs(sizes - len(used)) < 2)
    return (raised + IS_IT * is_it).astype(np.float32)


def _word(rows: NDArray[Any], column: Column) -> Scores:
    values = np.zeros(rows.shape, np.float32)
    for hits in column.hits:
        np.maximum(values, explained(rows, hits), out=values)
    return values
