"""Where the blocks of a BibTeX file begin and end, found in one pass over the text.

An entry starts at an `@` that is the first thing on its line, or that plainly opens an entry; it
ends where its delimiter is closed, braces counted as BibTeX counts them. What a `%` or a
`@comment` hides stays hidden. When a delimiter is never closed, the blocks that follow are found
again all the same, because the ends of all that could be blocks are noted on the way.
"""

import itertools
import re
from typing import NamedTuple

from papers.bibtex import HEADER, NAME, understand

SPECIAL = ("comment", "preamble", "string")

_CLEARLY = re.compile(rf"@[^{{(]*+[{{(]\s*+(?:[^,={{}}\"\r\n]{{0,300}}+,)?\s*+{NAME}\s*+=")
_KEY_WITH_COMMA = re.compile(r"@[^{(]*+[{(]\s*+[^,={}()\"]{0,300}+[,=]")
_MARKS = re.compile(r"[{}\")]|[\r\n][ \t]*+@")
_BRACES_AND_LINES = re.compile(r"[{}]|[\r\n][ \t]*+@")
_PLAIN_BODY = re.compile(r"(?:[^{}@]++|\{(?:[^{}@]++|\{(?:[^{}@]++|\{[^{}@]*+\})*\})*\})*\}")
BLANK = " \t\r\n\f\v\xa0\ufeff\u200b" + "".join(map(chr, range(32)))
_QUOTING = "#;/>"


class Span(NamedTuple):
    """A block's place; one that is not closed goes on to where the next begins."""

    kind: str  # entry, string, preamble or comment
    start: int
    end: int
    closed: bool


class _Open:
    """A block, or what might be one inside another, whose end is still looked for."""

    __slots__ = ("inner", "kind", "level", "parenthesis", "quoted", "start")

    def __init__(self, header: re.Match[str], depth: int) -> None:
        self.start = header.start()
        self.kind = kind_of(header[1])
        self.parenthesis = header[2] == "("
        self.level = depth if self.parenthesis else depth + 1
        self.quoted = False
        self.inner: list[Span] = []

    def until(self, end: int, closed: bool) -> Span:
        return Span(self.kind, self.start, end, closed)


def kind_of(entry_type: str) -> str:
    lowered = entry_type.lower()
    return lowered if lowered in SPECIAL else "entry"


def scan(text: str) -> list[Span]:
    """The blocks of the text, in order; what lies between them is prose."""
    spans: list[Span] = []
    header = _next_header(text, 0)
    while header:
        end = _plain_end(text, header)
        if end:
            spans.append(Span(kind_of(header[1]), header.start(), end, True))
        else:
            spans += _block(text, header)
        header = _next_header(text, spans[-1].end)
    return spans


def _next_header(text: str, at: int) -> re.Match[str] | None:
    """The next header outside of a block; only what stands before it on its line is looked at."""
    checked, blank, hidden = at, True, False
    for header in HEADER.finditer(text, at):
        start = header.start()
        newline = max(text.rfind("\n", checked, start), text.rfind("\r", checked, start))
        if newline >= 0:
            checked, blank, hidden = newline + 1, True, False
        before = text[checked:start]
        if blank and (first := before.strip(BLANK)[:1]):
            blank, hidden = False, first in _QUOTING
        hidden = hidden or "%" in before
        checked = start
        if blank:
            if header[2] == "{" or kind_of(header[1]) != "entry":
                return header
            if _KEY_WITH_COMMA.match(text, start):
                return header
        elif not hidden and _CLEARLY.match(text, start):
            return header
    return None


def _plain_end(text: str, header: re.Match[str]) -> int:
    """The end of a block between braces in which no line looks like another; 0 for other blocks."""
    if header[2] == "(":
        return 0
    plain = _PLAIN_BODY.match(text, header.end())
    if plain:
        return plain.end()
    depth = 1
    for mark in _BRACES_AND_LINES.finditer(text, header.end()):
        char = mark[0]
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if not depth:
                return mark.end()
        elif HEADER.match(text, mark.end() - 1):
            return 0
    return 0


def _block(text: str, header: re.Match[str]) -> list[Span]:
    """The block with this header, or several where its end is missing."""
    stack = [_Open(header, 0)]
    top = stack[0]
    depth = top.level
    for mark in _MARKS.finditer(text, header.end()):
        char = mark[0]
        ended = False
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            while depth < top.level and top.parenthesis and len(stack) > 1:
                stack.pop()  # it was text, for the braces around it close first
                top = stack[-1]
            ended = depth < top.level
        elif char == '"':
            top.quoted ^= depth == top.level
        elif char == ")":
            ended = top.parenthesis and depth == top.level and not top.quoted
        elif inner := HEADER.match(text, mark.end() - 1):
            if depth == top.level and not top.quoted and top.kind != "comment":
                stack.pop()  # no value is open, so this can only be the next block
                span = top.until(inner.start(), closed=False)
                if not stack:
                    return [span]
                stack[-1].inner.append(span)
                depth -= not top.parenthesis
                stack.append(_Open(inner, depth))
            elif _CLEARLY.match(text, inner.start()):
                stack.append(_Open(inner, depth))
            top = stack[-1]
        if ended:
            stack.pop()
            span = top.until(mark.end(), closed=True)
            if not stack:
                whole = not top.inner or _reads_well(text, span)
                return [span] if whole else _recovered([top], span.end)
            top = stack[-1]
            top.inner.append(span)
    return _recovered(stack, len(text))


def _reads_well(text: str, span: Span) -> bool:
    """Whether what looks like blocks inside this one is text in its values."""
    if span.kind != "entry":
        return True
    entry = understand(text[span.start : span.end])
    return bool(entry and entry.clean and entry.end == span.end - span.start)


def _recovered(stack: list[_Open], length: int) -> list[Span]:
    """The blocks that are in the text after all, as the first one is not what it seemed."""
    spans: list[Span] = []
    for block in stack:
        spans.append(block.until(length, closed=False))
        spans += block.inner
    for place, (span, following) in enumerate(itertools.pairwise(spans)):
        if not span.closed:
            spans[place] = span._replace(end=following.start)
    return spans
