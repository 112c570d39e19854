"""One entry of BibTeX read into its parts, each with its place; see `papers.bibtex`."""

import re
import sys
from collections.abc import Iterable
from typing import NamedTuple

from papers.fields import Bare, Fields

NAME = r"[^\s,={}\"()%#]++"
HEADER = re.compile(r"@\s*+([^\s{}(),=\"@%#\\]++)\s*+([{(])")

_GAP = re.compile(r"(?:\s++|%[^\r\n]*+)*")
_COMMAS = re.compile(r"(?:[\s,]++|%[^\r\n]*+)*")
_FIELD = re.compile(rf"({NAME}(?:[ \t]++{NAME})*)\s*+=")
_BARE = re.compile(r"[^\s,#{}\"=%)][^\s,#{}\"=)]*+")
_NO_KEY = re.compile(rf"\s*+{NAME}(?:\s*+=\s*+(?:[{{\"]|\d++\s*+[,}})])|\s++=|=\s)")
_PLAIN_KEY = re.compile(r"\s*+([^,={}()\"\s]*+)\s*+,")
_ODD_KEY = re.compile(r"[,{})]")
_KEY_AND_FIELD = re.compile(rf"\s*+(\S++)\s++(?={NAME}\s*+=)")
_JUNK = re.compile(rf"[,{{}})]|[\r\n][ \t]*+(?={NAME}\s*+=)")
_LAST_ON_LINE = re.compile(r"[ \t]*+(?:[\r\n]|\Z)")
_QUOTE_AT_END = re.compile(rf"\"(?=\s*+(?:[,#}})%]|\Z|{NAME}\s*+=))")
BRACES = re.compile(r"[{}]")
BRACES_OR_QUOTE = re.compile(r"[{}\"]")
_ESCAPES_OR_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_ESCAPES_BRACES_OR_QUOTE = re.compile(r"\\.|[{}\"]", re.DOTALL)


class Key(NamedTuple):
    """Where the key stands, and where the fields begin behind it."""

    begin: int
    end: int
    placed: bool  # a comma gives a key, if only an empty one, its place
    body: int


class Part(NamedTuple):
    """A field in the text; `value` still has its delimiters."""

    name: str
    value: str
    kind: str  # braces, quotes, number, bare, or rough for what is none of these
    name_at: int
    name_end: int
    value_at: int
    value_end: int

    @property
    def plain(self) -> str:
        """The value as `Fields` keep it: without its delimiters, or a `Bare`."""
        if self.kind in ("braces", "quotes"):
            return self.value[1:-1]
        return Bare(self.value) if self.kind == "bare" else self.value


class Entry(NamedTuple):
    """An entry's parts, and where each stands in the text."""

    type: str
    type_at: int
    key: str
    key_place: Key
    parts: tuple[Part, ...]
    end: int
    closed: bool
    clean: bool  # every character of the text has its place in the grammar
    open_at: int  # the delimiter of a value that is never closed, or -1

    @property
    def fields(self) -> Fields:
        return fields_of((part.name, part.plain) for part in self.parts)


def fields_of(pairs: Iterable[tuple[str, str]]) -> Fields:
    """Fields under lower-case names; the second of one name becomes `name#2`."""
    fields: dict[str, str] = {}
    seen: dict[str, int] = {}
    for written, value in pairs:
        name = sys.intern(written.lower())  # 100,000 papers share a few names
        if name in fields:
            seen[name] = seen.get(name, 1) + 1
            name = f"{name}#{seen[name]}"
        fields[name] = value
    return Fields(fields)


def find_key(text: str, header: re.Match[str], stop: int) -> Key:
    """Where the key of the entry with this header stands, in the text before `stop`."""
    at = header.end()
    plain = _PLAIN_KEY.match(text, at, stop)
    if plain:
        return Key(plain.start(1), plain.end(1), True, plain.end())
    if _NO_KEY.match(text, at, stop):
        return no_key(header)
    end, comma = _odd_key(text, at, stop, closer_of(header))
    fused = _KEY_AND_FIELD.match(text, at, end) if text.find("=", at, end) >= 0 else None
    if fused:  # the comma between the key and the first field is missing
        return Key(fused.start(1), fused.end(1), False, fused.end())
    written = text[at:end]
    begin = at + len(written) - len(written.lstrip())
    return Key(begin, max(begin, at + len(written.rstrip())), comma, end + comma)


def no_key(header: re.Match[str]) -> Key:
    return Key(header.end(), header.end(), False, header.end())


def _odd_key(text: str, at: int, stop: int, closer: str) -> tuple[int, bool]:
    """Where a key with spaces or braces in it ends, and whether a comma ends it."""
    depth = 0
    for mark in _ODD_KEY.finditer(text, at, stop):
        found = mark[0]
        if found == "{":
            depth += 1
        elif depth:
            depth -= found == "}"
        elif found in (",", closer):
            return mark.start(), found == ","
    return stop, False


