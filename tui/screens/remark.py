"""The question what a remark says: its text, and the page and the passage that it is about."""

from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label

from papers.text import visible
from tui import keys
from tui.screens.dialog import Dialog
from tui.widgets.key_line import KeyLine
from tui.widgets.line_input import LineInput


class Remark(NamedTuple):
    """A remark before it has its date."""

    text: str = ""
    page: str = ""
    quote: str = ""


class RemarkDialog(Dialog[Remark | None]):
    """Answers with the remark, None if it says nothing."""

    BINDINGS = [*keys.IN_DIALOGS]

    def __init__(self, about: str) -> None:
        super().__init__()
        self.about = about

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Label(Content(visible(self.about)), classes="dialog-title")
            for name, hint in (
                ("text", "Your remark"), ("page", "Page (optional)"),
                ("quote", "Quoted passage (optional)"),
            ):  # fmt: skip
                line = LineInput(placeholder=hint)
                line.id = f"remark-{name}"
                yield line
        yield KeyLine()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next line, and from the last one, or an empty one, it answers."""
        if event.value.strip() and event.input.id != "remark-quote":
            self.focus_next(Input)
            return
        lines = {line.id: line.value.strip() for line in self.query(LineInput)}
        remark = Remark(lines["remark-text"], lines["remark-page"], lines["remark-quote"])
        self.dismiss(remark if remark.text or remark.quote else None)
