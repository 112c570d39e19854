"""A line to type into that stays a line: what is pasted is made fit for the screen."""

from textual.widgets import Input

from papers.text import visible
from tui import keys


class LineInput(Input):
    """Textual's input without its frame and blinking."""

    BINDINGS = [*keys.IN_A_FORM]

    def __init__(self, value: str = "", *, placeholder: str = "") -> None:
        super().__init__(value, placeholder, compact=True, select_on_focus=False)
        self.cursor_blink = False

    def replace(self, text: str, start: int, end: int) -> None:
        super().replace(visible(text), start, end)
