"""The columns of a list of papers, and tables that fit into the terminal."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from cli.grammar import UsageError, suggestion
from cli.screen import Screen
from commands.describe import stars, title
from papers import Paper
from papers.names import short
from papers.text import fit, visible, width

GAP = "  "
MEASURED = 500  # rows that are measured before the first is printed; the others are cut to fit


class Column(NamedTuple):
    """What a column shows; it takes up to `most` cells, and down to `least` if need be."""

    value: Callable[[Paper], str]
    most: int = 40
    least: int = 4


COLUMNS = {
    "key": Column(lambda paper: paper.key, 22, 12),
    "title": Column(title, 200, 30),
    "authors": Column(lambda paper: short(paper.authors or paper.editors), 20, 13),
    "year": Column(lambda paper: str(paper.year or "")),
    "venue": Column(lambda paper: paper.venue, 30, 8),
    "type": Column(lambda paper: paper.type, 16),
    "doi": Column(lambda paper: paper.doi, 40, 12),
    "arxiv": Column(lambda paper: paper.arxiv, 20, 10),
    "url": Column(lambda paper: paper.url, 60, 12),
    "tags": Column(lambda paper: ", ".join(sorted(paper.tags)), 30, 8),
    "rating": Column(lambda paper: stars(paper.rating), 6, 6),
    "status": Column(lambda paper: paper.status.value, 9, 7),
    "priority": Column(lambda paper: str(paper.priority or ""), 8, 1),
    "added": Column(lambda paper: paper.added[:10], 10, 10),
    "modified": Column(lambda paper: paper.modified[:10], 10, 10),
    "uid": Column(lambda paper: paper.uid, 13, 13),
}


def chosen(names: Iterable[str]) -> list[str]:
    """These columns, if there are such."""
    stripped = [name.strip() for name in names]
    for name in stripped:
        if name not in COLUMNS:
            raise UsageError(f"There is no column {name!r}{suggestion(name, COLUMNS)}")
    return stripped


def print_papers(
    screen: Screen, papers: Iterable[Paper], names: Sequence[str], *, drop_empty: bool = False
) -> int:
    """Print a line for each paper, and return how many there were.

    A terminal gets a table that fits into it, without the columns in which nothing stands if
    `drop_empty`; anything else gets every value whole, with tabs between them.
    """
    values = [COLUMNS[name].value for name in names]
    rows = ([visible(value(paper)) for value in values] for paper in papers)
    if not screen.is_terminal:
        count = 0
        for row in rows:
            screen.say("\t".join(row))
            count += 1
        return count
    first = list(islice(rows, MEASURED))
    shown = [
        at
        for at in range(len(names))
        if not drop_empty or len(first) == MEASURED or any(row[at] for row in first)
    ]
    columns = [COLUMNS[names[at]] for at in shown]
    head = [names[at].capitalize() for at in shown]
    body = ([row[at] for at in shown] for row in chain(first, rows))
    return _print_table(screen, head, body, columns, [[row[at] for at in shown] for row in first])


def _print_table(
    screen: Screen,
    head: list[str],
    body: Iterator[list[str]],
    columns: list[Column],
    first: list[list[str]],
) -> int:
    if not first:
        return 0
    natural = [max(width(name), *(width(row[at]) for row in first)) for at, name in enumerate(head)]
    widths = fitted(natural, columns, screen.width - len(GAP) * (len(head) - 1))
    screen.say(screen.styled(_line(head, widths), "bold"))
    count = 0
    for count, row in enumerate(body, 1):  # noqa: B007  # the count is what is returned
        screen.say(_line(row, widths))
    return count


def fitted(natural: Sequence[int], columns: Sequence[Column], room: int) -> list[int]:
    """A width for each column: what it needs, and less for those that can best spare it."""
    widths = [min(need, column.most) for need, column in zip(natural, columns, strict=True)]
    while sum(widths) > max(room, len(widths)):
        spare = [max(have - each.least, 0) for have, each in zip(widths, columns, strict=True)]
        widest = max(range(len(widths)), key=lambda at: (spare[at], widths[at]))
        widths[widest] -= 1
    return widths


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    fitting = (fit(cell, room) for cell, room in zip(cells, widths, strict=True))
    padded = (cell + " " * (room - width(cell)) for cell, room in zip(fitting, widths, strict=True))
    return GAP.join(padded).rstrip()
