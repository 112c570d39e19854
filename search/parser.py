"""What is typed, read as a query. Nothing is an error: what does not parse is searched as words."""

import re
import time
from collections.abc import Iterable

from search import fields, parts
from search.fields import Place, says
from search.lexer import QUOTES, Token, identify, inside, items, tokens
from search.order import Sort
from search.tree import (
    EVERYTHING,
    All,
    Any,
    Named,
    Node,
    Not,
    Pattern,
    Phrase,
    Query,
    Same,
    Span,
    Word,
)

DEEPEST = 40  # parentheses within parentheses; more are looked through
LONGEST = 2_000  # characters; what comes behind them is left out
MOST = 64  # words, fields and parentheses; what comes behind them is left out
MOST_PATTERNS = 4
SHORT = 3  # letters: a word that is left out is hardly meant before it has so many
LITTLE = frozenset("the and for with from".split())

_KEY = re.compile(r"\[?@([^\s\[\],;]+)[\],;]*")
_LIKE_ONE = re.compile(  # an identifier; most words are told apart by this alone
    r"[a-z.-]+/\d{7}|\d{4}\.\d{4,5}|[\dx–-]{10,}|[0-9a-z]{12}[0-7]$", re.IGNORECASE
)
_BEGUN = re.compile(r"(?P<arxiv>\d{4}\.\d{0,5})|(?P<doi>10\.\d{4,9})", re.ASCII)
_BROKEN = re.compile(rf"[\s(){QUOTES}]|:/")


def parse(text: str, *, now: float | None = None, cursor: int | None = None) -> Query:
    """The query that this text is; any text is one.

    `cursor` is where one is typing: what stands there may still become something, so it is never
    called wrong, and does not hide what it may yet mean.
    """
    return _Parser(text, time.time() if now is None else now, cursor).query()


def narrowed(query: Query, by: Query) -> Query:
    """What both queries find, in the order that the second asks for, else the first."""
    return Query(_all([query.node, by.node]), by.sort or query.sort)


class _Parser:
    """Reads tokens from the first to the last; groups nest, and OR stands between rows."""

    def __init__(self, text: str, now: float, cursor: int | None) -> None:
        self.text = text
        self.end = min(len(text), LONGEST)
        self.now = now
        self.cursor = -1 if cursor is None else cursor
        self.tokens = list(tokens(text[:LONGEST]))
        self.at = 0
        self.depth = 0
        self.negations = 0
        self.patterns = 0
        self.sort: list[Sort] = []
        self.unread: list[Span] = []
        self.unfinished: list[Span] = []

    def query(self) -> Query:
        if len(self.tokens) > MOST:
            self.end = self.tokens[MOST].start
            del self.tokens[MOST:]
        rows: list[Node] = []
        while self.at < len(self.tokens):
            rows.append(self.alternatives())
            self.at += 1  # a parenthesis that closes nothing
        if self.end < len(self.text):
            self.unread.append((self.end, len(self.text)))
        return Query(
            _all(rows), tuple(self.sort), tuple(self.unread), tuple(self.unfinished), self.text
        )

    def alternatives(self) -> Node:
        """Rows of terms with OR between them, up to the end or a closing parenthesis."""
        rows: list[list[Node]] = [[]]
        negated = False
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.kind == "bracket" and token.text == ")":
                break
            self.at += 1
            operator = token.text if token.kind == "word" and not token.negated else ""
            if operator in ("OR", "|", "||"):
                rows.append([])
            elif operator == "NOT":
                negated = not negated
                continue
            elif operator not in ("AND", "&", "&&"):
                node = self.term(token, negated != token.negated)
                if node != EVERYTHING:
                    rows[-1].append(node)
            negated = False
        return _any([_all(row) for row in rows if row])

    def term(self, token: Token, negated: bool) -> Node:
        self.negations += negated
        node = self.group() if token.kind == "bracket" else self.leaf(token)
        self.negations -= negated
        if not negated or node == EVERYTHING:
            return node
        return node.node if isinstance(node, Not) else Not(node, (token.start, token.end))

    def group(self) -> Node:
        if self.depth == DEEPEST:
            return EVERYTHING
        self.depth += 1
        node = self.alternatives()
        self.depth -= 1
        self.at += 1  # its closing parenthesis, or the end
        return node

    def leaf(self, token: Token) -> Node:
        """What one token means; EVERYTHING where it says nothing."""
        typing = token.start < self.cursor <= token.end
        ending = token.end in (len(self.text), self.cursor)
        place = Place(self.now, ending, typing, exact=self.negations > 0)
        if token.kind == "field":
            return self.field(token, place)
        span = (token.start, token.end)
        if token.named:
            return _named(token, place)
        if token.kind == "word":
            word = _word(token, place)
        elif token.kind == "quoted":
            item = inside(token.text)
            is_open = item.open or (item.unclosed and not place.exact)
            word = Phrase(item.text, "", is_open, span) if says(item.text) else EVERYTHING
            if typing and place.exact and item.unclosed:
                word = None
        else:
            inner = token.text[1:-1]
            if self.takes_pattern(inner):
                return Pattern(inner, "", span)
            if typing:
                word = None
            else:
                self.unread.append(span)
                word = Phrase(inner, span=span) if says(inner) else EVERYTHING
        if word is None:
            self.unfinished.append(span)
        return word or EVERYTHING

    def takes_pattern(self, source: str) -> bool:
        """Whether it is a regular expression, and one of not too many."""
        self.patterns += 1
        return self.patterns <= MOST_PATTERNS and fields.is_pattern(source)

    def field(self, token: Token, place: Place) -> Node:
        span = (token.start, token.end)
        name = parts.field(token.name)
        if name == "sort" and token.sign == ":":
            found = fields.read_sort(token.value, typing=place.typing)
            if found:
                self.sort += found
                return EVERYTHING
        elif node := fields.read(token, place):
            self.patterns += isinstance(node, Pattern)
            if self.patterns <= MOST_PATTERNS or not isinstance(node, Pattern):
                return node
        if place.typing and (name or token.name.lower() in ("http", "https")):
            self.unfinished.append(span)
            return EVERYTHING
        if not token.value and not name:  # the colon of a title
            return Word(token.text, span=span)
        self.unread.append(span)
        return _as_words(token, span) if says(token.value) else EVERYTHING


