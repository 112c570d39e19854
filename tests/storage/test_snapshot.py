"""The snapshot and its index: plain to others, the same for equal libraries, disposable."""

import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from papers import Paper
from storage import Library
from tests.storage.support import a_paper

Open = Callable[[], Library]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


def uids(library: Library, count: int) -> list[str]:
    step = library.add([a_paper(n, key=f"k{n}") for n in range(count)], label="add")
    return [change.uid for change in step.changes]


def everything(library: Library) -> list[Paper]:
    return [*library, *library.trash()]


def test_it_holds_one_paper_a_line_by_ascending_id(library: Library, folder: Path) -> None:
    living, trashed = uids(library, 5), uids_of_more(library)
    library.remove(trashed)
    library.db.table("other").insert({"a": "line\nbreak"})
    library.compact()
    text = (folder / "library.json").read_text("utf8")
    lines = text.splitlines()
    assert [line for line in lines if not line.startswith('"9')] == [
        '{"other":{',
        '"1":{"a":"line\\nbreak"}',
        "},",
        '"papers":{',
        "},",
        '"trash":{',
        "},",
        lines[-1],
    ]
    whole = json.loads(text)
    assert [record["uid"] for record in whole["papers"].values()] == living
    assert [record["uid"] for record in whole["trash"].values()] == trashed
    assert whole["meta"]["1"]["carrel"] == "library"
    assert text.endswith("}\n")


def uids_of_more(library: Library) -> list[str]:
    step = library.add([a_paper(n, key=f"more{n}") for n in range(2)], label="add")
    return [change.uid for change in step.changes]


def test_equal_libraries_are_equal_files(tmp_path: Path) -> None:
    """Whatever happened on the way, and in whichever order."""

    def told(name: str, happen: Callable[[Library, list[Paper]], None]) -> bytes:
        with Library.open(tmp_path / name, clock=lambda: 1.8e9) as library:
            happen(library, papers)
            library.compact()
        lines = (tmp_path / name / "library.json").read_bytes().splitlines()
        return b"\n".join(lines[:-1])  # the last line counts the changes

    with Library.open(tmp_path / "first", clock=lambda: 1.8e9) as library:
        uids(library, 20)
        papers = everything(library)

    def at_once(library: Library, papers: list[Paper]) -> None:
        library.add(papers, label="add")
        library.db.table("trash", persist_empty=True)

    def by_and_by(library: Library, papers: list[Paper]) -> None:
        shuffled = random.Random(1).sample(papers, len(papers))
        for number, paper in enumerate(shuffled):
            library.add([paper._replace(rating=1)], label="add")
            library.edit([paper.uid], lambda paper: paper.rated(0), label="rate")
            if number % 5 == 0:
                library.compact()
            library.remove([paper.uid])
            library.undo()

    assert told("one", at_once) == told("two", by_and_by)


def test_writing_it_anew_changes_nothing(library: Library, folder: Path) -> None:
    uids(library, 10)
    library.compact()
    before = (folder / "library.json").read_bytes()
    library.compact()
    assert (folder / "library.json").read_bytes() == before


def test_an_empty_library_is_written_and_read(open_library: Open, folder: Path) -> None:
    library = open_library()
    library.compact()
    assert everything(open_library()) == []
    added = uids(library, 1)
    library.remove(added)
    library.purge(added)
    library.compact()
    assert everything(open_library()) == []
    library.db.drop_tables()
    library.compact()
    assert everything(open_library()) == []
    assert [*json.loads((folder / "library.json").read_text("utf8"))] == ["meta"]
    assert open_library().notices == []


@pytest.mark.parametrize("name", ["", "a b", '"', "line\nbreak", "},", "\ud800", "meta\x00", "🙂"])
def test_a_table_of_any_name_is_read_again(open_library: Open, folder: Path, name: str) -> None:
    library = open_library()
    library.db.table(name).insert_multiple([{"a": 1}, {}, {"b": ":{"}])
    library.db.table(f"{name} empty", persist_empty=True)
    library.compact()
    for _ in range(2):
        again = open_library()
        assert again.db.table(name).all() == [{"a": 1}, {}, {"b": ":{"}]
        assert again.db.tables() == {name, f"{name} empty"}
        (folder / "library.idx").unlink()


