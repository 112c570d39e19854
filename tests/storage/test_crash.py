"""kill -9 at any moment: what was acknowledged is there, and nothing is unreadable."""

import errno
import os
import random
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from papers import LibraryError
from storage import Library
from tests.storage.support import (
    a_library,
    a_paper,
    child,
    copy_of,
    digest,
    portrait,
    portrait_on_disk,
    retrace,
)


def kill_after(folder: Path, seed: int, seconds: float) -> list[list[str]]:
    """What a child that changes the library told before it was killed."""
    process = child("grind", folder, seed)
    assert process.stdout
    first = process.stdout.readline() if seconds > 0 else b""
    time.sleep(abs(seconds))
    process.kill()
    lines = (first + process.stdout.read()).decode().splitlines()
    process.wait()
    assert process.stdin
    process.stdin.close()
    process.stdout.close()
    return [line.split() for line in lines if line]


def check_after_kill(
    folder: Path, told: list[list[str]], before: tuple[int, str]
) -> tuple[int, str]:
    """The last acknowledged step is there, and at most the one behind it; then where we are."""
    last, seen = int(told[-1][1]) if told else before[0], told[-1][2] if told else before[1]
    with Library.open(folder) as library:
        here = digest(portrait(library))
        later = []
        for step in library.history():
            if step.id <= last:
                break
            later.append(step)
        assert len(later) <= 1
        if later:
            library.undo_step(later[0].id)
            assert digest(portrait(library)) == seen
            library.undo_step(next(library.history()).id)
        else:
            assert here == seen
        assert digest(portrait(library)) == here
        assert not [notice for notice in library.notices if "could not" in notice]
        newest = next(library.history(), None)
        return (newest.id if newest else 0), here


def kill_again_and_again(folder: Path, times: int, seed: int) -> int:
    """How many acknowledged steps survived that many kills."""
    chance = random.Random(seed)
    acknowledged = 0
    with Library.open(folder) as library:
        now = 0, digest(portrait(library))
    for run in range(times):
        # below zero: also while the child is still starting, opening, recovering
        told = kill_after(folder, seed + run, chance.uniform(-0.12, 0.2))
        acknowledged += sum(line[0] == "done" for line in told)
        now = check_after_kill(folder, told, now)
    return acknowledged


def test_what_was_acknowledged_survives_kill_minus_nine(tmp_path: Path) -> None:
    assert kill_again_and_again(tmp_path / "library", times=25, seed=random.randrange(10**6)) > 25


def interrupt_again_and_again(folder: Path, times: int) -> int:
    """How many acknowledged changes survived that many Ctrl-C, in a program that goes on after."""
    process = child("stubborn", folder, times)
    assert process.stdout
    heard = process.stdout.readline()
    while heard in (b"ready\n", b"interrupted\n"):
        time.sleep(random.uniform(0, 0.02))
        process.send_signal(signal.SIGINT)
        while not select.select([process.stdout], [], [], 1)[0]:  # it came where Python ignores it
            process.send_signal(signal.SIGINT)
        heard = process.stdout.readline()
    marks = process.stdout.readline().decode().split()[1:]
    process.communicate()
    assert process.returncode == 0
    with Library.open(folder) as library:
        assert heard.decode().split() == ["sees", digest(portrait(library))]
        found = [note.text for note in next(iter(library)).annotations]
        assert sorted(set(marks) - set(found)) == []
        assert len(found) == len(set(found)) <= len(marks) + times
        assert len(list(library.history())) == len(found) + 1
        assert not library.notices
    return len(marks)


def test_a_program_that_goes_on_after_ctrl_c_loses_nothing(tmp_path: Path) -> None:
    interrupt_again_and_again(tmp_path / "library", times=40)


@pytest.mark.slow
def test_a_program_that_goes_on_after_a_thousand_ctrl_c_loses_nothing(tmp_path: Path) -> None:
    marks = interrupt_again_and_again(tmp_path / "library", times=1000)
    print(f"{marks} acknowledged changes survived 1000 interruptions")  # noqa: T201  # the figure


@pytest.mark.slow
def test_what_was_acknowledged_survives_hundreds_of_kills(tmp_path: Path) -> None:
    acknowledged = 0
    for library in range(10):
        seed = random.randrange(10**6)
        acknowledged += kill_again_and_again(tmp_path / str(library), times=60, seed=seed)
    print(f"{acknowledged} acknowledged steps survived 600 kills")  # noqa: T201  # the figure


def kill_several(folder: Path, times: int) -> int:
    """How many acknowledged steps survived where three processes were killed at a time."""
    acknowledged: set[int] = set()
    for _ in range(times):
        children = [child("grind", folder, random.randrange(10**6)) for _ in range(3)]
        for process in children:
            assert process.stdout
            assert process.stdout.readline()
        time.sleep(random.uniform(0, 0.2))
        for process in children:
            process.kill()
        for process in children:
            out, _ = process.communicate()
            lines = [line.split() for line in out.decode().splitlines()]
            acknowledged |= {int(line[1]) for line in lines if line[0] == "done"}
    with Library.open(folder) as library:
        assert acknowledged <= {step.id for step in library.history()}
        retrace(library)
    return len(acknowledged)


def test_what_several_were_acknowledged_survives_their_being_killed(tmp_path: Path) -> None:
    assert kill_several(tmp_path / "library", times=4) > 4


