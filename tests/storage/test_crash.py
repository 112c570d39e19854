"""kill -9 at any moment: what was acknowledged is there, and nothing is unreadable."""

import random
import select
import signal
import time
from pathlib import Path

import pytest

from storage import Library
from tests.storage.support import child, digest, portrait


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
