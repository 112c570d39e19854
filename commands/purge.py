"""Delete papers from the trash."""

from collections.abc import Sequence

from papers import Paper
from storage import Library, Step


def purge(library: Library, papers: Sequence[Paper]) -> Step:
    """Take papers out of the trash for good; only the history still knows them."""
    return library.purge([paper.uid for paper in papers])
