"""What a query that found nothing finds without one of its conditions."""

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from commands.find import AS_LONG_AS_IT_TAKES, FEW, checker, read
from storage import Library

if TYPE_CHECKING:
    from search.tree import Node

MOST = 8  # conditions; who asks for more knows more


class Loosened(NamedTuple):
    """A condition as it was typed, and how many papers match all others."""

    words: str
    papers: int


def loosened(library: Library, query: str, cache_folder: str) -> list[Loosened]:
    """For each condition what there is without it, the fewest papers first."""
    import search
    from search.tree import All

    parsed = read(library, query)
    nodes = parsed.node.nodes if isinstance(parsed.node, All) else ()
    if not 2 <= len(nodes) <= MOST:
        return []
    rests = [_render(All(nodes[:at] + nodes[at + 1 :])) for at in range(len(nodes))]
    counts = _counts(library, rests, cache_folder)
    typed = [words for words, _meaning in search.explain(parsed)]
    found = [Loosened(*pair) for pair in zip(typed, counts, strict=False) if pair[1]]
    return sorted(found, key=lambda each: each.papers)


def _render(node: "Node") -> str:
    import search

    return search.render(search.Query(node))


def _counts(library: Library, queries: list[str], cache_folder: str) -> list[int]:
    """How many papers each query picks; a large library is asked by its index."""
    if len(library) > FEW:
        from commands.searching import Searching

        searching = Searching(library, cache_folder)
        if searching.open():
            found = partial(searching.find, open=False, seconds=AS_LONG_AS_IT_TAKES)
            return [len(found(query).uids) for query in queries]
    tests = [checker(library, query, cache_folder) for query in queries]
    counts = [0] * len(tests)
    for paper in library:
        for at, matches in enumerate(tests):
            counts[at] += matches(paper)
    return counts
