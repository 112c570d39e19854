"""What a field and its value mean: `year>=2020`, `tag:a,b`, `title:/ab+/`."""

import re
from collections.abc import Callable
from typing import NamedTuple

from papers import BadValue, identifiers, uid_to_int
from search import days, parts
from search.lexer import Item, Token, items
from search.order import FIELDS as ORDERS
from search.order import Sort
from search.tree import (
    Any,
    Day,
    Has,
    Is,
    Leaf,
    Named,
    Node,
    Number,
    Pattern,
    Phrase,
    Same,
    Text,
)

FAR = 10**9
YEAR_DIGITS = 4
LONGEST = 24  # characters of a number or a time

_NUMBER = re.compile(r"(\d{1,6})?(\.\.\.?|…|(?<=\d)[-–](?=\d))?(\d{1,6})?", re.ASCII)
_LEADING = re.compile("[<>=/]+")
_SAYS = re.compile(r"[^\W_]")


class Place(NamedTuple):
    """Where a field stands: at the end of the text, where one is typing, behind a minus sign."""

    now: float
    ending: bool
    typing: bool
    exact: bool


def read(token: Token, place: Place) -> Node | None:
    """What a field means; None where it means nothing, or nothing yet."""
    name, value = parts.field(token.name), token.value
    if not name or not value:
        return None
    span = (token.start, token.end)
    if token.sign == ":" and value[0] == value[-1] == "/" and _takes_patterns(name):
        source = value[1:-1]
        if name == parts.PDF:
            return None
        return Pattern(source, name, span) if source and is_pattern(source) else None
    read_one = _READERS.get(name, _text)
    found = items(value, whole=name in parts.UNSPLIT)
    nodes = []
    for at, item in enumerate(found, 1):
        is_last = at == len(found)
        here = place if is_last else place._replace(ending=False, typing=False)
        node = read_one(name, token.sign, item, here)
        if node:
            nodes.append(node._replace(span=span))
        elif not (is_last and place.typing):
            return None
    return nodes[0] if len(nodes) == 1 else Any(tuple(nodes)) if nodes else None


def _takes_patterns(name: str) -> bool:
    return name in parts.PATTERNS or name.startswith(parts.FIELD) or name == parts.PDF


def is_pattern(source: str) -> bool:
    """Whether it is a regular expression that we take."""
    from search.pattern import compiled

    return compiled(source) is not None


def says(text: str) -> bool:
    """Whether there is anything in it to search for."""
    return bool(_SAYS.search(text))


def read_sort(value: str, *, typing: bool) -> tuple[Sort, ...]:
    """The orders that are named, commas between them; none where one is unknown."""
    found = [parse_sort(name) for name in value.split(",") if name]
    known = tuple([sort for sort in found if sort])
    return known if len(known) == len(found) or (typing and all(found[:-1])) else ()


def parse_sort(text: str) -> Sort | None:
    """`rating` or `-rating`, or None if there is nothing of that name to sort by."""
    name = parts.sorted_by(text.removeprefix("-"))
    return Sort(name, text.startswith("-")) if name in ORDERS else None


# -- numbers and times


def _number(name: str, sign: str, item: Item, place: Place) -> Leaf | None:
    least_digits = YEAR_DIGITS if name == "year" and place.typing else 1

    def of(text: str) -> Leaf | None:
        found = _NUMBER.fullmatch(text)
        given = [bound for bound in (found[1], found[3]) if bound] if found else []
        if not found or not given or len(min(given, key=len)) < least_digits:
            return None
        if found[2]:
            bounds = int(found[1] or -FAR), int(found[3] or FAR)
            return Number(name, *bounds) if sign == ":" else None
        number = int(given[0])
        least, most = {
            "<": (-FAR, number - 1),
            "<=": (-FAR, number),
            ">": (number + 1, FAR),
            ">=": (number, FAR),
        }.get(sign, (number, number))
        return Number(name, least, most)

    return _had(name, sign, item) or _as_far_as_it_goes(item, place, of)


