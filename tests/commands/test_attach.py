"""Attachments: copied or linked, there before a paper names them, and never lost or doubled."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from commands import attach, reading
from commands.import_papers import Receipt, import_papers
from papers import Attachment, Fields, NotFound, Paper
from storage import Library
from tests.pdf_writer import Words, document, paper, save

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library")


def take(library: Library, *paths: Path, how: str = "copy", on_duplicate: str = "merge") -> Receipt:
    imported = reading.read(reading.paths(map(str, paths))).imported
    imported, places = attach.placed(library.folder, imported, how)
    return import_papers(
        library, imported, label="import", places=places, on_duplicate=on_duplicate
    )


def files(library: Library) -> list[str]:
    try:
        return sorted(os.listdir(os.path.join(library.folder, "files")))
    except FileNotFoundError:
        return []


def one(library: Library) -> Paper:
    [found] = library
    return found


def test_an_imported_pdf_is_copied_into_the_library(library: Library, tmp_path: Path) -> None:
    data = document(paper())
    path = save(tmp_path, "x.pdf", data)
    take(library, path)
    [file] = one(library).files
    assert file.path.startswith("files/lovelaceDoingThings-")
    assert file.path.endswith(".pdf")
    path.unlink()
    assert Path(attach.locate(library.folder, file)).read_bytes() == data


@pytest.mark.parametrize("how", ["copy", "link"])
def test_the_same_file_again_changes_nothing(library: Library, tmp_path: Path, how: str) -> None:
    first = save(tmp_path, "x.pdf", document(paper()))
    scan = save(tmp_path, "scan.pdf", document([]))
    take(library, first, scan, how=how)
    before = list(library)
    receipt = take(library, scan, first, how=how)
    assert (len(receipt.added), len(receipt.merged), len(receipt.unchanged)) == (0, 0, 2)
    assert list(library) == before
    assert len(files(library)) == (2 if how == "copy" else 0)


def test_the_same_content_under_another_name_is_the_same_file(
    library: Library, tmp_path: Path
) -> None:
    """Also where nothing in it says which paper it is, and the user has said so since."""
    take(library, save(tmp_path, "scan.pdf", document([])))
    library.edit(
        [one(library).uid], lambda known: known.with_fields({"title": "Told by Me"}), label="edit"
    )
    receipt = take(library, save(tmp_path, "again.pdf", document([])))
    assert [each.title for each in receipt.unchanged] == ["Told by Me"]
    assert len(files(library)) == 1


def test_a_file_that_was_attached_by_hand_is_known_when_it_is_imported(
    library: Library, tmp_path: Path
) -> None:
    library.add([Paper(key="a", fields=Fields({"title": "Mine"}))], label="add")
    path = save(tmp_path, "scan.pdf", document([]))
    attach.attach(library, library.find("a"), [str(path)])
    assert [each.key for each in take(library, path).unchanged] == ["a"]


def test_a_pdf_of_a_paper_that_is_there_is_attached_to_it(library: Library, tmp_path: Path) -> None:
    fields = Fields({"title": "On the Doing of Things", "doi": "10.1000/182"})
    library.add([Paper(key="a", fields=fields)], label="add")
    doi = Words("https://doi.org/10.1000/182", 8, 72, 40)
    receipt = take(library, save(tmp_path, "x.pdf", document(paper("On the Doing", (), doi))))
    assert [each.key for each in receipt.merged] == ["a"]
    assert one(library).title == "On the Doing of Things"
    assert files(library) == [Path(one(library).files[0].path).name]


def test_a_linked_file_stays_where_it_is(library: Library, tmp_path: Path) -> None:
    path = save(tmp_path, "x.pdf", document(paper()))
    take(library, path, how="link")
    assert one(library).files[0].path == str(path)
    assert files(library) == []


def test_a_file_inside_the_library_is_linked_by_its_place_there(
    library: Library, tmp_path: Path
) -> None:
    folder = Path(library.folder) / "mine"
    folder.mkdir()
    path = save(folder, "x.pdf", document(paper()))
    take(library, path)
    assert one(library).files[0].path == "mine/x.pdf"
    assert files(library) == []


def test_undo_leaves_the_file_and_the_next_import_takes_it(
    library: Library, tmp_path: Path
) -> None:
    path = save(tmp_path, "x.pdf", document(paper()))
    take(library, path)
    [copied] = files(library)
    library.undo()
    assert list(library) == []
    assert files(library) == [copied]
    library.redo()
    assert attach.locate(library.folder, one(library).files[0])
    library.undo()
    take(library, path)
    assert files(library) == [copied]


def test_what_is_skipped_is_not_copied(library: Library, tmp_path: Path) -> None:
    fields = Fields({"title": "On the Doing of Things", "author": "Ada Lovelace"})
    library.add([Paper(key="a", fields=fields)], label="add")
    take(library, save(tmp_path, "x.pdf", document(paper())), on_duplicate="skip")
    assert files(library) == []


def test_a_path_in_a_bib_is_data_and_copies_nothing(library: Library, tmp_path: Path) -> None:
    secret = save(tmp_path, "secret.pdf", document(paper()))
    bib = tmp_path / "x.bib"
    bib.write_text(f"@misc{{a, title={{T}}, file={{:{secret}:PDF}}}}", "utf8")
    take(library, bib)
    assert one(library).files[0].path == str(secret)
    assert files(library) == []


def test_a_copy_that_the_user_wrote_into_is_never_overwritten(
    library: Library, tmp_path: Path
) -> None:
    path = save(tmp_path, "x.pdf", document(paper()))
    take(library, path)
    copied = Path(library.folder) / one(library).files[0].path
    copied.write_bytes(b"with my remarks")
    assert len(take(library, path).unchanged) == 1
    assert copied.read_bytes() == b"with my remarks"


CRASH = """
import os, sys
from commands import attach, reading
from commands.import_papers import import_papers
from storage import Library