def _all(nodes: Iterable[Node]) -> Node:
    """All of these, without an All among them."""
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, All) else [node]
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def _any(nodes: Iterable[Node]) -> Node:
    """Any of these, without an Any among them; of nothing, everything."""
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, Any) else [node]
    return Any(tuple(flat)) if len(flat) > 1 else flat[0] if flat else EVERYTHING


def _named(token: Token, place: Place) -> Node:
    """A DOI or an address; a DOI may go on while it is typed."""
    assert token.named
    kind, value, span = token.named.kind, token.named.value, (token.start, token.end)
    begun = kind == "doi" and place.typing and not place.exact
    if kind != "url" and (token.value or begun):
        return Same(kind, value, True, span)
    return Named(kind, value, span)


def _word(token: Token, place: Place) -> Node | None:
    """A word, a key or an identifier; None for what is left out while it is hardly begun."""
    text, span = token.text.rstrip("*"), (token.start, token.end)
    starred = text != token.text
    if not says(text):
        return EVERYTHING
    growing = starred or (place.typing and not place.exact)
    if text[0] in "[@" and (key := _KEY.fullmatch(text)):
        return Same("key", key[1], growing, span)
    if text[0].isdigit() or "/" in text or text[-1].isdigit():
        found = _identified(text, starred)
        if found:
            return found._replace(span=span)
        begun = _BEGUN.fullmatch(text) if growing and not starred else None
        if begun:
            return Same(begun.lastgroup or "", text, True, span)
    if place.exact and place.typing and (len(text) < SHORT or text.lower() in LITTLE):
        return None
    return Word(text, starred or (place.ending and not place.exact), span)


def _identified(text: str, starred: bool) -> Named | Same | None:
    if not _LIKE_ONE.match(text):
        return None
    uid = fields.whole("uid", text)
    found = None if uid else identify(text)
    kind, value = ("uid", uid) if uid else found[:2] if found else ("", "")
    if not value:
        return None
    return Same(kind, value, True) if starred else Named(kind, value)


def _as_words(token: Token, span: Span) -> Node:
    """A field that means nothing, as the words that it is made of."""
    if not _BROKEN.search(token.text):
        return Word(token.text, span=span)
    words: list[Node] = [Word(token.name.lower(), span=span)]
    for item in items(token.value):
        if says(item.text):
            words.append(Phrase(item.text, span=span))
    return _all(words)
