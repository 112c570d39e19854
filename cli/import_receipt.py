"""What became of every item of an import, for people and for programs."""

import os
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
FEW = 5
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
    came = sum(outcome in SAID for outcome in receipt.outcomes)
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
        _print_items(desk, receipt, imported, dry_run)
        _tell_keys_and_doubts(desk, receipt)
        _tell_rejects(desk, receipt.rejected)
        _tell_kept(desk, kept)
        if read:
            _tell_of_files(desk, read)
        _print_counts(desk, receipt, imported, dry_run)
    return 0 if came and not receipt.rejected else 1 if came else 2


def _print_items(desk: Desk, receipt: Receipt, imported: Imported, dry_run: bool) -> None:
    files = _by_file(receipt, imported)
    if len(receipt.outcomes) > MOST and len(files) > 1:
        _print_files(desk, files)
    else:
        _print_papers(desk, receipt, imported, dry_run)


def _print_counts(desk: Desk, receipt: Receipt, imported: Imported, dry_run: bool) -> None:
    """All of it in one line, the last, which is on the screen still when others have gone by."""
    total = sum(_by_file(receipt, imported).values(), Counter[str]())
    if not total:
        desk.screen.tell("No entry was found: nothing came in.")
        return
    if receipt.step and not receipt.changes:
        desk.screen.tell("What stands beside the papers in the file was brought up to date.")
    elif not receipt.changes:
        desk.screen.tell("Nothing in the library changed.")
    desk.screen.say(f"{'Would be: ' if dry_run else ''}{_counts(total)}.")


def _tell_keys_and_doubts(desk: Desk, receipt: Receipt) -> None:
    for key, paper in receipt.rekeyed[:FEW]:
        desk.screen.tell(f"{key} is another paper's key: this one has {paper.key}.")
    if len(receipt.rekeyed) > FEW:
        desk.screen.tell(f"... and {len(receipt.rekeyed) - FEW:,} more keys that were taken.")
    for doubt in receipt.doubts[:NAMES]:
        desk.screen.tell(f"{doubt.paper.key} may be {doubt.other.key}: {doubt.reason}.")
    if receipt.doubts:
        more = len(receipt.doubts) - NAMES
        others = f"There are {more:,} more such pairs: " if more > 0 else ""
        desk.screen.tell(f"{others}`carrel dedupe` asks about them.")


def _tell_rejects(desk: Desk, rejected: Sequence[Reject]) -> None:
    for reject in rejected[:MOST]:
        desk.screen.tell(f"{_place(reject)}: {reject.reason}")
    if len(rejected) > MOST:
        desk.screen.tell(f"... and {len(rejected) - MOST:,} more rejects.")


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
            sighted = _sighted(imported, at)
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


def _sighted(imported: Imported, at: int) -> str:
    """How sure it is that an item is a paper, and where it stood, if that is in doubt."""
    if not imported.sightings or imported.sightings[at].confidence == 100:
        return ""
    confidence, first, last = imported.sightings[at]
    lines = f"lines {first}-{last}" if last > first else f"line {first}"
    return f" ({confidence}%, {lines})"


def _by_file(receipt: Receipt, imported: Imported) -> dict[str, Counter[str]]:
    """How many items of each file came to what."""
    files: dict[str, Counter[str]] = {}
    for paper, outcome in zip(imported.papers, receipt.outcomes, strict=True):
        files.setdefault(paper.source.name, Counter())[outcome] += 1
    for reject in receipt.rejected:
        files.setdefault(reject.source, Counter())["rejected"] += 1
    return files


def _print_files(desk: Desk, files: dict[str, Counter[str]]) -> None:
    """A line for each file, without the folder that all of them are in."""
    folders = {os.path.dirname(name) for name in files}
    alike = all(folders) and len({os.path.isabs(folder) for folder in folders}) == 1
    above = os.path.commonpath(folders) if alike else ""
    whole = len(above) + 1 if above.strip(os.sep) else 0
    lines = [f"{_counts(counted)}: {name[whole:]}" for name, counted in files.items()]
    print_lines(desk, lines)


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{counted[each]:,} {said}" for each, said in SAID.items() if counted[each])


def _tell_kept(desk: Desk, kept: Sequence[str]) -> None:
    for path in kept if len(kept) <= NAMES else ():
        desk.screen.tell(f"What became no paper is kept in {path}")
    for folder, many in Counter(map(os.path.dirname, kept)).items() if len(kept) > NAMES else ():
        desk.screen.tell(f"What became no paper is kept in {folder} ({many:,} files)")


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
        if outcome not in told:
            continue  # left out: it is a reject
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
