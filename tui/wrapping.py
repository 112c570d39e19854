"""Text in lines that fit, as places in the text, so that what was found in it keeps its place."""

from collections.abc import Iterator

from papers.text import width

Span = tuple[int, int]
SEPARATORS = ("/\\", "-_.,:;?&=#@")  # the best places for a break first


def wrap(text: str, cells: int) -> list[Span]:
    """Where each line begins and ends; spaces at which a line is broken belong to no line."""
    spans: list[Span] = []
    start = 0
    for paragraph in text.split("\n"):
        spans += _lines(text, start, start + len(paragraph), max(1, cells))
        start += len(paragraph) + 1
    return spans


def _lines(text: str, start: int, end: int, cells: int) -> Iterator[Span]:
    """The lines of one paragraph."""
    while True:
        if end - start <= cells and width(text[start:end]) <= cells:
            yield start, end
            return
        last = start + _most(text[start : min(end, start + 4 * cells)], cells)
        if last >= end:
            yield start, end
            return
        at = last if text[last] == " " else text.rfind(" ", start, last)
        if at <= start:  # a word that is longer than a line
            last = _behind_separator(text, start, last)
            yield start, last
            start = last
            continue
        yield start, at
        start = at + 1
        while start < end and text[start] == " ":
            start += 1


def _behind_separator(text: str, start: int, last: int) -> int:
    """Where a path or an address is broken, so that its parts stay whole if they can."""
    for separators in SEPARATORS:
        places = [place for place in range(start, last) if text[place] in separators]
        if places and places[-1] - start >= (last - start) // 2:
            return places[-1] + 1
    return last


def _most(text: str, cells: int) -> int:
    """How many characters of the text fit, at least one."""
    if text.isascii():
        return min(len(text), cells)
    least, most = 1, len(text)
    while least < most:  # more characters never take less room
        middle = (least + most + 1) // 2
        if width(text[:middle]) <= cells:
            least = middle
        else:
            most = middle - 1
    return least
