"""What was done to a paper, newest first; any of it can be taken back."""

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from commands import describe
from papers import Change
from papers.text import visible
from storage import Step
from tui import keys
from tui.screens.dialog import Dialog
from tui.widgets.key_line import KeyLine
from tui.widgets.options import Option, Options


class HistoryScreen(Dialog[None]):
    """Shows the steps it is given; `undo` takes one back, and then has them shown anew."""

    BINDINGS = [*keys.IN_CHOICES[:2], *keys.IN_HISTORY, *keys.HELP]

    def __init__(
        self,
        about: str,
        uid: str,
        steps: Callable[[], Sequence[Step]],
        undo: Callable[[Step, Callable[[], None]], None],
    ) -> None:
        super().__init__()
        self.about = about
        self.uid = uid
        self.steps = steps
        self.undo = undo
        self._shown: Sequence[Step] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog -large"):
            yield Static(Content(visible(f"History of {self.about}")), classes="dialog-title")
            yield Options(nothing="Nothing was done to it yet.")
        yield KeyLine()

    def on_mount(self) -> None:
        self._show()

    def action_step(self, places: int) -> None:
        self.query_one(Options).cursor += places

    def action_undo_step(self) -> None:
        place = self.query_one(Options).cursor
        if place < len(self._shown):
            self.undo(self._shown[place], self._show)

    def _show(self) -> None:
        self._shown = self.steps()
        options = self.query_one(Options)
        options.options = [
            Option(
                step.label.removesuffix(f": {self.about}"),
                step.at[:16].replace("T", " "),
                self._said(step.changes),
            )
            for step in self._shown
        ]
        options.refresh(layout=True)

    def _said(self, changes: Sequence[Change]) -> str:
        return "; ".join(describe.difference(each) for each in changes if each.uid == self.uid)
