"""The question what to do with a note that was changed here and elsewhere, in the same lines."""

import enum

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from papers.text import visible
from tui.screens.dialog import Dialog
from tui.widgets.key_line import KeyLine


class Choice(enum.Enum):
    """Whose text stays."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


class ClashDialog(Dialog[Choice]):
    """Answers with a choice; there is no way out without one, and both is the careful one."""

    BINDINGS = [
        Binding("b,enter,escape", "choose('both')", "Keep both", id="clash-both"),
        Binding("m", "choose('mine')", "Keep mine", id="clash-mine"),
        Binding("t", "choose('theirs')", "Keep theirs", id="clash-theirs"),
    ]

    def __init__(self, theirs: str) -> None:
        super().__init__()
        self.theirs = theirs

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(
                Content("This note was changed elsewhere, in lines that you changed too. It says:"),
                classes="dialog-title",
            )
            with VerticalScroll(id="clash-theirs"):
                yield Static(Content(visible(self.theirs, newlines=True)))
        yield KeyLine()

    def action_choose(self, choice: str) -> None:
        self.dismiss(Choice(choice))
