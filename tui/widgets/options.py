"""Things to choose from, one a line; dialogs move the cursor and act on what it is on."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from papers.text import fit, visible, width
from tui.widgets.rows import Rows

GAP = 2


class Option(NamedTuple):
    """A line: what stands before it, what it is, and what is said beside it."""

    text: str
    sign: str = ""
    beside: str = ""


class Options(Rows):
    """`first` cells are for the signs, `names` for the texts; what is said beside gets the rest."""

    COMPONENT_CLASSES = {
        "options--option", "options--sign", "options--beside", "options--cursor", "rows--scroll",
    }  # fmt: skip

    options: reactive[Sequence[Option]] = reactive((), layout=False)
    cursor: reactive[int] = reactive(0)
    nothing: reactive[str] = reactive("")

    class Picked(Message):
        """The user pointed at an option."""

        def __init__(self, place: int) -> None:
            self.place = place
            super().__init__()

    def __init__(self, options: Sequence[Option] = (), *, nothing: str = "") -> None:
        super().__init__()
        self.set_reactive(Options.options, options)
        self.set_reactive(Options.nothing, nothing)

    @property
    def length(self) -> int:
        return len(self.options)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return max(1, self.length)

    def validate_cursor(self, place: int) -> int:
        return max(0, min(place, self.length - 1))

    def watch_options(self) -> None:
        self.cursor = self.validate_cursor(self.cursor)
        self.reveal(self.cursor)

    def watch_cursor(self, place: int) -> None:
        self.reveal(place)

    def on_resize(self) -> None:
        self.reveal(self.cursor)

    def on_click(self, event: events.Click) -> None:
        place = self.place_at(event.y)
        if place is not None:
            self.cursor = place
            self.post_message(self.Picked(place))

    def render_line(self, y: int) -> Strip:
        if not self.length and y == 0:
            style = self.get_visual_style("options--beside").rich_style
            said = fit(visible(self.nothing), self.size.width)
            return Strip([Segment(said, style)]).adjust_cell_length(self.size.width, style)
        return super().render_line(y)

    def row(self, place: int) -> Strip:
        option = self.options[place]
        here = place == self.cursor
        signs = max(width(each.sign) for each in self.options)
        texts = max(width(visible(each.text)) for each in self.options)
        sign = option.sign + " " * (signs - width(option.sign) + 1) if signs else ""
        room = max(0, self.cells - width(sign) - 1)
        besides = max(width(visible(each.beside)) for each in self.options)
        texts = min(texts, room if not besides else max(room // 3, room - besides - GAP))
        text = fit(visible(option.text), texts)
        gap = " " * (texts - width(text) + GAP) if besides else ""
        beside = fit(visible(option.beside), max(0, room - texts - GAP)) if besides else ""
        pieces = ((f" {sign}", "sign"), (text + gap, "option"), (beside, "beside"))
        segments = [
            Segment(said, self.get_visual_style(f"options--{name}").rich_style)
            for said, look in pieces
            for name in [("cursor" if here else look)]
        ]
        base = self.get_visual_style("options--cursor" if here else "options--option").rich_style
        return Strip(segments).adjust_cell_length(self.cells, base)
