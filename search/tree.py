"""A query as a tree of small values. A span is where in the typed text a part of it stands."""

from typing import NamedTuple

from search.order import Sort

Span = tuple[int, int]
NOWHERE: Span = (0, 0)


class Word(NamedTuple):
    """A word to find anywhere, in any order and forgivingly; `open` while it is still typed."""

    text: str
    open: bool = False
    span: Span = NOWHERE


class Phrase(NamedTuple):
    """Words in a row, as they are written, anywhere or in one part."""

    text: str
    part: str = ""
    span: Span = NOWHERE


class Text(NamedTuple):
    """Words in one part of the paper, each found as forgivingly as a Word."""

    part: str
    text: str
    open: bool = False
    span: Span = NOWHERE


class Same(NamedTuple):
    """A part that is this, or below it as nlp/parsing is below nlp; a * at the end is any ending."""

    part: str
    value: str
    span: Span = NOWHERE


class Number(NamedTuple):
    """A number from least to most, both included."""

    part: str
    least: int
    most: int
    span: Span = NOWHERE


class Day(NamedTuple):
    """A time from the first moment on and before the last; "" is open on that side."""

    part: str
    since: str
    until: str
    span: Span = NOWHERE


class Has(NamedTuple):
    """A part that is not empty."""

    part: str
    span: Span = NOWHERE


class Is(NamedTuple):
    """A state that a paper is in: provisional, queued, published, ..."""

    state: str
    span: Span = NOWHERE


class Pattern(NamedTuple):
    """A regular expression, anywhere or in one part; looked for within a time limit."""

    pattern: str
    part: str = ""
    span: Span = NOWHERE


class Named(NamedTuple):
    """An identifier pasted whole: kind is doi, arxiv, isbn, pmid, url or uid."""

    kind: str
    value: str
    span: Span = NOWHERE


class Not(NamedTuple):
    """What must not match."""

    node: "Node"
    span: Span = NOWHERE


class All(NamedTuple):
    """Everything here must match; of nothing, that is true."""

    nodes: tuple["Node", ...]


class Any(NamedTuple):
    """One of these must match."""

    nodes: tuple["Node", ...]


Leaf = Word | Phrase | Text | Same | Number | Day | Has | Is | Pattern | Named
Node = Leaf | Not | All | Any


class Query(NamedTuple):
    """What to look for and in which order to show it; `unread` are spans taken for mere words."""

    node: Node = All(())
    sort: tuple[Sort, ...] = ()
    unread: tuple[Span, ...] = ()
    text: str = ""
