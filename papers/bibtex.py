"""BibTeX's grammar for one entry: its text in, its parts and their places out.

`understand` reads what BibTeX reads, and past that what people's files hold: a missing key or
comma, comments between fields, braces that were meant as escaped. It is linear in the text,
never raises, and says where each part stands, so that a writer can replace one and leave the
rest of the text alone.
"""

import functools
import re

from papers._bibtex_reader import (
    BRACES,
    BRACES_OR_QUOTE,
    HEADER,
    NAME,
    Entry,
    Key,
    Part,
    Reader,
    ReaderOfLooseQuotes,
    ReaderWithEscapes,
    braced,
    closer_of,
    fields_of,
    find_key,
    no_key,
    quoted,
)
from papers.fields import Bare
from papers.paper import split_pieces

__all__ = [
    "HEADER",
    "NAME",
    "Entry",
    "Key",
    "Part",
    "base_name",
    "fields_of",
    "find_key",
    "is_expression",
    "literal",
    "macros_in",
    "swallowed",
    "understand",
]

_DUPLICATE = re.compile(r"#\d+\Z")
_SWALLOWED = re.compile(rf"[,\r\n][ \t]*+{NAME}[ \t]*+=\s*+[{{\"\d]")


def base_name(name: str) -> str:
    """A field's name as files have it: `note#2` is `note`."""
    return _DUPLICATE.sub("", name) if "#" in name else name


def understand(text: str, *, keyed: bool = True) -> Entry | None:
    """The entry in this text, in the first reading that leaves nothing over; None if it is none.

    BibTeX counts every brace, escaped or not. A text that makes no sense so is read with `\\{`
    and `\\}` as escaped, as many programs write them, then with quotes that only end a value
    before a comma. An `@string` is an entry that is not keyed.
    """
    header = HEADER.match(text)
    if not header:
        return None
    key = find_key(text, header, len(text)) if keyed else no_key(header)
    closer = closer_of(header)
    strict = Reader(text, closer).entry(header, key)
    if strict.clean and strict.closed:
        return strict
    for reader in (ReaderWithEscapes, ReaderOfLooseQuotes):
        entry = reader(text, closer).entry(header, key)
        if entry.clean and entry.closed:
            return entry
    return strict


def literal(value: str) -> str | None:
    """What BibTeX makes of a value, in the convention of `Fields`; None if it is not legal."""
    first, inner, last = value[:1], value[1:-1], value[-1:]
    is_flat = "{" not in inner and "}" not in inner
    if first == "{":
        if (is_flat and last == "}") or braced(value, 0, BRACES) == len(value):
            return inner
    elif first == '"':
        if is_flat and last == '"' and '"' not in inner and value != '"':
            return inner
        if quoted(value, 0, BRACES_OR_QUOTE) == len(value):
            return inner
    elif value.isdigit() and value.isascii():
        return value
    return Bare(value) if is_expression(value) else None


def is_expression(value: str) -> bool:
    """Whether BibTeX reads this as it stands: literals, numbers and macros joined by `#`."""
    end, _kind = Reader(value, "}").value(0)
    return 0 < end == len(value)


@functools.lru_cache(maxsize=4096)
def macros_in(value: str) -> tuple[str, ...]:
    """The names of the macros in a bare value, lower-case."""
    pieces = split_pieces(value)
    return tuple(p.lower() for p in pieces if p[0] not in '{"' and not p.isdigit())


def swallowed(part: Part) -> bool:
    """Whether a value seems to hold the fields that were meant to follow it."""
    return bool(_SWALLOWED.search(part.value))
