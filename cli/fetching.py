"""`carrel enrich`, and what `carrel add` fetches: settings in, servers asked, waits told."""

import contextlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cli.desk import Desk
from cli.main import INTERRUPTED
from cli.receipts import MOST, count, name, print_lines
from cli.settings import cache_folder
from commands.describe import difference
from commands.enrich import Enriched, Wait, waits
from commands.look_up import Fetched
from papers import BadValue, Change, Paper

if TYPE_CHECKING:
    from importers.fetch import Fetch


def fetched(desk: Desk, papers: Sequence[Paper], *, quiet: bool = False) -> Fetched:
    """Ask about papers that are about to come in; without a network they stay as they are.

    While something else has the screen, `quiet` draws no bar on it.
    """
    if not papers:
        return Fetched([], [])
    if _is_offline(desk):
        reason = f"Nothing is fetched: {_why_offline(desk)}."
        return Fetched(list(papers), [Wait(paper, reason) for paper in papers if waits(paper)])
    from commands.enrich import identified

    with _asking(desk, papers, quiet=quiet) as fetch:
        known, waiting = identified(papers, fetch)
    return Fetched(known, waiting, fetch.stopped)


def tell_waits(desk: Desk, waiting: Sequence[Wait]) -> None:
    """Say of each paper what is not known of it, why, and what to do."""
    for paper, reason in waiting[:MOST]:
        who = paper.source.name or name(paper)
        if not waits(paper):
            desk.screen.tell(f"{who}: {reason}")
        elif reason.startswith("There is nowhere"):
            desk.screen.tell(f"{who} waits in the inbox. {reason} `carrel edit` takes a title.")
        else:
            desk.screen.tell(f"{who} waits in the inbox. {reason} `carrel enrich` asks again.")
    if len(waiting) > MOST:
        desk.screen.tell(f"... and {len(waiting) - MOST:,} more of which not all is known.")


def enrich(desk: Desk, query: tuple[str, ...], dry_run: bool, json: bool) -> int:
    from commands import enrich as command

    if _is_offline(desk):
        raise BadValue(
            f"Nothing is fetched: {_why_offline(desk)}. `carrel config fetch.offline no` allows it."
        )
    library = desk.library(read_only=dry_run)
    words = " ".join(query)
    if words.strip():
        papers = command.with_gaps(library, words, cache_folder(desk.environ))
    else:
        papers = command.incomplete(library)
    with _asking(desk, papers) as fetch:
        enriched = command.enrich(library, fetch, dry_run=dry_run)
    if json:
        from cli import as_json

        desk.screen.say(as_json.dumps(_as_json(enriched, dry_run), indent=1))
    else:
        _print(desk, enriched, dry_run)
    if enriched.stopped:
        return INTERRUPTED
    return 0 if not enriched.waiting else 1 if enriched.changes else 2


@contextlib.contextmanager
def _asking(desk: Desk, papers: Sequence[Paper], *, quiet: bool = False) -> "Iterator[Fetch]":
    """A fetch by the settings, with a bar as long as it takes."""
    from carrel import __version__
    from cli.progress import Progress
    from importers.fetch import Fetch, Manners, Places, Web

    settings = desk.settings
    contact = str(settings.value("fetch.contact"))
    agent = f"Carrel/{__version__}" + (f" (mailto:{contact})" if contact else "")
    timeout = float(str(settings.value("fetch.timeout")))
    web = Web(Manners(agent, timeout, cache_folder(desk.environ)))
    places = Places(*(str(settings.value(f"fetch.{place}")) for place in Places._fields))
    with Progress(desk.screen, "Fetching", quiet=quiet) as progress, contextlib.closing(web):
        yield Fetch(papers, web, places, progress)


def _is_offline(desk: Desk) -> bool:
    return desk.settings.value("fetch.offline") == "yes"


def _why_offline(desk: Desk) -> str:
    return f"fetch.offline is set in {desk.settings.find('fetch.offline').origin}"


def _print(desk: Desk, enriched: Enriched, dry_run: bool) -> None:
    print_lines(desk, [f"{name(c.after)}: {difference(c)}" for c in enriched.changes])
    for paper, reason in enriched.waiting[:MOST]:
        desk.screen.tell(f"{name(paper)}: {reason}")
    if len(enriched.waiting) > MOST:
        desk.screen.tell(f"... and {len(enriched.waiting) - MOST:,} more troubles.")
    still = [wait for wait in enriched.waiting if waits(wait.paper)]
    counts = [
        (enriched.changes, "would be filled in" if dry_run else "filled in"),
        (enriched.unchanged, "as complete as can be"),
        (still, "still waiting"),
    ]
    said = ", ".join(f"{count(many)} {what}" for many, what in counts if many)
    if said:
        desk.screen.say(f"{said}.")
    elif not enriched.waiting:
        desk.screen.tell("Nothing is missing that could be fetched.")
    if enriched.stopped:
        desk.screen.tell("Stopped: what had come by then was kept.")


def _as_json(enriched: Enriched, dry_run: bool) -> dict[str, object]:
    from cli import as_json

    return {
        "changed": [_changed(change) for change in enriched.changes],
        "unchanged": [as_json.brief(paper) for paper in enriched.unchanged],
        "waiting": [
            as_json.brief(paper) | {"waits": waits(paper), "reason": reason}
            for paper, reason in enriched.waiting
        ],
        "step": enriched.step,
        "stopped": enriched.stopped,
        "dry_run": dry_run,
    }


def _changed(change: Change) -> dict[str, object]:
    from cli import as_json

    before, after = change.before or Paper(), change.after or Paper()
    names = [*before.fields, *(name for name in after.fields if name not in before.fields)]
    return as_json.brief(after) | {
        "what": difference(change),
        "fields": [name for name in names if before.fields.get(name) != after.fields.get(name)],
    }
