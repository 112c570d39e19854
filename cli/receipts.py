"""What a change did, said after it was made."""

from collections.abc import Sequence

from cli.desk import Desk
from commands.describe import difference
from papers import Paper
from papers.text import fit, visible
from storage import Step

MOST = 20  # lines of a receipt; a change of thousands of papers is not read line by line


def print_step(desk: Desk, step: Step, *, json: bool = False, nothing: str = "") -> int:
    """Print what a step changed, paper by paper; `nothing` is said where it changed nothing."""
    if json:
        from cli import as_json

        desk.screen.say(as_json.dumps(as_json.step(step)))
        return 0
    if not step.changes:
        if not step.id:  # else it was about a shelf
            desk.screen.tell(nothing or "Nothing changed: it was so already.")
        return 0
    lines = [
        f"{name(change.after or change.before)}: {difference(change)}" for change in step.changes
    ]
    print_lines(desk, lines)
    return 0


def print_lines(desk: Desk, lines: Sequence[str]) -> None:
    """Print the first of these lines, and how many more there are."""
    screen = desk.screen
    for line in map(visible, lines[:MOST]):
        screen.say(fit(line, screen.width) if screen.is_terminal else line)
    if len(lines) > MOST:
        desk.screen.say(f"... and {len(lines) - MOST:,} more")


def print_rehearsal(desk: Desk, papers: Sequence[Paper], what: str, *, json: bool) -> int:
    """Print which papers a change would be about."""
    if json:
        from cli import as_json

        would = {"dry_run": True, "papers": [as_json.brief(paper) for paper in papers]}
        desk.screen.say(as_json.dumps(would))
        return 0
    from commands.describe import title

    desk.screen.say(f"Would {what} {count(papers)}:")
    print_lines(desk, [f"{name(paper)}: {title(paper)}" for paper in papers])
    return 0


def name(paper: Paper | None) -> str:
    """What a person calls the paper by."""
    return (paper.key or paper.uid) if paper else ""


def count(papers: Sequence[object]) -> str:
    return f"{len(papers):,} paper{'s' * (len(papers) != 1)}"
