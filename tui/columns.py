"""A paper as one line of the list: which cells, how wide, in which style."""

import functools
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.cells import set_cell_size

from commands import describe
from papers import Paper, names
from papers.names import short
from papers.text import fit, visible, width
from tui.finding import Marker
from tui.glyphs import Glyphs

GAP = 1  # cells between two columns
TITLE_LEAST = 20  # cells; where the title would have fewer, columns that matter less go
ENOUGH = 3  # authors of whom the first is named, and "et al." said for the others
LONGEST = 400  # characters of a text that can matter to a line

Span = tuple[int, int]


class Column(NamedTuple):
    """One column; `matters` says which of two goes first where there is no room, `part` what the
    query language calls it, `sort` what it can be sorted by."""

    name: str
    heading: str
    cells: int
    matters: int
    text: Callable[[Paper, Glyphs], str]
    style: Callable[[Paper], str] = lambda _: "muted"
    part: str = ""
    sort: str = ""
    down: bool = False  # what sorting by it begins with


class Placed(NamedTuple):
    """A column, where it begins, and how wide it is here."""

    column: Column
    at: int
    cells: int


class Cell(NamedTuple):
    """A column's text as it is shown, as wide as it is to be, and what searches call it."""

    shown: str
    style: str
    part: str
    text: str


class Piece(NamedTuple):
    """A piece of the line in one style; `found` is what a search found in it."""

    text: str
    style: str
    found: bool = False


def who(paper: Paper) -> str:
    """The authors in a few words; of many only the first is looked at."""
    raw = paper.latex("author")
    several = raw.split(" and ", ENOUGH)
    if len(several) >= ENOUGH and "{" not in raw and all(map(str.strip, several)):
        first = names.parse(several[0])
        if first and not first[0].is_others:
            return f"{first[0].short} et al."
    return short(paper.authors or paper.editors)


def _title_style(paper: Paper) -> str:
    return "title" if paper.title and not paper.is_provisional else "provisional"


COLUMNS = {
    column.name: column
    for column in (
        Column(
            "status", " ", 1, 90, lambda paper, glyphs: glyphs.status[paper.status],
            lambda paper: f"status-{paper.status.value}", sort="status",
        ),
        Column(
            "rating", "Stars", 5, 80, lambda paper, glyphs: glyphs.stars(paper.rating),
            lambda paper: "stars" if paper.rating else "none", sort="rating", down=True,
        ),
        Column(
            "year", "Year", 4, 70, lambda paper, _: str(paper.year or ""), part="year", sort="year",
            down=True,
        ),
        Column(
            "authors", "Authors", 16, 60,
            lambda paper, _: who(paper), lambda _: "author",
            part="authors", sort="author",
        ),
        Column(
            "title", "Title", 0, 100, lambda paper, _: describe.title(paper), _title_style,
            part="title", sort="title",
        ),
        Column("has", "", 2, 50, lambda paper, glyphs: glyphs.has(paper)),
        Column("venue", "Venue", 20, 30, lambda paper, _: paper.venue, part="venue", sort="venue"),
        Column(
            "tags", "Tags", 18, 40, lambda paper, _: " ".join(sorted(paper.tags)),
            lambda _: "tags", part="tags",
        ),
        Column("key", "Key", 16, 20, lambda paper, _: paper.key, part="key", sort="key"),
        Column("type", "Type", 10, 10, lambda paper, _: paper.type),
        Column(
            "priority", "!", 1, 45, lambda paper, _: "" if not paper.priority
            else str(paper.priority), lambda _: "stars", sort="priority",
        ),
        Column(
            "added", "Added", 10, 15, lambda paper, _: paper.added[:10], sort="added", down=True
        ),
        Column(
            "modified", "Changed", 10, 14, lambda paper, _: paper.modified[:10], sort="modified",
            down=True,
        ),
    )
}  # fmt: skip
USUAL = ("status", "rating", "year", "authors", "title", "has")


@functools.lru_cache(maxsize=64)
def placed(chosen: tuple[str, ...], cells: int) -> tuple[Placed, ...]:
    """The columns that fit into so many cells; the title gets what the others leave."""
    columns = [COLUMNS[name] for name in chosen] or [COLUMNS["title"]]
    while len(columns) > 1 and _taken(columns) + TITLE_LEAST > cells:
        columns.remove(min(columns, key=lambda column: column.matters))
    room = max(0, cells - _taken(columns))
    found = []
    at = GAP
    for column in columns:
        wide = column.cells or room
        found.append(Placed(column, at, wide))
        at += wide + GAP
    return tuple(found)


def _taken(columns: Sequence[Column]) -> int:
    """The cells of all but the title; the first is for the mark."""
    return GAP + sum(column.cells + GAP for column in columns) - GAP


def cells(paper: Paper, places: Sequence[Placed], glyphs: Glyphs) -> list[Cell]:
    """The line of a paper, cell by cell, with nothing in it that acts on a terminal."""
    last = len(places) - 1
    found = []
    for at, place in enumerate(places):
        column = place.column
        text = visible(column.text(paper, glyphs)[:LONGEST])
        wide = place.cells + (GAP if at < last else 0)
        shown = fitted(text, place.cells, wide)
        found.append(Cell(shown, column.style(paper), column.part, text))
    return found


def pieces(cell: Cell, found: Marker | None) -> list[Piece]:
    """The cell, what `found` finds in it apart from the rest."""
    spans = found(cell.part, cell.text) if found and cell.part and cell.text else ()
    return _split(cell, spans) if spans else [Piece(cell.shown, cell.style)]


@functools.lru_cache(maxsize=4096)
def fitted(text: str, most: int, cells: int = 0) -> str:
    """The text in so many cells at most, filled up with spaces to `cells` if that is more."""
    fitting = fit(text, most)
    cells = max(most, cells)
    if fitting.isascii() or (fitting[:-1].isascii() and fitting[-1] == "…"):
        return fitting.ljust(cells)
    return set_cell_size(fitting, cells)  # Textual's measure, which differs on rare letters


def heading(places: Sequence[Placed], glyphs: Glyphs, sort: str, down: bool) -> str:
    """The headings, with an arrow behind the one that the list is sorted by."""
    said = " "
    for place in places:
        arrow = glyphs.down if down else glyphs.up
        name = place.column.heading
        if sort and place.column.sort == sort:
            name = name.strip()[: place.cells - 1] + arrow
        name = fit(name, place.cells)
        said += name + " " * (place.cells - width(name) + GAP)
    return said.rstrip()


def _split(cell: Cell, spans: Sequence[Span]) -> list[Piece]:
    shown, style, _part, text = cell
    length = len(text) if shown.startswith(text) else shown.rfind("…")
    found = []
    done = 0
    for start, end in sorted(spans):
        start, end = max(start, done), min(end, length)
        if start < end:
            found += [Piece(shown[done:start], style), Piece(shown[start:end], style, found=True)]
            done = end
    found.append(Piece(shown[done:], style))
    return [piece for piece in found if piece.text]
