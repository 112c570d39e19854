"""What of a query means nothing as it stands, why, and what may have been meant."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from search import parts
from search.fields import says
from search.lexer import Token, tokens
from search.nearest import nearest
from search.order import FIELDS as ORDERS
from search.tree import Query, Span

SHOWN = 200  # characters that tell whether more than one condition was left out
TOO_LONG = "the query is too long"
NO_VALUE = "there is no value right behind it"
UNFINISHED = "it is not finished"
AS_WORDS = "it is searched as words"
PASSED_OVER = "it is passed over"
KINDS = {
    "year": "a year or years, such as 2020, 2018..2020 or >=2020",
    "rating": "a number of stars, such as 4, 3..5 or >3",
    "priority": "1, 2 or 3, such as 1 or <=2",
    "queue": "a place, such as 1 or <=5",
    "has": "what may be there, such as notes, pdf or doi",
    "is": "a status or a state, such as unread or preprint",
    "status": "one of " + ", ".join(parts.STATUSES),
    "sort": "an order, such as -rating or year",
}
TIME = "a day, a month, a year or an age, such as 2026-01-15, <7d or today"
NO_PATTERN = "it is no regular expression"
VALUES = {
    "status": parts.STATUSES,
    "is": (*parts.STATUSES, *parts.STATES),
    "has": (*parts.HAS, *parts.HAS_SYNONYMS),
    "sort": tuple(ORDERS),
}


class Doubt(NamedTuple):
    """Where something is in doubt, why, what is done then, and what may have been meant, or ""."""

    span: Span
    why: str
    then: str = ""
    meant: str = ""

    @property
    def said(self) -> str:
        """All of it in a sentence or two."""
        then = f", so {self.then}" if self.then else ""
        return f"{self.why}{then}" + (f". Did you mean {self.meant}?" if self.meant else "")


def doubts(query: Query) -> tuple[Doubt, ...]:
    """What of a query is not what it may look like, in the order of the text."""
    return tuple(sorted(_doubts(query)))


def meant(token: Token) -> str:
    """The field that was nearly typed, as it is to be written; "" where none is near."""
    if token.kind != "field" or parts.field(token.name):
        return ""
    name = nearest(token.name, [*parts.FIELDS, *parts.OTHER_FIELDS, *parts.SYNONYMS])
    return f"{name}{token.sign}{token.value}" if name else ""


def _doubts(query: Query) -> Iterator[Doubt]:
    troubles = {trouble.span: trouble for trouble in query.troubles}
    for span in query.unread:
        text = query.text[span[0] : span[1]]
        found = list(islice(tokens(text[:SHOWN]), 2))
        if trouble := troubles.get(span):
            yield Doubt(span, trouble.said, AS_WORDS, trouble.meant)
        elif len(found) > 1 or text.startswith(","):
            yield Doubt(span, TOO_LONG, "it is left out")
        elif found and found[0].kind == "field":
            yield _of_field(span, found[0], query.text)
        else:
            yield Doubt(span, NO_PATTERN, AS_WORDS if says(text) else PASSED_OVER)
    for span, trouble in troubles.items():
        if span not in query.unread:
            yield Doubt(span, trouble.said)
    for span in query.unfinished:
        yield Doubt(span, UNFINISHED, "it leaves nothing out yet")


def _of_field(span: Span, token: Token, text: str) -> Doubt:
    """What is said of a field that means nothing."""
    name = parts.field(token.name)
    if not token.value and not name:
        return Doubt(span, _why(name, token), AS_WORDS, meant(token))
    if not token.value:
        after = next(tokens(text[span[1] : span[1] + SHOWN]), None)
        is_value = after is not None and after.kind in ("word", "quoted") and not after.negated
        guess = f"{token.name}{token.sign}{after.text}" if after and is_value else ""
        return Doubt(span, NO_VALUE, PASSED_OVER, guess)
    guess = _value_meant(name, token) if name else meant(token)
    return Doubt(span, _why(name, token), AS_WORDS if says(token.value) else PASSED_OVER, guess)


def _why(name: str, token: Token) -> str:
    """Why a field with a value means nothing."""
    if not name:
        return f"there is no field {token.name}"
    if token.sign == ":" and len(token.value) > 1 and token.value[0] == token.value[-1] == "/":
        return f"{token.name} takes words, no expression" if name == parts.PDF else NO_PATTERN
    if name in parts.DAYS:
        return f"{token.name} takes {TIME}"
    return f"{token.name} takes {KINDS.get(name, 'a colon and words or a name')}"


def _value_meant(name: str, token: Token) -> str:
    """The field with the value that was nearly typed; "" where none is near."""
    known = VALUES.get(name, ())
    minus = "-" * (name == "sort" and token.value.startswith("-"))
    found = nearest(token.value.removeprefix(minus), known) if token.value else ""
    return f"{token.name}:{minus}{found}" if found else ""
