"""Where two texts differ, line by line, also where they have very many lines."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

ENOUGH = 200_000  # pairs of lines that are compared; among more, unique lines lead


class Stretch(NamedTuple):
    """Lines of the one text, from `start` to `end`, and those of the other in their place."""

    start: int
    end: int
    new_start: int
    new_end: int


def differing(one: Sequence[str], other: Sequence[str]) -> Iterator[Stretch]:
    """The stretches in which two texts differ, in order; all else is the same in both."""
    waiting = [Stretch(0, len(one), 0, len(other))]
    while waiting:
        start, end, new_start, new_end = waiting.pop()
        while start < end and new_start < new_end and one[start] == other[new_start]:
            start, new_start = start + 1, new_start + 1
        while start < end and new_start < new_end and one[end - 1] == other[new_end - 1]:
            end, new_end = end - 1, new_end - 1
        stretch = Stretch(start, end, new_start, new_end)
        if start == end or new_start == new_end:
            if (start, new_start) != (end, new_end):
                yield stretch
        elif (end - start) * (new_end - new_start) <= ENOUGH:
            yield from _compared(one, other, stretch)
        elif parts := list(_between_anchors(one, other, stretch)):
            waiting += reversed(parts)
        else:
            yield stretch


def _compared(one: Sequence[str], other: Sequence[str], within: Stretch) -> Iterator[Stretch]:
    from difflib import SequenceMatcher

    start, end, new_start, new_end = within
    matcher = SequenceMatcher(None, one[start:end], other[new_start:new_end], autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield Stretch(start + i, start + j, new_start + k, new_start + m)


def _between_anchors(
    one: Sequence[str], other: Sequence[str], within: Stretch
) -> Iterator[Stretch]:
    """What stands between the lines that occur once in both texts, in the same order."""
    start, end, new_start, new_end = within
    anchors = list(_anchors(one[start:end], other[new_start:new_end]))
    if not anchors:
        return
    at, new_at = start, new_start
    for place, new_place in [*anchors, (end - start, new_end - new_start)]:
        yield Stretch(at, start + place, new_at, new_start + new_place)
        at, new_at = start + place + 1, new_start + new_place + 1


def _anchors(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The longest run of lines that occur once in each and stand in the same order in both."""
    counts, new_counts = Counter(one), Counter(other)
    places = {line: place for place, line in enumerate(other) if new_counts[line] == 1}
    pairs = [
        (place, places[line])
        for place, line in enumerate(one)
        if counts[line] == 1 and line in places
    ]
    ends: list[int] = []  # for each length of run, where in `other` the best one ends
    owners: list[int] = []
    before: list[int] = []
    for number, (_, new_place) in enumerate(pairs):
        length = bisect_left(ends, new_place)
        before.append(owners[length - 1] if length else -1)
        ends[length : length + 1] = [new_place]
        owners[length : length + 1] = [number]
    run = []
    number = owners[-1] if owners else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    yield from reversed(run)
