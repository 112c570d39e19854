"""A query as a tree of small values. A span is where in the typed text a part of it stands."""

from collections.abc import Iterator
from typing import NamedTuple

from search.order import Sort

Span = tuple[int, int]
NOWHERE: Span = (0, 0)


class Word(NamedTuple):
    """A word to find anywhere, in any order and forgivingly; `open` takes it for a beginning."""

    text: str
    open: bool = False
    span: Span = NOWHERE


class Phrase(NamedTuple):
    """Words in a row, as they are written, anywhere or in one part; `open` leaves the last open."""

    text: str
    part: str = ""
    open: bool = False
    span: Span = NOWHERE


class Text(NamedTuple):
    """Words in one part of the paper, each found as forgivingly as a Word."""

    part: str
    text: str
    open: bool = False
    span: Span = NOWHERE


class Same(NamedTuple):
    """A part that is this, or below it as nlp/parsing is below nlp; or, `open`, begins with it."""

    part: str
    value: str
    open: bool = False
    span: Span = NOWHERE


class Number(NamedTuple):
    """A number from least to most, both included."""

    part: str
    least: int
    most: int
    span: Span = NOWHERE


class Day(NamedTuple):
    """A time from the first moment on and before the last; "" is open on that side.

    `said` is how it was written, sign first: `<7d` moves on with the clock.
    """

    part: str
    said: str
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
    """A regular expression, anywhere or in one part; looked for within a limit of steps."""

    pattern: str
    part: str = ""
    span: Span = NOWHERE


class Named(NamedTuple):
    """A whole identifier in its one form: kind is doi, arxiv, isbn, pmid, url or uid."""

    kind: str
    value: str
    span: Span = NOWHERE


class OnShelf(NamedTuple):
    """What the query of a shelf picks."""

    name: str
    node: "Node"
    span: Span = NOWHERE


class Not(NamedTuple):
    """What must not match."""

    node: "Node"
    span: Span = NOWHERE


class All(NamedTuple):
    """Everything here must match; of nothing, that is true. None of them is an All."""

    nodes: tuple["Node", ...]


class Any(NamedTuple):
    """One of these must match. None of them is an Any."""

    nodes: tuple["Node", ...]


Leaf = Word | Phrase | Text | Same | Number | Day | Has | Is | Pattern | Named
Node = Leaf | OnShelf | Not | All | Any
EVERYTHING = All(())


class Trouble(NamedTuple):
    """What is in the way of a shelf that a query names."""

    span: Span
    said: str
    meant: str = ""  # how the query may be written instead


class Query(NamedTuple):
    """What to look for and in which order to show it.

    `unread` are the spans that look like more than words and are searched as words; `unfinished`
    are those that say nothing yet, such as `year>`, and constrain nothing.
    """

    node: Node = EVERYTHING
    sort: tuple[Sort, ...] = ()
    unread: tuple[Span, ...] = ()
    unfinished: tuple[Span, ...] = ()
    text: str = ""
    troubles: tuple[Trouble, ...] = ()


def leaves(node: Node) -> Iterator[Leaf]:
    """Every condition in a tree, in the order of the text."""
    match node:
        case All(nodes) | Any(nodes):
            for each in nodes:
                yield from leaves(each)
        case Not(inner) | OnShelf(_, inner):
            yield from leaves(inner)
        case _:
            yield node
