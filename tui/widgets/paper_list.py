"""The list: a line for each paper, read and rendered when it comes on screen."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive

from papers import Paper, Status
from papers.text import visible
from tui import columns, finding
from tui.columns import fitted
from tui.glyphs import Glyphs
from tui.view import NO_MARKS, Marks, View
from tui.widgets.rows import Pane

if TYPE_CHECKING:
    from search import Query

CACHED = 1024  # rendered rows


class Order(NamedTuple):
    """What the list is sorted by; "" is the usual order."""

    field: str = ""
    down: bool = False


class Look(NamedTuple):
    """Everything that a row's picture depends on; the paper is the value that was read."""

    paper: Paper | None
    here: bool
    marked: bool
    query: "Query | None"


class Seen(NamedTuple):
    """What is on screen: the looks of the rows, and what they followed from."""

    view: View = View()
    top: int = 0
    page: int = 0
    rows: Sequence[tuple[str, Look]] = ()


class PaperList(Pane):
    """Shows a view; the cursor is always on screen when it has been moved."""

    COMPONENT_CLASSES = {
        "papers--head",
        "papers--cursor",
        "papers--found",
        "papers--mark",
        "papers--title",
        "papers--provisional",
        "papers--author",
        "papers--muted",
        "papers--tags",
        "papers--stars",
        "papers--none",
        *(f"papers--status-{status.value}" for status in Status),
    }
    head = 1

    view: reactive[View] = reactive(View(), repaint=False)
    marks: reactive[Marks] = reactive(NO_MARKS, repaint=False, always_update=True)
    order: reactive[Order] = reactive(Order(), repaint=False)
    names: reactive[tuple[str, ...]] = reactive(columns.USUAL, repaint=False)
    nothing: reactive[str] = reactive("", repaint=False)

    class Chosen(Message):
        """The user pointed at a place in the list."""

        def __init__(self, place: int, *, mark: bool = False, up_to: bool = False) -> None:
            self.place = place
            self.mark = mark
            self.up_to = up_to
            super().__init__()

    class Opened(Message):
        """The user wants to read the paper under the cursor."""

    class SortAsked(Message):
        """The user pointed at a heading."""

        def __init__(self, field: str) -> None:
            self.field = field
            super().__init__()

    def __init__(self, read: Callable[[str], Paper | None], glyphs: Glyphs) -> None:
        super().__init__()
        self.read = read
        self.glyphs = glyphs
        self._now = View()  # asking Textual for it with every row would be felt
        self._rendered: dict[str, tuple[Look, list[Segment]]] = {}
        self._read: dict[str, tuple[Paper, list[columns.Cell]]] = {}
        self._seen = Seen()
        self._styles: dict[str, Style] = {}

    @property
    def length(self) -> int:
        return len(self._now.uids)

    def watch_view(self, old: View, new: View) -> None:
        self._now = new
        moved = new.uids is not old.uids
        if moved and new.uid == old.uid:
            self.top += new.cursor - old.cursor  # what came or went above moves nothing on screen
        before = self.top
        self.top = max(0, min(self.top, len(new.uids) - self.page))
        least = new.cursor - self.page + 1
        self.top = max(0, min(max(self.top, least), new.cursor))
        if moved or self.top != before:
            self.refresh_scroll_mark()
        elif new.query is old.query and self._seen.view is old:
            self._move_cursor(old, new)
            return
        self._renew()

    def watch_marks(self) -> None:
        self._renew()

    def watch_order(self) -> None:
        self.refresh(Region(0, 0, self.size.width, 1))

    def watch_nothing(self) -> None:
        if not self.length:
            self.refresh()

    def watch_names(self) -> None:
        self.forget()

    def show_changed(self, uids: Collection[str]) -> None:
        """Render these papers anew, where they are on screen."""
        if uids:
            self._renew()

    def forget(self) -> None:
        """Render everything anew."""
        self._rendered.clear()
        self._read.clear()
        self._styles.clear()
        self._seen = Seen()
        self.refresh()

    def resized(self) -> None:
        self.forget()
        self.reveal(self.view.cursor)

    def notify_style_update(self) -> None:
        """The focus changes the cursor's row; another theme changes them all."""
        super().notify_style_update()
        before, self._styles = self._styles, {}
        if any(name != "cursor" and self._style(name) != style for name, style in before.items()):
            self.forget()
        else:
            self._rendered.pop(self.view.uid, None)

    def on_click(self, event: events.Click) -> None:
        place = self.place_at(event.y)
        if event.y < self.head:
            self._point_at_heading(event.x)
        elif place is not None:
            self.post_message(self.Chosen(place, mark=event.ctrl, up_to=event.shift))
            if event.chain == 2:
                self.post_message(self.Opened())

    def head_segments(self, y: int) -> list[Segment]:  # noqa: ARG002  # there is but one
        said = columns.heading(self._places, self.glyphs, self.order.field, self.order.down)
        return [Segment(fitted(said, self.cells), self._style("head"))]

    def blank_segments(self, y: int) -> Sequence[Segment]:
        if self.length or not self.nothing:
            return super().blank_segments(y)
        said = ["", *self.nothing.split("\n")]
        text = said[y - self.head] if y - self.head < len(said) else ""
        return [Segment(fitted(f"  {visible(text)}", self.cells), self._style("muted"))]

    def segments(self, place: int) -> list[Segment]:
        if self._seen.top != self.top or self._seen.page != self.page:
            self._see()
        rows, at = self._seen.rows, place - self.top
        uid, look = rows[at] if at < len(rows) else self._look(place, bool(self.marks))
        known = self._rendered.get(uid)
        if known and _alike(known[0], look):
            return known[1]
        if len(self._rendered) >= CACHED:
            self._rendered.clear()
            self._read.clear()
        segments = self._render_row(look)
        self._rendered[uid] = look, segments
        return segments

    @property
    def _places(self) -> tuple[columns.Placed, ...]:
        return columns.placed(self.names, self.cells)

    def _see(self) -> Seen:
        """Look at the papers that are on screen now."""
        places = range(self.top, min(self.top + self.page, self.length))
        some = bool(self.marks)
        rows = [self._look(place, some) for place in places]
        self._seen = Seen(self._now, self.top, self.page, rows)
        return self._seen

    def _look(self, place: int, some: bool) -> tuple[str, Look]:
        """The paper there, and its look; `some` is whether any is marked."""
        view = self._now
        uid = view.uids[place]
        marked = some and self.marks.within(uid, view.uids)
        return uid, Look(self.read(uid), place == view.cursor, marked, view.query)

    def _renew(self) -> None:
        """Have the rows painted that look otherwise than they did."""
        before, now = self._seen.rows, self._see().rows
        most, least = sorted((len(before), len(now)), reverse=True)
        width = self.size.width
        changed = [
            Region(0, self.head + y, width, 1)
            for y in range(most)
            if y >= least or before[y][0] != now[y][0] or not _alike(before[y][1], now[y][1])
        ]
        if len(changed) == most:
            self.refresh(Region(0, self.head, width, self.page))
        elif changed:
            self.refresh(*changed)

    def _move_cursor(self, old: View, new: View) -> None:
        """The same rows are on screen, and two of them look otherwise."""
        rows = list(self._seen.rows)
        for view in (old, new):
            at = view.cursor - self.top
            if 0 <= at < len(rows):
                uid, look = rows[at]
                rows[at] = uid, look._replace(here=view is new)
                self.refresh_place(view.cursor)
        self._seen = self._seen._replace(view=new, rows=rows)

    def _render_row(self, look: Look) -> list[Segment]:
        here = look.here
        if look.paper is None:
            return [Segment(" " * self.cells, self._style("cursor" if here else "title"))]
        found = finding.marker(look.query) if look.query else None
        segments = [Segment(self.glyphs.mark if look.marked else " ", self._style("mark"))]
        for cell in self._cells(look.paper):
            for piece in columns.pieces(cell, found):
                style = self._style("cursor" if here else piece.style)
                if piece.found:
                    style += self._style("found")
                segments.append(Segment(piece.text, style))
        return segments

    def _cells(self, paper: Paper) -> list[columns.Cell]:
        """What does not change with the search; it is read once."""
        known = self._read.get(paper.uid)
        if known is None or known[0] is not paper:
            known = paper, columns.cells(paper, self._places, self.glyphs)
            self._read[paper.uid] = known
        return known[1]

    def _style(self, name: str) -> Style:
        known = self._styles.get(name)
        if known is None:
            if name == "found":
                known = self.get_component_rich_style("papers--found", partial=True)
            else:
                known = self.get_visual_style(f"papers--{name}").rich_style
            self._styles[name] = known
        return known

    def _point_at_heading(self, x: int) -> None:
        for place in self._places:
            if place.at <= x <= place.at + place.cells and place.column.sort:
                self.post_message(self.SortAsked(place.column.sort))
                return


def _alike(one: Look, other: Look) -> bool:
    return (
        one.paper is other.paper
        and one.here == other.here
        and one.marked == other.marked
        and one.query is other.query
    )
