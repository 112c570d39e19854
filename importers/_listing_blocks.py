"""Lines into blocks: what belongs together on the page, whatever it is."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from importers._listing_furniture import is_furniture
from importers._listing_ids import find
from importers._listing_labels import KINDS, label, labelled_parts
from importers._listing_names import certainty
from importers._listing_text import Line, is_table_rule
from importers._listing_wrap import Run, Wrapping, with_real_markers

SOFT, RULE = 1, 2

_RULE = re.compile(r"[-=_*%~#+•·.—–]{3,}|(?:[-=_*%~] ?){3,}")


class Block(NamedTuple):
    """A paragraph, a labelled value or a row of a table."""

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
        return max(self.lines[-1].number, self.lines[-1].last)

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
    wrapping = Wrapping(lines)
    blocks: list[Block] = []
    for run, gap, fence in _runs(with_real_markers(lines, wrapping)):
        made = _paragraphs(run, wrapping)
        made[0] = made[0]._replace(gap=gap, fence=fence)
        blocks += made
    return _with_columns(_with_values(blocks))


def _runs(lines: Sequence[Line]) -> Iterator[tuple[list[Line], int, int]]:
    """Lines without a blank one or a rule between them, how many blank ones, and which rule."""
    run: list[Line] = []
    gap = fence = 0
    before = (0, 0)
    for line in lines:
        soft = line.text.startswith("\\\\")  # so arXiv's mails divide a paper from the next
        if line.text and not soft and not _is_rule(line.text):
            before = before if run else (gap, fence)
            run.append(line)
            gap = fence = 0
            continue
        if run:
            yield run, *before
            run = []
        if not line.text:
            gap += 1
        elif soft and line.text.strip("\\ "):
            run, before = [line._replace(text=line.text.lstrip("\\ "))], (gap, max(fence, SOFT))
        else:
            fence = max(fence, SOFT if soft else RULE)
    if run:
        yield run, *before


def _is_rule(text: str) -> bool:
    return bool(_RULE.fullmatch(text)) or is_table_rule(text)


def _paragraphs(run: list[Line], wrapping: Wrapping) -> list[Block]:
    run = [
        line._replace(text=part)
        for line in run
        for part in ([line.text] if line.cells else labelled_parts(line.text))
    ]
    cutter = Run(run, wrapping)
    blocks: list[Block] = []
    at = 0
    while at < len(run):
        kind, value = ("", run[at].text) if run[at].cells else label(run[at].text)
        end = cutter.end_of(at, kind)
        if not kind and _name_papers(run[at:end]):
            end = at + 1
        text = wrapping.joined([value, *(line.unmarked().text for line in run[at + 1 : end])])
        blocks.append(Block(tuple(run[at:end]), text, kind))
        at = end
    return blocks


def _name_papers(lines: Sequence[Line]) -> bool:
    """Whether these lines, which look like a paragraph, each name a paper of their own."""
    if len(lines) < 2 or len(lines) > 50:
        return False
    marks = [find(line.text, line.links).marks for line in lines]
    named = [each for each in marks if each]
    return bool(marks[0]) and len(set(named)) * 2 > len(lines) and len(named) > 1


# -- blocks that need their neighbours


def _with_values(blocks: list[Block]) -> list[Block]:
    """A label without a value takes the block behind it; `Authors:` may take a column of names."""
    made: list[Block] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        open_list = block.label == "authors" and block.text.endswith(",")
        if block.label and (not block.text or open_list):
            taken = _value(block.label, blocks[at : at + 400])
            texts = [block.text, *(each.text for each in taken)]
            lines = (*block.lines, *(line for each in taken for line in each.lines))
            block = block._replace(lines=lines, text=" ".join(filter(None, texts)))
            at += len(taken)
        made.append(block)
    return made


def _value(kind: str, following: list[Block]) -> list[Block]:
    """The blocks that are the value of a label above them."""
    taken: list[Block] = []
    for block in following:
        if block.label or block.fence or block.gap > 2 or block.lines[0].cells:
            break
        if kind != "authors":
            return [block] if _may_be_value(kind, block.text) else []
        if re.search(r"[^\W\d_]", block.text) and certainty(block.text) < 40:
            break
        taken.append(block)
    return taken


def _may_be_value(kind: str, text: str) -> bool:
    if kind in ("detail", "furniture"):
        return len(text) < 40
    if kind == "reference":
        return True
    return not is_furniture(text) and (kind != "abstract" or len(text) > 60)


def _with_columns(blocks: list[Block]) -> list[Block]:
    """The rows of a table below its head, which says what the columns are."""
    made: list[Block] = []
    columns: tuple[str, ...] = ()
    for block in blocks:
        cells = block.lines[0].cells
        if not cells:
            columns = ()
        elif kinds := _head(cells):
            columns = kinds
            block = block._replace(label="furniture")
        elif len(columns) == len(cells):
            block = block._replace(columns=columns)
        made.append(block)
    return made


def _head(cells: Sequence[Line]) -> tuple[str, ...]:
    """The kinds of the columns, if this row names them."""
    if any(len(cell.text) > 40 for cell in cells):
        return ()
    kinds = tuple(_column(cell.text) for cell in cells)
    return kinds if sum(map(bool, kinds)) * 2 > len(kinds) else ()


def _column(name: str) -> str:
    words = re.sub(r"[^a-z ]", " ", name.lower()).split()
    candidates = (" ".join(words), *words, *(word.rstrip("s") for word in words))
    return next((KINDS[name] for name in candidates if name in KINDS), "")
