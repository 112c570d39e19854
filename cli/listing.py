"""`carrel list`, `show`, `trash`: papers on the screen or as JSON."""

from collections.abc import Iterable, Sequence

from cli.desk import Desk
from commands.find import find, not_understood
from papers import Paper


def list_papers(
    desk: Desk,
    query: tuple[str, ...],
    limit: int | None,
    sort: str | None,
    columns: str | None,
    json: bool,
) -> int:
    library = desk.library(read_only=True)
    wanted = " ".join(query)
    papers = find(library, wanted, sort=sort or "", limit=limit)
    for words in not_understood(wanted):
        desk.screen.tell(f"{words!r} is no field with a value that fits: it is searched as words.")
    if json:
        return print_json(desk, papers)
    from cli.columns import chosen, print_papers

    names = chosen(columns.split(",") if columns else desk.settings.names("list.columns"))
    if not print_papers(desk.screen, papers, names, drop_empty=not columns) and limit != 0:
        desk.screen.tell(_nothing(wanted, len(library)))
    return 0


def _nothing(query: str, papers: int) -> str:
    if papers:
        return f"None of {papers:,} papers matches {query!r}."
    return "The library is empty: `carrel import FILE.bib` or `carrel add --title ...` fills it."


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
