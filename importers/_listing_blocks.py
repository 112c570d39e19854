"""Lines into blocks: paragraphs that were broken over lines are whole again, the rest is single."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from importers._listing_ids import find
from importers._listing_labels import KINDS, is_date, label, labelled_parts
from importers._listing_names import read as names_in
from importers._listing_text import Line, is_table_rule
from importers._listing_words import is_furniture

NARROW, WIDE = 45, 140  # between these lie the widths that text is wrapped to
SOFT, RULE = 1, 2

_RULE = re.compile(r"[-=_*%~#+•·.—–]{3,}|(?:[-=_*%~] ?){3,}")
_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)\]]*$")
_JOINING_PREFIX = frozenset(
    """self non pre post multi cross semi sub co re low high long short state real large small fine
    end time one two three zero few many well open closed data model task domain user human image
    text vision video language graph node edge point object scene multi-view single double full half
    anti inter intra meta micro macro nano bi tri quasi pseudo auto hand machine deep top bottom""".split()
)


class Block(NamedTuple):
    """What belongs together on the page: a paragraph, a labelled value, a row of a table."""

    lines: tuple[Line, ...]
    text: str
    label: str = ""
    gap: int = 0  # blank lines before it
    fence: int = 0  # a rule before it
    columns: tuple[str, ...] = ()  # what the cells of a row are, where the table says so

    @property
    def first(self) -> int:
        return self.lines[0].number

    @property
    def last(self) -> int:
        return self.lines[-1].number

    @property
    def marker(self) -> str:
        return self.lines[0].marker

    @property
    def strong(self) -> tuple[str, ...]:
        return tuple(text for line in self.lines for text in line.strong)

    @property
    def links(self) -> tuple[str, ...]:
        return tuple(link for line in self.lines for link in line.links)


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The blocks of the page in order; blank lines and rules are in none."""
    lines = _with_real_numbers(lines)
    reader = _Reader(_width(lines), _words(lines))
    blocks: list[Block] = []
    for run, gap, fence in _runs(lines):
        made = reader.blocks(run)
        if made:
            made[0] = made[0]._replace(gap=gap, fence=fence)
        blocks += made
    return _with_columns(_adopted(blocks))


def is_rule(text: str) -> bool:
    """A line that is drawn, or the `\\\\` of arXiv's mails."""
    return text == "\\\\" or bool(_RULE.fullmatch(text)) or is_table_rule(text)


# -- lines


def _with_real_numbers(lines: Sequence[Line]) -> list[Line]:
    """Only numbers that count up or down open list items; others begin a line by chance."""
    counted = [(at, line.number_of_item) for at, line in enumerate(lines) if line.number_of_item is not None]
    real: set[int] = set()
    for (at, number), (next_at, following) in zip(counted, counted[1:], strict=False):
        assert number is not None
        assert following is not None
        if abs(following - number) == 1 or following == 1:
            real |= {at, next_at} if following != 1 else {next_at}
        if number == 1:
            real.add(at)
    if len(counted) == 1 and counted[0][1] == 1:
        real.add(counted[0][0])
    return [
        line.unmarked() if line.number_of_item is not None and at not in real else line
        for at, line in enumerate(lines)
    ]


def _runs(lines: Sequence[Line]) -> Iterator[tuple[list[Line], int, int]]:
    """Lines without a blank one or a rule between them, how many blank ones, and which rule."""
    run: list[Line] = []
    gap = fence = 0
    pending: tuple[int, int] = (0, 0)
    for line in lines:
        text = line.text
        soft = text.startswith("\\\\")
        if text and not is_rule(text) and not soft:
            if not run:
                pending = (gap, fence)
            run.append(line)
            gap = fence = 0
            continue
        if run:
            yield run, *pending
            run = []
        if soft:
            fence = max(fence, SOFT)
            rest = text[2:].strip()
            if rest:
                pending, gap, fence = (gap, fence), 0, 0
                run = [line._replace(text=rest)]
        elif text:
            fence = RULE
        else:
            gap += 1
    if run:
        yield run, *pending


