"""A query as text again, in the one spelling that stands for all that mean the same."""

import re

from search.fields import FAR
from search.lexer import quoted, spelled
from search.parts import UNSPLIT
from search.tree import (
    EVERYTHING,
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
    Text,
    Word,
)

OPERATORS = frozenset(["OR", "AND", "NOT"])


def render(query: Query) -> str:
    """The text of a query; `parse` makes the same query of it.

    A word at the very end of a text is taken for a beginning, so one that is whole has a space
    behind it there.
    """
    text = render_node(query.node)
    if query.sort:
        orders = [f"{'-' * sort.down}{sort.field}" for sort in query.sort]
        return f"{text} sort:{','.join(orders)}".lstrip()
    last = _last(query.node)
    if not isinstance(last, Word | Text) or text.endswith(")"):
        return text
    if not last.open:
        return text + " "
    return text if isinstance(last, Word) and last.text in OPERATORS else text[:-1]


def render_node(node: Node) -> str:
    """The text of a part of a query, as it stands among others."""
    return "" if node == EVERYTHING else " ".join(_row(node))


def _row(node: Node) -> list[str]:
    """The pieces of a node that has the text for itself."""
    if isinstance(node, All):
        return [_among(each) for each in node.nodes]
    if isinstance(node, Any) and not _values(node):
        pieces: list[str] = []
        for each in node.nodes:
            pieces += [*(["OR"] if pieces else []), *_row(each)]
        return pieces
    return [_among(node)]


def _among(node: Node) -> str:
    """A node beside others."""
    match node:
        case All():
            return f"({render_node(node)})"
        case Any():
            return _values(node) or f"({render_node(node)})"
        case Not(inner):
            return "-" + _among(inner)
        case OnShelf(name):
            return f"shelf:{spelled(name)}"
        case _:
            return leaf(node)


def _values(node: Any) -> str:
    """`tag:a,b` for tag:a OR tag:b; "" where it is no such thing."""
    pieces = [_value(each) for each in node.nodes]
    field = pieces[0][0] if pieces else ""
    if not field or any(name != field or not value for name, value in pieces):
        return ""
    return f"{field}:{','.join([value for _name, value in pieces])}"


def _value(node: Node) -> tuple[str, str]:
    """A field and one of its values, for those that can stand in a row of values."""
    several = isinstance(node, Same | Text | Phrase | Number | Has | Is | OnShelf)
    text = _among(node) if several else ""
    found = re.match(r"([a-z]+(?:\.[\w.-]+)?):", text)
    if not found or found[1] in UNSPLIT:
        return "", ""
    return found[1], text[found.end() :]


def leaf(node: Leaf) -> str:
    """The text of one condition."""
    match node:
        case Word(text, open):
            return text + "*" * open
        case Phrase(text, part, open):
            return f"{part}{':' if part else ''}{quoted(text)}{'*' * open}"
        case Text(part, text, open):
            return f"{part}:{text}{'*' * open}"
        case Same(part, value, open):
            return f"{part}:{spelled(value)}{'*' * open}"
        case Number(part, least, most):
            return part + _range(least, most)
        case Day(part, said):
            return part + said
        case Has(part):
            return f"has:{part}"
        case Is(state):
            return f"is:{state}"
        case Pattern(source, part):
            return f"{part}{':' if part else ''}/{source}/"
        case Named("url", value):
            return f"https://{value}"
        case Named(kind, value):
            return f"{kind}:{value}"


def _last(node: Node) -> Node:
    """The condition that stands last in the text."""
    while isinstance(node, All | Any) and node.nodes:
        node = node.nodes[-1]
    return node


def _range(least: int, most: int) -> str:
    if least == most:
        return f":{least}"
    if most == FAR:
        return f">={least}"
    return f"<={most}" if least == -FAR else f":{least}..{most}"
