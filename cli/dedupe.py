"""`carrel dedupe` and `carrel merge`."""

import sys
from collections.abc import Sequence

from cli.desk import Desk
from cli.grammar import UsageError
from cli.page import wrapped
from cli.progress import Progress
from cli.receipts import name, print_step
from commands.dedupe import Difference, Group, keep_apart, suspects
from commands.describe import title
from commands.merge_papers import merge as apply_merge
from commands.merge_papers import merged
from commands.merging import changed
from papers import BadValue, Change
from papers.text import fit, visible, width

LABEL = 12  # columns for a field's name
ANSWERS = "[m]erge, [1-9] merge into that one, [k]eep apart, [s]kip, [q]uit"


def dedupe(desk: Desk, query: tuple[str, ...], dry_run: bool, json: bool) -> int:
    """List what may be twice in the library, and ask about it where somebody can answer."""
    asks = not dry_run and not json
    if asks and not (sys.stdin.isatty() and desk.screen.err.isatty()):
        raise BadValue(
            "There is nobody to ask here: --dry-run lists the suspects, `carrel merge` merges."
        )
    library = desk.library(read_only=not asks)
    with Progress(desk.screen, "comparing", quiet=json) as progress:
        groups = suspects(library, " ".join(query), progress)
    if json:
        from cli import as_json

        desk.screen.say(as_json.dumps([_as_json(group) for group in groups], indent=1))
        return 0
    if not groups:
        desk.screen.say("No two papers look like one.")
    for number, group in enumerate(groups, 1):
        _print_group(desk, group, f"{number} of {len(groups):,}")
        if asks and not _decide(desk, group):
            break
    return 0


def _print_group(desk: Desk, group: Group, which: str) -> None:
    screen = desk.screen
    best = group.suspects[0]
    for line in wrapped(f"{which}: {best.score}%, {best.reason}", screen.width):
        screen.say(screen.styled(line, "bold"))
    for number, paper in enumerate(group.papers, 1):
        line = visible(f"  {number}  {name(paper)}  {title(paper)}")
        screen.say(fit(line, screen.width) if screen.is_terminal else line)
    for suspect in group.suspects:
        if len(group.suspects) > 1:
            one, other = (group.papers.index(paper) + 1 for paper in suspect[:2])
            screen.say(f"  {one} and {other}: {suspect.score}%, {suspect.reason}")
        for differing in suspect.differences:
            _print_difference(desk, differing)
    screen.say()


def _print_difference(desk: Desk, differing: Difference) -> None:
    """A field's name, and beside it what the two papers have there."""
    half = max((desk.screen.width - LABEL - 8) // 2, 16)
    label = fit(visible(differing.field), LABEL)
    columns = [
        wrapped(fit(visible(text) or "–", 4 * half), half)
        for text in (differing.one, differing.other)
    ]
    for row in range(max(map(len, columns))):
        left, right = (column[row] if row < len(column) else "" for column in columns)
        head = label if row == 0 else ""
        desk.screen.say(f"     {_padded(head, LABEL)} {_padded(left, half)}  {right}".rstrip())


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _decide(desk: Desk, group: Group) -> bool:
    """Ask what to do with a group until it is clear; False ends the asking."""
    library = desk.library()
    uids = [paper.uid for paper in group.papers]
    while True:
        desk.screen.out.flush()
        desk.screen.err.write(f"{ANSWERS}: ")
        desk.screen.err.flush()
        said = sys.stdin.readline()
        answer = said.strip().lower()
        if not said or answer in ("q", "quit"):
            return False
        if answer in ("s", "skip"):
            return True
        if answer in ("k", "keep", "keep apart"):
            keep_apart(library, group.papers)
            desk.screen.say("Kept apart: they are not asked about again.\n")
            return True
        first = 1 if answer in ("m", "merge") else int(answer) if answer.isdecimal() else 0
        if 1 <= first <= len(uids):
            chosen = uids[first - 1]
            step = apply_merge(library, [chosen, *(uid for uid in uids if uid != chosen)])
            _print_merge(desk, step.changes)
            desk.screen.say()
            return True


def merge(
    desk: Desk,
    paper: str,
    others: tuple[str, ...],
    take: tuple[str, ...],
    dry_run: bool,
    json: bool,
) -> int:
    """Merge papers that somebody named; the first one stays."""
    library = desk.library(read_only=dry_run)
    found = [library.find(handle) for handle in (paper, *others)]
    choices: dict[str, str] = {}
    for word in take:
        field, equals, handle = word.partition("=")
        if not equals or not handle:
            raise UsageError(f"--take names a field and a paper: year={others[-1]}, not {word!r}.")
        choices[field.strip().lower()] = library.find(handle).uid
    if dry_run:
        rehearsed = merged(found, choices)
        if not json:
            _print_merge(desk, [Change(found[0], rehearsed)])
            return 0
        from cli import as_json

        desk.screen.say(as_json.dumps({"dry_run": True, "paper": as_json.paper(rehearsed)}))
        return 0
    step = apply_merge(library, [each.uid for each in found], choices)
    if json:
        return print_step(desk, step, json=True)
    _print_merge(desk, step.changes)
    return 0


def _print_merge(desk: Desk, changes: Sequence[Change]) -> None:
    """What the paper that stays gained, and where the others are."""
    for before, after in changes:
        if before and after:
            gained = "moved to the trash"
            if not after.trashed:
                gained = f"filled: {', '.join(changed(before, after)) or 'nothing'}"
            desk.screen.say(visible(f"{name(after)}: {gained}"))


def _as_json(group: Group) -> dict[str, object]:
    from cli import as_json

    return {
        "papers": [as_json.brief(paper) for paper in group.papers],
        "pairs": [
            {
                "one": suspect.one.uid,
                "other": suspect.other.uid,
                "score": suspect.score,
                "reason": suspect.reason,
                "differences": [differing._asdict() for differing in suspect.differences],
            }
            for suspect in group.suspects
        ],
    }
