"""Suspects in a library, what is kept apart, and merging by hand."""

from pathlib import Path

import pytest

from commands.dedupe import Difference, keep_apart, suspects
from commands.import_papers import import_papers
from commands.merge_papers import merge
from importers import Imported
from papers import Annotation, BadValue, NotFound, Paper, Status
from storage import Library
from tests.commands.pairs import DOUBTFUL, OTHERS, SAME, paper

CONFERENCE, JOURNAL = map(paper, DOUBTFUL["a conference and a journal"])


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library")


def put(library: Library, *papers: Paper) -> list[str]:
    """The uids of papers that are added, whatever they are like."""
    step = library.add(
        [each._replace(key=each.key or f"key{at}") for at, each in enumerate(papers)],
        label="add", suffix=True,
    )  # fmt: skip
    return [change.uid for change in step.changes]


def test_suspects_come_with_a_reason_and_with_what_differs(library: Library) -> None:
    one, other = put(library, CONFERENCE, JOURNAL)
    [group] = suspects(library)
    [suspect] = group.suspects
    assert [each.uid for each in group.papers] == [one, other]
    assert (suspect.one.uid, suspect.other.uid) == (one, other)
    assert "one is in a journal, the other in proceedings" in suspect.reason
    assert 70 <= suspect.score < 100
    assert Difference("year", "2002", "2004") in suspect.differences
    assert Difference("booktitle", "ECOOP", "") in suspect.differences
    assert "title" not in {difference.field for difference in suspect.differences}


@pytest.mark.parametrize("case", [*SAME, *DOUBTFUL])
def test_every_pair_that_is_or_may_be_one_is_suspected(library: Library, case: str) -> None:
    put(library, *map(paper, {**SAME, **DOUBTFUL}[case]))
    assert len(suspects(library)) == 1


@pytest.mark.parametrize("case", OTHERS)
def test_others_are_not_suspected(library: Library, case: str) -> None:
    put(library, *map(paper, OTHERS[case]))
    assert suspects(library) == []


def test_the_likeliest_come_first_and_a_query_picks(library: Library) -> None:
    put(library, CONFERENCE, JOURNAL, *map(paper, SAME["the same arXiv number"]))
    scores = [group.suspects[0].score for group in suspects(library)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 2
    [group] = suspects(library, "author:odersky")
    assert group.papers[0].title == "A Nominal Theory of Objects"


def test_three_that_hang_together_are_a_group(library: Library) -> None:
    thesis = paper("phdthesis|A Nominal Theory of Objects|Odersky, M. and Cremet, V.|2002|s=EPFL")
    uids = put(library, CONFERENCE, JOURNAL, thesis)
    [group] = suspects(library)
    assert [each.uid for each in group.papers] == uids
    assert len(group.suspects) == 3


def test_what_is_kept_apart_is_not_asked_about_again(library: Library) -> None:
    put(library, CONFERENCE, JOURNAL)
    [group] = suspects(library)
    keep_apart(library, group.papers)
    assert suspects(library) == []
    assert suspects(Library.open(library.folder)) == []
    library.undo()
    assert len(suspects(library)) == 1


def test_papers_that_are_kept_apart_are_sound(library: Library) -> None:
    put(library, CONFERENCE, JOURNAL)
    [group] = suspects(library)
    before = library.verify()
    keep_apart(library, group.papers)
    assert library.verify() == before


def test_merging_keeps_the_first_and_takes_over_the_rest(library: Library) -> None:
    mine = CONFERENCE._replace(key="conf", rating=4, notes="Mine.", tags=frozenset({"a"}))
    theirs = JOURNAL._replace(
        key="jour", aliases=("old",), rating=2, notes="Theirs.", tags=frozenset({"b"}),
        status=Status.READ, annotations=(Annotation("", "see"),), queue=3,
    )  # fmt: skip
    uids = put(library, mine, theirs.with_fields({"pages": "7--9", "publisher": "ACM"}))
    merge(library, uids)
    [one] = library
    assert (one.key, one.aliases, one.year, one.venue) == ("conf", ("jour", "old"), 2002, "ECOOP")
    assert (one.rating, one.notes, sorted(one.tags)) == (4, "Mine.\n\nTheirs.", ["a", "b"])
    assert (one.status, one.queue, len(one.annotations)) == (Status.READ, 3, 1)
    assert {library.find(name).uid for name in ("jour", "old", "10.1145/2", "10.1007/1")} == {
        one.uid
    }
    assert [each.key for each in library.trash()] == ["jour"]


def test_a_merge_is_one_step_and_is_taken_back_exactly(library: Library) -> None:
    uids = put(library, CONFERENCE._replace(key="conf"), JOURNAL._replace(key="jour"))
    before = [each._replace(modified="") for each in library]
    merge(library, uids)
    library.undo()
    assert [each._replace(modified="") for each in library] == before
    assert library.trash() == []
    library.redo()
    assert [each.key for each in library] == ["conf"]


def test_a_choice_picks_a_side(library: Library) -> None:
    one, other = put(library, CONFERENCE._replace(rating=4), JOURNAL._replace(rating=2))
    chosen = ("year", "rating", "journal", "booktitle", "type")
    merge(library, [one, other], dict.fromkeys(chosen, other))
    paper = library.get(one)
    assert paper
    assert (paper.year, paper.rating, paper.venue, paper.type) == (2004, 2, "TOPLAS", "article")
    assert "booktitle" not in paper.fields


def test_a_choice_that_makes_no_sense_is_refused(library: Library) -> None:
    one, other = put(library, CONFERENCE, JOURNAL)
    with pytest.raises(BadValue, match="none of the papers"):
        merge(library, [one, other], {"year": "nobody"})
    with pytest.raises(BadValue, match="has a field 'colour'"):
        merge(library, [one, other], {"colour": other})
    with pytest.raises(BadValue, match="two papers"):
        merge(library, [one, one])
    library.remove([other])
    with pytest.raises(NotFound):
        merge(library, [one, other])
    assert len(library) == 1


def test_two_of_one_file_are_merged_and_both_keys_find_the_one(library: Library) -> None:
    one, other = map(paper, SAME["braces"])
    named = (one._replace(key="hu21"), other._replace(key="lora"))
    receipt = import_papers(library, Imported(named), label="import")
    assert receipt.outcomes == ("added", "merged")
    assert library.find("hu21").uid == library.find("lora").uid
    assert suspects(library) == []
