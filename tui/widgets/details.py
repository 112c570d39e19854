"""The details pane: one paper at length."""

from asyncio import TimerHandle
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from papers import Paper
from papers.text import fit, width
from tui import finding, keys
from tui.around import Around, Goal
from tui.description import Part, describe_paper
from tui.glyphs import Glyphs
from tui.pace import after
from tui.widgets.grip import Grip
from tui.widgets.rows import MARGIN, Scrolling
from tui.wrapping import Span, wrap

if TYPE_CHECKING:
    from search import Query

NAME_CELLS = 14  # of a line in the table of fields
LEAST = 8  # cells for a text, however narrow the pane
REST = 0.2  # seconds on one paper, after which what takes longer is asked for


class Reading(NamedTuple):
    """What is read, and what was looked for in it."""

    paper: Paper | None = None
    query: "Query | None" = None


class Line(NamedTuple):
    """A line of a part: which of its text, and whether the part's name stands before it."""

    part: Part
    found: finding.Spans
    span: Span
    first: bool


class Details(Grip, Scrolling):
    """Lays out a paper; another one begins at its first line."""

    BINDINGS = [*keys.SCROLLING, *keys.IN_DETAILS]
    EDGE = "left"
    COMPONENT_CLASSES = {
        "details--title",
        "details--provisional",
        "details--author",
        "details--venue",
        "details--tags",
        "details--heading",
        "details--quote",
        "details--name",
        "details--text",
        "details--found",
        "details--link",
        "details--missing",
    }

    reading: reactive[Reading] = reactive(Reading(), repaint=False)
    around: reactive[Around] = reactive(Around(), repaint=False)

    class Rested(Message):
        """The same paper has been shown for a while."""

        def __init__(self, uid: str) -> None:
            self.uid = uid
            super().__init__()

    class Followed(Message):
        """The user pointed at what leads somewhere."""

        def __init__(self, goal: Goal) -> None:
            self.goal = goal
            super().__init__()

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self.glyphs = glyphs
        self._parts: Sequence[Part] = ()
        self._lines: Sequence[Line] = ()
        self._rendered: dict[int, list[Segment]] = {}
        self._styles: dict[str, Style] = {}
        self._spans: list[finding.Spans] = []  # what was found in each part
        self._rest: TimerHandle | None = None

    @property
    def length(self) -> int:
        return len(self._lines)

    def watch_reading(self, old: Reading, new: Reading) -> None:
        if new.paper is not old.paper:
            if not (old.paper and new.paper and old.paper.uid == new.paper.uid):
                self.top = 0
            self.relay()
            self._wait_for_rest()
        elif self.display and self._find() != self._spans:
            self.relay()

    def watch_around(self) -> None:
        self.relay()

    def on_mount(self) -> None:
        self._wait_for_rest()

    def on_show(self) -> None:
        self._wait_for_rest()

    def _wait_for_rest(self) -> None:
        if self._rest:
            self._rest.cancel()
        if self.display and self.reading.paper:
            self._rest = after(REST, self, self._say_rested)

    def _say_rested(self) -> None:
        if self.reading.paper:
            self.post_message(self.Rested(self.reading.paper.uid))

    def on_click(self, event: events.Click) -> None:
        place = self.place_at(event.y)
        goal = self._goal_at(self._lines[place], event.x) if place is not None else None
        if goal:
            self.post_message(self.Followed(goal))

    def _goal_at(self, line: Line, x: int) -> Goal | None:
        part, _, (start, end), _ = line
        cells = x - MARGIN - 1 - (NAME_CELLS if part.name else 0)  # the edge is the first
        place = start
        while place < end and width(part.text[start : place + 1]) <= cells:
            place += 1
        return part.goal_at(place if cells >= 0 and place < end else -1)

    def resized(self) -> None:
        self.relay()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()
        self._rendered.clear()

    def relay(self) -> None:
        """Lay out anew: the paper, what is looked for, the width or the colours changed."""
        if not self.display:
            return
        room = self.cells - 2 * MARGIN
        paper = self.reading.paper
        parts = describe_paper(paper, self.glyphs, self.around) if paper and room > 0 else ()
        self._parts = tuple(parts)
        self._spans = self._find()
        self._lines = [
            line
            for part, spans in zip(self._parts, self._spans, strict=True)
            for line in _lines(part, spans, room)
        ]
        self._rendered = {}
        self.top = max(0, min(self.top, self.length - self.page))
        self.refresh()

    def segments(self, place: int) -> list[Segment]:
        known = self._rendered.get(place)
        if known is None:
            base = self._style("text")
            known = [Segment(" " * MARGIN, base), *self._pieces(self._lines[place])]
            taken = sum(cell_len(segment.text) for segment in known)
            known.append(Segment(" " * (self.cells - taken), base))
            if taken > self.cells:
                known = list(Strip(known).crop(0, self.cells))
            self._rendered[place] = known
        return known

    def _find(self) -> list[finding.Spans]:
        found = finding.marker(self.reading.query)
        return [found(part.part, part.text) if part.part else () for part in self._parts]

    def _pieces(self, line: Line) -> Iterator[Segment]:
        part, spans, (start, end), first = line
        if part.name:
            name = fit(part.name, NAME_CELLS - 1) if first else ""
            yield Segment(name + " " * (NAME_CELLS - width(name)), self._style("name"))
        style = self._style(part.style)
        cuts = {at for span in (*spans, *part.links) for at in span if start < at < end}
        for left, right in pairwise((start, *sorted(cuts), end)):
            look = style
            if _covers(part.links, left):
                look += self._style("link")
            if _covers(spans, left):
                look += self._style("found")
            yield Segment(part.text[left:right], look)

    def _style(self, name: str) -> Style:
        known = self._styles.get(name)
        if known is None:
            if name == "found":
                known = self.get_component_rich_style("details--found", partial=True)
            else:
                known = self.get_visual_style(f"details--{name}").rich_style
            self._styles[name] = known
        return known


def _covers(spans: finding.Spans, place: int) -> bool:
    return any(left <= place < right for left, right in spans)


def _lines(part: Part, found: finding.Spans, cells: int) -> Iterator[Line]:
    room = max(LEAST, cells - (NAME_CELLS if part.name else 0))
    for place, span in enumerate(wrap(part.text, room)):
        yield Line(part, found, span, first=not place)
