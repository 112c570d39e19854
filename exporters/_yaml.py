"""The little YAML that a note's front matter needs, written so that every reader agrees on it."""

import re
from collections.abc import Mapping, Sequence

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+)*")
_WORDS_WITH_A_MEANING = frozenset("y n yes no on off true false null none nan inf".split())
_ESCAPED = re.compile(
    '["\\\\\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff'
    "\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def mapping(values: Mapping[str, str | int | Sequence[str]]) -> str:
    """One line for each value, and for each item of a list; empty strings and lists are left out.

    A string is quoted unless it is plain words, so that no reader takes it for anything else.
    """
    lines: list[str] = []
    for name, value in values.items():
        if isinstance(value, int):
            lines.append(f"{name}: {value}")
        elif isinstance(value, str):
            lines += [f"{name}: {_string(value)}"] if value else []
        elif value:
            lines.append(f"{name}:")
            lines += [f"  - {_string(item)}" for item in value]
    return "".join([line + "\n" for line in lines])


def _string(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_WITH_A_MEANING:
        return text
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    code = ord(char)
    if char in _SHORT:
        return _SHORT[char]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
