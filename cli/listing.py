"""`carrel list`, `show`, `trash`: papers on the screen or as JSON."""

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cli.desk import Desk
from cli.settings import cache_folder
from commands.find import find, read
from papers import Paper

if TYPE_CHECKING:
    from storage import Library

EMPTY = "The library is empty: `carrel import FILE.bib` or `carrel add --title ...` fills it."
MOST_HINTS = 3


def list_papers(
    desk: Desk,
    query: tuple[str, ...],
    limit: int | None,
    sort: str | None,
    columns: str | None,
    shelf: str | None,
    explain: bool,
    json: bool,
) -> int:
    library = desk.library(read_only=True)
    wanted = " ".join(query)
    if shelf is not None:
        from commands.shelves import find_shelf, on_shelf

        wanted = on_shelf(library, find_shelf(library, shelf), wanted)
    if explain or wanted.strip():
        _say_how_it_is_read(desk, wanted, explain=explain)
    cache = cache_folder(desk.environ)
    papers = find(library, wanted, sort=sort or "", limit=limit, cache_folder=cache)
    if json:
        return print_json(desk, papers)
    from cli.columns import chosen, print_papers

    names = chosen(columns.split(",") if columns else desk.settings.names("list.columns"))
    if not print_papers(desk.screen, papers, names, drop_empty=not columns) and limit != 0:
        _say_nothing_was_found(desk, library, wanted, cache)
    return 0


def _say_how_it_is_read(desk: Desk, query: str, *, explain: bool) -> None:
    """Say what means nothing as it stands, or how all of it is read, condition by condition."""
    import search

    parsed = read(desk.library(), query)
    if explain:
        for words, meaning in search.explain(parsed):
            desk.screen.tell(f"{words}: {meaning}")
        return
    for doubt in search.doubts(parsed):
        desk.screen.tell(f"{query[slice(*doubt.span)]!r}: {doubt.said}")


def _say_nothing_was_found(desk: Desk, library: "Library", query: str, cache: str) -> None:
    """Say so, and what may be the matter."""
    if not len(library):
        desk.screen.tell(EMPTY)
        return
    desk.screen.tell(f"None of {len(library):,} papers matches {query!r}.")
    from commands.find import asks_pdfs
    from commands.full_text import texts_path
    from commands.loosened import loosened
    from search.tree import Word, leaves

    node = read(library, query).node
    found = loosened(library, query, cache)[:MOST_HINTS]
    if found:
        said = "; ".join(f"{papers:,} without {words!r}" for words, papers in found)
        desk.screen.tell(f"There would be {said}.")
    if any(isinstance(leaf, Word) and leaf.text in ("or", "not") for leaf in leaves(node)):
        desk.screen.tell("OR and NOT are written in capitals.")
    if asks_pdfs(node) and not os.path.exists(texts_path(library, cache)):
        desk.screen.tell("No PDF has been read yet: the app reads them while it is open.")


def print_json(desk: Desk, papers: Iterable[Paper]) -> int:
    from cli import as_json

    for line in as_json.stream(map(as_json.paper, papers)):
        desk.screen.say(line)
    return 0


def show(desk: Desk, papers: tuple[str, ...], json: bool) -> int:
    library = desk.library(read_only=True)
    return show_papers(desk, [library.find(handle) for handle in papers], json=json)


def show_papers(desk: Desk, papers: Sequence[Paper], *, json: bool) -> int:
    if json:
        return print_json(desk, papers)
    from cli.page import print_page

    for place, paper in enumerate(papers):
        if place:
            desk.screen.say()
        print_page(desk.screen, paper)
    return 0


def trash(desk: Desk, json: bool) -> int:
    papers = desk.library(read_only=True).trash()
    if json:
        return print_json(desk, papers)
    from cli.columns import print_papers

    if not print_papers(desk.screen, papers, ("key", "year", "authors", "title")):
        desk.screen.tell("The trash is empty.")
    return 0
