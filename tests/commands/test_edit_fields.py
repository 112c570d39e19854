"""Editing an entry field by field: what is said, what is wrong, and what stays untouched."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.edit_fields import edited, key_problem, problem, said, save
from papers import BadValue, Bare, Fields, Paper
from storage import Library

PAPER = Paper(
    uid="1",
    key="hu2021",
    type="Article",
    fields=Fields({"title": "{LoRA}", "month": Bare("jun"), "abstract": "a\r\nb"}),
)


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("title", "{An open brace", "never closed"),
        ("title", "closed} twice", "never open"),
        ("title", r"\{ as a sign", ""),
        ("year", "soon", "names no year"),
        ("year", "2023/2024", ""),
        ("date", "2024-05", ""),
        ("date", "May", "no date"),
        ("doi", "https://doi.org/10.1000/182", ""),
        ("doi", "182", "no DOI"),
        ("isbn", "978-0-262-03384-8", ""),
        ("isbn", "978-0-262-03384-9", "no ISBN"),
        ("url", "example", "no address"),
        ("url", r"\url{https://x.org/a_b}", ""),
        ("author", "Hu, Edward, Shen, Yelong", "joined by"),
        ("author", "Hu, Edward and Shen, Yelong", ""),
        ("author", "", ""),
        ("howpublished", "anything at all", ""),
    ],
)
def test_a_value_is_looked_at_as_it_is_typed(name: str, value: str, wrong: str) -> None:
    assert wrong in problem(name, value)
    assert bool(problem(name, value)) == bool(wrong)


def test_a_value_is_shown_as_people_read_it() -> None:
    assert said("author", r"G{\"o}del, Kurt and others") == "Gödel, Kurt; others"
    assert said("title", r"The {\TeX}book \& more") == "The TeXbook & more"
    assert said("month", "jun") == "June"


def test_only_what_was_changed_changes() -> None:
    values = {"title": "{LoRA}", "month": "jun", "abstract": "a\r\nb", "year": "2021", "note": ""}
    after = edited(PAPER, "Article", "hu2021", values)
    assert after == PAPER.with_fields({"year": "2021"})
    assert isinstance(after.fields["month"], Bare)


def test_an_emptied_field_goes_and_a_month_stays_a_macro() -> None:
    after = edited(PAPER, "misc", "hu2021", {"title": " ", "month": "Jul"})
    assert after.fields == Fields({"month": Bare("jul"), "abstract": "a\r\nb"})
    assert after.type == "misc"


def test_another_key_leaves_the_old_one_behind() -> None:
    after = edited(PAPER, "Article", "lora", {})
    assert (after.key, after.aliases) == ("lora", ("hu2021",))


@pytest.mark.parametrize("kind", ["", "a b", "x{", "@"])
def test_a_kind_that_breaks_the_entry_is_refused(kind: str) -> None:
    with pytest.raises(BadValue, match="no name"):
        edited(PAPER, kind, "hu2021", {})


def test_a_wrong_value_is_refused_with_what_is_wrong() -> None:
    with pytest.raises(BadValue, match="never closed"):
        edited(PAPER, "misc", "hu2021", {"title": "{"})


def test_a_key_that_another_paper_has_or_had_is_told(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        library.add([PAPER._replace(uid=""), Paper(key="b", aliases=("old",))], label="add")
        paper = library.find("hu2021")
        assert "another paper's" in key_problem(library, paper, "OLD")
        assert "cannot hold" in key_problem(library, paper, "a b")
        assert key_problem(library, paper, "hu2021") == key_problem(library, paper, "new") == ""
        step = save(library, paper, edited(paper, "Article", "new", {"year": "2021"}))
        assert step.label == "edit: hu2021"
        assert library.find("hu2021").fields["year"] == "2021"
        assert save(library, paper, paper).changes == ()


@given(st.text(), st.sampled_from(["title", "year", "author", "doi", "isbn", "url", "date"]))
def test_no_text_is_too_odd_to_look_at(value: str, name: str) -> None:
    problem(name, value)
    said(name, value)
