"""Differences between two records: small, reversible to the byte, and refused where out of date."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.codec import decode, encode
from storage.patch import Part, apply, clashes, diff, inverse

Record = dict[str, Any]

names = st.sampled_from(["a", "b", "c", "now", "was", "at", ""])
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2),
    st.sampled_from([0.0, -0.0, 1.0, 1e16]),
    st.text(max_size=3),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)
records = st.dictionaries(names, values, max_size=5)


def through_the_journal(parts: list[Part]) -> list[Part]:
    return [Part.from_json(decode(encode(part.to_json()))) for part in parts]


@given(records, records)
def test_the_parts_lead_there_and_back_to_the_byte(before: Record, after: Record) -> None:
    was, now = encode(before), encode(after)
    parts = through_the_journal(diff(before, after))
    assert encode(apply(before, parts)) == now
    assert encode(apply(after, inverse(parts))) == was
    assert (encode(before), encode(after)) == (was, now)


@given(records, records, records)
def test_parts_tell_whether_the_record_has_moved_on(
    before: Record, after: Record, other: Record
) -> None:
    parts = through_the_journal(diff(before, after))
    assert clashes(before, parts) == []
    assert clashes(after, through_the_journal(inverse(parts))) == []
    assert bool(parts) == (encode(before) != encode(after))
    if not clashes(other, parts):  # then it can be set, and taken back again
        done = apply(other, parts)
        assert clashes(done, inverse(parts)) == []


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, [("b",)]),
        ({"f": {"x": 1, "y": 2}}, {"f": {"x": 1, "y": 3}}, [("f", "y")]),
        ({"f": {"x": 1}}, {"f": {"x": 1, "y": 2}}, [("f", "y")]),
        ({"f": {"x": 1, "y": 2}}, {"f": {"x": 1}}, [("f", "y")]),
        ({"f": {"x": 1, "y": 2}, "a": 1}, {"f": {"y": 2}, "a": 2}, [("f",), ("a",)]),
        ({"f": {"x": 1, "y": 2}}, {"f": {"y": 2, "x": 1}}, [("f",)]),
        ({"f": {"x": {"z": 1}}}, {"f": {"x": {"z": 2}}}, [("f", "x")]),
        ({"f": {}}, {"f": []}, [("f",)]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, [()]),
        ({"a": 1, "b": 2}, {"b": 2}, [()]),
        ({"a": 1}, {"a": True}, [("a",)]),
        ({"a": [1, {"b": 0}]}, {"a": [1, {"b": False}]}, [("a",)]),
        ({"a": 0.0}, {"a": -0.0}, [("a",)]),
        ({"a": None}, {}, [("a",)]),
    ],
)
def test_a_part_is_as_small_as_it_can_be(
    before: Record, after: Record, places: list[tuple[str, ...]]
) -> None:
    assert [part.at for part in diff(before, after)] == places


def test_nothing_and_absence_are_not_the_same() -> None:
    there, gone = {"a": 1, "note": None}, {"a": 1}
    (part,) = through_the_journal(diff(there, gone))
    assert apply(there, [part]) == gone
    assert apply(gone, [part.inverse()]) == there
    assert clashes(gone, [part]) == [part]
    assert clashes(there, [part.inverse()]) == [part.inverse()]


def test_a_part_inside_of_what_is_gone_clashes() -> None:
    parts = diff({"f": {"x": 1}}, {"f": {"x": 2}})
    others: list[Record] = [{}, {"f": None}, {"f": {}}, {"f": {"x": 3}}, {"f": [1]}]
    for other in others:
        assert clashes(other, parts) == parts
    assert clashes({"f": {"x": 1, "y": 5}, "more": 1}, parts) == []
