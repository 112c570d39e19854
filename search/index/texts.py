"""Papers that a query means by what is in their PDFs, where their other parts leave words open."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.index.columns import Columns, Typed
from search.index.entries import BIT
from search.index.fulltext import FullText, is_long
from search.index.ranking import MOST_WORDS, NONE, Ranked
from search.tree import Word

WEIGHT = 0.1  # of what a whole text says, beside a word of the title

Mask = NDArray[Any]


def explained(columns: Columns, texts: FullText, typed: Sequence[Word], found: Mask) -> Ranked:
    """The papers not found yet that have every word, in their texts or, as written, elsewhere."""
    index = columns.index
    if not index.count or not any(is_long(word.text) for word in typed):
        return NONE
    places = index.places(texts.ids)
    fits = (places >= 0) & (index.papers["flags"][places] & np.uint32(BIT["pdf"]) != 0)
    fits &= ~found[places]
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
