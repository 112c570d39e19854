"""XML taken apart into records, safely: no entity is expanded, nothing is fetched, all is linear.

A file that breaks in one place is read record by record from there on, so that one that is not
well-formed costs no other. Lone ampersands and characters that XML forbids are mended.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from importers._text import decode

DEEPEST = 200
CHUNK = 1 << 16

_DECLARED = re.compile(rb"^\s*<\?xml[^<>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_HEAD = re.compile(r"\A\s*+(?:<\?xml[^<>]*\?>)?")
_ONLY_CLOSING = re.compile(r"(?:\s*+</[\w:.-]++\s*+>)*\s*+")
_AROUND = re.compile(r"(?:\s*+<(?:[?!]|xml\b|records\b|rdf:RDF\b)[^<>]*+>)*")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_NUMBERED = re.compile(r"&#(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}));")


class Piece(NamedTuple):
    """A record: its element, the line where it begins and its own text."""

    element: Element
    line: int
    raw: str


class Broken(NamedTuple):
    """What could not be read, and why."""

    reason: str
    line: int
    raw: str


class Shape(NamedTuple):
    """How to find the records of a format in its text and in its tree."""

    root: str  # the opening tag that a record needs around it when it is read alone
    opening: re.Pattern[str]  # a record's opening tag; its first group is the tag's name
    is_record: Callable[[int, str], bool]  # of an element's depth and name
    prefixes: Mapping[str, str] = MappingProxyType({})  # of namespaces, whatever the file says


def pieces(data: bytes, shape: Shape) -> Iterator[Piece | Broken]:
    """The records of a file, in order."""
    text = _FORBIDDEN.sub("\ufffd", _text(data))
    parser = _Parser(text, shape)
    for start in range(0, len(parser.data), CHUNK):
        trouble = parser.feed(parser.data[start : start + CHUNK])
        yield from parser.taken()
        if trouble:
            break
    else:
        trouble = parser.feed(b"", last=True)
        yield from parser.taken()
    if isinstance(trouble, _Refused):
        yield Broken(str(trouble), trouble.line, text)
    elif trouble:
        done = len(parser.data[: parser.end].decode())
        yield from _salvaged(text, done, shape, str(trouble))
    elif not parser.end:
        yield Broken("There is no record in this XML that Carrel knows.", 1, text)


def content(element: Element | None) -> str:
    """All text in an element; a lone carriage return, as EndNote ends lines, is a line end."""
    if element is None:
        return ""
    text = "".join(element.itertext()).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join([line.strip() for line in text.split("\n")]).strip()


class _Refused(Exception):
    """The file asks for what is not done: it is data, not a program."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


def _text(data: bytes) -> str:
    found = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    name = found[1].decode().lower() if found else ""
    if name and not name.startswith(("utf", "us-ascii")):
        try:
            return data.decode(name)
        except (LookupError, UnicodeError):
            return decode(data)
    return decode(data)


