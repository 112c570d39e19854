"""Paints a screen line by line, and sends only the lines that look otherwise than before.

Textual composes each frame from all widgets around what changed, cut wherever any of them begins or
ends. Here the arrangement says once which widget is to be seen where on each line; a frame asks
those of the changed lines for their text.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual._compositor import Compositor, CompositorUpdate
from textual._context import visible_screen_stack
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from tui.ink import PLAIN, Ink
from tui.widgets.rows import Pane


class Lane(NamedTuple):
    """Where a widget is to be seen on a line of the screen."""

    start: int
    end: int
    widget: Widget
    region: Region  # of the whole widget

    @property
    def whole(self) -> bool:
        return self.start == self.region.x and self.end == self.region.right


Dirty = dict[tuple[int, int, Widget], tuple[Lane, set[int]]]  # the lines of each lane


class Frame(CompositorUpdate):
    """What a terminal has to read for the screen to look as it does now."""

    def __init__(self, text: str) -> None:
        self.text = text

    def render_segments(self, console: object) -> str:  # noqa: ARG002  # Textual's signature
        return self.text


class Shown:
    """What is on the terminal, as far as it was sent by frames: for each line what begins where."""

    def __init__(self) -> None:
        self._lines: dict[int, dict[int, tuple[int, str]]] = {}

    def forget(self) -> None:
        """The terminal shows something else by now, or soon."""
        self._lines.clear()

    def is_news(self, y: int, start: int, end: int, text: str) -> bool:
        """Whether this text has to be sent; what it covers is gone then."""
        line = self._lines.setdefault(y, {})
        if line.get(start) == (end, text):
            return False
        for other, (behind, _) in list(line.items()):
            if other < end and start < behind:
                del line[other]
        line[start] = end, text
        return True


class Painter(Compositor):
    """A compositor that makes frames of the changed lines."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self._shown = shown
        self._ink: Ink | None = None
        self._arranged: object = None  # what the lanes are of
        self._lanes: Sequence[Sequence[Lane]] = ()

    def render_update(  # type: ignore[override]
        self,
        full: bool = False,
        screen_stack: list[Screen[object]] | None = None,
        simplify: bool = False,
    ) -> object:
        if full:  # a picture
            return super().render_update(full, screen_stack, simplify)
        if not self._dirty_regions:
            return None
        visible_screen_stack.set([] if screen_stack is None else screen_stack)
        if self.visible_widgets is not self._arranged:
            self._arranged = self.visible_widgets
            self._lanes = self._find_lanes()
        text = "".join(self._written(self._take_dirty()))
        return Frame(text + PLAIN) if text else None

    def _find_lanes(self) -> Sequence[Sequence[Lane]]:
        """What is to be seen on each line: of what overlaps, the foremost."""
        screen = self.size.region
        lanes: list[list[Lane]] = [[] for _ in range(screen.height)]
        for widget, (region, clip) in self.visible_widgets.items():  # the foremost first
            seen = region.intersection(clip).intersection(screen)
            for y in seen.line_range:
                others = lanes[y]
                free = list(_free(seen.x, seen.right, others))
                others += [Lane(start, end, widget, region) for start, end in free]
                if free:
                    others.sort(key=_start)
        return lanes

    def _take_dirty(self) -> Dirty:
        dirty: Dirty = {}
        lanes = self._lanes
        for x, top, width, height in self._dirty_regions:
            end = x + width
            for y in range(max(0, top), min(top + height, len(lanes))):
                for lane in lanes[y]:
                    if lane[0] < end and x < lane[1]:
                        known = dirty.get(lane[:3])
                        if known is None:
                            known = dirty[lane[:3]] = lane, set()
                        known[1].add(y)
        self._dirty_regions.clear()
        return dirty

    def _written(self, dirty: Dirty) -> Iterator[str]:
        is_news = self._shown.is_news
        for lane, lines in dirty.values():
            order = sorted(lines)
            start, end = lane.start, lane.end
            for y, text in zip(order, self._texts(lane, order), strict=True):
                if is_news(y, start, end, text):
                    yield f"\x1b[{y + 1};{start + 1}H{text}"

    def _texts(self, lane: Lane, lines: Sequence[int]) -> Iterator[str]:
        widget, (x, top, width, _) = lane.widget, lane.region
        ink = self._ink = self._ink or Ink(widget.app.console)
        if lane.whole and isinstance(widget, Pane):
            yield from widget.written([y - top for y in lines], ink)
            return
        for first, last in _runs(lines):
            for strip in widget.render_lines(Region(0, first - top, width, last - first + 1)):
                seen = strip if lane.whole else strip.crop(lane.start - x, lane.end - x)
                yield ink.written(seen)


def _start(lane: Lane) -> int:
    return lane.start


def _free(start: int, end: int, taken: Sequence[Lane]) -> Iterator[tuple[int, int]]:
    """What of some columns is not taken; what is taken comes in its order."""
    for lane in taken:
        if start < lane.start < end:
            yield start, lane.start
        if lane.start < end:
            start = max(start, lane.end)
    if start < end:
        yield start, end


def _runs(lines: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of those that follow on each other; the lines are in order."""
    first = last = lines[0]
    for y in lines[1:]:
        if y > last + 1:
            yield first, last
            first = y
        last = y
    yield first, last
