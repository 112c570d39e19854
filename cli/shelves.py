"""`carrel shelf`: queries with a name."""

from cli.desk import Desk
from cli.settings import cache_folder
from commands import shelves
from papers.text import fit, visible, width
from storage import Step


def show_shelves(desk: Desk, json: bool) -> int:
    """Print every shelf with how many papers are on it."""
    from commands.find import checker

    library = desk.library(read_only=True)
    found = shelves.shelves(library)
    cache = cache_folder(desk.environ)
    tests = [checker(library, shelf.query, cache) for shelf in found]
    counts = [0] * len(found)
    for paper in library:
        for at, matches in enumerate(tests):
            counts[at] += matches(paper)
    rows = list(zip(found, counts, strict=True))
    if json:
        from cli import as_json

        for line in as_json.stream(
            {"name": shelf.name, "query": shelf.query, "count": papers, "built_in": not shelf.id}
            for shelf, papers in rows
        ):
            desk.screen.say(line)
        return 0
    _print_rows(desk, [(shelf.name, str(papers), shelf.query) for shelf, papers in rows])
    return 0


def _print_rows(desk: Desk, rows: list[tuple[str, str, str]]) -> None:
    """A terminal gets columns, anything else tabs."""
    shown = [tuple(map(visible, row)) for row in rows]
    if not desk.screen.is_terminal:
        for row in shown:
            desk.screen.say("\t".join(row))
        return
    names, counts = (max(width(row[at]) for row in shown) for at in (0, 1))
    for name, count, query in shown:
        line = f"{name}{' ' * (names - width(name))}  {count:>{counts}}  {query}".rstrip()
        desk.screen.say(fit(line, desk.screen.width))


def add(desk: Desk, name: str, query: tuple[str, ...], json: bool) -> int:
    return _done(desk, shelves.add_shelf(desk.library(), name, " ".join(query)), json)


def change(desk: Desk, name: str, query: tuple[str, ...], json: bool) -> int:
    return _done(desk, shelves.change_shelf(desk.library(), name, " ".join(query)), json)


def rename(desk: Desk, name: str, new: str, json: bool) -> int:
    return _done(desk, shelves.rename_shelf(desk.library(), name, new), json)


def remove(desk: Desk, name: str, json: bool) -> int:
    return _done(desk, shelves.remove_shelf(desk.library(), name), json)


def _done(desk: Desk, step: Step, json: bool) -> int:
    if json:
        from cli import as_json

        desk.screen.say(as_json.dumps(as_json.step(step)))
    elif step.label:
        desk.screen.say(visible(step.label))
    else:
        desk.screen.tell("Nothing changed: it was so already.")
    return 0
