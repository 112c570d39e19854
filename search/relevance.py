"""How well papers match the words of a query, for a few: an index ranks many by the same lights."""

from collections.abc import Callable, Iterable

from papers import Paper
from search import words
from search.closeness import EXACT
from search.likely import Judge, judge
from search.parts import PDF
from search.reading import EVERYWHERE, Reading
from search.tree import All, Any, Node, OnShelf, Phrase, Text, Word, leaves

WEIGHTS = {
    "title": 1.0, "author": 0.9, "key": 0.85, "tag": 0.85, "year": 0.8, "venue": 0.7,
    "notes": 0.5, "abstract": 0.5,
}  # fmt: skip
LEAST = 0.5  # of any other part
COVERED, IN_ROW = 0.4, 0.2
ALIKE = 100  # scores that differ by less are alike


Worth = Callable[[Reading], float]


def by_relevance(papers: Iterable[Paper], node: Node) -> Iterable[Paper]:
    """The papers, those first that match the words best; as they come where there are no words."""
    worth = _worth(node)
    if not worth:
        return papers
    row = [
        word for leaf in leaves(node) if isinstance(leaf, Word) for word in words.parts(leaf.text)
    ]

    def score(paper: Paper) -> float:
        reading = Reading(paper)
        return -round((worth(reading) + _in_title(reading, row)) * ALIKE)

    return sorted(papers, key=score)


def _worth(node: Node) -> Worth | None:
    """How well a paper explains the words of a query, from 0 to 1; None where there are none."""
    match node:
        case OnShelf(_, inner):
            return _worth(inner)
        case All(nodes) | Any(nodes):
            each = [found for one in nodes if (found := _worth(one))]
            if not each:
                return None
            if isinstance(node, Any):
                return lambda paper: max(worth(paper) for worth in each)
            return lambda paper: sum(worth(paper) for worth in each) / len(each)
        case Word(text, open):
            return _explained(text, EVERYWHERE, open)
        case Text(part, text, open) | Phrase(text, part, open) if part != PDF:
            return _explained(text, (part,) if part else EVERYWHERE, open)
        case _:
            return None


def _explained(text: str, parts: tuple[str, ...], open: bool) -> Worth | None:
    """How well the best of the parts explains each of these words, on the average."""
    row = words.parts(text)
    judges = [judge(word, open and at == len(row)) for at, word in enumerate(row, 1)]
    if not judges:
        return None

    def worth(paper: Reading) -> float:
        best = [
            max(WEIGHTS.get(part, LEAST) * _closest(typed, paper.words(part)) for part in parts)
            for typed in judges
        ]
        return sum(best) / len(best)

    return worth


def _closest(typed: Judge, found: frozenset[str]) -> float:
    return EXACT if typed.typed in found else max(typed.near(found).values(), default=0.0)


def _in_title(paper: Reading, row: list[str]) -> float:
    """What it adds that the title says little else, and says it in a row."""
    title = paper.row("title")
    covered = sum(word in row for word in title) / max(len(title), 1)
    return COVERED * covered + IN_ROW * (f" {' '.join(row)} " in f" {' '.join(title)} ")
