"""Kinds of entries: what each needs, and what a form for it shows."""

import pytest

from papers.entry_types import ALIASES, TYPES, entry_type


def test_one_of_two_fields_meets_a_need() -> None:
    book = entry_type("book")
    assert book.lacking(frozenset({"editor", "title", "publisher", "date"})) == []
    assert book.lacking(frozenset({"title", "year"})) == [("author", "editor"), ("publisher",)]


def test_the_name_of_a_kind_is_read_in_any_case() -> None:
    assert entry_type("InProceedings") == TYPES["inproceedings"]
    assert entry_type("CONFERENCE") == TYPES["inproceedings"]


def test_a_kind_that_nobody_knows_needs_nothing() -> None:
    odd = entry_type("jurisdiction")
    assert odd.title == "jurisdiction"
    assert odd.lacking(frozenset()) == []
    assert "title" in odd.fields


@pytest.mark.parametrize("name", TYPES)
def test_a_form_shows_each_field_once_and_all_that_is_needed(name: str) -> None:
    kind = TYPES[name]
    assert len(set(kind.fields)) == len(kind.fields)
    assert kind.lacking(frozenset(kind.fields)) == []


def test_other_names_lead_to_kinds_that_there_are() -> None:
    assert set(ALIASES.values()) <= set(TYPES)
