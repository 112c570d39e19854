"""What became of every item of an import, for people and for programs."""

from collections.abc import Sequence

from cli.desk import Desk
from cli.receipts import MOST, print_lines
from commands.describe import title
from commands.import_papers import Receipt
from importers import Reject


def print_receipt(
    desk: Desk, receipt: Receipt, kept: Sequence[str], *, dry_run: bool, json: bool
) -> int:
    """Print the receipt; `kept` are the files with what became no paper. Returns the exit code."""
    came = len(receipt.added) + len(receipt.merged) + len(receipt.unchanged)
    if json:
        from cli import as_json

        desk.screen.say(as_json.dumps(_as_json(receipt, kept, dry_run), indent=1))
    elif not came and not receipt.rejected:
        desk.screen.tell("No entry was found: nothing came in.")
    else:
        _print_for_people(desk, receipt, kept, dry_run)
    return 0 if came and not receipt.rejected else 1 if came else 2


def _print_for_people(desk: Desk, receipt: Receipt, kept: Sequence[str], dry_run: bool) -> None:
    print_lines(desk, [f"+ {paper.key}: {title(paper)}" for paper in receipt.added])
    print_lines(desk, [f"~ {paper.key}: {title(paper)}" for paper in receipt.merged])
    for key, paper in receipt.rekeyed[:MOST]:
        desk.screen.tell(f"{key} is another paper's key: this one has {paper.key}.")
    for reject in receipt.rejected[:MOST]:
        desk.screen.tell(f"{_place(reject)}: {reject.reason}")
    for what, many in (("keys that were taken", receipt.rekeyed), ("rejects", receipt.rejected)):
        if len(many) > MOST:
            desk.screen.tell(f"... and {len(many) - MOST:,} more {what}.")
    counts = [
        (receipt.added, "added"),
        (receipt.merged, "merged into what was there"),
        (receipt.unchanged, "there already"),
        (receipt.rejected, "rejected"),
    ]
    said = ", ".join(f"{len(many):,} {what}" for many, what in counts if many)
    desk.screen.say(f"Would be: {said}." if dry_run else f"{said}.")
    if not (receipt.added or receipt.merged):
        desk.screen.tell("Nothing in the library changed.")
    for path in kept:
        desk.screen.tell(f"What became no paper is kept in {path}")


def _place(reject: Reject) -> str:
    return f"{reject.source}:{reject.line}" if reject.line else reject.source


def _as_json(receipt: Receipt, kept: Sequence[str], dry_run: bool) -> dict[str, object]:
    from cli import as_json

    told = {
        name: [as_json.brief(paper) | {"source": paper.source.name} for paper in papers]
        for name, papers in receipt._asdict().items()
        if name in ("added", "merged", "unchanged")
    }
    return {
        **told,
        "rejected": [reject._asdict() for reject in receipt.rejected],
        "rekeyed": [{"from": key, "to": paper.key} for key, paper in receipt.rekeyed],
        "kept": list(kept),
        "step": receipt.step,
        "dry_run": dry_run,
    }
