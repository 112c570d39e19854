"""A query as a tree of small values, and whether a paper matches it."""

import operator
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from papers import Paper, Status
from papers.text import fold
from search.order import Sort, ordered


class Words(NamedTuple):
    """Words in a row, each the beginning of a word of the paper but the last of a phrase."""

    text: str


class Text(NamedTuple):
    """Words in one part of the paper."""

    part: str
    text: str


class Same(NamedTuple):
    """A part that is this, not merely like it."""

    part: str
    value: str


class Number(NamedTuple):
    """A number from least to most, both included."""

    part: str
    least: int
    most: int


class Day(NamedTuple):
    """A time, compared as far as the value is given: 2026, 2026-11, 2026-11-21."""

    part: str
    sign: str
    value: str


class Has(NamedTuple):
    """A part that is not empty."""

    part: str


class Not(NamedTuple):
    """What must not match."""

    node: "Node"


class All(NamedTuple):
    """Everything here must match; of nothing, that is true."""

    nodes: tuple["Node", ...]


class Any(NamedTuple):
    """One of these must match."""

    nodes: tuple["Node", ...]


_WORD = re.compile(r"\w+")
Node = Words | Text | Same | Number | Day | Has | Not | All | Any


class Query(NamedTuple):
    """What to look for, and in which order to show it."""

    node: Node = All(())
    sort: tuple[Sort, ...] = ()
    unparsed: tuple[str, ...] = ()  # what looked like a field and is searched as words

    def matches(self, paper: Paper) -> bool:
        return _matches(self.node, paper)


def select(papers: Iterable[Paper], query: Query) -> Iterator[Paper]:
    """The papers that match, as they come; in the query's order if it names one."""
    found = (paper for paper in papers if query.matches(paper))
    return iter(ordered(found, query.sort)) if query.sort else found


def plain(text: str) -> str:
    """Words to compare: folded, one space between them and one before the first."""
    return " " + " ".join(_WORD.findall(fold(text)))


def _says(text: str, words: str) -> bool:
    """Whether the words, as `plain` gives them, stand in the text."""
    folded = fold(text)
    first = words.split(" ", 2)[1]
    return first in folded and words in " " + " ".join(_WORD.findall(folded))


def _names(paper: Paper) -> str:
    return " ".join([author.display for author in paper.authors or paper.editors])


TEXTS: dict[str, Callable[[Paper], str]] = {
    "title": lambda paper: paper.title,
    "author": _names,
    "venue": lambda paper: paper.venue,
    "abstract": lambda paper: paper.abstract,
    "notes": lambda paper: "\n".join([paper.notes, *(each.text for each in paper.annotations)]),
    "url": lambda paper: paper.url,
}
SAMES: dict[str, Callable[[Paper], Iterable[str]]] = {
    "tag": lambda paper: paper.tags,
    "status": lambda paper: [paper.status.value],
    "type": lambda paper: [paper.type],
    "key": lambda paper: [paper.key, *paper.aliases],
    "doi": lambda paper: [paper.doi],
    "arxiv": lambda paper: [paper.arxiv],
    "uid": lambda paper: [paper.uid],
}
NUMBERS: dict[str, Callable[[Paper], int | None]] = {
    "year": lambda paper: paper.year,
    "rating": lambda paper: paper.rating,
    "priority": lambda paper: paper.priority,
}
DAYS: dict[str, Callable[[Paper], str]] = {
    "added": lambda paper: paper.added,
    "modified": lambda paper: paper.modified,
    "started": lambda paper: paper.started,
    "finished": lambda paper: paper.finished,
}
PARTS: dict[str, Callable[[Paper], object]] = {
    **TEXTS,
    **NUMBERS,
    "tags": lambda paper: paper.tags,
    "doi": lambda paper: paper.doi,
    "arxiv": lambda paper: paper.arxiv,
    "files": lambda paper: paper.files,
    "annotations": lambda paper: paper.annotations,
    "queue": lambda paper: paper.queue,
}
STATUSES = frozenset(status.value for status in Status)
SIGNS: dict[str, Callable[[str, str], bool]] = {
    ":": operator.eq,
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _matches(node: Node, paper: Paper) -> bool:
    match node:
        case Words(text):
            return _mentions(paper, text)
        case Text(part, text):
            return _says(TEXTS[part](paper), text)
        case Same(part, value):
            return any(_is(fold(have), value) for have in SAMES[part](paper))
        case Number(part, least, most):
            number = NUMBERS[part](paper)
            return number is not None and least <= number <= most
        case Day(part, sign, value):
            stamp = DAYS[part](paper)
            return bool(stamp) and SIGNS[sign](stamp[: len(value)], value)
        case Has(part):
            return bool(PARTS[part](paper))
        case Not(inner):
            return not _matches(inner, paper)
        case All(nodes):
            return all(_matches(each, paper) for each in nodes)
        case Any(nodes):
            return any(_matches(each, paper) for each in nodes)


def _is(have: str, value: str) -> bool:
    """Equal, or below it as nlp/parsing is below nlp; a * at the end stands for any ending."""
    if value.endswith("*"):
        return have.startswith(value[:-1])
    return have == value or have.startswith(value + "/")


def _mentions(paper: Paper, text: str) -> bool:
    """Whether the words stand anywhere in the paper; what is cheap to read is read first."""
    judgement = " ".join([paper.key, *paper.aliases, *paper.tags, str(paper.year or "")])
    return (
        _says(paper.title, text)
        or _says(judgement, text)
        or _says(paper.venue, text)
        or _says(TEXTS["notes"](paper), text)
        or _says(paper.abstract, text)
        or _says(_names(paper), text)
    )
