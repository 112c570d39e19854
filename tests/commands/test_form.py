"""The text in which a paper is edited: what is written is read back, and slips are explained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import form
from papers import Bare, Fields, Paper, Status

PAPER = Paper(
    uid="0000000000001",
    key="knuth1984",
    type="article",
    fields=Fields(
        {
            "title": r"Literate {Programming} \& more",
            "author": "Knuth, Donald E.",
            "month": Bare("may"),
            "journal": Bare("cj # { (Oxford)}"),
            "note": "one",
            "note#2": "two",
        }
    ),
    strings=Fields({"cj": "The Computer Journal"}),
    tags=frozenset({"programming", "two words"}),
    notes="# Notes\n\n=== Notes ===\nrating: 9\n",
)
VALUES = st.text(st.sampled_from(list('ab {}\\"%#@,=\n\r$&é漢\u202e\x1b')), max_size=20)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=40)


def changed(old: str, new: str, paper: Paper = PAPER) -> Paper:
    text = form.write(paper)
    assert old in text
    return form.read(text.replace(old, new, 1), paper)


def problems(old: str, new: str) -> str:
    with pytest.raises(form.Unreadable) as caught:
        changed(old, new)
    return str(caught.value)


def test_what_is_written_is_read_back_as_it_was() -> None:
    assert form.read(form.write(PAPER), PAPER) == PAPER


@given(st.dictionaries(st.sampled_from(["title", "note", "x-y", "note#2"]), VALUES), TEXTS)
def test_any_paper_is_read_back_as_it_was(fields: dict[str, str], notes: str) -> None:
    paper = PAPER._replace(fields=Fields(fields), notes=notes)
    assert form.read(form.write(paper), paper) == paper


@given(st.dictionaries(st.sampled_from(["title", "note", "x-y", "volume"]), VALUES), TEXTS)
def test_one_change_leaves_every_other_field(fields: dict[str, str], notes: str) -> None:
    paper = PAPER._replace(fields=Fields(fields), notes=notes)
    edited = changed("{knuth1984,", "{knuth1984,\n  added = {this},", paper)
    assert dict(edited.fields) == {**fields, "added": "this"}
    assert edited.notes == notes


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_sentences(text: str) -> None:
    problems: list[form.Problem] = []
    try:
        form.read(text, PAPER)
    except form.Unreadable as error:
        problems = error.problems
    assert all(problem.sentence.endswith((".", "?", ",")) for problem in problems)


def test_each_part_can_be_changed() -> None:
    assert changed("two words", "one, three").tags == {"programming", "one", "three"}
    assert changed("rating: 0", "Rating:5").rating == 5
    assert changed("status: unread", "status: reading").status is Status.READING
    assert changed("priority: 0", "priority: 2").priority == 2
    assert changed("Literate", "Illiterate").title.startswith("Illiterate")
    assert changed("month = may", "month = jun").fields["month"] == Bare("jun")
    assert changed("{The Computer Journal}", "{CJ}").venue == "CJ (Oxford)"
    assert changed("@article", "@Book").type == "book"
    assert changed("# Notes\n", "Mine\n").notes.startswith("Mine\n")


def test_a_new_key_leaves_the_old_one_as_an_alias() -> None:
    edited = changed("{knuth1984,", "{knuth84,")
    assert (edited.key, edited.aliases) == ("knuth84", ("knuth1984",))


def test_reading_that_begins_is_dated() -> None:
    assert changed("status: unread", "status: reading").started
    assert changed("status: unread", "status: read", PAPER._replace(queue=3)).queue == 0


def test_what_is_left_out_at_the_top_stays() -> None:
    paper = PAPER._replace(rating=4)
    assert changed("rating: 4\n", "", paper) == paper
    assert form.read("", paper) == paper


def test_a_field_that_is_left_out_goes() -> None:
    assert "author" not in changed("  author = {Knuth, Donald E.},\n", "").fields


def test_line_ends_of_another_system_change_nothing() -> None:
    assert form.read(form.write(PAPER).replace("\n", "\r\n"), PAPER) == PAPER


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rating: 0", "rating: 9", "line 6: A rating is 0 to 5 stars, not 9"),
        ("rating: 0", "rating: five", "line 6: The rating is a number, not 'five'."),
        ("rating: 0", "rating 0", "line 6: 'rating 0' has no colon"),
        ("priority: 0", "priority: 7", "line 8: A priority is"),
        ("status: unread", "status: raed", "There is no status 'raed': it is one of inbox"),
        ("tags: ", "tags: a;b, ", "A tag cannot hold ';'"),
        ("rating:", "ratings:", "There is no 'ratings' here: the names are tags, rating"),
        ("@article{", "article{", "This belongs to no entry"),
        ("@article{", "@{", "This is no BibTeX"),
        ("{Programming}", "{Programming", "is never closed"),
        ("E.},", "E.}", "is a comma or a quote missing?"),
        ("{knuth1984,", "{two words,", "A citation key cannot hold ' '"),
        ("@article{knuth1984,", "@article{b,}\n@article{knuth1984,", "one entry here, not 2"),
        ("=== BibTeX ===", "=== Notes ===", "The parts are out of order"),
    ],
)
def test_a_slip_is_explained_with_its_line(old: str, new: str, said: str) -> None:
    assert said in problems(old, new)


def test_every_slip_is_told_at_once_and_their_lines_move_with_them() -> None:
    text = form.write(PAPER).replace("rating: 0", "rating: 9").replace("priority: 0", "prio: 1")
    with pytest.raises(form.Unreadable) as caught:
        form.read(text, PAPER)
    shown = form.with_problems(text, caught.value.problems)
    first, second, *_ = shown.splitlines()
    assert first.startswith("#! line 8: A rating")
    assert shown.splitlines()[7] == "rating: 9"
    assert second.startswith("#! line 10: There is no 'prio'")
    assert form.without_problems(shown) == text
    assert form.with_problems(shown, caught.value.problems) == shown


def test_a_field_that_no_bibtex_can_say_is_kept_and_named() -> None:
    paper = PAPER._replace(fields=Fields({"title": "T", "note": "half } open"}))
    assert "Kept as they are, for no BibTeX can say them: note" in form.write(paper)
    edited = changed("{T}", "{U}", paper)
    assert dict(edited.fields) == {"title": "U", "note": "half } open"}
