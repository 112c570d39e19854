"""The first line: which library this is, and how much of it is shown."""

from typing import NamedTuple

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from papers.text import fit, visible, width

NAME = "Carrel"
GAP = "  "


class Counts(NamedTuple):
    """How many papers there are; `unread` is None until they have been counted."""

    shown: int = 0
    total: int = 0
    unread: int | None = None
    narrowed: bool = False  # to what a search finds
    searching: bool = False
    marked: int = 0
    indexed: int | None = None  # per cent, while the index is being made


class TitleLine(Widget):
    """The name, the library's place, and the counts to the right."""

    COMPONENT_CLASSES = {"title-line--name", "title-line--place", "title-line--marked"}

    counts: reactive[Counts] = reactive(Counts())

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = visible(place)

    def render(self) -> Content:
        marked = f"{self.counts.marked:,} marked · " if self.counts.marked else ""
        counts = said(self.counts)
        room = self.size.width - width(NAME) - width(marked + counts) - 2 * len(GAP)
        place = fit(self.place, max(0, room))
        fill = " " * max(0, room - width(place))
        return Content.assemble(
            (NAME, self.get_visual_style("title-line--name")),
            GAP,
            (place, self.get_visual_style("title-line--place")),
            fill,
            GAP,
            (marked, self.get_visual_style("title-line--marked")),
            counts,
        )


def said(counts: Counts) -> str:
    """`12 of 10,214 · 37 unread`"""
    shown = f"{counts.total:,} paper{'s' * (counts.total != 1)}"
    if counts.narrowed:
        shown = f"{counts.shown:,}{'…' * counts.searching} of {counts.total:,}"
    if counts.indexed is not None:
        return f"{shown} · indexing {counts.indexed}%"
    return shown if counts.unread is None else f"{shown} · {counts.unread:,} unread"
