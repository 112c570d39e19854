"""Plain pages in: what people copied or saved from archives, proceedings, searches and mails.

The text becomes lines, lines become blocks, each block is given the roles that it may have, and
the cheapest way to cut the page into papers wins. Shapes are recognised from the text alone. What
is neither a paper nor the page's own furniture is a reject, so that every line is accounted for.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from importers import Block, Imported, Reject, Sighting
from importers._listing_blocks import blocks_of
from importers._listing_groups import Group, Outline, outline
from importers._listing_papers import (
    is_bare_title,
    is_paper,
    paper_from,
    span,
    speaks_like_a_title,
    years_above,
)
from importers._listing_roles import (
    AUTHORS,
    FURNITURE,
    HEADING,
    IDENT,
    JUNK,
    LINK,
    LONGEST_ABSTRACT,
    TITLE,
    Piece,
)
from importers._listing_roles import read as read_block
from importers._listing_text import lines_of, split
from importers._text import decode
from papers.paper import Paper

Member = tuple[str, Piece]


class _Page(NamedTuple):
    """A page as it was read."""

    lines: list[str]
    groups: tuple[Group, ...]
    headings: tuple[Member, ...]
    unread: tuple[Member, ...]  # like the others in the order of the page


def read(data: bytes, name: str) -> Imported:
    """The papers of a page with what speaks for each, and what could not be made out."""
    page = _page(data)
    found = list(_papers(page, name))
    rejected = _rejects(page, name)
    if not (found or rejected) and any(map(str.strip, page.lines)):
        rejected = [Reject(name, 1, "Nothing on it looks like a paper.", "\n".join(page.lines))]
    return Imported(
        tuple(paper for paper, _sighting in found),
        tuple(rejected),
        sightings=tuple(sighting for _paper, sighting in found),
        furniture=tuple(_furniture(page, rejected)),
    )


def _page(data: bytes) -> _Page:
    text = decode(data)
    pieces = [read_block(block) for block in blocks_of(lines_of(text))]
    return _sorted(split(text), outline(pieces))


def _sorted(lines: list[str], found: Outline) -> _Page:
    """Papers apart from what turned out to be none."""
    groups = [part for group in found.groups for part in _parted(group)]
    bare = [group for group in groups if is_bare_title(group)]
    if len(bare) < 3 or len(bare) * 2 < len(groups):  # this is no list of titles
        among_papers = len(groups) - len(bare) > 1
        bare = [group for group in bare if not (among_papers and speaks_like_a_title(group))]
        dropped = set(map(id, bare))
        groups = [group for group in groups if id(group) not in dropped]
    else:
        bare = []
    papers = tuple(group for group in groups if is_paper(group))
    kept = set(map(id, papers))
    headings = tuple(member for member in found.others if member[0] is HEADING)
    unread = [member for member in found.others if member[0] is JUNK]
    for group in (*bare, *groups):
        if id(group) not in kept:
            unread += [member for member in group.members if not _may_be_furniture(*member)]
    unread.sort(key=lambda member: member[1].block.first)
    return _Page(lines, papers, headings, tuple(unread))


def _may_be_furniture(role: str, piece: Piece) -> bool:
    """Whether a part of no paper may belong to the page; whoever is named as an author does not."""
    labelled = bool(piece.block.label) and role is not AUTHORS
    return labelled or any(each is FURNITURE for each, _cost in piece.roles)


def _parted(group: Group) -> Iterable[Group]:
    """A list of identifiers and nothing else names a paper in each line."""
    if any(role not in (IDENT, LINK) for role, _piece in group.members):
        return [group]
    parts: list[list[Member]] = []
    kinds: set[str] = set()
    for role, piece in group.members:
        named = {kind for kind, _value in piece.ids.marks if kind in ("arxiv", "doi", "openreview")}
        if not parts or (named and kinds):
            parts.append([])
        kinds |= named
        parts[-1].append((role, piece))
    return [Group(tuple(members)) for members in parts]


def _papers(page: _Page, name: str) -> Iterable[tuple[Paper, Sighting]]:
    years = years_above((piece.block.first, piece.block.text) for _role, piece in page.headings)
    shared = _shared_lines(page.groups)
    for group in page.groups:
        first, last = span(group)
        above = bisect_right(years, (first, "")) - 1
        raw = "\n".join(page.lines[first - 1 : last])
        if first in shared or last in shared:
            raw = "\n".join(piece.block.text for _role, piece in group.members)
        yield paper_from(group, name, raw, years[above][1] if above >= 0 else "")


def _shared_lines(groups: Iterable[Group]) -> set[int]:
    """Lines that more than one paper stands in."""
    seen: set[int] = set()
    shared: set[int] = set()
    for group in groups:
        numbers = _numbers(group.members)
        shared |= numbers & seen
        seen |= numbers
    return shared


def _numbers(members: Iterable[Member]) -> set[int]:
    """The lines that these stand in."""
    return {
        number
        for _role, piece in members
        for line in piece.block.lines
        for number in range(line.number, max(line.number, line.last) + 1)
    }


def _rejects(page: _Page, name: str) -> list[Reject]:
    """What was not made out, neighbours together."""
    rejected: list[Reject] = []
    end = -2
    for role, piece in page.unread:
        first, last = piece.block.first, piece.block.last
        text = "\n".join(page.lines[first - 1 : last])
        reason = _reason(role, piece)
        joins = rejected and not any(line.strip() for line in page.lines[end : first - 1])
        if first > end and joins and rejected[-1].reason == reason:
            between = "\n" * (first - end)
            rejected[-1] = rejected[-1]._replace(text=rejected[-1].text + between + text)
        elif first > end:
            rejected.append(Reject(name, first, reason, text))
        end = max(last, end)
    return rejected


def _reason(role: str, piece: Piece) -> str:
    costs = dict(piece.roles)
    if len(piece.block.text) > LONGEST_ABSTRACT:
        return f"This is too long to be part of a paper: {len(piece.block.text):,} characters."
    if role is TITLE or costs.get(TITLE, 9.0) < 0.6:
        return "This may be a title, but nothing else of a paper stands with it."
    if role is AUTHORS or costs.get(AUTHORS, 9.0) < 0.6:
        return "These may be authors, but no title stands with them."
    return "This was not recognised as part of a paper."


def _furniture(page: _Page, rejected: Iterable[Reject]) -> Iterable[Block]:
    """The lines that are left: buttons, headings, rules and markup, neighbours together."""
    taken = {
        number
        for reject in rejected
        for number in range(reject.line, reject.line + reject.text.count("\n") + 1)
    }
    for group in page.groups:
        taken |= _numbers(group.members)
    left = [
        (number, line)
        for number, line in enumerate(page.lines, 1)
        if number not in taken and line.strip()
    ]
    for _offset, run in groupby(enumerate(left), key=lambda each: each[1][0] - each[0]):
        lines = [each for _at, each in run]
        yield Block("furniture", "\n".join(line for _number, line in lines), lines[0][0])


# -- what tells such a page from other text

_HEAD = 1 << 18  # bytes in which an identifier may stand
_FEW = 1 << 15  # bytes that are read as a page, where there is none
_NO_PAGE = re.compile(
    r"\s*(?:\{\s*[\"}]|\[\s*[\"{]|<\?xml(?!.{0,300}<html)|%PDF|PK\x03)", re.DOTALL
)
_IDENTIFIER = re.compile(
    rb"\barxiv[:./ ]\S{0,40}\d{4}\.\d{4,5}|\b10\.\d{4,9}/|\bopenreview\.net/(?:forum|pdf)"
    rb"|\baclanthology\.org/|\bhuggingface\.co/papers/\d|\barxiv\.org/(?:abs|pdf)/",
    re.IGNORECASE,
)


def is_likely(data: bytes) -> bool:
    """Whether these bytes are a text that speaks of papers."""
    head = data[:_HEAD]
    text = decode(head)
    if "\0" in text or _NO_PAGE.match(text):
        return False
    return bool(_IDENTIFIER.search(head)) or bool(_page(head[:_FEW]).groups)
