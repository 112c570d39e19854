"""Blocks into papers: of all ways to cut the page into papers, one of the cheapest.

The blocks are read in order, and a few readings of the page so far are carried on, the cheapest
ones. A reading says of each block what it is and whether a paper begins there. What papers rarely
look like costs: two titles, authors behind the abstract, an identifier that contradicts another, a
paper that goes on over a rule. Pages differ in what comes first, so the page is read once for each
rhythm, and the cheapest reading wins.
"""

import functools
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from importers._listing_blocks import RULE, SOFT
from importers._listing_furniture import is_section
from importers._listing_roles import (
    ABSTRACT,
    ASIDE,
    AUTHORS,
    COMMENT,
    DATE,
    DETAIL,
    FURNITURE,
    HEADING,
    IDENT,
    ITEM,
    JUNK,
    LINK,
    NAMING,
    TITLE,
    VENUE,
    Piece,
)

BEAM = 6
SAMPLE = 160  # blocks that the rhythm of a page is told from
NEW_PAPER = 1.0
TOO_MUCH = 7.0  # nothing that costs so much is considered

_OUTSIDE = frozenset({FURNITURE, HEADING, JUNK})
_CONTENT = frozenset({TITLE, ITEM, ABSTRACT, IDENT, AUTHORS})
_AGAIN = {TITLE: 5.0, AUTHORS: 3.0, ITEM: 6.0, ABSTRACT: 1.4, DATE: 0.35, COMMENT: 0.25, LINK: 0.05}

Have = frozenset[str]
Marks = frozenset[tuple[str, str]]


class Rhythm(NamedTuple):
    """How a page goes: what leads, what papers have, whether titles may stand alone."""

    leads: bool
    titled: bool
    dated: bool
    bare: bool


class Group(NamedTuple):
    """The blocks of one paper, each with its role."""

    members: tuple[tuple[str, Piece], ...]


class Outline(NamedTuple):
    """The page cut up: papers, and what is in none of them with its role."""

    groups: tuple[Group, ...]
    others: tuple[tuple[str, Piece], ...]


class _Trail(NamedTuple):
    """The decisions of a reading, the last one first."""

    before: "_Trail | None"
    piece: int
    role: str
    begins: bool


class _Reading(NamedTuple):
    """One way to read the blocks so far, and the paper that is open at its end."""

    cost: float = 0.0
    have: Have = frozenset()  # the roles in the open paper; empty where none is open
    marks: Marks = frozenset()
    paid: float = 0.0  # for short lines behind the abstract; an identifier below them refunds it
    trail: _Trail | None = None


def outline(pieces: Sequence[Piece]) -> Outline:
    """The papers of the page."""
    rhythms = [
        Rhythm(*each)
        for each in product((True, False), (True, False), (False, True), (False, True))
    ]
    sample = pieces[:SAMPLE]
    first = next((piece.roles[0][0] for piece in pieces if piece.roles[0][0] in _CONTENT), IDENT)
    costs = {
        rhythm: _read(sample, rhythm, cut=len(sample) < len(pieces)).cost
        + 0.5 * (rhythm.leads and first is not IDENT)
        for rhythm in rhythms
    }
    best = min(rhythms, key=lambda rhythm: costs[rhythm])
    return _cut(pieces, _read(pieces, best).trail)


def _read(pieces: Sequence[Piece], rhythm: Rhythm, *, cut: bool = False) -> _Reading:
    """The cheapest reading; where the page was cut, the last paper may lack anything."""
    beam = [_Reading(0.6 * rhythm.dated + 4.0 * rhythm.bare)]
    distance, fence = 0.0, 0
    for at, piece in enumerate(pieces):
        distance += min(piece.block.gap, 3)
        fence = max(fence, piece.block.fence)
        if piece.roles[0][0] is FURNITURE and len(piece.roles) == 1:
            trails = [_Trail(each.trail, at, FURNITURE, False) for each in beam]
            beam = [each._replace(trail=trail) for each, trail in zip(beam, trails, strict=True)]
            distance += 0.3
            if is_section(piece.block.text):
                fence = RULE
            continue
        beam = _Step(piece, at, rhythm, distance, fence).taken(beam)
        distance, fence = 0.0, 0
    if cut:
        return beam[0]
    ends = [each._replace(cost=each.cost + _lacking(each.have, rhythm)) for each in beam]
    return min(ends, key=lambda each: each.cost)


