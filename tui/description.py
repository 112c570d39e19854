"""A paper at length, as parts for the details pane to lay out; all of it made fit for a screen."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from commands import describe
from papers import Paper
from papers.paper import VENUE_FIELDS, Version
from papers.text import visible
from tui.around import NOTHING, Around, Goal, beside
from tui.glyphs import Glyphs
from tui.wrapping import Span

TOLD_ABOVE = frozenset({"title", "author", "year", "month", "abstract"})
ADDRESSES = frozenset({"doi", "eprint", "url"})
MOST_AUTHORS = 30
MOST_FIELDS = 60
LONGEST = 20_000  # characters of one text; laying out a megabyte would be felt


class Part(NamedTuple):
    """A paragraph in a style, or a line of a table if it has a name.

    `part` is what searches call the text, `links` are places in it that are shown as leading
    somewhere, `goal` is where all of it leads, `goals` where places in it do."""

    text: str
    style: str = "text"
    name: str = ""
    part: str = ""
    links: Sequence[Span] = ()
    goal: Goal | None = None
    goals: Sequence[tuple[Span, Goal]] = ()

    def goal_at(self, place: int) -> Goal | None:
        """Where the character at that place leads."""
        return next((goal for (start, end), goal in self.goals if start <= place < end), self.goal)


GAP = Part("")


def describe_paper(paper: Paper, glyphs: Glyphs, around: Around = NOTHING) -> Iterator[Part]:
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
    yield from _abstract(paper)
    yield from _notes(paper)
    yield from _annotations(paper)
    around = around if around.uid == paper.uid else NOTHING
    yield from _links(around)
    yield from _versions(paper)
    yield from _fields(paper)
    yield from _files(paper, around)
    yield from _origin(paper)
    yield from _alike(around)


def _judgement(paper: Paper, glyphs: Glyphs) -> Iterator[Part]:
    status = f"{glyphs.status[paper.status]} {paper.status.value}"
    priority = f"priority {paper.priority}" if paper.priority else ""
    queue = "in the queue" if paper.queue else ""
    yield Part("   ".join(filter(None, [glyphs.stars(paper.rating), status, priority, queue])))
    if paper.tags:
        yield _tags(sorted(paper.tags))


def _tags(tags: Sequence[str]) -> Part:
    goals = []
    text = ""
    for tag in tags:
        start = len(text)
        text += f"#{_shown(tag)}"
        goals.append(((start, len(text)), Goal("tag", tag)))
        text += "  "
    return Part(text.rstrip(), "tags", part="tags", goals=goals)


def _abstract(paper: Paper) -> Iterator[Part]:
    if text := paper.abstract.strip():
        yield GAP
        yield Part("Abstract", "heading")
        yield Part(_shown(text, newlines=True), part="abstract")


def _notes(paper: Paper) -> Iterator[Part]:
    """The notes as they are written; headings and quotes look like what they are."""
    if not paper.notes.strip():
        return
    yield GAP
    yield Part("Notes", "heading")
    lines = _shown(paper.notes.strip("\n"), newlines=True).split("\n")
    for style, run in groupby(lines, _style_of):
        yield _linked("\n".join(run), style, "notes")


def _style_of(line: str) -> str:
    """A heading has one to six signs and a space; the tag #peft is none."""
    if line.startswith(">"):
        return "quote"
    return "title" if re.match(r"#{1,6} ", line) else "text"


def _linked(text: str, style: str = "text", part: str = "") -> Part:
    """A text of the user's, in which links to papers stand out."""
    if "@" not in text:
        return Part(text, style, part=part)
    from commands.links import links

    goals = [((each.start, each.end), Goal("key", each.key)) for each in links(text)]
    return Part(text, style, part=part, links=[span for span, _ in goals], goals=goals)


