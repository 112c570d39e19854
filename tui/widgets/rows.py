"""Widgets that scroll by themselves: they render the rows on screen, and only those.

Textual's scroll views lay out the whole screen anew whenever their length changes, which here is
with every key; these change nothing but their own cells.
"""

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui import keys

WHEEL = 3  # rows at a time
MARGIN = 1  # cells between a text and the mark at its side
THUMB, TRACK = "┃", " "


class Rows(Widget, can_focus=True):
    """`length` rows, of which `top` is the first on screen; the last cell of each says where."""

    COMPONENT_CLASSES = {"rows--scroll"}
    ALLOW_SELECT = False

    top = 0

    @property
    def length(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def row(self, place: int) -> Strip:
        """The row at that place, `cells` wide."""
        raise NotImplementedError

    @property
    def cells(self) -> int:
        """How wide a row is."""
        return max(0, self.size.width - 1)

    @property
    def page(self) -> int:
        """How many rows fit on screen."""
        return max(1, self.size.height)

    def scroll_to_row(self, top: int) -> bool:
        """Make this row, or the nearest that will do, the first on screen; whether that is news."""
        before = self.top
        self.top = max(0, min(top, self.length - self.page))
        if self.top != before:
            self.refresh()
        return self.top != before

    def render_line(self, y: int) -> Strip:
        place = self.top + y
        if place >= self.length:
            return Strip.blank(self.size.width, self.visual_style.rich_style)
        return Strip.join([self.row(place), self._scroll_mark(y)])

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_to_row(self.top + WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_to_row(self.top - WHEEL)

    def _scroll_mark(self, y: int) -> Strip:
        rows, height = self.length, self.page
        thumb = max(1, height * height // rows)
        start = self.top * (height - thumb) // max(1, rows - height)
        marked = rows > height and start <= y < start + thumb
        style = self.get_visual_style("rows--scroll").rich_style
        return Strip([Segment(THUMB if marked else TRACK, style)], 1)


class Page(Rows):
    """Text to read, laid out for the width that there is."""

    BINDINGS = [*keys.SCROLLING]

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[Content] = ()

    def lay_out(self, cells: int) -> Sequence[Content]:
        """The text in lines of at most so many cells."""
        raise NotImplementedError

    @property
    def length(self) -> int:
        return len(self._lines)

    def row(self, place: int) -> Strip:
        style = self.visual_style
        segments: list[Segment] = self._lines[place].render_segments(style)
        return Strip(segments).adjust_cell_length(self.cells, style.rich_style)

    def relay(self) -> None:
        """Lay out anew: the text, the width or the colours changed."""
        room = self.cells - MARGIN
        self._lines = self.lay_out(room) if room > 0 else ()
        self.scroll_to_row(self.top)
        self.refresh()

    def on_resize(self) -> None:
        self.relay()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        if self.is_attached:
            self.relay()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self.lay_out(max(1, width - 1 - MARGIN)))

    def action_rows(self, rows: int) -> None:
        self.scroll_to_row(self.top + rows)

    def action_pages(self, pages: int) -> None:
        self.scroll_to_row(self.top + pages * self.page)

    def action_top(self) -> None:
        self.scroll_to_row(0)

    def action_bottom(self) -> None:
        self.scroll_to_row(self.length)
