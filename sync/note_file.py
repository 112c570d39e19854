"""A note's file as its owner left it: what of it is the library's business, and the rest."""

import re
from typing import NamedTuple

from exporters.markdown import BEGIN, END
from papers import Status

FENCE = "---"
ENDS = (FENCE, "...")
NOT_PLAIN = "{|>&*!%@`"  # what begins other things than a text
KEY = re.compile(r"(?!-\s)([^\s#][^:\n]*?)[ \t]*:(?=\s|$)")
_ITEM = re.compile(r"-[ \t]+(.*)$")
_QUOTED = r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'"""
_FLOW = re.compile(rf"\s*({_QUOTED}|[^\s,][^,]*)")
_REMARK = re.compile(rf"({_QUOTED})|(?:^|(?<=[ \t]))#.*")
_NOT_IN_TAGS = re.compile(r"[;{}\x00-\x1f\x7f\s]+")
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
        tags=_tags(front["tags"]) if "tags" in front else None,
        rating=int(rating) if re.fullmatch("[0-5]", rating) else None,
        status="".join(front.get("status", [])).lower() or None,
    )


def understands(name: str, lines: str) -> bool:
    """Whether these lines of the front matter say something about this, or nothing at all."""
    text = f"{FENCE}\n{lines}{FENCE}\n"
    said = front_matter(text).get(name)
    if name not in ("tags", "rating", "status") or said == []:
        return True
    there = read(text)
    known = {status.value for status in Status}
    return (there.status in known) if name == "status" else getattr(there, name) is not None


def _tags(values: list[str]) -> frozenset[str]:
    """The tags as a library keeps them; a comma parts them also where it stands in a text."""
    parted = [part for value in values for part in value.split(",")]
    return frozenset(filter(None, (_NOT_IN_TAGS.sub(" ", part).strip() for part in parted)))


def with_notes(text: str, notes: str) -> str:
    """The file with other notes between its marks, and every other character as it was."""
    span = _span(text)
    return f"{text[: span[0]]}{notes}\n{text[span[1] :]}" if span else text


def parted(text: str) -> tuple[str, str, str] | None:
    """What stands above the notes, with the mark; the notes; and what stands below them."""
    span = _span(text)
    return (text[: span[0]], text[slice(*span)], text[span[1] :]) if span else None


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
    """The keys at the top with their values; what is no plain value or list of such is left out."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return {}
    found: dict[str, list[str]] = {}
    for line in lines[1:]:
        if line.rstrip() in ENDS:
            values = {name: _values(said) for name, said in found.items()}
            return {name: value for name, value in values.items() if value is not None}
        if key := KEY.match(line):
            name = key[1].lower()
            found[name] = [line[key.end() :]]
        elif found:
            found[name].append(line)
    return {}


def _values(lines: list[str]) -> list[str] | None:
    """What stands behind a key and below it; None where that is more than we understand."""
    first, *below = [_REMARK.sub(r"\1", line).strip() for line in lines]
    items = [found[1] for line in below if (found := _ITEM.match(line))]
    if not first and items:
        return [_plain(item) for item in items]
    whole = " ".join([first, *below]).strip()
    if whole.startswith("["):
        return [_plain(item) for item in _FLOW.findall(whole[1:-1])] if whole[-1] == "]" else None
    if whole[:1] in NOT_PLAIN:
        return None if whole else []
    return [_plain(whole)]


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