def _width(lines: Sequence[Line]) -> int:
    """The width that most paragraphs of the page are wrapped to; 0 where none are."""
    votes = [0] * (WIDE + 42)
    broken = [0] * (WIDE + 42)
    for line, following in zip(lines, lines[1:], strict=False):
        length = line.indent + len(line.text)
        if not (line.text and following.text) or not NARROW <= length <= WIDE or following.marker:
            continue
        word = following.text.partition(" ")[0]
        votes[length] += 1
        votes[min(length + 1 + len(word), WIDE + 41)] -= 1
        broken[length] += 1
    total = 0
    best, width = 0, 0
    longer = sum(broken)
    for at in range(NARROW, WIDE + 1):
        total += votes[at]
        longer -= broken[at]
        if total - 3 * longer > best:
            best, width = total - 3 * longer, at
    return width if best >= 3 and best * 3 > sum(broken) else 0


def _words(lines: Sequence[Line]) -> Counter[str]:
    return Counter(word for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.lower()))


# -- paragraphs


class _Reader:
    """Knows how wide the page is and which words are on it."""

    def __init__(self, width: int, words: Counter[str]) -> None:
        self.width = width
        self.words = words

    def blocks(self, run: list[Line]) -> list[Block]:
        run = [line._replace(text=part) for line in run for part in _parts(line)]
        wrapped = _greedily_wrapped(run)
        blocks: list[Block] = []
        at = 0
        while at < len(run):
            line = run[at]
            kind, value = ("", line.text) if line.cells else label(line.text)
            end = at + 1
            while end < len(run) and not line.cells and self.continues(run, at, end, kind, wrapped):
                end += 1
            lines = run[at:end]
            text = self.joined([value, *(line.text for line in lines[1:])])
            blocks.append(Block(tuple(lines), text, kind))
            at = end
        return blocks

    def continues(self, run: list[Line], start: int, at: int, kind: str, wrapped: list[bool]) -> bool:
        """Whether this line goes on with the block that began at `start`."""
        before, line = run[at - 1], run[at]
        if line.marker or line.cells or _stands_alone(line.text) or (_stands_alone(before.text) and not kind):
            return False
        if label(line.text)[0] and not (line.text[0].islower() and wrapped[at]):
            return False
        if len(before.text) > 2 * WIDE:
            return False
        if re.search(r"[^\W\d_]-$", before.text) and line.text[0].islower():
            return True
        unfinished = not _SENTENCE_END.search(before.text)
        if line.text[0].islower() and unfinished and len(before.text) > 30:
            return True
        if wrapped[at]:
            return True
        length = before.indent + len(before.text)
        full = length <= self.width < length + 1 + len(line.text.partition(" ")[0])
        if kind:
            first = run[start]
            return line.indent > first.indent or (full and length >= NARROW) or (
                kind == "authors" and before.text.endswith((",", " and")))
        if run[start].marker not in ("", "#"):
            longest = max(len(each.text) for each in run[start : at + 1])
            hangs = line.indent > run[start].indent and len(before.text) * 5 > longest * 4
            return (hangs and len(before.text) > 40) or full or before.text.endswith(",")
        return bool(self.width) and full and length >= NARROW

    def joined(self, texts: list[str]) -> str:
        text = texts[0]
        for following in texts[1:]:
            if not text:
                text = following
            elif re.search(r"[^\W\d_]-$", text) and following[0].islower():
                text = self.without_hyphen(text, following)
            elif text.endswith("\xad"):
                text = text[:-1] + following
            else:
                text = f"{text} {following}"
        return text.strip()

    def without_hyphen(self, text: str, following: str) -> str:
        """A word that was broken at the end of a line; its hyphen may be its own."""
        head = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*$", text[:-1])
        tail = re.match(r"[^\W\d_]+", following)
        if not head or not tail:
            return text + following
        first, second = head[0].lower(), tail[0].lower()
        compound, word = self.words[f"{first}-{second}"], self.words[first + second]
        keeps = compound > word or (compound == word and first.rpartition("-")[2] in _JOINING_PREFIX)
        return text + following if keeps else text[:-1] + following


