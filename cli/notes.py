"""`carrel notes sync`."""

import time
from typing import TYPE_CHECKING, cast

from cli.desk import Desk
from cli.grammar import UsageError
from cli.receipts import MOST, print_lines
from papers import CarrelError
from papers.text import visible

if TYPE_CHECKING:
    from commands.sync_notes import Item, Plan, Synced
    from sync.notes import Winner

EVERY = 1.0  # seconds between two looks at the folder and the library


def sync(
    desk: Desk, folder: str, clashes: str | None, watch: bool, dry_run: bool, json: bool
) -> int:
    from commands.sync_notes import Synced, plan

    if watch and (dry_run or json):
        raise UsageError("--watch goes on until Ctrl-C: it goes with neither --dry-run nor --json.")
    if dry_run:
        planned = plan(desk.library(read_only=True), folder, _winners(desk, folder, clashes))
        return _told(desk, Synced(planned), json=json, dry_run=True)
    code = _told(desk, _sync(desk, folder, clashes), json=json)
    return _watch(desk, folder, clashes) if watch else code


def _sync(desk: Desk, folder: str, clashes: str | None) -> "Synced":
    from commands.sync_notes import sync_notes

    return sync_notes(desk.library(), folder, _winners(desk, folder, clashes))


def _winners(desk: Desk, folder: str, clashes: str | None) -> "dict[str, Winner]":
    """Whose words count, for each paper that clashes."""
    if clashes is None:
        return {}
    from commands.sync_notes import CLASH, plan

    winner = cast("Winner", clashes)
    return {item.paper.uid: winner for item in plan(desk.library(), folder).of(CLASH)}


def _watch(desk: Desk, folder: str, clashes: str | None) -> int:
    """Sync whenever either side changed, until Ctrl-C; a refusal is told, once, and waited out."""
    desk.screen.tell("Watching both sides; Ctrl-C ends it.")
    trouble = ""
    try:
        while True:
            time.sleep(EVERY)
            try:
                desk.library().refresh()
                synced = _sync(desk, folder, clashes)
            except CarrelError as error:
                if str(error) != trouble:
                    desk.screen.tell(str(error))
                trouble = str(error)
                continue
            trouble = ""
            if synced.written or synced.step.changes:
                _told(desk, synced)
    except KeyboardInterrupt:
        return 0


def _told(desk: Desk, synced: "Synced", *, json: bool = False, dry_run: bool = False) -> int:
    from commands.sync_notes import CLASH

    planned = synced.plan
    clashes = planned.of(CLASH)
    if json:
        from cli import as_json

        desk.screen.say(as_json.dumps(_as_json(synced, dry_run), indent=1))
    else:
        _print(desk, synced, dry_run)
    return 1 if clashes or synced.postponed or synced.refused else 0


def _print(desk: Desk, synced: "Synced", dry_run: bool) -> None:
    from commands.sync_notes import BOTH, CLASH, FILE, GONE, LIBRARY, NEW

    planned = synced.plan
    said = {NEW: "+", FILE: ">", LIBRARY: "<", BOTH: "="}
    print_lines(
        desk,
        [
            f"{said[item.kind]} {item.path}{f': {item.why}' if item.why else ''}"
            for item in planned.of(*said)
        ],
    )
    for item in planned.of(CLASH, GONE)[:MOST]:
        desk.screen.tell(f"{item.path}: {item.why}.")
    for sentence in planned.left[:MOST]:
        desk.screen.tell(sentence)
    for path in synced.postponed[:MOST]:
        desk.screen.tell(f"{path} was written to in this moment: it is left for the next time.")
    for sentence in synced.refused[:MOST]:
        desk.screen.tell(sentence)
    if planned.of(CLASH):
        desk.screen.tell("`--clashes both` keeps both sides; library or file takes one of them.")
    desk.screen.say(_summary(planned, dry_run))


def _summary(planned: "Plan", dry_run: bool) -> str:
    from commands.sync_notes import BOTH, CLASH, FILE, LIBRARY, NEW, SAME

    counts = (
        (planned.of(NEW), "new"),
        (planned.of(FILE), "written anew"),
        (planned.of(LIBRARY, BOTH), "taken over from the folder"),
        (planned.of(SAME), "the same"),
        (planned.of(CLASH), "clash"),
    )
    said = ", ".join(f"{len(many):,} {what}" for many, what in counts if many) or "no notes"
    return f"Would be: {visible(said)}." if dry_run else f"{visible(said)}."


def _as_json(synced: "Synced", dry_run: bool) -> dict[str, object]:
    def told(item: "Item") -> dict[str, str]:
        return {
            "kind": item.kind, "key": item.paper.key, "uid": item.paper.uid, "path": item.path,
            "why": item.why,
        }  # fmt: skip

    return {
        "folder": synced.plan.folder,
        "notes": [told(item) for item in synced.plan.items],
        "left": list(synced.plan.left),
        "written": list(synced.written),
        "postponed": list(synced.postponed),
        "refused": list(synced.refused),
        "step": synced.step.id,
        "dry_run": dry_run,
    }
