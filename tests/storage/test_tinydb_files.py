"""What is stored and read again: values, files that stock TinyDB and ours share, any calls."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.operations import delete
from tinydb.table import Document

from storage import Library
from storage.records import names_of
from storage.store import Store
from storage.tables import JournalDB, JournalStorage

Opener = Callable[[], TinyDB]
OpenIn = Callable[[Path], TinyDB]


# Opening and closing


def test_what_was_written_is_there_again(opener: Opener) -> None:
    document = {"text": "ä🙂", "list": [1, [2, {"three": None}]], "yes": True, "pi": 3.14}
    with opener() as db:
        db.insert(document)
        db.table("other").insert(document)
    with opener() as db:
        assert db.all() == db.table("other").all() == [document]


def test_leaving_the_with_block_closes_once(tmp_path: Path) -> None:
    closed = []

    class Counting(JournalStorage):
        def close(self) -> None:
            closed.append(self)
            super().close()

    with JournalDB(Store(str(tmp_path), names_of=names_of), storage=Counting) as db:
        db.insert({})
        db.close()
    assert len(closed) == 1


def test_two_databases_know_nothing_of_each_other(tmp_path: Path, open_ours: OpenIn) -> None:
    with open_ours(tmp_path / "one") as one, open_ours(tmp_path / "two") as two:
        one.insert({"a": 1})
        assert (len(one), len(two)) == (1, 0)


def test_databases_and_tables_tell_what_they_are(db: TinyDB) -> None:
    db.table("one").insert({})
    assert "tables_count=1" in repr(db)
    assert "name='one', total=1" in repr(db.table("one"))


# Values


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        0,
        -1,
        2**53 + 1,
        2**63 - 1,
        2**63,
        2**64,
        -(2**70),
        10**400,
        1.0,
        -0.0,
        0.1 + 0.2,
        1e16,
        1e-7,
        5e-324,
        1.7976931348623157e308,
        float("inf"),
        float("-inf"),
        "",
        "plain",
        "äöü 漢字 🙂 عربى",
        "e\u0301 and \u00e9",
        "\x00\x01\x1b[31m\x7f\x85\u2028\u2029\ufeff",
        'quotes " and \\ backslashes \\u0041',
        "line\nbreaks\r\nand\ttabs",
        "half a pair \ud800 and \udfff",
        '{"crc":"00000000"}',
        [],
        {},
        [[], {}, [[]], None],
        {"": {"": ""}},
        {"now": 1, "was": 2, "parts": [{"at": []}], "crc": "0", "meta": {}},
    ],
)
def test_a_value_comes_back_as_it_went_in(opener: Opener, value: Any) -> None:
    for document in ({"value": value}, {"value": value, "other": [{"value": value}]}):
        db = opener()
        db.upsert(Document(document, doc_id=1))
        kept = opener().get(doc_id=1)
        assert repr(kept["value"]) == repr(db.get(doc_id=1)["value"]) == repr(value)


def test_not_a_number_is_kept(opener: Opener) -> None:
    opener().insert({"value": float("nan")})
    (document,) = opener().all()
    assert document["value"] != document["value"]


def test_many_documents_come_back_as_few_do(opener: Opener) -> None:
    odd = [10**30, -(2**64), 2**64, 1e16, 1e-7, float("inf"), "\ud800", None, -0.0, 0.1]
    documents = [{"n": n, "odd": odd[n % len(odd)]} for n in range(500)]
    opener().insert_multiple(documents)
    assert repr(opener().all()) == repr(documents)
    assert repr(opener().search(where("n") >= 0)) == repr(documents)


@pytest.mark.parametrize("key", [1, 1.5, True, None])
def test_a_key_that_is_no_string_becomes_one(opener: Opener, key: Any) -> None:
    """In JSON keys are strings; only stock in memory keeps them as they are."""
    opener().insert({key: "top", "deep": {key: "nested"}})
    (document,) = opener().all()
    (name,) = document["deep"]
    assert document == {name: "top", "deep": {name: "nested"}}
    assert isinstance(name, str)


def test_keys_that_become_the_same_string_do_no_harm(opener: Opener) -> None:
    db = opener()
    db.insert({1: "number", "1": "text"})
    db.insert({"a": 1})
    db.update({"b": 2}, where("a") == 1)
    assert opener().all() == [{"1": "text"}, {"a": 1, "b": 2}]
    db.update({"b": 3})
    assert opener().all() == [{"1": "text", "b": 3}, {"a": 1, "b": 3}]


def test_one_and_true_and_one_point_nought_are_told_apart(opener: Opener) -> None:
    db = opener()
    db.insert({"a": 1, "list": [1, {"b": 0}]})
    for a, inner in ((True, False), (1.0, 0.0), (1, 0), (True, 0)):
        db.update({"a": a, "list": [a, {"b": inner}]})
        assert repr(opener().all()) == repr([{"a": a, "list": [a, {"b": inner}]}])


def test_the_order_of_keys_is_kept(opener: Opener) -> None:
    def turn_round(document: dict[str, Any]) -> None:
        items = list(document.items())[::-1]
        document.clear()
        document.update(items)

    db = opener()
    db.insert({"a": 1, "b": 2, "c": {"x": 1, "y": 2}})
    db.update(turn_round)
    assert list(opener().all()[0]) == ["c", "b", "a"]
    db.update(lambda document: turn_round(document["c"]))
    assert list(opener().all()[0]["c"]) == ["y", "x"]
    db.update(delete("b"))
    db.update({"b": 3})
    assert list(opener().all()[0]) == ["c", "a", "b"]


# Ours and stock on one file


def test_stock_reads_what_ours_wrote(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        for name in ("papers", "notes", "ümlaut"):
            table = library.db.table(name)
            table.insert_multiple(
                {"n": n, "text": "ä\n🙂 \ud800", "odd": [1e16, 10**30, None, {"": []}]}
                for n in range(300)
            )
            table.remove(doc_ids=[1, 2, 250])
            table.update({"seen": True}, where("n") < 10)
        library.db.table("empty", persist_empty=True)
        library.compact()
        with TinyDB(tmp_path / "library.json", encoding="utf-8") as stock:
            for name in library.db.tables():
                ours, theirs = library.db.table(name).all(), stock.table(name).all()
                assert repr(ours) == repr(theirs)
                assert [each.doc_id for each in ours] == [each.doc_id for each in theirs]
            assert stock.tables() == library.db.tables() | {"meta"}
        with open(tmp_path / "library.json", encoding="utf-8") as file:
            assert sum('"n":' in line for line in file) == 3 * 297


def test_ours_takes_over_what_stock_wrote(tmp_path: Path) -> None:
    with TinyDB(tmp_path / "library.json") as stock:
        stock.insert({"in": "default"})
        stock.table("papers").insert_multiple(
            [{"title": "One", "n": 1e16}, Document({"title": "Twö", "list": [10**30]}, doc_id=9)]
        )
        stock.table("empty", persist_empty=True)
        before = {name: stock.table(name).all() for name in stock.tables()}
    with Library.open(tmp_path) as library:
        after = {name: library.db.table(name).all() for name in library.db.tables()}
        assert repr(after | before) == repr(after)
        assert [each.doc_id for each in after["papers"]] == [1, 9]
        assert [paper.title for paper in library] == ["One", "Twö"]
    with Library.open(tmp_path) as library:
        assert library.db.table("papers").insert({"title": "Three"}) == 10


def test_ours_takes_over_what_stock_changed_since(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        library.db.table("papers").insert_multiple({"title": f"Paper {n}"} for n in range(5))
        library.db.table("dropped").insert({"a": 1})
    with TinyDB(tmp_path / "library.json") as stock:
        papers = stock.table("papers")
        papers.update({"title": "Changed"}, doc_ids=[2])
        papers.remove(doc_ids=[3])
        papers.insert({"title": "New"})
        stock.drop_table("dropped")
        expected = papers.all()
    with Library.open(tmp_path) as library:
        assert library.db.table("papers").all() == expected
        assert library.db.table("dropped").all() == []
        assert "edited outside" in " ".join(library.notices)
        library.undo()
        assert [paper.title for paper in library] == [f"Paper {n}" for n in range(5)]
        assert library.db.table("dropped").all() == [{"a": 1}]


def test_ids_go_on_over_a_snapshot_as_in_stock(tmp_path: Path) -> None:
    def opened(kind: str) -> TinyDB:
        if kind == "stock":
            return TinyDB(tmp_path / "stock.json")
        with Library.open(tmp_path) as library:
            library.compact()
        return Library.open(tmp_path).db

    given: dict[str, list[int]] = {}
    for kind in ("stock", "ours"):
        given[kind] = []
        for removed in ([], [3], [1], [4, 2], [3], []):
            with opened(kind) as db:
                given[kind] += [db.insert({}), db.insert({})]
                db.remove(doc_ids=removed)
                given[kind].append(db.insert({}))
    assert given["ours"] == given["stock"]


def test_documents_of_ours_stand_in_the_order_of_their_ids(tmp_path: Path) -> None:
    """In stock they stand as they came; equal libraries of ours are equal files."""
    with Library.open(tmp_path) as library:
        table = library.db.table("papers")
        table.insert_multiple([Document({}, doc_id=id) for id in (5, 3, 9)])
        assert [document.doc_id for document in table] == [3, 5, 9]
        library.compact()
        table.remove(doc_ids=[5])
        table.insert_multiple([Document({}, doc_id=id) for id in (11, 4, 5)])
        assert [document.doc_id for document in table] == [3, 4, 5, 9, 11]
        assert [paper.uid[0] for paper in library.newest()] == ["b", "9", "5", "4", "3"]
        library.compact()
        assert [document.doc_id for document in table] == [3, 4, 5, 9, 11]


def test_an_edit_of_stock_that_flips_one_bit_is_an_edit(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        library.db.table("papers").insert({"title": "One", "rating": 4})
    with TinyDB(tmp_path / "library.json") as stock:
        stock.table("papers").update({"rating": 5})
    with Library.open(tmp_path) as library:
        assert [paper.rating for paper in library] == [5]


@pytest.mark.parametrize("id", [1 << 63, 1 << 80, -7, -(1 << 80)])
def test_a_record_of_stock_whose_id_cannot_be_a_uid_gets_another(tmp_path: Path, id: int) -> None:
    with TinyDB(tmp_path / "library.json") as stock:
        stock.table("papers").insert({"title": "One"})
        stock.table("papers").insert(Document({"title": "Far"}, doc_id=id))
    with Library.open(tmp_path) as library:
        assert [paper.title for paper in library] == ["One", "Far"]
        assert [document.doc_id for document in library.db.table("papers")] == [1, 2]


def test_stock_tables_and_ours_may_write_to_one_store(tmp_path: Path) -> None:
    store = Store(str(tmp_path), names_of=names_of)
    with JournalDB(store, storage=JournalStorage) as ours:
        stock = TinyDB(store, storage=JournalStorage)
        stock.insert({"by": "stock"})
        ours.insert({"by": "ours"})
        stock.update({"seen": True})
        assert ours.all() == stock.all()
        assert ours.all() == [{"by": "stock", "seen": True}, {"by": "ours", "seen": True}]


def test_a_change_through_tinydb_can_be_undone(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        table = library.db.table("papers")
        table.insert_multiple([{"title": "One"}, {"title": "Two"}])
        table.update({"title": "Changed"}, doc_ids=[1])
        library.db.drop_tables()
        assert library.db.tables() == set()
        library.undo()
        assert table.all() == [{"title": "Changed"}, {"title": "Two"}]
        table.truncate()
        library.undo()
        assert table.all() == [{"title": "Changed"}, {"title": "Two"}]
        library.undo()
        assert table.all() == [{"title": "One"}, {"title": "Two"}]
        library.redo()
        assert table.all() == [{"title": "Changed"}, {"title": "Two"}]


def test_making_an_empty_table_does_not_stand_in_the_way_of_undo(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        table = library.db.table("papers")
        table.insert({"title": "One"})
        table.update({"title": "Changed"})
        library.db.table("empty", persist_empty=True)
        library.undo()
        assert table.all() == [{"title": "One"}]
        library.db.drop_table("empty")
        library.redo()
        assert table.all() == [{"title": "Changed"}]


# Anything at all

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from(["a", "b", "c"])
documents = st.dictionaries(names, values, max_size=3)
ids = st.integers(1, 6)
conditions = st.one_of(
    st.builds(lambda name: where(name).exists(), names),
    st.builds(lambda name, value: where(name) == value, names, scalars),
    st.builds(lambda name: ~where(name).exists(), names),
)
calls = st.one_of(
    st.tuples(st.just("insert"), documents),
    st.tuples(st.just("insert"), st.builds(Document, documents, ids)),
    st.tuples(st.just("insert_multiple"), st.lists(documents, max_size=3)),
    st.tuples(st.just("update"), documents),
    st.tuples(st.just("update"), documents, conditions),
    st.tuples(st.just("update"), documents, st.none(), st.lists(ids, max_size=3)),
    st.tuples(st.just("update"), st.builds(delete, names), conditions),
    st.tuples(st.just("upsert"), documents, conditions),
    st.tuples(st.just("upsert"), st.builds(Document, documents, ids)),
    st.tuples(st.just("remove"), conditions),
    st.tuples(st.just("remove"), st.none(), st.lists(ids, max_size=3)),
    st.tuples(st.just("search"), conditions),
    st.tuples(st.just("count"), conditions),
    st.tuples(st.just("get"), st.none(), ids),
    st.tuples(st.just("get"), st.none(), st.none(), st.lists(ids, max_size=3)),
    st.tuples(st.just("contains"), conditions),
    st.tuples(st.just("truncate")),
)


def outcome(db: TinyDB, call: tuple[Any, ...]) -> str:
    """What a call gives, or what it raises."""
    name, *arguments = call
    try:
        given = getattr(db, name)(*arguments)
    except (KeyError, ValueError, RuntimeError) as error:
        given = error
    if isinstance(given, list):  # ours keeps documents in the order of their ids
        given = sorted(given, key=lambda one: getattr(one, "doc_id", one))
    return repr((given, sorted((document.doc_id, repr(document)) for document in db.all())))


@given(sequence=st.lists(calls, max_size=12), reopen_after=st.integers(0, 12))
def test_any_sequence_of_calls_gives_what_stock_gives(
    tmp_path_factory: pytest.TempPathFactory,
    open_ours: OpenIn,
    sequence: list[tuple[Any, ...]],
    reopen_after: int,
) -> None:
    folder = tmp_path_factory.mktemp("both")
    stock, ours = TinyDB(folder / "stock.json"), open_ours(folder)
    for number, call in enumerate(sequence):
        if number == reopen_after:
            stock.close()
            ours.close()
            stock, ours = TinyDB(folder / "stock.json"), open_ours(folder)
        assert outcome(ours, call) == outcome(stock, call)
    stock.close()
    ours.close()
