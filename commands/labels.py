"""How steps are called in the history."""

from collections.abc import Sequence

from papers import Paper


def named(papers: Sequence[Paper]) -> str:
    """Which papers a step is about: the one, or how many."""
    if len(papers) == 1:
        return papers[0].key or papers[0].uid
    return f"{len(papers)} papers"
