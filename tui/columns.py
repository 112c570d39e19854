"""A paper as one line of the list: which cells, how wide, in which style."""

from typing import NamedTuple

from commands import describe
from papers import Paper
from papers.names import short
from papers.text import fit, visible, width
from tui import glyphs

AUTHOR_LEAST, AUTHOR_MOST = 12, 24
NO_AUTHOR_BELOW = 50  # cells in all; less than that is for the title
LONGEST = 400  # characters of a title that can matter to a line


class Cell(NamedTuple):
    """A piece of the line, as wide as it is to be, and the name of its style."""

    text: str
    style: str


def line(paper: Paper, cells: int) -> list[Cell]:
    """The whole line: exactly so many terminal cells, and nothing that acts on a terminal."""
    author = author_width(cells)
    row = [
        Cell(f" {glyphs.STATUS[paper.status]} ", f"status-{paper.status.value}"),
        Cell(f"{glyphs.stars(paper.rating)} ", "stars" if paper.rating else "none"),
        Cell(_padded(str(paper.year or ""), 4) + " ", "year"),
    ]
    if author:
        row.append(Cell(_padded(short(paper.authors or paper.editors), author) + "  ", "author"))
    room = max(0, cells - sum(width(cell.text) for cell in row))
    title = describe.title(paper)
    style = "provisional" if title.startswith(describe.NO_TITLE) else "title"
    return [*row, Cell(_padded(title, room), style)]


def author_width(cells: int) -> int:
    if cells < NO_AUTHOR_BELOW:
        return 0
    return max(AUTHOR_LEAST, min(cells // 5, AUTHOR_MOST))


def _padded(text: str, cells: int) -> str:
    fitting = fit(visible(text[:LONGEST]), cells)
    return fitting + " " * (cells - width(fitting))
