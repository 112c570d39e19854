"""Queries and their cache, on stock TinyDB and on ours."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import Query, TinyDB, where
from tinydb.operations import increment

from tests.storage.support import chars

OpenIn = Callable[[Path], TinyDB]


# Queries


@pytest.fixture
def people(db: TinyDB) -> TinyDB:
    db.insert_multiple(
        [
            {
                "name": "Ann",
                "age": 30,
                "born": {"year": 1990, "at": {"city": "Zürich"}},
                "groups": ["admin", "user"],
                "rights": [{"type": "read"}, {"type": "write"}],
            },
            {"name": "Bob", "age": 20, "born": {"year": 2000}, "groups": ["user"], "rights": []},
            {"name": "bob", "age": None, "groups": [], "rights": [{"type": "read"}]},
            {"name": 7, "logged-in": True},
        ]
    )
    return db


Person, Right = Query(), Query()


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (Person.name == "Ann", [1]),
        (Person.name != "Ann", [2, 3, 4]),
        (Person.born.year < 2000, [1]),
        (Person.born.year <= 2000, [1, 2]),
        (Person.born.year > 1990, [2]),
        (Person.born.year >= 1990, [1, 2]),
        (Person.born.at.city == "Zürich", [1]),
        (Person["born"]["at"]["city"] == "Zürich", [1]),
        (where("born").year == 2000, [2]),
        (Person["logged-in"] == True, [4]),  # noqa: E712 - this is how a query is written
        (Person.age == None, [3]),  # noqa: E711 - likewise
        (Person.age.exists(), [1, 2, 3]),
        (Person.born.at.exists(), [1]),
        (Person.name.city.exists(), []),
        (Person.name.matches("[A-Z].*"), [1, 2]),
        (Person.name.matches("bob", flags=re.IGNORECASE), [2, 3]),
        (Person.name.matches("ob"), []),
        (Person.name.search("o"), [2, 3]),
        (Person.name.search("N", flags=re.IGNORECASE), [1]),
        (Person.groups.any(["admin", "sudo"]), [1]),
        (Person.groups.any(["user"]), [1, 2]),
        (Person.groups.all(["user"]), [1, 2]),
        (Person.groups.all(["admin", "user"]), [1]),
        (Person.groups.all([]), [1, 2, 3]),
        (Person.rights.any(Right.type == "write"), [1]),
        (Person.rights.all(Right.type == "read"), [2, 3]),
        (Person.name.any(["a"]), []),
        (Person.name.one_of(["Ann", 7]), [1, 4]),
        (Person.fragment({"name": "Bob", "age": 20}), [2]),
        (Person.born.fragment({"year": 1990}), [1]),
        (Person.name.test(lambda name: name == 7), [4]),
        (Person.age.test(lambda age, low, high: age and low < age < high, 10, 25), [2]),
        (Person.name.map(str).map(len) == 3, [1, 2, 3]),
        (Person.noop(), [1, 2, 3, 4]),
        (~(Person.name == "Ann"), [2, 3, 4]),
        ((Person.name == "Ann") | (Person.name == "Bob"), [1, 2]),
        ((Person.name == "Ann") & (Person.born.year == 1990), [1]),
        ((Person.name == "Ann") & ~(Person.born.year == 1990), []),
        (lambda document: document["name"] == 7, [4]),
    ],
)
def test_queries(people: TinyDB, query: Any, ids: list[int]) -> None:
    assert [document.doc_id for document in people.search(query)] == ids
    assert [document.doc_id for document in people if query(document)] == ids
    assert people.count(query) == len(ids)
    assert people.contains(query) is bool(ids)
    first = people.get(query)
    assert (first.doc_id if first else None) == (ids[0] if ids else None)
    assert people.remove(query) == ids


def test_a_query_needs_a_path(people: TinyDB) -> None:
    with pytest.raises(ValueError, match="path"):
        Query() == 1  # noqa: B015 - it raises
    with pytest.raises(RuntimeError, match="Empty query"):
        people.search(Query())


# The query cache


def test_a_search_is_made_once_until_something_changes(abc: TinyDB) -> None:
    asked: list[str] = []

    def is_a(char: Any) -> bool:
        asked.append(char)
        return bool(char == "a")

    query = where("char").test(is_a)
    assert chars(abc.search(query)) == chars(abc.search(query)) == "a"
    assert asked == ["a", "b", "c"]
    abc.insert({"char": "d"})
    abc.search(query)
    assert asked == ["a", "b", "c", "a", "b", "c", "d"]


@pytest.mark.parametrize(
    "change",
    [
        lambda db: db.insert({"char": "a"}),
        lambda db: db.insert_multiple([{"char": "a"}, {"char": "a"}]),
        lambda db: db.update({"char": "a"}, where("char") == "b"),
        lambda db: db.update_multiple([({"char": "z"}, where("char") == "a")]),
        lambda db: db.upsert({"char": "a"}, where("char") == "c"),
        lambda db: db.remove(where("char") == "a"),
        lambda db: db.remove(doc_ids=[1]),
        lambda db: db.truncate(),
    ],
)
def test_every_change_is_seen_by_the_next_search(abc: TinyDB, change: Any) -> None:
    query = where("char") == "a"
    assert len(abc.search(query)) == 1
    change(abc)
    assert abc.search(query) == [document for document in abc if document["char"] == "a"]
    assert abc.count(query) == len([document for document in abc if document["char"] == "a"])


def test_a_list_that_search_gave_may_be_changed(abc: TinyDB) -> None:
    query = where("int") == 1
    abc.search(query).clear()
    assert chars(abc.search(query)) == "abc"


def test_the_cache_has_a_size(db: TinyDB) -> None:
    table = db.table("small", cache_size=1)
    table.insert_multiple([{"int": 1}, {"int": 2}])
    for number in (1, 2, 3):
        table.search(where("int") == number)
    assert len(table._query_cache) == 1
    none = db.table("none", cache_size=0)
    none.search(where("int") == 1)
    assert len(none._query_cache) == 0
    unlimited = db.table("unlimited", cache_size=None)
    for number in range(30):
        unlimited.search(where("int") == number)
    assert len(unlimited._query_cache) == 30


def test_what_cannot_be_cached_is_asked_each_time(abc: TinyDB) -> None:
    query = where("char").map(str.upper) == "A"
    assert chars(abc.search(query)) == "a"
    assert len(abc._query_cache) == 0


def test_clear_cache_forgets_what_was_asked(abc: TinyDB) -> None:
    abc.search(where("char") == "a")
    assert len(abc._query_cache) == 1
    abc.clear_cache()
    assert len(abc._query_cache) == 0


def test_ours_sees_what_another_handle_wrote_at_once(tmp_path: Path, open_ours: OpenIn) -> None:
    """Stock answers from its cache until it writes itself."""
    with open_ours(tmp_path) as one, open_ours(tmp_path) as two:
        query = where("a") == 1
        assert one.search(query) == []
        two.insert({"a": 1})
        assert one.search(query) == one.all() == [{"a": 1}]
        assert (len(one), one.count(query), one.contains(query)) == (1, 1, True)
        two.update({"a": 2})
        assert one.search(query) == []
        assert one.get(doc_id=1) == {"a": 2}
        assert one.insert({"a": 1}) == 2
        assert two.insert({"a": 1}) == 3
        two.drop_tables()
        assert one.tables() == set()
        assert one.search(query) == []


def test_ours_updates_what_is_there_now_not_what_was_read(
    tmp_path: Path, open_ours: OpenIn
) -> None:
    """Stock writes back what it read, with whatever another program changed meanwhile undone."""
    with open_ours(tmp_path) as one, open_ours(tmp_path) as two:
        one.insert({"n": 0})
        for _ in range(5):
            one.update(increment("n"))
            two.update(increment("n"))
        assert one.all() == two.all() == [{"n": 10}]
