"""Steps, newest first, from the journal and the history behind it; which undo is next."""

from collections.abc import Iterator
from typing import NamedTuple

from storage import codec, disk, journal, patch
from storage.files import Files
from storage.journal import About, Deed, Entry
from storage.packed import read_part

UNKNOWN = About("", "a change whose beginning could not be read", "")


class Recorded(NamedTuple):
    """One step as the journal has it."""

    id: int
    about: About
    deeds: tuple[Deed, ...]

    @property
    def target(self) -> int:
        """The step that this one undid or redid, or itself."""
        return self.about.undoes or self.about.redoes or self.id


def newest_first(files: Files) -> Iterator[Recorded]:
    """Every step of the library, from the last to the first."""
    seen = None
    for path in (files.journal, *reversed(files.segments())):
        entries = read_entries(path)
        for step in reversed(group(entries)):
            if seen is None or step.id < seen:
                seen = step.id
                if any(deed.id is not None for deed in step.deeds):  # else only tables came or went
                    yield step


def read_entries(path: str) -> list[Entry]:
    """The entries in one file by number; a line that a crash wrote twice counts once."""
    data = read_part(path)
    with codec.undisturbed():
        by_seq = {entry.seq: entry for entry in journal.read_block(data).entries} if data else {}
        return [by_seq[seq] for seq in sorted(by_seq)]


def journal_after(path: str) -> int | None:
    """The change after which a journal begins, where its first line can be read."""
    header = journal.read_block(disk.read_all(path) or b"").header
    return header["after"] if header else None


def group(entries: list[Entry]) -> list[Recorded]:
    steps: dict[int, list[Entry]] = {}
    for entry in entries:
        steps.setdefault(entry.step, []).append(entry)
    return [
        Recorded(id, found[0].about or UNKNOWN, tuple(entry.deed for entry in found))
        for id, found in steps.items()
    ]


def with_whether_made(steps: Iterator[Recorded]) -> Iterator[tuple[Recorded, bool]]:
    """Each step, newest first, and whether the change that it made, undid or redid is made now."""
    made: dict[int, bool] = {}
    for step in steps:
        made.setdefault(step.target, not step.about.undoes)
        yield step, made[step.target]


def next_to_undo(steps: Iterator[Recorded]) -> Recorded | None:
    """The last step that still holds."""
    for step, is_made in with_whether_made(steps):
        if is_made and step.id == step.target:
            return step
    return None


def next_to_redo(steps: Iterator[Recorded]) -> Recorded | None:
    """The undo that a redo takes back; any other change since leaves nothing to redo."""
    redone: set[int] = set()
    for step in steps:
        if step.about.redoes:
            redone.add(step.about.redoes)
        elif not step.about.undoes:
            return None
        elif step.about.undoes in redone:
            redone.remove(step.about.undoes)
        else:
            return step
    return None


def inverse(deeds: tuple[Deed, ...]) -> list[Deed]:
    """The deeds that take these back; tables stay."""
    return [
        Deed(deed.table, deed.id, deed.now, deed.was, tuple(patch.inverse(deed.parts)))
        for deed in reversed(deeds)
        if deed.id is not None
    ]
