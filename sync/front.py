"""The front matter of a note, key by key: its owner's keys stay, ours follow the library."""

from typing import NamedTuple

from sync.note_file import ENDS, FENCE, KEY, front_matter, understands

OURS = frozenset({"id", "citekey", "tags", "rating", "status"})  # what the library says counts


class Split(NamedTuple):
    """The lines of the front matter by their key, in order, and everything below it."""

    front: dict[str, str]
    body: str


def split(text: str) -> Split:
    """Lines before the first key, and a second mention of one, belong to the key above them."""
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != FENCE:
        return Split({}, text)
    front: dict[str, str] = {}
    name = ""
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in ENDS:
            return Split(front, "".join(lines[number + 1 :]))
        found = KEY.match(line)
        if found and found[1] not in front:
            name = found[1]
        front[name] = front.get(name, "") + line
    return Split({}, text)


def merged(base: dict[str, str], file: dict[str, str], drawn: dict[str, str]) -> dict[str, str]:
    """The keys of the file in its order, then those that are new."""
    found: dict[str, str] = {}
    for name, lines in file.items():
        ours, old = drawn.get(name), base.get(name)
        if ours is None:
            if lines != old:  # its owner's, or changed by its owner
                found[name] = lines
        elif name in OURS:
            is_right = _says(lines) == _says(ours) or not understands(name, lines)
            found[name] = lines if is_right else ours + _beside(lines)
        else:
            found[name] = ours if lines == old else lines
    for name, lines in drawn.items():
        if name not in file and (name not in base or name in OURS):
            found[name] = lines
    return found


def joined(front: dict[str, str], body: str) -> str:
    return f"{FENCE}\n{''.join(front.values())}{FENCE}\n{body}" if front else body


def _beside(lines: str) -> str:
    """What its owner wrote among the lines of a key: remarks, and what is no part of it."""
    return "".join(line for line in lines.splitlines(keepends=True)[1:] if _is_beside(line))


def _is_beside(line: str) -> bool:
    is_below = line[0].isspace() or line[0] == "-" or KEY.match(line)
    return line.lstrip().startswith("#") or not is_below


def _says(lines: str) -> dict[str, list[str]]:
    return {
        name: sorted(values) for name, values in front_matter(f"{FENCE}\n{lines}{FENCE}\n").items()
    }
