"""Tables, and classes of one's own for what is in them, on stock TinyDB and on ours."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.table import Document
from tinydb.utils import LRUCache

from storage import Library

Opener = Callable[[], TinyDB]


# Tables


def test_tables_are_apart(db: TinyDB) -> None:
    one, two = db.table("one"), db.table("two")
    one.insert({"in": "one"})
    two.insert_multiple([{"in": "two"}, {"in": "two"}])
    assert (len(one), len(two), len(db)) == (1, 2, 0)
    assert one.insert({}) == 2
    assert db.tables() == {"one", "two"}
    two.truncate()
    assert (len(one), len(two)) == (2, 0)
    assert db.tables() == {"one", "two"}


def test_a_table_is_made_once(db: TinyDB) -> None:
    assert db.table("one") is db.table("one")
    assert db.table("one") is not db.table("two")
    assert db.table("one").name == "one"
    assert db.table("one").storage is db.storage


def test_a_table_is_stored_with_its_first_document(db: TinyDB) -> None:
    table = db.table("one")
    assert db.tables() == set()
    table.insert({})
    assert db.tables() == {"one"}


def test_an_empty_table_can_be_kept(opener: Opener) -> None:
    db = opener()
    db.table("one", persist_empty=True)
    assert db.tables() == opener().tables() == {"one"}


def test_persist_empty_empties_a_table_that_had_documents(opener: Opener) -> None:
    """So it is in stock; in ours the journal still has them."""
    opener().table("one").insert({"a": 1})
    assert opener().table("one", persist_empty=True).all() == []


def test_drop_table(db: TinyDB) -> None:
    for name in ("one", "two"):
        db.table(name).insert({"in": name})
    db.drop_table("one")
    db.drop_table("no such table")
    assert db.tables() == {"two"}
    assert db.table("one").all() == []
    assert db.table("two").all() == [{"in": "two"}]
    assert db.table("one").insert({}) == 1


def test_drop_tables(db: TinyDB) -> None:
    db.insert({})
    db.table("one").insert({})
    db.drop_tables()
    assert db.tables() == set()
    assert len(db) == 0
    assert db.insert({}) == 1
    assert db.table("one").all() == []


def test_dropping_from_nothing_is_nothing(db: TinyDB) -> None:
    db.drop_table("one")
    db.drop_tables()
    assert db.tables() == set()


def test_dropped_tables_stay_dropped(opener: Opener) -> None:
    with opener() as db:
        db.insert({})
        db.table("one").insert({})
        db.drop_table("one")
    with opener() as db:
        assert db.tables() == {"_default"}
        db.drop_tables()
    with opener() as db:
        assert db.tables() == set()


@pytest.mark.parametrize("name", ["", "a space", "ümlaut", 'quote"', "line\nbreak", "\x00", "🙂"])
def test_a_table_may_have_any_name(opener: Opener, name: str) -> None:
    opener().table(name).insert({"a": 1})
    assert opener().tables() == {name}
    assert opener().table(name).all() == [{"a": 1}]


def test_the_default_table_can_be_another(db: TinyDB) -> None:
    assert db.default_table_name == "_default"
    db.default_table_name = "papers"
    db.insert({"a": 1})
    assert db.tables() == {"papers"}
    assert db.table("papers").all() == [{"a": 1}]


def test_ours_has_no_table_of_its_own_bookkeeping(tmp_path: Path) -> None:
    """The snapshot's last line is a table named "meta" to stock; as a table it cannot be used."""
    with Library.open(tmp_path) as library:
        with pytest.raises(ValueError, match="meta"):
            library.db.table("meta").insert({"a": 1})
        library.db.table("papers").insert({"title": "One"})
        library.compact()
        assert library.db.tables() == {"papers"}
    with TinyDB(tmp_path / "library.json") as stock:
        assert stock.tables() == {"papers", "meta"}


# Classes of one's own


def test_a_document_class_of_ones_own(db: TinyDB) -> None:
    class Loud(Document):
        def shout(self) -> str:
            return str(self["char"]).upper()

    table = type("Table", (db.table_class,), {"document_class": Loud})(db.storage, "loud")
    table.insert({"char": "a"})
    table.insert(Loud({"char": "b"}, doc_id=9))
    for document in (*table.all(), table.get(doc_id=9), *table.get(doc_ids=[1, 9])):
        assert type(document) is Loud
        assert document.shout() in "AB"
    assert table.search(where("char") == "b")[0].doc_id == 9
    with pytest.raises(ValueError, match="already exists"):
        table.insert(Loud({}, doc_id=9))


def test_an_id_class_of_ones_own(db: TinyDB) -> None:
    class Number(int):
        pass

    table = type("Table", (db.table_class,), {"document_id_class": Number})(db.storage, "own")
    table.insert({"char": "a"})
    assert type(table.all()[0].doc_id) is Number
    assert type(table.search(where("char") == "a")[0].doc_id) is Number
    assert type(table.get(where("char") == "a").doc_id) is Number
    assert table.update({"char": "b"}) == [1]


def test_a_cache_class_of_ones_own(db: TinyDB) -> None:
    class Cache(LRUCache[Any, Any]):
        pass

    table = type("Table", (db.table_class,), {"query_cache_class": Cache})(db.storage, "own")
    assert type(table._query_cache) is Cache
