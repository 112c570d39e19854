"""Whether two papers are one: what speaks for it, what against it, and how sure that is.

Identifiers come first, then titles with authors and year. What is doubtful is never sure: a number
that differs, a second DOI, a volume of another year.
"""

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from commands.facts import Details, Facts, abstract_words, address, names
from papers import titles
from papers.preprints import is_preprints_doi

if TYPE_CHECKING:
    from types import ModuleType

SURE, BY_TITLE, LIKELY = 100, 95, 70
NAMES = {
    "doi": "DOI", "arxiv": "arXiv number", "pmid": "PubMed number",
    "acl": "page in the ACL Anthology", "openreview": "page on OpenReview",
    "s2": "page on Semantic Scholar",
}  # fmt: skip
SAME_LIST = 80  # percent of the authors; with fewer in common they are not the same
SOME_SHARED = 60
ALIKE = 85  # percent of two titles
ENOUGH_WORDS = 25  # of an abstract
TOGETHER = ({"article", "part"},)  # proceedings are books to some


class Verdict(NamedTuple):
    """How much speaks for two papers being one, what that is, and whether it is enough."""

    score: int = 0
    reason: str = ""
    sure: bool = False


NO = Verdict()


@functools.cache
def _likeness() -> "ModuleType":
    from search import likeness

    return likeness


def _authors_alike(one: Facts, other: Facts) -> float:
    alike: float = _likeness().compare_authors(one.details.authors, other.details.authors)
    return alike


def compare(one: Facts, other: Facts) -> Verdict:
    """Whether two papers are one; the order in which they are named does not matter."""
    if one.paper.source.raw and one.paper.source.raw == other.paper.source.raw:
        return Verdict(SURE, "the same entry", True)
    if shared := {found[0] for found in one.ids if found in other.ids}:
        kind = next(kind for kind in NAMES if kind in shared)
        return _with_identifier(one, other, f"the same {NAMES[kind]}", kind)
    if one.compact and other.compact:
        return _with_title(one, other)
    return _without_title(one, other)


# -- by identifier


def _with_identifier(one: Facts, other: Facts, reason: str, kind: str) -> Verdict:
    """An identifier alone is not believed where titles speak against it: chapters carry their
    book's, and slips of the hand another paper's."""
    if not one.compact or not other.compact:
        return Verdict(SURE, reason, True)
    mine, theirs = one.details, other.details
    likeness = _likeness()
    same = one.compact == other.compact
    alike = likeness.SAME if same else likeness.compare_titles(one.title, other.title)
    close = alike >= likeness.SUBTITLE or _begins(one, other)
    authors = _authors_alike(one, other)
    if not close and not _share_words(one.title, other.title) and authors < SAME_LIST:
        return NO
    doubt = ""
    if not _name_one_text(one, other):
        doubt = "the titles name different texts"
    elif not _can_be_one(mine.kind, theirs.kind):
        doubt = "they are of different kinds"
    elif not close and (kind == "doi" or _differ(mine.page, theirs.page)):
        doubt = "the titles differ"
    elif 0 <= authors < SOME_SHARED and (
        not same or "part" in (mine.kind, theirs.kind) or titles.is_common(one.title)
    ):
        doubt = "the authors differ"
    if doubt:
        related = authors < 0 or authors >= SOME_SHARED or same
        return Verdict(LIKELY + 5, f"{reason}, but {doubt}") if related else NO
    return Verdict(SURE if close else SURE - 1, reason, True)


def _name_one_text(one: Facts, other: Facts) -> bool:
    """Whether the numbers in two titles are the same, and neither is about the other."""
    if one.compact == other.compact and not re.search(r"[+#*]", one.title + other.title):
        return True
    if titles.numerals(one.title) != titles.numerals(other.title):
        return False
    return titles.role(one.title) == titles.role(other.title)


def _begins(one: Facts, other: Facts) -> bool:
    """Whether one of two titles is how the other begins or ends."""
    short, long = sorted((one.compact, other.compact), key=len)
    return long.startswith(short) or long.endswith(short)


def alike(one: str, other: str) -> bool:
    """Whether two titles can be one paper's, where an identifier is the same; "" may be any."""
    if not one or not other or titles.compact(one) == titles.compact(other):
        return True
    return titles.numerals(one) == titles.numerals(other) and _share_words(one, other)


def _share_words(one: str, other: str) -> bool:
    """Whether at least half the words of the shorter title are in the longer one too."""
    first, second = set(titles.words(one)), set(titles.words(other))
    return len(first & second) * 2 >= min(len(first), len(second))


# -- by title


def _with_title(one: Facts, other: Facts) -> Verdict:
    likeness = _likeness()
    alike: float = likeness.SAME
    if one.compact != other.compact:
        if not (likeness.share_letters(one.compact, other.compact) or _begins(one, other)):
            return NO
        alike = likeness.compare_titles(one.title, other.title)
    if alike < ALIKE or not _name_one_text(one, other):
        return NO
    mine, theirs = one.details, other.details
    authors = _authors_alike(one, other)
    if 0 <= authors < SOME_SHARED:
        return NO
    doubts = _doubts(one, other)
    if doubts and authors < 0 and not _is_long(one):
        return NO
    has_isbn = mine.isbn == theirs.isbn != ""
    reason = _reason(alike, authors, has_isbn=has_isbn)
    if not doubts:
        doubts = _too_little(one, other, alike, authors, has_isbn=has_isbn)
    if not doubts:
        if mine.is_preprint != theirs.is_preprint:
            reason = f"a preprint and its publication: {reason}"
        return Verdict(min(round(alike), BY_TITLE), reason, True)
    score = 0.65 * alike + 0.3 * (SOME_SHARED if authors < 0 else authors) - 6 * len(doubts)
    return Verdict(max(round(score), 1), f"{reason}, but {' and '.join(doubts)}")


