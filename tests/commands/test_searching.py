"""A library is searched by its index: cached, in step with every change, and never in the way."""

import itertools
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from commands.search_cache import cache_path
from commands.searching import Searching
from papers import Fields, Paper, Status
from storage import Library

TITLES = (
    "Attention Is All You Need",
    "Deep Residual Learning for Image Recognition",
    "Low-Rank Adaptation of Large Language Models",
    "A Survey of Graph Networks",
)


def paper(title: str, **fields: str) -> Paper:
    return Paper(fields=Fields({"title": title, "author": "Doe, Jane", **fields}))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        library.add(map(paper, TITLES), label="begin")
        yield library


@pytest.fixture
def cache(tmp_path: Path) -> str:
    return str(tmp_path / "cache")


def titles(searching: Searching, text: str) -> list[str]:
    return [
        found.title for uid in searching.find(text).uids if (found := searching._library.get(uid))
    ]


def built(library: Library, cache: str) -> Searching:
    searching = Searching(library, cache)
    searching.build()
    return searching


def test_without_an_index_papers_are_looked_at_one_by_one(library: Library, cache: str) -> None:
    searching = Searching(library, cache)
    assert not searching.ready
    assert not searching.open()
    assert titles(searching, "graph") == [TITLES[3]]
    assert searching.find("graph").complete
    assert not Path(cache).exists()


def test_a_built_index_is_there_the_next_time(library: Library, cache: str) -> None:
    assert titles(built(library, cache), "atention") == [TITLES[0]]
    again = Searching(library, cache)
    assert again.open()
    assert titles(again, "atention") == [TITLES[0]]
    assert again.count("") == 4


def test_a_process_of_its_own_builds_it_while_one_searches_on(library: Library, cache: str) -> None:
    searching = Searching(library, cache)
    searching.start_building()
    assert titles(searching, "graph") == [TITLES[3]]
    until = time.monotonic() + 60
    while not searching.poll() and time.monotonic() < until:
        assert 0 <= searching.progress <= 1
        time.sleep(0.01)
    assert searching.ready
    assert searching.progress == 1
    assert titles(searching, "graph netwrks") == [TITLES[3]]
    assert not searching.poll()


def test_an_index_that_knows_more_than_the_library_yet_is_taken_over(
    library: Library, cache: str
) -> None:
    with Library.open(library.folder) as other:
        other.add([paper("Diffusion")], label="add")
        built(other, cache)
    searching = Searching(library, cache)
    assert searching.open()
    assert titles(searching, "diffusion") == []
    searching.follow(library.refresh())
    assert titles(searching, "diffusion") == ["Diffusion"]


def test_building_can_be_stopped(library: Library, cache: str) -> None:
    searching = Searching(library, cache)
    searching.start_building()
    searching.close()
    assert not searching.poll()
    assert not searching.ready


def test_changes_are_followed_at_once(library: Library, cache: str) -> None:
    searching = built(library, cache)
    step = library.add([paper("Diffusion Models Beat GANs")], label="add")
    searching.follow(step.changes)
    assert titles(searching, "diffusion") == ["Diffusion Models Beat GANs"]
    [uid] = [change.uid for change in step.changes]
    searching.follow(
        library.edit([uid], lambda p: p.tagged(frozenset({"beaten"})), label="t").changes
    )
    assert titles(searching, "tag:beaten") == ["Diffusion Models Beat GANs"]
    assert ("beaten", 1) in searching.vocabulary("tags", "BEA")
    searching.follow(library.remove([uid]).changes)
    assert titles(searching, "diffusion") == []
    searching.follow(library.restore([uid]).changes)
    assert titles(searching, "diffusion") == ["Diffusion Models Beat GANs"]


def test_a_judgement_of_a_whole_library_indexes_no_word_anew(library: Library, cache: str) -> None:
    searching = built(library, cache)
    assert searching._answering
    places = searching._answering.index.count
    uids = [paper.uid for paper in library]

    def judged(paper: Paper) -> Paper:
        return paper.rated(4)._replace(status=Status.READ)

    searching.follow(library.edit(uids, judged, label="judge").changes)
    assert len(titles(searching, "rating:4 status:read has:rating")) == len(TITLES)
    assert searching.vocabulary("status") == [("read", len(TITLES))]
    assert titles(searching, "status:unread") == []
    assert titles(searching, "graph rating>3") == [TITLES[3]]
    for step in library.undo():
        searching.follow(step.changes)
    assert len(titles(searching, "status:unread -has:rating")) == len(TITLES)
    assert searching._answering.index.count == places