def _day(name: str, sign: str, item: Item, place: Place) -> Leaf | None:
    def of(text: str) -> Leaf | None:
        meant = days.span(sign, text.lower(), place.now)
        return Day(name, sign + text.lower(), *meant) if meant else None

    return _had(name, sign, item) or _as_far_as_it_goes(item, place, of)


def _as_far_as_it_goes(item: Item, place: Place, of: Callable[[str], Leaf | None]) -> Leaf | None:
    """What the value means; while it is typed, what as much of it means as means something."""
    if item.open or len(item.text) > LONGEST:
        return None
    for end in range(len(item.text), 0, -1):
        node = of(item.text[:end])
        if node or not place.typing:
            return node
    return None


# -- texts


def _had(name: str, sign: str, item: Item) -> Leaf | None:
    """A * alone stands for anything at all."""
    part = parts.had(name) if item == ("", False, True, False) and sign == ":" else ""
    return Has(part) if part else None


def _text(name: str, sign: str, item: Item, place: Place) -> Leaf | None:
    if item.quoted and sign == ":" and says(item.text):
        return Phrase(item.text, name, item.open or (item.unclosed and not place.exact))
    text = _LEADING.sub("", item.text, count=1) if item.text[:1] in "<>=/" else item.text
    if sign == ":" and says(text):
        return Text(name, text, item.open or (place.ending and not place.exact))
    return _had(name, sign, item)


def _same(name: str, sign: str, item: Item, place: Place) -> Leaf | None:
    if sign == ":" and says(item.text):
        value = item.text.lower() if name == "type" else item.text
        return Same(name, value, item.open or (place.typing and not place.exact))
    return _had(name, sign, item)


def _status(_name: str, sign: str, item: Item, place: Place) -> Leaf | None:
    value = item.text.lower()
    if sign != ":" or not value:
        return None
    if value in parts.STATUSES and not item.open:
        return Same("status", value)
    is_open = item.open or (place.typing and not place.exact)
    is_begun = any(status.startswith(value) for status in parts.STATUSES)
    return Same("status", value, open=True) if is_open and is_begun else None


def _identifier(name: str, sign: str, item: Item, place: Place) -> Leaf | None:
    if sign != ":" or not says(item.text):
        return _had(name, sign, item)
    value = whole(name, item.text)
    if value and not item.open and not (name == "doi" and place.typing and not place.exact):
        return Named(name, value)
    return Same(name, (value or item.text).lower(), open=True)


def whole(kind: str, text: str) -> str:
    """The identifier of that kind that the text is, in its one form; "" where it is none."""
    if kind == "doi":
        return identifiers.doi(text)
    if kind == "arxiv":
        return identifiers.arxiv(text)[0]
    if kind == "isbn":
        return identifiers.isbn(text)
    if kind == "pmid":
        return identifiers.pmid(text)
    try:
        uid_to_int(text.lower())
    except BadValue:
        return ""
    return text.lower()


# -- states


def _has(_name: str, sign: str, item: Item, _place: Place) -> Leaf | None:
    part = parts.had(item.text) if sign == ":" and not item.open else ""
    return Has(part) if part else None


def _is(_name: str, sign: str, item: Item, _place: Place) -> Leaf | None:
    value = item.text.lower()
    value = parts.IS_SYNONYMS.get(value, value)
    if sign != ":" or item.open:
        return None
    if value in parts.STATUSES:
        return Same("status", value)
    return Is(value) if value in parts.STATES else None


_READERS: dict[str, Callable[[str, str, Item, Place], Leaf | None]] = {
    **dict.fromkeys(parts.NUMBERS, _number),
    **dict.fromkeys(parts.DAYS, _day),
    **dict.fromkeys(parts.SAMES, _same),
    **dict.fromkeys(parts.IDENTIFIERS, _identifier),
    "status": _status,
    "has": _has,
    "is": _is,
}
