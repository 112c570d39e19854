"""How alike two titles or two lists of authors are, from 0 to 100.

Words that mean another thing count for more than their letters: unsupervised is far from
supervised, and microscopic from macroscopic, while a slip of the pen is next to nothing.
"""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

from papers import Author, titles
from papers.text import fold

SAME, SLIPS, SUBTITLE = 100.0, 97.0, 93.0
OTHER_WORDS = 90.0  # the most for titles in which a word is another one
LITTLE = frozenset("a an the of in on for and to with by from at as using via its und der".split())
COMMON_IN_VENUES = frozenset(
    "proceedings proc conference conf international intl int annual symposium symp workshop journal"
    " j transactions trans ieee acm the".split()
)
_PAIRS = """absor adsor,causal casual,form from,homo hetero,hyper hypo,inter intra,intro extro
    ,macro micro,mega meta,mono poly,static statistic"""
OPPOSITES = [tuple(pair.split()[::way]) for pair in _PAIRS.split(",") for way in (1, -1)]


# -- titles


def share_letters(one: str, other: str) -> bool:
    """Whether two compact titles are worth a closer look: soon done, and nearly always No."""
    return fuzz.ratio(one, other, score_cutoff=OTHER_WORDS - 8) > 0


def compare_titles(one: str, other: str) -> float:
    """SAME where only form differs, SLIPS, SUBTITLE where one has one more, or what is shared."""
    if titles.compact(one) == titles.compact(other):
        return SAME
    first, second = titles.spelled(one), titles.spelled(other)
    if first == second:
        return SAME
    shared = fuzz.ratio(" ".join(first), " ".join(second), score_cutoff=OTHER_WORDS - 10)
    if shared and _differ_by_slips(first, second):
        return SLIPS
    if _is_rest_of(one, other) or _is_rest_of(other, one):
        return SUBTITLE
    return min(shared, OTHER_WORDS)


def _differ_by_slips(first: list[str], second: list[str]) -> bool:
    mine = [word for word in first if word not in LITTLE]
    theirs = [word for word in second if word not in LITTLE]
    slips = [("", "")]
    for edit in Levenshtein.opcodes(mine, theirs):
        one, other = slips[-1]
        if edit.tag != "equal":
            one += "".join(mine[edit.src_start : edit.src_end])
            slips[-1] = one, other + "".join(theirs[edit.dest_start : edit.dest_end])
        elif one or other:
            slips.append(("", ""))
    return min(len(mine), len(theirs)) > 2 and len(slips) < 5 and all(map(_is_slip, slips))


def _is_slip(words: tuple[str, str]) -> bool:
    """Whether two words are one, typed otherwise: a letter more or less, an ending, a space."""
    one, other = words
    short = min(len(one), len(other))
    if one == other or (short and {one, other} in ({f"{one}s", one}, {f"{other}s", other})):
        return True
    if short < 5 or one[0] != other[0] or any(sign.isdigit() for sign in one + other):
        return False
    if any(one.startswith(a) and other.startswith(b) for a, b in OPPOSITES):
        return False
    return OSA.distance(one, other, score_cutoff=2) <= (2 if short > 7 else 1)


def _is_rest_of(long: str, short: str) -> bool:
    """Whether the one is the other with a subtitle."""
    rest = titles.compact(short)
    return len(rest) > 11 and " " in short.strip() and titles.compact(titles.main(long)) == rest


# -- venues


def can_be_one_venue(one: str, other: str) -> bool:
    """Whether two names can be one journal's or conference's: abbreviated, or by its initials."""
    first, second = _said_of_a_venue(one), _said_of_a_venue(other)
    if not first or not second or fuzz.token_set_ratio(" ".join(first), " ".join(second)) > 70:
        return True
    return _is_short_for(first, second, other) or _is_short_for(second, first, one)


def _is_short_for(short: list[str], long: list[str], name: str) -> bool:
    """Whether the words of one abbreviate most of the other's, or one is the other's initials."""
    words = titles.words(name)
    rests = ("".join(words[at:]) for at in range(len(words)))
    if len(short) == 1 and any(_is_abbreviation(short[0], rest) for rest in rests):
        return True
    found = sum(any(_is_abbreviation(word, each) for each in long) for word in short)
    return len(short) <= len(long) and found > 0.6 * len(short)


def _said_of_a_venue(name: str) -> list[str]:
    """The words that tell one venue from others, or all where none does."""
    words = [word for word in titles.words(name) if not word.isdigit() and word not in LITTLE]
    return [word for word in words if word not in COMMON_IN_VENUES] or words


def _is_abbreviation(short: str, long: str) -> bool:
    letters = iter(long)
    return short[0] == long[0] and all(letter in letters for letter in short)


# -- authors


def compare_authors(one: Sequence[Author], other: Sequence[Author]) -> float:
    """The share of the people who are in both lists; a list may end early and say so.

    -1 where a list is empty: then nothing is known.
    """
    first, second = _people(one), _people(other)
    if not first or not second:
        return -1.0
    if len(first) > len(second):
        one, other, first, second = other, one, second, first
    left = list(second)
    shared = 0
    for person in first:
        found = next((each for each in left if _is_same(person, each)), None)
        if found:
            left.remove(found)
            shared += 1
    if shared == len(first) and (one[-1].is_others or other[-1].is_others):
        return 100.0
    if shared == len(first) and _is_same(first[0], second[0]):
        return max(200.0 * shared / (len(first) + len(second)), 80.0)
    return 200.0 * shared / (len(first) + len(second))


def _people(authors: Sequence[Author]) -> list[tuple[str, str]]:
    """Family name and given names of each, folded."""
    people = [
        (_spelled(author.literal or author.family), _spelled(author.given))
        for author in authors
        if not author.is_others
    ]
    return [person for person in people if person[0] not in ("al", "et al")]


def _spelled(name: str) -> str:
    """Folded, with Mueller spelled as Müller is; whatever parts the names is a space."""
    words = re.sub(r"[\W_]+", " ", fold(name)).strip()
    return re.sub("(?<=[aou])e", "", words)


def _is_same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two names can be one person's: with initials, cut short or misspelled."""
    (family, given), (their_family, their_given) = one, other
    if family == their_family or _is_part(family, their_family) or _is_part(their_family, family):
        return not given or not their_given or _share_an_initial(given, their_given)
    if (family, given) == (their_given, their_family):
        return True
    alike = fuzz.ratio(family, their_family) > 85 and min(len(family), len(their_family)) > 4
    return alike and bool(given and their_given) and _share_an_initial(given, their_given)


def _is_part(short: str, long: str) -> bool:
    """García Márquez is called García as well, and van der Maaten Maaten."""
    return len(short) > 3 and short in long.split(" ")


def _share_an_initial(one: str, other: str) -> bool:
    return not {name[0] for name in one.split(" ")}.isdisjoint(name[0] for name in other.split(" "))
