"""Changes of several hands: those prepared earlier are merged, those of others are told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import TinyDB

from papers import Change, Conflict, Paper, new_uid
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


# Changes prepared earlier


def test_a_stale_change_is_merged(open_library: Open) -> None:
    one, two = open_library(), open_library()
    (old,) = added(one, a_paper(1))
    two.edit([old.uid], lambda paper: paper.rated(4), label="rate")
    step = one.apply([Change(old, old._replace(notes="Mine.\n"))], label="note")
    assert [(change.before.rating, change.after.rating) for change in step.changes] == [(4, 4)]  # type: ignore[union-attr]
    assert [(paper.rating, paper.notes) for paper in open_library()] == [(4, "Mine.\n")]
    one.undo()
    assert [(paper.rating, paper.notes) for paper in one] == [(4, "")]


def test_a_stale_change_of_the_same_part_is_refused_by_name(open_library: Open) -> None:
    one, two = open_library(), open_library()
    old, other = added(one, keyed("one"), keyed("two"))
    two.edit([old.uid], lambda paper: paper.rated(4), label="rate")
    before = everything(two)
    changes = [Change(other, other.rated(1)), Change(old, old.rated(2))]
    with pytest.raises(Conflict, match=r"one was changed elsewhere.*rating"):
        one.apply(changes, label="rate")
    assert everything(one) == everything(two) == before


def test_a_change_made_twice_is_made_once(library: Library) -> None:
    (old,) = added(library, a_paper(1))
    change = Change(old, old.rated(4))
    assert library.apply([change], label="rate").id
    assert library.apply([change], label="rate").id == 0
    assert len([*library.history()]) == 2


def test_changes_of_one_paper_are_made_one_after_the_other(library: Library) -> None:
    (old,) = added(library, a_paper(1))
    rated = old.rated(4)
    tagged = rated.tagged(frozenset({"x"}))
    step = library.apply([Change(old, rated), Change(rated, tagged)], label="both")
    assert [(paper.rating, paper.tags) for paper in library] == [(4, frozenset({"x"}))]
    assert [change.after for change in step.changes][-1:] == [*library]
    library.undo()
    assert [*library] == [old]


def test_a_change_may_bring_a_paper_or_take_one_away(library: Library) -> None:
    (old,) = added(library, keyed("old"))
    new = keyed("new", uid=new_uid(1))
    library.apply([Change(old, None), Change(None, new)], label="exchange")
    assert [paper.key for paper in everything(library)] == ["new"]
    library.undo()
    assert everything(library) == [old]


def test_what_came_or_went_meanwhile_is_not_overwritten(library: Library) -> None:
    old, other = added(library, keyed("old"), keyed("other"))
    library.edit([old.uid], lambda paper: paper.rated(4), label="rate")
    before = everything(library)
    for stale in (Change(old, None), Change(None, old.rated(1)), Change(None, old)):
        with pytest.raises(Conflict, match="old"):
            library.apply([Change(other, other.rated(5)), stale], label="stale")
    library.remove([other.uid])
    library.purge([other.uid])
    with pytest.raises(Conflict, match="other"):
        library.apply([Change(other, other.rated(5))], label="stale")
    assert everything(library) == before[:1]


def test_a_stale_change_of_a_paper_in_the_trash_stays_there(library: Library) -> None:
    (old,) = added(library, a_paper(1))
    library.remove([old.uid])
    library.apply([Change(old, old.rated(4))], label="rate")
    assert [paper.rating for paper in library.trash()] == [4]
    assert len(library) == 0


# Others' changes


def test_refresh_tells_what_others_changed_and_only_that(open_library: Open) -> None:
    one, two = open_library(), open_library()
    (paper,) = added(one, keyed("one"))
    assert one.refresh() == ()
    assert two.refresh() == (Change(None, paper),)
    rated = two.edit([paper.uid], lambda paper: paper.rated(4), label="rate").changes[0]
    removed = two.remove([paper.uid]).changes[0]
    assert two.refresh() == ()
    assert one.refresh() == (Change(rated.before, removed.after),)
    assert one.refresh() == ()
    two.restore([paper.uid])
    two.purge([two.remove([paper.uid]).changes[0].uid])
    assert one.refresh() == (Change(removed.after, None),)


def test_refresh_tells_what_was_seen_on_the_way(open_library: Open) -> None:
    """A write, a compaction, a look through TinyDB read others' changes too; none is forgotten."""
    one, two = open_library(), open_library()
    on_the_way: tuple[Callable[[], object], ...] = (
        lambda: one.add([a_paper(50)], label="add"),
        one.compact,
        lambda: one.db.table("papers").all(),
        lambda: [*one.history()],
        one.verify,
    )
    for number, look in enumerate(on_the_way):
        (paper,) = added(two, keyed(f"k{number}"))
        look()
        assert one.refresh() == (Change(None, paper),)
        assert one.get(paper.uid) == paper
        two.refresh()


def test_refresh_tells_of_changes_that_came_with_a_new_snapshot(open_library: Open) -> None:
    one, two = open_library(), open_library()
    papers = added(one, *map(a_paper, range(3)))
    two.refresh()
    removed = one.remove([papers[0].uid]).changes
    one.compact()
    rated = one.edit([papers[1].uid], lambda paper: paper.rated(4), label="rate").changes
    one.compact()
    assert two.refresh() == removed + rated
    assert everything(two) == everything(one)


def test_refresh_tells_what_another_program_edited(open_library: Open, tmp_path: Path) -> None:
    library = open_library()
    one, two, three = added(library, keyed("one"), keyed("two"), keyed("three"))
    library.compact()
    with TinyDB(tmp_path / "library" / "library.json") as stock:
        (record,) = stock.table("papers").get(doc_ids=[stock.table("papers").all()[0].doc_id])
        stock.table("papers").remove(doc_ids=[record.doc_id])
        record["trashed"] = "2026-01-01T00:00:00Z"
        stock.table("trash").insert(record)
        stock.table("papers").update({"rating": 5}, doc_ids=[stock.table("papers").all()[0].doc_id])
    changes = {change.uid: change for change in library.refresh()}
    assert changes == {
        one.uid: Change(one, one._replace(trashed="2026-01-01T00:00:00Z")),
        two.uid: Change(two, two._replace(rating=5)),
    }
    assert [*library] == [two._replace(rating=5), three]
