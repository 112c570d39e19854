"""One note in two places: what the library and the file make of it together.

The library draws a text; the file's owner edits it anywhere. What was drawn at the last meeting is
the base of both: what changed since on either side is taken, line by line.
"""

import time
from typing import Literal, NamedTuple

from exporters.markdown import note, spelled_tags
from papers import Paper, Status, timestamp
from papers.merge import merge_text
from sync.front import joined, merged, split
from sync.note_file import NoteFile, parted, read, with_notes

Winner = Literal["library", "file", "both"]
ELSEWHERE = "## Written elsewhere meanwhile"


class Met(NamedTuple):
    """The paper and the text that the file is to have; `clash` says what nobody can decide."""

    paper: Paper
    text: str
    clash: str = ""
    remark: str = ""


def meet(paper: Paper, drawn: str | None, text: str, winner: Winner | None = None) -> Met:
    """Bring together a paper and its file; `drawn` is what the library drew when they last met.

    At the first meeting there is none: then neither side's words replace the other's.
    """
    there = read(text)
    if there.notes is None:
        return Met(paper, text, clash="its two lines with %% are gone, so its notes cannot be told")
    before = read(drawn) if drawn is not None else None
    notes = _notes(paper.notes, before, there.notes, winner)
    if notes is None:
        return Met(paper, text, clash="the notes were changed here and there, in the same lines")
    after = paper._replace(notes=notes)
    after = _judged(after, before, there)
    now = split(note(after))
    base = split(note(paper) if drawn is None else drawn)
    file = split(text)
    head = merged(base.front, file.front, now.front)
    body = _body(base.body, file.body, now.body)
    if body is None:
        kept = with_notes(file.body, read(note(after)).notes or "")
        said = "what you wrote around the notes stays as you wrote it"
        return Met(after, joined(head, kept), remark=said)
    return Met(after, joined(head, body))


def _body(base: str, file: str, now: str) -> str | None:
    """What stands around the notes merged by lines; the notes themselves have been merged."""
    old, theirs, ours = (parted(text.replace("\r\n", "\n")) for text in (base, file, now))
    if not (old and theirs and ours):
        return merge_text(base, file, now)
    above = merge_text(old[0], theirs[0], ours[0])
    below = merge_text(old[2], theirs[2], ours[2])
    if above is None or below is None:
        return None
    is_same = theirs[1].rstrip("\n") == ours[1].rstrip("\n")
    return above + (theirs if is_same else ours)[1] + below


def _notes(ours: str, before: NoteFile | None, theirs: str, winner: Winner | None) -> str | None:
    """The notes of both sides; None where only a person can tell."""
    mine = ours.replace("\r\n", "\n")
    if mine.rstrip("\n") == theirs.rstrip("\n"):
        return ours
    base = before.notes if before and before.notes is not None else None
    if base is None:
        base = "" if not (mine.strip() and theirs.strip()) else None
    if base is not None:
        if theirs.rstrip("\n") == base.rstrip("\n"):
            return ours
        if mine.rstrip("\n") == base.rstrip("\n"):
            return theirs
        notes = merge_text(_ended(base), _ended(mine), _ended(theirs))
        if notes is not None:
            return notes
    if winner == "library":
        return ours
    if winner == "file":
        return theirs
    return f"{mine.rstrip()}\n\n{ELSEWHERE}\n\n{theirs.strip()}\n" if winner else None


def _ended(text: str) -> str:
    return text.rstrip("\n") + "\n" if text.strip() else ""


def _judged(paper: Paper, before: NoteFile | None, there: NoteFile) -> Paper:
    """The paper with what was changed in the front matter; where both changed it, ours stays."""
    if there.tags is not None:
        paper = _tagged(paper, before, there.tags)
    old = before.rating if before else None
    if there.rating is not None and there.rating != old and old in (None, paper.rating):
        paper = paper.rated(there.rating) if old is not None or not paper.rating else paper
    statuses = {status.value for status in Status}
    was = before.status if before else None
    if was == paper.status.value and there.status in statuses and there.status != was:
        paper = paper.moved_to(Status(there.status), timestamp(time.time()))
    return paper


def _tagged(paper: Paper, before: NoteFile | None, theirs: frozenset[str]) -> Paper:
    """Tags are compared as they are spelled in notes, which have no spaces in them."""
    known = {(spelled_tags([tag]) or [tag])[0]: tag for tag in paper.tags}
    old = before.tags or frozenset() if before else frozenset(known)
    added = frozenset(tag for tag in theirs if tag not in old and tag not in known)
    removed = frozenset(known[tag] for tag in old - theirs if tag in known)
    return paper.tagged(added, removed) if before else paper.tagged(added)
