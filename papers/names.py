"""Names of people and bodies, as BibTeX reads them and as people read them.

The rules are BibTeX's: `First von Last`, `von Last, First` and `von Last, Jr, First`, split at
`and`, with braces holding together what belongs together. Where a reader would call BibTeX's
answer wrong it differs: a hyphen does not end a word and neither does a brace around a capital
(Sung-hyun Kim and {T}racy Larrabee have no particle), a Jr. or III is a suffix wherever it
stands, and no text is ever dropped.
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
    return tuple([author for name in names if any(author := _author(name))])


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
    parts = [part.strip(" ") for part in _split(name, ",")] if "," in name else [name]
    if len(parts) == 1:
        return _first_von_last(_words(name))
    last, others = parts[0], [part for part in parts[1:] if part]
    if not last:
        return _author(", ".join(others)) if others else Author("")
    suffix = ""
    marks = [at for at, part in enumerate(others) if part.lower() in SUFFIXES]
    if marks:
        suffix = others.pop(marks[0])
    elif len(others) == 2:
        suffix = others.pop(0)
    words = _words(last)
    if suffix and not others:
        return _first_von_last(words)._replace(suffix=decode(suffix))
    return _von_last(words, ", ".join(others), suffix)


def _is_one_group(name: str) -> bool:
    if name[0] != "{" or name[-1] != "}":
        return False
    depth = 0
    for found in re.finditer(r"[{}]", name):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.end() == len(name)
    return False


def _split(text: str, separator: str) -> list[str]:
    """Split at this character where it stands outside braces."""
    if "{" not in text:
        return text.split(separator)
    parts: list[str] = []
    depth = start = 0
    for found in re.finditer(f"[{{}}{separator}]", text):
        sign = found[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(depth - 1, 0)
        elif depth == 0:
            parts.append(text[start : found.start()])
            start = found.end()
    parts.append(text[start:])
    return parts


def _words(text: str) -> list[str]:
    words = _split(text, " ")
    if "~" in text:
        words = [part for word in words for part in _split(word, "~")]
    return [word for word in words if word]


def _first_von_last(words: list[str]) -> Author:
    suffix = ""
    if len(words) > 2 and words[-1].lower() in SUFFIXES:
        suffix = words.pop()
    lower = [at for at, word in enumerate(words[:-1]) if _starts_lower(word)]
    if not lower:
        return _plain(words[-1:], words[:-1], [], suffix)
    start, end = lower[0], lower[-1] + 1
    return _plain(words[end:], words[:start], words[start:end], suffix)


def _von_last(words: list[str], given: str, suffix: str) -> Author:
    lower = [at for at, word in enumerate(words[:-1]) if _starts_lower(word)]
    split = lower[-1] + 1 if lower else 0
    return _plain(words[split:], [given], words[:split], suffix)


def _plain(last: list[str], given: list[str], von: list[str], suffix: str) -> Author:
    return Author(_shown(last), _shown(given), _shown(von), decode(suffix) if suffix else "")


def _shown(words: list[str]) -> str:
    text = words[0] if len(words) == 1 else " ".join(words)
    return text if text.isalpha() else decode(text)


def _starts_lower(word: str) -> bool:
    """Whether BibTeX would take the word for a particle."""
    if word[0].isalpha():
        return word[0].islower()
    depth = 0
    for found in re.finditer(r"\{\\([A-Za-z]+|.)|\{(?:[^\W\d_])?|\}|[^\W\d_]", word, re.DOTALL):
        sign = found[0]
        if depth == 0 and found[1]:
            return _command_is_lower(found[1], word[found.end() :])
        if depth == 0 and (sign[0] != "{" or sign[1:].isupper()):
            return sign.islower()
        depth += (sign[0] == "{") - (sign == "}")
    return False


def _command_is_lower(command: str, rest: str) -> bool:
    if command in _UPPER_COMMANDS or command in _LOWER_COMMANDS:
        return command in _LOWER_COMMANDS
    letter = re.match(r"[^}\w]*+\{?([^\W\d_])", rest)
    return letter is not None and letter[1].islower()


def _extended(name: str) -> Author | None:
    """biblatex's own format: `family=Beethoven, given=Ludwig, prefix=van`."""
    parts: dict[str, str] = {}
    for part in _split(name, ","):
        label, equals, value = part.partition("=")
        label = label.strip(' "').lower()
        if not equals or not re.fullmatch(r"[a-z][a-z-]*", label):
            return None
        parts[label] = decode(value.strip(' "'))
    given = _joined(parts.get("given", ""), parts.get("middle", ""))
    family = parts.get("family", "")
    if not family and not given:
        return None
    if not family:
        family, given = given, ""
    return Author(family, given, parts.get("prefix", ""), parts.get("suffix", ""))


def _written(author: Author) -> str:
    if author.is_others:
        return OTHERS
    body = author.literal or (author.family if not author.given else "")
    if author.literal or (" " in body and not author.particle and not author.suffix):
        return "{" + escape(body) + "}"
    last = _guarded(author.family, particles=True)
    if author.particle:
        last = f"{escape(author.particle)} {last}"
    return ", ".join(filter(None, (last, _guarded(author.suffix), _guarded(author.given))))


def _guarded(part: str, *, particles: bool = False) -> str:
    """In braces where it would fall apart without them."""
    apart = "," in part or re.search(r"(?:^|\s)and(?:\s|$)", part, re.IGNORECASE)
    if particles and any(word[0].islower() for word in part.split()[:-1]):
        apart = True
    return "{" + escape(part) + "}" if apart else escape(part)
