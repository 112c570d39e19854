"""Find papers: those that a query picks, or those that were named one by one."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from papers import BadValue, Paper
from storage import Library

if TYPE_CHECKING:
    from search.order import Sort

EVERYTHING = "*"


def find(
    library: Library, query: str = "", *, sort: str = "", limit: int | None = None
) -> Iterator[Paper]:
    """The papers that match, newest first unless another order is asked for.

    No more of them are read than are wanted, as long as the order is that in which they came.
    """
    papers: Iterable[Paper] = library.newest()
    if query.strip() or sort:
        import search

        parsed = search.parse("" if query.strip() == EVERYTHING else query)
        papers = search.select(papers, parsed._replace(sort=_order(sort) or parsed.sort))
    return islice(papers, limit)


def _order(sort: str) -> "tuple[Sort, ...]":
    import search

    if not sort:
        return ()
    wanted = search.parse_sort(sort)
    if not wanted:
        raise BadValue(f"Cannot sort by {sort!r}: try one of {', '.join(search.SORT_FIELDS)}.")
    return (wanted,)


def not_understood(query: str) -> tuple[str, ...]:
    """What looks like a field in the query but is none, and is searched as words."""
    if not query.strip():
        return ()
    import search

    return search.parse(query).unparsed


def choose(library: Library, handles: Sequence[str], query: str | None = None) -> tuple[Paper, ...]:
    """The papers that a change is about: each one named, or all that a query picks.

    A change to many papers is stricter with its query than a list is: what is not understood is
    refused, and so is a query that says nothing.
    """
    if query is None:
        if not handles:
            raise BadValue("Which paper? Name one by its key, or many with --query.")
        found = {paper.uid: paper for paper in map(library.find, handles)}
        return tuple(found.values())
    if handles:
        raise BadValue("Either name the papers or give a --query, not both.")
    _refuse_vague(query)
    papers = tuple(find(library, query))
    if not papers:
        raise BadValue(f"No paper matches {query!r}: nothing was changed.")
    return papers


def _refuse_vague(query: str) -> None:
    if query.strip() == EVERYTHING:
        return
    import search

    parsed = search.parse(query)
    if parsed.unparsed:
        raise BadValue(f"{parsed.unparsed[0]!r} in the query means nothing: nothing was changed.")
    if parsed.node == search.Query().node:
        raise BadValue(f"The query says nothing; {EVERYTHING} stands for every paper.")
