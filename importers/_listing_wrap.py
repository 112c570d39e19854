"""Which lines are one paragraph: text that was wrapped to some width is put together again.

A line that was wrapped is as long as the word behind it let it be. That, small first letters,
hyphens and indents tell a broken line from a line that ends.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from importers._listing_furniture import is_furniture
from importers._listing_ids import find
from importers._listing_labels import label
from importers._listing_names import certainty
from importers._listing_text import Line

NARROW, WIDE = 45, 140  # between these lie the widths that text is wrapped to

_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)\]]*$")
_HYPHEN_END = re.compile(r"[^\W\d_]-$")
_IDENTIFIER_END = re.compile(r"(?:\d{4}\.\d{4,5}(?:v\d+)?|https?://\S+|\b10\.\d{4,9}/\S+)[)\].]*$")
_WITH = re.compile(r"(?:joint )?with\s|by\s", re.IGNORECASE)
_ALONE = re.compile(
    r"arxiv\s?:|doi\s?:|https?://\S+(?:$|\s*[-–—|,;(]\s*(?:doi\b|arxiv\b|https?:|10\.\d))",
    re.IGNORECASE,
)
_LEADS_TO = re.compile(
    r"\b(?:at|in|from|on|is|are|see|via|and|or|page|here|website|repository|repo|url|link|under|through|by"
    r"|to|visit|project|code|available|of|as|with|for|the|paper|work):?$",
    re.IGNORECASE,
)
_FUNCTION_WORD_END = re.compile(
    r"\b(?:a|an|and|as|at|by|for|from|in|into|is|of|on|or|our|that|the|their|this|to|via|we|with)$"
)
# what goes before a hyphen that is there to stay
_FIRST_PARTS = frozenset(
    """self non pre post multi cross semi sub co re low high long short state real large small fine
    end time one two three zero few many well open closed data model task domain user human image
    text vision video language graph node edge point object scene single double full half anti inter
    intra meta micro macro nano bi tri quasi pseudo auto hand machine deep top bottom""".split()
)


class Wrapping:
    """How this page breaks its lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.width = _width(lines)
        self.titled = _opens_with_titles(lines, self.width)
        self.words = Counter(
            word
            for line in lines
            for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", line.text.lower())
        )

    def is_full(self, before: Line, line: Line) -> bool:
        return _is_full(before, line, self.width)

    def joined(self, texts: Sequence[str]) -> str:
        """The lines of a paragraph as one."""
        pieces = [texts[0]]
        for following in texts[1:]:
            last = pieces[-1]
            if _HYPHEN_END.search(last[-2:]) and following[:1].islower():
                pieces[-1] = last if self._keeps_hyphen(last, following) else last[:-1]
            elif last.endswith("\xad"):
                pieces[-1] = last[:-1]
            elif last and not (re.search(r"\d[–-]$", last[-2:]) and following[:1].isdigit()):
                pieces.append(" ")
            pieces.append(following)
        return "".join(pieces).strip()

    def _keeps_hyphen(self, text: str, following: str) -> bool:
        """Whether the hyphen at the end of a line is the word's own."""
        head = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*$", text[-60:-1])
        tail = re.match(r"[^\W\d_]+", following)
        if not head or not tail:
            return True
        first, second = head[0].lower(), tail[0].lower()
        compound, word = self.words[f"{first}-{second}"], self.words[first + second]
        return compound > word or (compound == word and first.rpartition("-")[2] in _FIRST_PARTS)


class Run:
    """Lines without a blank one between them, to be cut into paragraphs."""

    def __init__(self, lines: list[Line], wrapping: Wrapping) -> None:
        self.lines = lines
        self.wrapping = wrapping
        self.wrapped = _greedily_wrapped(lines)
        self.longest = max(len(line.text) for line in lines)

    def end_of(self, start: int, kind: str) -> int:
        """Where the paragraph ends that begins here, which may have a label of this kind."""
        at = start + 1
        while at < len(self.lines) and self._continues(start, at, kind):
            at += 1
        return at

    def _continues(self, start: int, at: int, kind: str) -> bool:
        first, before, line = self.lines[start], self.lines[at - 1], self.lines[at]
        labelled = bool(label(line.text)[0])
        if kind and line.indent > first.indent and not labelled:
            return True
        if line.marker or line.cells or first.cells or len(before.text) > 2 * WIDE:
            return False
        small = line.text[0].islower() and not line.text[1:2].isupper()
        if _ALONE.match(line.text) and not _LEADS_TO.search(before.text):
            return False
        full = self.wrapping.is_full(before, line) or self.wrapped[at]
        if small and full:
            return True
        alone = _stands_alone(line.text) or (at - 1 == start and _stands_alone(before.text))
        last = at + 1 == len(self.lines)
        if labelled or (alone and not (full and (kind or last))):
            return False
        if kind:
            return full or self._is_rest_of_value(at, kind)
        return self._goes_on(start, at, small=small, full=full)

    def _goes_on(self, start: int, at: int, *, small: bool, full: bool) -> bool:
        """The same for plain text."""
        first, before, line = self.lines[start], self.lines[at - 1], self.lines[at]
        if before.text.endswith(":") and certainty(before.text[:-1]) >= 60:
            return True
        if before.text.endswith(",") and certainty(before.text) >= 50 <= certainty(line.text):
            return True
        if _WITH.match(line.text) and certainty(line.text) >= 50:
            return False
        unfinished = not _SENTENCE_END.search(before.text)
        if small and _HYPHEN_END.search(before.text):
            return True
        if small and unfinished and len(before.text) > 30:
            return not _IDENTIFIER_END.search(before.text)
        plain = first.marker in ("", "#")
        if plain and full and certainty(first.text) >= 50:
            return certainty(line.text) >= 50
        if plain and at - 1 == start and unfinished and line.text[0].isupper():
            return full and not self._is_line_of_its_own(at)
        if plain or full:
            return full
        long = self.longest <= WIDE and len(before.text) * 5 > self.longest * 4
        hangs = line.indent > first.indent or unfinished
        if long and hangs and len(before.text) > 40 and certainty(line.text) < 60:
            return True
        return before.text.endswith(",")

    def _is_line_of_its_own(self, at: int) -> bool:
        """Whether the line before is a title that fills its line by chance."""
        before, line = self.lines[at - 1], self.lines[at]
        if _FUNCTION_WORD_END.search(before.text):
            return False
        if not (self.wrapping.titled or _is_capitalised(before.text)):
            return False
        following = self.lines[at + 1] if at + 1 < len(self.lines) else Line(0, "")
        if following.text and self.wrapping.is_full(line, following):
            return True
        return certainty(line.text) >= 50 and certainty(following.text) < 50

    def _is_rest_of_value(self, at: int, kind: str) -> bool:
        """One more line below a long labelled one, before the next label: a title over two."""
        before, text = self.lines[at - 1].text, self.lines[at].text
        if kind == "authors" and before.endswith((",", " and")):
            return True
        last = at + 1 == len(self.lines) or label(self.lines[at + 1].text)[0]
        fits = len(before) > 55 and len(text) < len(before) + 15
        return fits and bool(last) and certainty(text) < 40


