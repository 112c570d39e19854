"""`carrel list`, `show`, `trash`: papers on the screen or as JSON."""

from collections.abc import Iterable, Sequence

from cli.desk import Desk
from cli.settings import cache_folder
from commands.find import find, not_understood
from papers import Paper


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

        wanted = on_shelf(find_shelf(library, shelf), wanted)
    if explain:
        _explain(desk, wanted)
    cache = cache_folder(desk.environ)
    papers = find(library, wanted, sort=sort or "", limit=limit, cache_folder=cache)
    for words in () if explain else not_understood(wanted):
        desk.screen.tell(f"{words!r} {_remark(words)}.")
    if json:
        return print_json(desk, papers)
    from cli.columns import chosen, print_papers

    names = chosen(columns.split(",") if columns else desk.settings.names("list.columns"))
    if not print_papers(desk.screen, papers, names, drop_empty=not columns) and limit != 0:
        desk.screen.tell(_nothing(wanted, len(library)))
    return 0


def _remark(words: str) -> str:
    if words[-1] in ":<>=":
        return "has no value: it is passed over"
    return "is no field with a value that fits: it is searched as words"


def _explain(desk: Desk, query: str) -> None:
    """Say how the query is read, condition by condition."""
    from search import explain, parse

    for words, meaning in explain(parse(query)):
        desk.screen.tell(f"{words}: {meaning}")


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
