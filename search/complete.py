"""What may stand at the cursor in a query: fields, and what the library has to put behind them."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from papers.text import fold
from search import parts
from search.doubts import meant
from search.lexer import QUOTES, Token, spelled, tokens
from search.order import FIELDS as ORDERS

Offer = Callable[[str, str], Iterable[tuple[str, int]]]

MOST = 50
LONGEST = 2_000  # characters; nothing is completed behind them
OFFERED = {
    "tag": "tags", "author": "authors", "venue": "venues", "type": "types", "year": "years",
    "shelf": "shelves",
}  # fmt: skip
MEANT = "did you mean"  # said of what is offered instead of what was typed
TIMES = ("today", "yesterday", "week", "month", "year")


class Completion(NamedTuple):
    """A text that may replace what stands from start to end, and a word on what it is."""

    text: str
    start: int
    end: int
    said: str = ""


def complete(text: str, cursor: int, offer: Offer) -> tuple[Completion, ...]:
    """What may stand at the cursor, the likeliest first.

    `offer` gives what the library has: for tags, authors, venues, types, status, years or shelves,
    what begins like a prefix and how many papers have it.
    """
    token, scope = _around(text[:LONGEST], cursor)
    if token and token.kind == "field":
        if cursor >= token.end - len(token.value):
            return tuple(islice(_values(token, text, cursor, offer), MOST))
    elif token and token.kind != "word" and not (scope and token.kind == "quoted"):
        return ()
    start, end = (token.start + token.negated, token.end) if token else (cursor, cursor)
    typed = text[start:cursor].lower()
    if scope:
        end = cursor if typed[:1] in QUOTES and text[end - 1] not in QUOTES else end
        offered = islice(_offered(parts.field(scope.name), typed.strip(QUOTES), offer), MOST)
        return tuple([Completion(spelled(value), start, end, said) for value, said in offered])
    return tuple(
        [
            Completion(f"{name}:", start, end, said)
            for name, said in parts.FIELDS.items()
            if name.startswith(typed)
        ]
    )


def _around(text: str, cursor: int) -> tuple[Token | None, Token | None]:
    """What is typed at the cursor, and the field in whose group that is."""
    groups: list[Token | None] = [None]
    before: Token | None = None
    for token in tokens(text):
        if token.start >= cursor:
            break
        opens = token.kind == "bracket" and token.text == "("
        if cursor <= token.end and not (opens and cursor == token.end):
            return token, groups[-1]
        if opens:
            is_field = before is not None and before.kind == "field" and not before.value
            groups.append(before if is_field and text[token.start - 1] != " " else groups[-1])
        elif token.kind == "bracket" and len(groups) > 1:
            groups.pop()
        before = token
    return None, groups[-1]


def _values(token: Token, text: str, cursor: int, offer: Offer) -> Iterator[Completion]:
    """The values that a field may have; the last of several is the one that is typed."""
    name = parts.field(token.name)
    start = token.end - len(token.value)
    if not name and token.value and (guess := meant(token)):
        yield Completion(guess, token.start + token.negated, token.end, MEANT)
    quoted = False
    for at in range(start, cursor):
        quoted ^= text[at] in QUOTES
        if text[at] == "," and not quoted and name not in parts.UNSPLIT:
            start = at + 1
    end = token.end
    if "," in text[cursor:end] or (quoted and text[end - 1] not in QUOTES):
        end = cursor
    typed = text[start:cursor].strip(QUOTES)
    for value, said in _offered(name, typed, offer):
        yield Completion(spelled(value), start, end, said)


def _offered(name: str, typed: str, offer: Offer) -> Iterator[tuple[str, str]]:
    if name in OFFERED:
        for value, count in offer(OFFERED[name], typed):
            yield value, f"{count:,}" if count else ""
        return
    begun = fold(typed)
    if name == "status":
        counts = dict(offer("status", typed))
        known = {each: f"{counts.get(each, 0):,}" for each in parts.STATUSES}
    elif name == "has":
        known = dict.fromkeys(parts.HAS, "")
    elif name == "is":
        known = {**dict.fromkeys(parts.STATUSES, "status"), **parts.STATES}
    elif name == "sort":
        minus = "-" * typed.startswith("-")
        known = {minus + each: "" for each in ORDERS}
    else:
        known = dict.fromkeys(TIMES if name in parts.DAYS else (), "")
    yield from ((value, said) for value, said in known.items() if value.startswith(begun))
