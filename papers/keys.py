"""Citation keys: made for newcomers, checked when typed, told apart when taken."""

import re
from collections.abc import Callable, Sequence

from papers.names import Author
from papers.text import to_ascii

LONGEST = 120
PUNCTUATION = ":.#$%&-+?<>~/"
# Better BibTeX's own list, so that a library that moves here goes on with keys of the same kind
SKIPPED = frozenset(
    """a ab aboard about above across after against al along amid among an and anti around as at
    before behind below beneath beside besides between beyond but by d da das de del dell dello dei
    degli della delle dem den der des despite die do down du during ein eine einem einen einer eines
    el en et except for from gli i il in inside into is l la las le les like lo los near nor of off
    on onto or over past per plus round save since so some sur than the through to toward towards
    un una unas under underneath une unlike uno unos until up upon versus via von while with within
    without yet zu zum""".split()
)


def generate(authors: Sequence[Author], title: str, year: int | str | None) -> str:
    """The key that Better BibTeX would give: vaswaniAttentionAllYou2017."""
    first = next((author.short for author in authors if not author.is_others), "")
    who = _letters(first[:200]).lower()[:40]
    what = "".join([word[0].upper() + word[1:30] for word in significant(title)[:3]])
    when = _letters(str(year))[:8] if year else ""
    return (who or "anon") + what + when


def significant(title: str) -> list[str]:
    """The words of a title that a key is made of, in ASCII; hyphens join, all else parts."""
    words = [_letters(word) for word in re.findall(r"\w+(?:[-‐‑]\w+)*", title[:2000])]
    words = [word for word in words if len(word) > 1 or word.isdigit()]
    return [word for word in words if word.lower() not in SKIPPED] or words


def problem(key: str) -> str:
    """Why this key cannot be used, in a sentence; "" when it can."""
    if not key:
        return "A citation key cannot be empty."
    if len(key) > LONGEST:
        return f"A citation key of {len(key)} characters is too long; {LONGEST} is the most."
    if not (key[0].isalnum() or key[0] == "_"):
        return f"A citation key starts with a letter, a digit or _, not with {key[0]!r}."
    for at, char in enumerate(key):
        if char.isalnum() or char == "_":
            continue
        if char not in PUNCTUATION:
            return f"A citation key cannot hold {char!r}; use letters, digits, _ and {PUNCTUATION}"
        if at == len(key) - 1:
            return f"A citation key cannot end with {char!r}."
        if key[at - 1] in PUNCTUATION:
            return f"A citation key cannot hold {key[at - 1 : at + 1]!r}: one such sign at a time."
    return ""


def unique(key: str, taken: Callable[[str], bool], tried: dict[str, int] | None = None) -> str:
    """The key itself when it is free, else with a, b, ... z, aa, ab behind it.

    `tried` remembers how far each key has come, for who asks about many and gives none back.
    """
    folded = key.casefold()
    number = tried.get(folded, 0) if tried else 0
    candidate = key + _suffix(number)
    while taken(candidate):
        number += 1
        candidate = key + _suffix(number)
    if tried is not None and number:
        tried[folded] = number
    return candidate


def _suffix(number: int) -> str:
    letters = ""
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("a") + digit) + letters
    return letters


def _letters(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", to_ascii(text))
