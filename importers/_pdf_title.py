"""Which of the titles that a PDF offers can be believed, in the process that reads PDFs.

What a PDF says of itself is often rubbish: the name of a file, of a template, of a program. It is
believed where the first page says the same. Else the largest text of the first page is the title.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from importers._pdf_authors import is_name
from importers._pdf_document import Line, Page
from importers._pdf_rubbish import is_furniture, is_made_up, letters
from papers.text import fold

ENOUGH_TEXT = 150  # letters on a first page, from which on a title must be among them

_FOOTNOTE = re.compile(r"[\s*∗†‡§¶#⋆★]+\Z")


class Title(NamedTuple):
    """A title, the lines of the first page that it is on, and whether the page vouches for it."""

    text: str
    last: int = -1  # the last of these lines; -1 where it is on none


def choose(offered: Sequence[str], page: Page | None, name: str, *, vouched: bool) -> Title | None:
    """The title to be believed: one that was offered, if the page has it too, else the page's own.

    With `vouched` the first one offered comes with so much else that it is no accident.
    """
    own = _largest(page) if page else None
    text = page.text if page else ""
    little = len(re.findall(r"[^\W\d_]", text)) < ENOUGH_TEXT
    sensible = [
        title for each in offered if (title := _cleaned(each)) and not is_made_up(title, name)
    ]
    for title in sensible:
        if own and _is_less(title, own.text):
            continue
        if spaced := _on_page(title, text):
            return Title(spaced, _last_line(spaced, page, own))
    if own:
        for title in sensible:
            if _alike(title, own.text):
                return Title(title, own.last)
    if sensible and (vouched or little) and " " in sensible[0]:
        return Title(sensible[0])
    return own


def first_words(pages: Sequence[Page]) -> str:
    """The beginning of the text, to call a paper by for the time being."""
    for page in pages:
        for line in page.lines[:12]:
            text = _cleaned(line.plain)
            if len(re.findall(r"[^\W\d_]{2,}", text)) >= 3 and not is_furniture(text):
                return text[:120]
    return ""


def _cleaned(title: str) -> str:
    title = re.sub(r"<[^<>]{1,20}>", "", " ".join(title.split()))
    title = re.sub(r"(?i)^microsoft word - (?=.*\s.*\s)(?!.*\.docx?$)", "", title)
    return _FOOTNOTE.sub("", title).rstrip(".").strip()


def _on_page(title: str, text: str) -> str:
    """The title with the page's spaces where it lacks them; "" where the page has it not."""
    head = text[:6000]
    folded: list[str] = []
    places: list[int] = []
    for at, char in enumerate(head):
        for letter in letters(char):
            folded.append(letter)
            places.append(at)
    wanted = letters(title)
    start = "".join(folded).find(wanted)
    if start < 0 or not wanted:
        return ""
    out: list[str] = []
    at = start
    previous = -1
    for char in title:
        size = len(letters(char))
        if size and previous >= 0 and out[-1].isalnum():
            between = head[previous + 1 : places[at]]
            if between and between.isspace():
                out.append(" ")
        out.append(char)
        if size:
            previous = places[at + size - 1]
            at += size
    return "".join(out)


def _last_line(title: str, page: Page | None, own: Title | None) -> int:
    """The line of the page that the title ends on."""
    if not page:
        return -1
    wanted = letters(title)
    if own and wanted == letters(own.text):
        return own.last
    for start in range(min(len(page.lines), 60)):
        joined = ""
        for at in range(start, min(start + 8, len(page.lines))):
            joined += letters(page.lines[at].text)
            if joined.endswith(wanted):
                return at
            if len(joined) > 2 * len(wanted) + 40:
                break
    return -1


def _is_less(title: str, own: str) -> bool:
    """Whether the page has a better one: a journal's name stands on it, too, and so do parts."""
    mine, whole = letters(title), letters(own)
    is_part = mine in whole and len(mine) < 0.7 * len(whole)
    return is_part or (is_furniture(title) and not _alike(title, own))


def _alike(title: str, other: str) -> bool:
    """Whether most words of each are in the other: formulas and ligatures are often lost."""
    first, second = (set(re.findall(r"\w{2,}", fold(text))) for text in (title, other))
    return len(first & second) >= 0.75 * max(len(first), len(second), 1)


def _largest(page: Page) -> Title | None:
    """The largest text in the upper part of the page, if it is set apart by its size."""
    sizes = Counter[float]()
    for line in page.lines:
        sizes[round(line.size, 1)] += len(line.text)
    if not sizes:
        return None
    body = sizes.most_common(1)[0][0]
    few = sum(sizes.values()) < 400  # a cover has no body to compare with
    for block in sorted(_blocks(page), key=lambda block: (-round(block[0].size), -block[0].y)):
        if block[0].size < (1.0 if few else 1.12) * body:
            break
        text = _cleaned(joined([line.text for line in block], page.text))
        words = re.findall(r"[^\W\d_]{2,}", text)
        if 2 <= len(words) <= 45 and len(text) >= 8 and not _refused(text):
            return Title(text, page.lines.index(block[-1]))
        if len(words) == 1 and len(text) >= 5 and block[0].size > 1.4 * body and not _refused(text):
            return Title(text, page.lines.index(block[-1]))
    return None


def _refused(text: str) -> bool:
    if is_furniture(text) or is_made_up(text, ""):
        return True
    pieces = re.split(r",| and |&", text)
    return bool(re.search(r"\b[A-Z]\.", text)) and all(map(is_name, pieces))


def _blocks(page: Page) -> Iterator[list[Line]]:
    """Lines of one size that follow each other closely, in the upper part of the page."""
    block: list[Line] = []
    for line in page.lines:
        if page.height and line.y < 0.33 * page.height:
            if block:
                yield block
            block = []
            continue
        if block:
            last = block[-1]
            close = -0.4 * line.size < last.y - line.y < 2.1 * line.size
            if not (abs(line.size - last.size) <= 0.06 * last.size and close):
                yield block
                block = []
        block.append(line)
    if block:
        yield block


def joined(lines: Iterable[str], text: str) -> str:
    """Lines as one; a word that the end of a line broke is whole again, if it is one elsewhere."""
    whole = ""
    for line in lines:
        if whole.endswith(("-", "‐")) and re.search(r"\w[-‐]$", whole):
            first, second = re.findall(r"\w+", whole)[-1], re.match(r"\w*", line)
            joint = first + (second[0] if second else "")
            known = re.search(rf"(?i)\b{re.escape(joint)}\b", text)
            parts = rf"{re.escape(first)}[-‐]{re.escape(joint[len(first) :])}"
            hyphened = re.search(rf"(?i)\b{parts}\b", text)
            if line[:1].islower() and (known or not hyphened):
                whole = whole[:-1]
            whole += line
        else:
            whole = f"{whole} {line}" if whole else line
    return whole
