"""Records as bytes: the same whichever encoder writes them, and the same values again."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.codec import decode, decode_many, encode, encode_many

texts = st.text(st.characters())  # halves of surrogate pairs among them
whole = st.none() | st.booleans() | st.integers(-(2**80), 2**80) | texts
exact = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | texts
fractions = st.floats(allow_nan=False)


def tree(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
        max_leaves=10,
    )


def records(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.dictionaries(texts, tree(leaves), max_size=5), max_size=5)


def without_pairs(value: Any) -> Any:
    """As JSON gives it back: two halves that meet are one character."""
    return json.loads(json.dumps(value))


@given(tree(whole | fractions))
def test_what_is_encoded_is_decoded(value: Any) -> None:
    line = encode(value)
    assert repr(decode(line)) == repr(without_pairs(value))
    assert b"\n" not in line
    assert b"\r" not in line
    assert encode(decode(line)) == encode(without_pairs(value))


@given(records(whole))
def test_both_encoders_write_the_same_bytes(many: list[dict[str, Any]]) -> None:
    assert list(encode_many(many)) == [encode(record) for record in many]


@given(records(exact | fractions))
def test_both_decoders_read_the_same_values(many: list[dict[str, Any]]) -> None:
    lines = [encode(record) for record in many]
    assert repr([*decode_many(lines)]) == repr([decode(line) for line in lines])


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ({"a": [1, None, True], "b": {}}, '{"a":[1,null,true],"b":{}}'),
        ({"é": "漢🙂\u2028\x7f"}, '{"é":"漢🙂\u2028\x7f"}'),
        ('"\\/\b\f\n\r\t\x00\x1f', r'"\"\\/\b\f\n\r\t\u0000\u001f"'),
        ("é\ud800", r'"\u00e9\ud800"'),
        (10**30, "1" + "0" * 30),
        ({1: "a", None: "b"}, '{"1":"a","null":"b"}'),
    ],
)
def test_the_spelling(value: Any, line: str) -> None:
    assert encode(value) == line.encode()


def test_one_odd_record_does_not_change_how_the_others_are_written() -> None:
    plain = {"title": "é", "year": 2017}
    odd = {"title": "\ud800", "year": 10**30}
    assert list(encode_many([plain, odd, plain])) == [encode(plain), encode(odd), encode(plain)]
    assert encode(plain) == '{"title":"é","year":2017}'.encode()


def test_the_decoders_know_what_is_not_quite_json() -> None:
    lines = [b'{"a":NaN}', b'{"a":-Infinity}', rb'{"a":"\ud800"}', b'{"a":1e400}']
    assert repr([*decode_many(lines)]) == repr([decode(line) for line in lines])


@pytest.mark.parametrize("value", [{1, 2}, b"bytes", object(), {(1, 2): 3}])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        encode({"a": value})