class _Parser:
    """Expat, with a tree for each record and nothing around them."""

    def __init__(self, text: str, shape: Shape, root: str = "") -> None:
        text = _HEAD.sub(lambda found: re.sub("[^\n]", " ", found[0]), text)
        self.data = (root + text).encode("utf-8", "replace")
        self.is_record = shape.is_record
        self.prefixes = shape.prefixes
        self.depth = 0
        self.start = self.end = self.line = self.at = 0
        self.builder: TreeBuilder | None = None
        self.found: list[Piece] = []
        self.expat = expat.ParserCreate("utf-8", "}")
        self.expat.buffer_text = True
        self.expat.StartElementHandler = self._open
        self.expat.EndElementHandler = self._close
        self.expat.CharacterDataHandler = self._characters
        self.expat.EntityDeclHandler = self._entity
        self.expat.SkippedEntityHandler = self._skipped

    def feed(self, data: bytes, *, last: bool = False) -> Exception | None:
        try:
            self.expat.Parse(data, last)
        except expat.ExpatError as error:
            line = error.lineno
            return ValueError(f"{expat.ErrorString(error.code)} in line {line}")
        except (_Refused, _TooDeep) as error:
            return error
        return None

    def taken(self) -> list[Piece]:
        taken, self.found = self.found, []
        return taken

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        name = self._named(name)
        if self.depth > DEEPEST:
            raise _TooDeep(f"elements more than {DEEPEST} deep")
        if self.builder is None and self.is_record(self.depth, name):
            self.builder = TreeBuilder()
            self.start, self.line = self.expat.CurrentByteIndex, self.expat.CurrentLineNumber
            self.at = self.depth
        if self.builder is not None:
            self.builder.start(name, {self._named(each): attributes[each] for each in attributes})

    def _close(self, name: str) -> None:
        if self.builder is not None:
            self.builder.end(self._named(name))
            if self.depth == self.at:
                self.end = self.expat.CurrentByteIndex
                if self.data.startswith(b"</", self.end):  # else an empty tag, and this its end
                    self.end = self.data.index(b">", self.end) + 1
                raw = self.data[self.start : self.end].decode()
                self.found.append(Piece(self.builder.close(), self.line, raw))
                self.builder = None
        self.depth -= 1

    def _named(self, name: str) -> str:
        namespace, brace, local = name.rpartition("}")
        return f"{self.prefixes.get(namespace, namespace)}:{local}" if brace else name

    def _characters(self, text: str) -> None:
        if self.builder is not None:
            self.builder.data(text)

    def _entity(self, *_declaration: object) -> None:
        raise _Refused(
            "This XML declares entities of its own, which Carrel never expands or fetches: "
            "export it again without a DOCTYPE.",
            self.expat.CurrentLineNumber,
        )

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if self.builder is not None and not is_parameter:
            self.builder.data(f"&{name};")


class _TooDeep(Exception):
    """Nobody nests so deep in earnest."""


def _salvaged(text: str, done: int, shape: Shape, trouble: str) -> Iterator[Piece | Broken]:
    """The records behind the last one that was read, each by itself, and what is between them."""
    line = 1 + _line_ends(text, 0, done)
    at = done
    if not done and (found := _AROUND.match(text)):
        at = found.end()
        line += _line_ends(text, 0, at)
    openings = list(shape.opening.finditer(text, at))
    limits = [*(opening.start() for opening in openings[1:]), len(text)]
    for opening, limit in zip(openings, limits, strict=False):
        yield from _between(text, at, opening.start(), line, trouble)
        line += _line_ends(text, at, opening.start())
        at = opening.start()
        close = f"</{opening[1]}>"
        end = text.find(close, at, limit)
        end = end + len(close) if end >= 0 else limit
        yield _alone(text[at:end].rstrip(), line, shape)
        line += _line_ends(text, at, end)
        at = end
    yield from _between(text, at, len(text), line, trouble)


def _between(text: str, start: int, stop: int, line: int, trouble: str) -> Iterator[Broken]:
    """What stands between two records; tags that close what is around them say nothing."""
    if not _ONLY_CLOSING.fullmatch(text, start, stop):
        between = text[start:stop]
        line += _line_ends(between, 0, len(between) - len(between.lstrip()))
        yield Broken(f"This is not well-formed XML: {trouble}.", line, between.strip())


def _line_ends(text: str, start: int, stop: int) -> int:
    return sum(1 for _ in re.compile(r"\r\n?|\n").finditer(text, start, stop))


def _alone(raw: str, line: int, shape: Shape) -> Piece | Broken:
    trouble: Exception | None = None
    for text in (raw, _mended(raw)):
        parser = _Parser(text, shape, shape.root)
        trouble = parser.feed(parser.data)
        found = parser.taken()
        if found:
            return Piece(found[0].element, line, raw)
    said = re.sub(r" in line \d+$", "", str(trouble or "its end is missing"))
    return Broken(f"This record is not well-formed XML: {said}.", line, raw)


def _mended(raw: str) -> str:
    return _NUMBERED.sub(_allowed, _LONE_AMPERSAND.sub("&amp;", raw))


def _allowed(found: re.Match[str]) -> str:
    code = int(found[1]) if found[1] else int(found[2], 16)
    allowed = code < 0x110000 and not _FORBIDDEN.match(chr(code))
    return found[0] if allowed else "\ufffd"
