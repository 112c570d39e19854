"""What is typed, read as a query. Nothing is an error: what does not parse is searched as words."""

import re
import time
from collections.abc import Iterable

from search import fields, parts, plain
from search.fields import Place, says
from search.lexer import QUOTES, Token, first_items, inside, items, spelled, tokens
from search.order import Sort
from search.shelving import INSIDE, TOO_MUCH, Known, Shelf, Shelves, none
from search.tree import (
    EVERYTHING,
    All,
    Any,
    Node,
    Not,
    OnShelf,
    Pattern,
    Phrase,
    Query,
    Span,
    Trouble,
    Word,
)

DEEPEST = 40  # parentheses within parentheses; more are looked through
LONGEST = 2_000  # characters; what comes behind them is left out
MOST = 64  # words, fields and parentheses; what comes behind them is left out
MOST_WITH_SHELVES = 128
MOST_PATTERNS = 4

_BROKEN = re.compile(rf"[\s(){QUOTES}]|:/")


def parse(
    text: str, *, now: float | None = None, cursor: int | None = None, shelves: Shelves = none
) -> Query:
    """The query that this text is; any text is one.

    `cursor` is where one is typing: what stands there may still become something, so it is never
    called wrong, and does not hide what it may yet mean. `shelves` is asked where one is named.
    """
    now = time.time() if now is None else now
    return _Parser(text, now, cursor, Known(shelves), _Spent()).query()


def narrowed(query: Query, by: Query) -> Query:
    """What both queries find, in the order that the second asks for, else the first."""
    return Query(_all([query.node, by.node]), by.sort or query.sort)


class _Spent:
    """How much of what is dear a query and its shelves have used."""

    def __init__(self) -> None:
        self.tokens = 0
        self.patterns = 0


