"""TinyDB's own behaviours, each run on stock TinyDB and on ours: the query API is whole.

Where ours differs on purpose the test says so in its name and its docstring says why.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.table import Document

from tests.storage.support import chars

Opener = Callable[[], TinyDB]


class Sample(Mapping[str, Any]):
    """A mapping that is no dict."""

    def __init__(self, **items: Any) -> None:
        self._items = items

    def __getitem__(self, key: str) -> Any:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


# Inserting


def test_insert_returns_the_next_id(db: TinyDB) -> None:
    assert [db.insert({"int": 1}), db.insert({"int": 1}), db.insert({})] == [1, 2, 3]
    assert db.all() == [{"int": 1}, {"int": 1}, {}]


@pytest.mark.parametrize("what", [[1, 2], {"a", "b"}, "text", 7, None, object()])
def test_what_is_no_mapping_cannot_be_inserted(abc: TinyDB, what: Any) -> None:
    with pytest.raises(ValueError, match="not a Mapping"):
        abc.insert(what)
    with pytest.raises(ValueError, match="not a Mapping"):
        abc.insert_multiple([{"char": "d"}, what])
    assert chars(abc.all()) == "abc"


def test_any_mapping_is_inserted_as_a_plain_document(db: TinyDB) -> None:
    db.insert(Sample(a=1))
    db.insert(OrderedDict(b=2))
    db.insert_multiple([Sample(c=3), OrderedDict(d=4)])
    assert db.all() == [{"a": 1}, {"b": 2}, {"c": 3}, {"d": 4}]


def test_a_document_is_inserted_under_the_id_it_brings(db: TinyDB) -> None:
    assert db.insert(Document({"a": 1}, doc_id=12)) == 12
    assert db.insert(Document({"a": 2}, doc_id=77)) == 77
    assert db.get(doc_id=12) == {"a": 1}
    assert db.insert({"a": 3}) == 78


def test_an_older_id_does_not_make_the_next_one_smaller(db: TinyDB) -> None:
    db.insert_multiple([{}, {}, {}])
    db.remove(doc_ids=[2])
    assert db.insert(Document({"back": True}, doc_id=2)) == 2
    assert db.insert({}) == 4


def test_an_id_that_is_taken_is_refused_and_nothing_changes(abc: TinyDB) -> None:
    with pytest.raises(ValueError, match="already exists"):
        abc.insert(Document({"char": "z"}, doc_id=2))
    with pytest.raises(ValueError, match="already exists"):
        abc.insert_multiple([{"char": "d"}, Document({"char": "z"}, doc_id=3)])
    assert chars(abc.all()) == "abc"


def test_two_documents_of_one_id_cannot_be_inserted_together(db: TinyDB) -> None:
    with pytest.raises(ValueError, match="already exists"):
        db.insert_multiple([Document({"a": 1}, doc_id=5), Document({"a": 2}, doc_id=5)])
    assert db.all() == []


def test_insert_multiple_takes_lists_and_generators(db: TinyDB) -> None:
    assert db.insert_multiple([{"i": 0}, {"i": 1}]) == [1, 2]
    assert db.insert_multiple({"i": i} for i in range(2, 5)) == [3, 4, 5]
    assert db.insert_multiple([]) == []
    assert [document["i"] for document in db] == [0, 1, 2, 3, 4]


def test_insert_multiple_takes_documents_with_ids_and_without(db: TinyDB) -> None:
    ids = db.insert_multiple([{"a": 1}, Document({"a": 2}, doc_id=10), Sample(a=3)])
    assert ids == [1, 10, 2]
    assert {document.doc_id: document["a"] for document in db} == {1: 1, 10: 2, 2: 3}


def test_a_generator_that_fails_half_way_inserts_nothing(db: TinyDB) -> None:
    def documents() -> Iterator[dict[str, int]]:
        yield {"a": 1}
        raise LookupError("no more")

    with pytest.raises(LookupError):
        db.insert_multiple(documents())
    assert len(db) == 0


def test_what_json_cannot_hold_is_refused_and_nothing_changes(opener: Opener) -> None:
    db = opener()
    db.insert({"a": 1})
    for value in ({1, 2}, b"bytes", object(), {(1, 2): "a tuple as key"}):
        with pytest.raises(TypeError):
            db.insert({"value": value})
        with pytest.raises(TypeError):
            db.insert_multiple([{"a": 2}, {"value": value}])
        with pytest.raises(TypeError):
            db.update({"value": value})
    assert db.all() == [{"a": 1}]
    db.insert({"a": 2})
    assert opener().all() == [{"a": 1}, {"a": 2}]


def test_ours_never_gives_one_id_to_two_documents_of_a_call(ours: TinyDB, stock: TinyDB) -> None:
    """Stock gives the plain document the id of the one before it, and loses that one silently."""
    together = [Document({"a": 1}, doc_id=1), {"a": 2}]
    assert stock.insert_multiple(together) == [1, 1]
    assert stock.all() == [{"a": 2}]
    assert ours.insert_multiple(together) == [1, 2]
    assert ours.all() == [{"a": 1}, {"a": 2}]


def test_ours_goes_on_after_documents_that_brought_their_ids(ours: TinyDB, stock: TinyDB) -> None:
    """Stock forgets those of insert_multiple, and then fails to insert until it is reopened."""
    for db in (stock, ours):
        db.insert({})
        db.insert_multiple([Document({}, doc_id=2)])
    with pytest.raises(ValueError, match="already exists"):
        stock.insert({})
    assert ours.insert({}) == 3


@pytest.mark.parametrize("id", [1 << 63, -1, "one", 1.5, None])
def test_ours_refuses_an_id_that_cannot_be_a_uid(ours: TinyDB, id: Any) -> None:
    """An id is a paper's uid; stock takes such ids, and of most it cannot read its file again."""
    for call in (ours.insert, lambda document: ours.insert_multiple([document])):
        with pytest.raises(ValueError, match="whole number"):
            call(Document({"a": 1}, doc_id=id))
    assert ours.all() == []


