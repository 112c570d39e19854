"""The signs for a paper's judgement, one cell each; in ASCII where a terminal has no others."""

import os
from collections.abc import Mapping
from typing import NamedTuple

from papers import Paper, Status

MOST_STARS = 5


class Glyphs(NamedTuple):
    """One set of signs."""

    status: Mapping[Status, str]
    star: str
    no_star: str
    unrated: str
    mark: str
    notes: str
    file: str
    up: str
    down: str

    def stars(self, rating: int) -> str:
        if not rating:
            return self.unrated * MOST_STARS
        return self.star * rating + self.no_star * (MOST_STARS - rating)

    def has(self, paper: Paper) -> str:
        """Whether there are notes, and files."""
        notes = self.notes if paper.notes or paper.annotations else " "
        return f"{notes}{self.file if paper.files else ' '}"


UNICODE = Glyphs(
    {
        Status.INBOX: "◌",
        Status.UNREAD: "●",
        Status.READING: "◐",
        Status.READ: "○",
        Status.ABANDONED: "✕",
    },
    star="★", no_star="☆", unrated="·", mark="▌", notes="✎", file="▤", up="▲", down="▼",
)  # fmt: skip
ASCII = Glyphs(
    {
        Status.INBOX: "?",
        Status.UNREAD: "o",
        Status.READING: "~",
        Status.READ: "v",
        Status.ABANDONED: "x",
    },
    star="*", no_star="-", unrated=".", mark=">", notes="n", file="f", up="^", down="v",
)  # fmt: skip
POOR_TERMINALS = ("linux", "vt", "dumb")  # their fonts have no stars


def chosen(setting: str, environ: Mapping[str, str] = os.environ) -> Glyphs:
    """The signs that a setting asks for: unicode, ascii, or what suits the terminal."""
    if setting != "auto":
        return ASCII if setting == "ascii" else UNICODE
    language = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "utf-8"
    is_poor = environ.get("TERM", "").startswith(POOR_TERMINALS)
    knows = "utf" in language.lower()
    return UNICODE if knows and not is_poor else ASCII
