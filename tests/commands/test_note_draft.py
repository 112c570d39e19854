"""A note while it is written: no crash takes it, and no other hand's text is lost to it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from commands.note import write_notes
from commands.note_draft import ELSEWHERE, NoteDraft, Unfinished, recover, unfinished
from papers import Conflict, Fields, NotFound, Paper
from storage import Library

ROOT = Path(__file__).resolve().parents[2]
TEXT = "one\ntwo\nthree\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(tmp_path / "library")
    library.add([Paper(key="k", fields=Fields({"title": "T"}), notes=TEXT)], label="add")
    return library


def drafts(library: Library) -> list[str]:
    return sorted(path.name for path in Path(library.folder).glob("drafts/*"))


def died_writing(library: Library, text: str) -> list[Unfinished]:
    """Another program opens the note, writes and is killed."""
    code = (
        "import os, signal; from storage import Library; from commands.note_draft import NoteDraft;"
        f"library = Library.open({library.folder!r});"
        f"NoteDraft(library, library.find('k')).keep({text!r});"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == -9
    return unfinished(library)


def test_what_was_written_is_there_after_a_crash(library: Library) -> None:
    (note,) = died_writing(library, "one\ntwo\nthree\nfour\n")
    recover(library, note)
    assert library.find("k").notes == "one\ntwo\nthree\nfour\n"
    assert drafts(library) == []
    assert unfinished(library) == []


def test_what_others_wrote_after_the_crash_is_kept_too(library: Library) -> None:
    (note,) = died_writing(library, "ONE\ntwo\nthree\n")
    write_notes(library, library.find("k"), "one\ntwo\nTHREE\n")
    recover(library, note)
    assert library.find("k").notes == "ONE\ntwo\nTHREE\n"


def test_where_both_wrote_the_same_line_both_stand_there(library: Library) -> None:
    (note,) = died_writing(library, "mine\n")
    write_notes(library, library.find("k"), "theirs\n")
    recover(library, note)
    assert library.find("k").notes == f"mine\n\n{ELSEWHERE}\n\ntheirs\n"


def test_a_note_that_is_still_open_is_nobodys_to_recover(library: Library) -> None:
    draft = NoteDraft(library, library.find("k"))
    draft.keep("begun")
    assert len(drafts(library)) == 1
    assert unfinished(library) == []
    draft.keep(TEXT)
    assert drafts(library) == []


def test_saving_clears_the_draft_and_is_one_step(library: Library) -> None:
    draft = NoteDraft(library, library.find("k"))
    draft.keep("begun")
    draft.save("begun and done\n")
    assert drafts(library) == []
    library.undo()
    assert library.find("k").notes == TEXT


def test_a_text_that_was_not_touched_takes_over_what_is_new(library: Library) -> None:
    draft = NoteDraft(library, library.find("k"))
    write_notes(library, library.find("k"), "all new\n")
    assert draft.follow(library.find("k"), TEXT) == "all new\n"


def test_a_text_that_was_touched_merges_with_what_is_new(library: Library) -> None:
    draft = NoteDraft(library, library.find("k"))
    write_notes(library, library.find("k"), "zero\n" + TEXT)
    assert draft.follow(library.find("k"), TEXT + "four\n") == "zero\n" + TEXT + "four\n"
    draft.save("zero\n" + TEXT + "four\n")
    assert library.find("k").notes == "zero\n" + TEXT + "four\n"


def test_a_clash_is_told_and_can_be_settled_with_both(library: Library) -> None:
    draft = NoteDraft(library, library.find("k"))
    write_notes(library, library.find("k"), "theirs\n")
    assert draft.follow(library.find("k"), "mine\n") is None
    with pytest.raises(Conflict):
        draft.save("mine\n")
    settled = draft.settle(library.find("k"), "mine\n")
    draft.save(settled)
    assert library.find("k").notes == f"mine\n\n{ELSEWHERE}\n\ntheirs\n"


def test_a_draft_of_a_program_that_had_our_number_is_recovered_not_overwritten(
    library: Library,
) -> None:
    """In a container every program may have the same number, and after a reboot any may."""
    (left,) = died_writing(library, "never saved\n")
    ours = left.path.replace(f"-{left.path.rpartition('-')[2]}", f"-{os.getpid()}.note.json")
    os.rename(left.path, ours)
    draft = NoteDraft(library, library.find("k"))
    draft.keep("something else\n")
    draft.drop()
    (note,) = unfinished(library)
    assert note.text == "never saved\n"


def test_a_draft_that_vanishes_is_no_trouble(library: Library) -> None:
    (left,) = died_writing(library, "never saved\n")
    os.unlink(left.path)
    os.symlink("nowhere", left.path)
    assert unfinished(library) == []
    library.remove([library.find("k").uid])
    library.purge([left.uid])
    with pytest.raises(NotFound):
        recover(library, left)


def test_what_is_no_draft_is_left_alone(library: Library) -> None:
    folder = Path(library.folder, "drafts")
    folder.mkdir()
    for number, text in enumerate(("", "[]", "{}", '{"uid": 1}', "{")):
        (folder / f"x{number}-999999999.note.json").write_text(text)
    (folder / "k.md").write_text("an editor's draft")
    assert unfinished(library) == []
    assert len(drafts(library)) == 6
