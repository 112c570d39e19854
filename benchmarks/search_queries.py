"""What people type: queries for papers that they half remember, and the keystrokes to get there.

Seeds are fixed. A query of each kind is made for a paper drawn at random; misspelled words are
looked up in the published lists (codespell's, Norvig's), and where a word is in none of them a
letter is swapped, left out, doubled or replaced by its neighbour on the keyboard.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from papers import Paper
from papers.text import fold

EACH = 60  # queries of a kind
LITTLE = frozenset("a an and for from in is of on the to with by as at via using its".split())
NEIGHBOURS = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnm",
        "wa qes wrd etf ryg tuh yij uok ipl ol qsz awdx sefc drgv fthb gyjn hukm jil kop asx zsdc"
        " xdfv cfgb vghn bhjm njk".split(),
        strict=True,
    )
)


Meant = Callable[[Paper], bool]
Made = tuple[str, Meant] | None


class Wanted(NamedTuple):
    """A query, and whether a paper is one that whoever typed it may have meant."""

    kind: str
    text: str
    uid: str
    means: Meant


def make(papers: Sequence[Paper], corpora: Path, *, seed: int = 11) -> list[Wanted]:
    chance = random.Random(seed)
    speller = _Speller(corpora, chance)
    kinds: dict[str, Callable[[Paper], Made]] = {
        "title": lambda paper: (paper.title, _titled(paper)),
        "title with a typo": lambda paper: _misspelled(paper, speller, 1),
        "half a title with two typos": lambda paper: _half(paper, speller),
        "shuffled words": lambda paper: _shuffled(paper, chance),
        "partial words": lambda paper: _partial(paper, chance),
        "author and year": _author_year,
        "author with a typo, a word": lambda paper: _author_word(paper, speller),
        "acronym and author": _acronym,
        "missing accents": _unaccented,
        "words run together": lambda paper: _run_together(paper, chance),
    }
    found = []
    for kind, make_one in kinds.items():
        made = 0
        while made < EACH:
            paper = chance.choice(papers)
            one = make_one(paper)
            if one:
                found.append(Wanted(kind, one[0], paper.uid, one[1]))
                made += 1
    return found


def keystrokes(wanted: Sequence[Wanted], *, seed: int = 13) -> Iterator[str]:
    """What stands in the search line after each key: slips are typed, deleted and typed right."""
    chance = random.Random(seed)
    for query in wanted:
        typed = ""
        for char in query.text:
            if char.isalpha() and chance.random() < 0.04:
                yield typed + chance.choice(NEIGHBOURS.get(char.lower(), "e"))
                yield typed
            typed += char
            yield typed


def _words(paper: Paper) -> list[str]:
    """The telling words of a title."""
    words = re.findall(r"[^\W\d_]{4,}", paper.title)
    return [word for word in words if word.lower() not in LITTLE]


def _titled(paper: Paper) -> Meant:
    plain = re.sub(r"\W+", "", fold(paper.title))
    return lambda other: re.sub(r"\W+", "", fold(other.title)) == plain


def _has_all(words: Sequence[str]) -> Meant:
    """Papers whose titles have these words are as good as the one that was drawn."""
    wanted = [fold(word) for word in words]
    return lambda other: all(word in fold(other.title) for word in wanted)


def _misspelled(paper: Paper, speller: "_Speller", typos: int) -> Made:
    text = speller.with_typos(paper.title, typos)
    return (text, _titled(paper)) if text else None


def _half(paper: Paper, speller: "_Speller") -> Made:
    words = paper.title.split()
    half = " ".join(words[: max(5, len(words) // 2 + 1)])
    text = speller.with_typos(half, 2)
    return (text, lambda other: fold(half) in fold(other.title)) if text else None


def _shuffled(paper: Paper, chance: random.Random) -> Made:
    words = _words(paper)
    if len(words) < 4:
        return None
    chosen = chance.sample(words, k=4)
    return " ".join(chosen).lower(), _has_all(chosen)


def _partial(paper: Paper, chance: random.Random) -> Made:
    words = [word for word in _words(paper) if len(word) > 5]
    if len(words) < 4:
        return None
    cut = [word[: chance.randint(4, len(word) - 1)].lower() for word in words[:5]]
    return " ".join(cut), _has_all(cut)


def _family(paper: Paper) -> str:
    family = paper.authors[0].family if paper.authors else ""
    return family if re.fullmatch(r"[^\W\d_]{4,}", family) else ""


def _author_year(paper: Paper) -> Made:
    family, year = _family(paper), paper.year
    if not family or not year:
        return None
    return (
        f"{family.lower()} {year}",
        lambda other: (
            other.year == year and fold(family) in fold(" ".join(a.display for a in other.authors))
        ),
    )


def _author_word(paper: Paper, speller: "_Speller") -> Made:
    family, words = _family(paper), _words(paper)
    if len(family) < 6 or not words:
        return None
    word = max(words, key=len)
    return (
        f"{speller.slip(family.lower())} {word.lower()}",
        lambda other: (
            fold(word) in fold(other.title)
            and fold(family) in fold(" ".join(a.display for a in other.authors))
        ),
    )


def _acronym(paper: Paper) -> Made:
    words = [word for word in re.findall(r"\w+", paper.title) if word.lower() not in LITTLE]
    family = _family(paper)
    if len(words) < 3 or not family or not all(word.isalpha() for word in words[:4]):
        return None
    letters = "".join(word[0] for word in words[: min(4, len(words))]).lower()
    if not letters.isascii():
        return None
    return f"{letters} {family.lower()}", lambda other: other.uid == paper.uid


def _unaccented(paper: Paper) -> Made:
    family, words = _family(paper), _words(paper)
    text = " ".join([family, *words[:2]])
    bare = unicodedata.normalize("NFKD", text)
    plain = "".join([char for char in bare if not unicodedata.combining(char)])
    if not family or len(words) < 2 or plain == text:
        return None
    return (
        plain.lower(),
        lambda other: (
            _has_all(words[:2])(other)
            and fold(family) in fold(" ".join(a.display for a in other.authors))
        ),
    )


def _run_together(paper: Paper, chance: random.Random) -> Made:
    words = re.findall(r"[^\W\d_]+", paper.title)
    at = [
        at
        for at in range(len(words) - 1)
        if min(map(len, words[at : at + 2])) > 3
        and LITTLE.isdisjoint([words[at].lower(), words[at + 1].lower()])
    ]
    others = [word for word in words if len(word) > 5]
    if not at or len(others) < 3:
        return None
    first = chance.choice(at)
    pair = words[first : first + 2]
    rest = [word for word in others if word not in pair][:2]
    return " ".join(["".join(pair), *rest]).lower(), _has_all([*pair, *rest])


class _Speller:
    """Knows how words are misspelled."""

    def __init__(self, corpora: Path, chance: random.Random) -> None:
        self.chance = chance
        self.wrong: dict[str, list[str]] = {}
        typos = corpora / "typos"
        for line in (typos / "codespell_dictionary.txt").read_text("utf-8").splitlines():
            wrong, _, right = line.partition("->")
            self._learn(right.partition(",")[0].strip(), wrong)
        for line in (typos / "norvig_spell-errors.txt").read_text("utf-8").splitlines():
            right, _, slips = line.partition(":")
            for wrong in slips.split(","):
                self._learn(right.strip(), wrong.partition("*")[0].strip())

    def _learn(self, right: str, wrong: str) -> None:
        if len(right) > 4 and right.isalpha() and wrong.isalpha():
            self.wrong.setdefault(right.lower(), []).append(wrong.lower())

    def with_typos(self, text: str, typos: int) -> str:
        """The text with so many of its longer words misspelled; "" where it has too few."""
        words = text.split(" ")
        long = [at for at, word in enumerate(words) if re.fullmatch(r"[A-Za-z]{5,}", word)]
        if len(long) < typos:
            return ""
        for at in self.chance.sample(long, k=typos):
            known = self.wrong.get(words[at].lower())
            words[at] = self.chance.choice(known) if known else self.slip(words[at])
        return " ".join(words)

    def slip(self, word: str) -> str:
        """The word with one slip of the fingers."""
        at = self.chance.randrange(len(word) - 1)
        way = self.chance.randrange(4)
        if way == 0 and word[at] != word[at + 1]:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if way == 1:
            return word[:at] + word[at + 1 :]
        if way == 2:
            return word[:at] + word[at] * 2 + word[at + 1 :]
        near = self.chance.choice(NEIGHBOURS.get(word[at].lower(), "e"))
        return word[:at] + near + word[at + 1 :]


def odd(papers: Sequence[Paper], *, seed: int = 29) -> dict[str, str]:
    """Queries of up to 10,000 characters that nobody should type, made of papers' words."""
    chance = random.Random(seed)
    words = [word for paper in papers for word in f"{paper.title} {paper.abstract}".split()]
    plain = [word for word in words if word.isalpha() and word.isascii()]
    some = chance.sample(plain, 1500)
    pairs = [f"{one} {two}" for one, two in zip(some, reversed(some), strict=True)]
    found = {
        "a pasted page": " ".join(words[:2000]),
        "a shuffled page": " ".join(chance.sample(words, 2000)),
        "a page of typos": " ".join(f"{word[:2]}{word[3:4]}{word[2:3]}{word[4:]}" for word in some),
        "alternatives": " OR ".join(some),
        "sorted alternatives": "sort:title " + " OR ".join(some),
        "groups of alternatives": " OR ".join(f"({pair})" for pair in pairs),
        "negated words": " ".join(f"-{word}" for word in some),
        "beginnings": " ".join(f"{word[:3]}*" for word in some),
        "letters": " ".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=5000)),
        "pairs of letters": " ".join(f"{word[:2]}" for word in some),
        "phrases": " ".join(f'"{pair}"' for pair in pairs),
        "negated phrases": " ".join(f'-"{pair}"' for pair in pairs),
        "a phrase of a page": '"' + " ".join(words[:2000])[:9990] + '"',
        "common phrases": " ".join(
            f'"{a} {b}"' for a in sorted(LITTLE)[:8] for b in sorted(LITTLE)[:8]
        ),
        "hyphens": "-".join(some),
        "short hyphens": "-".join(word[:3] for word in some),
        "authors": " OR ".join(f"author:{word}" for word in some),
        "values": "title:" + ",".join(some),
        "tags": " OR ".join(f"tag:{word}" for word in some),
        "identifiers": " OR ".join(f"doi:10.1000/{number:07}" for number in range(900)),
        "addresses": " ".join(f"https://example.org/papers/{n}" for n in range(900)),
        "letters and digits": " ".join(f"{word[:3]}{at}" for at, word in enumerate(some)),
        "bombs": " ".join(f"/({word[0]}+)+{word}/" for word in some),
        "wide bombs": "/(a|b)*a(a|b|.){25}c/ " * 50,
        "expressions": " ".join(f"/{word[:4]}.*{word[-2:]}/" for word in some),
        "one long word": "".join(some),
        "one long number": "7" * 10_000,
        "open parentheses": "(" * 10_000,
        "negated parentheses": "-(" * 5_000,
        "quotes": '"' * 9_999,
        "control characters": "\x00\x1b[31m\x07" * 1_400,
        "combining marks": "a" + "\u0301" * 9_999,
        "characters without spaces": "深度学習" * 2_500,
        "emoji": "👩\u200d👩\u200d👧" * 2_000,
    }
    return {name: text[:10_000] for name, text in found.items()}
