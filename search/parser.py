"""What is typed, read as a query. Nothing is an error: what does not parse is searched as words."""

import re
import time
from typing import NamedTuple

from papers import identifiers, timestamp
from papers.text import fold
from search.order import FIELDS, Sort
from search.query import (
    DAYS,
    NUMBERS,
    PARTS,
    SAMES,
    STATUSES,
    TEXTS,
    All,
    Any,
    Day,
    Has,
    Node,
    Not,
    Number,
    Query,
    Same,
    Text,
    Words,
    plain,
)

DEEPEST = 40  # parentheses within parentheses; more are taken for text
FAR = 10**9
SECONDS = {"h": 3600, "d": 86400, "w": 7 * 86400, "m": 30 * 86400, "y": 365 * 86400}
OTHER_NAMES = {
    "authors": "author", "by": "author", "tags": "tag", "keyword": "tag", "keywords": "tag",
    "note": "notes", "journal": "venue", "booktitle": "venue", "stars": "rating", "date": "year",
    "file": "files",
}  # fmt: skip

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>-?\()
      | (?P<close>\))
      | (?P<minus>-)?(?P<name>[A-Za-z]+)(?P<sign>:|>=|<=|>|<|=)(?P<value>"[^"]*"?|[^\s()"]*)
      | (?P<not>-)?(?P<word>"[^"]*"?|[^\s()"]+)
    )""",
    re.VERBOSE,
)


class _Token(NamedTuple):
    kind: str  # open, close, field or word
    negated: bool = False
    text: str = ""
    name: str = ""
    sign: str = ""
    quoted: bool = False


def parse(text: str, *, now: float | None = None) -> Query:
    """The query that this text is; any text is one."""
    return _Parser(_tokens(text), time.time() if now is None else now).query()


def parse_sort(text: str) -> Sort | None:
    """`rating` or `-rating`, or None if there is nothing of that name to sort by."""
    name = OTHER_NAMES.get(text.lstrip("-").lower(), text.lstrip("-").lower())
    return Sort(name, text.startswith("-")) if name in FIELDS else None


def _tokens(text: str) -> list[_Token]:
    tokens = []
    for found in _TOKEN.finditer(text):
        if found["open"]:
            tokens.append(_Token("open", found["open"] == "-("))
        elif found["close"]:
            tokens.append(_Token("close"))
        elif found["name"]:
            value = found["value"]
            tokens.append(
                _Token(
                    "field", bool(found["minus"]), value.strip('"'), found["name"].lower(),
                    found["sign"], value.startswith('"'),
                )
            )  # fmt: skip
        else:
            word = found["word"]
            tokens.append(
                _Token("word", bool(found["not"]), word.strip('"'), quoted=word[0] == '"')
            )
    return tokens


class _Parser:
    """Reads tokens from the first to the last; groups nest, `OR` binds its two neighbours' rows."""

    def __init__(self, tokens: list[_Token], now: float) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.now = now
        self.sort: list[Sort] = []
        self.unparsed: list[str] = []

    def query(self) -> Query:
        rows: list[Node] = []
        while self.at < len(self.tokens):
            rows.append(self.alternatives())
            self.at += 1  # a parenthesis that closes nothing
        return Query(_all(rows), tuple(self.sort), tuple(self.unparsed))

    def alternatives(self) -> Node:
        """Rows of terms with OR between them, up to the end or a closing parenthesis."""
        rows: list[list[Node]] = [[]]
        while self.at < len(self.tokens) and self.tokens[self.at].kind != "close":
            token = self.tokens[self.at]
            self.at += 1
            if (
                token.kind == "word"
                and token.text == "OR"
                and not token.quoted
                and not token.negated
            ):
                rows.append([])
                continue
            node = self.term(token)
            if node is not None:
                rows[-1].append(_negated(node, token.negated))
        filled = [_all(row) for row in rows if row]
        return filled[0] if len(filled) == 1 else Any(tuple(filled)) if filled else All(())

    def term(self, token: _Token) -> Node | None:
        if token.kind == "open":
            return self.group()
        if token.kind == "word":
            return _words(token.text)
        if token.name == "sort" and token.sign == ":" and (sort := parse_sort(token.text)):
            self.sort.append(sort)
            return None
        node = _field(token, self.now)
        if node is None:
            said = f"{token.name}{token.sign}{token.text}"
            self.unparsed.append(said)
            return _words(said)
        return node

    def group(self) -> Node | None:
        if self.depth == DEEPEST:
            return None
        self.depth += 1
        node = self.alternatives()
        self.depth -= 1
        self.at += 1  # its closing parenthesis, or the end
        return None if node == All(()) else node


def _all(nodes: list[Node]) -> Node:
    """All of these; what is cheap to look at comes first."""
    ordered = sorted(nodes, key=lambda node: isinstance(node, Words | Not | All | Any))
    return ordered[0] if len(ordered) == 1 else All(tuple(ordered))


def _negated(node: Node, negated: bool) -> Node:
    return Not(node) if negated else node


def _words(text: str) -> Node | None:
    words = plain(text)
    return Words(words) if words.strip() else None


def _field(token: _Token, now: float) -> Node | None:
    """What a field and its value mean, or None if they mean nothing."""
    name = OTHER_NAMES.get(token.name, token.name)
    value = token.text
    if not value:
        return None
    if name == "has" and token.sign == ":":
        part = OTHER_NAMES.get(value.lower(), value.lower())
        return Has("tags" if part == "tag" else part) if part == "tag" or part in PARTS else None
    if name in NUMBERS:
        return _number(name, token.sign, value)
    if name in DAYS:
        return _day(name, token.sign, value, now)
    if token.sign not in (":", "="):
        return None
    if name in TEXTS:
        words = plain(value)
        return Text(name, words) if words.strip() else None
    if name in SAMES:
        return _same(name, value)
    return None


def _same(name: str, value: str) -> Node | None:
    if name == "status" and value.lower() not in STATUSES:
        return None
    if name == "doi":
        value = identifiers.doi(value) or value
    elif name == "arxiv":
        value = identifiers.arxiv(value)[0] or value
    return Same(name, fold(value))


def _number(name: str, sign: str, value: str) -> Node | None:
    found = re.fullmatch(r"(\d{1,9})?(\.\.)?(\d{1,9})?", value, re.ASCII)
    if not found or not (found[1] or found[3]):
        return None
    if found[2]:
        if sign not in (":", "="):
            return None
        return Number(name, int(found[1] or -FAR), int(found[3] or FAR))
    number = int(value)
    least, most = {
        "<": (-FAR, number - 1),
        "<=": (-FAR, number),
        ">": (number + 1, FAR),
        ">=": (number, FAR),
    }.get(sign, (number, number))
    return Number(name, least, most)


def _day(name: str, sign: str, value: str, now: float) -> Node | None:
    """`added<7d` is less than seven days ago; `added>=2026-11` is since November."""
    ago = re.fullmatch(r"(\d{1,4})([hdwmy])", value.lower(), re.ASCII)
    if ago and sign in ("<", "<=", ">", ">="):
        then = timestamp(max(now - int(ago[1]) * SECONDS[ago[2]], 0))
        return Day(name, ">=" if sign[0] == "<" else "<", then)
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value, re.ASCII):
        return Day(name, sign, value)
    return None
