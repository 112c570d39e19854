"""A note's file as its owner left it: what of it is the library's business, and the rest."""

import re
from typing import NamedTuple

from exporters.markdown import BEGIN, END

FENCE = "---"
_KEY = re.compile(r"([A-Za-z_][\w-]*):(?:[ \t]+(.*))?[ \t]*$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*?)[ \t]*$")
_ESCAPE = re.compile(r'\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|["\\ntr])')
_SHORT = {"n": "\n", "t": "\t", "r": "\r"}


class NoteFile(NamedTuple):
    """What a file says; a part that it does not have is None."""

    uid: str = ""
    notes: str | None = None
    tags: frozenset[str] | None = None
    rating: int | None = None
    status: str | None = None


def read(text: str) -> NoteFile:
    """Read what Carrel wrote there, however much else was written around it. Never raises."""
    front = front_matter(text)
    rating = "".join(front.get("rating", []))
    return NoteFile(
        uid="".join(front.get("id", [])),
        notes=_notes(text),
        tags=frozenset(filter(None, front["tags"])) if "tags" in front else None,
        rating=int(rating) if re.fullmatch("[0-5]", rating) else None,
        status="".join(front.get("status", [])).lower() or None,
    )


def with_notes(text: str, notes: str) -> str:
    """The file with other notes between its marks, and every other character as it was."""
    span = _span(text)
    return f"{text[: span[0]]}{notes}\n{text[span[1] :]}" if span else text


def _notes(text: str) -> str | None:
    span = _span(text)
    if not span:
        return None
    notes = text[span[0] : span[1]]
    return notes.removesuffix("\n")


def _span(text: str) -> tuple[int, int] | None:
    """From behind the first line that begins the notes to the last line that ends them."""
    begin = re.search(rf"^{re.escape(BEGIN)}[ \t]*\n", text, re.MULTILINE)
    if not begin:
        return None
    ends = [m.start() for m in re.finditer(rf"^{re.escape(END)}[ \t]*$", text, re.MULTILINE)]
    return (begin.end(), ends[-1]) if ends and ends[-1] >= begin.end() else None


def front_matter(text: str) -> dict[str, list[str]]:
    """The keys at the top with their values; of nested ones only lists of plain items."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return {}
    found: dict[str, list[str]] = {}
    name = ""
    for line in lines[1:]:
        if line.rstrip() in (FENCE, "..."):
            return found
        if key := _KEY.match(line):
            name = key[1].lower()
            found[name] = _values(key[2] or "")
        elif name and (item := _ITEM.match(line)):
            found[name].append(_plain(item[1]))
    return {}


def _values(text: str) -> list[str]:
    text = _without_remark(text.strip())
    if text.startswith("[") and text.endswith("]"):
        items = re.findall(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'|[^,]+', text[1:-1])
        return [_plain(item.strip()) for item in items]
    return [_plain(text)] if text else []


def _without_remark(text: str) -> str:
    return text if text[:1] in "\"'" else re.sub(r"(?:^|[ \t])#.*", "", text).strip()


def _plain(text: str) -> str:
    """A scalar without its quotes."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        return _ESCAPE.sub(_unescaped, text[1:-1])
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return text


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] in "xuU" and len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number < 0x110000 else found[0]
    return _SHORT.get(code, code)
