"""A question that is answered with a line of text."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from papers.text import visible
from tui import keys
from tui.widgets.key_line import KeyLine
from tui.widgets.line import Line


class Ask(ModalScreen[str | None]):
    """Answers with what was typed, None where that is nothing or the question was left."""

    BINDINGS = [*keys.IN_DIALOGS]

    def __init__(self, question: str, text: str = "", *, hint: str = "") -> None:
        super().__init__()
        self.question = question
        self.text = text
        self.hint = hint

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(visible(self.question)), classes="dialog-title")
            yield Line(self.text, hint=self.hint)
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Line).focus()

    def on_line_submitted(self, message: Line.Submitted) -> None:
        self.dismiss(message.text.strip() or None)
