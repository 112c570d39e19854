"""Keep a folder of Markdown notes and the library in step, both ways.

Where a paper's notes and its file were changed in the same lines, neither is touched: it stays a
clash, told each time, until somebody says whose words count. Nothing is ever deleted.
"""

import os
from collections.abc import Mapping
from typing import NamedTuple

from commands.files import write_text
from exporters.markdown import note
from papers import BadValue, Change, Paper
from storage import Library, Step
from storage.step import NO_STEP
from sync import folder as folders
from sync.folder import File, Folder, Meeting
from sync.note_file import read, with_notes
from sync.notes import Met, Winner, meet

NEW, FILE, LIBRARY, BOTH, CLASH, GONE, SAME = (
    "new", "file", "library", "both", "clash", "gone", "same"
)  # fmt: skip
LABEL = "sync notes"


def last_folder(library: Library) -> str:
    """The folder that was synced last, on this machine; "" where none is known."""
    return folders.last_folder(library.folder)


class Item(NamedTuple):
    """What is to be done about one paper: in the folder, in the library, in both, or nothing."""

    kind: str
    paper: Paper
    path: str
    met: Met | None = None
    file: File | None = None
    why: str = ""
    meeting: Meeting | None = None  # as it was when this was planned

    @property
    def theirs(self) -> str:
        """The notes as the file has them."""
        return (read(self.file.text).notes or "") if self.file else ""


class Plan(NamedTuple):
    """What a sync would do, and what it leaves alone."""

    folder: str
    items: tuple[Item, ...]
    left: tuple[str, ...] = ()  # sentences about files that it does not touch

    def of(self, *kinds: str) -> list[Item]:
        return [item for item in self.items if item.kind in kinds]


class Synced(NamedTuple):
    """What was done."""

    plan: Plan
    step: Step = NO_STEP
    written: tuple[str, ...] = ()
    postponed: tuple[str, ...] = ()  # files that somebody wrote to in this very moment
    refused: tuple[str, ...] = ()  # sentences about files that cannot be written


def plan(library: Library, folder: str, winners: Mapping[str, Winner] | None = None) -> Plan:
    """What is to be done; `winners` says by uid whose words count where they clash."""
    folder = os.path.abspath(os.path.expanduser(folder))
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise BadValue(f"{folder} is a file: name the folder that the notes are in.")
    if os.path.realpath(folder) == os.path.realpath(library.folder):
        raise BadValue("The library's own folder is no place for notes: name another.")
    memory = folders.state_path(library.folder, folder)
    meetings = folders.load(memory)
    if meetings:
        _refuse_nothing(folder, memory)
    seen = folders.look(folder, meetings)
    papers = {paper.uid: paper for paper in library}
    items = [
        _item(paper, seen.files.get(uid), meetings.get(uid), (winners or {}).get(uid))
        for uid, paper in papers.items()
        if (uid in seen.files or uid in meetings or _has_words(paper))
        and not _is_unreadable(uid, seen, meetings)
    ]
    names = folders.new_paths([item.paper for item in items if item.kind == NEW], seen)
    items = [
        item._replace(
            path=names.get(item.paper.uid, item.path), meeting=meetings.get(item.paper.uid)
        )
        for item in items
    ]
    return Plan(folder, tuple(items), tuple(_left(seen, papers, library)))


def _refuse_nothing(folder: str, memory: str) -> None:
    """Notes that are gone all at once were not deleted: their disk is not there."""
    if not os.path.isdir(folder):
        gone = "is gone, and the notes in it"
    elif folders.is_bare(folder) and folders.is_another(memory, folder):
        gone = "is empty, and not the folder that the notes were in"
    else:
        return
    raise BadValue(
        f"{folder} {gone}. Is it on a disk that is not connected? Where the notes are gone for"
        " good, put any file into a folder of that name, and those that change are written anew."
    )


def _is_unreadable(uid: str, seen: Folder, meetings: Mapping[str, Meeting]) -> bool:
    """Whether the paper's file is there, and cannot be read: it may be half written, or locked."""
    return uid not in seen.files and uid in meetings and meetings[uid].path in seen.unreadable


def _has_words(paper: Paper) -> bool:
    return bool(paper.notes.strip() or paper.annotations)


