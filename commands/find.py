"""Find papers: those that a query picks, or those that were named one by one."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from papers import BadValue, Paper
from storage import Library

if TYPE_CHECKING:
    from search import Query
    from search.matching import InPdfs
    from search.order import Sort
    from search.tree import Node

EVERYTHING = "*"
ONLY_HERE = "what PDFs say is only in the cache of one machine"
AS_LONG_AS_IT_TAKES = float("inf")  # seconds
FEW = 2_000  # papers; so many are looked through sooner than an index is opened


def find(
    library: Library,
    query: str = "",
    *,
    sort: str = "",
    limit: int | None = None,
    cache_folder: str = "",
) -> Iterator[Paper]:
    """The papers that match: what matches the words best comes first, else the newest does.

    No more of them are read than are wanted, as long as the order is that in which they came.
    A large library is asked by its index, which is kept in the cache folder.
    """
    papers: Iterable[Paper] = library.newest()
    if query.strip() or sort:
        import search

        parsed = read(library, query)
        parsed = parsed._replace(sort=_order(sort) or parsed.sort)
        if cache_folder and len(library) > FEW and _suits_index(parsed.node):
            papers = _by_index(library, search.render(parsed), cache_folder)
        else:
            papers = search.select(papers, parsed, _in_pdfs(library, parsed.node, cache_folder))
            papers = papers if parsed.sort else search.by_relevance(papers, parsed.node)
            if cache_folder:
                papers = _and_in_texts(papers, library, search.render(parsed), cache_folder)
    return islice(papers, limit)


def read(library: Library, query: str) -> "Query":
    """The query of a text, which may name shelves of this library."""
    import search
    from commands.shelves import shelves

    return search.parse(query, shelves=lambda: shelves(library))


def asks_pdfs(node: "Node") -> bool:
    """Whether the query asks what PDFs say, which only the cache of one machine knows."""
    from search.parts import PDF
    from search.tree import leaves

    return any(getattr(leaf, "part", "") == PDF for leaf in leaves(node))


def _in_pdfs(library: Library, node: "Node", cache_folder: str) -> "InPdfs | None":
    """What knows which PDFs say what, where the query asks for that."""
    if not asks_pdfs(node):
        return None
    if not cache_folder:
        raise BadValue(f"pdf: cannot be used here: {ONLY_HERE}.")
    from commands.full_text import Texts

    return Texts(library, cache_folder).saying


def _suits_index(node: "Node") -> bool:
    """Whether an index is quicker: by words it is, an expression it must look for like anybody."""
    from search.tree import Pattern, Text, Word, leaves

    kinds = set(map(type, leaves(node)))
    return bool(kinds) and (Pattern not in kinds or not kinds.isdisjoint([Word, Text]))


def _by_index(library: Library, query: str, cache_folder: str) -> Iterable[Paper]:
    """The papers that the index finds; where there is none, one is made, which takes no longer."""
    from commands.searching import Searching

    searching = Searching(library, cache_folder)
    if not searching.open():
        searching.build()
    found = searching.find(query, open=False, seconds=AS_LONG_AS_IT_TAKES)
    return filter(None, map(library.get, found.uids))


def _and_in_texts(
    papers: Iterable[Paper], library: Library, query: str, cache_folder: str
) -> Iterator[Paper]:
    """The papers, then those of which only the PDFs say it, as far as these were read."""
    from commands.full_text import texts_path
    from commands.searching import Searching

    uids = set()
    for paper in papers:
        uids.add(paper.uid)
        yield paper
    if not os.path.exists(texts_path(library, cache_folder)):
        return
    searching = Searching(library, cache_folder)
    if searching.open():
        found = searching.find(query, open=False, seconds=AS_LONG_AS_IT_TAKES)
        by_fields = len(found.uids) - found.in_texts
        more = [uid for uid in found.uids[by_fields:] if uid not in uids]
        yield from filter(None, map(library.get, more))


def _order(sort: str) -> "tuple[Sort, ...]":
    import search

    if not sort:
        return ()
    wanted = search.parse_sort(sort)
    if not wanted:
        raise BadValue(f"Cannot sort by {sort!r}: try one of {', '.join(search.SORT_FIELDS)}.")
    return (wanted,)


def refuse_doubts(query: "Query", then: str) -> None:
    """Refuse what means nothing: it would be a riddle tomorrow, or change what was not meant."""
    import search

    for doubt in search.doubts(query):
        words = query.text[slice(*doubt.span)]
        hint = f" Did you mean {doubt.meant}?" if doubt.meant else ""
        raise BadValue(f"{words!r} in the query means nothing ({doubt.why}): {then}.{hint}")


def choose(
    library: Library,
    handles: Sequence[str],
    query: str | None = None,
    *,
    cache_folder: str = "",
) -> tuple[Paper, ...]:
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
    _refuse_vague(library, query)
    papers = tuple(picked(library, query, cache_folder))
    if not papers:
        raise BadValue(f"No paper matches {query!r}: nothing was changed.")
    return papers


def picked(library: Library, query: str, cache_folder: str = "") -> Iterable[Paper]:
    """The papers that match, by a look at each: an index would forgive more than a change may."""
    import search

    parsed = read(library, query)
    return search.select(library.newest(), parsed, _in_pdfs(library, parsed.node, cache_folder))


def checker(library: Library, query: str, cache_folder: str) -> Callable[[Paper], bool]:
    """What tells whether a paper matches."""
    import search

    node = read(library, query).node
    return search.checker(node, _in_pdfs(library, node, cache_folder))


def _refuse_vague(library: Library, query: str) -> None:
    if query.strip() == EVERYTHING:
        return
    import search

    parsed = read(library, query)
    refuse_doubts(parsed, "nothing was changed")
    if parsed.node == search.Query().node:
        raise BadValue(f"The query says nothing; {EVERYTHING} stands for every paper.")
