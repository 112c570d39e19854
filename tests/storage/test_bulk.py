"""Very many papers in one step: written as a stream, read back from the journal when looked at."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from papers import Change, Fields, KeyTaken, Paper, new_uid
from storage import Library
from tests.storage.support import (
    a_library,
    a_paper,
    child,
    copy_of,
    leave_as_it_is,
    portrait,
    portrait_on_disk,
    retrace,
)

Open = Callable[[], Library]

MANY = 300


def papers(count: int = MANY, *, length: int = 0) -> list[Paper]:
    return [a_paper(n, key=f"key{n}", notes="n" * length) for n in range(count)]


def files(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*.json*")}


def test_what_came_in_one_step_is_read_back_by_whoever_looks(open_library: Open) -> None:
    ours, other = open_library(), open_library()
    step = ours.add(papers(), label="import")
    came = [change.after for change in step.changes]
    assert list(ours) == came
    assert [paper.key for paper in ours] == [f"key{n}" for n in range(MANY)]
    assert ours.by_key("KEY299") == came[-1] == ours.find(came[-1].uid if came[-1] else "")
    assert sorted(ours.keys()) == sorted(f"key{n}" for n in range(MANY))
    assert len(ours) == MANY
    assert other.refresh() == step.changes
    assert portrait(other) == portrait(ours) == portrait_on_disk(Path(ours.folder))


def test_many_that_come_among_changes_of_others_are_one_step(open_library: Open) -> None:
    library = open_library()
    old = library.add([a_paper(n, key=f"old{n}") for n in range(3)], label="add").changes
    changes = [Change(c.after, c.after.rated(5)) for c in old if c.after]
    changes[1:1] = [Change(None, paper._replace(uid=new_uid(0))) for paper in papers()]
    before = portrait(library)
    step = library.apply(changes, label="import")
    assert len(step.changes) == MANY + 3
    assert next(library.history()) == step
    assert retrace(library) == 2
    after = portrait(library)
    library.undo()
    assert portrait(library) == before
    library.redo()
    assert portrait(library) == after == portrait_on_disk(Path(library.folder))


def test_many_can_be_changed_removed_and_come_again(library: Library) -> None:
    uids = [c.uid for c in library.add(papers(), label="import").changes]
    library.edit(uids[:3], lambda paper: paper.rated(3), label="rate")
    library.remove(uids[-3:])
    library.compact()
    again = library.add([a_paper(n, key=f"again{n}") for n in range(MANY)], label="again")
    library.restore(uids[-1:])
    assert [paper.rating for paper in library][:4] == [3, 3, 3, 0]
    assert [paper.key for paper in library][
        MANY - 2
    ] == "again0"  # the restored one keeps its place
    assert len(library) == 2 * MANY - 2
    assert library.by_key("again7") == again.changes[7].after
    assert portrait(library) == portrait_on_disk(Path(library.folder))


def test_a_key_among_many_that_another_paper_has_is_refused(library: Library) -> None:
    library.add([a_paper(1, key="KEY7")], label="add")
    before = portrait(library)
    changes = [Change(None, paper._replace(uid=new_uid(0))) for paper in papers()]
    with pytest.raises(KeyTaken, match="key7"):
        library.apply(changes, label="import")
    twice = [Change(None, a_paper(n, uid=new_uid(0), key=f"k{n % 299}")) for n in range(MANY)]
    with pytest.raises(KeyTaken, match="twice"):
        library.apply(twice, label="import")
    assert portrait(library) == before


def test_a_step_that_fails_half_way_leaves_nothing(library: Library) -> None:
    library.add([a_paper(1, key="first")], label="add")
    before, seen = files(Path(library.folder)), portrait(library)
    broken = papers()
    broken[200] = broken[200]._replace(fields=Fields(title=object()))  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        library.add(broken, label="import")
    assert files(Path(library.folder)) == before
    assert portrait(library) == seen == portrait_on_disk(Path(library.folder))
    library.add(papers(), label="import")
    assert len(library) == MANY + 1


def test_a_bit_that_flips_in_the_journal_behind_our_back_is_put_right(library: Library) -> None:
    library.add(papers(), label="import")
    seen = portrait(library)
    journal = Path(library.folder) / "journal.jsonl"
    data = bytearray(journal.read_bytes())
    data[data.index(b"key150") + 3] ^= 4
    journal.write_bytes(data)
    assert portrait(library) == seen


def test_what_is_overwritten_in_the_journal_behind_our_back_is_told(library: Library) -> None:
    library.add(papers(), label="import")
    seen = portrait(library)
    lost = library.find("key150").uid
    journal = Path(library.folder) / "journal.jsonl"
    data = journal.read_bytes()
    journal.write_bytes(data.replace(b"key150", b"\0\0\0\0\0\0"))
    del seen[lost]
    assert portrait(library) == seen
    assert any("is damaged and no earlier state" in notice for notice in library.notices)


def test_a_step_of_many_survives_kill_minus_nine_whole_or_not_at_all(tmp_path: Path) -> None:
    for pause in range(6):
        folder = tmp_path / str(pause)
        process = child("pour", folder, MANY)
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        acknowledged = 0
        for _ in range(pause):
            acknowledged = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split()
        process.wait()
        process.stdin.close()
        process.stdout.close()
        acknowledged = int(rest[-1]) if rest else acknowledged
        with Library.open(folder) as library:
            assert len(library) in (acknowledged * MANY, (acknowledged + 1) * MANY)
            retrace(library)


# A long journal becomes a part of the history as the file that it is


def a_long_journal(folder: Path) -> Library:
    a_library(folder)
    library = Library.open(folder)
    library.compact()
    library.add(papers(length=8000), label="import")
    return library


def test_a_long_journal_becomes_history_and_the_library_is_as_it_was(tmp_path: Path) -> None:
    with a_long_journal(tmp_path / "library") as library:
        seen, size = portrait(library), files(tmp_path / "library")["journal.jsonl"]
        library.compact()
        sizes = files(tmp_path / "library")
        assert sizes["journal.jsonl"] < 200
        assert size in [size for name, size in sizes.items() if name.startswith("history/")]
        assert portrait(library) == seen == portrait_on_disk(tmp_path / "library")
        steps = retrace(library)
        library.add([a_paper(7, key="one-more")], label="add one more")
        library.compact()
        assert retrace(library) == steps + 1
        assert not [found for found in library.verify() if "left by" not in found.sentence]
        seen = portrait(library)
    history_alone = copy_of(tmp_path / "library", tmp_path / "copy")
    (history_alone / "library.json").unlink()
    (history_alone / "backups" / "previous.json").unlink()
    assert portrait_on_disk(history_alone) == seen


def test_a_crash_before_the_journal_is_begun_anew_does_no_harm(tmp_path: Path) -> None:
    """The file has both names then: what is appended to the journal shows up in the history too."""
    folder = tmp_path / "library"
    library = a_long_journal(folder)
    seen, first = portrait(library), library.store.seq - MANY + 1
    library.compact()
    leave_as_it_is(library)
    part = folder / "history" / f"{first:012d}.jsonl"
    (folder / "journal.jsonl").unlink()
    os.link(part, folder / "journal.jsonl")
    assert portrait_on_disk(folder) == seen
    with Library.open(folder) as library:
        steps = retrace(library)
        library.add([a_paper(7, key="one-more")], label="add one more")
        assert retrace(library) == steps + 1
        library.compact()
        library.add([a_paper(8, key="and-another")], label="and another")
        library.compact()
        assert retrace(library) == steps + 2
        assert not library.verify()
        seen = portrait(library)
    assert not part.samefile(folder / "journal.jsonl")
    assert portrait_on_disk(folder) == seen