def closer_of(header: re.Match[str]) -> str:
    return ")" if header[2] == "(" else "}"


def braced(text: str, at: int, marks: re.Pattern[str]) -> int:
    """The end of the braces that open here, or -1."""
    depth = 0
    for mark in marks.finditer(text, at):
        found = mark[0]
        if found == "{":
            depth += 1
        elif found == "}":
            depth -= 1
            if depth == 0:
                return mark.end()
    return -1


def quoted(text: str, at: int, marks: re.Pattern[str]) -> int:
    """The end of the quotes that open here, or -1."""
    depth = 0
    for mark in marks.finditer(text, at + 1):
        found = mark[0]
        if found == "{":
            depth += 1
        elif found == "}":
            depth -= 1
            if depth < 0:
                return -1
        elif found == '"' and depth == 0:
            return mark.end()
    return -1


class Reader:
    """One pass over an entry, as BibTeX itself would read it."""

    braces = BRACES
    quotes = BRACES_OR_QUOTE

    def __init__(self, text: str, closer: str) -> None:
        self.text = text
        self.closer = closer
        self.clean = True
        self.open_at = -1
        self.parts: list[Part] = []

    def braced(self, at: int) -> int:
        return braced(self.text, at, self.braces)

    def quoted(self, at: int) -> int:
        return quoted(self.text, at, self.quotes)

    def entry(self, header: re.Match[str], key: Key) -> Entry:
        end, closed = self.body(key.body)
        return Entry(
            type=header[1],
            type_at=header.start(1),
            key=self.text[key.begin : key.end],
            key_place=key,
            parts=tuple(self.parts),
            end=end,
            closed=closed,
            clean=self.clean,
            open_at=self.open_at,
        )

    def body(self, at: int) -> tuple[int, bool]:
        """Read the fields; where the entry ends, and whether a delimiter ends it."""
        text = self.text
        while True:
            at = _past(_COMMAS, text, at)
            if at >= len(text):
                return len(text), False
            if self.closes(at):
                self.clean &= text[at] == self.closer
                return at + 1, True
            name = _FIELD.match(text, at)
            if name:
                at = self.field(name)
            else:
                self.clean = False
                at = self.skip(at)

    def closes(self, at: int) -> bool:
        """Whether the entry ends here, if need be with the other kind of delimiter."""
        char = self.text[at]
        if char == ")" != self.closer:
            return bool(_LAST_ON_LINE.match(self.text, at + 1))
        return char == self.closer or char == "}"

    def field(self, name: re.Match[str]) -> int:
        """Read one field; where it ends."""
        text = self.text
        at = _past(_GAP, text, name.end())
        end, kind = self.value(at)
        if end < 0:
            end, kind, self.open_at, self.clean = len(text), "rough", at, False
        after = _past(_GAP, text, end)
        if after < len(text) and text[after] != "," and not self.closes(after):
            self.clean = False
            if not _FIELD.match(text, after):
                end = at + len(text[at : self.skip(after)].rstrip())
                kind = "rough"
        written = text[name.start(1) : name.end(1)]
        self.parts.append(Part(written, text[at:end], kind, name.start(1), name.end(1), at, end))
        return end

    def value(self, at: int) -> tuple[int, str]:
        """Where the value ends (-1 if it never does), and its kind."""
        text, end, kind, pieces = self.text, at, "rough", 0
        while at < len(text):
            char = text[at]
            if char == "{":
                end, kind = self.braced(at), "braces"
            elif char == '"':
                end, kind = self.quoted(at), "quotes"
            else:
                bare = _BARE.match(text, at)
                if not bare:
                    break
                end = bare.end()
                kind = "number" if bare[0].isdigit() and bare[0].isascii() else "bare"
            if end < 0:
                return -1, "rough"
            pieces += 1
            after = _past(_GAP, text, end)
            if text[after : after + 1] != "#":
                break
            at = _past(_GAP, text, after + 1)
        return end, "bare" if pieces > 1 else kind

    def skip(self, at: int) -> int:
        """Past what has no place here: to the next comma, field or end of the entry."""
        text = self.text
        while True:
            mark = _JUNK.search(text, at)
            if not mark:
                return len(text)
            if mark[0] == "{":
                at = self.braced(mark.start())
                if at < 0:
                    return len(text)
            elif mark[0] == ")" and not self.closes(mark.start()):
                at = mark.end()
            else:
                return mark.start()


class ReaderWithEscapes(Reader):
    r"""Takes `\{`, `\}` and `\"` for characters that open and close nothing."""

    braces = _ESCAPES_OR_BRACES
    quotes = _ESCAPES_BRACES_OR_QUOTE


class ReaderOfLooseQuotes(Reader):
    """Takes quotes and braces inside quotes for text, as long as the value goes on."""

    def quoted(self, at: int) -> int:
        end = _QUOTE_AT_END.search(self.text, at + 1)
        return end.end() if end else -1


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
