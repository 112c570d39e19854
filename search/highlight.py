"""What of a paper matched a query: places in its texts, as they are shown."""

import functools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining

from papers import Paper
from papers.text import fold
from search import words
from search.closeness import initials, together
from search.likely import AS_ONE, BORDER, MOST_PARTS, Judge, judge
from search.reading import IN_NAMES, names
from search.tree import (
    All,
    Any,
    Node,
    Number,
    OnShelf,
    Pattern,
    Phrase,
    Query,
    Same,
    Span,
    Text,
    Word,
)

if TYPE_CHECKING:
    from search.pattern import Regex

Spans = tuple[Span, ...]
Row = list[words.Span]

CLEAR = 0.9  # where a word is found this well, what is merely like it is not marked
FIELD_OF = {"authors": "author", "tags": "tag"}  # the parts that are shown under another name


class Sought(NamedTuple):
    """A typed word, and the one part where it is to be found, or "" for any."""

    judge: Judge
    part: str


def highlights(query: Query, paper: Paper) -> dict[str, Spans]:
    """Where in each part of the paper the query matched; parts without a match are left out."""
    shown = {
        "title": paper.title,
        "authors": names(paper.authors or paper.editors),
        "venue": paper.venue,
        "tags": ", ".join(sorted(paper.tags)),
        "key": paper.key,
        "year": str(paper.year or ""),
        "abstract": paper.abstract,
        "notes": paper.notes,
    }
    marker = marking(query.node)
    found = {part: marker.spans(part, text) for part, text in shown.items() if text}
    return {part: spans for part, spans in found.items() if spans}


@functools.lru_cache(maxsize=4)
def marking(node: Node) -> "Marker":
    """What marks texts for this tree; made once, asked for every row on the screen."""
    return Marker(node)


class Marker:
    """Marks what a query looks for in a text."""

    def __init__(self, node: Node) -> None:
        self._sought: list[Sought] = []
        self._phrases: list[tuple[list[str], bool, str]] = []
        self._patterns: list[tuple[Regex, str]] = []
        self._facts: list[Same | Number] = []
        self._take(node)

    def _take(self, node: Node) -> None:
        match node:
            case All(nodes) | Any(nodes):
                for at, each in enumerate(nodes):
                    self._take(each)
                    before = nodes[at - 1] if at else None
                    if isinstance(each, Word) and isinstance(before, Word):
                        self._take_both(before, each)
            case OnShelf(_, inner):
                self._take(inner)
            case Word(text, open):
                self._take_word(text, open, "")
            case Text(part, text, open):
                self._take_word(text, open, part)
            case Phrase(text, part, open):
                if row := words.parts(text):
                    self._phrases.append((row, open, part))
            case Pattern(source, part):
                from search import pattern

                if regex := pattern.compiled(source):
                    self._patterns.append((regex, part))
            case Same() | Number():
                self._facts.append(node)
            case _:
                pass

    def _take_word(self, text: str, open: bool, part: str) -> None:
        pieces = words.parts(text)[:MOST_PARTS]
        for at, piece in enumerate(pieces, 1):
            self._sought.append(Sought(judge(piece, open and at == len(pieces)), part))
        if len(pieces) > 1:
            self._sought.append(Sought(judge(words.tokens(text)[-1], open), part))
        elif pieces and (border := BORDER.fullmatch(pieces[0])):
            for at, piece in enumerate([each for each in border.groups() if each]):
                self._sought.append(Sought(judge(piece, open and at == 1), part))

    def _take_both(self, before: Word, word: Word) -> None:
        one, other = words.parts(before.text)[-1:], words.parts(word.text)[:1]
        if one and other:
            self._sought.append(Sought(judge(one[0] + other[0], word.open, AS_ONE), ""))

    def spans(self, part: str, text: str) -> Spans:
        """What of this text matched, in its order and without overlap; part says what it is."""
        field = FIELD_OF.get(part, part)
        found: list[Span] = []
        if self._sought or self._phrases:
            whole, row, distinct = _read(text)
            for sought in self._sought:
                if sought.part not in ("", field):
                    continue
                if near := sought.judge.near(distinct):
                    found += _of_words(sought.judge, near, whole, row)
                elif field in IN_NAMES:
                    found += _of_several(sought.judge, field, row)
            for phrase, open, where in self._phrases:
                if where in ("", field):
                    found += _of_phrase(phrase, open, row)
        for regex, where in self._patterns:
            if where in ("", field):
                found += _of_pattern(regex, text)
        for fact in self._facts:
            if fact.part == field:
                found += _of_fact(fact, text)
        return _merged(found)


