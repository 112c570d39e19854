"""What other programs write into the library is understood or kept, and nothing of it is lost."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB
from tinydb.operations import delete
from tinydb.table import Document

from papers import Annotation, Attachment, Bare, Fields, Paper, Source, Status, Version, int_to_uid
from storage import Library
from tests.storage.support import a_paper

Open = Callable[[], Library]
Json = Any


def written_by_stock(folder: Path, *documents: dict[str, Json]) -> Library:
    """A library of what stock TinyDB put into its table of papers."""
    with TinyDB(folder / "library.json") as stock:
        stock.table("papers").insert_multiple(documents)
    return Library.open(folder)


def read(folder: Path, document: dict[str, Json]) -> Paper:
    with written_by_stock(folder, document) as library:
        (paper,) = library
        return paper


def record_of(library: Library, paper: Paper) -> dict[str, Json]:
    (record,) = [
        each for each in library.db.table("papers") if int_to_uid(each.doc_id) == paper.uid
    ]
    return dict(record)


# Flat documents, as somebody's script would write them


def test_a_flat_document_is_a_paper(tmp_path: Path) -> None:
    paper = read(
        tmp_path,
        {
            "title": "LoRA: Low-Rank Adaptation",
            "authors": ["Edward J. Hu", "Yelong Shen"],
            "year": 2021,
            "DOI": "10.48550/arXiv.2106.09685",
            "key": "hu2021",
            "type": "article",
            "tags": "peft, lora",
            "rating": "5",
            "status": "Read",
            "notes": "Good.",
            "files": ["a.pdf", "b.pdf"],
        },
    )
    assert paper == Paper(
        uid=paper.uid,
        key="hu2021",
        type="article",
        fields=Fields(
            title="LoRA: Low-Rank Adaptation",
            author="Edward J. Hu and Yelong Shen",
            year="2021",
            doi="10.48550/arXiv.2106.09685",
        ),
        tags=frozenset({"peft", "lora"}),
        rating=5,
        status=Status.READ,
        notes="Good.",
        files=(Attachment("a.pdf"), Attachment("b.pdf")),
    )
    assert (paper.title, paper.year, paper.doi) == (
        "LoRA: Low-Rank Adaptation",
        2021,
        "10.48550/arxiv.2106.09685",
    )


@pytest.mark.parametrize(
    ("authors", "author"),
    [
        (["Hu, Edward J.", "Shen, Yelong"], "Hu, Edward J. and Shen, Yelong"),
        (["Barnes and Noble"], "{Barnes and Noble}"),
        ([{"family": "Hu", "given": "Edward J."}, {"literal": "CERN"}], "Hu, Edward J. and {CERN}"),
        ([{"family": "Hu"}, {"name": "Yelong Shen"}], "Hu and Yelong Shen"),
        ([], ""),
        ("Hu, Edward J. and Shen, Yelong", "Hu, Edward J. and Shen, Yelong"),
    ],
)
@pytest.mark.parametrize("name", ["authors", "author"])
def test_authors_come_in_many_shapes(tmp_path: Path, name: str, authors: Json, author: str) -> None:
    paper = read(tmp_path, {"title": "T", name: authors})
    assert paper.fields.get("author" if isinstance(authors, list) else name, "") == author


@pytest.mark.parametrize(
    ("part", "value", "understood"),
    [
        ("tags", ["b", "a"], frozenset("ab")),
        ("tags", "one", frozenset({"one"})),
        ("tags", "", frozenset()),
        ("aliases", ["old"], ("old",)),
        ("aliases", "old, older", ("old", "older")),
        ("rating", 4, 4),
        ("rating", " 4 ", 4),
        ("rating", 4.0, 4),
        ("priority", "2", 2),
        ("queue", "17", 17),
        ("status", "reading", Status.READING),
        ("status", "READING", Status.READING),
        ("files", "a.pdf", (Attachment("a.pdf"),)),
        ("files", [{"path": "a.pdf", "title": "A"}], (Attachment("a.pdf", "A"),)),
        (
            "annotations",
            [{"at": "2026", "text": "x", "page": "7"}],
            (Annotation("2026", "x", "7"),),
        ),
        ("fields", {"year": 2021, "x": 1.5}, Fields(year="2021", x="1.5")),
        ("fields", {"month": {"bare": "jan"}}, Fields(month=Bare("jan"))),
        ("versions", [{"type": "misc", "fields": {"a": "b"}}], (Version("misc", Fields(a="b")),)),
        ("source", {"kind": "bibtex", "name": "a.bib"}, Source("bibtex", "a.bib")),
        ("notes", None, ""),
        ("tags", None, frozenset()),
        ("rating", None, 0),
    ],
)
@pytest.mark.parametrize("whose", ["a script's", "ours"])
def test_a_part_in_another_shape_is_understood(
    library: Library, whose: str, part: str, value: Json, understood: object
) -> None:
    before = as_it_was(library, whose, part, value)
    (paper,) = library
    assert paper == before._replace(**{part: understood})  # type: ignore[arg-type]


def as_it_was(library: Library, whose: str, part: str, value: Json) -> Paper:
    """Write this part of a record, into one of ours or alone; how the paper was before."""
    table = library.db.table("papers")
    if whose == "ours":
        (change,) = library.add([Paper(key="k")], label="add").changes
        table.update({part: value})
        return change.after or Paper()
    return Paper(uid=int_to_uid(table.insert({part: value})))


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("tags", {"a": 1}),
        ("tags", ["a", 1]),
        ("tags", 7),
        ("aliases", [None]),
        ("rating", "five"),
        ("rating", 6),
        ("rating", -1),
        ("rating", 4.5),
        ("rating", "inf"),
        ("rating", 1e300),
        ("rating", True),
        ("priority", 4),
        ("queue", 2.5),
        ("status", "borrowed"),
        ("status", ["read"]),
        ("notes", ["a", "b"]),
        ("notes", 5),
        ("key", {"a": "b"}),
        ("type", 5),
        ("added", 1234567890),
        ("trashed", False),
        ("files", {"a.pdf": 1}),
        ("files", [{"path": "a.pdf", "pages": 7}]),
        ("files", [7]),
        ("annotations", ["just text"]),
        ("annotations", [{"at": "2026", "text": None}]),
        ("annotations", "text"),
        ("fields", "title"),
        ("fields", [1]),
        ("strings", 1),
        ("versions", [{"type": "misc", "fields": {"a": "b"}, "more": 1}]),
        ("versions", [{"type": "misc", "fields": {"a": ["b"]}}]),
        ("source", {"kind": "bibtex", "line": 12}),
        ("source", "refs.bib"),
        ("source", {"kind": 5}),
    ],
)
@pytest.mark.parametrize("whose", ["a script's", "ours"])
def test_a_part_that_cannot_be_understood_is_kept(
    library: Library, whose: str, part: str, value: Json
) -> None:
    before = as_it_was(library, whose, part, value)
    (paper,) = library
    kept = Fields({f"unread {part}": json.dumps(value, separators=(",", ":"))})
    default = {part: getattr(Paper(), part)}
    assert paper == before._replace(**default, extra=kept)
    library.edit([paper.uid], lambda paper: paper._replace(rating=3), label="edit")
    (edited,) = library
    assert edited == paper._replace(rating=3, modified=edited.modified)
    assert record_of(library, edited)[f"unread {part}"] == value


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "T", "note": ["a", "b"]},
        {"title": "T", "note": None},
        {"title": "T", "note": True},
        {"title": "T", "note": {"bare": "x", "more": "y"}},
        {"title": "T", "note": {"bare": 5}},
    ],
)
def test_one_odd_field_does_not_hide_the_others(library: Library, fields: Json) -> None:
    library.db.table("papers").insert({"fields": fields})
    (paper,) = library
    assert paper.fields == Fields(title="T")
    assert json.loads(paper.extra["unread fields.note"]) == fields["note"]


# Names that meet


@pytest.mark.parametrize(
    "document",
    [
        {"title": "one", "Title": "two", "TITLE": "three"},
        {"title": "one", "fields": {"title": "two"}},
        {"fields": {"title": "two"}, "title": "one"},
        {"author": "one", "authors": ["two"]},
        {"authors": ["two"], "author": ["one"]},
        {"extra": "one", "Extra": ["two"]},
        {"extra": {"one": "two"}},
        {"uid": "one"},
        {"unread rating": 7, "rating": "one"},
        {"key": "one", "Key": "two"},
        {"a b": "one", "": "two", "\n": ["three"]},
        {"title": None, "list": [1, "one"], "deep": {"a": {"b": "two"}}},
        {"note#2": "one", "note": "two"},
    ],
)
def test_parts_of_one_name_do_not_push_each_other_out(tmp_path: Path, document: Json) -> None:
    with written_by_stock(tmp_path, document) as library:
        (paper,) = library
        library.edit([paper.uid], lambda paper: paper._replace(queue=1), label="edit")
        library.compact()
        (edited,) = library
        record = record_of(library, edited)
        for leaf in leaves(document):
            assert leaf in [*leaves(record)]
        assert edited == paper._replace(queue=1, modified=edited.modified)


def leaves(value: Json) -> Iterator[str]:
    """Every text and number that stands anywhere in a value."""
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif value is not None:
        whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e9
        yield str(int(value)) if whole else str(value)


texts = st.text(max_size=8)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(texts | st.sampled_from(["bare", "type", "fields", "at", "path"]), inner)
    ),
    max_leaves=5,
)
names = (
    st.sampled_from([*Paper._fields, "title", "Title", "authors", "author", "year", "unread key"])
    | texts
)


CHANGED = ("queue", "modified", "trashed")  # by the edit, or because the table says better


@given(st.lists(st.dictionaries(names, values, max_size=6), max_size=4))
def test_no_record_is_unreadable_and_nothing_in_it_is_lost(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Json]]
) -> None:
    with Library.open(tmp_path_factory.mktemp("library")) as library:
        table = library.db.table("papers")
        ids = table.insert_multiple(records)
        papers = [*library]
        assert [paper.uid for paper in papers] == [*map(int_to_uid, ids)]
        assert [*library.newest()] == papers[::-1]
        if papers:
            library.edit(
                [paper.uid for paper in papers],
                lambda paper: paper._replace(queue=paper.queue + 1),
                label="edit",
            )
        for paper, record, edited in zip(papers, records, library, strict=True):
            assert edited == paper._replace(queue=paper.queue + 1, modified=edited.modified)
            kept = " ".join(leaves(record_of(library, edited)))
            told = {name: each for name, each in record.items() if name not in CHANGED}
            for leaf in leaves(told):
                for word in leaf.replace(",", " ").split():
                    assert word in kept or word.lower() in kept or leaf in ("True", "False")


# Records of ours, with something of another program's


def test_keys_that_are_not_ours_are_kept_where_they_are(open_library: Open) -> None:
    library = open_library()
    (paper,) = [change.after for change in library.add([a_paper(1)], label="add").changes]
    assert paper
    table = library.db.table("papers")
    table.update({"zotero": {"id": 7, "tags": [None, 1.5]}, "flag": True})
    for each in (library, open_library()):
        (read_again,) = each
        assert read_again == paper._replace(
            extra=Fields(zotero='{"id":7,"tags":[null,1.5]}', flag="true")
        )
    library.edit([paper.uid], lambda paper: paper.rated(4), label="rate")
    library.remove([paper.uid])
    library.restore([paper.uid])
    library.compact()
    record = record_of(open_library(), paper)
    assert (record["zotero"], record["flag"]) == ({"id": 7, "tags": [None, 1.5]}, True)
    assert record["rating"] == 4


def test_a_part_that_was_taken_away_is_as_if_it_was_never_set(library: Library) -> None:
    (paper,) = [change.after for change in library.add([a_paper(1)], label="add").changes]
    assert paper
    for part in ("notes", "source", "aliases"):
        library.db.table("papers").update(delete(part))
    assert [*library] == [paper]


def test_a_copied_record_is_a_paper_of_its_own(library: Library) -> None:
    (paper,) = [change.after for change in library.add([a_paper(1)], label="add").changes]
    assert paper
    table = library.db.table("papers")
    table.insert(dict(table.all()[0]))
    first, copy = library
    assert first == paper
    assert copy.uid != paper.uid
    library.edit([copy.uid], lambda paper: paper.rated(4), label="rate")
    assert [paper.rating for paper in library] == [0, 4]


def test_the_table_says_what_is_in_the_trash(library: Library) -> None:
    """Somebody may move a record by hand, and forget what it says of itself."""
    papers, trash = library.db.table("papers"), library.db.table("trash")
    id = papers.insert({"title": "living", "trashed": "2026-01-01T00:00:00Z"})
    trash.insert(Document({"title": "gone"}, doc_id=id + 1))
    (living,) = library
    (gone,) = library.trash()
    assert not living.trashed
    assert gone.trashed
    library.edit([living.uid, gone.uid], lambda paper: paper.rated(4), label="rate")
    assert [(paper.title, paper.rating) for paper in library] == [("living", 4)]
    assert [(paper.title, paper.rating) for paper in library.trash()] == [("gone", 4)]
    library.restore([gone.uid])
    library.remove([living.uid])
    assert [paper.title for paper in library] == ["gone"]
    library.undo(3)
    assert ([*library], library.trash()) == ([living], [gone])


def test_what_stock_writes_back_is_as_it_was(tmp_path: Path) -> None:
    """Reading and writing all by stock changes spaces and escapes, and nothing else."""
    paper = a_paper(1, tags=frozenset("ab"), notes="ä\n\ud800🙂", files=(Attachment("a"),))
    with Library.open(tmp_path) as library:
        library.add([paper._replace(key=f"k{n}") for n in range(3)], label="add")
        before = [*library]
    with TinyDB(tmp_path / "library.json") as stock:
        stock.storage.write(stock.storage.read() or {})
    with Library.open(tmp_path) as library:
        assert [*library] == before
        assert len([*library.history()]) == 1


def test_an_edit_by_stock_becomes_a_step(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        library.add([a_paper(1)], label="add")
        before = [*library]
    with TinyDB(tmp_path / "library.json") as stock:
        stock.table("papers").update({"rating": "5", "tags": "a, b"})
        stock.table("papers").insert(Document({"title": "New"}, doc_id=5))
    with Library.open(tmp_path) as library:
        new, old = library
        assert (old.rating, old.tags, new.title) == (5, frozenset("ab"), "New")
        library.undo()
        assert [*library] == before
