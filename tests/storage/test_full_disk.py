"""A full disk or a folder that may not be written: a sentence, and the library as it was."""

import errno
import gc
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from papers import DiskFull, LibraryReadOnly
from storage import Library
from tests.storage.support import (
    a_library,
    a_paper,
    digest,
    leave_as_it_is,
    portrait,
    portrait_on_disk,
    run_child,
)


def sizes(folder: Path) -> dict[str, int]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.stat().st_size for path in files}


# No file may grow past a limit: each write in turn is the one that fails


def test_whichever_write_finds_no_room_the_library_is_as_it_was(tmp_path: Path) -> None:
    a_library(tmp_path / "library", closed=False)
    largest = max(sizes(tmp_path / "library").values())
    outcomes: set[str] = set()
    for limit in (0, 100, *range(500, largest + 5000, 450)):
        folder = tmp_path / str(limit)
        shutil.copytree(tmp_path / "library", folder)
        told = dict(line.split(" ", 1) for line in run_child("cramped", folder, limit))
        outcomes |= told.keys()
        if "refused" in told:
            assert told["refused"].startswith("DiskFull The disk has no room for this change")
            assert told["unchanged"] == "True"
        assert digest(portrait_on_disk(folder)) == told["now"]
        assert not list(folder.glob("**/.*.tmp"))
        _history_is_whole(folder)
    assert outcomes >= {"refused", "changed", "notice", "now"}


def _history_is_whole(folder: Path) -> None:
    """The library can be rebuilt from its history alone, and each step is in it once."""
    told = portrait_on_disk(folder)
    with Library.open(folder) as library:
        ids = [step.id for step in library.history()]
        assert ids == sorted(set(ids), reverse=True)
        library.compact()
    shutil.rmtree(folder / "backups")
    (folder / "library.json").unlink()
    assert portrait_on_disk(folder) == told


def test_the_history_does_not_grow_with_each_compaction_that_fails(tmp_path: Path) -> None:
    a_library(tmp_path / "library", closed=False)
    (tmp_path / "library" / ".journal.jsonl.tmp").mkdir()
    with Library.open(tmp_path / "library") as library:
        library.compact()
        before = sizes(tmp_path / "library")["history/000000000001.jsonl"]
        for _ in range(5):
            library.add([a_paper(1)], label="add", suffix=True)
            library.compact()
        assert sizes(tmp_path / "library")["history/000000000001.jsonl"] < before * 6


# A real file system with little room


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this system does not let us mount a small file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, leave: int) -> None:
    """Take the rest of the disk, but for some bytes."""
    with (folder / "ballast").open("ab", buffering=0) as ballast:
        try:
            while ballast.write(b"\0" * 4096):
                pass
        except OSError as error:
            assert error.errno == errno.ENOSPC
        ballast.truncate(max(0, ballast.tell() - leave))


@pytest.mark.parametrize("room", range(0, 45_000, 4096))
def test_a_full_disk_refuses_in_a_sentence_and_later_works_again(
    small_disk: Path, room: int
) -> None:
    folder = small_disk / "library"
    a_library(folder, closed=False)
    library = Library.open(folder)
    fill(small_disk, leave=room)
    made = 0
    with pytest.raises(DiskFull, match="as it was before"):
        for made in range(100):
            told = portrait(library)
            library.add([a_paper(made, notes="n" * 1500)], label="add", suffix=True)
    assert portrait(library) == told == portrait_on_disk(folder)
    library.compact()
    library.compact()
    assert portrait(library) == told == portrait_on_disk(folder)
    library.close()
    assert portrait_on_disk(folder) == told
    (small_disk / "ballast").unlink()
    with Library.open(folder) as library:
        assert portrait(library) == told
        library.add([a_paper(made, notes="n" * 1500)], label="add", suffix=True)
        library.compact()
        told = portrait(library)
    assert portrait_on_disk(folder) == told
    _history_is_whole(folder)


def test_a_full_disk_does_not_keep_a_library_from_being_opened(small_disk: Path) -> None:
    folder = small_disk / "library"
    a_library(folder, closed=False)
    told = portrait_on_disk(folder)
    journal = folder / "journal.jsonl"
    journal.write_bytes(journal.read_bytes() + b'{"seq":99,"st')
    (folder / "library.idx").unlink()
    fill(small_disk, leave=0)
    with Library.open(folder) as library:
        assert portrait(library) == told
        with pytest.raises(DiskFull):
            library.add([a_paper(1)], label="add", suffix=True)
    assert portrait_on_disk(folder) == told


