"""Shelves: queries with a name that the library keeps, and how many papers are on each."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

import search
from commands import kept_exports
from commands.find import find, read
from commands.shelf_counts import ShelfCounts
from commands.shelves import (
    add_shelf,
    change_shelf,
    find_shelf,
    on_shelf,
    remove_shelf,
    rename_shelf,
    shelves,
)
from papers import BadValue, Change, Conflict, Fields, NotFound, Paper, Status
from storage import Library
from storage.shelves import Shelf

NOW = 1_795_000_000.0  # 2026-11-18


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(str(tmp_path / "library")) as library:
        yield library


def own(library: Library) -> list[tuple[str, str]]:
    return [(shelf.name, shelf.query) for shelf in library.shelves()]


def test_a_shelf_is_kept_and_found_again_in_any_case(library: Library) -> None:
    add_shelf(library, "  To   Read ", "is:unread tag:peft")
    folder = library.folder
    library.close()
    with Library.open(folder) as again:
        assert own(again) == [("To Read", "is:unread tag:peft")]
        assert find_shelf(again, "to read").query == "is:unread tag:peft"
        assert shelves(again)[0].name == "All"


def test_shelves_are_changed_renamed_and_removed_and_all_of_it_is_undone(library: Library) -> None:
    add_shelf(library, "one", "tag:one")
    add_shelf(library, "two", "tag:two")
    change_shelf(library, "one", "tag:first")
    rename_shelf(library, "ONE", "first")
    remove_shelf(library, "two")
    assert own(library) == [("first", "tag:first")]
    library.undo(3)
    assert own(library) == [("one", "tag:one"), ("two", "tag:two")]
    library.redo(3)
    assert own(library) == [("first", "tag:first")]
    library.undo(5)
    assert own(library) == []


def test_every_step_is_in_the_history_by_its_name(library: Library) -> None:
    add_shelf(library, "one", "tag:one")
    rename_shelf(library, "one", "two")
    labels = [step.label for step in library.history()]
    assert labels == ["rename shelf one: two", "shelf one: tag:one"]


def test_another_process_sees_a_shelf(library: Library) -> None:
    with Library.open(library.folder) as other:
        add_shelf(library, "one", "tag:one")
        other.refresh()
        assert own(other) == [("one", "tag:one")]


def test_a_shelf_is_a_record_that_tinydb_reads(library: Library) -> None:
    add_shelf(library, "one", "tag:one")
    library.compact()
    library.close()
    with TinyDB(f"{library.folder}/library.json", access_mode="r") as db:
        assert db.table("shelves").all() == [{"name": "one", "query": "tag:one"}]


def test_what_another_program_wrote_there_is_passed_over(library: Library) -> None:
    library.db.table("shelves").insert({"name": 3})
    add_shelf(library, "one", "tag:one")
    assert own(library) == [("one", "tag:one")]


@pytest.mark.parametrize(
    ("name", "query", "complaint"),
    [
        ("all", "tag:x", "'All' already"),
        ("Mine", "tag:x", "'mine' already"),
        ("  ", "tag:x", "a few words"),
        ("a\x1bb", "tag:x", "a few words"),
        ("x" * 81, "tag:x", "at most 80"),
        ("x", "  ", "needs a query"),
        ("x", "yera:1948", "'yera:1948'"),
        ("x", "tag:", "'tag:'"),
    ],
)
def test_a_shelf_that_makes_no_sense_is_refused(
    library: Library, name: str, query: str, complaint: str
) -> None:
    add_shelf(library, "mine", "tag:mine")
    with pytest.raises(BadValue, match=complaint):
        add_shelf(library, name, query)
    assert own(library) == [("mine", "tag:mine")]


def test_a_shelf_that_is_always_there_stays_as_it_is(library: Library) -> None:
    with pytest.raises(BadValue, match="always there"):
        remove_shelf(library, "inbox")
    with pytest.raises(BadValue, match="already"):
        add_shelf(library, "mine", "tag:mine")
        rename_shelf(library, "mine", "Queue")


def test_a_shelf_that_is_not_there_is_named_with_those_that_are(library: Library) -> None:
    with pytest.raises(NotFound, match="there are 'All', 'Inbox'"):
        find_shelf(library, "nothing")
    add_shelf(library, "mine", "tag:mine")
    with pytest.raises(NotFound, match="there are 'mine'"):
        remove_shelf(library, "nothing")


def test_taking_back_what_was_changed_since_is_refused(library: Library) -> None:
    step = add_shelf(library, "one", "tag:one")
    change_shelf(library, "one", "tag:two")
    with pytest.raises(Conflict):
        library.undo_step(step.id)


def test_a_query_narrows_a_shelf(library: Library) -> None:
    papers = [
        Paper(key=key, fields=Fields(title="t", year=year), tags=frozenset(tags.split()))
        for key, year, tags in [("a", "2020", "x"), ("b", "2021", "x y"), ("c", "2022", "y")]
    ]
    library.add(papers, label="add")

    def keys(query: str) -> list[str]:
        return [paper.key for paper in find(library, query)]

    shelf = Shelf("s", "tag:x OR tag:y sort:year")
    assert keys(on_shelf(library, shelf, "")) == ["a", "b", "c"]
    assert keys(on_shelf(library, shelf, "year>2020")) == ["b", "c"]
    assert keys(on_shelf(library, shelf, "year:2020 OR year:2022")) == ["a", "c"]
    assert keys(on_shelf(library, shelf, "sort:-year")) == ["c", "b", "a"]


# -- shelves that use shelves


def test_a_shelf_may_use_others(library: Library) -> None:
    papers = [
        Paper(key=key, fields=Fields(title="t", year=year), tags=frozenset(tags.split()))
        for key, year, tags in [("a", "2020", "x"), ("b", "2021", "x y"), ("c", "2022", "y")]
    ]
    library.add(papers, label="add")
    add_shelf(library, "Only x", "tag:x sort:-year")
    add_shelf(library, "both", 'shelf:"only x" tag:y')

    def keys(query: str) -> list[str]:
        return [paper.key for paper in find(library, query)]

    assert keys("shelf:both") == ["b"]
    assert keys('-shelf:"only x"') == ["c"]
    assert keys("shelf:both OR shelf:all year:2022") == ["c", "b"]
    assert keys('shelf:"only x"') == ["b", "a"]  # in the order of the shelf
    assert keys('shelf:"only x" sort:year') == ["a", "b"]
    assert keys("shelf:(both OR nothing) year<2000") == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda library: add_shelf(library, "x", "shelf:x"), "the shelf x uses itself"),
        (lambda library: add_shelf(library, "x", "shelf:twoo"), "Did you mean shelf:two?"),
        (lambda library: change_shelf(library, "one", "shelf:one"), "the shelf one uses itself"),
        (lambda library: change_shelf(library, "one", "-(shelf:three)"), "circle: three, two, one"),
        (lambda library: remove_shelf(library, "one"), "'two' uses 'one': change that one first"),
        (lambda library: find_shelf(library, "tow"), "Did you mean 'two'?"),
    ],
)
def test_shelves_that_cannot_use_each_other_are_refused(
    library: Library, change: Callable[[Library], object], complaint: str
) -> None:
    add_shelf(library, "one", "tag:x")
    add_shelf(library, "two", "shelf:one year>2000")
    add_shelf(library, "three", "lora shelf:all,two")
    before = own(library)
    with pytest.raises((BadValue, NotFound), match=re.escape(complaint)):
        change(library)
    assert own(library) == before


def test_a_shelf_that_is_renamed_is_renamed_where_it_is_used_and_back(library: Library) -> None:
    add_shelf(library, "one", "tag:x")
    add_shelf(library, "two", "-shelf:ONE OR (shelf:unread,one year>2000)")
    add_shelf(library, "three", "tag:one  one")
    before = own(library)
    rename_shelf(library, "one", "Number 1")
    assert own(library) == [
        ("Number 1", "tag:x"),
        ("two", '-shelf:"Number 1" OR shelf:Unread,"Number 1" year>=2001'),
        ("three", "tag:one  one"),
    ]
    library.undo()
    assert own(library) == before


def test_kept_exports_follow_a_shelf_that_is_renamed(library: Library) -> None:
    add_shelf(library, "one", "tag:x")
    kept_exports.keep(library, "bibtex", "shelf:ONE year>=2000", "x.bib")
    kept_exports.keep(library, "bibtex", "tag:one", "y.bib")
    rename_shelf(library, "one", "Number 1")
    queries = [each.query for each in library.kept_exports()]
    assert queries == ['shelf:"Number 1" year>=2000', "tag:one"]
    library.undo()
    assert [each.query for each in library.kept_exports()] == ["shelf:ONE year>=2000", "tag:one"]
    assert own(library) == [("one", "tag:x")]


def test_a_circle_that_came_about_is_said_and_finds_what_the_rest_says(library: Library) -> None:
    add_shelf(library, "one", "tag:x")
    add_shelf(library, "two", "shelf:one")
    library.change_shelves(
        lambda own: [(own[0], own[0]._replace(query="tag:x OR shelf:two"))], label="another program"
    )
    library.add([Paper(key="a", tags=frozenset({"x"}), fields=Fields(title="t"))], label="add")
    assert [paper.key for paper in find(library, "shelf:two")] == ["a"]
    assert "circle: two, one, two" in search.doubts(read(library, "shelf:two"))[0].said


# -- counts

SHELVES = (
    Shelf("all", ""),
    Shelf("unread", "status:unread"),
    Shelf("new", "added<7d"),
    Shelf("good", "rating>3 -tag:x"),
    Shelf("words", "lora"),
    Shelf("used", "shelf:good -shelf:words"),
    Shelf("using", "shelf:used,unread year<3000"),
)
PAPERS = st.builds(
    lambda key, rating, tags, status, title, added: Paper(
        uid=key, key=key, rating=rating, tags=tags, status=status,
        fields=Fields(title=title), added=added,
    ),
    st.sampled_from(["a", "b", "c", "d"]),
    st.integers(0, 5),
    st.frozensets(st.sampled_from("xy")),
    st.sampled_from(list(Status)),
    st.sampled_from(["LoRA", "Lore", "Other"]),
    st.sampled_from(["2026-11-17T00:00:00Z", "2026-11-01T00:00:00Z"]),
)  # fmt: skip


def number(papers: dict[str, Paper], query: str, now: float = NOW) -> int:
    test = search.matcher(search.parse(query, now=now, shelves=lambda: SHELVES).node)
    return sum(test(paper) for paper in papers.values() if not paper.trashed)


@given(st.lists(st.tuples(PAPERS, st.sampled_from(["set", "trash", "purge"])), max_size=12))
def test_counts_follow_changes_as_if_counted_anew(steps: list[tuple[Paper, str]]) -> None:
    papers: dict[str, Paper] = {}
    counts = ShelfCounts(SHELVES, lambda query: number(papers, query), NOW)
    for paper, what in steps:
        before = papers.get(paper.uid)
        after = paper._replace(trashed="now") if what == "trash" else paper
        if what == "purge":
            papers.pop(paper.uid, None)
        else:
            papers[paper.uid] = after
        was = counts.counts
        changed = counts.follow([Change(before, None if what == "purge" else after)])
        assert counts.counts == {s.name: number(papers, s.query) for s in SHELVES}
        assert changed == (counts.counts != was)


def test_only_what_a_changed_paper_can_change_is_counted_again() -> None:
    asked: list[str] = []
    papers = {"a": Paper(uid="a", fields=Fields(title="Other"), rating=1)}

    def count(query: str) -> int:
        asked.append(query)
        return number(papers, query)

    counts = ShelfCounts(SHELVES[:5], count, NOW)
    asked.clear()
    before, papers["a"] = papers["a"], papers["a"].rated(5)
    assert counts.follow([Change(before, papers["a"])])
    assert counts.counts["good"] == 1
    assert asked == []


def test_a_shelf_of_the_last_days_empties_by_itself() -> None:
    papers = {"a": Paper(uid="a", added="2026-11-17T00:00:00Z")}
    moment = NOW
    counts = ShelfCounts(SHELVES, lambda query: number(papers, query, moment), NOW)
    assert counts.counts["new"] == 1
    moment = NOW + 6 * 86400
    assert not counts.tick(NOW + 1)
    assert counts.tick(moment)
    assert counts.counts["new"] == 0