def test_an_index_from_the_cache_knows_what_changed_since(library: Library, cache: str) -> None:
    built(library, cache)
    [survey] = [each for each in library if each.title == TITLES[3]]
    library.edit([survey.uid], lambda p: p.with_fields({"title": "Of Molecules"}), label="edit")
    library.add([paper("Diffusion")], label="add")
    [first] = [each for each in library if each.title == TITLES[0]]
    library.remove([first.uid])
    for _ in range(2):  # also once the journal has become history
        again = Searching(library, cache)
        assert again.open()
        assert titles(again, "molecules") == ["Of Molecules"]
        assert titles(again, "diffusion") == ["Diffusion"]
        assert titles(again, "graph") == titles(again, "attention") == []
        assert again.count("") == 4
        library.compact()


@pytest.mark.parametrize("damage", [b"", b"carrel search 1\n", b"x" * 10_000])
def test_a_damaged_cache_is_built_anew(library: Library, cache: str, damage: bytes) -> None:
    built(library, cache)
    Path(cache_path(library, cache)).write_bytes(damage)
    again = Searching(library, cache)
    assert not again.open()
    again.build()
    assert titles(again, "graph") == [TITLES[3]]


def test_a_cache_cut_short_anywhere_is_none(library: Library, cache: str) -> None:
    built(library, cache)
    path = Path(cache_path(library, cache))
    whole = path.read_bytes()
    for length in range(0, len(whole), len(whole) // 40):
        path.write_bytes(whole[:length])
        assert not Searching(library, cache).open()


def test_an_index_of_what_is_not_there_any_more_is_not_taken_for_it(
    tmp_path: Path, cache: str
) -> None:
    folder, backup = tmp_path / "library", tmp_path / "backup"
    with Library.open(folder) as library:
        library.add(map(paper, TITLES), label="begin")
    shutil.copytree(folder, backup)
    with Library.open(folder) as library:
        library.edit([paper.uid for paper in library], anew, label="edit")
        assert titles(built(library, cache), "graph anew")
    shutil.rmtree(folder)
    shutil.copytree(backup, folder)
    with Library.open(folder) as library:
        searching = Searching(library, cache)
        assert not searching.open()
        searching.build()
        assert titles(searching, "anew") == []


def test_another_library_in_the_same_place_is_not_taken_for_it(tmp_path: Path, cache: str) -> None:
    for title in ("First", "Second"):
        folder = tmp_path / "library"
        with Library.open(folder) as library:
            library.add([paper(title)], label="add")
            searching = Searching(library, cache)
            assert not searching.open()
            searching.build()
            assert titles(searching, "first second") == []
            assert titles(searching, title) == [title]
        folder.rename(tmp_path / title)


def test_a_cache_that_cannot_be_written_is_done_without(library: Library, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, no folder")
    searching = built(library, str(blocked))
    assert titles(searching, "graph") == [TITLES[3]]


def test_two_may_build_at_once(library: Library, cache: str) -> None:
    builders = [Searching(library, cache) for _ in range(2)]
    for builder in builders:
        builder.start_building()
    until = time.monotonic() + 60
    while not all(builder.ready for builder in builders) and time.monotonic() < until:
        for builder in builders:
            builder.poll()
        time.sleep(0.01)
    assert [titles(builder, "graph") for builder in builders] == [[TITLES[3]]] * 2
    assert os.listdir(os.path.dirname(cache_path(library, cache))) == ["index"]


def test_a_builder_that_dies_leaves_no_index_and_another_can_begin(
    library: Library, cache: str
) -> None:
    searching = Searching(library, cache)
    searching.start_building()
    assert searching._builder
    os.kill(searching._builder.pid, signal.SIGKILL)
    while not searching.has_built:
        time.sleep(0.01)
    assert not searching.poll()
    searching.build()
    assert titles(searching, "graph") == [TITLES[3]]


def many(library: Library, count: int) -> list[str]:
    """The uids of so many papers more."""
    added = library.add([paper(f"Paper number {number}") for number in range(count)], label="many")
    return [change.uid for change in added.changes]


def anew(paper: Paper) -> Paper:
    return paper.with_fields({"title": f"{paper.title} anew"})


def test_very_many_changes_are_taken_over_by_an_index_that_is_built_anew(
    library: Library, cache: str
) -> None:
    uids = many(library, 3_000)
    searching = built(library, cache)
    searching.hear(library.edit(uids, anew, label="edit").changes)
    searching.hear(
        library.edit(uids[:40], lambda p: p.tagged(frozenset({"late"})), label="tag").changes
    )
    searching.hear(library.remove(uids[:5]).changes)
    searching.catch_up(60.0)
    assert searching.is_behind
    assert searching.is_building
    assert len(searching.find("number").uids) == 3_000  # by the index in use, as it was
    while searching.is_building:
        searching.renew()
        searching.catch_up(60.0)
        time.sleep(0.01)
    assert not searching.is_behind
    assert len(searching.find("anew").uids) == 2_995
    assert len(searching.find("tag:late anew").uids) == 35
    assert ("late", 35) in searching.vocabulary("tags")
    assert titles(searching, '"number 2999 anew"') == ["Paper number 2999 anew"]


@pytest.mark.parametrize("line", range(1, 6))
def test_an_index_that_is_found_while_another_is_told_knows_all_when_it_is_used(
    library: Library, cache: str, line: int
) -> None:
    searching = built(library, cache)
    searching.start_building()
    while not searching.has_built:
        time.sleep(0.01)
    [survey] = [each.uid for each in library if each.title == TITLES[3]]
    searching.hear(library.edit([survey], anew, label="edit").changes)
    searching._behind.clear()
    lines = itertools.count(1)

    def stepped(_frame: FrameType, event: str, _: object) -> Any:
        if event == "line" and next(lines) == line:  # the thread may, between any two lines
            searching.renew()
        return stepped

    def called(frame: FrameType, _event: str, _: object) -> Any:
        return stepped if frame.f_code is Searching.catch_up.__code__ else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        searching.catch_up(60.0)
    finally:
        sys.settrace(before)
    searching.renew()
    searching.catch_up(60.0)
    assert not searching.is_building
    assert titles(searching, "anew") == [f"{TITLES[3]} anew"]


def test_where_building_fails_the_index_is_told_all_the_same(library: Library, cache: str) -> None:
    uids = many(library, 2_100)
    searching = built(library, cache)
    searching.hear(library.edit(uids, anew, label="edit").changes)
    assert searching._builder
    os.kill(searching._builder.pid, signal.SIGKILL)
    while searching.is_building:
        searching.renew()
        time.sleep(0.01)
    searching.catch_up(60.0)
    assert len(searching.find("anew").uids) == 2_100
    assert not searching.is_building


def test_nothing_is_left_of_a_building_that_was_stopped(library: Library, cache: str) -> None:
    many(library, 6_000)  # so many are built by two processes
    searching = Searching(library, cache)
    searching.start_building()
    assert searching._builder
    group = searching._builder.pid
    until = time.monotonic() + 60
    while not searching.progress and time.monotonic() < until:
        time.sleep(0.001)
    searching.close()
    with pytest.raises(ProcessLookupError):
        for _ in range(500):
            os.killpg(group, 0)
            time.sleep(0.01)
    folder = Path(cache_path(library, cache)).parent
    assert not [*folder.glob("*")] if folder.exists() else True


def test_every_value_of_a_part_is_counted(library: Library, cache: str) -> None:
    searching = built(library, cache)
    assert searching.vocabulary("authors") == [("Jane Doe", 4)]
    assert searching.vocabulary("authors", "jáne") == [("Jane Doe", 4)]
    assert searching.vocabulary("status") == [("unread", 4)]
    assert searching.vocabulary("tags") == []


def test_as_many_as_are_wanted_and_where_each_is(library: Library, cache: str) -> None:
    searching = built(library, cache)
    every = searching.find("sort:title").uids
    assert [library.find(uid).title for uid in every] == sorted(TITLES)
    assert searching.find("sort:title", limit=2).uids == every[:2]
    assert [every.index(uid) for uid in every] == [0, 1, 2, 3]
    assert every[-1] in every
    with pytest.raises(ValueError, match="nonsense"):
        every.index("nonsense")


@pytest.mark.parametrize(
    "text", ["(" * 500, '"' * 99, "/(a+)+$/", "x" * 10_000, "a " * 5_000, "\0\x1b[31m", "OR -- ( )"]
)
def test_odd_queries_are_answered_soon(library: Library, cache: str, text: str) -> None:
    searching = built(library, cache)
    answers = []
    worker = threading.Thread(target=lambda: answers.append(searching.find(text)), daemon=True)
    worker.start()
    worker.join(30)
    assert len(answers) == 1