def _parts(line: Line) -> list[str]:
    return [line.text] if line.cells else labelled_parts(line.text)


def _stands_alone(text: str) -> bool:
    """A line that is no part of a paragraph whatever stands around it."""
    if len(text) > 160:
        return False
    if re.match(r"arxiv\s?:|doi\s?:|https?://\S+$", text, re.IGNORECASE) and find(text, bare=True).is_all:
        return True
    return is_furniture(text) and len(text) > 2 and not re.search(r"\d[.)]?$", text[:3])


def _greedily_wrapped(run: list[Line]) -> list[bool]:
    """For each line, whether it goes on with the one before in a paragraph of three or more lines
    that was wrapped to some width: each line is as long as the next word let it be.
    """
    goes_on = [False] * len(run)
    start = 0
    shortest_refused, longest = 10**9, 0
    for at in range(1, len(run) + 1):
        if at < len(run):
            before, line = run[at - 1], run[at]
            length = before.indent * (at - 1 > start) + len(before.text) if before.marker else before.indent + len(before.text)
            refused = length + 1 + len(line.text.partition(" ")[0])
            fits = (
                NARROW <= length <= WIDE
                and max(longest, length) < min(shortest_refused, refused)
                and not (line.marker or line.cells or before.cells)
                and not (label(line.text)[0] and line.text[0].isupper())
            )
            if fits:
                longest, shortest_refused = max(longest, length), min(shortest_refused, refused)
                continue
        if at - start >= 3:
            goes_on[start + 1 : at] = [True] * (at - start - 1)
        start = at
        shortest_refused, longest = 10**9, 0
    return goes_on


# -- blocks that need their neighbours


def _adopted(blocks: list[Block]) -> list[Block]:
    """A label without a value takes the block behind it; `Authors:` may take a column of names."""
    made: list[Block] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if block.label and (not block.text or (block.label == "authors" and block.text.endswith(","))):
            taken = _value(block.label, blocks, at)
            if taken:
                texts = [block.text, *(each.text for each in taken)]
                lines = (*block.lines, *(line for each in taken for line in each.lines))
                block = block._replace(lines=lines, text=" ".join(filter(None, texts)))
                at += len(taken)
        made.append(block)
    return made


def _value(kind: str, blocks: list[Block], at: int) -> list[Block]:
    taken: list[Block] = []
    for block in blocks[at : at + 400]:
        if block.label or block.fence or block.gap > 2 or block.lines[0].cells:
            break
        if kind != "authors":
            if kind == "detail":
                return [block] if len(block.text) < 40 else []
            wanted = not is_furniture(block.text) and (kind != "abstract" or len(block.text) > 60)
            return [block] if wanted else []
        if re.search(r"[^\W\d_]", block.text) and names_in(block.text).certainty < 40:
            break
        taken.append(block)
    return taken


def _with_columns(blocks: list[Block]) -> list[Block]:
    """The rows of a table below its head, which says what the columns are."""
    made: list[Block] = []
    columns: tuple[str, ...] = ()
    for block in blocks:
        cells = block.lines[0].cells
        if not cells:
            columns = ()
        else:
            kinds = tuple(_column(cell.text) for cell in cells)
            if sum(map(bool, kinds)) * 2 > len(kinds) and all(len(cell.text) < 40 for cell in cells):
                columns = kinds
                block = block._replace(label="furniture")
            elif columns and len(columns) == len(cells):
                block = block._replace(columns=columns)
        made.append(block)
    return made


def _column(name: str) -> str:
    words = re.sub(r"[^a-z ]", " ", name.lower()).split()
    for candidate in (" ".join(words), *words, *(word.rstrip("s") for word in words)):
        if candidate in KINDS:
            return KINDS[candidate]
    return ""
