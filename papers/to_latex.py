r"""Text that people copied, as LaTeX that shows it: the way back from `papers.latex.decode`.

Abstracts and titles travel with TeX in them: formulas, accents, `\emph{...}`, dashes and quotation
marks of two characters. What is TeX is kept as it was typed. Everything else means itself and is
escaped, so that `decode(encode(text))` is the text, single spaced, with its TeX as TeX shows it.
The result always fits between two braces.
"""

import functools
import re
from collections.abc import Callable

from papers.latex import escape

LONGEST_FORMULA = 500
LONGEST_QUOTE = 300

_SPECIAL = re.compile(
    r"""(?P<plain>[^\\${}%&#_^~`'-]++)
    | (?P<signs>\\[$%&#_])
    | (?P<brace>\\?[{}])
    | (?P<accent>(?:\\['`^~=.](?!(?:[stdm]|re|ll|ve)\b)|\\"(?=[\\{]?[aeiouyAEIOUY]|\{\\i))
        (?:[A-Za-z]|(?=\{\\?[A-Za-z]+\})|(?=\\[ij](?![A-Za-z])))|\\[ucvHkr]\s(?=[A-Za-z]))
    | (?P<command>\\(?P<name>[A-Za-z]+)\*?)
    | (?P<space>\\[ ,;:!/@-](?=\S))
    | (?P<formula>\$\$?|\\[(\[])
    | (?P<dashes>-+)
    | (?P<quotes>``|''|`)
    | (?P<tie>(?<=[\w.,;:)}])~(?=[\w(\\$]))
    | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_CLOSING = {"$$": "$$", "$": "$", "\\(": "\\)", "\\[": "\\]"}
_QUOTED = re.compile(rf"[^`]{{1,{LONGEST_QUOTE}}}?''")
_IN_FORMULA = re.compile(r"\$\$?|\\.|\{", re.DOTALL)
_VERBATIM = frozenset({"url", "path", "nolinkurl", "href"})


def encode(text: str) -> str:
    """The text as the value of a field."""
    if not re.search(r"[\\{}$&%#_~^`]|--|''", text):
        return text
    written = _Writer(text).written()
    return written if _fits(written) else escape(text)


class _Writer:
    """The text, the place in it, and which of its braces are TeX's own."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.closers = _pairs(text)
        self.kept: set[int] = set()
        self.opened = 0

    def written(self) -> str:
        pieces: list[str] = []
        at, end = 0, len(self.text)
        while at < end:
            found = _SPECIAL.match(self.text, at)
            assert found, "any character is one alternative"
            kind = found.lastgroup or ""
            if kind == "plain":
                pieces.append(found[0])
                at = found.end()
            else:
                piece, at = _WRITERS[kind](self, found)
                pieces.append(piece)
        return "".join(pieces)

    def signs(self, found: re.Match[str]) -> tuple[str, int]:
        return found[0], found.end()

    def other(self, found: re.Match[str]) -> tuple[str, int]:
        if found[0] == "&" and re.match(r"#?\w+;", self.text[found.end() : found.end() + 10]):
            return "\\&{}", found.end()  # no entity, though it looks like one
        return escape(found[0]), found.end()

    def brace(self, found: re.Match[str]) -> tuple[str, int]:
        """A brace is TeX's where a command begins within it or ends before it."""
        at, end = found.start(), found.end()
        command = re.match(r"\\[A-Za-z'\"`^~=.]", self.text[end : end + 2])
        if found[0] == "{" and at in self.closers and command:
            self._keep(at)
        if len(found[0]) == 1 and at in self.kept:
            return found[0], end
        return escape(found[0][-1]), end

    def _keep(self, at: int) -> None:
        self.kept.update((at, self.closers[at]))

    def accent(self, found: re.Match[str]) -> tuple[str, int]:
        if found.end() in self.closers:
            self._keep(found.end())
        return found[0], found.end()

    def command(self, found: re.Match[str]) -> tuple[str, int]:
        """A command that we know, or that has an argument; else a backslash that means itself."""
        end = found.end()
        opening = end + self.text.startswith(" {", end)
        if opening not in self.closers:
            if found["name"] in _known():
                return found[0], end
            return escape("\\"), found.start() + 1
        if found["name"] in _VERBATIM:
            end = opening = self.closers[opening] + 1
        while opening in self.closers:
            self._keep(opening)
            opening = self.closers[opening] + 1
        return self.text[found.start() : end], end

    def formula(self, found: re.Match[str]) -> tuple[str, int]:
        sign, start = found[0], found.end()
        close = self._end_of_formula(start, sign)
        body = re.sub(r"(?<!\\)[%#]", r"\\\g<0>", self.text[start : max(close, start)])
        if not _fits(body):
            body = body.replace("\\{", "\\lbrace ").replace("\\}", "\\rbrace ")
        end = close + len(sign)
        if not body.strip() or self._is_money(start, end) or not _fits(body):
            return "".join(map(escape, sign)), start
        return sign + body + _CLOSING[sign], end

    def _end_of_formula(self, at: int, opening: str) -> int:
        """Where its closing sign stands, outside braces; -1 when there is none near."""
        closing, last = _CLOSING[opening], at + LONGEST_FORMULA
        if self.text.find(closing, at, last) < 0:
            return -1
        while found := _IN_FORMULA.search(self.text, at, last):
            if found[0] == closing:
                return found.start()
            if found[0] == opening:
                return -1
            at = found.end()
            if found[0] == "{":
                at = self.closers.get(found.start(), last)
        return -1

    def _is_money(self, start: int, end: int) -> bool:
        """From $5 to $10."""
        return self.text[start].isdigit() and self.text[end : end + 1].isdigit()

    def dashes(self, found: re.Match[str]) -> tuple[str, int]:
        before = self.text[found.start() - 1 : found.start()] or " "
        behind = self.text[found.end() : found.end() + 1] or " "
        joins = before.isalnum() and behind.isalnum()
        if len(found[0]) in (2, 3) and (joins or (before.isspace() and behind.isspace())):
            return found[0], found.end()
        return "-{}" * (len(found[0]) - 1) + "-", found.end()

    def tie(self, found: re.Match[str]) -> tuple[str, int]:
        before, behind = self.text[found.start() - 1], self.text[found.end()]
        return (escape("~") if before.isdigit() and behind.isdigit() else "~"), found.end()

    def quotes(self, found: re.Match[str]) -> tuple[str, int]:
        sign, end = found[0], found.end()
        if sign == "``" and _QUOTED.match(self.text, end):
            self.opened += 1
            return sign, end
        if sign == "''" and self.opened:
            self.opened -= 1
            return sign, end
        return ("'{}'" if sign == "''" else escape("`") * len(sign)), end


_WRITERS: dict[str, Callable[[_Writer, re.Match[str]], tuple[str, int]]] = {
    "signs": _Writer.signs,
    "space": _Writer.signs,
    "brace": _Writer.brace,
    "accent": _Writer.accent,
    "command": _Writer.command,
    "formula": _Writer.formula,
    "dashes": _Writer.dashes,
    "quotes": _Writer.quotes,
    "tie": _Writer.tie,
    "other": _Writer.other,
}


@functools.cache
def _known() -> frozenset[str]:
    from papers import _latex_tables as tables
    from papers._latex_commands import COMMANDS

    return frozenset({*tables.SYMBOLS, *tables.SILENT, *tables.OPERATORS, *COMMANDS} - {"item"})


def _pairs(text: str) -> dict[int, int]:
    """Where each brace that opens is closed."""
    closers: dict[int, int] = {}
    opened: list[int] = []
    for found in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}" and opened:
            closers[opened.pop()] = found.start()
    return closers


def _fits(value: str) -> bool:
    """Whether braces around the value would end where it ends, for BibTeX and for LaTeX."""
    for sign in (r"[{}]", r"\\.|[{}]"):
        depth = 0
        for found in re.finditer(sign, value, re.DOTALL):
            depth += (found[0] == "{") - (found[0] == "}")
            if depth < 0:
                return False
        if depth:
            return False
    return (len(value) - len(value.rstrip("\\"))) % 2 == 0
