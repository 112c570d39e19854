"""The write lock: a dead holder never blocks, a stopped one is told of, a reader needs none."""

import os
import signal
import time
from pathlib import Path
from subprocess import Popen

import pytest

from papers import LibraryBusy
from storage import Library
from storage.lock import Lock
from tests.storage.support import a_library, a_paper, child, portrait

Holder = Popen[bytes]


def held(process: Holder) -> Holder:
    assert process.stdout
    assert process.stdout.readline() == b"held\n"
    return process


def let_go(process: Holder) -> None:
    process.kill()
    process.communicate()


def no_flock(_fd: int, _how: int) -> None:
    raise OSError(37, "No locks available")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    a_library(tmp_path / "library")
    return tmp_path / "library"


def test_a_killed_holder_blocks_nobody(folder: Path) -> None:
    let_go(held(child("hold", folder)))
    with Library.open(folder, patience=0.0) as library:
        assert library.add([a_paper(9)], label="add").id


def test_a_stopped_holder_is_told_of_and_reading_goes_on(folder: Path) -> None:
    holder = held(child("hold", folder))
    holder.send_signal(signal.SIGSTOP)
    library = Library.open(folder, patience=0.2)
    told = portrait(library)
    began = time.monotonic()
    with pytest.raises(LibraryBusy, match="nothing was changed"):
        library.add([a_paper(9)], label="add")
    assert 0.2 <= time.monotonic() - began < 2
    assert library.refresh() == ()
    assert portrait(library) == told
    holder.send_signal(signal.SIGCONT)
    let_go(holder)
    assert library.add([a_paper(9)], label="add").id
    library.close()


def test_closing_does_not_wait_for_a_stopped_holder(folder: Path) -> None:
    library = Library.open(folder)
    library.add([a_paper(9)], label="add")
    assert library.store.is_due()
    holder = held(child("hold", folder))
    began = time.monotonic()
    library.close()
    assert time.monotonic() - began < 3
    let_go(holder)


def test_a_lock_file_that_was_deleted_lets_nobody_in_beside_the_holder(folder: Path) -> None:
    first, second = Library.open(folder), Library.open(folder, patience=0.0)
    first.add([a_paper(8)], label="add")
    (folder / "library.lock").unlink()
    second.add([a_paper(9)], label="add")
    with first.store.exclusive(), pytest.raises(LibraryBusy):
        second.add([a_paper(10)], label="add")
    first.close()
    second.close()


def test_a_forked_child_does_not_share_its_parents_lock(folder: Path) -> None:
    library = Library.open(folder, patience=0.0)
    library.add([a_paper(8)], label="add")
    ready, held = os.pipe()
    pid = os.fork()
    if not pid:
        os.read(ready, 1)
        try:
            library.add([a_paper(9)], label="add")
        except LibraryBusy:
            os._exit(7)
        os._exit(0)
    with library.store.exclusive():
        os.write(held, b"x")
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
    os.close(ready)
    os.close(held)
    library.close()


# Where the system has no flock


def test_without_flock_one_holds_and_the_next_waits(tmp_path: Path) -> None:
    path = str(tmp_path / "library.lock")
    first, second = Lock(path, flock=no_flock), Lock(path, flock=no_flock, patience=0.1)
    first.acquire()
    with pytest.raises(LibraryBusy):
        second.acquire()
    first.release()
    second.acquire()
    second.release()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["library.lock"]


def test_without_flock_processes_still_take_turns(tmp_path: Path) -> None:
    counter = tmp_path / "counter"
    counter.write_text("0")
    path = tmp_path / "library.lock"
    children = [child("mark_without_flock", path, counter, 100) for _ in range(4)]
    for process in children:
        process.communicate()
        assert process.returncode == 0
    assert counter.read_text() == "400"


def test_without_flock_a_killed_holder_blocks_nobody(tmp_path: Path) -> None:
    path = tmp_path / "library.lock"
    let_go(held(child("mark_without_flock", path, tmp_path, 0)))
    assert (tmp_path / "library.lock.held").exists()
    lock = Lock(str(path), flock=no_flock, patience=1)
    lock.acquire()
    lock.release()


def test_without_flock_a_stopped_holder_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "library.lock"
    holder = held(child("mark_without_flock", path, tmp_path, 0))
    holder.send_signal(signal.SIGSTOP)
    with pytest.raises(LibraryBusy):
        Lock(str(path), flock=no_flock, patience=0.1).acquire()
    let_go(holder)


@pytest.mark.parametrize("left", ["", "12", "999999 another.example", "x y", "\0\0"])
def test_without_flock_an_old_mark_of_nobody_here_is_cleared(tmp_path: Path, left: str) -> None:
    mark = tmp_path / "library.lock.held"
    mark.write_text(left)
    lock = Lock(str(tmp_path / "library.lock"), flock=no_flock, patience=0.1)
    with pytest.raises(LibraryBusy):
        lock.acquire()
    os.utime(mark, (time.time() - 3600, time.time() - 3600))
    lock.acquire()
    lock.release()
    assert not mark.exists()


def test_without_flock_a_mark_that_somebody_took_away_breaks_nothing(tmp_path: Path) -> None:
    lock = Lock(str(tmp_path / "library.lock"), flock=no_flock)
    lock.acquire()
    (tmp_path / "library.lock.held").unlink()
    lock.release()
