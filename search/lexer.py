"""What is typed, cut into tokens. Any text is a row of tokens, found in one pass, left to right."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from papers import identifiers
from papers.identifiers import Identifier

QUOTES = '"“”„'

_QUOTED = rf"[{QUOTES}](?:[^\\{QUOTES}]|\\.?)*[{QUOTES}]?\*?"
_PATTERN = r"/(?:[^\\/]|\\.)+/(?=[\s()]|\Z)"
_BARE = rf"[^\s(){QUOTES}]++"
_TOKEN = re.compile(
    rf"""
    (?P<minus>-(?=[^\s)-]))?
    (?:
        (?P<pattern>{_PATTERN})
      | (?:/[/-]*+)?  # slashes in front of a word mean nothing
        (?:
            (?P<bracket>[()])
          | (?P<name>[A-Za-z][\w-]*+(?:\.[A-Za-z][\w-]*+)?)
            (?P<sign>:[<>]=?+|:=?+|[<>]=?+|==?+)
            (?P<value>{_PATTERN}|(?:{_QUOTED}|{_BARE})*)
          | (?P<quoted>{_QUOTED})
          | (?P<word>{_BARE})
        )
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_PASTED = re.compile(
    rf"(?:(?:doi|url)[:=])?(?:https?://|www\.|10\.\d)[^\s{QUOTES}]++", re.IGNORECASE
)
_BETWEEN = re.compile(r"(?:\s++|--++|-(?=[\s)]|\Z))*")
_ITEM = re.compile(rf"({_QUOTED})|[^,{QUOTES}]++")
_INSIDE = re.compile(rf"[{QUOTES}]((?:[^\\{QUOTES}]|\\.?)*)([{QUOTES}]?)(\*?)", re.DOTALL)
_ESCAPED = re.compile(rf"\\([\\{QUOTES}])")
_TO_ESCAPE = re.compile(rf"[\\{QUOTES}]")
_PLAIN = re.compile(rf"[^\s(){QUOTES},*/<>=][^\s(){QUOTES},*]*")


class Token(NamedTuple):
    """A stretch of what was typed; kind is pattern, bracket, field, quoted, word or pasted."""

    kind: str
    text: str
    negated: bool
    start: int
    end: int
    name: str = ""
    sign: str = ""
    value: str = ""
    named: Identifier | None = None


class Item(NamedTuple):
    """One of the values of a field, or what stands in quotes."""

    text: str
    quoted: bool
    open: bool  # a * behind it leaves its end open
    unclosed: bool = False  # the closing quote is missing


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text in the order in which they stand there."""
    at, end, tried = 0, len(text), 0
    while at < end:
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]  # it always matches
        found = _TOKEN.match(text, at)
        if not found:
            at += 1
            continue
        token = None
        inner = found.start("name" if found["name"] else "word")
        if inner >= tried and text[inner] in "dDuUhHwW1" and (long := _PASTED.match(text, inner)):
            tried = long.end()  # once for each run of characters, or many would take long
            token = _pasted(found, long)
        token = token or _token(found)
        yield token
        at = token.end


def _token(found: re.Match[str]) -> Token:
    negated = found["minus"] is not None
    start, end = found.span()
    kind = found.lastgroup or ""
    if kind == "value":
        name, sign, value = found["name"], _sign(found["sign"]), found["value"]
        return Token("field", name + found["sign"] + value, negated, start, end, name, sign, value)
    return Token(kind, found[kind], negated, start, end)


def _sign(typed: str) -> str:
    """`:>=` is `>=`, and an equals sign is a colon."""
    bare = typed.lstrip(":") or ":"
    return ":" if bare[0] == "=" else bare


def _pasted(found: re.Match[str], long: re.Match[str]) -> Token | None:
    """An address or a DOI. Parentheses within are its own, but not those that it never opened."""
    typed = long[0]
    surplus = typed.count(")") - typed.count("(")
    while surplus > 0 and typed[-1] == ")":
        typed = typed[:-1]
        surplus -= 1
    whole = typed.rstrip("*")
    named = identify(re.sub("^url[:=]", "", whole, flags=re.IGNORECASE))
    if not named:
        return None
    star = "*" if whole != typed else ""
    negated, end = found["minus"] is not None, long.start() + len(typed)
    return Token("pasted", typed, negated, found.start(), end, value=star, named=named)


def identify(text: str) -> Identifier | None:
    """The identifier or the address that a text is; "url" is an address of no other kind."""
    found = identifiers.classify(text)
    if found and found.kind in ("doi", "arxiv", "isbn", "pmid"):
        return found
    bare = re.match(r"(?:https?://)?(?:www\.)?([^\s/]+\.[^\s/.]{2,}(?:/\S*)?)", text, re.IGNORECASE)
    is_address = bare and (re.match("https?://", text, re.IGNORECASE) or text[:4].lower() == "www.")
    return Identifier("url", address(text)) if is_address else None


def address(text: str) -> str:
    """An address without what may differ while it leads to the same page."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", text.strip(), flags=re.IGNORECASE)
    host, slash, rest = bare.partition("/")
    return (host.lower() + slash + rest).rstrip("/.,;")


def items(value: str, *, whole: bool = False) -> list[Item]:
    """The values in a field's value, commas between them; all of it is one if it is `whole`."""
    if whole and not value.startswith(tuple(QUOTES)):
        return [_bare(value)]
    return [
        inside(found[0]) if found[1] else _bare(found[0])
        for found in _ITEM.finditer(value)
        if found[0].strip("*") or found[0] == "*"
    ]


def first_items(value: str, count: int) -> str:
    """The beginning of a field's value, up to so many of its values."""
    for at, found in enumerate(_ITEM.finditer(value), 1):
        if at == count:
            return value[: found.end()]
    return value


def _bare(text: str) -> Item:
    bare = text.rstrip("*")
    return Item(bare, False, bare != text)


def inside(quoted: str) -> Item:
    """What stands in quotes."""
    found = _INSIDE.match(quoted)
    assert found
    return Item(_ESCAPED.sub(r"\1", found[1]), True, bool(found[3]), not found[2])


def spelled(value: str) -> str:
    """A value as it can stand behind a colon, in quotes where it must be."""
    return value if _PLAIN.fullmatch(value) else quoted(value)


def quoted(text: str) -> str:
    return '"' + _TO_ESCAPE.sub(r"\\\g<0>", text) + '"'