library = Library.open(sys.argv[1])
imported = reading.read(reading.paths([sys.argv[2]])).imported
imported, places = attach.placed(library.folder, imported, "copy")
library.apply = lambda *_, **__: os._exit(9)
import_papers(library, imported, label="import", places=places)
"""


def test_a_crash_between_the_copy_and_the_step_leaves_a_sound_library(tmp_path: Path) -> None:
    path = save(tmp_path, "x.pdf", document(paper()))
    folder = tmp_path / "library"
    done = subprocess.run([sys.executable, "-c", CRASH, folder, path], cwd=ROOT, check=False)
    assert done.returncode == 9
    with Library.open(folder) as library:
        assert list(library) == []
        [copied] = files(library)
        [told] = [finding.sentence for finding in library.verify() if not finding.fixable]
        assert told.startswith(f"'files/{copied}' belongs to no paper")
        assert (folder / "files" / copied).read_bytes() == path.read_bytes()
        take(library, path)
        assert files(library) == [copied] == [Path(one(library).files[0].path).name]
        assert all(finding.fixable for finding in library.verify())


@pytest.mark.parametrize(("gone", "why"), [(False, "changed while"), (True, "is gone")])
def test_a_file_that_changes_while_it_comes_in_stops_no_other(
    library: Library, tmp_path: Path, gone: bool, why: str
) -> None:
    path = save(tmp_path, "x.pdf", document(paper()))
    other = save(tmp_path, "y.pdf", document(paper("On Something Quite Different")))
    imported = reading.read(reading.paths([str(path), str(other)])).imported
    imported, places = attach.placed(library.folder, imported, "copy")
    if gone:
        path.unlink()
    else:
        path.write_bytes(document(paper("Something Else Now")))
    receipt = import_papers(library, imported, label="import", places=places)
    assert receipt.outcomes == ("left", "added")
    [reject] = receipt.rejected
    assert (reject.source, why in reject.reason) == (str(path), True)
    assert one(library).title == "On Something Quite Different"
    assert len(files(library)) == 1


def test_files_of_any_kind_are_attached_by_hand(library: Library, tmp_path: Path) -> None:
    library.add([Paper(key="a:b/c", fields=Fields({"title": "Mine"}))], label="add")
    notes = save(tmp_path, "notes.tar.gz", b"1")
    bare = save(tmp_path, "README", b"2")
    step = attach.attach(library, library.find("a:b/c"), [str(notes), str(bare), str(notes)])
    assert len(step.changes) == 1
    kinds = [(file.path[:12], file.kind) for file in one(library).files]
    assert kinds == [("files/a_b_c-", "GZ"), ("files/a_b_c-", "")]
    assert len(files(library)) == 2
    assert not attach.attach(library, one(library), [str(notes)]).changes
    library.undo()
    assert one(library).files == ()


def test_what_is_not_there_is_not_attached(library: Library, tmp_path: Path) -> None:
    library.add([Paper(key="a", fields=Fields({"title": "Mine"}))], label="add")
    good = save(tmp_path, "x.txt", b"1")
    with pytest.raises(NotFound, match=r"missing\.pdf is not there: nothing was attached"):
        attach.attach(library, one(library), [str(good), str(tmp_path / "missing.pdf")])
    with pytest.raises(NotFound, match="not an ordinary file"):
        attach.attach(library, one(library), [str(tmp_path)])
    assert (one(library).files, files(library)) == ((), [])


@pytest.mark.parametrize(
    "path", ["", "../secret", "files/../../secret", "a\0b", "files", "~nobody/x"]
)
def test_a_place_that_no_library_may_name_is_no_place(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_text("x", "utf8")
    (tmp_path / "library" / "files").mkdir(parents=True)
    assert attach.locate(str(tmp_path / "library"), Attachment(path)) == ""
