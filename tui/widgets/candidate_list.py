"""The list of what is about to come in: a line for each item, and one for each that cannot."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from papers.text import fit, visible, width
from tui.widgets.rows import Rows

BESIDE = 3  # the share of the width, as a divisor, that is left to what is said beside


class Line(NamedTuple):
    """An item: its sign, its name and what is said beside it; `look` names its style."""

    sign: str
    text: str
    beside: str = ""
    look: str = "added"


class CandidateList(Rows):
    """Renders the lines on screen only, however many there are."""

    COMPONENT_CLASSES = {
        "candidates--added", "candidates--merged", "candidates--unchanged", "candidates--left",
        "candidates--rejected", "candidates--beside", "candidates--cursor", "rows--scroll",
    }  # fmt: skip

    lines: reactive[Sequence[Line]] = reactive(())
    cursor: reactive[int] = reactive(0)

    class Moved(Message):
        """The cursor is on another item."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    @property
    def length(self) -> int:
        return len(self.lines)

    def validate_cursor(self, place: int) -> int:
        return max(0, min(place, self.length - 1))

    def watch_cursor(self, place: int) -> None:
        self.reveal(place)
        self.post_message(self.Moved(place))

    def watch_lines(self) -> None:
        self.cursor = self.validate_cursor(self.cursor)

    def on_resize(self) -> None:
        self.reveal(self.cursor)

    def on_click(self, event: events.Click) -> None:
        place = self.place_at(event.y)
        if place is not None:
            self.cursor = place

    def row(self, place: int) -> Strip:
        line = self.lines[place]
        here = place == self.cursor
        beside = fit(visible(line.beside), self.cells // BESIDE)
        room = max(0, self.cells - width(line.sign) - width(beside) - 4)
        text = fit(visible(line.text), room)
        gap = " " * (room - width(text) + 1)
        pieces = ((f" {line.sign} ", line.look), (text + gap, line.look), (beside, "beside"))
        segments = [
            Segment(said, self.get_visual_style(f"candidates--{name}").rich_style)
            for said, look in pieces
            for name in [("cursor" if here else look)]
        ]
        base = self.get_visual_style("candidates--cursor" if here else f"candidates--{line.look}")
        return Strip(segments).adjust_cell_length(self.cells, base.rich_style)
