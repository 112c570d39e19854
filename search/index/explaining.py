"""Why a paper is where it is among those found: what each word adds to its score."""

from collections.abc import Sequence
from typing import NamedTuple

from search.index.columns import Columns, Typed
from search.index.ranking import weight_of


class Share(NamedTuple):
    """A word's share in a score: how well it is explained, and how much that counts."""

    word: str
    closeness: float  # from 0, by nothing, to 1, by the very word in the title
    weight: float  # rarer words count for more; all weights together are 1
    found_in: int  # so many papers explain it


def explain(columns: Columns, id: int, typed: Sequence[Typed]) -> Sequence[Share]:
    """What each word has to do with a paper's score; nothing where the paper is not there."""
    place = columns.index.place(id)
    if place < 0:
        return ()
    used = [columns.of(word, typos=True) for word in typed]
    weights = [weight_of(columns.index, column) for column in used]
    return [
        Share(word.text, float(column.values[place]), weight / sum(weights), column.found)
        for word, column, weight in zip(typed, used, weights, strict=True)
    ]
