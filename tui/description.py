"""A paper at length, as parts for the details pane to lay out; all of it made fit for a screen."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from commands import describe
from papers import Paper
from papers.paper import VENUE_FIELDS
from papers.text import visible
from tui.glyphs import Glyphs

TOLD_ABOVE = frozenset({"title", "author", "year", "month", "abstract"})
MOST_AUTHORS = 30
MOST_FIELDS = 60
LONGEST = 20_000  # characters of one text; laying out a megabyte would be felt


class Part(NamedTuple):
    """A paragraph in a style, or a line of a table if it has a name.

    `part` is what searches call the text."""

    text: str
    style: str = "text"
    name: str = ""
    part: str = ""


GAP = Part("")


def describe_paper(paper: Paper, glyphs: Glyphs) -> Iterator[Part]:
    """Everything that is known about the paper, what matters most first."""
    title = describe.title(paper)
    style = "provisional" if title.startswith(describe.NOT_SURE) else "title"
    yield Part(_shown(title), style, part="title")
    if names := _names(paper):
        yield Part(_shown(names), "author", part="authors")
    if where := ", ".join(filter(None, [_shown(paper.venue), paper.date.isoformat()])):
        yield Part(where, "venue", part="venue")
    yield GAP
    yield from _judgement(paper, glyphs)
    for heading, text in (("Abstract", paper.abstract), ("Notes", paper.notes)):
        if text.strip():
            yield from _section(heading, text)
    yield from _annotations(paper)
    yield from _fields(paper)


def _judgement(paper: Paper, glyphs: Glyphs) -> Iterator[Part]:
    status = f"{glyphs.status[paper.status]} {paper.status.value}"
    priority = f"priority {paper.priority}" if paper.priority else ""
    queue = "in the queue" if paper.queue else ""
    yield Part("   ".join(filter(None, [glyphs.stars(paper.rating), status, priority, queue])))
    if paper.tags:
        yield Part("  ".join(f"#{_shown(tag)}" for tag in sorted(paper.tags)), "tags", part="tags")


def _section(heading: str, text: str) -> Iterator[Part]:
    yield GAP
    yield Part(heading, "heading")
    yield Part(_shown(text.strip("\n"), newlines=True), part=heading.lower())


def _annotations(paper: Paper) -> Iterator[Part]:
    if paper.annotations:
        yield GAP
        yield Part("Remarks", "heading")
    for remark in paper.annotations:
        page = f", page {_shown(remark.page)}" if remark.page else ""
        yield Part(f"{_shown(remark.at[:10])}{page}", "name")
        if remark.quote:
            yield Part(f"“{_shown(remark.quote, newlines=True)}”", "quote")
        if remark.text:
            yield Part(_shown(remark.text, newlines=True))


def _fields(paper: Paper) -> Iterator[Part]:
    yield GAP
    yield Part("Entry", "heading")
    yield Part(_shown(paper.key), name="key", part="key")
    if paper.aliases:
        yield Part(_shown(", ".join(paper.aliases)), name="once")
    yield Part(_shown(paper.type), name="type")
    names = [name for name in paper.fields if not _is_told_above(paper, name)]
    for name in names[:MOST_FIELDS]:
        yield Part(_shown(paper.text(name)), name=_shown(name))
    if len(names) > MOST_FIELDS:
        yield Part(f"… and {len(names) - MOST_FIELDS:,} more fields", "name")
    for file in paper.files:
        yield Part(_shown(file.path), name="file")
    yield Part(_shown(paper.added[:10]), name="added")


def _is_told_above(paper: Paper, name: str) -> bool:
    if name in TOLD_ABOVE:
        return True
    if name == "keywords":
        return paper.tags.issuperset(re.split(r"\s*[,;]\s*", paper.text(name)))
    return name in VENUE_FIELDS and paper.text(name) == paper.venue


def _names(paper: Paper) -> str:
    people = paper.authors or paper.editors
    said = ", ".join(author.display for author in people[:MOST_AUTHORS])
    if len(people) > MOST_AUTHORS:
        said += f" and {len(people) - MOST_AUTHORS:,} more"
    return said


def _shown(text: str, *, newlines: bool = False) -> str:
    """The text as it can be shown; of a very long one the beginning, and how much is left out."""
    left_out = len(text) - LONGEST
    shown = visible(text[:LONGEST], newlines=newlines)
    return f"{shown} … and {left_out:,} more characters" if left_out > 0 else shown
