"""`carrel exports`: the files that follow the library."""

from typing import TYPE_CHECKING

from cli.desk import Desk
from cli.grammar import UsageError
from cli.settings import cache_folder
from papers.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from commands.kept_exports import State


def exports(desk: Desk, write: bool, overwrite: bool, forget: str | None, json: bool) -> int:
    """Print every kept export with its state; what could not be written makes it done in part."""
    from commands import kept_exports

    if overwrite and not write:
        raise UsageError("--overwrite goes with --write.")
    if forget is not None:
        if write:
            raise UsageError("--forget and --write are two things: do one after the other.")
        step = kept_exports.forget(desk.library(), forget)
        desk.screen.say(visible(step.label))
        return 0
    library, cache = desk.library(read_only=True), cache_folder(desk.environ)
    if write:
        states = [
            kept_exports.write(library, cache, export, overwrite=overwrite)
            for export in library.kept_exports()
        ]
    else:
        states = kept_exports.states(library, cache)
    _print(desk, states, json)
    if not states:
        desk.screen.tell("No export is kept: carrel export bibtex QUERY -o FILE --keep")
    for state in states:
        if state.why:
            desk.screen.tell(visible(state.why))
        elif write and state.state == kept_exports.EDITED:
            desk.screen.tell(
                f"{visible(state.path)} was edited and left alone; --overwrite replaces it."
            )
    undone = {kept_exports.EDITED, kept_exports.TROUBLE}
    return 1 if write and any(state.state in undone for state in states) else 0


def _print(desk: Desk, states: "Sequence[State]", json: bool) -> None:
    if json:
        from cli import as_json

        records: Iterable[dict[str, object]] = (
            {"path": each.path, "format": each.export.format, "query": each.export.query,
             "state": each.state, "why": each.why}
            for each in states
        )  # fmt: skip
        for line in as_json.stream(records):
            desk.screen.say(line)
        return
    for export, state, _ in states:
        cells = (state, export.path, export.format, export.query)
        if desk.screen.is_terminal:
            line = f"{state:<11} {visible(export.path)}  {export.format} {visible(export.query)}"
            desk.screen.say(line.rstrip())
        else:
            desk.screen.say("\t".join(map(visible, cells)))
