"""The search line: what is typed, and what of it was not understood."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static

from papers.text import fit, visible
from tui.widgets.line_input import QueryInput

PLACEHOLDER = "search:  lora  tag:peft  year>=2020  status:unread  rating>3"
LONGEST = 30


class SearchLine(Horizontal):
    """Posts what is typed. The text lives here: handed down, it would overwrite what came since."""

    misunderstood: reactive[tuple[str, ...]] = reactive((), init=False)

    class Typed(Message):
        """The text is another one now."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    def compose(self) -> ComposeResult:
        yield Static("/", id="sign", markup=False)
        yield QueryInput(placeholder=PLACEHOLDER)
        yield Static(id="remark", markup=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))

    def write(self, text: str) -> None:
        """Put this text there, as if it had been typed."""
        self.query_one(QueryInput).value = text

    def watch_misunderstood(self, words: tuple[str, ...]) -> None:
        said = f"{fit(visible(words[0]), LONGEST)} is searched as words" if words else ""
        self.query_one("#remark", Static).update(Content(said))
