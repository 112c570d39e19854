"""What became of every item of an import, for people and for programs."""

from collections import Counter
from collections.abc import Sequence

from cli.desk import Desk
from cli.receipts import MOST, print_lines
from commands.describe import title
from commands.import_papers import Receipt
from commands.reading import Reading
from importers import Imported, Reject
from papers import Paper

SAID = {
    "added": "added",
    "merged": "merged into what was there",
    "unchanged": "there already",
    "rejected": "rejected",
}
MARKS = {"added": "+", "merged": "~"}
NAMES = 3  # where only an example of many is of use


def print_receipt(
    desk: Desk,
    receipt: Receipt,
    imported: Imported,
    kept: Sequence[str] = (),
    read: Reading | None = None,
    *,
    dry_run: bool,
    json: bool,
) -> int:
    """Print the receipt; `kept` are the files with what became no paper. Returns the exit code."""
    came = len(receipt.outcomes)
    if json:
        from cli import as_json

        told = _as_json(receipt, imported) | {
            "kept": list(kept),
            "skipped": list(read.skipped) if read else [],
            "step": receipt.step,
            "dry_run": dry_run,
        }
        desk.screen.say(as_json.dumps(told, indent=1))
    else:
        _print_for_people(desk, receipt, imported, dry_run)
        _tell_kept(desk, kept)
        if read:
            _tell_of_files(desk, read)
    return 0 if came and not receipt.rejected else 1 if came else 2


def _print_for_people(desk: Desk, receipt: Receipt, imported: Imported, dry_run: bool) -> None:
    files = _by_file(receipt, imported)
    if len(receipt.outcomes) > MOST and len(files) > 1:
        print_lines(desk, [f"{name}: {_counts(counted)}" for name, counted in files.items()])
    else:
        _print_papers(desk, receipt, imported, dry_run)
    for key, paper in receipt.rekeyed[:MOST]:
        desk.screen.tell(f"{key} is another paper's key: this one has {paper.key}.")
    _tell_doubts(desk, receipt)
    for reject in receipt.rejected[:MOST]:
        desk.screen.tell(f"{_place(reject)}: {reject.reason}")
    for what, many in (("keys that were taken", receipt.rekeyed), ("rejects", receipt.rejected)):
        if len(many) > MOST:
            desk.screen.tell(f"... and {len(many) - MOST:,} more {what}.")
    if not files:
        desk.screen.tell("No entry was found: nothing came in.")
        return
    total = sum(files.values(), Counter[str]())
    desk.screen.say(f"{'Would be: ' if dry_run else ''}{_counts(total)}.")
    if receipt.step and not receipt.changes:
        desk.screen.tell("What stands beside the papers in the file was brought up to date.")
    elif not receipt.changes:
        desk.screen.tell("Nothing in the library changed.")


def _print_papers(desk: Desk, receipt: Receipt, imported: Imported, dry_run: bool) -> None:
    """A line for each paper that came or changed, those that came first."""
    now = {paper.uid: paper for paper in (*receipt.added, *receipt.merged)}
    filled = _filled(receipt)
    for outcome, mark in MARKS.items():
        places = [at for at, each in enumerate(receipt.outcomes) if each == outcome]
        lines: list[str] = []
        most = len(places) if dry_run and imported.sightings else MOST  # to be judged one by one
        for at in places[:most]:
            paper = now[receipt.uids[at]]
            sighted = _sighted(imported, at, paper)
            gained = f" (filled: {', '.join(filled[at])})" if filled.get(at) else ""
            lines.append(f"{mark} {paper.key}{sighted}: {title(paper)}{gained}")
        for start in range(0, len(lines), MOST):
            print_lines(desk, lines[start : start + MOST])
        if len(places) > most:
            desk.screen.say(f"... and {len(places) - most:,} more")


def _filled(receipt: Receipt) -> dict[int, tuple[str, ...]]:
    """What papers gained, by the places of the items that were merged into them."""
    places = (at for at, outcome in enumerate(receipt.outcomes) if outcome == "merged")
    return dict(zip(places, receipt.filled, strict=True))