class _Parser:
    """Reads tokens from the first to the last; groups nest, and OR stands between rows."""

    def __init__(
        self, text: str, now: float, cursor: int | None, known: Known, spent: _Spent
    ) -> None:
        self.text = text
        self.known = known
        self.spent = spent
        self.end = min(len(text), LONGEST)
        self.now = now
        self.cursor = -1 if cursor is None else cursor
        self.tokens = list(tokens(text[:LONGEST]))
        self.at = 0
        self.depth = 0
        self.negations = 0
        self.scope: Token | None = None  # the field whose group this is
        self.sort: list[Sort] = []
        self.sorts: dict[str, tuple[Sort, ...]] = {}  # of shelves
        self.unread: list[Span] = []
        self.unfinished: list[Span] = []
        self.troubles: list[Trouble] = []

    def query(self) -> Query:
        if len(self.tokens) > MOST:
            self.end = self.tokens[MOST].start
            del self.tokens[MOST:]
        self.values = len(self.tokens)  # those of fields come to it
        self.spent.tokens += self.values
        rows: list[Node] = []
        while self.at < len(self.tokens):
            rows.append(self.alternatives())
            self.at += 1  # a parenthesis that closes nothing
        if self.end < len(self.text):
            self.unread.append((self.end, len(self.text)))
        node = _all(rows)
        return Query(
            node,
            tuple(self.sort) or self.order_of_shelf(node),
            tuple(self.unread),
            tuple(self.unfinished),
            self.text,
            tuple(self.troubles),
        )

    def order_of_shelf(self, node: Node) -> tuple[Sort, ...]:
        """The order of the first shelf that the query narrows."""
        for each in node.nodes if isinstance(node, All) else (node,):
            if isinstance(each, OnShelf) and self.sorts[each.name]:
                return self.sorts[each.name]
        return ()

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
        if token.kind == "bracket":
            node = self.group()
        elif self.opens_group(token) and parts.field(token.name):
            node = self.group_of(token)
        else:
            node = self.leaf(token)
        self.negations -= negated
        if not negated or node == EVERYTHING:
            return node
        end = self.tokens[min(self.at, len(self.tokens)) - 1].end
        return node.node if isinstance(node, Not) else Not(node, (token.start, end))

    def group(self) -> Node:
        if self.depth == DEEPEST:
            return EVERYTHING
        self.depth += 1
        node = self.alternatives()
        self.depth -= 1
        self.at += 1  # its closing parenthesis, or the end
        return node

    def opens_group(self, token: Token) -> bool:
        """Whether it is a field right in front of a parenthesis: `title:(a b)`."""
        if token.kind != "field" or token.value or self.at == len(self.tokens):
            return False
        after = self.tokens[self.at]
        return (after.text, after.start) == ("(", token.end)

    def group_of(self, token: Token) -> Node:
        """The group behind a field, whose words are all the field's."""
        self.at += 1
        outer, self.scope = self.scope, token
        node = self.group()
        self.scope = outer
        return node

    def leaf(self, token: Token) -> Node:
        """What one token means; EVERYTHING where it says nothing."""
        if self.scope:
            token = _scoped(token, self.scope)
        typing = token.start < self.cursor <= token.end
        ending = token.end in (len(self.text), self.cursor)
        place = Place(self.now, ending, typing, exact=self.negations > 0)
        if token.kind == "field":
            return self.field(token, place)
        span = (token.start, token.end)
        if token.named:
            return plain.named(token, place)
        if token.kind == "word":
            word = plain.word(token, place)
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
        self.spent.patterns += 1
        return self.spent.patterns <= MOST_PATTERNS and fields.is_pattern(source)

    def field(self, token: Token, place: Place) -> Node:
        span = (token.start, token.end)
        name = parts.field(token.name)
        if "," in token.value and name not in parts.UNSPLIT:
            token = self.first_values(token)
        if name == "sort" and token.sign == ":":
            found = fields.read_sort(token.value, typing=place.typing)
            if found:
                self.sort += found
                return EVERYTHING
        elif name == "shelf":
            if node := self.shelves(token, place):
                return node
        elif node := fields.read(token, place):
            self.spent.patterns += isinstance(node, Pattern)
            if self.spent.patterns <= MOST_PATTERNS or not isinstance(node, Pattern):
                return node
        if place.typing and (name or token.name.lower() in ("http", "https")):
            self.unfinished.append(span)
            return EVERYTHING
        if not token.value and not name:  # the colon of a title
            if self.opens_group(token):
                self.unread.append(span)
            return Word(token.text, span=span)
        self.unread.append(span)
        return _as_words(token, span) if says(token.value) else EVERYTHING

    def first_values(self, token: Token) -> Token:
        """The field with so many of its values as are read at all."""
        room = max(MOST - self.values, 0) + 1
        value = first_items(token.value, room)
        more = min(room - 1, token.value.count(","))
        self.values += more
        self.spent.tokens += more
        if value == token.value:
            return token
        end = token.end - len(token.value) + len(value)
        self.unread.append((end, token.end))
        return token._replace(value=value, end=end)

    def shelves(self, token: Token, place: Place) -> Node | None:
        """What is on the shelves that are named, commas between them; None where one is not."""
        span = (token.start, token.end)
        nodes: list[Node] = []
        named = items(token.value) if token.sign == ":" else []
        for item in named:
            shelf = None if item.open else self.known.find(item.text)
            why = self.known.circle(shelf) if shelf else f"there is no shelf {item.text}"
            if not why and self.spent.tokens >= MOST_WITH_SHELVES:
                why = TOO_MUCH
            if why or not shelf:
                if not place.typing:
                    like = "" if shelf else self.known.like(item.text)
                    meant = f"{token.name}:{spelled(like)}" if like else ""
                    self.troubles.append(Trouble(span, why, meant))
                return None
            nodes.append(OnShelf(shelf.name, self.on(shelf, span), span))
        return _any(nodes) if nodes else None

    def on(self, shelf: Shelf, span: Span) -> Node:
        """The tree of a shelf's own query."""
        inner = _Parser(shelf.query, self.now, None, self.known.below(shelf), self.spent).query()
        self.sorts[shelf.name] = inner.sort
        for each in inner.troubles:
            nested = each.said.startswith(INSIDE)
            said = each.said if nested else f"{INSIDE} {shelf.name}: {each.said}"
            self.troubles.append(Trouble(span, said))
        return inner.node


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


def _scoped(token: Token, scope: Token) -> Token:
    """What stands in the group of a field, as if the field stood in front of it."""
    if (token.kind == "field" and parts.field(token.name)) or not says(token.text):
        return token
    text = scope.name + scope.sign + token.text
    found = next(tokens(text), None)
    if not found or found.end != len(text) or found.kind not in ("field", "pasted"):
        return token
    return found._replace(start=token.start, end=token.end, negated=False)


def _as_words(token: Token, span: Span) -> Node:
    """A field that means nothing, as the words that it is made of."""
    if not _BROKEN.search(token.text):
        return Word(token.text, span=span)
    words: list[Node] = [Word(token.name.lower(), span=span)]
    for item in items(token.value):
        if says(item.text):
            words.append(Phrase(item.text, span=span))
    return _all(words)
