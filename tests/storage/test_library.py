"""The library by its front door: papers come, change, go to the trash and come back."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from papers import (
    Annotation,
    Attachment,
    BadValue,
    Bare,
    Change,
    Conflict,
    Fields,
    KeyTaken,
    NotFound,
    Paper,
    Source,
    Status,
    Version,
    new_uid,
)
from storage import Library
from tests.storage.support import a_paper

Open = Callable[[], Library]


def added(library: Library, *papers: Paper, suffix: bool = False) -> list[Paper]:
    """These papers as the library has them."""
    step = library.add(papers, label="add", suffix=suffix)
    return [change.after for change in step.changes if change.after]


def keyed(key: str, **parts: object) -> Paper:
    return a_paper(1, key=key, **parts)


def everything(library: Library) -> list[Paper]:
    return [*library, *library.trash()]


# Adding


def test_a_newcomer_gets_a_uid_a_key_and_its_times(library: Library) -> None:
    (paper,) = added(library, a_paper(1))
    assert len(paper.uid) == 13
    assert paper.key == "smith1MobiusNumber12017"
    assert paper.added == paper.modified == "2027-01-15T08:01:00Z"
    assert library.get(paper.uid) == library.find(paper.key) == paper
    assert [*library] == [paper]


def test_a_newcomer_keeps_the_key_and_the_day_it_brings(library: Library) -> None:
    (paper,) = added(library, keyed("mine", added="2019-01-01T00:00:00Z"))
    assert (paper.key, paper.added) == ("mine", "2019-01-01T00:00:00Z")
    assert paper.modified > paper.added


def test_papers_that_would_have_one_key_are_told_apart(library: Library) -> None:
    papers = added(library, *[a_paper(1)] * 30)
    keys = [paper.key.removeprefix("smith1MobiusNumber12017") for paper in papers]
    assert keys == ["", *"abcdefghijklmnopqrstuvwxyz", "aa", "ab", "ac"]
    assert len({paper.uid for paper in papers}) == 30


def test_a_paper_without_anything_gets_a_key_nonetheless(library: Library) -> None:
    assert [paper.key for paper in added(library, Paper(), Paper())] == ["anon", "anona"]


@pytest.mark.parametrize("newcomer", ["Taken", "taken", "TAKEN"])
def test_a_taken_key_is_refused_and_nothing_is_added(library: Library, newcomer: str) -> None:
    (first,) = added(library, keyed("Taken"))
    with pytest.raises(KeyTaken, match=re.escape(repr(newcomer))) as refusal:
        library.add([keyed("free"), keyed(newcomer)], label="add")
    assert first.uid in str(refusal.value)
    assert [*library] == [first]


def test_a_key_cannot_come_twice_in_one_step(library: Library) -> None:
    with pytest.raises(KeyTaken, match="twice"):
        library.add([keyed("same"), keyed("SAME")], label="add")
    assert len(library) == 0


def test_only_the_newcomer_gets_another_key(library: Library) -> None:
    (first,) = added(library, keyed("Taken"))
    newcomers = added(library, keyed("taken"), keyed("TAKEN"), keyed("takena"), suffix=True)
    assert [paper.key for paper in newcomers] == ["takena", "TAKENb", "takenaa"]
    assert library.find("taken") == first


def test_a_key_that_was_a_papers_before_is_taken(library: Library) -> None:
    added(library, keyed("new", aliases=("old",)))
    with pytest.raises(KeyTaken, match="OLD"):
        library.add([keyed("OLD")], label="add")
    assert [paper.key for paper in added(library, keyed("OLD"), suffix=True)] == ["OLDa"]


def test_an_old_key_cannot_hide_another_papers_key(library: Library) -> None:
    (first,) = added(library, keyed("first", aliases=("elder",)))
    for alias in ("First", "elder"):
        with pytest.raises(KeyTaken, match=alias):
            library.add([keyed("second", aliases=(alias, "mine"))], label="add")
    (second,) = added(library, keyed("second", aliases=("First", "mine", "Elder")), suffix=True)
    assert second.aliases == ("mine",)
    assert library.find("first") == library.find("elder") == first
    assert library.find("mine") == second


def test_a_key_from_the_trash_is_free(library: Library) -> None:
    (first,) = added(library, keyed("same"))
    library.remove([first.uid])
    (second,) = added(library, keyed("same"))
    assert library.find("same") == second
    assert library.find_trashed("same").uid == first.uid


def test_a_paper_that_is_here_already_is_not_added_over_itself(library: Library) -> None:
    (paper,) = added(library, keyed("one"))
    library.edit([paper.uid], lambda paper: paper.rated(5), label="rate")
    for again in (paper, paper._replace(key="two")):
        with pytest.raises(Conflict, match=paper.uid):
            library.add([again], label="add", suffix=True)
    library.remove([paper.uid])
    with pytest.raises(Conflict, match=paper.uid):
        library.add([paper], label="add")
    with pytest.raises(Conflict):
        library.add([keyed("a", uid=new_uid(1)), keyed("b", uid=new_uid(1))] * 2, label="add")
    assert len(library) == 0
    assert [paper.rating for paper in library.trash()] == [5]


def test_a_uid_that_is_none_is_refused(library: Library) -> None:
    with pytest.raises(BadValue, match="uid"):
        library.add([keyed("one", uid="../../etc")], label="add")
    assert everything(library) == []


def test_papers_that_cannot_all_be_made_are_not_added(library: Library) -> None:
    def papers() -> Iterator[Paper]:
        yield a_paper(1)
        raise LookupError

    with pytest.raises(LookupError):
        library.add(papers(), label="add")
    assert (len(library), [*library.history()]) == (0, [])


def test_nothing_added_is_no_step(library: Library) -> None:
    assert library.add([], label="nothing").id == 0
    assert [*library.history()] == []


@pytest.mark.parametrize("count", [3, 500])
def test_every_part_of_a_paper_is_kept(open_library: Open, count: int) -> None:
    paper = Paper(
        type="inproceedings",
        fields=Fields({"title": "{LoRA}: $x^2$", "month": Bare("jan"), "note#2": "twice", "o": ""}),
        strings=Fields({"jan": "Jänner", "acl": Bare('"A" # b')}),
        tags=frozenset({"peft", "ünïcode", "with space"}),
        rating=5,
        status=Status.READING,
        priority=3,
        queue=7,
        notes="# Notes\r\n\n- [ ] é\n",
        annotations=(Annotation("2026-01-01T00:00:00Z", "text", "7", "quoted"),),
        files=(Attachment("files/a.pdf", "the PDF", "pdf"), Attachment("~/b.pdf")),
        versions=(Version("misc", Fields({"eprint": "2106.09685", "month": Bare("jun")})),),
        started="2026-01-01T00:00:00Z",
        finished="2026-01-02T00:00:00Z",
        source=Source("bibtex", "refs.bib", "12", "@misc{...}", "0123456789abcdef"),
        extra=Fields(
            big=str(10**30), small="1e-07", none="null", nan="NaN", deep='{"a":[1.0,true]}'
        ),
    )
    library = open_library()
    papers = added(
        library, *(paper._replace(key=f"k{n}", aliases=(f"o{n}",)) for n in range(count))
    )
    assert papers[0] == paper._replace(
        uid=papers[0].uid,
        key="k0",
        aliases=("o0",),
        added=papers[0].added,
        modified=papers[0].modified,
    )
    assert [*library] == [*library.newest()][::-1] == papers
    assert [*open_library()] == papers
    library.compact()
    assert (
        [*library] == [*open_library()] == [library.find(paper.key) for paper in papers] == papers
    )


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e+16", "1e-07", str(10**30), "null"])
def test_numbers_another_program_left_are_kept_by_many_papers_as_by_few(
    open_library: Open, number: str
) -> None:
    papers = added(open_library(), *[Paper(extra=Fields(score=number))] * 201)
    assert [*open_library()] == papers
    (few,) = added(open_library(), Paper(extra=Fields(score=number)))
    assert few.extra == papers[0].extra


def test_papers_stand_in_the_order_they_came_wherever_they_have_been(open_library: Open) -> None:
    library = open_library()
    uids = [paper.uid for paper in added(library, *map(a_paper, range(6)))]
    library.compact()
    uids += [paper.uid for paper in added(library, *map(a_paper, range(6, 9)))]
    for uid in (uids[0], uids[3], uids[7]):
        library.remove([uid])
        library.compact()
        library.restore([uid])
        for each in (library, open_library()):
            assert [paper.uid for paper in each] == uids
            assert [paper.uid for paper in each.newest()] == uids[::-1]
            assert len(each) == 9


# Editing


def test_an_edit_starts_from_what_is_there_now(open_library: Open) -> None:
    one, two = open_library(), open_library()
    (paper,) = added(one, a_paper(1))
    two.edit([paper.uid], lambda paper: paper.rated(4), label="rate")
    one.edit([paper.uid], lambda paper: paper.tagged(frozenset({"x"})), label="tag")
    two.refresh()
    for library in (one, two, open_library()):
        (found,) = library
        assert (found.rating, found.tags) == (4, frozenset({"x"}))
        assert found.modified > paper.modified
        assert found.added == paper.added


def test_an_edit_of_an_unknown_paper_changes_none(library: Library) -> None:
    (paper,) = added(library, a_paper(1))
    for stranger in (new_uid(1), "no uid", ""):
        with pytest.raises(NotFound):
            library.edit([paper.uid, stranger], lambda paper: paper.rated(4), label="rate")
    assert [*library] == [paper]


def test_an_edit_that_fails_changes_none(library: Library) -> None:
    papers = added(library, a_paper(1), a_paper(2))

    def fail(paper: Paper) -> Paper:
        return paper.rated(9) if paper == papers[1] else paper.rated(5)

    with pytest.raises(BadValue):
        library.edit([paper.uid for paper in papers], fail, label="rate")
    assert [*library] == papers


def test_an_edit_that_changes_nothing_is_no_step(library: Library) -> None:
    (paper,) = added(library, a_paper(1))
    step = library.edit([paper.uid], lambda paper: paper.rated(0), label="rate")
    assert (step.id, step.changes) == (0, ())
    assert [*library] == [paper]
    assert len([*library.history()]) == 1


def test_a_change_that_only_looks_like_one_does_no_harm(tmp_path: Path) -> None:
    """A list where there was a tuple, within one second: another paper, and the same record."""
    with Library.open(tmp_path, clock=lambda: 1e9) as library:
        (paper,) = added(library, a_paper(1))
        library.edit(
            [paper.uid], lambda paper: paper._replace(annotations=[]), label="edit"  # type: ignore[arg-type]
        )  # fmt: skip
        assert [*library] == [paper]


def test_a_paper_named_twice_is_changed_once(library: Library) -> None:
    (paper,) = added(library, a_paper(1))
    step = library.edit([paper.uid] * 2, lambda paper: paper.rated(paper.rating + 1), label="rate")
    assert len(step.changes) == 1
    assert [paper.rating for paper in library] == [1]
    assert len(library.remove([paper.uid] * 2).changes) == 1
    assert len(library.restore([paper.uid] * 2).changes) == 1
    library.remove([paper.uid])
    assert len(library.purge([paper.uid] * 2).changes) == 1
    library.undo(4)
    assert [*library] == [step.changes[0].after]


def test_an_edit_cannot_make_a_paper_another(library: Library) -> None:
    one, two = added(library, a_paper(1), a_paper(2))
    library.edit([one.uid], lambda paper: paper._replace(uid=two.uid, rating=3), label="edit")
    assert [(paper.uid, paper.rating) for paper in library] == [(one.uid, 3), (two.uid, 0)]


def test_what_a_step_tells_is_what_is_stored(library: Library) -> None:
    (paper,) = added(library, a_paper(1))
    step = library.edit([paper.uid], lambda paper: paper.rated(4), label="rate 4")
    assert step.changes == (Change(paper, library.find(paper.key)),)
    assert (step.label, step.undoes, step.redoes) == ("rate 4", 0, 0)
    assert step.at >= library.find(paper.key).modified


# Keys


def test_a_new_key_leaves_the_old_one_standing(open_library: Open) -> None:
    library = open_library()
    (paper,) = added(library, keyed("old"))
    for key in ("new", "newer"):
        library.edit([paper.uid], lambda paper, key=key: paper.rekeyed(key), label="rename")  # type: ignore[misc]
    library.compact()
    for each in (library, open_library()):
        for name in ("old", "OLD", "new", "newer"):
            assert each.find(name).key == "newer"
        assert [*each.keys()] == ["new", "newer", "old"]
    library.edit([paper.uid], lambda paper: paper.rekeyed("old"), label="rename")
    assert library.find("newer").aliases == ("new", "newer")


def test_a_key_cannot_be_taken_from_another_paper(library: Library) -> None:
    one, two = added(library, keyed("one", aliases=("uno",)), keyed("two"))
    for name in ("one", "ONE", "uno"):
        with pytest.raises(KeyTaken, match=one.uid):
            library.edit([two.uid], lambda paper, name=name: paper.rekeyed(name), label="rename")  # type: ignore[misc]
    with pytest.raises(KeyTaken, match="twice"):
        library.edit([one.uid, two.uid], lambda paper: paper.rekeyed("same"), label="rename")
    assert [*library] == [one, two]


def test_only_the_case_of_a_key_may_change(library: Library) -> None:
    (paper,) = added(library, keyed("lora"))
    library.edit([paper.uid], lambda paper: paper._replace(key="LoRA"), label="rename")
    assert library.find("lora").key == "LoRA"


def test_a_key_that_was_given_up_is_free(open_library: Open) -> None:
    library = open_library()
    one, two = added(library, keyed("one"), keyed("two"))
    library.compact()
    library.edit([one.uid], lambda paper: paper._replace(key="other"), label="rename")
    with pytest.raises(NotFound):
        library.find("one")
    library.edit([two.uid], lambda paper: paper._replace(key="one"), label="rename")
    for each in (library, open_library()):
        assert each.find("one").uid == two.uid
        assert [*each.keys()] == ["one", "other"]


# The trash


def test_a_removed_paper_is_in_the_trash(open_library: Open) -> None:
    library = open_library()
    one, two = added(library, keyed("one"), keyed("two"))
    library.remove([one.uid])
    library.compact()
    for each in (library, open_library()):
        assert [*each] == [two]
        assert [paper.key for paper in each.trash()] == ["one"]
        assert [*each.keys()] == ["two"]
        trashed = each.find_trashed("ONE")
        assert trashed.trashed
        assert trashed == each.find_trashed(one.uid[:6]) == each.get(one.uid)
        with pytest.raises(NotFound):
            each.find("one")
        with pytest.raises(NotFound, match="in the trash"):
            each.find_trashed("two")


def test_a_restored_paper_is_as_it_was(library: Library) -> None:
    (paper,) = added(library, keyed("one", aliases=("old",), notes="Kept."))
    library.remove([paper.uid])
    library.restore([paper.uid])
    (back,) = library
    assert back._replace(modified=paper.modified) == paper
    assert library.trash() == []
    assert library.find("old") == back


def test_a_paper_in_the_trash_can_be_changed(library: Library) -> None:
    (paper,) = added(library, keyed("one"))
    library.remove([paper.uid])
    library.edit([paper.uid], lambda paper: paper.rated(4), label="rate")
    assert [paper.rating for paper in library.trash()] == [4]
    library.restore([paper.uid])
    assert [paper.rating for paper in library] == [4]


def test_a_restored_paper_does_not_take_its_key_from_another(library: Library) -> None:
    (first,) = added(library, keyed("same"))
    library.remove([first.uid])
    (second,) = added(library, keyed("SAME"))
    with pytest.raises(KeyTaken, match=second.uid):
        library.restore([first.uid])
    assert [*library] == [second]
    library.restore([first.uid], key="another")
    assert library.find("another").uid == first.uid
    assert library.find("same") == second
    with pytest.raises(KeyTaken):
        library.restore(
            [library.add([keyed("x", trashed="now")], label="x").changes[0].uid], key="same"
        )


def test_a_restored_paper_gives_up_old_keys_that_went_to_others(library: Library) -> None:
    (first,) = added(library, keyed("first", aliases=("old", "older")))
    library.remove([first.uid])
    (second,) = added(library, keyed("old"))
    library.restore([first.uid])
    assert library.find("first").aliases == ("older",)
    assert library.find("older").uid == first.uid
    assert library.find("old") == second


def test_two_papers_of_one_key_cannot_come_back_together(library: Library) -> None:
    (first,) = added(library, keyed("same"))
    library.remove([first.uid])
    (second,) = added(library, keyed("same"))
    library.remove([second.uid])
    with pytest.raises(KeyTaken):
        library.restore([first.uid, second.uid])
    assert len(library.trash()) == 2


def test_only_what_is_in_the_trash_can_be_purged(open_library: Open) -> None:
    library = open_library()
    one, two = added(library, keyed("one"), keyed("two"))
    library.remove([one.uid])
    for uids in ([two.uid], [one.uid, two.uid], [new_uid(1)], ["no uid"]):
        with pytest.raises(NotFound, match="not in the trash"):
            library.purge(uids)
    library.purge([one.uid])
    for each in (library, open_library()):
        assert everything(each) == [two]
        assert each.get(one.uid) is None
    with pytest.raises(NotFound):
        library.restore([one.uid])
