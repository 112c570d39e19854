"""A question with a few answers, each with its letter: press it, or choose from the list."""

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from papers.text import visible
from tui import keys
from tui.screens.dialog import Dialog
from tui.widgets.key_line import KeyLine
from tui.widgets.options import Option, Options
from tui.wrapping import wrap

CELLS = 54  # of a line in a dialog
Value = TypeVar("Value")


class Answer(NamedTuple, Generic[Value]):
    """A value, the letter that gives it, and how both are said."""

    value: Value
    letter: str
    text: str
    meaning: str = ""


class Choice(Dialog[Value | None]):
    """Answers with the value chosen, None where the question was left."""

    BINDINGS = [*keys.IN_CHOICES, *keys.IN_DIALOGS]

    def __init__(
        self, question: str, answers: Sequence[Answer[Value]], current: Value | None = None
    ) -> None:
        super().__init__()
        self.question = question
        self.answers = answers
        self.current = current

    def compose(self) -> ComposeResult:
        options = [Option(each.text, each.letter, each.meaning) for each in self.answers]
        with Vertical(classes="dialog"):
            asked = visible(self.question, newlines=True)
            lines = [asked[start:end] for start, end in wrap(asked, CELLS)]
            yield Static(Content("\n".join(lines)), classes="dialog-title")
            yield Options(options)
        yield KeyLine()

    def on_mount(self) -> None:
        values = [answer.value for answer in self.answers]
        if self.current in values:
            self.query_one(Options).cursor = values.index(self.current)

    def on_key(self, event: events.Key) -> None:
        for answer in self.answers:
            if event.character == answer.letter:
                event.stop()
                event.prevent_default()
                self.dismiss(answer.value)
                return

    def on_click(self, event: events.Click) -> None:
        """Beside the question: leave it."""
        if self.get_widget_at(event.screen_x, event.screen_y)[0] is self:
            self.dismiss(None)

    def on_options_picked(self, message: Options.Picked) -> None:
        self.dismiss(self.answers[message.place].value)

    def action_step(self, places: int) -> None:
        self.query_one(Options).cursor += places

    def action_choose(self) -> None:
        self.dismiss(self.answers[self.query_one(Options).cursor].value)


class Confirm(Choice[bool]):
    """A question that is answered with yes or no; enter says no, unless `yes` can be taken back."""

    def __init__(
        self, question: str, yes: str, no: str = "leave everything as it is", *, enter: bool = False
    ) -> None:
        answers = Answer(True, "y", "yes", yes), Answer(False, "n", "no", no)
        super().__init__(question, answers, enter)