def test_another_programs_edit_waits_on_a_full_disk_and_is_not_lost(small_disk: Path) -> None:
    folder = small_disk / "library"
    a_library(folder)
    path = folder / "library.json"
    path.write_text(path.read_text(encoding="utf-8").replace("number 2", "number two"))
    fill(small_disk, leave=0)
    with Library.open(folder) as library:
        assert "number two" in "".join(paper.title for paper in library)
        with pytest.raises(DiskFull):
            library.add([a_paper(1, notes="n" * 9000)], label="add", suffix=True)
        library.compact()
    (small_disk / "ballast").unlink()
    with Library.open(folder) as library:
        library.add([a_paper(1)], label="add", suffix=True)
        assert "number two" in "".join(paper.title for paper in library)
        told = portrait(library)
    assert portrait_on_disk(folder) == told


# A folder that may only be read


def test_a_folder_of_somebody_elses_is_read_but_not_changed(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may become another user")
    folder = tmp_path / "library"
    uids = a_library(folder, closed=False)
    told = portrait_on_disk(folder)
    for parent in (tmp_path, *tmp_path.parents):
        if parent.stat().st_mode & 0o5 != 0o5:
            if parent.parent == parent or str(parent) == "/tmp":
                pytest.skip("another user cannot reach this folder")
            parent.chmod(parent.stat().st_mode | 0o5)
    before = sizes(folder)
    seen, refused = run_child("as_another", folder, uids[0])
    assert seen == f"sees {digest(told)}"
    assert refused.startswith("refused LibraryReadOnly The library in")
    assert sizes(folder) == before


@pytest.fixture
def read_only_disk(small_disk: Path) -> Iterator[Path]:
    yield small_disk
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)


def protect(disk: Path) -> None:
    gc.collect()  # a file that is open and has no name any more would keep the disk busy
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


def test_a_disk_that_may_only_be_read_is_read_but_not_changed(read_only_disk: Path) -> None:
    folder = read_only_disk / "library"
    uids = a_library(folder, closed=False)
    told = portrait_on_disk(folder)
    protect(read_only_disk)
    with Library.open(folder) as library:
        assert portrait(library) == told
        assert library.refresh() == ()
        with pytest.raises(LibraryReadOnly, match="nothing was changed"):
            library.edit(uids[:1], lambda paper: paper.rated(1), label="rate 1")
        with pytest.raises(LibraryReadOnly):
            library.undo()
        assert len(list(library.history())) == 6
        library.compact()
        assert portrait(library) == told


@pytest.mark.parametrize("gone", ["library.idx", "library.json"])
def test_a_damaged_library_can_be_read_where_nothing_can_be_written(
    read_only_disk: Path, gone: str
) -> None:
    folder = read_only_disk / "library"
    a_library(folder, closed=False)
    told = portrait_on_disk(folder)
    (folder / gone).unlink()
    protect(read_only_disk)
    with Library.open(folder) as library:
        assert portrait(library) == told


def test_another_programs_edit_is_seen_where_nothing_can_be_written(read_only_disk: Path) -> None:
    folder = read_only_disk / "library"
    a_library(folder)
    path = folder / "library.json"
    path.write_text(path.read_text(encoding="utf-8").replace("number 2", "number two"))
    protect(read_only_disk)
    with Library.open(folder) as library:
        assert "number two" in "".join(paper.title for paper in library)
        assert library.notices


def test_a_library_opened_for_reading_changes_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    uids = a_library(folder, closed=False)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    library = Library.open(folder, read_only=True)
    with pytest.raises(LibraryReadOnly, match="reading only"):
        library.edit(uids[:1], lambda paper: paper.rated(1), label="rate 1")
    library.close()
    leave_as_it_is(library)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_many_papers_that_do_not_fit_are_refused_as_one(small_disk: Path) -> None:
    folder = small_disk / "library"
    a_library(folder)
    with Library.open(folder) as library:
        told = portrait(library)
        with pytest.raises(DiskFull, match="as it was before"):
            library.add([a_paper(n, notes="n" * 1500) for n in range(400)], label="import")
        assert portrait(library) == told == portrait_on_disk(folder)
        library.add([a_paper(1)], label="add", suffix=True)
        told = portrait(library)
    assert portrait_on_disk(folder) == told
