"""The question which of several things is meant."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from papers.text import visible
from tui import keys
from tui.widgets.key_line import KeyLine


class PickDialog(ModalScreen[str | None]):
    """Answers with the name of what was picked; None if it was given up."""

    BINDINGS = [*keys.IN_DIALOGS, *keys.IN_PICKS]

    def __init__(self, question: str, offered: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.question = question
        self.offered = offered

    def compose(self) -> ComposeResult:
        options = [Option(Content(visible(shown)), id=name) for name, shown in self.offered]
        with Vertical(classes="dialog"):
            yield Label(Content(visible(self.question)), classes="dialog-title")
            yield OptionList(*options, markup=False, compact=True)
        yield KeyLine()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()
