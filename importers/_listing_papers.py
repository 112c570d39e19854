"""A group of blocks as a paper: whether it is one, how sure that is, and where it stood."""

import re
from collections.abc import Iterable

from importers import Sighting
from importers._listing_fields import Gathered
from importers._listing_groups import Group
from importers._listing_labels import YEAR
from importers._listing_remarks import VENUE as VENUES
from importers._listing_roles import (
    ABSTRACT,
    AUTHORS,
    COMMENT,
    DATE,
    DETAIL,
    IDENT,
    ITEM,
    LINK,
    NAMING,
    TITLE,
    VENUE,
)
from importers._provisional import title_from
from papers.paper import Paper, Source, Status


def is_paper(group: Group) -> bool:
    """Whether the group says what paper it is: a date or a name alone does not."""
    roles = {role for role, _piece in group.members}
    if not roles & {TITLE, ITEM, ABSTRACT, IDENT}:
        return False
    named = any(piece.ids.marks for role, piece in group.members if role in NAMING)
    if roles <= {TITLE, DATE, COMMENT, LINK, DETAIL, VENUE} and TITLE in roles and not named:
        return _title_evidence(group) >= (10 if DETAIL in roles else 25)
    return True


def is_bare_title(group: Group) -> bool:
    """Whether all there is are a few words, which nothing makes stand out."""
    return all(
        role is TITLE
        and not (piece.block.label or piece.block.marker or piece.block.strong or piece.ids.marks)
        for role, piece in group.members
    )


def speaks_like_a_title(group: Group) -> bool:
    """Whether bare words can hardly be anything but a title."""
    text = group.members[0][1].block.text
    long = len(text.split()) > (3 if ": " in text else 4)
    other = re.search(r"\d", text) or VENUES.search(text)
    return long and not other and _title_evidence(group) > 30


def paper_from(group: Group, name: str, raw: str, inherited_year: str) -> tuple[Paper, Sighting]:
    """The paper and where it stood."""
    gathered = Gathered(group)
    fields = gathered.fields(inherited_year)
    first, last = span(group)
    titled = "title" in fields
    paper = Paper(
        type=gathered.type,
        fields=fields,
        status=Status.UNREAD if titled else Status.INBOX,
        source=Source("listing", name, f"{first}-{last}" if first != last else str(first), raw),
    )
    if not titled:
        paper = paper._replace(provisional=title_from(paper.abstract))
    return paper, Sighting(confidence(group), first, last)


def span(group: Group) -> tuple[int, int]:
    blocks = [piece.block for _role, piece in group.members]
    return min(block.first for block in blocks), max(block.last for block in blocks)


def confidence(group: Group) -> int:
    """In percent: what was labelled or named by an identifier counts most."""
    roles = {role for role, _piece in group.members}
    marks = any(piece.ids.marks for role, piece in group.members if role in NAMING)
    total = _title_evidence(group)
    total += 35 * marks
    total += 15 * (AUTHORS in roles)
    total += _abstract_evidence(group)
    total += 5 * len(roles & {DATE, COMMENT, DETAIL})
    return max(5, min(total, 99))


def _title_evidence(group: Group) -> int:
    for role, piece in group.members:
        if role is ITEM:
            return piece.parts.certainty * 8 // 10
        if role is TITLE:
            if piece.block.label:
                return 50
            cost = dict(piece.roles)[TITLE]
            return max(10, round(35 - 20 * cost) + 10 * bool(piece.block.marker))
    return 0


def _abstract_evidence(group: Group) -> int:
    costs = [
        (-0.3 if piece.block.label else 0.0) + dict(piece.roles)[ABSTRACT]
        for role, piece in group.members
        if role is ABSTRACT
    ]
    return max(10, round(45 - 30 * max(costs[0], -0.3))) if costs else 0


def years_above(headings: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """The headings that are a year: everything below is of that year."""
    return [
        (line, years[0])
        for line, text in headings
        if (years := YEAR.findall(text)) and len(text) < 8
    ]
