"""Libraries of other versions: older ones are brought forward, newer ones are left as they are."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from papers import Fields, LibraryTooNew, Paper, int_to_uid
from storage import Library, snapshot
from storage.codec import encode
from storage.journal import header_line
from storage.records import names_of
from storage.store import SCHEMA
from tests.storage.support import a_paper

FLAT: list[dict[str, Any]] = [
    {"key": "hu2021", "title": "LoRA", "authors": ["Hu, E. J."], "year": 2021, "rating": 5},
    {"key": "two", "title": "Two", "tags": "a, b", "shelf": {"row": 7}},
]


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("library.lock", "library.idx")
    }


def write_snapshot(folder: Path, schema: int, tables: dict[str, list[dict[str, Any]]]) -> None:
    """A snapshot as the Carrel of that schema would have written it."""
    folder.mkdir()
    path = str(folder / "library.json")
    numbered = {
        name: [(id, encode(record)) for id, record in enumerate(records, 1)]
        for name, records in tables.items()
    }
    temporary, index = snapshot.write(path, numbered, schema=schema, seq=0, names_of=names_of)
    os.replace(index, snapshot.index_path(path))
    os.replace(temporary, path)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    write_snapshot(
        folder, 0, {"papers": FLAT, "shelves": [{"name": "one"}], "trash": [{"title": "Gone"}]}
    )
    return folder


def test_an_older_library_is_read(old: Path) -> None:
    with Library.open(old) as library:
        one, two = library
        assert one == Paper(
            uid=int_to_uid(1),
            key="hu2021",
            fields=Fields(title="LoRA", author="Hu, E. J.", year="2021"),
            rating=5,
        )
        assert (two.title, two.tags, two.extra) == (
            "Two",
            frozenset("ab"),
            Fields(shelf='{"row":7}'),
        )
        assert library.find("HU2021") == one
        assert [paper.title for paper in library.trash()] == ["Gone"]
        assert library.db.table("shelves").all() == [{"name": "one"}]


def test_an_older_library_is_written_anew_in_todays_form(old: Path) -> None:
    before = files(old)["library.json"]
    with Library.open(old) as library:
        papers = [*library]
    with TinyDB(old / "library.json") as stock:
        assert stock.table("meta").all()[0]["schema"] == SCHEMA
        records = stock.table("papers").all()
        assert [[*record][:-1] for record in records][1] == [*records[0]]
        assert records[0]["fields"]["title"] == "LoRA"
        assert stock.table("shelves").all() == [{"name": "one"}]
    with Library.open(old) as library:
        assert [*library] == papers
        assert library.find("two") == papers[1]
    assert files(old)["backups/previous.json"] == before


def test_a_reader_leaves_an_older_library_as_it_is(old: Path) -> None:
    before = files(old)
    with Library.open(old, read_only=True) as library:
        assert [paper.title for paper in library] == ["LoRA", "Two"]
        assert library.find("hu2021").rating == 5
    assert files(old) == before


def test_an_older_library_is_changed_and_undone(old: Path) -> None:
    with Library.open(old) as library:
        before = [*library]
        library.edit([before[0].uid], lambda paper: paper.rated(1), label="rate")
        library.remove([before[1].uid])
    with Library.open(old) as library:
        library.undo(2)
        assert [*library] == before


def newer_snapshot(folder: Path) -> None:
    text = (folder / "library.json").read_text("utf8")
    records = {
        name: list(table.values()) for name, table in json.loads(text).items() if name != "meta"
    }
    shutil.rmtree(folder)
    write_snapshot(folder, SCHEMA + 1, records)


def newer_journal(folder: Path) -> None:
    (folder / "journal.jsonl").write_bytes(header_line(schema=SCHEMA + 1, after=1))


@pytest.mark.parametrize("make_newer", [newer_snapshot, newer_journal])
def test_a_newer_library_is_read_and_never_written(
    tmp_path: Path, make_newer: Callable[[Path], None]
) -> None:
    folder = tmp_path / "library"
    with Library.open(folder) as library:
        library.add([a_paper(1)], label="add")
        titles = [paper.title for paper in library]
    make_newer(folder)
    before = files(folder)
    with Library.open(folder) as library:
        assert [paper.title for paper in library] == titles
        (uid,) = [paper.uid for paper in library]
        calls: list[Callable[[], object]] = [
            lambda: library.add([a_paper(2)], label="add"),
            lambda: library.edit([uid], lambda paper: paper.rated(5), label="rate"),
            lambda: library.remove([uid]),
            library.undo,
            lambda: library.db.table("papers").truncate(),
            library.db.drop_tables,
            library.repair,
        ]
        for call in calls:
            with pytest.raises(LibraryTooNew, match=r"newer Carrel.*Upgrade"):
                call()
        library.compact()
        assert [paper.title for paper in library] == titles
    assert files(folder) == before
