"""One library used by several threads of a program: nothing lost, nothing half-read."""

import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from papers import Change, Paper
from storage import Library
from tests.storage.support import a_paper

Open = Callable[[], Library]


@pytest.fixture(autouse=True)
def _restless() -> Iterator[None]:
    """Threads take turns far more often than they would by themselves."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def at_once(*works: Callable[[], object]) -> None:
    """Run all of these in threads of their own; the first exception of any is raised here."""
    failures: list[BaseException] = []
    begin = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        begin.wait()
        try:
            work()
        except BaseException as failure:  # noqa: BLE001 - it is raised again below
            failures.append(failure)

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def test_edits_of_one_paper_from_many_threads_are_all_made(open_library: Open) -> None:
    library = open_library()
    (uid,) = [change.uid for change in library.add([a_paper(1)], label="add").changes]

    def tag(thread: int) -> Callable[[], None]:
        def one_by_one() -> None:
            for tag in (frozenset({f"{thread}-{number}"}) for number in range(10)):
                library.edit([uid], partial(Paper.tagged, add=tag), label="tag")

        return one_by_one

    at_once(*map(tag, range(4)))
    assert [len(paper.tags) for paper in library] == [40]
    assert [*open_library()] == [*library]
    assert len([*library.history()]) == 41


def test_readers_never_stumble_over_writers(open_library: Open) -> None:
    library = open_library()
    library.add(map(a_paper, range(20)), label="add")
    library.compact()
    done = threading.Event()
    seen: list[int] = []

    def write() -> None:
        try:
            for number in range(20, 45):
                (added,) = library.add([a_paper(number)], label="add").changes
                library.edit([added.uid], lambda paper: paper.rated(3), label="rate")
                if number % 3 == 0:
                    library.remove([added.uid])
                if number % 20 == 0:
                    library.compact()
                if number % 10 == 0:
                    library.undo()
        finally:
            done.set()

    def read(look: Callable[[], object]) -> Callable[[], None]:
        def again_and_again() -> None:
            while not done.is_set():
                look()

        return again_and_again

    at_once(
        write,
        read(lambda: seen.append(len([*library]))),
        read(lambda: [paper.title for paper in library.newest()]),
        read(library.keys),
        read(library.trash),
        read(lambda: library.by_key("smith5MobiusNumber52017")),
        read(lambda: library.db.table("papers").all()),
        read(lambda: [*library.history()]),
        read(library.refresh),
    )
    assert seen
    assert [*open_library()] == [*library]


def test_a_key_is_found_as_soon_as_it_was_added(open_library: Open) -> None:
    library = open_library()
    library.add(map(a_paper, range(5)), label="add")
    library.compact()
    added: list[str] = []
    done = threading.Event()

    def write(name: str) -> None:
        for number in range(40):
            library.add([Paper(key=f"{name}{number}")], label="add")
            added.append(f"{name}{number}")
            if number % 10 == 0:
                library.compact()

    def find() -> None:
        while not done.is_set():
            for key in added[-5:]:
                assert library.find(key).key == key

    def write_both() -> None:
        try:
            at_once(lambda: write("a"), lambda: write("b"))
        finally:
            done.set()

    at_once(write_both, find, find)
    for key in added:
        assert library.find(key).key == key
    assert len(added) == 80
    assert len(set(library.keys())) == len(library) == 85


def test_one_key_goes_to_one_paper(open_library: Open) -> None:
    library = open_library()

    def add() -> None:
        for number in range(15):
            library.add([Paper(key=f"k{number}")], label="add", suffix=True)

    at_once(add, add, add)
    assert len({paper.key for paper in library}) == len(library) == 45


def test_each_change_of_others_is_told_once(open_library: Open) -> None:
    ours, theirs = open_library(), open_library()
    told: list[Change] = []
    done = threading.Event()

    def write() -> None:
        try:
            for number in range(60):
                theirs.add([a_paper(number)], label="add")
        finally:
            done.set()

    def follow() -> None:
        while not done.is_set():
            told.extend(ours.refresh())

    def write_ours() -> None:
        for number in range(20):
            ours.add([a_paper(100 + number)], label="add")

    at_once(write, follow, follow, write_ours)
    told.extend(ours.refresh())
    new = [change.after.title for change in told if change.after]
    assert sorted(new) == sorted(f"On the Möbius number {number}" for number in range(60))
    assert len(ours) == 80
