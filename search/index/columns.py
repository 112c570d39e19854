"""How well each paper explains each typed word: a column of values, kept while one types on."""

import re
from collections import OrderedDict
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search import words
from search.closeness import EXACT, INITIALS, SINGULAR, TOGETHER, singular
from search.index.build import HEAD
from search.index.entries import PARTS
from search.index.index import Index
from search.index.lexicon import NO_HITS, Hits, Values
from search.index.postings import Table, weights

EVERYWHERE = (1 << len(PARTS)) - 1
TITLE = 1
IN_HEAD = (1 << HEAD) - 1
SHALLOW = 2  # letters
KEPT = 64
RARE = 8  # a column of which every eighth value is not 0 is kept as it is
MOST_PIECES = 16  # that joiners may make of a typed word
LONGEST = 40  # letters of a word that may be two
COMMON = 50  # a word that every 50th paper begins so is no acronym
AS_ONE = 0.9
WELL_BEYOND = INITIALS + 0.01
_BORDER = re.compile(r"([^\W\d]+)(\d+)|(\d+)([^\W\d]+)")


class Typed(NamedTuple):
    """A word as it is looked for."""

    text: str
    open: bool = False
    parts: int = EVERYWHERE  # of entries.PARTS, a bit each


class Column(NamedTuple):
    """What each paper's explanation of a word is worth, 0 where there is none."""

    values: Values
    found: int  # so many papers explain it
    hits: tuple[Hits, ...]  # the words that do
    well: float = 0.0  # from this value on a paper surely has the word: initials may be chance


class Packed(NamedTuple):
    """A column of which most values are 0, without these."""

    places: NDArray[Any]
    values: Values
    size: int
    rest: Column

    def column(self) -> Column:
        values = np.zeros(self.size, np.float32)
        values[self.places] = self.values
        return self.rest._replace(values=values)


def _packed(column: Column) -> Column | Packed:
    values = column.values
    if column.found * RARE > len(values):
        return column
    places = np.flatnonzero(values).astype(np.uint32)
    return Packed(places, values[places], len(values), column._replace(values=NO_HITS.row))


