"""Links between papers: `[[@key]]` in a note leads to a paper, which knows who links to it."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from papers import Paper
from storage import Library

_IN_BRACKETS = re.compile(r"\[(\[?[^\[\]\r\n]*@[^\[\]\r\n]*)\](?!\()")
_WIKI = re.compile(r"\[@([^|#]+)")
_CITED = re.compile(r"(?<![\w@])@([\w:.#$%&+?<>~/-]*\w)")


class Link(NamedTuple):
    """A key that a note names, and where in the note it stands."""

    key: str
    start: int
    end: int


def links(text: str) -> list[Link]:
    """Every link in a note, in order: `[[@key]]`, `[[@key|shown so]]`, `[@key, p. 3; @other]`."""
    found = []
    for brackets in _IN_BRACKETS.finditer(text):
        at = brackets.start(1)
        wiki = _WIKI.match(brackets[1])
        if wiki and text[brackets.end() :][:1] == "]":
            found.append(Link(wiki[1].strip(), brackets.start(), brackets.end() + 1))
        elif not brackets[1].startswith("["):
            keys = _CITED.finditer(brackets[1])
            found += [Link(key[1], at + key.start(), at + key.end()) for key in keys]
    return found


def linked(library: Library, paper: Paper) -> list[Paper]:
    """The papers that this one's notes and remarks lead to, each once."""
    found: dict[str, Paper] = {}
    for link in _all(paper):
        other = library.by_key(link.key)
        if other and other.uid != paper.uid:
            found.setdefault(other.uid, other)
    return list(found.values())


def unknown_links(library: Library, paper: Paper) -> list[str]:
    """The keys that its notes and remarks name, and no paper has."""
    keys = dict.fromkeys(link.key for link in _all(paper))
    return [key for key in keys if not library.by_key(key)]


def linking(library: Library, paper: Paper, among: Iterable[Paper] | None = None) -> list[Paper]:
    """The papers whose notes or remarks lead to this one, the last added first.

    All are looked through, unless it is known among which papers they are."""
    keys = (paper.key, *paper.aliases)
    names = {key.casefold() for key in keys}
    near = library.mentioning([f"@{key}" for key in keys]) if among is None else among
    return [
        other
        for other in near
        if other.uid != paper.uid and any(link.key.casefold() in names for link in _all(other))
    ]


def _all(paper: Paper) -> Iterable[Link]:
    for text in (paper.notes, *(remark.text for remark in paper.annotations)):
        yield from links(text)
