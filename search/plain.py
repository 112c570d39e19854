"""What a word means that stands by itself: a word, a key, an identifier, an address."""

import re

from search import fields
from search.fields import Place, says
from search.lexer import Token, identify
from search.tree import EVERYTHING, Named, Node, Same, Word

SHORT = 3  # letters: a word that is left out is hardly meant before it has so many
LITTLE = frozenset("the and for with from".split())

_KEY = re.compile(r"\[?@([^\s\[\],;]+)[\],;]*")
_LIKE_ONE = re.compile(  # an identifier; most words are told apart by this alone
    r"[a-z.-]+/\d{7}|\d{4}\.\d{4,5}|[\dx–-]{10,}|[0-9a-z]{12}[0-7]$", re.IGNORECASE
)
_BEGUN = re.compile(r"(?P<arxiv>\d{4}\.\d{0,5})|(?P<doi>10\.\d{4,9})", re.ASCII)


def named(token: Token, place: Place) -> Node:
    """A DOI or an address; a DOI may go on while it is typed."""
    assert token.named
    kind, value, span = token.named.kind, token.named.value, (token.start, token.end)
    begun = kind == "doi" and place.typing and not place.exact
    if kind != "url" and (token.value or begun):
        return Same(kind, value, True, span)
    return Named(kind, value, span)


def word(token: Token, place: Place) -> Node | None:
    """A word, a key or an identifier; None for what is left out while it is hardly begun."""
    text, span = token.text.rstrip("*"), (token.start, token.end)
    starred = text != token.text
    if not says(text):
        return EVERYTHING
    growing = starred or (place.typing and not place.exact)
    if text[0] in "[@" and (key := _KEY.fullmatch(text)):
        return Same("key", key[1], growing, span)
    if text[0].isdigit() or "/" in text or text[-1].isdigit():
        found = _identified(text, starred)
        if found:
            return found._replace(span=span)
        begun = _BEGUN.fullmatch(text) if growing and not starred else None
        if begun:
            return Same(begun.lastgroup or "", text, True, span)
    if place.exact and place.typing and (len(text) < SHORT or text.lower() in LITTLE):
        return None
    return Word(text, starred or (place.ending and not place.exact), span)


def _identified(text: str, starred: bool) -> Named | Same | None:
    if not _LIKE_ONE.match(text):
        return None
    uid = fields.whole("uid", text)
    found = None if uid else identify(text)
    kind, value = ("uid", uid) if uid else found[:2] if found else ("", "")
    if not value:
        return None
    return Same(kind, value, True) if starred else Named(kind, value)