@pytest.mark.parametrize("id", [0, (1 << 63) - 1])
def test_ids_at_the_edges_are_kept(opener: Opener, id: int) -> None:
    db = opener()
    db.insert(Document({"a": 1}, doc_id=id))
    assert db.get(doc_id=id) == {"a": 1}
    assert [document.doc_id for document in opener()] == [id]


# Reading


def test_documents_come_in_the_order_they_were_inserted(abc: TinyDB) -> None:
    assert chars(abc.all()) == chars(list(abc)) == "abc"
    assert [document.doc_id for document in abc.all()] == [1, 2, 3]
    assert len(abc) == 3


def test_every_way_of_reading_gives_documents_with_ids(abc: TinyDB) -> None:
    found = [
        *abc.all(),
        *abc,
        *abc.search(where("char") == "a"),
        *abc.get(doc_ids=[2]),
        abc.get(where("char") == "a"),
        abc.get(doc_id=1),
    ]
    assert all(type(document) is Document for document in found)
    assert all(type(document.doc_id) is int for document in found)


def test_get_gives_the_first_match_or_none(abc: TinyDB) -> None:
    assert abc.get(where("int") == 1)["char"] == "a"
    assert abc.get(where("char") == "b")["char"] == "b"
    assert abc.get(where("char") == "z") is None
    assert abc.get(cond=where("char") == "c").doc_id == 3


def test_get_by_id(abc: TinyDB) -> None:
    assert abc.get(doc_id=2) == {"int": 1, "char": "b"}
    assert abc.get(doc_id=88) is None
    assert abc.get(doc_id=float("NaN")) is None
    assert abc.get(where("char") == "a", doc_id=3)["char"] == "c"


@pytest.mark.parametrize("id", ["", "one", "--2", "٢", "02", " 2", "2.0", "1_0"])
def test_what_only_looks_like_an_id_finds_nothing(abc: TinyDB, id: Any) -> None:
    assert abc.get(doc_id=id) is None
    assert abc.get(doc_ids=[id]) == []
    assert not abc.contains(doc_id=id)


def test_get_by_several_ids_keeps_the_order_of_the_table(abc: TinyDB) -> None:
    assert chars(abc.get(doc_ids=[3, 1, 1, 99])) == "ac"
    assert abc.get(doc_ids=[]) == []
    assert chars(abc.get(where("char") == "a", doc_ids=[2])) == "b"
    assert abc.get(where("char") == "a", 3, [1, 2])["char"] == "c"
    assert chars(abc.get(doc_ids=(id for id in (1, 2)))) == "ab"