def test_records_longer_than_what_is_read_at_once(open_library: Open) -> None:
    library = open_library()
    sizes = [10, 1 << 20, 3, 1 << 21, 5, (1 << 20) - 1, 7]
    library.add([a_paper(n, notes="x" * size) for n, size in enumerate(sizes)], label="add")
    library.compact()
    again = open_library()
    assert [len(paper.notes) for paper in again] == sizes
    assert [len(paper.notes) for paper in again.newest()] == sizes[::-1]


# The index


def damages() -> dict[str, Callable[[Path], object]]:
    def cut(size: int) -> Callable[[Path], object]:
        return lambda path: path.write_bytes(path.read_bytes()[:size])

    def turn(at: int) -> Callable[[Path], object]:
        def flip(path: Path) -> None:
            data = bytearray(path.read_bytes())
            data[at] ^= 4
            path.write_bytes(data)

        return flip

    return {
        "deleted": lambda path: path.unlink(),
        "emptied": cut(0),
        "another file": lambda path: path.write_bytes(b"not an index\n"),
        "its first line alone": cut(15),
        "cut in its header": cut(40),
        "cut in its middle": cut(300),
        "cut by a byte": cut(-1),
        "a bit of its first line": turn(3),
        "a bit of its header": turn(60),
        "a bit of its columns": turn(250),
        "a bit of its names": turn(-20),
        "a bit of its checksum": turn(-1),
        "more behind it": lambda path: path.write_bytes(path.read_bytes() + b"more"),
    }


@pytest.mark.parametrize("damage", damages())
def test_a_damaged_index_is_made_anew(open_library: Open, folder: Path, damage: str) -> None:
    library = open_library()
    ids = uids(library, 10)
    library.remove(ids[3:4])
    library.compact()
    library.edit(ids[:1], lambda paper: paper.rekeyed("renamed"), label="rename")
    before = everything(library)
    index = folder / "library.idx"
    sound = index.read_bytes()
    library.store.close()
    damages()[damage](index)
    again = open_library()
    assert everything(again) == before
    assert again.find("k7").uid == ids[7]
    assert again.find("k0").uid == again.find("renamed").uid == ids[0]
    assert again.notices == []
    assert index.read_bytes() == sound


def test_an_index_of_another_snapshot_is_not_believed(open_library: Open, folder: Path) -> None:
    library = open_library()
    ids = uids(library, 10)
    library.compact()
    stale = (folder / "library.idx").read_bytes()
    library.edit(ids, lambda paper: paper._replace(key=paper.key[::-1]), label="turn round")
    library.compact()
    before = everything(library)
    library.store.close()
    (folder / "library.idx").write_bytes(stale)
    again = open_library()
    assert everything(again) == before
    assert again.find("3k").uid == ids[3]


def test_a_copied_library_is_read_without_a_word(open_library: Open, folder: Path) -> None:
    """Copying gives files new times; that alone is no edit by another program."""
    library = open_library()
    uids(library, 10)
    library.compact()
    before = everything(library)
    library.store.close()
    for path in folder.iterdir():
        if path.is_file():
            os.utime(path, (1e9, 1e9))
    for _ in range(2):
        again = open_library()
        assert everything(again) == before
        assert again.notices == []
    assert len([*again.history()]) == 1


def test_a_reader_without_leave_to_write_does_without_an_index(
    open_library: Open, folder: Path
) -> None:
    library = open_library()
    uids(library, 10)
    library.compact()
    before = everything(library)
    library.store.close()
    (folder / "library.idx").unlink()
    names = {path.name for path in folder.iterdir()}
    folder.chmod(0o500)
    try:
        with Library.open(folder, read_only=True) as again:
            assert everything(again) == before
            assert again.find("k4").key == "k4"
    finally:
        folder.chmod(0o700)
    if os.geteuid():  # root may write anywhere
        assert {path.name for path in folder.iterdir()} == names