def _item(paper: Paper, file: File | None, meeting: Meeting | None, winner: Winner | None) -> Item:
    if file is None:
        if meeting is None:
            return Item(NEW, paper, "", Met(paper, note(paper)))
        if meeting.paper == folders.digest(paper):
            return Item(GONE, paper, meeting.path, why="its file was deleted; the library keeps it")
        return Item(NEW, paper, meeting.path, Met(paper, note(paper)))
    if meeting and (meeting.stamp, meeting.paper) == (file.stamp, folders.digest(paper)):
        return Item(SAME, paper, file.path, file=file)
    met = meet(paper, meeting.drawn if meeting else None, file.text, winner)
    if met.clash:
        return Item(CLASH, paper, file.path, met, file, met.clash)
    changed, written = met.paper != paper, met.text != file.text
    kind = BOTH if changed and written else LIBRARY if changed else FILE if written else SAME
    return Item(kind, paper, file.path, met, file, met.remark)


def _left(seen: Folder, papers: Mapping[str, Paper], library: Library) -> list[str]:
    said = [f"{path} is a copy of another note: its id is taken." for path in seen.copies]
    why = "it has no id, is no text in UTF-8, or is too large"
    said += [f"{path} is left alone: {why}." for path in seen.unreadable]
    for uid, file in seen.files.items():
        if uid not in papers:
            where = "is in the trash" if library.get(uid) else "is not in this library"
            said.append(f"{file.path} is left alone: its paper {where}.")
    return said


def carry_out(library: Library, planned: Plan) -> Synced:
    """Do what was planned: the library as one step, then the files, then the memory of it.

    What another sync did meanwhile, or an editor, is left for the next time.
    """
    memory = folders.state_path(library.folder, planned.folder)
    with folders.alone(memory):
        meetings = folders.load(memory)
        items = [item for item in planned.items if item.meeting == meetings.get(item.paper.uid)]
        changes = [
            Change(item.paper, item.met.paper)
            for item in items
            if item.kind in (LIBRARY, BOTH) and item.met and item.met.paper != item.paper
        ]
        step = library.apply(changes, label=f"{LABEL}: {_named(changes)}") if changes else NO_STEP
        after = {change.uid: change.after for change in step.changes if change.after}
        written: list[str] = []
        refused: list[str] = []
        postponed = [item.path for item in planned.items if item not in items]
        for item in items:
            paper = after.get(item.paper.uid, item.paper)
            try:
                meeting = _met(planned.folder, item, paper)
            except OSError as error:
                refused.append(f"{item.path} cannot be written: {error.strerror or error}.")
                continue
            if meeting is None:
                postponed.append(item.path)
                meeting = _half_met(item)
            elif item.file is None or meeting.stamp != item.file.stamp:
                written += [item.path] if item.kind not in (GONE, CLASH) else []
            if meeting:
                meetings[paper.uid] = meeting
        folders.save(memory, planned.folder, meetings)
    return Synced(planned, step, tuple(written), tuple(postponed), tuple(refused))


def _met(folder: str, item: Item, paper: Paper) -> Meeting | None:
    """Write the file, if it is to be another; None where somebody wrote to it since it was read."""
    if item.kind == CLASH:
        return item.meeting
    if item.kind == GONE:
        assert item.meeting, "it was known to have been there"
        return item.meeting._replace(paper=folders.digest(paper))
    text = _final(item, paper)
    stamp = item.file.stamp if item.file else None
    if item.file is None or text != item.file.text:
        whole = os.path.join(folder, item.path)
        written = _write(whole, text, item.file)
        if not written:
            return None
        stamp = folders.stamp(written)
    assert stamp, "it was read or written"
    return Meeting(item.path, note(paper), folders.digest(paper), stamp)


def _half_met(item: Item) -> Meeting | None:
    """What the library took over is no news any more when the file is read again."""
    if not (item.meeting and item.file):
        return item.meeting
    drawn = with_notes(item.meeting.drawn, item.theirs)
    return item.meeting._replace(drawn=drawn)


def _final(item: Item, paper: Paper) -> str:
    """The file's text, drawn from the paper as it is now: its time of change is a line of it."""
    if item.file is None:
        return note(paper)
    if item.kind == SAME or item.met is None:
        return item.file.text
    if paper == item.met.paper:
        return item.met.text
    again = meet(paper, note(item.met.paper), item.met.text)
    return item.met.text if again.clash else again.text


def _write(path: str, text: str, file: File | None) -> os.stat_result | None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    newline = file.newline if file else "\n"
    stamp = file.stamp if file else None
    return write_text(
        path,
        text.replace("\n", newline) if newline != "\n" else text,
        still=lambda: folders.stamp_of(path) == stamp,
    )


def _named(changes: list[Change]) -> str:
    if len(changes) == 1 and changes[0].after:
        return changes[0].after.key or changes[0].uid
    return f"{len(changes):,} papers"


def sync_notes(
    library: Library, folder: str, winners: Mapping[str, Winner] | None = None
) -> Synced:
    """Plan and carry out; a file that was written to meanwhile is left for the next time."""
    return carry_out(library, plan(library, folder, winners))
