"""`carrel tag`, `rate`, `status` and `priority`."""

from collections.abc import Callable, Sequence

from cli.desk import Desk
from cli.receipts import print_rehearsal, print_step
from cli.settings import cache_folder
from commands.find import choose
from papers import Paper, Status
from storage import Library, Step

Papers = tuple[str, ...]


def tag(
    desk: Desk,
    papers: Papers,
    changes: tuple[str, ...],
    query: str | None,
    dry_run: bool,
    json: bool,
) -> int:
    from commands.tag import checked
    from commands.tag import tag as apply

    add = [checked(change[1:]) for change in changes if change.startswith("+")]
    remove = [change[1:] for change in changes if change.startswith("-")]
    return _judge(
        desk, papers, query, dry_run, json, f"tag {' '.join(changes)}",
        lambda library, found: apply(library, found, add, remove),
    )  # fmt: skip


def rate(
    desk: Desk, papers: Papers, stars: int, query: str | None, dry_run: bool, json: bool
) -> int:
    from commands.rate import rate as apply

    return _judge(
        desk, papers, query, dry_run, json, f"give {stars} stars to",
        lambda library, found: apply(library, found, stars),
    )  # fmt: skip


def set_status(
    desk: Desk, papers: Papers, status: str, query: str | None, dry_run: bool, json: bool
) -> int:
    from commands.set_status import set_status as apply

    return _judge(
        desk, papers, query, dry_run, json, f"mark as {status}",
        lambda library, found: apply(library, found, Status(status)),
    )  # fmt: skip


def prioritise(
    desk: Desk, papers: Papers, priority: int, query: str | None, dry_run: bool, json: bool
) -> int:
    from commands.prioritise import prioritise as apply

    return _judge(
        desk, papers, query, dry_run, json, f"give priority {priority} to",
        lambda library, found: apply(library, found, priority),
    )  # fmt: skip


def _judge(
    desk: Desk,
    handles: Papers,
    query: str | None,
    dry_run: bool,
    json: bool,
    what: str,
    apply: Callable[[Library, Sequence[Paper]], Step],
) -> int:
    """Find the papers, do it or say that it would be done, and print the receipt."""
    library = desk.library()
    found = choose(library, handles, query, cache_folder=cache_folder(desk.environ))
    if dry_run:
        return print_rehearsal(desk, found, what, json=json)
    return print_step(desk, apply(library, found), json=json)