def test_get_and_contains_want_to_know_what(abc: TinyDB) -> None:
    with pytest.raises(RuntimeError):
        abc.get()
    with pytest.raises(RuntimeError):
        abc.contains()


def test_contains(abc: TinyDB) -> None:
    assert abc.contains(where("char") == "a")
    assert not abc.contains(where("char") == "z")
    assert abc.contains(doc_id=1)
    assert not abc.contains(doc_id=88)
    assert not abc.contains(where("char") == "a", doc_id=88)


def test_search_and_count(abc: TinyDB) -> None:
    assert chars(abc.search(where("int") == 1)) == "abc"
    assert abc.search(where("char") == "z") == []
    assert abc.count(where("int") == 1) == 3
    assert abc.count(where("char") == "z") == 0


def test_an_empty_table_reads_as_empty(db: TinyDB) -> None:
    assert (db.all(), list(db), len(db), db.search(where("a") == 1)) == ([], [], 0, [])
    assert db.get(where("a") == 1) is None
    assert db.get(doc_id=1) is None
    assert db.get(doc_ids=[1]) == []
    assert not db.contains(where("a") == 1)
    assert db.count(where("a") == 1) == 0
    assert db.update({"a": 1}) == db.remove(where("a") == 1) == []


def test_looking_does_not_write(tmp_path: Path, opener: Opener) -> None:
    db = opener()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    db.all()
    db.search(where("a") == 1)
    db.get(doc_id=1)
    db.tables()
    db.close()
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_changing_a_document_that_was_given_does_not_change_the_store(opener: Opener) -> None:
    db = opener()
    db.insert({"list": [1], "deep": {"deeper": [1]}})
    for read in (
        db.all,
        lambda: list(db),
        lambda: [db.get(doc_id=1)],
        lambda: db.get(doc_ids=[1]),
        lambda: [db.get(where("list").exists())],
        lambda: db.search(where("list").exists()),
    ):
        (document,) = read()
        document["list"].append(2)
        document["deep"]["deeper"] = None
        document["new"] = True
        assert db.all() == [{"list": [1], "deep": {"deeper": [1]}}]
    db.clear_cache()
    assert db.search(where("list").exists()) == [{"list": [1], "deep": {"deeper": [1]}}]


def test_changing_what_was_inserted_does_not_change_the_store(opener: Opener) -> None:
    db = opener()
    document = {"list": [1]}
    db.insert(document)
    document["list"].append(2)
    assert db.all() == [{"list": [1]}]


def test_a_walk_through_a_table_sees_it_as_it_was_when_it_began(abc: TinyDB) -> None:
    seen = []
    for document in abc.all():
        seen.append(document["char"])
        abc.remove(where("int") == 1)
    assert seen == ["a", "b", "c"]
    assert len(abc) == 0


# Ids


def test_an_id_is_not_used_again_while_the_database_is_open(db: TinyDB) -> None:
    db.insert_multiple([{}, {}, {}])
    db.remove(doc_ids=[3])
    assert db.insert({}) == 4
    db.remove(doc_ids=[1, 2, 4])
    assert len(db) == 0
    assert db.insert({}) == 5


def test_truncate_begins_the_ids_anew(db: TinyDB) -> None:
    db.insert_multiple([{}, {}, {}])
    db.truncate()
    assert [db.insert({}), db.insert({})] == [1, 2]
    db.truncate()
    assert db.insert_multiple([{}, {}]) == [1, 2]


def test_after_reopening_ids_go_on_from_the_largest(opener: Opener) -> None:
    with opener() as db:
        db.insert_multiple([{}, {}, {}])
        db.remove(doc_ids=[1])
    with opener() as db:
        assert db.insert({}) == 4
        db.remove(doc_ids=[3, 4])
    with opener() as db:
        assert db.insert({}) == 3
        db.truncate()
    with opener() as db:
        assert db.insert({}) == 1


def test_a_failed_insert_does_no_harm_to_the_next(opener: Opener) -> None:
    db = opener()
    with pytest.raises(TypeError):
        db.insert({"a": object()})
    first = db.insert({"a": 1})
    assert db.insert({"a": 2}) == first + 1
