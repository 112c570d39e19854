"""A query's tree, answered from the index for all papers at once."""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from papers import Paper
from papers.text import fold
from papers.uids import ALPHABET
from search import matching, words
from search.index import explaining, phrases, similar, texts
from search.index.columns import Columns, Typed
from search.index.entries import BIT, PARTS, stamp
from search.index.explaining import Share
from search.index.found import Found, Key, Uids
from search.index.fulltext import FullText
from search.index.index import Index
from search.index.ranking import Forgiving, Ranked, by_rank, rank
from search.order import Sort
from search.tree import (
    All,
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
from search.tree import (
    Any as AnyOf,
)

Mask = NDArray[Any]
Scores = NDArray[Any]
Get = Callable[[int], Paper | None]

MANY = 2_000  # papers; phrases in fewer are no matter of time
REMEMBERED = 16
IN_TITLE, ELSEWHERE = 1.0, 0.4  # what a phrase is worth
STATE_FLAGS = {
    "provisional": "provisional", "preprint": "preprint", "published": "published",
    "queued": "queue", "starred": "rating",
}  # fmt: skip
IDENTIFIERS = ("doi", "arxiv", "isbn", "pmid")


class Answer(NamedTuple):
    """Which papers a part of a query picks, and how well where that was ranked."""

    mask: Mask
    scores: Scores | None = None


class Looked(NamedTuple):
    """Which papers were looked at one by one, and which of them matched."""

    at: Mask
    good: Mask


class Answering:
    """Answers queries from one index; `get` gives a paper by its id where it must be looked at."""

    def __init__(self, index: Index, get: Get) -> None:
        self.index = index
        self.columns = Columns(index)
        self.texts: FullText | None = None
        self._get = get
        self._looked: dict[Node, Looked] = {}
        self._phrases: dict[Node, tuple[Mask, Mask]] = {}  # found, and unsure; eight papers a byte
        self._used: set[Node] = set()  # of what is remembered
        self._forgiving = Forgiving()
        self._version = index.version
        self._until = 0.0
        self._complete = True

    def find(self, query: Query, *, budget: float = 0.02) -> Found:
        """The papers that a query picks, in the order that it asks for."""
        if self._version != self.index.version:
            self._looked.clear()
            self._phrases.clear()
            self._version = self.index.version
        self._used.clear()
        self._forgiving = Forgiving()
        self._until = time.monotonic() + budget
        self._complete = True
        answer = self._answer(query.node)
        self._forget()
        by_fields = answer.mask & self.index.papers["live"]
        answer = self._with_texts(query.node, Answer(by_fields, answer.scores))
        places = np.flatnonzero(answer.mask)
        keys = [key for sort in query.sort for key in self._sorted_by(sort)]
        scores: Sequence[float] = ()
        if not keys and answer.scores is not None:
            keys = by_rank(self.index, answer.scores)
        in_texts = len(places) - int(np.count_nonzero(by_fields))
        if in_texts:
            keys = [lambda places: by_fields[places], *keys]
        uids = Uids(self.index.papers["ids"], places, [*keys, self._newest])
        if answer.scores is not None:
            first = answer.scores[uids.places(1)[:500]]
            scores = first.tolist()
        return Found(uids, scores, self._complete, in_texts)

    def _forget(self) -> None:
        """Of very much that is remembered, keep what this search needs to go on."""
        for remembered in (self._looked, self._phrases):
            if len(remembered) > REMEMBERED:
                for node in [*remembered]:
                    if node not in self._used:
                        del remembered[node]

    def _is_late(self) -> bool:
        """Whether the time is used up; then the answer is not complete, and the next goes on."""
        late = time.monotonic() > self._until
        self._complete &= not late
        return late

    def warm(self) -> None:
        """Do once what the first search would pay for."""
        for text in ("a", "learning net", "lerning ner"):
            words_ = [Word(word, at > 0) for at, word in enumerate(text.split())]
            self.find(Query(All(tuple(words_))))

    def similar(self, paper: Paper, limit: int) -> Found:
        """The papers that share the most telling words with this one."""
        return similar.find(self.columns, paper, limit)

    def explain(self, id: int, query: Query) -> Sequence[Share]:
        """What each word of a query has to do with a paper's score."""
        nodes = query.node.nodes if isinstance(query.node, All) else (query.node,)
        typed = [found for node in nodes if (found := self._typed(node))]
        return explaining.explain(self.columns, id, typed)

    # trees

    def _with_texts(self, node: Node, answer: Answer) -> Answer:
        """The answer, and the papers of which only the PDFs explain some words."""
        if self.texts is None or answer.scores is None:
            return answer
        nodes = node.nodes if isinstance(node, All) else (node,)
        typed = [each for each in nodes if isinstance(each, Word) and words.parts(each.text)]
        more = texts.explained(self.columns, self.texts, typed, answer.mask)
        rest = [each for each in nodes if not isinstance(each, Word)]
        if rest and len(more.places):
            fits = self._all(rest).mask[more.places]
            more = Ranked(more.places[fits], more.scores[fits])
        if not len(more.places):
            return answer
        mask, scores = answer.mask.copy(), answer.scores.copy()
        mask[more.places] = True
        scores[more.places] = more.scores
        return Answer(mask, scores)

    def _answer(self, node: Node) -> Answer:
        match node:
            case All(nodes):
                return self._all(nodes)
            case AnyOf(nodes):
                return self._any(map(self._answer, nodes))
            case Not(inner):
                return Answer(~self._exact(inner))
            case OnShelf(_, inner):
                return self._answer(inner)
            case Text(part="pdf") | Phrase(part="pdf"):
                return self._in_pdfs(node)
            case Word() | Text() if self._typed(node):
                return self._all((node,))
            case Phrase(part=""):
                return self._in_row(node, None)
            case _:
                return Answer(self._fact(node, None))

    def _all(self, nodes: Sequence[Node]) -> Answer:
        typed = [found for node in nodes if (found := self._typed(node))]
        rest = [node for node in nodes if not self._typed(node) and not self._says_nothing(node)]
        mask: Mask | None = None
        scores: Scores | None = None
        for node in sorted(rest, key=_is_dear):
            if isinstance(node, AnyOf | OnShelf) or _asks_pdfs(node):
                answer = self._answer(node)
            elif isinstance(node, Phrase) and not node.part:
                answer = self._in_row(node, mask)
            elif isinstance(node, Not):
                answer = Answer(~self._exact(node.node))
            else:
                answer = Answer(self._fact(node, mask))
            mask = answer.mask if mask is None else mask & answer.mask
            if answer.scores is not None:
                scores = answer.scores if scores is None else scores + answer.scores
        if typed:
            ranked = rank(self.index, self.columns, typed, mask, self._forgiving)
            mask = np.zeros(self.index.count, bool)
            mask[ranked.places] = True
            given = np.zeros(self.index.count, np.float32)
            given[ranked.places] = ranked.scores
            scores = given if scores is None else scores + given
        if mask is None:
            mask = np.ones(self.index.count, bool)
        return Answer(mask, scores)

    def _any(self, answers: Iterable[Answer]) -> Answer:
        mask = np.zeros(self.index.count, bool)
        scores: Scores | None = None
        for answer in answers:
            mask |= answer.mask
            if answer.scores is not None:
                scores = answer.scores if scores is None else np.maximum(scores, answer.scores)
        return Answer(mask, scores)

    def _in_row(self, node: Phrase, among: Mask | None) -> Answer:
        """The papers with a phrase anywhere, those with it in their titles first."""
        found = self._phrase(node, among)
        in_title = self._phrase(node._replace(part="title"), among)
        scores = np.where(in_title, IN_TITLE, ELSEWHERE) * found
        return Answer(found, scores.astype(np.float32))

    def _in_pdfs(self, node: Text | Phrase) -> Answer:
        scores = texts.saying(self.columns, self.texts, node)
        return Answer(scores > 0, scores)

    def _typed(self, node: Node) -> Typed | None:
        """A word that the columns can answer."""
        if isinstance(node, Word) and words.parts(node.text):
            return Typed(node.text, node.open)
        if isinstance(node, Text) and node.part in PARTS and words.parts(node.text):
            return Typed(node.text, node.open, 1 << PARTS.index(node.part))
        return None

    def _says_nothing(self, node: Node) -> bool:
        return isinstance(node, Word | Text | Phrase) and not words.parts(node.text)

    def _exact(self, node: Node) -> Mask:
        """Which papers a part of a query picks where nothing is forgiven."""
        match node:
            case All(nodes):
                masks = [self._exact(each) for each in nodes]
                return np.logical_and.reduce([np.ones(self.index.count, bool), *masks])
            case AnyOf(nodes):
                masks = [self._exact(each) for each in nodes]
                return np.logical_or.reduce([np.zeros(self.index.count, bool), *masks])
            case Not(inner):
                return ~self._exact(inner)
            case OnShelf(_, inner):
                return self._answer(inner).mask  # without it is all that it does not show
            case Text(part="pdf") | Phrase(part="pdf"):
                return self._in_pdfs(node).mask
            case Word(text, open):
                return self._written(text, "", open)
            case Text(part, text, open) if part in PARTS:
                return self._written(text, part, open)
            case Text():
                return ~self._looked_at(Not(node), None)
            case _:
                return self._fact(node, None)

    def _written(self, text: str, part: str, open: bool) -> Mask:
        found = self._phrase(Phrase(text, part, open), None)
        if len(words.parts(text)) > 1:
            joined = Phrase(words.tokens(text)[-1], part)
            found = found | self._phrase(joined, None)
        return found

    # leaves

    def _fact(self, node: Node, among: Mask | None) -> Mask:
        papers = self.index.papers
        match node:
            case Number("year", least, most):
                year = papers["date"] // 10000
                return (year >= max(least, 1)) & (year <= most)
            case Number(part, least, most):
                numbers = papers[part]
                return (numbers >= (least if part == "rating" else max(least, 1))) & (
                    numbers <= most
                )
            case Day(part, _, since, until):
                stamps = papers[part]
                return (stamps >= max(stamp(since), 1)) & (stamps < stamp(until or "9999"))
            case Has(part) if part in BIT:
                return self._flagged(part)
            case Is(state) if state in STATE_FLAGS:
                return self._flagged(STATE_FLAGS[state])
            case Same() | Named():
                found = self._same(node)
                return self._looked_at(node, among) if found is None else found
            case Phrase():
                return self._phrase(node, among)
            case Pattern() if not self._is_late():
                return self._looked_at(node, phrases.narrowed(self.columns, node, among))
            case _:
                return self._looked_at(node, among)

    def _flagged(self, flag: str) -> Mask:
        flagged: Mask = (self.index.papers["flags"] & np.uint32(BIT[flag])) != 0
        return flagged

    def _same(self, node: Same | Named) -> Mask | None:
        facts, count = self.index.facts, self.index.count
        match node:
            case Same("tag" | "status" | "type" as part, value, open):
                name = {"tag": "tags", "status": "statuses", "type": "types"}[part]
                labels, sought = facts.labels[name], fold(value)
                below = sought.rstrip("/") + "/" if part == "tag" else "\0"
                chosen = [
                    at
                    for at, label in enumerate(labels.folded)
                    if label == sought or label.startswith(sought if open else below)
                ]
                return labels.papers(chosen, count)
            case Same("key" | "doi" | "arxiv" | "isbn" | "pmid" as part, value, open):
                return facts.names[part].papers(fold(value), count, open=open)
            case Same("uid", value, open):
                return self._with_uid(value.lower(), open)
            case Named("url", value):
                return facts.names["url"].papers(value, count, open=True)
            case Named("uid", value):
                keyed = facts.names["key"].papers(fold(value), count, open=False)
                return keyed | self._with_uid(value, open=False)
            case Named(kind, value) if kind in IDENTIFIERS:
                return facts.names[kind].papers(value, count, open=False)
            case _:
                return None

    def _with_uid(self, uid: str, open: bool) -> Mask:
        """The papers whose uid begins so: its first digit is the lowest."""
        ids = self.index.papers["ids"]
        known = set(uid) <= set(ALPHABET)
        if not known or len(uid) > 13 or (len(uid) < 13 and not open):
            return np.zeros(len(ids), bool)
        number = sum(ALPHABET.index(digit) << 5 * at for at, digit in enumerate(uid))
        mask: Mask = (ids & ((1 << 5 * len(uid)) - 1)) == number
        return mask

    def _phrase(self, node: Phrase, among: Mask | None) -> Mask:
        sought = words.parts(node.text)
        if not sought:
            return np.ones(self.index.count, bool)
        if node.part and node.part not in PARTS:
            return self._looked_at(node, among)
        self._used.add(node)
        count = self.index.count
        if node not in self._phrases:
            if count > MANY and self._is_late():
                return np.zeros(count, bool)
            both = phrases.find(self.columns, node, sought)
            self._phrases[node] = np.packbits(both[0]), np.packbits(both[1])
        found, unsure = [np.unpackbits(each, count=count) > 0 for each in self._phrases[node]]
        if among is not None:
            unsure = unsure & among
        if unsure.any():
            found = found | self._looked_at(node, unsure)
        return found

    # papers one by one

    def _looked_at(self, node: Node, among: Mask | None) -> Mask:
        """Look at the papers themselves, as far as the time allows; the next call goes on."""
        looked = self._looked.get(node)
        if looked is None:
            count = self.index.count
            looked = self._looked[node] = Looked(np.zeros(count, bool), np.zeros(count, bool))
        self._used.add(node)
        left = self.index.papers["live"] & ~looked.at
        if among is not None:
            left &= among
        test = matching.matcher(node)
        for at in np.flatnonzero(left)[::-1]:
            if self._is_late():
                break
            paper = self._get(int(self.index.papers["ids"][at]))
            looked.at[at] = True
            looked.good[at] = paper is not None and test(paper)
        return looked.good if among is None else looked.good & among

    # orders

    def _newest(self, places: NDArray[Any]) -> NDArray[Any]:
        ids: NDArray[Any] = self.index.papers["ids"][places]
        return ids

    def _sorted_by(self, sort: Sort) -> list[Key]:
        """Numbers by which the first comes out greatest; what has no value is least."""
        papers = self.index.papers
        if sort.field in self.index.facts.orders:
            column: NDArray[Any] = self.index.facts.orders[sort.field].ranks()
        else:
            column = papers["date" if sort.field == "year" else sort.field]
        if sort.field == "added":
            return [_way(column, sort.down), _way(papers["ids"], sort.down)]
        return [lambda places: column[places] != 0, _way(column, sort.down)]


def _way(column: NDArray[Any], down: bool) -> Key:
    """A column as a key, the greatest first or the least."""
    if down:
        return lambda places: column[places]
    return lambda places: (
        -column[places].astype(np.float64 if column.dtype == np.float64 else np.int64)
    )


def _is_dear(node: Node) -> int:
    """Facts first, then what needs a look at the papers themselves."""
    if isinstance(node, Pattern | Phrase):
        return 2
    return 1 if isinstance(node, AnyOf | OnShelf | Not | All) else 0


def _asks_pdfs(node: Node) -> bool:
    return isinstance(node, Text | Phrase) and node.part == "pdf"
