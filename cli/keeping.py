"""`carrel remove`, `restore`, `purge`, `rename`, `undo`, `redo`, `history` and `doctor`."""

import sys
from collections.abc import Sequence
from itertools import islice

from cli.desk import Desk
from cli.grammar import UsageError
from cli.receipts import count, print_rehearsal, print_step
from cli.settings import cache_folder
from commands.describe import difference
from commands.find import choose
from papers import BadValue
from papers.text import visible
from storage import Step


def remove(
    desk: Desk, papers: tuple[str, ...], query: str | None, dry_run: bool, json: bool
) -> int:
    from commands.remove import remove as apply

    library = desk.library()
    found = choose(library, papers, query, cache_folder=cache_folder(desk.environ))
    if dry_run:
        return print_rehearsal(desk, found, "move to the trash", json=json)
    return print_step(desk, apply(library, found), json=json)


def restore(desk: Desk, papers: tuple[str, ...], key: str | None, json: bool) -> int:
    from commands.restore import restore as apply

    library = desk.library()
    found = [library.find_trashed(handle) for handle in papers]
    return print_step(desk, apply(library, found, key), json=json)


def purge(desk: Desk, papers: tuple[str, ...], all_: bool, yes: bool, json: bool) -> int:
    from commands.purge import purge as apply

    if bool(papers) == all_:
        raise UsageError("Name the papers, or say --all for everything in the trash.")
    library = desk.library()
    found = library.trash() if all_ else [library.find_trashed(handle) for handle in papers]
    if not found:
        raise BadValue("The trash is empty: nothing was deleted.")
    if not yes and not _agreed(desk, f"Delete {count(found)} for good?"):
        raise BadValue("Nothing was deleted.")
    return print_step(desk, apply(library, found), json=json)


def _agreed(desk: Desk, question: str) -> bool:
    """Ask a person; where there is none to ask, refuse."""
    if not (sys.stdin.isatty() and desk.screen.err.isatty()):
        raise BadValue(f"{question} There is nobody to ask here: say --yes.")
    desk.screen.err.write(f"{question} [y/N] ")
    desk.screen.err.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def rename(desk: Desk, paper: str, key: str, dry_run: bool, json: bool) -> int:
    from commands.rename import checked
    from commands.rename import rename as apply

    library = desk.library()
    found = library.find(paper)
    if dry_run:
        checked(key)
        return print_rehearsal(desk, [found], f"rename to {key}", json=json)
    return print_step(desk, apply(library, found, key), json=json)


def undo(desk: Desk, steps: int | None, step: int | None, json: bool) -> int:
    from commands.undo import undo as apply

    if steps is not None and step is not None:
        raise UsageError("Say how many changes, or which --step, not both.")
    wanted = _number_of(steps)
    return _print_steps(desk, apply(desk.library(), wanted, step=step), wanted, json)


def redo(desk: Desk, steps: int | None, json: bool) -> int:
    from commands.undo import redo as apply

    wanted = _number_of(steps)
    return _print_steps(desk, apply(desk.library(), wanted), wanted, json)


def _number_of(steps: int | None) -> int:
    if steps == 0:
        raise UsageError("No change at all is easily done: N is 1 or more.")
    return steps or 1


def _print_steps(desk: Desk, steps: Sequence[Step], wanted: int, json: bool) -> int:
    if json:
        from cli import as_json

        for line in as_json.stream(map(as_json.step, steps)):
            desk.screen.say(line)
    else:
        for step in steps:
            desk.screen.say(visible(step.label))
            print_step(desk, step)
    if len(steps) < wanted:
        desk.screen.tell(f"There were no more than {len(steps)}.")
        return 1
    return 0


def history(desk: Desk, paper: str | None, limit: int | None, json: bool) -> int:
    library = desk.library(read_only=True)
    uid = library.find(paper).uid if paper is not None else None
    steps = islice(library.history(uid), limit)
    if json:
        from cli import as_json

        for line in as_json.stream(map(as_json.step, steps)):
            desk.screen.say(line)
        return 0
    from cli.page import local_time
    from papers.text import fit

    shown = False
    for step in steps:
        shown = True
        many = f" ({count(step.changes)})" if len(step.changes) > 1 else ""
        line = visible(f"{step.id:>6}  {local_time(step.at)}  {step.label}{many}")
        desk.screen.say(fit(line, desk.screen.width) if desk.screen.is_terminal else line)
        if uid:
            for change in step.changes:
                if change.uid == uid:
                    desk.screen.say(visible(f"        {difference(change)}"))
    if not shown and limit != 0:
        desk.screen.tell("The history is empty.")
    return 0


def doctor(desk: Desk, fix: bool, json: bool) -> int:
    from commands.doctor import examine

    library = desk.library(read_only=not fix)
    report = examine(library, fix=fix)
    findings = [*report.fixable, *report.others]
    if json:
        from cli import as_json

        desk.screen.say(as_json.dumps(report._asdict()))
        return 1 if findings else 0
    for sentence in (*report.done, *findings):
        desk.screen.say(visible(sentence))
    if report.fixable:
        desk.screen.tell("`carrel doctor --fix` repairs what can be repaired.")
    if not findings:
        desk.screen.say(
            f"The library in {visible(library.folder)} is sound: {count(range(len(library)))}."
        )
    return 1 if findings else 0
