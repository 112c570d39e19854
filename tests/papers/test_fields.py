"""Fields keep what was written, in order, and cannot be changed behind anybody's back."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from papers import Bare, Fields


def test_a_bare_value_is_not_the_same_text_in_braces() -> None:
    assert Bare("jan") == Bare("jan")
    assert Bare("jan") != "jan"
    plain = "jan"
    assert plain != Bare("jan")  # whichever of the two is asked
    assert len({Bare("jan"), Bare("jan"), "jan"}) == 2
    assert str(Bare("jan")) == "jan"
    assert repr(Bare("jan")) == "Bare('jan')"


def test_order_and_values_tell_fields_apart() -> None:
    fields = Fields(title="A", year="2017")
    assert fields == Fields({"title": "A", "year": "2017"})
    assert hash(fields) == hash(Fields({"title": "A", "year": "2017"}))
    assert fields != Fields(year="2017", title="A")
    assert fields != Fields(title="A", year=Bare("2017"))
    assert fields != {"title": "A", "year": "2017"}


def test_a_field_that_is_set_keeps_its_place_and_a_new_one_goes_last() -> None:
    fields = Fields(a="1", b="2", c="3").with_({"b": "two", "d": "4", "a": None})
    assert [*fields.items()] == [("b", "two"), ("c", "3"), ("d", "4")]


def test_an_empty_value_is_a_value() -> None:
    assert Fields().with_({"note": ""}) == Fields(note="")


def test_a_field_that_was_dropped_and_set_again_goes_last() -> None:
    assert [*Fields(a="1", b="2").with_({"a": None}).with_({"a": "1"})] == ["b", "a"]


def test_dropping_what_is_not_there_changes_nothing() -> None:
    fields = Fields(a="1", b="2")
    assert fields.with_({"z": None}) == fields
    assert fields.without(["z"]) == fields
    assert fields.without(["a", "z"]) == Fields(b="2")


@pytest.mark.parametrize(
    "change",
    [
        lambda fields: fields.__setitem__("a", "2"),
        lambda fields: fields.__delitem__("a"),
        lambda fields: fields.update(a="2"),
        lambda fields: fields.pop("a"),
        lambda fields: fields.popitem(),
        lambda fields: fields.clear(),
        lambda fields: fields.setdefault("b", "2"),
        lambda fields: fields.__ior__({"b": "2"}),
    ],
)
def test_fields_cannot_be_changed_in_place(change: Callable[[Any], object]) -> None:
    fields = Fields(a="1")
    with pytest.raises(TypeError, match="with_"):
        change(fields)
    assert fields == Fields(a="1")


def test_fields_travel_to_other_processes() -> None:
    fields = Fields(title="{LoRA}", month=Bare("jan"))
    for copied in (pickle.loads(pickle.dumps(fields)), copy.copy(fields), copy.deepcopy(fields)):
        assert copied == fields
        assert type(copied) is Fields
        assert type(copied["month"]) is Bare
