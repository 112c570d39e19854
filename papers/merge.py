"""Three-way merge: two versions of one paper over what they both began as.

What only one side changed is taken; sets and lists keep what either side added and lose what either
removed; notes merge by lines. Where both sides changed one part differently, `merge` raises
Conflict and says which, unless it is told whose word counts.
"""

from collections.abc import Sequence
from typing import Any, Literal

from papers.errors import Conflict
from papers.fields import Fields
from papers.paper import Paper

Winner = Literal["ours", "theirs"]
LISTS = ("aliases", "annotations", "files", "versions")
FIELDS = ("fields", "strings", "extra")
TIMES = ("modified", "added", "started", "finished")


def merge(base: Paper, ours: Paper, theirs: Paper, *, winner: Winner | None = None) -> Paper:
    """The paper with the changes of both sides since their base."""
    merged: dict[str, Any] = {}
    clashes: list[str] = []
    for part in Paper._fields:
        b, o, t = getattr(base, part), getattr(ours, part), getattr(theirs, part)
        if o == t or t == b:
            merged[part] = o
        elif o == b:
            merged[part] = t
        elif part == "tags":
            merged[part] = (o | t) - (b - o) - (b - t)
        elif part in LISTS:
            merged[part] = _merged_list(b, o, t)
        elif part in FIELDS:
            merged[part] = _merged_fields(b, o, t, part, winner, clashes)
        elif part in TIMES or (part == "trashed" and o and t):
            merged[part] = max(o, t)
        else:
            merged[part] = _merged_value(b, o, t, part, winner, clashes)
    if clashes:
        raise Conflict(
            f"{ours.key or ours.uid} was changed elsewhere meanwhile, in the same part as here:"
            f" {', '.join(clashes)}. Look at what it says now, then make your change again."
        )
    return Paper(**merged)


def _merged_list(
    base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]
) -> tuple[Any, ...]:
    gone = {item for item in base if item not in ours or item not in theirs}
    kept = [item for item in ours if item not in gone]
    return (*kept, *(item for item in theirs if item not in gone and item not in kept))


def _merged_fields(
    base: Fields, ours: Fields, theirs: Fields, part: str, winner: Winner | None, clashes: list[str]
) -> Fields:
    merged: dict[str, str | None] = {}
    for name in (*ours, *(name for name in theirs if name not in ours)):
        b, o, t = base.get(name), ours.get(name), theirs.get(name)
        if o == t or t == b:
            merged[name] = o
        elif o == b:
            merged[name] = t
        elif winner:
            merged[name] = o if winner == "ours" else t
        else:
            clashes.append(f"{part}.{name}")
    return Fields({name: value for name, value in merged.items() if value is not None})


def _merged_value(
    base: Any, ours: Any, theirs: Any, part: str, winner: Winner | None, clashes: list[str]
) -> Any:
    if part == "notes":
        text = merge_text(base, ours, theirs)
        if text is not None:
            return text
    if not winner:
        clashes.append(part)
    return theirs if winner == "theirs" else ours


def merge_text(base: str, ours: str, theirs: str) -> str | None:
    """Two edits of one text, by lines; None where both changed the same lines."""
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    from papers._line_diff import differing

    lines = [text.splitlines(keepends=True) for text in (base, ours, theirs)]
    edits = [
        (start, end, side[new_start:new_end])
        for side in lines[1:]
        for start, end, new_start, new_end in differing(lines[0], side)
    ]
    edits.sort(key=lambda edit: edit[:2])
    merged: list[str] = []
    reached = 0
    last: tuple[int, int, list[str]] | None = None
    for start, end, new in edits:
        if last and (start, end, new) == last:
            continue
        if last and (start < last[1] or start == last[0] or (start == last[1] and start == end)):
            return None
        merged += lines[0][reached:start] + new
        reached = end
        last = (start, end, new)
    return "".join(merged + lines[0][reached:])