def _annotations(paper: Paper) -> Iterator[Part]:
    if paper.annotations:
        yield GAP
        yield Part("Remarks", "heading")
    for remark in paper.annotations:
        page = f", page {_shown(remark.page)}" if remark.page else ""
        yield Part(f"{_shown(remark.at[:10])}{page}", "name")
        if remark.quote:
            yield Part(f"“{_shown(remark.quote, newlines=True)}”", "quote", part="notes")
        if remark.text:
            yield _linked(_shown(remark.text, newlines=True), part="notes")


def _links(around: Around) -> Iterator[Part]:
    if around.leads_to or around.led_from or around.unknown:
        yield GAP
        yield Part("Links", "heading")
    for other in around.leads_to:
        yield _other(other, "to")
    for key in around.unknown:
        yield Part(f"@{_shown(key)}: no paper has this key", "missing", name="to")
    for other in around.led_from:
        yield _other(other, "from")


def _versions(paper: Paper) -> Iterator[Part]:
    """The preprint and the publication: what each says, as far as they differ."""
    if not paper.versions:
        return
    yield GAP
    yield Part("Versions", "heading")
    for version in (Version(paper.type, paper.written_out), *paper.versions):
        other = Paper(type=version.type, fields=version.fields)
        yield Part(_shown(_said_of_version(other, paper)), name=_kind_of_version(other))


def _said_of_version(other: Paper, paper: Paper) -> str:
    title = f"“{other.title}”" if other.title and other.title != paper.title else ""
    version = f"v{other.arxiv_version}" if other.arxiv_version else ""
    arxiv = f"arXiv {other.arxiv}{version}" if other.arxiv else ""
    doi = f"doi {other.doi}" if other.doi else ""
    said = [title, other.venue, other.date.isoformat(), doi, arxiv]
    return ", ".join(filter(None, said)) or other.type


def _kind_of_version(other: Paper) -> str:
    return "preprint" if other.arxiv and not (other.doi and other.venue) else "published"


def _fields(paper: Paper) -> Iterator[Part]:
    yield GAP
    yield Part("Entry", "heading")
    yield Part(_shown(paper.key), name="key", part="key")
    if paper.aliases:
        yield Part(_shown(", ".join(paper.aliases)), name="old key")
    yield Part(_shown(paper.type), name="type")
    names = [name for name in paper.fields if not _is_told_above(paper, name)]
    for name in names[:MOST_FIELDS]:
        goal = Goal("field", name) if name in ADDRESSES else None
        yield Part(_shown(paper.text(name)), name=_shown(name), part=f"field.{name}", goal=goal)
    if len(names) > MOST_FIELDS:
        yield Part(f"… and {len(names) - MOST_FIELDS:,} more fields", "name")


def _files(paper: Paper, around: Around) -> Iterator[Part]:
    if paper.files:
        yield GAP
        yield Part("Files", "heading")
    for file in paper.files:
        name = _shown(file.kind or "file").lower()
        goal = Goal("file", file.path)
        if file.path in around.missing:
            yield Part(f"{_shown(file.path)} is missing", "missing", name, "file", goal=goal)
        else:
            yield Part(_shown(file.title or file.path), "text", name, "file", goal=goal)


def _origin(paper: Paper) -> Iterator[Part]:
    yield GAP
    yield Part("History", "heading")
    if paper.added:  # else it is still about to come in
        yield Part(_shown(paper.added[:10]), name="added")
    if paper.source.name:
        place = f", line {_shown(paper.source.place)}" if paper.source.place else ""
        yield Part(f"{_shown(paper.source.name)}{place}", name="from")
    for name in ("started", "finished"):
        if day := str(getattr(paper, name))[:10]:
            yield Part(_shown(day), name=name)
    if paper.modified[:10] != paper.added[:10]:
        yield Part(_shown(paper.modified[:10]), name="changed")


def _alike(around: Around) -> Iterator[Part]:
    if around.alike:
        yield GAP
        yield Part("Similar", "heading")
    for other in around.alike:
        yield _other(other, beside(other))


def _other(paper: Paper, name: str) -> Part:
    goal = Goal("paper", paper.uid)
    return Part(_shown(describe.title(paper)), "link", name=_shown(name), goal=goal)


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
