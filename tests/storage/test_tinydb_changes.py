"""Updating and removing through TinyDB's methods, on stock TinyDB and on ours."""

from collections.abc import Callable
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.operations import add, decrement, delete, increment, subtract
from tinydb.operations import set as set_to
from tinydb.table import Document

from tests.storage.support import chars

Opener = Callable[[], TinyDB]


# Updating


def test_update_sets_fields_of_what_matches(abc: TinyDB) -> None:
    assert abc.update({"int": 2, "new": True}, where("char") == "a") == [1]
    assert abc.get(doc_id=1) == {"int": 2, "char": "a", "new": True}
    assert abc.count(where("int") == 1) == 2


def test_update_without_a_condition_sets_all(abc: TinyDB) -> None:
    assert abc.update({"int": 2}) == [1, 2, 3]
    assert abc.count(where("int") == 2) == 3


def test_update_by_ids_passes_over_those_that_are_not_there(abc: TinyDB) -> None:
    assert abc.update({"int": 2}, doc_ids=[3, 99, 1]) == [3, 1]
    assert chars(abc.search(where("int") == 2)) == "ac"
    assert abc.update({"int": 3}, doc_ids=(id for id in (2,))) == [2]
    assert abc.update({"int": 4}, doc_ids=[]) == []
    assert abc.update({"int": 4}, where("char") == "a", doc_ids=[2]) == [2]


def test_update_by_a_function_changes_documents_in_place(abc: TinyDB) -> None:
    def shout(document: dict[str, Any]) -> None:
        document["char"] = document["char"].upper()
        document.setdefault("seen", []).append(len(document))

    assert abc.update(shout, where("char") == "b") == [2]
    assert abc.all()[1] == {"int": 1, "char": "B", "seen": [3]}


def test_a_function_may_change_what_lies_deep_in_a_document(opener: Opener) -> None:
    db = opener()
    db.insert({"a": {"b": [{"c": 1}, {"c": 2}]}})
    db.update(lambda document: document["a"]["b"][1].update(c=3))
    assert opener().all() == [{"a": {"b": [{"c": 1}, {"c": 3}]}}]


join: Any = add  # its documentation says that it adds texts as well, its types do not


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (delete("char"), {"int": 1}),
        (add("int", 5), {"int": 6, "char": "a"}),
        (join("char", "xyz"), {"int": 1, "char": "axyz"}),
        (subtract("int", 5), {"int": -4, "char": "a"}),
        (set_to("char", [1, 2]), {"int": 1, "char": [1, 2]}),
        (set_to("new", None), {"int": 1, "char": "a", "new": None}),
        (increment("int"), {"int": 2, "char": "a"}),
        (decrement("int"), {"int": 0, "char": "a"}),
    ],
)
def test_operations(abc: TinyDB, operation: Any, expected: dict[str, Any]) -> None:
    assert abc.update(operation, where("char") == "a") == [1]
    assert abc.get(doc_id=1) == expected
    assert chars(abc.get(doc_ids=[2, 3])) == "bc"


def test_an_operation_that_fails_on_one_document_changes_none(opener: Opener) -> None:
    """Stock in memory is left out: it changes documents in place as it goes."""
    db = opener()
    db.insert_multiple([{"n": 1}, {"n": 2}, {"other": 3}])
    for operation in (increment("n"), delete("n"), add("n", 1)):
        with pytest.raises(KeyError):
            db.update(operation)
    assert db.all() == opener().all() == [{"n": 1}, {"n": 2}, {"other": 3}]


def test_a_function_that_fails_after_changing_changes_nothing(opener: Opener) -> None:
    db = opener()
    db.insert({"n": 1})

    def fail(document: dict[str, Any]) -> None:
        document["n"] = 2
        raise LookupError

    with pytest.raises(LookupError):
        db.update(fail)
    with pytest.raises(LookupError):
        db.update_multiple([({"n": 5}, where("n") == 1), (fail, where("n") == 5)])
    assert db.all() == opener().all() == [{"n": 1}]


def test_a_condition_that_fails_changes_nothing(opener: Opener) -> None:
    db = opener()
    db.insert_multiple([{"n": 1}, {"n": "text"}])
    with pytest.raises(TypeError):
        db.update({"n": 9}, where("n") < 5)
    with pytest.raises(TypeError):
        db.remove(where("n") < 5)
    assert db.all() == [{"n": 1}, {"n": "text"}]


def test_update_multiple_applies_each_to_what_matches_then(abc: TinyDB) -> None:
    updated = abc.update_multiple(
        [
            ({"int": 2}, where("char") == "a"),
            ({"int": 4}, where("char") == "b"),
            (delete("int"), where("char") == "c"),
            ({"twice": True}, where("int") == 2),
        ]
    )
    assert updated == [1, 1, 2, 3]
    assert abc.all() == [
        {"int": 2, "char": "a", "twice": True},
        {"int": 4, "char": "b"},
        {"char": "c"},
    ]
    assert abc.update_multiple([]) == []


def test_upsert_updates_all_matches_or_inserts(abc: TinyDB) -> None:
    assert abc.upsert({"int": 5}, where("int") == 1) == [1, 2, 3]
    assert abc.upsert({"int": 9, "char": "z"}, where("char") == "z") == [4]
    assert abc.all()[-1] == {"int": 9, "char": "z"}
    assert abc.upsert({"more": 1}, where("char") == "z") == [4]
    assert abc.get(doc_id=4) == {"int": 9, "char": "z", "more": 1}


def test_upsert_of_a_document_goes_by_its_id(abc: TinyDB) -> None:
    assert abc.upsert(Document({"char": "B"}, doc_id=2)) == [2]
    assert abc.get(doc_id=2) == {"int": 1, "char": "B"}
    assert abc.upsert(Document({"char": "k"}, doc_id=7)) == [7]
    assert abc.get(doc_id=7) == {"char": "k"}
    assert abc.insert({"char": "l"}) == 8


def test_upsert_wants_a_condition_or_an_id(abc: TinyDB) -> None:
    with pytest.raises(ValueError, match="doc_id"):
        abc.upsert({"char": "x"})
    assert chars(abc.all()) == "abc"


# Removing


def test_remove_by_condition_and_by_ids(abc: TinyDB) -> None:
    assert abc.remove(where("char") == "b") == [2]
    assert abc.remove(where("char") == "b") == []
    assert abc.remove(doc_ids=[99, 3]) == [3]
    assert chars(abc.all()) == "a"
    assert abc.remove(where("char") == "z", doc_ids=[1]) == [1]
    assert len(abc) == 0


def test_remove_of_everything_has_its_own_name(abc: TinyDB) -> None:
    with pytest.raises(RuntimeError, match="truncate"):
        abc.remove()
    assert len(abc) == 3
    assert abc.truncate() is None
    assert abc.all() == []


def test_an_id_named_twice_is_removed_never_or_once(abc: TinyDB) -> None:
    with pytest.raises(KeyError):
        abc.remove(doc_ids=[1, 1])
    assert abc.remove(doc_ids={1}) == [1]
