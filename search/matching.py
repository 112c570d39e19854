"""Whether one paper matches a query: the plain answer, which the index's answer is held against.

A query is turned into a test of a paper once. What is cheap to look at is looked at first, and a
part of the paper is decoded when a condition asks for it.
"""

import functools
from collections.abc import Callable, Container, Iterable, Iterator

from papers import Paper
from papers.text import fold
from search import parts, reading, words
from search.likely import Likely
from search.naming import named_so
from search.order import ordered
from search.reading import EVERYWHERE, Reading
from search.same import named, same
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

Test = Callable[[Reading], bool]
InPdfs = Callable[[Text | Phrase], Container[str]]  # the uids of the papers whose PDFs say it
BORDERS = ("title", "author", "venue", "key", "tag", "notes", "abstract")
CHEAP = (Same, Number, Day, Is, Has, Named)  # a word is looked for in every part, these in one


def matches(query: Query, paper: Paper) -> bool:
    """Whether the paper is what the query asks for."""
    return matcher(query.node)(paper)


def select(papers: Iterable[Paper], query: Query, in_pdfs: InPdfs | None = None) -> Iterator[Paper]:
    """The papers that match, as they come; in the query's order if it names one."""
    found = filter(checker(query.node, in_pdfs), papers)
    return iter(ordered(found, query.sort)) if query.sort else found


@functools.lru_cache(maxsize=8)
def matcher(node: Node) -> Callable[[Paper], bool]:
    """The test of a paper that a tree asks for, where nobody knows what PDFs say."""
    return checker(node, lambda _asked: ())


def checker(node: Node, in_pdfs: InPdfs | None) -> Callable[[Paper], bool]:
    """The test of a paper that a tree asks for."""
    if in_pdfs is None:
        return matcher(node)
    test = _test(node, in_pdfs, exact=False)
    return lambda paper: test(Reading(paper))


def _test(node: Node, in_pdfs: InPdfs, *, exact: bool) -> Test:
    match node:
        case All(nodes):
            return _all(nodes, in_pdfs, exact)
        case Any(nodes):
            tests = [_test(each, in_pdfs, exact=exact) for each in _cheap_first(nodes)]
            return lambda paper: any(test(paper) for test in tests)
        case Not(inner):
            test = _test(inner, in_pdfs, exact=True)
            return lambda paper: not test(paper)
        case OnShelf(_, inner):
            return _test(inner, in_pdfs, exact=False)  # without it is all that it does not show
        case Text(parts.PDF) | Phrase(_, parts.PDF):
            uids = in_pdfs(node)
            return lambda paper: paper.paper.uid in uids and reading.has(paper.paper, parts.PDF)
        case Word(text, open) if exact:
            return _exactly(text, open, EVERYWHERE)
        case Text(part, text, open) if exact:
            return _exactly(text, open, (part,))
        case Word(text, open):
            return Likely(text, open).matches
        case Text(part, text, open):
            likely = Likely(text, open)
            return lambda paper: likely.matches(paper, (part,))
        case Phrase(text, "author", open) if len(words.parts(text)) > 1:
            sought = words.parts(text)
            return lambda paper: any(named_so(sought, row, open) for row in paper.rows("author"))
        case Phrase(text, part, open):
            return _phrase(text, open, (part,) if part else EVERYWHERE)
        case Pattern(source, part):
            return _pattern(source, part)
        case _:
            return _fact(node)


def _fact(node: Node) -> Test:
    """What is so or is not, without a text that is searched."""
    match node:
        case Same(part, value, open):
            return same(part, value, open)
        case Named(kind, value):
            return named(kind, value)
        case Number(part, least, most):
            number = reading.NUMBERS[part]
            return lambda paper: (n := number(paper.paper)) is not None and least <= n <= most
        case Day(part, _said, since, until):
            day = reading.DAYS[part]
            return lambda paper: _is_between(day(paper.paper), since, until)
        case Has(part):
            return lambda paper: reading.has(paper.paper, part)
        case Is(state):
            holds = reading.STATES[state]
            return lambda paper: bool(holds(paper.paper))
        case _:
            raise TypeError(node)


def _cheap_first(nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: not isinstance(node, CHEAP))


def _all(nodes: tuple[Node, ...], in_pdfs: InPdfs, exact: bool) -> Test:
    """All of them; two words that stand side by side may be one word of a paper."""
    tests: list[tuple[bool, Test]] = []
    for at, node in enumerate(nodes):
        if isinstance(node, Word) and not exact:
            before, after = nodes[at - 1] if at else None, nodes[at + 1 : at + 2]
            likely = Likely(node.text, node.open, _text(before), _text(*after))
            tests.append((True, likely.matches))
        else:
            tests.append((not isinstance(node, CHEAP), _test(node, in_pdfs, exact=exact)))
    tests.sort(key=lambda pair: pair[0])
    in_order = [test for _dear, test in tests]
    return lambda paper: all(test(paper) for test in in_order)


def _text(node: Node | None = None) -> str:
    return node.text if isinstance(node, Word) else ""


def _is_between(stamp: str, since: str, until: str) -> bool:
    return bool(stamp) and since <= stamp and (not until or stamp < until)


def _exactly(text: str, open: bool, parts: tuple[str, ...]) -> Test:
    """The word as it is written, which is what a minus sign leaves out."""
    joined = words.tokens(text)[-1:]
    in_row = _phrase(text, open, parts)
    if len(words.parts(text)) < 2:
        return in_row
    return lambda paper: in_row(paper) or any(joined[0] in paper.words(part) for part in parts)


def _phrase(text: str, open: bool, parts: tuple[str, ...]) -> Test:
    sought = words.parts(text)
    if not sought:
        return lambda paper: True  # noqa: ARG005  # it says nothing
    row = " ".join(["", *sought, *([] if open else [""])])
    first = sought[0]

    def test(paper: Reading) -> bool:
        for part in parts:
            if len(sought) == 1 and not open:
                if first in paper.words(part):
                    return True
            elif any(row in f" {' '.join(each)} " for each in paper.rows(part)):
                return True
        return False

    return test


def _pattern(source: str, part: str) -> Test:
    from search import pattern

    regex = pattern.compiled(source)
    parts = (part,) if part else BORDERS
    if not regex:
        sought = fold(source)
        return lambda paper: any(sought in fold(paper.text(each)) for each in parts)
    return lambda paper: any(regex.found(pattern.plain(paper.text(each))) for each in parts)