class _Step:
    """One block more, for every reading and in every role that it may have."""

    def __init__(self, piece: Piece, at: int, rhythm: Rhythm, distance: float, fence: int) -> None:
        self.piece = piece
        self.at = at
        self.rhythm = rhythm
        self.opening = NEW_PAPER + (0.0 if distance or fence or not at else 0.3)
        self.opening -= 0.3 * bool(piece.block.marker)
        self.staying = 0.08 * min(distance, 4.0) + _over(fence, piece.block.marker)
        self.best: dict[tuple[Have, Marks, float], _Reading] = {}

    def taken(self, beam: list[_Reading]) -> list[_Reading]:
        for reading in beam:
            closed = reading.cost + _lacking(reading.have, self.rhythm)
            for role, cost in self.piece.roles:
                if role in _OUTSIDE:
                    self.leave_out(reading, closed, role, cost)
                    continue
                if role not in (LINK, ASIDE):
                    self.open(reading, closed, role, cost)
                if reading.have and not self.piece.leads:
                    self.join(reading, role, cost)
        return sorted(self.best.values(), key=lambda each: each.cost)[:BEAM]

    def keep(
        self, cost: float, have: Have, marks: Marks, paid: float, before: _Reading, role: str,
        begins: bool,
    ) -> None:  # fmt: skip
        key = (have, marks, paid)
        known = self.best.get(key)
        if known is None or cost < known.cost:
            trail = _Trail(before.trail, self.at, role, begins)
            self.best[key] = _Reading(cost, have, marks, paid, trail)

    def leave_out(self, reading: _Reading, closed: float, role: str, cost: float) -> None:
        if role is HEADING:
            self.keep(closed + cost, frozenset(), frozenset(), 0.0, reading, role, False)
        else:
            same = (reading.have, reading.marks, reading.paid)
            self.keep(reading.cost + cost, *same, reading, role, False)

    def open(self, reading: _Reading, closed: float, role: str, cost: float) -> None:
        """A new paper begins."""
        cost += closed + self.opening + 0.5 * (role is DATE and not self.rhythm.dated)
        cost += 2.0 * (role in (VENUE, COMMENT, DETAIL))
        marks = self.piece.ids.marks if role in NAMING else frozenset()
        have = frozenset({role, IDENT} if marks else {role})
        self.keep(cost, have, marks, 0.0, reading, role, True)

    def join(self, reading: _Reading, role: str, cost: float) -> None:
        """The open paper goes on."""
        marks = reading.marks
        names_itself = role in NAMING and self.piece.ids.marks
        joining = _joining(reading.have, role, self.rhythm) + self.staying
        paid = reading.paid
        if names_itself:
            if self.piece.ids.clashes(marks):
                return
            if role is IDENT and self.rhythm.leads and self.piece.ids.marks <= marks:
                joining -= _LATE * bool(reading.have & {TITLE, ITEM, ABSTRACT})
            marks |= self.piece.ids.marks
        if self.piece.block.label and role in reading.have and role in (TITLE, AUTHORS, ABSTRACT):
            joining += 4.0
        if joining >= TOO_MUCH:
            return
        if role in (IDENT, DATE):  # what stands before it was a remark after all
            joining -= paid
            paid = 0.0
        elif role is ASIDE:
            paid += 1.6
        have = reading.have if role in (LINK, ASIDE) else reading.have | {role}
        if names_itself:
            have |= {IDENT}
        self.keep(reading.cost + cost + joining, have, marks, paid, reading, role, False)


def _over(fence: int, marker: str) -> float:
    """What it costs to go on with a paper over a rule or into another item of a list."""
    cost = {RULE: 2.5, SOFT: 0.1}.get(fence, 0.0)
    if marker and marker != "#":
        cost += 3.0 if any(map(str.isalnum, marker)) else 1.0
    return cost


_LATE = 0.9  # an identifier behind the title, where they lead on this page


@functools.cache
def _joining(have: Have, role: str, rhythm: Rhythm) -> float:
    """What it costs that a paper goes on with this."""
    cost = _AGAIN.get(role, 0.0) if role in have else 0.0
    titled = TITLE in have or ITEM in have
    if role is TITLE:
        cost += 5.0 * (ITEM in have) + 4.0 * (ABSTRACT in have) + 1.2 * (AUTHORS in have)
        cost += 0.6 * (IDENT in have and not rhythm.leads)
    elif role is ITEM:
        apart = titled or bool(have & {ABSTRACT, AUTHORS})
        cost += 5.0 if apart else 0.6 * (not rhythm.leads)
    elif role is AUTHORS:
        cost += 3.0 * (ITEM in have) + 2.5 * (ABSTRACT in have) + 0.8 * (not titled)
    elif role is IDENT:
        cost += _LATE if rhythm.leads and (titled or ABSTRACT in have) else 0.0
    elif role is DATE:
        cost += 0.15 * (rhythm.leads and ABSTRACT in have)
    elif role is COMMENT:
        cost += 0.6 * (ABSTRACT not in have and not titled)
    elif role is DETAIL:
        cost += 0.0 if titled or have & {IDENT, ABSTRACT} else 0.6
    elif role is ASIDE:
        cost += 0.0 if ABSTRACT in have else TOO_MUCH
    elif role is VENUE:
        cost += 0.0 if titled or have & {AUTHORS, ABSTRACT} else 1.5
        cost += 1.0 * (VENUE in have)
    elif role is ABSTRACT:
        cost += 0.4 * (have <= {DATE, COMMENT})
    return cost


@functools.cache
def _lacking(have: Have, rhythm: Rhythm) -> float:
    """What it costs that a paper ends here, with no more than this."""
    if not have:
        return 0.0
    if TITLE in have or ITEM in have:
        return 0.7 * (have <= {TITLE, DATE} and not rhythm.bare)
    if ABSTRACT in have:
        return 0.9 if rhythm.titled else 0.2
    return 1.3 if IDENT in have else 2.5


def _cut(pieces: Sequence[Piece], trail: _Trail | None) -> Outline:
    decisions: list[_Trail] = []
    while trail:
        decisions.append(trail)
        trail = trail.before
    groups: list[list[tuple[str, Piece]]] = []
    others: list[tuple[str, Piece]] = []
    for decision in reversed(decisions):
        member = (decision.role, pieces[decision.piece])
        if decision.role in _OUTSIDE:
            others.append(member)
        elif decision.begins:
            groups.append([member])
        else:
            groups[-1].append(member)
    return Outline(tuple(Group(tuple(members)) for members in groups), tuple(others))
