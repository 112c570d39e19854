"""Widgets that scroll by themselves: they render the rows on screen, and only those.

Textual's scroll views lay out the whole screen anew whenever their length changes, which here is
with every key; these change nothing but their own cells.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import ClassVar, Literal, NamedTuple, Self

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui import keys
from tui.ink import Ink

WHEEL = 3  # rows at a time
MARGIN = 1  # cells between a text and the mark at its side
THUMB, TRACK = "┃", " "
EDGES = {"left": "▏", "right": "▕"}


class Rows(Widget, can_focus=True):
    """`length` rows, of which `top` is the first on screen; the last cell of each says where.

    The first `head` lines stay where they are."""

    COMPONENT_CLASSES = {"rows--scroll"}
    ALLOW_SELECT = False

    head = 0
    top = 0

    @property
    def length(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def row(self, place: int) -> Strip:
        """The row at that place, `cells` wide."""
        raise NotImplementedError

    def head_row(self, y: int) -> Strip:
        """A line above the rows, `cells` wide."""
        raise NotImplementedError

    @property
    def cells(self) -> int:
        """How wide a row is."""
        return max(0, self.size.width - 1)

    @property
    def page(self) -> int:
        """How many rows fit on screen."""
        return max(1, self.size.height - self.head)

    def scroll_to_row(self, top: int) -> bool:
        """Make this row, or the nearest that will do, the first on screen; whether that is news."""
        before = self.top
        self.top = max(0, min(top, self.length - self.page))
        if self.top != before:
            self.refresh()
        return self.top != before

    def reveal(self, place: int) -> bool:
        """Scroll no further than is needed for the place to be on screen."""
        return self.scroll_to_row(min(max(self.top, place - self.page + 1), place))

    def refresh_place(self, place: int) -> None:
        """Render one row anew, if it is on screen."""
        if self.top <= place < self.top + self.page:
            self.refresh(Region(0, self.head + place - self.top, self.size.width, 1))

    def place_at(self, y: int) -> int | None:
        """The row at that line of the widget, None where there is none."""
        place = self.top + y - self.head
        return place if y >= self.head and place < self.length else None

    def render_line(self, y: int) -> Strip:
        if y < self.head:
            return self.head_row(y)
        place = self.top + y - self.head
        if place >= self.length:
            return Strip.blank(self.size.width, self.visual_style.rich_style)
        return Strip.join([self.row(place), self._scroll_mark(y - self.head)])

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_to_row(self.top + WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_to_row(self.top - WHEEL)

    def is_marked(self, y: int) -> bool:
        """Whether the mark that says where one is stands beside this row of the screen."""
        rows, height = self.length, self.page
        thumb = max(1, height * height // rows)
        start = self.top * (height - thumb) // max(1, rows - height)
        return rows > height and start <= y < start + thumb

    def _scroll_mark(self, y: int) -> Strip:
        marked = self.is_marked(y)
        style = self.get_visual_style("rows--scroll").rich_style
        return Strip([Segment(THUMB if marked else TRACK, style)], 1)


class Ends(NamedTuple):
    """What stands before the rows of a pane, and behind them, with a scroll mark or without."""

    begin: Sequence[Segment]
    plain: Sequence[Segment]
    marked: Sequence[Segment]


class Pane(Rows):
    """Rows that fill their place: with no border or padding, they go to the screen as they are.

    What Textual does for every line of a widget with a border costs more than the line."""

    COMPONENT_CLASSES = {"pane--edge"}
    EDGE: ClassVar[Literal["", "left", "right"]] = ""  # where a line sets it apart from the next

    def __init__(self) -> None:
        super().__init__()
        self._painted: dict[int, Strip] = {}  # by line of the widget, until that is refreshed
        self._written: dict[int, str] = {}  # the same, as the terminal reads it
        self._ends: Ends | None = None
        self._extent = Size()  # asking Textual for the size of each row would be felt

    @property
    def cells(self) -> int:
        return max(0, self._extent.width - (2 if self.EDGE else 1))

    @property
    def page(self) -> int:
        return max(1, self._extent.height - self.head)

    def on_resize(self) -> None:
        self._extent = self.size
        self._forget_lines()
        self.resized()
        self.refresh()

    def resized(self) -> None:
        """There is more room now, or less."""

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        if repaint and not regions:
            self._forget_lines()
        for region in regions:
            for y in region.line_range:
                self._painted.pop(y, None)
                self._written.pop(y, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        painted = self._painted
        missing = [y for y in crop.line_range if y not in painted]
        if missing:
            filters = self._filters()
            background = self.background_colors[1]
            for y in missing:
                strip = self.render_line(y)
                for each in filters:
                    strip = strip.apply_filter(each, background)
                painted[y] = strip
        strips = [painted[y] for y in crop.line_range]
        if crop.column_span != (0, self._extent.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def segments(self, place: int) -> Sequence[Segment]:
        """The row at that place, `cells` wide."""
        raise NotImplementedError

    def head_segments(self, y: int) -> Sequence[Segment]:
        """A line above the rows, `cells` wide."""
        raise NotImplementedError

    def blank_segments(self, y: int) -> Sequence[Segment]:  # noqa: ARG002
        """A line below the rows, `cells` wide."""
        return [Segment(" " * self.cells, self.visual_style.rich_style)]

    def written(self, lines: Sequence[int], ink: Ink) -> Iterator[str]:
        """The lines as the terminal reads them."""
        written = self._written
        if all(y in written for y in lines):
            return (written[y] for y in lines)
        if self._filters():
            for y in lines:
                written[y] = ink.written(*self.render_lines(Region(0, y, self._extent.width, 1)))
        else:
            for y in lines:
                if y not in written:
                    written[y] = "".join([ink.row(part) for part in self._line(y)])
        return (written[y] for y in lines)

    def render_line(self, y: int) -> Strip:
        return Strip(chain.from_iterable(self._line(y)), self._extent.width)

    def _line(self, y: int) -> tuple[Sequence[Segment], ...]:
        """A line of the widget: its row, and what stands at the ends of it."""
        place, marked = self.top + y - self.head, False
        if y < self.head:
            row = self.head_segments(y)
        elif place < self.length:
            row, marked = self.segments(place), self.is_marked(y - self.head)
        else:
            row = self.blank_segments(y)
        ends = self._ends or self._make_ends()
        return ends.begin, row, ends.marked if marked else ends.plain

    def _filters(self) -> list[LineFilter]:
        return [each for each in self.get_line_filters() if not _is_idle(each)]

    def _forget_lines(self) -> None:
        self._painted.clear()
        self._written.clear()

    def refresh_scroll_mark(self) -> None:
        """Paint what says how much is above and below."""
        at = self._extent.width - (2 if self.EDGE == "right" else 1)
        self.refresh(Region(at, self.head, 1, self.page))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._forget_lines()
        self._ends = None

    def _make_ends(self) -> "Ends":
        scroll = self.get_visual_style("rows--scroll").rich_style
        edge = Segment(EDGES.get(self.EDGE, ""), self.get_visual_style("pane--edge").rich_style)
        behind = [edge] if self.EDGE == "right" else []
        self._ends = Ends(
            [edge] if self.EDGE == "left" else [],
            [Segment(TRACK, scroll), *behind],
            [Segment(THUMB, scroll), *behind],
        )
        return self._ends


def _is_idle(each: LineFilter) -> bool:
    """Whether a filter has nothing to do here: a theme's colours are never the terminal's own."""
    return isinstance(each, ANSIToTruecolor)


class Scrolling(Rows):
    """Rows without a cursor: the keys scroll them."""

    def action_rows(self, rows: int) -> None:
        self.scroll_to_row(self.top + rows)

    def action_pages(self, pages: float) -> None:
        self.scroll_to_row(self.top + round(pages * self.page))

    def action_top(self) -> None:
        self.scroll_to_row(0)

    def action_bottom(self) -> None:
        self.scroll_to_row(self.length)


class Page(Scrolling):
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