def with_real_markers(lines: Sequence[Line], wrapping: Wrapping) -> list[Line]:
    """Numbers that count up or down open list items; others begin a line by chance. So does a
    dash in the middle of a sentence.
    """
    counted = [
        (at, number) for at, line in enumerate(lines) if (number := line.number_of_item) is not None
    ]
    real = {at for at, number in counted if number == 1}
    for (at, number), (next_at, following) in pairwise(counted):
        if abs(following - number) == 1:
            real |= {at, next_at}
    made: list[Line] = []
    before = Line(0, "")
    for at, line in enumerate(lines):
        if line.marker:
            counts = line.number_of_item is None or at in real
            inside = _is_in_sentence(before, line) or wrapping.is_full(before, line)
            if inside or not counts:
                line = line.unmarked()
        made.append(line)
        before = line
    return made


def _is_in_sentence(before: Line, line: Line) -> bool:
    unfinished = len(before.text) >= NARROW and not _SENTENCE_END.search(before.text)
    return unfinished and not before.marker and line.marker in "-–*+" and line.text[:1].islower()


def _stands_alone(text: str) -> bool:
    """A line that is no part of a paragraph."""
    if len(text) > 160:
        return False
    if _ALONE.match(text) and find(text, bare=True).is_all:
        return True
    return is_furniture(text) and len(text) > 2 and not re.search(r"\d[.)]?$", text[:3])


def _is_full(before: Line, line: Line, width: int) -> bool:
    """Whether the line before is as long as lines are, given the word that follows."""
    length = before.width
    word = line.marker or line.text.partition(" ")[0]
    return NARROW <= length <= width < length + 1 + len(word)


def _is_capitalised(text: str) -> bool:
    """In Title Case."""
    words = [word for word in text.split() if len(word) > 3]
    return len(words) > 1 and sum(not word[0].islower() for word in words) * 10 > 6 * len(words)


# -- the whole page


def _width(lines: Sequence[Line]) -> int:
    """The width that most paragraphs of the page are wrapped to; 0 where none are.

    Each line that is followed by a small letter votes for the widths that would break it there.
    """
    votes = [0] * (WIDE + 42)
    seen = [0] * (WIDE + 42)
    for line, following in pairwise(lines):
        length = line.width
        if line.text and following.text[:1].islower() and NARROW <= length <= WIDE:
            word = following.text.partition(" ")[0]
            votes[length] += 1
            votes[min(length + 1 + len(word), WIDE + 41)] -= 1
            seen[length] += 1
    most = width = total = 0
    longer = sum(seen)
    for at in range(NARROW, WIDE + 1):
        total += votes[at]
        longer -= seen[at]
        if total - 3 * longer > most:
            most, width = total - 3 * longer, at
    return width if most >= 3 and most * 3 > sum(seen) else 0


def _opens_with_titles(lines: Sequence[Line], width: int) -> bool:
    """Whether wrapped paragraphs on this page mostly have a short line above them."""
    full = short = 0
    for blank, first, second, third in zip(
        [Line(0, ""), *lines], lines, lines[1:], lines[2:], strict=False
    ):
        if first.text and not blank.text and second.text and _is_full(second, third, width):
            full += _is_full(first, second, width)
            short += not _is_full(first, second, width)
    return short > full


def _greedily_wrapped(run: Sequence[Line]) -> list[bool]:
    """For each line, whether it goes on with the one before in a paragraph of three or more lines
    that fits one width: each line as long as the next word let it be.
    """
    goes_on = [False] * len(run)
    start = longest = 0
    refused = WIDE * 2
    for at in range(1, len(run) + 1):
        if at < len(run):
            before, line = run[at - 1], run[at]
            length = before.width
            too_long = length + 1 + len(line.text.partition(" ")[0])
            fits = NARROW <= length <= WIDE and max(longest, length) < min(refused, too_long)
            if fits and not (line.marker or line.cells or before.cells or label(line.text)[0]):
                longest, refused = max(longest, length), min(refused, too_long)
                continue
        small = sum(line.text[0].islower() for line in run[start + 1 : at])
        if at - start >= 3 and small * 5 >= 2 * (at - start - 1):
            goes_on[start + 1 : at] = [True] * (at - start - 1)
        start, longest, refused = at, 0, WIDE * 2
    return goes_on