@functools.lru_cache(maxsize=512)
def _read(text: str) -> tuple[Row, Row, frozenset[str]]:
    """A text's words, those of them in a row, and each once; a screenful is read anew every key."""
    whole = words.spans(text)
    return whole, _row(whole), frozenset([word for word, _start, _end in whole])


def _row(whole: Row) -> Row:
    """The words without those that joiners make of several, which begin where another began."""
    return [each for at, each in enumerate(whole) if not at or whole[at - 1][1] != each[1]]


def _of_words(typed: Judge, near: dict[str, float], whole: Row, row: Row) -> Iterator[Span]:
    """The words that explain a typed one; where some are clear, without those merely like it."""
    marked = [each for each in row if each[0] in near]
    if len(whole) > len(row):
        known = {start for _word, start, _end in marked}
        for each in whole:  # what joiners make of several, where none of them is marked itself
            word, start, end = each
            if word in near and not any(start <= one < end for one in known):
                marked.append(each)
    least = min(max(near[word] for word, _start, _end in marked), CLEAR)
    for each in marked:
        if near[each[0]] >= least:
            yield _begun(typed, each)


def _of_several(typed: Judge, field: str, row: Row) -> Iterator[Span]:
    """Words that were typed as one, or those of a title by their first letters."""
    begins = typed.typed[:1]
    if len(typed.typed) < 2 or not any(word[0] == begins for word, _start, _end in row):
        return
    plain = [word for word, _start, _end in row]
    ends = list(together(typed.typed, plain, typed.open))
    if field == "title" and not ends:
        ends = list(initials(typed.typed, plain))
    for first, end in ends:
        yield row[first][1], row[end - 1][2]


def _begun(typed: Judge, found: words.Span) -> Span:
    """Of a word that goes on behind what was typed, the part that was typed."""
    word, start, end = found
    as_long = end - start == len(word)  # else its letters are not those of the text
    if typed.open and as_long and word.startswith(typed.typed):
        return start, start + len(typed.typed)
    return start, end


def _of_phrase(phrase: list[str], open: bool, row: Row) -> Iterator[Span]:
    plain = [word for word, _start, _end in row]
    length = len(phrase)
    for at in range(len(plain) - length + 1):
        here = plain[at : at + length]
        if here == phrase or (
            open and here[:-1] == phrase[:-1] and here[-1].startswith(phrase[-1])
        ):
            yield row[at][1], row[at + length - 1][2]


def _of_pattern(regex: "Regex", text: str) -> Iterator[Span]:
    from search import pattern

    found = regex.span(pattern.plain(text))
    if not found or found[0] == found[1]:
        return
    start, end = found
    if text.isascii():
        yield start, end
        return
    places = _places(text)
    if end <= len(places):
        yield places[start][0], places[end - 1][1]


def _places(text: str) -> list[Span]:
    """Where in a text each character of the folded text comes from."""
    places: list[Span] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and combining(text[end]):
            end += 1
        places += [(at, end)] * len(fold(text[at:end]))
        at = end
    return places


def _of_fact(fact: Same | Number, text: str) -> Iterator[Span]:
    """The tag, the key or the year that was asked for."""
    if isinstance(fact, Number):
        if text.isdecimal() and fact.least <= int(text) <= fact.most:
            yield 0, len(text)
    elif fact.part == "key":
        have, sought = fold(text), fold(fact.value)
        if have == sought or (fact.open and have.startswith(sought)):
            yield 0, len(text)
    elif fact.part == "tag":
        sought, at = fold(fact.value), 0
        for tag in text.split(", "):
            have = fold(tag)
            if have == sought or have.startswith(sought if fact.open else sought + "/"):
                yield at, at + len(tag)
            at += len(tag) + 2


def _merged(spans: Iterable[Span]) -> Spans:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return tuple(merged)
