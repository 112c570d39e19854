"""Many processes on one library: no update is lost, and all of them end up seeing the same."""

import shutil
import time
from collections import Counter
from pathlib import Path
from subprocess import Popen

import pytest
from tinydb import TinyDB, where

from storage import Library
from tests.storage.support import (
    a_library,
    a_paper,
    child,
    copy_of,
    digest,
    leave_as_it_is,
    portrait,
    portrait_on_disk,
    retrace,
)

Child = Popen[bytes]


def hear(process: Child, word: str) -> list[list[str]]:
    """What a child says up to a line that begins with this word."""
    assert process.stdout
    said = []
    while line := process.stdout.readline().decode().split():
        said.append(line)
        if line[0] == word:
            return said
    raise AssertionError(f"the child ended before it said {word!r}: {said[-3:]}")


def say(process: Child) -> None:
    assert process.stdin
    process.stdin.write(b"go\n")
    process.stdin.flush()


def ended(process: Child) -> None:
    process.communicate(timeout=60)
    assert process.returncode == 0


def write_together(folder: Path, *, writers: int, seconds: float) -> int:
    """Processes write on shared papers and on their own; then everything they did is looked for."""
    with Library.open(folder) as library:
        step = library.add([a_paper(n) for n in range(6)], label="shared")
        shared = [change.uid for change in step.changes]
    reader = child("read", folder)
    children = [child("write", folder, f"w{n}", seconds, *shared) for n in range(writers)]
    for process in (reader, *children):
        hear(process, "ready")
    for process in children:
        say(process)
    said = [hear(process, "written") for process in children]
    for process in (reader, *children):
        say(process)
    views = [hear(process, "sees")[-1][1] for process in children]
    followed, seen = hear(reader, "sees")
    ended(reader)
    for process in children:
        say(process)
    for process in children:
        ended(process)
    told = portrait_on_disk(folder)
    assert {*views, followed[1], seen[1]} == {digest(told)}
    marks = [(line[1], line[2]) for lines in said for line in lines if line[0] == "mark"]
    check_marks(folder, marks)
    check_own(folder, {say[1]: int(say[2]) for lines in said for say in lines if say[0] == "own"})
    check_files_agree(folder, folder.parent / "copy")
    with Library.open(folder) as library:
        retrace(library)
    return len(marks)


def check_marks(folder: Path, marks: list[tuple[str, str]]) -> None:
    with Library.open(folder, read_only=True) as library:
        found = Counter(
            (paper.uid, mark)
            for paper in library
            for mark in [*paper.tags, *(note.text for note in paper.annotations)]
        )
    assert found == Counter(marks)


def check_own(folder: Path, own: dict[str, int]) -> None:
    with Library.open(folder, read_only=True) as library:
        for uid, stars in own.items():
            paper = library.get(uid)
            assert paper
            assert (paper.trashed != "") == (stars == -1)
            assert paper.rating == stars or stars == -1


def check_files_agree(folder: Path, copy: Path) -> None:
    """Snapshot and journal, the history alone, and stock TinyDB all tell the same."""
    told = portrait_on_disk(folder)
    copy_of(folder, copy)
    (copy / "library.json").unlink()
    shutil.rmtree(copy / "backups")
    assert portrait_on_disk(copy) == told
    with Library.open(folder) as library:
        library.compact()
        assert portrait(library) == told
        count = len(library)
    with TinyDB(folder / "library.json") as database:
        assert len(database.table("papers").all()) == count
        records = [*database.table("papers"), *database.table("trash")]
        assert {record["uid"] for record in records} == {*told}
    assert portrait_on_disk(folder) == told


def test_eight_processes_write_at_once_and_no_update_is_lost(tmp_path: Path) -> None:
    assert write_together(tmp_path / "library", writers=8, seconds=2.5) > 50


@pytest.mark.slow
def test_eight_processes_write_for_half_a_minute_and_no_update_is_lost(tmp_path: Path) -> None:
    marks = write_together(tmp_path / "library", writers=8, seconds=30)
    print(f"{marks} marks of eight processes, each there once")  # noqa: T201  # the figure


