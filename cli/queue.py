"""`carrel queue` and `carrel next`."""

from collections.abc import Sequence

from cli.desk import Desk
from cli.receipts import print_rehearsal, print_step
from cli.settings import cache_folder
from commands import queue
from commands.find import choose

COLUMNS = ("key", "status", "rating", "year", "authors", "title")


def show_queue(desk: Desk, json: bool) -> int:
    waiting = queue.queued(desk.library(read_only=True))
    if json:
        from cli import as_json

        for line in as_json.stream(map(as_json.paper, waiting)):
            desk.screen.say(line)
        return 0
    from cli.columns import print_papers

    if not print_papers(desk.screen, waiting, COLUMNS, drop_empty=True):
        desk.screen.tell("The queue is empty; `carrel queue add PAPER` puts a paper into it.")
    return 0


def show_next(desk: Desk, json: bool) -> int:
    from cli.listing import show_papers

    waiting = queue.queued(desk.library(read_only=True))
    if not waiting:
        desk.screen.tell("The queue is empty; `carrel queue add PAPER` puts a paper into it.")
        return 2
    return show_papers(desk, waiting[:1], json=json)


def add(
    desk: Desk, papers: Sequence[str], query: str | None, first: bool, dry_run: bool, json: bool
) -> int:
    library = desk.library()
    found = choose(library, papers, query, cache_folder=cache_folder(desk.environ))
    if dry_run:
        return print_rehearsal(desk, found, "put into the queue", json=json)
    return print_step(desk, queue.enqueue(library, found, first=first), json=json)


def remove(desk: Desk, papers: Sequence[str], query: str | None, dry_run: bool, json: bool) -> int:
    library = desk.library()
    found = choose(library, papers, query, cache_folder=cache_folder(desk.environ))
    if dry_run:
        return print_rehearsal(desk, found, "take out of the queue", json=json)
    return print_step(desk, queue.dequeue(library, found), json=json)


def up(desk: Desk, paper: str, json: bool) -> int:
    return _move(desk, paper, -1, json)


def down(desk: Desk, paper: str, json: bool) -> int:
    return _move(desk, paper, 1, json)


def _move(desk: Desk, handle: str, places: int, json: bool) -> int:
    library = desk.library()
    step = queue.move(library, library.find(handle), places)
    end = "the head" if places < 0 else "the end"
    return print_step(desk, step, json=json, nothing=f"Nothing moved: it is at {end} of the queue.")
