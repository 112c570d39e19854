"""The `@string` definitions that a set of papers needs, where two may disagree about a name."""

import collections
import graphlib
from collections.abc import Iterable, Iterator, Mapping

from papers.bibtex import macros_in
from papers.fields import Bare, Fields
from papers.paper import MONTHS, Paper, expand


class Definitions:
    """One meaning for each name: the one that most of the papers give it.

    A paper that means something else by a name gets the text itself in place of the macro.
    """

    def __init__(self, papers: Iterable[Paper]) -> None:
        papers = [paper for paper in papers if any(_bare(paper))]
        elected = list(_elected(papers))
        self.meant = {name.lower(): value for name, value in elected}
        settled = [self.settled(paper) for paper in papers]
        used = (name for paper in settled for name in names_in(paper))
        written = {name.lower(): name for name, _ in elected}
        closure = _closure(used, self.meant)
        self.needed = Fields({written[name]: value for name, value in closure.items()})

    def settled(self, paper: Paper) -> Paper:
        """The paper with the macros replaced that mean something else here than to it."""
        return settled(paper, self.meant)


def settled(paper: Paper, meant: Mapping[str, str]) -> Paper:
    """The paper with the macros replaced that mean something else than here.

    What its own file left undefined, and is no month, it leaves to others to define.
    """
    own = {name.lower(): value for name, value in paper.strings.items()}
    used = {name for value in own.values() for name in macros(value)} | names_in(paper)
    open_to_all = used - own.keys() - MONTHS.keys()
    own |= {name: meant[name] for name in open_to_all if name in meant}
    if all(own.get(name) == meant.get(name) for name in used):
        return paper
    differing: dict[str, str | None] = {}
    strings = Fields(own)
    for name, value in _bare(paper):
        text = expand(value, strings)
        if text != expand(value, _closure(macros_in(value), meant)):
            differing[name] = text
    return paper.with_fields(differing)


def _closure(names: Iterable[str], meant: Mapping[str, str]) -> Fields:
    """What these names need, each definition after those that it uses itself."""
    needs: dict[str, tuple[str, ...]] = {}
    waiting = sorted(set(names), reverse=True)
    while waiting:
        name = waiting.pop()
        if name in meant and name not in needs:
            needs[name] = macros(meant[name])
            waiting += needs[name]
    known = {name: [other for other in needs[name] if other in needs] for name in needs}
    try:
        ordered = list(graphlib.TopologicalSorter(known).static_order())
    except graphlib.CycleError:  # names that mean each other: no order helps
        ordered = list(known)
    return Fields({name: meant[name] for name in ordered})


def _elected(papers: list[Paper]) -> Iterator[tuple[str, str]]:
    """For each name that some paper defines, the meaning with the most papers behind it."""
    votes: dict[str, collections.Counter[tuple[str, str] | None]] = {}
    for paper in papers:
        for name, value in paper.strings.items():
            votes.setdefault(name.lower(), collections.Counter())[name, value] += 1
    for paper in papers:
        for name in names_in(paper) - {name.lower() for name in paper.strings}:
            if name in votes:
                votes[name][None] += 1  # to this paper it is the month, or what a style defines
    for counted in votes.values():
        meaning = counted.most_common(1)[0][0]
        if meaning:
            yield meaning


def _bare(paper: Paper) -> Iterator[tuple[str, str]]:
    return (item for item in paper.fields.items() if isinstance(item[1], Bare))


def names_in(paper: Paper) -> set[str]:
    """The macros that the paper's own fields name, lower-case."""
    return {name for _, value in _bare(paper) for name in macros_in(value)}


def macros(value: str) -> tuple[str, ...]:
    """The macros that a definition names, lower-case."""
    return macros_in(value) if isinstance(value, Bare) else ()