def test_another_programs_edit_is_taken_over_once_by_many_that_come_at_once(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "library"
    uids = a_library(folder)
    with TinyDB(folder / "library.json") as database:
        database.table("papers").update({"rating": 1}, where("uid") == uids[2])
        database.table("papers").insert({"title": "By hand"})
    children = [child("look_and_change", folder, uids[n % 2]) for n in range(6)]
    for process in children:
        ended(process)
    with Library.open(folder) as library:
        labels = [step.label for step in library.history()]
        assert labels.count("edited outside Carrel") == 1
        assert [paper.rating for paper in library if paper.uid == uids[2]] == [1]
        assert [paper.title for paper in library].count("By hand") == 1
        retrace(library)


# What one process learns of another, step by step


def test_a_library_open_before_its_first_paper_learns_of_everything(tmp_path: Path) -> None:
    early = Library.open(tmp_path)
    with Library.open(tmp_path) as library:
        uid = library.add([a_paper(1)], label="add").changes[0].uid
        library.edit([uid], lambda paper: paper.rated(3), label="rate 3")
        library.compact()
        library.edit([uid], lambda paper: paper.rated(4), label="rate 4")
        told = portrait(library)
        leave_as_it_is(library)
    changes = early.refresh()
    assert [change.before for change in changes] == [None]
    assert portrait(early) == told
    assert changes[-1].after == early.get(uid)


def test_a_reader_that_slept_through_compactions_learns_of_moves_as_one_change(
    tmp_path: Path,
) -> None:
    with Library.open(tmp_path) as library:
        uids = [change.uid for change in library.add([a_paper(1), a_paper(2)], label="add").changes]
        library.remove(uids[1:])
        library.compact()
        reader = Library.open(tmp_path, read_only=True)
        known = {paper.uid: paper for paper in [*reader, *reader.trash()]}
        for _ in range(3):
            library.edit(uids[:1], lambda paper: paper.rated(paper.rating + 1), label="rate")
            library.compact()
        library.remove(uids[:1])
        library.restore(uids[1:])
        library.compact()
        library.compact()
        told = portrait(library)
    changes = {change.uid: change for change in reader.refresh()}
    assert portrait(reader) == told
    assert {uid: change.before for uid, change in changes.items()} == known
    assert {uid: change.after for uid, change in changes.items()} == {
        uid: reader.get(uid) for uid in uids
    }


def test_a_reader_sees_a_change_within_a_second(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        uid = library.add([a_paper(1)], label="add").changes[0].uid
        reader = Library.open(tmp_path, read_only=True)
        began = time.monotonic()
        library.edit([uid], lambda paper: paper.rated(5), label="rate 5")
        assert [change.after for change in reader.refresh()] == [library.get(uid)]
        assert time.monotonic() - began < 1


def test_ones_own_changes_are_no_news(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        uid = library.add([a_paper(1)], label="add").changes[0].uid
        library.compact()
        library.edit([uid], lambda paper: paper.rated(5), label="rate 5")
        library.undo()
        assert library.refresh() == ()


def test_news_that_came_with_a_write_are_still_told(tmp_path: Path) -> None:
    with Library.open(tmp_path) as ours, Library.open(tmp_path) as theirs:
        uid = theirs.add([a_paper(1)], label="add").changes[0].uid
        ours.add([a_paper(2)], label="add")
        assert [change.uid for change in ours.refresh()] == [uid]


def test_history_shows_what_another_process_did_just_now(tmp_path: Path) -> None:
    with Library.open(tmp_path) as ours, Library.open(tmp_path) as theirs:
        uid = theirs.add([a_paper(1)], label="add").changes[0].uid
        ours.refresh()
        theirs.edit([uid], lambda paper: paper.rated(2), label="rate 2")
        theirs.edit([uid], lambda paper: paper.rated(4), label="rate 4")
        ratings = [
            [paper.rating if paper else None for paper in step.changes[0]]
            for step in ours.history()
        ]
        assert ratings == [[2, 4], [0, 2], [None, 0]]


def test_a_compaction_between_two_looks_hides_nothing(tmp_path: Path) -> None:
    """The journal is swapped while a reader changes over to the new snapshot."""
    with Library.open(tmp_path) as library:
        uid = library.add([a_paper(1)], label="add").changes[0].uid
        library.compact()
        reader = Library.open(tmp_path, read_only=True)
        library.edit([uid], lambda paper: paper.rated(1), label="rate 1")
        library.compact()
        older = (tmp_path / "library.json").read_bytes(), (tmp_path / "library.idx").read_bytes()
        library.edit([uid], lambda paper: paper.rated(2), label="rate 2")
        library.compact()
        library.edit([uid], lambda paper: paper._replace(notes="n"), label="note")
        told = portrait(library)
        newer = (tmp_path / "library.json").read_bytes()
        leave_as_it_is(library)
    # what the reader meets where both were swapped just between its two looks
    (tmp_path / "library.json").write_bytes(older[0])
    reader.refresh()
    (tmp_path / "library.json").write_bytes(newer)
    reader.refresh()
    assert portrait(reader) == told
