"""The shelves and tags: what there is to choose from, and how many papers each has."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive

from papers.text import visible
from tui import keys
from tui.columns import fitted
from tui.widgets.grip import Grip


class Item(NamedTuple):
    """A line: a heading where it has no query, or something to choose."""

    name: str
    query: str | None = None
    papers: int | None = None  # until they have been counted
    own: bool = False  # a shelf that the user made


class Side(Grip):
    """What is chosen is shown as chosen by whoever hands `chosen` down."""

    BINDINGS = [*keys.IN_SIDE]
    EDGE = "right"
    COMPONENT_CLASSES = {
        "side--item", "side--heading", "side--count", "side--cursor", "side--chosen",
    }  # fmt: skip

    items: reactive[Sequence[Item]] = reactive((), repaint=False)
    chosen: reactive[frozenset[str]] = reactive(frozenset[str]())
    cursor: reactive[int] = reactive(1)

    class Chosen(Message):
        """The user wants to see the papers of an item, or to narrow the search to them."""

        def __init__(self, query: str, *, more: bool = False) -> None:
            self.query = query
            self.more = more
            super().__init__()

    class RenameAsked(Message):
        """The user wants another name for a shelf of their own."""

        def __init__(self, name: str) -> None:
            self.name = name
            super().__init__()

    class RemoveAsked(RenameAsked):
        """The user wants a shelf of their own no more."""

    @property
    def length(self) -> int:
        return len(self.items)

    def watch_items(self, old: Sequence[Item], new: Sequence[Item]) -> None:
        """The cursor stays on its item."""
        query = old[self.cursor].query if self.cursor < len(old) else None
        places = [place for place, item in enumerate(new) if item.query is not None]
        same = [place for place in places if query is not None and new[place].query == query]
        self.cursor = (same or places or [0])[0]
        self.refresh()

    def watch_cursor(self, place: int) -> None:
        self.reveal(0 if place <= 1 else place)

    def resized(self) -> None:
        self.watch_cursor(self.cursor)

    def on_click(self, event: events.Click) -> None:
        place = self.place_at(event.y)
        if place is not None and self.items[place].query is not None:
            self.cursor = place
            self._choose(more=event.ctrl)

    def segments(self, place: int) -> list[Segment]:
        item = self.items[place]
        if item.query is None:
            return [Segment(fitted(item.name, self.cells), self._style("heading"))]
        count = "" if item.papers is None else f"{item.papers:,}"
        room = max(0, self.cells - len(count) - 2)
        here = place == self.cursor and self.has_focus
        look = "cursor" if here else "chosen" if item.query in self.chosen else "item"
        name = f" {fitted(visible(item.name), max(0, room - 1), room)}"
        return [
            Segment(name, self._style(look)),
            Segment(f"{count} ", self._style("count" if look == "item" else look)),
        ]

    def _style(self, name: str) -> Style:
        return self.get_visual_style(f"side--{name}").rich_style

    def action_step(self, places: int) -> None:
        way = 1 if places > 0 else -1
        choosable = [place for place, item in enumerate(self.items) if item.query is not None]
        beyond = [place for place in choosable if (place - self.cursor) * way > 0][::way]
        if beyond:
            self.cursor = beyond[min(abs(places), len(beyond)) - 1]

    def action_rename(self) -> None:
        self._change(self.RenameAsked)

    def action_remove(self) -> None:
        self._change(self.RemoveAsked)

    def _change(self, message: type[RenameAsked]) -> None:
        """Ask for a change of a shelf; elsewhere the key does nothing, and reaches nobody else."""
        if self._item.own:
            self.post_message(message(self._item.name))
        else:
            self.app.bell()

    def action_choose(self) -> None:
        self._choose()

    def action_choose_more(self) -> None:
        self._choose(more=True)

    def _choose(self, *, more: bool = False) -> None:
        if self._item.query is not None:
            self.post_message(self.Chosen(self._item.query, more=more))

    @property
    def _item(self) -> Item:
        return self.items[self.cursor] if self.cursor < len(self.items) else Item("")
