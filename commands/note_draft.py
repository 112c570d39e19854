"""A note while it is written: kept in a file from word to word, so that no crash takes it.

The file lies in the library's folder and holds the text and what the note was when writing began.
From both, whoever opens the note next can go on, also if it was changed elsewhere meanwhile.
"""

import json
import os
from typing import NamedTuple

from commands.drafts import FOLDER
from commands.files import write_text
from commands.note import write_notes
from papers import Conflict, NotFound, Paper
from papers.merge import merge_text
from storage import Library, Step
from storage.lock import is_alive

ENDING = ".note.json"
ELSEWHERE = "## Written elsewhere meanwhile"

_written_here: set[str] = set()  # the drafts of this process


class Unfinished(NamedTuple):
    """A note that its writer never saved: the text, and the note as it was when it was opened."""

    path: str
    uid: str
    base: str
    text: str


class NoteDraft:
    """One paper's note, from the moment it is opened until it is saved or given up."""

    def __init__(self, library: Library, paper: Paper) -> None:
        self.library = library
        self.paper = paper  # as it was when the text in the editor last agreed with the library
        name = f"{paper.uid}-{os.urandom(4).hex()}-{os.getpid()}{ENDING}"
        self.path = os.path.join(library.folder, FOLDER, name)
        self._kept = ""

    def keep(self, text: str) -> None:
        """Write the text down; nothing where it says what the library says."""
        if self.is_saved(text):
            self.drop()
        elif text != self._kept:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            held = {"uid": self.paper.uid, "base": self.paper.notes, "text": text}
            write_text(self.path, json.dumps(held, ensure_ascii=False, indent=1) + "\n")
            _written_here.add(self.path)
            self._kept = text

    def is_saved(self, text: str) -> bool:
        return text.rstrip("\n") == self.paper.notes.rstrip("\n")

    def save(self, text: str) -> Step:
        """Make the text the paper's note; Conflict where somebody changed the same lines."""
        step = write_notes(self.library, self.paper, text)
        self.paper = self.library.get(self.paper.uid) or self.paper
        self.drop()
        return step

    def drop(self) -> None:
        """The text is in the library, or nobody wants it."""
        self._kept = ""
        discard(self.path)

    def follow(self, now: Paper, text: str) -> str | None:
        """The text with what was changed elsewhere taken over; None where it clashes with it."""
        merged = now.notes if self.is_saved(text) else merge_text(self.paper.notes, text, now.notes)
        if merged is not None:
            self.paper = now
        return merged

    def settle(self, now: Paper, text: str) -> str:
        """Both texts, one below the other: what to do where they clash and nobody chooses."""
        self.paper = now
        return both(text, now.notes)


def both(text: str, theirs: str) -> str:
    return f"{text.rstrip()}\n\n{ELSEWHERE}\n\n{theirs.strip()}\n"


def unfinished(library: Library) -> list[Unfinished]:
    """The notes whose writers are gone and did not save, oldest first."""
    folder = os.path.join(library.folder, FOLDER)
    names = os.listdir(folder) if os.path.isdir(folder) else []
    paths = [os.path.join(folder, name) for name in names if name.endswith(ENDING)]
    found = [_read(path) for path in sorted(paths, key=_time) if not _is_open(path)]
    return [note for note in found if note and library.get(note.uid)]


def recover(library: Library, note: Unfinished) -> Step:
    """Save an unfinished note over what its paper's note is now; both stand where they clash."""
    paper = library.get(note.uid)
    if not paper:
        raise NotFound(f"The paper of an unfinished note is gone; the note is in {note.path}.")
    merged = merge_text(note.base, note.text, paper.notes)
    try:
        step = write_notes(
            library, paper, both(note.text, paper.notes) if merged is None else merged
        )
    except Conflict:
        return recover(library, note)
    discard(note.path)
    return step


def discard(path: str) -> None:
    """Take a draft's file away, and its folder with the last of them."""
    try:
        os.unlink(path)
        os.rmdir(os.path.dirname(path))
    except OSError:
        return  # it was gone, or others are in the folder


def _read(path: str) -> Unfinished | None:
    """A draft; None for what is none, which stays where it is."""
    try:
        with open(path, encoding="utf8") as file:
            held = json.load(file)
        return Unfinished(path, str(held["uid"]), str(held["base"]), str(held["text"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _time(path: str) -> float:
    try:
        return os.path.getmtime(path)
    except OSError:
        return 0.0  # its writer has just saved it: reading it says so


def _is_open(path: str) -> bool:
    """Whether the program that writes it still runs, on this machine."""
    number = os.path.basename(path).removesuffix(ENDING).rpartition("-")[2]
    if not number.isdecimal():
        return False
    if int(number) == os.getpid():  # a container's only program always has the same number
        return path in _written_here
    return is_alive(int(number))
