"""A question that is answered with a line of text."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from papers.text import visible
from tui import keys
from tui.screens.dialog import Dialog
from tui.widgets.key_line import KeyLine
from tui.widgets.line import Line


class Ask(Dialog[str | None]):
    """Answers with what was typed, None where that is nothing or the question was left."""

    BINDINGS = [*keys.IN_DIALOGS]

    def __init__(self, question: str, text: str = "", *, hint: str = "", meaning: str = "") -> None:
        """`meaning` says below the line what the answer is for."""
        super().__init__()
        self.question = question
        self.text = text
        self.hint = hint
        self.meaning = meaning

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(visible(self.question)), classes="dialog-title")
            yield Line(self.text, hint=self.hint)
            if self.meaning:
                yield Static(Content(visible(self.meaning, newlines=True)), classes="dialog-help")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Line).focus()

    def on_line_submitted(self, message: Line.Submitted) -> None:
        self.dismiss(message.text.strip() or None)