@pytest.mark.slow
def test_what_several_were_acknowledged_survives_a_hundred_kills(tmp_path: Path) -> None:
    acknowledged = kill_several(tmp_path / "library", times=35)
    print(f"{acknowledged} acknowledged steps of three processes survived 105 kills")  # noqa: T201


# Not at random: before each thing in turn that a process asks of the file system

ASKED = {"open", "os.rename", "os.remove", "os.truncate", "os.link", "os.mkdir", "os.listdir"}


def a_working_day(library: Library) -> Iterator[Callable[[], object]]:
    """Some of everything that writes, to be done in turn."""
    first, second, third = (paper.uid for paper in islice(library, 3))
    yield lambda: library.edit([first, second], lambda paper: paper.rated(5), label="rate 5")
    yield library.compact
    yield lambda: library.remove([third])
    yield library.undo
    yield lambda: library.add([a_paper(7), a_paper(8)], label="add two")
    yield library.compact
    yield lambda: library.edit([first], lambda paper: paper._replace(notes="n"), label="note")
    yield library.close


def in_a_child(work: Callable[[], int]) -> int:
    """Do it in a copy of this process, and say how that ended."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    code = 1
    try:
        code = work()
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(code)


class Asked:
    """Counts what the file system is asked, and does something just before the so-many-th."""

    def __init__(self, turn: int, do: Callable[[], None]) -> None:
        self.count = 0
        self.is_counting = False
        self._turn = turn
        self._do = do
        sys.addaudithook(self._hear)

    def _hear(self, event: str, _: object) -> None:
        if self.is_counting and event in ASKED:
            self.count += 1
            if self.count == self._turn:
                self._do()

    def while_doing(self, work: Callable[[], object]) -> None:
        self.is_counting = True
        try:
            work()
        finally:
            self.is_counting = False


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A library to work on, after a first day of work: whatever is imported late is imported."""
    a_library(tmp_path / "sample", closed=False)
    for do in a_working_day(Library.open(copy_of(tmp_path / "sample", tmp_path / "other"))):
        do()
    return tmp_path / "sample"


def work_until_killed(folder: Path, told: Path, turn: int) -> int:
    library = Library.open(folder)
    asked = Asked(turn, lambda: os.kill(os.getpid(), signal.SIGKILL))
    with open(told, "a", buffering=1) as file:
        for do in a_working_day(library):
            asked.while_doing(do)
            file.write(f"{digest(portrait(library))}\n")
    return 0


def kill_at_each(sample: Path, tmp_path: Path, stride: int) -> int:
    """Kill a process before its first, or so, and every so-many-th request; how many there were."""
    before = digest(portrait_on_disk(sample))
    turn, ended = random.randrange(stride), -signal.SIGKILL
    while ended == -signal.SIGKILL:
        turn += stride
        folder = copy_of(sample, tmp_path / "library")
        told = tmp_path / f"told{turn}"
        ended = in_a_child(partial(work_until_killed, folder, told, turn))
        states = [before, *told.read_text().split()]
        with Library.open(folder) as library:
            assert not library.notices
            retrace(library)
            if digest(portrait(library)) != states[-1]:  # a step that was done and not yet told
                library.undo_step(next(library.history()).id)
            assert digest(portrait(library)) == states[-1], turn
            library.compact()
        assert not list(folder.glob("**/.*.tmp")), turn
    assert ended == 0
    return turn


def test_wherever_a_process_is_killed_nothing_is_lost(sample: Path, tmp_path: Path) -> None:
    assert kill_at_each(sample, tmp_path, stride=3) > 60


@pytest.mark.slow
def test_whatever_a_process_asked_for_last_nothing_is_lost(sample: Path, tmp_path: Path) -> None:
    turns = kill_at_each(sample, tmp_path, stride=1)
    print(f"killed before each of {turns} requests")  # noqa: T201  # the figure


def work_until_refused(folder: Path, turn: int, error: int) -> int:
    """0 where nothing was refused any more, 3 where all went on as it should after that."""
    library = Library.open(folder)

    def refuse() -> None:
        raise OSError(error, os.strerror(error))

    asked = Asked(turn, refuse)
    for do in a_working_day(library):
        before = portrait(library)
        try:
            asked.while_doing(do)
        except LibraryError:
            assert portrait_on_disk(folder) == before
            assert portrait(library) == before
            do()
        assert portrait_on_disk(folder) == portrait(library)
    return 3 if asked.count >= turn else 0


def refuse_each(sample: Path, tmp_path: Path, stride: int, error: int) -> int:
    """Refuse every so-many-th request, each in a process of its own; how many there were."""
    turn, ended = random.randrange(stride), 3
    while ended == 3:
        turn += stride
        folder = copy_of(sample, tmp_path / "library")
        ended = in_a_child(partial(work_until_refused, folder, turn, error))
        with Library.open(folder) as library:
            assert not library.notices
            retrace(library)
    assert ended == 0, turn
    return turn


def test_what_the_file_system_refuses_leaves_the_library_as_it_was(
    sample: Path, tmp_path: Path
) -> None:
    assert refuse_each(sample, tmp_path, stride=5, error=errno.ENOSPC) > 60


@pytest.mark.slow
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_whatever_the_file_system_refuses_leaves_the_library_as_it_was(
    sample: Path, tmp_path: Path, error: int
) -> None:
    turns = refuse_each(sample, tmp_path, stride=1, error=error)
    print(f"each of {turns} requests refused")  # noqa: T201  # the figure
