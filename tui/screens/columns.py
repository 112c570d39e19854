"""The question which columns the list shows, and in which order."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui import keys
from tui.columns import COLUMNS
from tui.screens.dialog import Dialog
from tui.widgets.key_line import KeyLine
from tui.widgets.options import Option, Options

MEANING = {
    "status": "how far the reading has come",
    "rating": "your stars",
    "has": "whether there are notes and files",
    "priority": "how much it matters",
    "title": "always shown",
    "added": "when it came into the library",
    "modified": "when it was last changed",
}


class ColumnsDialog(Dialog[tuple[str, ...] | None]):
    """Answers with the names of the columns; the title is always one."""

    BINDINGS = [*keys.IN_COLUMNS, *keys.IN_DIALOGS]

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.chosen = set(names)
        self.order = [*names, *(name for name in COLUMNS if name not in names)]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content("Columns"), classes="dialog-title")
            yield Options()
        yield KeyLine()

    def on_mount(self) -> None:
        self._show()

    def on_options_picked(self) -> None:
        self.action_tick()

    def action_step(self, places: int) -> None:
        self.query_one(Options).cursor += places

    def action_tick(self) -> None:
        self.chosen ^= {self.order[self.query_one(Options).cursor]} - {"title"}
        self._show()

    def action_shift(self, places: int) -> None:
        options = self.query_one(Options)
        at = options.cursor
        to = max(0, min(at + places, len(self.order) - 1))
        self.order.insert(to, self.order.pop(at))
        self._show()
        options.cursor = to

    def action_save(self) -> None:
        self.dismiss(tuple(name for name in self.order if name in self.chosen))

    def _show(self) -> None:
        self.query_one(Options).options = [
            Option(name, "[x]" if name in self.chosen else "[ ]", MEANING.get(name, ""))
            for name in self.order
        ]
