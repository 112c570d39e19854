"""Trees of queries without their places, and trees such as the parser makes them, to test with."""

from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from search import parts
from search.days import span
from search.fields import FAR
from search.order import FIELDS as ORDERS
from search.order import Sort
from search.parser import parse
from search.tree import (
    All,
    Any,
    Day,
    Has,
    Is,
    Named,
    Node,
    Not,
    Number,
    OnShelf,
    Pattern,
    Phrase,
    Query,
    Same,
    Text,
    Word,
)

NOW = 1_795_000_000.0  # 2026-11-18


def bare(node: Node) -> Node:
    """The tree without the places in the text that it was read from."""
    match node:
        case All(nodes):
            return All(tuple(map(bare, nodes)))
        case Any(nodes):
            return Any(tuple(map(bare, nodes)))
        case Not(inner):
            return Not(bare(inner))
        case OnShelf(name, inner):
            return OnShelf(name, bare(inner))
        case _:
            return node._replace(span=(0, 0))


class Shelf(NamedTuple):
    name: str
    query: str


SHELVES = (
    Shelf("All", ""),
    Shelf("Queue", "is:queued sort:queue"),
    Shelf("To read", "status:unread shelf:all"),
    Shelf('of "x", y', "lora OR title:(deep net*) OR -graph"),
)


def shelves() -> Sequence[Shelf]:
    return SHELVES


def tree(text: str, cursor: int | None = None) -> Node:
    return bare(parse(text, now=NOW, cursor=cursor, shelves=shelves).node)


_LETTERS = st.text("abcxyzäßλ日7-_.'+^", min_size=1, max_size=8)
_ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
_TEXTS = st.sampled_from([*parts.TEXTS, "field.publisher", "field.x-y"])
_PARTS = st.one_of(st.just(""), _TEXTS)
_PHRASES = _ANYTHING.filter(lambda text: any(char.isalnum() for char in text))


def _is_word(text: str) -> bool:
    return tree(f"{text} x") == All((Word(text), Word("x", open=True)))


def _is_text(text: str) -> bool:
    return tree(f"title:{text} x") == All((Text("title", text), Word("x", open=True)))


_WORDS = st.builds(Word, _LETTERS.filter(_is_word), st.booleans())
_NUMBERS = st.tuples(st.integers(0, 9999), st.integers(0, 9999)).map(sorted)


@st.composite
def _numbers(draw: st.DrawFn) -> Number:
    least, most = draw(_NUMBERS)
    bounds = draw(st.sampled_from([(least, most), (least, FAR), (-FAR, most), (most, most)]))
    return Number(draw(st.sampled_from([*parts.NUMBERS])), *bounds)


@st.composite
def _days(draw: st.DrawFn) -> Day:
    value = draw(st.sampled_from(["2026", "2026-11", "2026-02-28", "7d", "week", "today", "2y"]))
    sign = draw(st.sampled_from([":", "<", "<=", ">", ">="]))
    if sign == ":" and draw(st.booleans()):
        value = draw(st.sampled_from(["..2026", "2024..", "2024-01..2026", "30d..7d"]))
    found = span(sign, value, NOW)
    assert found
    return Day(draw(st.sampled_from([*parts.DAYS])), sign + value, *found)


_NAMED = st.sampled_from(
    [
        Named("doi", "10.1007/bf01700692"),
        Named("doi", "10.1016/0370-2693(88)91611-8"),
        Named("arxiv", "1706.03762"),
        Named("arxiv", "math/0309136"),
        Named("isbn", "9780201633610"),
        Named("pmid", "12345"),
        Named("url", "example.org/a(b)/c?d=e,f"),
        Named("uid", "0123456789ab7"),
    ]
)
_LEAVES = st.one_of(
    _WORDS,
    st.builds(Text, _TEXTS, _LETTERS.filter(_is_text), st.booleans()),
    st.builds(Phrase, _PHRASES, _PARTS, st.booleans()),
    st.builds(Same, st.sampled_from(["tag", "key"]), _PHRASES, st.booleans()),
    st.builds(Same, st.just("status"), st.sampled_from(parts.STATUSES)),
    _numbers(),
    _days(),
    st.builds(Has, st.sampled_from([*parts.HAS, "field.publisher"])),
    st.builds(Is, st.sampled_from([*parts.STATES])),
    st.builds(
        Pattern,
        st.sampled_from(["ab+", "a b", r"\d{4}", "(x|y)z", r"a\/b"]),
        _PARTS.filter(lambda part: part != parts.PDF),
    ),
    _NAMED,
    st.sampled_from([each for each in SHELVES if "sort" not in each.query]).map(
        lambda shelf: OnShelf(shelf.name, tree(shelf.query))
    ),
)


def _normal(kind: type[All] | type[Any], nodes: list[Node]) -> Node:
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, kind) else [node]
    return kind(tuple(flat))


def _not(node: Node) -> Node:
    return node if isinstance(node, Not) else Not(node)


NODES = st.recursive(
    _LEAVES,
    lambda nodes: st.one_of(
        st.lists(nodes, min_size=2, max_size=4).map(lambda found: _normal(All, found)),
        st.lists(nodes, min_size=2, max_size=4).map(lambda found: _normal(Any, found)),
        nodes.map(_not),
    ),
    max_leaves=8,
)
SORTS = st.lists(
    st.builds(Sort, st.sampled_from([*ORDERS]), st.booleans()), max_size=2, unique=True
).map(tuple)
QUERIES = st.tuples(st.one_of(st.just(All(())), NODES), SORTS).map(lambda both: Query(*both))

ODDITIES = """lora OR AND NOT ( ) - -- " “ ” \\ / // /a+/ /( * , . : := >= < = | & @ @key [@k] ' ^ $
    tag tag: year year:2018..2020 year:2018-2020 >=2020 .. 20 2402.15333 2402. 10.1145/33 doi: a.b
    https:// www.x.org/(y) arxiv: sort: sort:-rating,year sort:size has: has:notes is:read #
    is: status:un title:( -tag:( shelf: shelf:queue shelf:gone shelf:( pdf:
    pdf:"a author:"x added<7d added:today added:2026-13 field.a: field. x:y BERT: αβ
    日本 \x00 \x1b[31m \u202e ß ﬁ e\u0301 \ud800 0123456789ab7"""
PIECES = st.lists(
    st.sampled_from([*ODDITIES.split(), " ", " ", " ", "\n"]),
    max_size=14,
).map("".join)
