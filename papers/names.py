"""Names of people and bodies, as BibTeX reads them and as people read them.

The rules are BibTeX's: `First von Last`, `von Last, First` and `von Last, Jr, First`, split at
`and`, with braces holding together what belongs together. Three things differ, each because a
reader would call BibTeX's answer wrong: a hyphen does not end a word (Sung-hyun Kim has no
particle), a Jr. or III is a suffix wherever it stands, and no text is ever dropped.
"""

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from papers.latex import decode, escape

SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "2nd", "3rd"})
OTHERS = "others"
# the commands that BibTeX takes for letters, by case; any other is looked through
_LOWER_COMMANDS = frozenset({"i", "j", "o", "l", "ae", "oe", "aa", "ss"})
_UPPER_COMMANDS = frozenset({"O", "L", "AE", "OE", "AA"})


class Author(NamedTuple):
    """A person, or a body in `literal`; every part is plain text."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def is_others(self) -> bool:
        """The "and others" at the end of a list."""
        return self.literal == OTHERS

    @property
    def short(self) -> str:
        """van Beethoven"""
        return self.literal or _joined(self.particle, self.family)

    @property
    def display(self) -> str:
        """Ludwig van Beethoven Jr."""
        if self.literal:
            return self.literal
        return _joined(self.given, self.particle, self.family, self.suffix)

    @property
    def sortable(self) -> str:
        """van Beethoven, Ludwig, Jr."""
        return ", ".join(filter(None, (self.short, self.given, self.suffix)))


def short(authors: Sequence[Author]) -> str:
    """Who wrote it, in a few words: "Vaswani et al.", "Knuth and Plass"."""
    named = [author.short for author in authors if not author.is_others]
    if not named:
        return ""
    if len(named) == 2 and len(authors) == 2:
        return f"{named[0]} and {named[1]}"
    return named[0] if len(authors) == 1 else f"{named[0]} et al."


def to_bibtex(authors: Sequence[Author]) -> str:
    """An author field for authors who come from elsewhere; `parse` reads the same ones back."""
    return " and ".join([_written(author) for author in authors])


@functools.lru_cache(maxsize=4096)
def parse(raw: str) -> tuple[Author, ...]:
    """The authors in a field as it was written."""
    text = re.sub(r"[ \t\r\n]+", " ", raw).strip(" ")
    names = [name for name in _split_at_and(text) if name]
    return tuple([author for name in names if (author := _author(name)) != _NOBODY])


_NOBODY = Author("")


def _joined(*parts: str) -> str:
    return " ".join([part for part in parts if part])


def _split_at_and(text: str) -> list[str]:
    names: list[str] = []
    depth = start = 0
    for found in re.finditer(r"[{}]|(?:^|(?<= ))and(?= |$)", text, re.IGNORECASE):
        sign = found[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(depth - 1, 0)
        elif depth == 0:
            names.append(text[start : found.start()].strip(" "))
            start = found.end()
    names.append(text[start:].strip(" "))
    return names


def _author(name: str) -> Author:
    if name.lower() == OTHERS:
        return Author("", literal=OTHERS)
    if _is_one_group(name):
        return Author("", literal=decode(name[1:-1]))
    if "=" in name and (extended := _extended(name)):
        return extended
    parts = _split(name, ",") if "," in name else [name]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    if len(parts) == 1:
        return _first_von_last(_words(parts[0]))
    if not parts[0]:
        return _author(", ".join(parts[1:])) if any(parts) else _NOBODY
    suffix, given = "", parts[1:]
    if len(given) > 1:
        marks = [at for at, part in enumerate(given) if part.lower() in SUFFIXES]
        if marks or len(given) == 2:
            suffix = given.pop(marks[0] if marks else 0)
    elif given[0].lower() in SUFFIXES:
        whole = _first_von_last(_words(parts[0]))
        return whole._replace(suffix=decode(given[0]))
    return _von_last(_words(parts[0]), ", ".join(filter(None, given)), suffix)


def _is_one_group(name: str) -> bool:
    if name[0] != "{" or name[-1] != "}":
        return False
    depth = 0
    for found in re.finditer(r"[{}]", name):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.end() == len(name)
    return False


def _split(text: str, separators: str) -> list[str]:
    """Split at these characters where they stand outside braces."""
    if "{" not in text:
        return [part.strip(" ") for part in re.split(f"[{separators}]", text)]
    parts: list[str] = []
    depth = start = 0
    for found in re.finditer(f"[{{}}{separators}]", text):
        sign = found[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(depth - 1, 0)
        elif depth == 0:
            parts.append(text[start : found.start()].strip(" "))
            start = found.end()
    parts.append(text[start:].strip(" "))
    return parts


def _words(text: str) -> list[str]:
    return [word for word in _split(text, " ~") if word]


def _first_von_last(words: list[str]) -> Author:
    suffix = ""
    if len(words) > 2 and words[-1].lower() in SUFFIXES:
        suffix = words.pop()
    lower = [at for at, word in enumerate(words[:-1]) if _starts_lower(word)]
    if lower:
        given, von, last = words[: lower[0]], words[lower[0] : lower[-1] + 1], words[lower[-1] + 1 :]
    else:
        given, von, last = words[:-1], [], words[-1:]
    return _plain(last, given, von, suffix)


def _von_last(words: list[str], given: str, suffix: str) -> Author:
    lower = [at for at, word in enumerate(words[:-1]) if _starts_lower(word)]
    split = lower[-1] + 1 if lower else 0
    return _plain(words[split:], [given], words[:split], suffix)


def _plain(last: list[str], given: list[str], von: list[str], suffix: str) -> Author:
    return Author(
        family=decode(" ".join(last)),
        given=decode(" ".join(given)),
        particle=decode(" ".join(von)) if von else "",
        suffix=decode(suffix) if suffix else "",
    )


def _starts_lower(word: str) -> bool:
    """Whether BibTeX would take the word for a particle."""
    if word[0].isalpha():
        return word[0].islower()
    depth = 0
    for found in re.finditer(r"\{\\([A-Za-z]+|.)|[{}]|[^\W\d_]", word, re.DOTALL):
        if found[1] and depth == 0:
            return _special_is_lower(found[1], word[found.end() :])
        if found[0][0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
        elif depth == 0:
            return found[0].islower()
    return False


def _special_is_lower(command: str, rest: str) -> bool:
    if command in _UPPER_COMMANDS:
        return False
    if command in _LOWER_COMMANDS:
        return True
    inside = re.match(r"[^}]*", rest)
    letter = re.search(r"[^\W\d_]", inside[0]) if inside else None
    return bool(letter) and letter[0].islower()  # type: ignore[index]  # bool() does not narrow


def _extended(name: str) -> Author | None:
    """biblatex's own format: `family=Beethoven, given=Ludwig, prefix=van`."""
    parts: dict[str, str] = {}
    for part in _split(name, ","):
        label, equals, value = part.partition("=")
        label = label.strip(' "').lower()
        if not equals or not re.fullmatch(r"(family|given|prefix|suffix|id|\w+-i|use\w+|\w+hash)", label):
            return None
        value = value.strip(' "')
        parts[label] = decode(value)
    if not parts.get("family") and not parts.get("given"):
        return None
    family = parts.get("family") or parts.pop("given")
    return Author(family, parts.get("given", ""), parts.get("prefix", ""), parts.get("suffix", ""))


def _written(author: Author) -> str:
    if author.is_others:
        return OTHERS
    if author.literal:
        return "{" + escape(author.literal) + "}"
    last = _guarded(author.family)
    if author.particle:
        last = f"{_guarded(author.particle, lower=True)} {last}"
    elif re.search(r"(^|\s)[^\W\d_A-Z]\w*\s", author.family):
        last = "{" + escape(author.family) + "}"
    given, suffix = _guarded(author.given), _guarded(author.suffix)
    if suffix:
        return f"{last}, {suffix}, {given}"
    return f"{last}, {given}" if given else last if " " not in last else f"{last},"


def _guarded(part: str, *, lower: bool = False) -> str:
    needs = "," in part or re.search(r"(^|\s)and($|\s)", part, re.IGNORECASE)
    return "{" + escape(part) + "}" if needs and not lower else escape(part)
