"""JSON taken apart into its top items, each with its line and its own text.

Numbers stay as they are written, so that 1e999 and page 007 are what they were. An item that is
not JSON costs no other: reading goes on where its brackets close.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

PATIENCE = 50  # broken items, after which only brackets tell where one ends
_BETWEEN = re.compile(r"[\s\ufeff,]*+")
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*(?:"|\Z)|[\[\]{}]', re.DOTALL)
_SCALAR = re.compile(r'"(?:[^"\\]++|\\.)*(?:"|\Z)|[^,\[\]{}\n"]++', re.DOTALL)
_WRAPPED = re.compile(
    r'\{(?:[^\[\]{}]|\{\}|\[\]){0,2000}?"(?:items|references|message)"\s*:\s*(?=[\[{])'
)


class Item(NamedTuple):
    """One value, where it begins, its own text, and why it cannot be read if it cannot."""

    value: Any
    line: int
    raw: str
    trouble: str = ""


def items(text: str) -> Iterator[Item]:
    """The members of the outermost list; or the values that stand after one another."""
    lines = _Lines(text)
    tail = len(text.rstrip("}] \t\r\n"))  # the brackets that close what is around the items
    at = _start(text)
    broken = 0
    while at < max(tail, 1) and at < len(text):
        if text[at] == "]":
            at = _skip(text, at + 1)
            at = _skip(text, at + 1) if text.startswith("[", at) else at
            continue
        line = lines.at(at)
        value, end, trouble = _value(text, at, line, patient=broken < PATIENCE)
        broken += bool(trouble)
        yield Item(value, line, text[at:end].rstrip(", \t\r\n"), trouble)
        at = _skip(text, end)


def _skip(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def _start(text: str) -> int:
    """Where the first item begins: in a list, or in what Crossref and others wrap around one."""
    at = _skip(text, 0)
    while found := _WRAPPED.match(text, at):
        at = found.end()
    return _skip(text, at + 1) if text.startswith("[", at) else at


def _value(text: str, at: int, line: int, *, patient: bool) -> tuple[Any, int, str]:
    start = at
    if not patient:  # an error takes as long as the text before it: each sees its own text alone
        start, text = 0, text[at : _end_alone(text, at)]
    try:
        value, end = _DECODER.raw_decode(text, start)
    except RecursionError:
        end, reason = _end(text, start, len(text)), "This is nested too deeply to be a record."
        return None, at + end - start, reason
    except json.JSONDecodeError as error:
        where = line + text.count("\n", start, error.pos)
        reason = f"This is not JSON: {error.msg.lower()} in line {where}."
        end = _end(text, start, _next_line_like(text, start) if patient else len(text))
        return None, at + end - start, reason
    return value, at + end - start, ""


def _next_line_like(text: str, at: int) -> int:
    """Where a line begins as the one at this place does, which is how printed items begin."""
    start = text.rfind("\n", 0, at) + 1
    indent = text[start:at]
    if indent.strip() or not text.startswith("{", at):
        return len(text)
    found = text.find(f"\n{indent}{{", at)
    return found if found >= 0 else len(text)


def _end_alone(text: str, at: int) -> int:
    """Where an item ends as far as its brackets or its quotes tell."""
    if text[at] in "[{":
        return _end(text, at, len(text))
    found = _SCALAR.match(text, at)
    return found.end() if found else at + 1


def _end(text: str, at: int, limit: int) -> int:
    """Where an item ends that cannot be read: where its brackets close, or at the limit."""
    depth = 0
    for token in _TOKEN.finditer(text, at, limit):
        sign = token[0]
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
            if depth < 0:
                return max(token.start(), at + 1)
            if depth == 0:
                return token.end()
    return limit


class _Lines:
    """The line of each place, when places are asked for in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.counted = 0
        self.line = 1

    def at(self, place: int) -> int:
        self.line += self.text.count("\n", self.counted, place)
        self.counted = place
        return self.line


_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)
