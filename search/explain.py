"""How a query was read, in plain words."""

import re
from collections.abc import Iterable, Iterator

from search.doubts import doubts
from search.fields import FAR
from search.parts import FIELD, PDF, STATES
from search.render import render_node
from search.tree import (
    All,
    Any,
    Day,
    Has,
    Is,
    Leaf,
    Named,
    Node,
    Not,
    Number,
    OnShelf,
    Pattern,
    Phrase,
    Query,
    Same,
    Span,
    Text,
    Word,
)

NAMES = {
    "doi": "the DOI", "arxiv": "the arXiv number", "isbn": "the ISBN", "pmid": "the PubMed number",
    "uid": "the uid", "url": "an address", "key": "the citation key", "type": "the entry type",
}  # fmt: skip
_FIELD_OF_GROUP = re.compile(r"(?<![\w.-])[A-Za-z][\w.-]*+[:<>=]++\(\s*\Z")
TIMES = {
    "added": "added", "modified": "last changed", "started": "begun", "finished": "finished",
}  # fmt: skip


def explain(query: Query) -> tuple[tuple[str, str], ...]:
    """What was typed, piece by piece, and how each piece was read."""
    return tuple(_lines(query))


def _lines(query: Query) -> Iterator[tuple[str, str]]:
    nodes = query.node.nodes if isinstance(query.node, All) else (query.node,)
    for node in nodes:
        yield _typed(query, node), sentence(node)
    for sort in query.sort:
        way = "the greatest first" if sort.down else "the least first"
        yield f"sort:{'-' * sort.down}{sort.field}", f"in the order of {sort.field}, {way}"
    for doubt in doubts(query):
        yield query.text[slice(*doubt.span)], doubt.said


def _typed(query: Query, node: Node) -> str:
    """The text that a node was read from."""
    spans = [span for span in _spans(node) if span[1]]
    if not spans:
        return render_node(node)
    start, end = min(start for start, _end in spans), max(end for _start, end in spans)
    if query.text[end : end + 1] == ")" and (of := _FIELD_OF_GROUP.search(query.text, 0, start)):
        return query.text[of.start() : end + 1]
    return query.text[start:end]


def _spans(node: Node) -> Iterator[Span]:
    if isinstance(node, All | Any):
        for each in node.nodes:
            yield from _spans(each)
    else:
        yield node.span
        if isinstance(node, Not):
            yield from _spans(node.node)


def sentence(node: Node) -> str:
    """What a node asks for."""
    match node:
        case All(nodes):
            return _joined([_inner(each) for each in nodes], "and")
        case Any(nodes):
            return _joined([_inner(each) for each in nodes], "or")
        case Not(Word(text) | Text(_, text)):
            return f"without the word “{text}”{_in_part(node.node)}"
        case OnShelf(name, inner):
            return f"on the shelf {name} ({render_node(inner).rstrip() or 'every paper'})"
        case Not(inner):
            return f"not {_inner(inner)}"
        case _:
            return _of_leaf(node)


def _inner(node: Node) -> str:
    return f"({sentence(node)})" if isinstance(node, All | Any) else sentence(node)


def _joined(pieces: Iterable[str], word: str) -> str:
    return f", {word} ".join(pieces) or "every paper"


def _of_leaf(node: Leaf) -> str:
    match node:
        case Text(part, text, open) if part == PDF:
            return f"{'a word that begins with ' * open}“{text}”{_in_part(node)}"
        case Word(text, open) | Text(_, text, open):
            like = f"a word that begins like “{text}”" if open else f"“{text}” or a word like it"
            return like + (_in_part(node) or ", anywhere")
        case Phrase(text, _, open):
            return f"“{text}{'…' * open}” in a row{_in_part(node) or ', anywhere'}"
        case Pattern(source):
            return f"what the expression {source} matches{_in_part(node) or ', anywhere'}"
        case Same(part, value, open):
            return _of_same(part, value, open)
        case Number(part, least, most):
            return f"{part} {_bounds(least, most)}"
        case Day(part, _, since, until):
            return f"{TIMES[part]} {_when(since, until)}"
        case Has(part):
            return f"has {'the field ' * part.startswith(FIELD)}{part.removeprefix(FIELD)}"
        case Is(state):
            return STATES[state]
        case Named(kind, value):
            return f"{NAMES[kind]} {value}"


def _in_part(node: Node) -> str:
    part = getattr(node, "part", "")
    if part == PDF:
        return " in what an attached PDF says"
    if part.startswith(FIELD):
        return f" in the field {part.removeprefix(FIELD)}"
    return f" in {part}" if part else ""


def _of_same(part: str, value: str, open: bool) -> str:
    if part == "tag":
        return f"a tag that begins with {value}" if open else f"tagged {value}, or below it"
    if part == "status":
        return f"status {value}{'…' * open}"
    return f"{NAMES[part]} {'begins with' if open else 'is'} {value}"


def _bounds(least: int, most: int) -> str:
    if least == most:
        return str(least)
    if most == FAR:
        return f"{least} or more"
    return f"at most {most}" if least == -FAR else f"from {least} to {most}"


def _when(since: str, until: str) -> str:
    if not until:
        return f"since {_moment(since)}"
    since = f"from {_moment(since)} to " if since else ""
    return f"{since}before {_moment(until)}"


def _moment(stamp: str) -> str:
    return stamp[:10] if stamp.endswith("T00:00:00Z") else stamp[:16].replace("T", " ")
