"""Field values as BibTeX takes them: braces that match, delimiters that hold."""

import re

from papers.bibtex import is_expression, literal
from papers.fields import Bare

_BRACES = re.compile(r"[{}]")
_COMMANDS = {"{": r"{\textbraceleft}", "}": r"{\textbraceright}"}


def sound(value: str) -> str:
    """The value, mended where it would take the rest of the file with it.

    A brace without its partner becomes the command that prints one: BibTeX counts braces even
    where a backslash escapes them. A backslash at the end gets a space behind it, as LaTeX would
    take it together with the brace that follows.
    """
    if isinstance(value, Bare) and is_expression(value):
        return value
    text = str(value)
    pieces: list[str] = []
    done = 0
    for at in _unmatched(text):
        pieces += (text[done : at - _escaped(text, at)], _COMMANDS[text[at]])
        done = at + 1
    text = "".join([*pieces, text[done:]])
    return text + " " if _escaped(text, len(text)) else text


def delimited(value: str, kind: str = "braces") -> str:
    """A sound value with its delimiters, of the kind that is asked for where that is possible."""
    if isinstance(value, Bare):
        return str(value)
    if kind == "number" and value.isascii() and value.isdigit():
        return value
    if kind == "quotes" and literal(f'"{value}"') == value:
        return f'"{value}"'
    return f"{{{value}}}"


def _unmatched(text: str) -> list[int]:
    open_at: list[int] = []
    alone: list[int] = []
    for brace in _BRACES.finditer(text):
        if brace[0] == "{":
            open_at.append(brace.start())
        elif open_at:
            open_at.pop()
        else:
            alone.append(brace.start())
    return sorted(alone + open_at)


def _escaped(text: str, at: int) -> bool:
    """Whether an odd number of backslashes stands before this place."""
    first = at
    while first and text[first - 1] == "\\":
        first -= 1
    return (at - first) % 2 == 1
