"""The list: a line for each paper, read and rendered when it comes on screen."""

from collections.abc import Callable, Collection

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from papers import Paper
from tui import columns
from tui.view import View
from tui.widgets.rows import Rows

CACHED = 1024  # rendered rows


class PaperList(Rows):
    """Shows a view; the cursor is always on screen when it has been moved."""

    COMPONENT_CLASSES = {
        "papers--cursor",
        "papers--title",
        "papers--provisional",
        "papers--author",
        "papers--year",
        "papers--stars",
        "papers--none",
        "papers--status-inbox",
        "papers--status-unread",
        "papers--status-reading",
        "papers--status-read",
        "papers--status-abandoned",
    }

    view: reactive[View] = reactive(View(), repaint=False)

    class Chosen(Message):
        """The user pointed at a place in the list."""

        def __init__(self, place: int) -> None:
            self.place = place
            super().__init__()

    class Opened(Message):
        """The user wants to read the paper under the cursor."""

    def __init__(self, read: Callable[[str], Paper | None]) -> None:
        super().__init__()
        self.read = read
        self._rendered: dict[tuple[str, bool], tuple[Paper | None, Strip]] = {}

    @property
    def length(self) -> int:
        return len(self.view.uids)

    def watch_view(self, old: View, new: View) -> None:
        moved = new.uids is not old.uids
        if moved and new.uid == old.uid:
            self.top += new.cursor - old.cursor  # what came or went above moves nothing on screen
        scrolled = self._reveal(new.cursor)
        if moved:
            self.refresh()
        elif not scrolled:
            self._refresh_place(old.cursor)
            self._refresh_place(new.cursor)

    def show_changed(self, uids: Collection[str]) -> None:
        """Render these papers anew, where they are on screen."""
        for place, uid in enumerate(self.view.uids[self.top : self.top + self.page], self.top):
            if uid in uids:
                self._refresh_place(place)

    def on_resize(self) -> None:
        self._rendered.clear()
        self._reveal(self.view.cursor)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._rendered.clear()

    def on_click(self, event: events.Click) -> None:
        place = self.top + event.y
        if place < self.length:
            self.post_message(self.Chosen(place))
            if event.chain == 2:
                self.post_message(self.Opened())

    def row(self, place: int) -> Strip:
        uid = self.view.uids[place]
        here = place == self.view.cursor
        paper = self.read(uid)
        known = self._rendered.get((uid, here))
        if known and known[0] is paper:
            return known[1]
        if len(self._rendered) >= CACHED:
            self._rendered.clear()
        strip = self._render_row(paper, here)
        self._rendered[uid, here] = paper, strip
        return strip

    def _render_row(self, paper: Paper | None, here: bool) -> Strip:
        if paper is None:
            return Strip.blank(self.cells, self.visual_style.rich_style)
        cells = columns.line(paper, self.cells)
        segments = [Segment(cell.text, self._style(cell.style, here)) for cell in cells]
        return Strip(segments).adjust_cell_length(self.cells, self._style("title", here))

    def _style(self, name: str, here: bool) -> Style:
        name = "papers--cursor" if here else f"papers--{name}"
        return self.get_visual_style(name).rich_style

    def _refresh_place(self, place: int) -> None:
        self.refresh(Region(0, place - self.top, self.size.width, 1))

    def _reveal(self, place: int) -> bool:
        """Scroll no further than is needed for the place to be on screen."""
        return self.scroll_to_row(min(max(self.top, place - self.page + 1), place))
