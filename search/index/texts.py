"""Papers that a query means by what is in their PDFs, where their other parts leave words open."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.index.columns import Columns, Typed
from search.index.entries import BIT
from search.index.fulltext import FullText, is_long
from search.index.ranking import MOST_WORDS, NONE, Ranked
from search.tree import Phrase, Text, Word

WEIGHT = 0.1  # of what a whole text says, beside a word of the title

Mask = NDArray[Any]
Scores = NDArray[Any]


def saying(columns: Columns, texts: FullText | None, node: Text | Phrase) -> Scores:
    """For every paper how much its PDFs say of what `pdf:` asks for."""
    scores = np.zeros(columns.index.count, np.float32)
    if texts is not None and len(scores):
        places = columns.index.places(texts.ids)
        there = _there(columns, places)
        scores[places[there]] = texts.said(node)[there] * WEIGHT
    return scores


def _there(columns: Columns, places: NDArray[Any]) -> Mask:
    """Which of the texts are those of papers that have PDFs now."""
    flags = columns.index.papers["flags"][places]
    there: Mask = (places >= 0) & (flags & np.uint32(BIT["pdf"]) != 0)
    return there


def explained(columns: Columns, texts: FullText, typed: Sequence[Word], found: Mask) -> Ranked:
    """The papers not found yet that have every word, in their texts or, as written, elsewhere."""
    index = columns.index
    if not index.count or not any(is_long(word.text) for word in typed):
        return NONE
    places = index.places(texts.ids)
    fits = _there(columns, places) & ~found[places]
    scores = np.zeros(len(places))
    said_something = np.zeros(len(places), bool)
    for word in typed[:MOST_WORDS]:
        said = texts.values(word.text, open=word.open)
        elsewhere = columns.of(Typed(word.text, word.open)).values[places]
        scores += np.maximum(said * WEIGHT, elsewhere)
        fits &= (said > 0) | (elsewhere > 0)
        said_something |= said > 0
    chosen = np.flatnonzero(fits & said_something)
    share = scores[chosen] / len(typed)
    return Ranked(places[chosen], share.astype(np.float32))