def _tell_doubts(desk: Desk, receipt: Receipt) -> None:
    for doubt in receipt.doubts[:NAMES]:
        desk.screen.tell(f"{doubt.paper.key} may be {doubt.other.key}: {doubt.reason}.")
    if receipt.doubts:
        more = len(receipt.doubts) - NAMES
        others = f"There are {more:,} more such pairs: " if more > 0 else ""
        desk.screen.tell(f"{others}`carrel dedupe` asks about them.")


def _sighted(imported: Imported, at: int, paper: Paper) -> str:
    """How sure it is that an item is a paper, and where it stood, if that is in doubt."""
    if not imported.sightings or imported.sightings[at].confidence == 100:
        return ""
    confidence, first, last = imported.sightings[at]
    lines = f"lines {first}-{last}" if last > first else f"line {first}"
    return f" ({confidence}%, {lines}{', provisional title' * paper.is_provisional})"


def _by_file(receipt: Receipt, imported: Imported) -> dict[str, Counter[str]]:
    """How many items of each file came to what."""
    files: dict[str, Counter[str]] = {}
    for paper, outcome in zip(imported.papers, receipt.outcomes, strict=True):
        files.setdefault(paper.source.name, Counter())[outcome] += 1
    for reject in receipt.rejected:
        files.setdefault(reject.source, Counter())["rejected"] += 1
    return files


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{counted[each]:,} {said}" for each, said in SAID.items() if counted[each])


def _tell_kept(desk: Desk, kept: Sequence[str]) -> None:
    for path in kept[:MOST]:
        desk.screen.tell(f"What became no paper is kept in {path}")
    if len(kept) > MOST:
        desk.screen.tell(f"... and in {len(kept) - MOST:,} more files beside these.")


def _tell_of_files(desk: Desk, read: Reading) -> None:
    """What is odd about the files themselves."""
    for name, encoding in read.encodings[:NAMES]:
        how = f"in {encoding}" if encoding else "a mixture, or in Windows-1252"
        desk.screen.tell(f"{name} is not in UTF-8 but {how}: look whether its letters are right.")
    if len(read.encodings) > NAMES:
        desk.screen.tell(f"... and so are {len(read.encodings) - NAMES:,} more files.")
    if read.skipped:
        some = ", ".join(read.skipped[:NAMES]) + (", ..." if len(read.skipped) > NAMES else "")
        files = "file" if len(read.skipped) == 1 else "files"
        desk.screen.tell(f"Passed over {len(read.skipped):,} {files} of other kinds: {some}")


def _place(reject: Reject) -> str:
    return f"{reject.source}:{reject.line}" if reject.line else reject.source


def _as_json(receipt: Receipt, imported: Imported) -> dict[str, object]:
    from cli import as_json

    now = {
        paper.uid: paper
        for papers in (receipt.added, receipt.merged, receipt.unchanged)
        for paper in papers
    }
    filled = _filled(receipt)
    told: dict[str, list[object]] = {"added": [], "merged": [], "unchanged": []}
    for at, (uid, outcome) in enumerate(zip(receipt.uids, receipt.outcomes, strict=True)):
        item = as_json.brief(now[uid]) | _where(imported.papers[at])
        if imported.sightings:
            confidence, first, last = imported.sightings[at]
            item |= {"confidence": confidence, "lines": [first, last]}
            item["provisional"] = now[uid].is_provisional
        if at in filled:
            item["filled"] = list(filled[at])
        told[outcome].append(item)
    return {
        **told,
        "rejected": [reject._asdict() for reject in receipt.rejected],
        "rekeyed": [{"from": key, "to": paper.key} for key, paper in receipt.rekeyed],
        "doubts": [
            {
                "key": doubt.paper.key,
                "other": doubt.other.key,
                "score": doubt.score,
                "reason": doubt.reason,
            }
            for doubt in receipt.doubts
        ],
    }


def _where(item: Paper) -> dict[str, object]:
    """The file that an item came from, and its line or lines."""
    return {"source": item.source.name, "line": item.source.place}
