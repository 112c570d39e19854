"""The question how far the reading of a paper has come."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from papers import Status
from papers.text import visible
from tui import glyphs, keys
from tui.widgets.key_line import KeyLine

LETTERS = {
    Status.INBOX: "i",
    Status.UNREAD: "u",
    Status.READING: "r",
    Status.READ: "d",
    Status.ABANDONED: "a",
}
MEANING = {
    Status.INBOX: "came in, not looked at yet",
    Status.UNREAD: "to be read",
    Status.READING: "begun",
    Status.READ: "done",
    Status.ABANDONED: "given up",
}


class StatusDialog(ModalScreen[Status | None]):
    """Answers with the status chosen, by its letter or from the list."""

    BINDINGS = [
        *keys.IN_DIALOGS,
        *(
            Binding(LETTERS[each], f"choose('{each.value}')", each.value, id=f"is-{each.value}")
            for each in Status
        ),
        Binding("j", "down", "Next", show=False, id="status-down"),
        Binding("k", "up", "Previous", show=False, id="status-up"),
    ]

    def __init__(self, about: str, current: Status) -> None:
        super().__init__()
        self.about = about
        self.current = current

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Label(Content(visible(self.about)), classes="dialog-title")
            yield OptionList(*map(_option, Status), markup=False, compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = list(Status).index(self.current)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(Status(event.option_id))

    def action_choose(self, status: str) -> None:
        self.dismiss(Status(status))

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()


def _option(status: Status) -> Option:
    sign = glyphs.STATUS[status]
    said = f" {LETTERS[status]}  {sign} {status.value:<9}  {MEANING[status]}"
    return Option(Content(said), id=status.value)
