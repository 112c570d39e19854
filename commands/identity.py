"""Whether a paper that comes in is in the library already; exact for now, and careful.

The same text, DOI or arXiv number, or the same key and title, make the same paper. An identifier
alone is not believed where the titles speak against it: chapters often carry their book's DOI.
"""

import re
from collections.abc import Iterable

from papers import Paper
from papers.text import fold

ALIKE = 0.5  # the share of two titles' words that must be in both


class Known:
    """The papers that are there, by what tells them apart."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._papers: dict[str, Paper] = {}
        self._uids: dict[tuple[str, str], list[str]] = {}
        self._names: set[str] = set()
        for paper in papers:
            self.note(paper)

    def note(self, paper: Paper) -> None:
        """The paper is there, or is now as it is given."""
        self._papers[paper.uid] = paper
        for mark in _marks(paper):
            uids = self._uids.setdefault(mark, [])
            if paper.uid not in uids:
                uids.append(paper.uid)
        self._names.update(name.casefold() for name in (paper.key, *paper.aliases) if name)

    def has_name(self, name: str) -> bool:
        """Whether a paper is called so, or was."""
        return name.casefold() in self._names

    def twin(self, paper: Paper) -> Paper | None:
        """The paper that this one is, as it is now."""
        for mark in _marks(paper):
            for uid in self._uids.get(mark, ()):
                other = self._papers[uid]
                if mark[0] == "text" or alike(other.title, paper.title):
                    return other
        return None


def _marks(paper: Paper) -> list[tuple[str, str]]:
    title = fold(paper.title)
    marks = [("text", paper.source.raw), ("doi", paper.doi), ("arxiv", paper.arxiv)]
    if title:
        names = (paper.key, *paper.aliases)
        marks += [("name", f"{name.casefold()}\n{title}") for name in names if name]
    return [mark for mark in marks if mark[1]]


def alike(one: str, other: str) -> bool:
    """Whether two titles can be one paper's; a missing title may be anything."""
    first, second = _words(one), _words(other)
    if not first or not second or first == second:
        return True
    if _numerals(first) != _numerals(second):
        return False
    both = set(first) & set(second)
    return len(both) >= ALIKE * min(len(set(first)), len(set(second)))


def _words(title: str) -> list[str]:
    return re.findall(r"\w+", fold(title))


def _numerals(words: list[str]) -> list[str]:
    """Part I is not Part II."""
    return [word for word in words if re.fullmatch(r"\d+|[ivx]{2,}|i|v", word)]
