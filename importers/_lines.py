"""Tagged text: the lines of a file with their ends, and what stands between two records."""

import re
from collections.abc import Sequence

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")


def lines_of(text: str) -> list[str]:
    """The lines with their ends, so that joined they are the text again."""
    return _LINE.findall(text)


def trimmed(lines: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Where a run of lines begins and ends without the blank ones around it."""
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return start, end