class Columns:
    """The columns of typed words, the last ones kept."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._kept: OrderedDict[tuple[Typed, bool], Column | Packed] = OrderedDict()
        self._version = index.version
        self._tables: dict[int, Table] = {}

    def of(self, typed: Typed, *, typos: bool = False) -> Column:
        """The column of a word as it is written; with typos, also of words that are like it."""
        if self._version != self.index.version:
            self._kept.clear()
            self._version = self.index.version
        key = (typed, typos)
        kept = self._kept.get(key)
        if kept is None:
            column = self._with_typos(typed) if typos else self._written(typed)
            self._kept[key] = _packed(column)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return column
        self._kept.move_to_end(key)
        return kept.column() if isinstance(kept, Packed) else kept

    def with_words(self, hits: Hits, parts: int) -> NDArray[Any]:
        """Which papers have one of these words in these parts."""
        return self._spread(hits, parts).values > 0

    def of_one(self, first: Typed, second: Typed) -> Column | None:
        """The column of two words that were typed apart and are one; None where they are none."""
        whole = words.parts(first.text)[-1:] + words.parts(second.text)[:1]
        if len(whole) < 2:
            return None
        hits = self.index.lexicon.begun("".join(whole), second.open)
        hits = _at_least(hits, AS_ONE)
        if hits.is_empty:
            return None
        column = self._spread(hits, first.parts & second.parts)
        return column._replace(values=column.values * np.float32(TOGETHER))

    def _written(self, typed: Typed) -> Column:
        pieces = words.parts(typed.text)[:MOST_PIECES]
        if len(pieces) != 1:
            return self._of_several(typed, pieces, typos=False)
        [piece] = pieces
        index = self.index
        hits = index.lexicon.begun(piece, typed.open)
        if one := singular(piece):
            hits = _and_one(hits, index.lexicon.find(one.encode("utf-8", "surrogatepass")))
        if len(piece) <= SHALLOW:
            column = self._shallow(piece, hits, typed.parts)
        else:
            column = self._spread(hits, typed.parts)
        rare = bool(typed.parts & TITLE) and column.found * COMMON <= len(index)
        if rare:
            self._add_initials(column.values, piece)
            self._add_together(column.values, piece, typed)
        border = _BORDER.fullmatch(piece)
        if border:
            both = [each for each in border.groups() if each]
            self._add_both(column.values, both, typed, typos=False)
        found = self._finished(column.values, hits)
        return found._replace(well=WELL_BEYOND if rare else 0.0)

    def _with_typos(self, typed: Typed) -> Column:
        pieces = words.parts(typed.text)[:MOST_PIECES]
        if len(pieces) != 1:
            return self._of_several(typed, pieces, typos=True)
        written = self.of(typed)
        near = self.index.lexicon.near(pieces[0], typed.open)
        if near.is_empty:
            return written
        values = written.values.copy()
        self.index.postings.spread(values, near, self._table(typed.parts))
        return self._finished(values, *written.hits, near)._replace(well=written.well)

    def _of_several(self, typed: Typed, pieces: list[str], *, typos: bool) -> Column:
        """A word with joiners: each of its parts somewhere, or what they make together."""
        index, last = self.index, len(pieces) - 1
        values = np.zeros(index.count, np.float32)
        hits: list[Hits] = []
        for at, piece in enumerate(pieces):
            one = Typed(piece, typed.open and at == last, typed.parts)
            column = self.of(one, typos=typos)
            hits += column.hits
            if at:
                values[(values == 0) | (column.values == 0)] = 0
                values += column.values * (values > 0)
            else:
                values += column.values
        values /= max(len(pieces), 1)
        joined = "".join(pieces)
        if words.parts(joined) == [joined]:
            whole = self.of(Typed(joined, typed.open, typed.parts), typos=typos)
            np.maximum(values, whole.values, out=values)
            hits += whole.hits
        return self._finished(values, *hits)

    def _add_both(self, values: Values, both: list[str], typed: Typed, *, typos: bool) -> None:
        """Letters and digits typed as one: each somewhere."""
        first = self.of(Typed(both[0], False, typed.parts), typos=typos).values
        second = self.of(Typed(both[1], typed.open, typed.parts), typos=typos).values
        together = (first + second) * np.float32(TOGETHER / 2)
        together[(first == 0) | (second == 0)] = 0
        np.maximum(values, together, out=values)

    def _add_initials(self, values: Values, typed: str) -> None:
        papers = self.index.titles.initials(typed)
        values[papers] = np.maximum(values[papers], np.float32(INITIALS))

    def _add_together(self, values: Values, typed: str, wanted: Typed) -> None:
        """Two words of a title that were typed as one."""
        index = self.index
        for at in range(2, len(typed) - 1) if len(typed) <= LONGEST else ():
            first = index.lexicon.find(typed[:at].encode("utf-8", "surrogatepass"))
            if first < 0:
                continue
            rest = typed[at:].encode("utf-8", "surrogatepass")
            if wanted.open:
                second = index.lexicon.row(rest)
            else:
                found = index.lexicon.find(rest)
                second = (found, found + 1) if found >= 0 else (0, 0)
            if second[0] < second[1]:
                papers = index.titles.neighbours(self._in_titles(first), first, second)
                values[papers] = np.maximum(values[papers], np.float32(TOGETHER))

    def _in_titles(self, word: int) -> NDArray[Any]:
        values = np.zeros(self.index.count, np.float32)
        self.index.postings.spread(values, _whole(word), self._table(TITLE))
        return np.flatnonzero(values)

    def _spread(self, hits: Hits, parts: int) -> Column:
        values = np.zeros(self.index.count, np.float32)
        if not hits.is_empty:
            self.index.postings.spread(values, hits, self._table(parts))
        return self._finished(values, hits)

    def _shallow(self, piece: str, hits: Hits, parts: int) -> Column:
        """So few letters begin too many words: the long texts must have the word itself."""
        column = self._spread(hits, parts & IN_HEAD)
        number = self.index.lexicon.find(piece.encode("utf-8", "surrogatepass"))
        if number >= 0:
            whole = self._spread(_whole(number), parts)
            column = self._finished(np.maximum(column.values, whole.values), hits)
        return column

    def _finished(self, values: Values, *hits: Hits) -> Column:
        values[self.index.dead] = 0
        return Column(values, int(np.count_nonzero(values)), hits)

    def _table(self, parts: int) -> Table:
        if parts not in self._tables:
            self._tables[parts] = weights(parts)
        return self._tables[parts]


def _whole(word: int) -> Hits:
    return Hits(0, 0, NO_HITS.row, np.array([word]), np.array([EXACT], np.float32))


def _and_one(hits: Hits, word: int) -> Hits:
    """The hits, and a word that the typed one is the plural of, where there is one."""
    if word < 0:
        return hits
    others = np.append(hits.others, word)
    return hits._replace(others=others, values=np.append(hits.values, np.float32(SINGULAR)))


def _at_least(hits: Hits, least: float) -> Hits:
    good = hits.values > least
    others, values = hits.others[good], hits.values[good]
    start = hits.start
    row = np.flatnonzero(hits.row > least)
    return Hits(
        0,
        0,
        NO_HITS.row,
        np.concatenate((row + start, others)),
        np.concatenate((hits.row[row], values)),
    )
