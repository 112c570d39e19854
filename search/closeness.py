"""How well a typed word is explained by a word of a paper, or by several: from 0, not at all, to 1.

The index answers by the same rules, so that what it finds, what is matched paper by paper and what
is highlighted agree. All words here are as `search.words` gives them.
"""

import functools
from collections.abc import Callable, Iterator, Sequence

EXACT = 1.0
BEGUN = 0.9  # an open word that is all but not typed yet; more of it is more
ENDED = 0.7  # a closed word that another one begins with: a singular for its plural
SINGULAR = 0.85  # a plural for its singular
TOGETHER = 0.9  # two words typed as one, one typed as two
INITIALS = 0.75
TYPO = 0.72  # one; each further one costs as much again
PER_TYPO = 0.16
FIRST_LETTER = 0.06  # a typo in the first letter is rarer
SHORT, MIDDLING = 4, 7  # letters from which one typo, or two, are forgiven
LEAST_ENDED = 3
LEAST_PLURAL = 5
INITIALS_LEAST, INITIALS_MOST = 3, 7
STOPWORDS = frozenset(
    "a an and are as at by can do for from how in into is it its of on or the their this to towards"
    " via we what when with without".split()
)


def closeness(typed: str, word: str, open: bool = False) -> float:
    """How well one word explains a typed one; an open one may still go on."""
    if typed == word:
        return EXACT
    if word.startswith(typed):
        return of_beginning(len(typed), len(word), open, typed.isdigit())
    if word == singular(typed):
        return SINGULAR
    most = typos(typed)
    if not most:
        return float(_transposed(typed, word)) * of_typo(1, typed[0] != word[:1])
    distance = _distance(typed, word, most, open)
    if distance > most or digits(typed) != digits(word if not open else word[: len(typed) + most]):
        return 0.0
    return of_typo(distance, typed[0] != word[0])


def singular(typed: str) -> str:
    """The word that this one may be the plural of, or ""."""
    if len(typed) < LEAST_PLURAL or not typed.endswith("s") or not typed.isalpha():
        return ""
    if typed.endswith("ies"):
        return typed[:-3] + "y"
    if typed.endswith(("sses", "xes", "ches", "shes")):
        return typed[:-2]
    return "" if typed.endswith(("ss", "us", "is")) else typed[:-1]


def of_beginning(typed: int, length: int, open: bool, number: bool = False) -> float:
    """What it is worth that a word of this length begins with so many typed letters."""
    if open:
        return BEGUN + (EXACT - BEGUN) * 0.9 * typed / length
    if number or typed < LEAST_ENDED:
        return 0.0
    return ENDED + (BEGUN - ENDED) * typed / length


def of_typo(distance: int, first: bool) -> float:
    """What a word with so many typos is worth; first is whether its first letter is another one."""
    return TYPO - PER_TYPO * (distance - 1) - FIRST_LETTER * first


def typos(typed: str) -> int:
    """How many typos are forgiven in a typed word; none in a number."""
    if len(typed) < SHORT or typed.isdigit():
        return 0
    return 1 if len(typed) < MIDDLING else 2


def digits(word: str) -> str:
    """The digits in a word: no typo makes one version or year of another."""
    return "" if word.isalpha() else "".join([char for char in word if char.isdigit()])


def together(typed: str, words: Sequence[str], open: bool = False) -> Iterator[tuple[int, int]]:
    """Where neighbours, from the one to before the other, make a word that was typed as one."""
    for at in range(len(words) - 1):
        first, second = words[at], words[at + 1]
        if len(typed) > len(first) and typed.startswith(first):
            rest = typed[len(first) :]
            if second == rest or (open and second.startswith(rest)):
                yield at, at + 2


def initials(typed: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where neighbours, from the one to before the other, have their beginnings typed as one word.

    Each lends one or two letters, and most lend one; little words may be passed over: moe is
    Mixture of Experts, rlhf is Reinforcement Learning from Human Feedback, vit is Vision
    Transformer.
    """
    if not INITIALS_LEAST <= len(typed) <= INITIALS_MOST or not typed.isalpha():
        return
    for at, word in enumerate(words):
        if word[:1] == typed[0] and (end := _spelled_out(typed, words, at)):
            yield at, end


def _spelled_out(typed: str, words: Sequence[str], at: int) -> int:
    """Before which word the beginnings that spell the typed word end, or 0."""
    if not typed:
        return at
    if at >= len(words):
        return 0
    word = words[at]
    for letters in (1, 2):
        fits = len(typed) >= letters and word.startswith(typed[:letters])
        if fits and (end := _spelled_out(typed[letters:], words, at + 1)):
            return end
    return _spelled_out(typed, words, at + 1) if word in STOPWORDS else 0


def _transposed(typed: str, word: str) -> bool:
    """Whether two neighbours of a short word were swapped."""
    return (
        len(typed) == len(word) == 3
        and word in (typed[1] + typed[0] + typed[2], typed[0] + typed[2] + typed[1])
        and typed.isalpha()
    )


@functools.cache
def _osa() -> Callable[..., int]:
    from rapidfuzz.distance import OSA

    return OSA.distance


def _distance(typed: str, word: str, most: int, open: bool) -> int:
    """How many typos apart two words are; an open one from the beginning that is nearest."""
    length = len(typed)
    if not open:
        if abs(len(word) - length) > most:
            return most + 1
        return _osa()(typed, word, score_cutoff=most)
    ends = range(max(1, length - most), min(len(word), length + most) + 1)
    return min([_osa()(typed, word[:end], score_cutoff=most) for end in ends], default=most + 1)
