"""What happened, and taking it back: undo, redo and the history, tomorrow and from elsewhere."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import Change, Conflict, Fields, KeyTaken, NotFound, NothingToUndo, Paper, new_uid
from storage import Library, Step
from storage.step import Pending
from tests.storage.support import a_paper

Open = Callable[[], Library]
Edit = Callable[[Paper], Paper]


def add(library: Library, *keys: str) -> list[Paper]:
    step = library.add([a_paper(1, key=key) for key in keys], label=f"add {' '.join(keys)}")
    return [change.after for change in step.changes if change.after]


def edit(library: Library, paper: Paper, change: Edit, label: str = "edit") -> Step:
    return library.edit([paper.uid], change, label=label)


def rate(library: Library, paper: Paper, stars: int) -> Step:
    return edit(library, paper, lambda paper: paper.rated(stars), f"rate {stars}")


def tag(library: Library, paper: Paper, *tags: str) -> Step:
    return edit(library, paper, lambda paper: paper.tagged(frozenset(tags)), "tag")


def everything(library: Library) -> list[Paper]:
    return [*library, *library.trash()]


def labels(steps: Iterable[Step]) -> list[str]:
    return [step.label for step in steps]


def a_past(library: Library) -> list[list[Paper]]:
    """A dozen steps of every kind, and what the library held before each and after the last."""
    one, two = new_uid(1), new_uid(2)
    steps: list[Callable[[], object]] = [
        lambda: library.add([a_paper(1, key="one", uid=one), a_paper(2, uid=two)], label="add"),
        lambda: library.edit([one], lambda paper: paper.rated(4), label="rate"),
        lambda: library.edit([one, two], lambda paper: paper.tagged(frozenset("xy")), label="tag"),
        lambda: library.edit([one], lambda paper: paper.rekeyed("uno"), label="rename"),
        lambda: library.edit([two], lambda p: p.with_fields({"author": None}), label="edit"),
        lambda: library.edit([two], lambda p: p.with_fields({"note": "new"}), label="edit"),
        lambda: library.edit([one], lambda p: p._replace(notes="Line.\n" * 50), label="note"),
        lambda: library.remove([one, two]),
        lambda: library.restore([one]),
        lambda: library.purge([two]),
        lambda: library.add([a_paper(3)], label="add"),
        lambda: library.db.table("papers").update({"rating": 1}),
    ]
    states = [everything(library)]
    for step in steps:
        step()
        states.append(everything(library))
    return states


# There and back


def test_undo_goes_back_through_everything_and_redo_forth(open_library: Open) -> None:
    library = open_library()
    states = a_past(library)
    for state in states[-2::-1]:
        library.undo()
        assert everything(library) == state
    with pytest.raises(NothingToUndo, match="nothing to undo"):
        library.undo()
    for state in states[1:]:
        library.redo()
        assert everything(library) == state
    with pytest.raises(NothingToUndo, match="nothing to redo"):
        library.redo()
    assert everything(open_library()) == states[-1]


def test_every_step_may_be_taken_back_by_another_handle_after_reopening(open_library: Open) -> None:
    first = open_library()
    states = a_past(first)
    first.close()
    for state in states[-2::-1]:
        with open_library() as library:
            library.undo()
            assert everything(library) == state
            library.compact()
    for state in states[1:]:
        with open_library() as library:
            library.redo()
        assert everything(open_library()) == state


def test_many_steps_are_taken_back_at_once(library: Library) -> None:
    states = a_past(library)
    assert len(library.undo(5)) == 5
    assert everything(library) == states[-6]
    assert len(library.redo(3)) == 3
    assert everything(library) == states[-3]
    assert len(library.undo(1000)) == len(states) - 3
    assert everything(library) == []
    assert len(library.redo(1000)) == len(states) - 1
    assert everything(library) == states[-1]


def test_an_undo_is_told_as_it_is_stored(library: Library) -> None:
    (paper,) = add(library, "one")
    rated = rate(library, paper, 4)
    (undone,) = library.undo()
    assert (undone.label, undone.undoes, undone.redoes) == ("undo rate 4", rated.id, 0)
    assert undone.changes == (rated.changes[0].inverse(),)
    (redone,) = library.redo()
    assert (redone.label, redone.undoes, redone.redoes) == ("redo rate 4", 0, rated.id)
    assert redone.changes == rated.changes
    (undone,) = library.undo()
    assert (undone.label, undone.undoes) == ("undo rate 4", rated.id)


def test_a_new_change_leaves_nothing_to_redo(library: Library) -> None:
    (paper,) = add(library, "one")
    rate(library, paper, 4)
    library.undo()
    tag(library, paper, "x")
    with pytest.raises(NothingToUndo):
        library.redo()
    assert labels(library.undo(2)) == ["undo tag", "undo add one"]
    assert everything(library) == []
    library.redo(2)
    assert [(paper.rating, paper.tags) for paper in library] == [(0, frozenset("x"))]


def test_undo_and_redo_may_go_to_and_fro(library: Library) -> None:
    (paper,) = add(library, "one")
    for stars in (1, 2, 3):
        rate(library, paper, stars)
    seen = []
    for step in (library.undo, library.undo, library.redo, library.undo, library.redo,
                 library.redo, library.undo, library.undo, library.undo):  # fmt: skip
        step()
        seen.append(next(iter(library)).rating)
    assert seen == [2, 1, 2, 1, 2, 3, 2, 1, 0]
    rate(library, paper, 5)
    assert labels(library.undo(2)) == ["undo rate 5", "undo add one"]


def test_undo_takes_back_what_another_process_did_last(open_library: Open) -> None:
    one, two = open_library(), open_library()
    (paper,) = add(one, "one")
    rate(two, paper, 4)
    assert labels(one.undo()) == ["undo rate 4"]
    assert labels(two.redo()) == ["redo rate 4"]
    assert everything(open_library())[0].rating == 4


def test_an_import_of_many_is_one_step(open_library: Open) -> None:
    library = open_library()
    step = library.add(map(a_paper, range(1000)), label="import refs.bib")
    assert len(step.changes) == len(library) == 1000
    assert labels(library.history()) == ["import refs.bib"]
    before = everything(library)
    library.undo()
    assert everything(library) == everything(open_library()) == []
    library.redo()
    assert everything(library) == everything(open_library()) == before


# What stands in the way


def test_undoing_a_removal_whose_key_went_to_another_is_refused(library: Library) -> None:
    (first,) = add(library, "same")
    library.remove([first.uid])
    (second,) = add(library, "SAME")
    before = everything(library)
    remove = next(step for step in library.history() if step.label == "remove")
    with pytest.raises(KeyTaken, match=second.uid):
        library.undo_step(remove.id)
    assert everything(library) == before
    library.undo(2)
    assert everything(library) == [first]


def test_undoing_a_rename_whose_old_key_went_to_another_is_refused(library: Library) -> None:
    one, two = add(library, "one", "two")
    edit(library, one, lambda paper: paper._replace(key="uno"), "rename")
    renamed = next(library.history())
    edit(library, two, lambda paper: paper._replace(key="one"), "take it")
    before = everything(library)
    with pytest.raises(KeyTaken, match=two.uid):
        library.undo_step(renamed.id)
    assert everything(library) == before
    assert library.find("one").uid == two.uid


def test_undoing_the_arrival_of_a_paper_that_changed_since_is_refused(library: Library) -> None:
    (paper,) = add(library, "one")
    arrival = next(library.history())
    rate(library, paper, 4)
    before = everything(library)
    with pytest.raises(Conflict, match=r"'add one'.*cannot be taken back.*later change.*history"):
        library.undo_step(arrival.id)
    library.remove([paper.uid])
    with pytest.raises(Conflict, match="cannot be taken back"):
        library.undo_step(arrival.id)
    library.undo()
    assert everything(library) == before


def test_a_step_of_many_papers_is_taken_back_whole_or_not_at_all(library: Library) -> None:
    one, two = add(library, "one", "two")
    step = library.edit([one.uid, two.uid], lambda paper: paper.rated(4), label="rate both")
    rate(library, two, 5)
    before = everything(library)
    with pytest.raises(Conflict, match="rating"):
        library.undo_step(step.id)
    assert everything(library) == before


def test_an_unknown_step_is_not_found(library: Library) -> None:
    add(library, "one")
    for id in (0, -1, 99):
        with pytest.raises(NotFound, match="history"):
            library.undo_step(id)
    assert len(library) == 1


# One step among others


def test_an_older_step_is_taken_back_where_later_ones_touched_other_parts(library: Library) -> None:
    (paper,) = add(library, "one")
    rated = rate(library, paper, 4)
    tag(library, paper, "x")
    edit(library, paper, lambda paper: paper.with_fields({"note": "later"}))
    library.undo_step(rated.id)
    (now,) = library
    assert (now.rating, now.tags, now.fields["note"]) == (0, frozenset("x"), "later")
    assert now.modified > paper.modified


def test_a_removed_field_comes_back_to_its_place_past_later_changes(library: Library) -> None:
    (paper,) = add(library, "one")
    shorter = edit(library, paper, lambda paper: paper.with_fields({"author": None}))
    rate(library, paper, 4)
    library.undo_step(shorter.id)
    (now,) = library
    assert now.fields == paper.fields
    assert [*now.fields] == [*paper.fields]
    assert now.rating == 4


def test_an_older_step_of_the_same_part_is_refused(library: Library) -> None:
    (paper,) = add(library, "one")
    rated = rate(library, paper, 4)
    rate(library, paper, 5)
    before = everything(library)
    with pytest.raises(Conflict, match=r"'rate 4'.*rating of .*Undo that one first"):
        library.undo_step(rated.id)
    assert everything(library) == before
    assert len([*library.history()]) == 3


def test_a_step_is_not_taken_back_twice(library: Library) -> None:
    (paper,) = add(library, "one")
    rated = rate(library, paper, 4)
    tag(library, paper, "x")
    library.undo_step(rated.id)
    before = everything(library)
    with pytest.raises(Conflict):
        library.undo_step(rated.id)
    assert everything(library) == before


def test_a_step_taken_back_by_its_number_is_passed_by_undo(library: Library) -> None:
    (paper,) = add(library, "one")
    rated = rate(library, paper, 4)
    tag(library, paper, "x")
    library.undo_step(rated.id)
    assert labels(library.undo(2)) == ["undo tag", "undo add one"]
    assert everything(library) == []


def test_an_undo_taken_back_by_its_number_is_as_if_it_never_was(library: Library) -> None:
    (paper,) = add(library, "one")
    rate(library, paper, 4)
    (undone,) = library.undo()
    library.undo_step(undone.id)
    assert [paper.rating for paper in library] == [4]
    assert [(step.label, step.changes[0].after.rating) for step in library.undo()] == [  # type: ignore[union-attr]
        ("undo rate 4", 0)
    ]
    assert labels(library.undo()) == ["undo add one"]
    assert everything(library) == []


# The trash


def test_a_purge_can_be_taken_back(open_library: Open) -> None:
    library = open_library()
    (paper,) = add(library, "one")
    library.remove([paper.uid])
    trashed = library.trash()
    library.purge([paper.uid])
    library.compact()
    library = open_library()
    assert everything(library) == []
    library.undo()
    assert everything(library) == library.trash() == trashed
    library.undo()
    assert [*library] == [paper]
    assert library.find("one") == paper
    library.redo(2)
    assert everything(library) == []


def test_removing_comes_and_goes_as_one_change(library: Library) -> None:
    (paper,) = add(library, "one")
    removed = library.remove([paper.uid]).changes
    (undone,) = library.undo()
    assert [change.inverse() for change in undone.changes] == [*removed]
    (redone,) = library.redo()
    assert redone.changes == removed
    assert [step.changes for step in library.history()][:3] == [removed, undone.changes, removed]


# The history


def test_the_history_tells_every_step_as_it_was_told_then(open_library: Open) -> None:
    library = open_library()
    one, two = add(library, "one", "two")
    told = [
        next(library.history()),
        rate(library, one, 4),
        library.edit([one.uid, two.uid], lambda paper: paper.rekeyed(f"{paper.key}2"), label="all"),
        edit(library, two, lambda paper: paper.with_fields({"title": None, "note": "x"})),
        library.remove([one.uid]),
        library.purge([one.uid]),
        *library.undo(2),
        *library.redo(),
        library.restore([one.uid]),
        tag(library, one, "x", "y"),
    ]
    for _ in range(3):
        assert [*library.history()] == [*open_library().history()] == told[::-1]
        library.compact()
    about_two = [step for step in told if any(change.uid == two.uid for change in step.changes)]
    assert [*library.history(two.uid)] == about_two[::-1]
    assert [*library.history(new_uid(1))] == []


def test_steps_are_numbered_upwards_and_say_when_and_who(library: Library) -> None:
    a_past(library)
    steps = [*library.history()]
    assert [step.id for step in steps] == sorted({step.id for step in steps}, reverse=True)
    assert [step.at for step in steps] == sorted({step.at for step in steps}, reverse=True)
    assert {step.by for step in steps} == {library.store.by}


def test_the_history_is_up_to_date_with_what_others_did(open_library: Open) -> None:
    one, two = open_library(), open_library()
    (paper,) = add(one, "one")
    two.refresh()
    rated = rate(one, paper, 4)
    tagged = tag(one, paper, "x")
    assert [step.changes for step in two.history()][:2] == [tagged.changes, rated.changes]
    assert [change.after for change in two.refresh()] == [tagged.changes[0].after]


def test_a_history_that_is_read_slowly_stays_as_it_was(open_library: Open) -> None:
    one, two = open_library(), open_library()
    (paper,) = add(one, "one")
    for stars in (1, 2, 3):
        rate(one, paper, stars)
    told = [*one.history()]
    slowly = one.history()
    read = [next(slowly)]
    for number, library in enumerate((one, two, one)):
        rate(library, paper, number)
        if number:
            library.compact()
        read.append(next(slowly))
    assert read == told


def test_the_history_of_a_paper_is_not_that_of_another_table(library: Library) -> None:
    table = library.db.table("shelves")
    uid = library.add([Paper(uid="5000000000000", key="one")], label="add").changes[0].uid
    table.insert({"name": "one"})
    for _ in range(5):
        table.insert({"name": "more"})
    assert labels(library.history(uid)) == ["add"]


def test_what_was_known_of_a_paper_that_is_gone_is_in_the_history(library: Library) -> None:
    (paper,) = add(library, "one")
    (trashed,) = [change.after for change in library.remove([paper.uid]).changes]
    library.purge([paper.uid])
    library.compact()
    assert [step.changes for step in library.history(paper.uid)] == [
        (Change(trashed, None),),
        (Change(paper, trashed),),
        (Change(None, paper),),
    ]


moves = st.lists(
    st.tuples(
        st.sampled_from(["rate", "tag", "field", "drop", "remove", "restore", "undo", "redo"]),
        st.integers(0, 2),
        st.integers(0, 5),
    ),
    max_size=14,
)


def edit_one(library: Library, uid: str, move: str, number: int) -> bool:
    """Whether that changed anything."""
    edits: dict[str, Edit] = {
        "rate": lambda paper: paper.rated(number),
        "tag": lambda paper: paper.tagged(frozenset({str(number)})),
        "field": lambda paper: paper.with_fields({f"f{number}": "x", "title": "new"}),
        "drop": lambda paper: paper._replace(fields=Fields([*paper.fields.items()][1:])),
    }
    return bool(library.edit([uid], edits[move], label=move).id)


@given(moves)
def test_undo_and_redo_lead_through_the_same_states(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int, int]]
) -> None:
    """Against a plain list of states with a place in it."""
    folder: Path = tmp_path_factory.mktemp("library")
    library = Library.open(folder, clock=iter(range(10**9, 2 * 10**9)).__next__)
    uids = [paper.uid for paper in add(library, "a", "b", "c")]
    states, place = [[], everything(library)], 1
    for move, which, number in moves:
        if move in ("undo", "redo"):
            there = place + (1 if move == "redo" else -1)
            if 0 <= there < len(states):
                getattr(library, move)()
                place = there
            else:
                with pytest.raises(NothingToUndo):
                    getattr(library, move)()
        elif move in ("remove", "restore"):
            living = uids[which] in {paper.uid for paper in library}
            if library.get(uids[which]) and living is (move == "remove"):
                getattr(library, move)([uids[which]])
                del states[place + 1 :]
                states.append(everything(library))
                place += 1
        elif library.get(uids[which]) and edit_one(library, uids[which], move, number):
            del states[place + 1 :]
            states.append(everything(library))
            place += 1
        assert everything(library) == states[place]
    library.close()
    with Library.open(folder) as again:
        assert everything(again) == states[place]
        for state in states[place - 1 :: -1] if place else []:
            again.undo()
            assert everything(again) == state


def test_a_step_stays_where_somebody_does_not_agree_to_undo_it(library: Library) -> None:
    papers = add(library, "one", "two", "three")
    rate(library, papers[0], 4)
    library.remove([papers[1].uid])
    library.restore([papers[1].uid])
    asked: list[Pending] = []

    def agree(pending: Pending) -> bool:
        asked.append(pending)
        return pending.papers == 1

    done = library.undo(9, agree)
    assert [step.label for step in done] == ["undo restore", "undo remove", "undo rate 4"]
    assert [(each.label, each.papers, each.leaving) for each in asked] == [
        ("restore", 1, 1), ("remove", 1, 0), ("rate 4", 1, 0),
        ("add one two three", 3, 3),
    ]  # fmt: skip
    assert len(library) == 3
    assert library.undo_step(asked[-1].id).label == "undo add one two three"
    assert len(library) == 0