def _reason(alike: float, authors: float, *, has_isbn: bool) -> str:
    title = "the same title" if alike == 100 else "nearly the same title"
    known = "" if authors < 0 else " and authors" if authors >= SAME_LIST else " and some authors"
    return f"{title}{known}{' and ISBN' if has_isbn else ''}"


def _too_little(
    one: Facts, other: Facts, alike: float, authors: float, *, has_isbn: bool
) -> list[str]:
    """What would have to be known for two papers of which nothing differs to be one."""
    mine, theirs = one.details, other.details
    known = _is_corroborated(one, other) or has_isbn
    years = mine.year == theirs.year or None in (mine.year, theirs.year)
    if alike == 100 and known and (authors >= SAME_LIST or years):
        return []
    if alike == 100 and authors < 0:
        return [] if _is_long(one) and years else ["the authors are not known"]
    if alike == 100:
        if authors < SAME_LIST:
            return ["not all authors are the same"]
        many = min(len(mine.authors), len(theirs.authors)) > 1
        return ["many texts are called so"] if titles.is_common(one.title) and not many else []
    many = min(len(mine.authors), len(theirs.authors)) > 1
    if authors >= 95 and mine.year == theirs.year and (known or many) and alike > 90:
        return []
    return ["no more is known"]


def _is_long(facts: Facts) -> bool:
    """Whether hardly another text has this title."""
    return len(facts.compact) > 31 and facts.title.count(" ") > 3


def _is_corroborated(one: Facts, other: Facts) -> bool:
    """Whether the page, or the key that somebody gave them, is the same."""
    mine, theirs = one.details, other.details
    if mine.page and mine.page == theirs.page and mine.page != "1":
        return True
    return not names(one.paper).isdisjoint(names(other.paper))


# -- by address or abstract


def _without_title(one: Facts, other: Facts) -> Verdict:
    """A paper that came without its title is known by where it is, or what its abstract says."""
    place = address(one.paper)
    waits = any(not facts.compact and not facts.details.authors for facts in (one, other))
    is_whole_site = "/" not in place and (one.compact or other.compact)
    if waits and place and place == address(other.paper) and not is_whole_site:
        return Verdict(SURE, "the same address", True)
    first, second = abstract_words(one.paper), abstract_words(other.paper)
    fewer = min(len(first), len(second))
    if fewer < ENOUGH_WORDS or 0 <= _authors_alike(one, other) < SOME_SHARED:
        return NO
    share = 100 * len(set(first) & set(second)) / min(len(set(first)), len(set(second)))
    if share < SAME_LIST:
        return NO
    return Verdict(round(share), "the same abstract", share > 92)


# -- what speaks against it


def _doubts(one: Facts, other: Facts) -> list[str]:
    doubts = []
    mine, theirs = one.details, other.details
    for kind in ("doi", "arxiv", "pmid"):
        values = _published(one.of(kind)), _published(other.of(kind))
        if all(values) and values[0].isdisjoint(values[1]):
            doubts.append(f"each has a {NAMES[kind]} of its own")
    if "whole" in (mine.kind, theirs.kind) and _differ(mine.isbn, theirs.isbn):
        doubts.append("each has an ISBN of its own")
    if not _can_be_one(mine.kind, theirs.kind):
        doubts.append("they are of different kinds")
    if mine.is_preprint != theirs.is_preprint:
        return doubts + _too_far_apart(*((mine, theirs) if mine.is_preprint else (theirs, mine)))
    return doubts + _other_places(mine, theirs)


def _published(values: frozenset[str]) -> frozenset[str]:
    return frozenset(value for value in values if not is_preprints_doi(value))


def _too_far_apart(preprint: Details, publication: Details) -> list[str]:
    if preprint.year is None or publication.year is None:
        return []
    gap = publication.year - preprint.year
    return [] if -1 <= gap <= 3 else [f"{abs(gap)} years lie between"]


def _other_places(mine: Details, theirs: Details) -> list[str]:
    """What differs between where and when they say they appeared."""
    doubts = []
    same_page = mine.page == theirs.page != ""
    same = same_page or mine.volume == theirs.volume != ""
    if mine.year and theirs.year and mine.year != theirs.year:
        lasting = {"whole", "thing"}.isdisjoint((mine.kind, theirs.kind))
        near = abs(mine.year - theirs.year) == 1
        if not (near and lasting and (same_page or not (mine.place and theirs.place))):
            doubts.append("the years differ")
    if {mine.place, theirs.place} == {"journal", "meeting"} and not same:
        doubts.append("one is in a journal, the other in proceedings")
    elif not same and _is_elsewhere(mine, theirs):
        doubts.append("they appeared in different places")
    if _differ(mine.volume, theirs.volume):
        doubts.append("the volumes differ")
    if _differ(mine.edition, theirs.edition):
        doubts.append("the editions differ")
    if _differ(mine.page, theirs.page):
        doubts.append("the pages differ")
    return doubts


def _is_elsewhere(mine: Details, theirs: Details) -> bool:
    comparable = (mine.place and theirs.place) or mine.kind != theirs.kind
    return bool(comparable) and not _likeness().can_be_one_venue(mine.venue, theirs.venue)


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _can_be_one(one: str, other: str) -> bool:
    return one == other or not (one and other) or {one, other} in TOGETHER
