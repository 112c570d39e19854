"""Folders of notes as they are found: formatted anew, written to this moment, gone for a while."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.note import write_notes
from commands.set_status import set_status
from commands.sync_notes import SAME, carry_out, plan, sync_notes
from commands.tag import tag
from papers import BadValue, Fields, Paper, Status
from storage import Library

NOTES = "First line.\n\nLast line.\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        tags = frozenset({"deep learning", "peft"})
        title = Fields({"title": "LoRA: {L}ow"})
        library.add([Paper(key="hu", fields=title, tags=tags, notes=NOTES)], label="add")
        yield library


@pytest.fixture
def folder(tmp_path: Path, library: Library) -> Path:
    """The folder after a first sync."""
    sync_notes(library, str(tmp_path / "notes"))
    return tmp_path / "notes"


@pytest.fixture
def file(folder: Path) -> Path:
    return folder / "@hu.md"


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_bytes().decode()
    assert before in text
    path.write_bytes(text.replace(before, after, 1).encode())


def retag(path: Path, lines: str) -> None:
    text, count = re.subn(r"(?m)^tags:.*\n(?:[ ]+.*\n)*", lambda _: lines, path.read_text("utf8"))
    assert count == 1
    path.write_text(text, "utf8")


def kinds(library: Library, folder: Path) -> list[str]:
    return [item.kind for item in plan(library, str(folder)).items]


def test_what_is_written_while_a_sync_takes_the_file_over_comes_with_the_next(
    library: Library, folder: Path, file: Path
) -> None:
    edit(file, "Last line.", "Last line. One")
    planned = plan(library, str(folder))
    edit(file, "Last line. One", "Last line. One two")
    carry_out(library, planned)
    sync_notes(library, str(folder))
    assert library.find("hu").notes == "First line.\n\nLast line. One two\n"
    assert "Last line. One two\n" in file.read_text("utf8")


def test_what_is_written_while_a_sync_finds_nothing_to_do_comes_with_the_next(
    library: Library, folder: Path, file: Path
) -> None:
    planned = plan(library, str(folder))
    edit(file, "Last line.", "Last line. One")
    carry_out(library, planned)
    sync_notes(library, str(folder))
    assert library.find("hu").notes == "First line.\n\nLast line. One\n"


def test_a_sync_that_was_planned_before_another_one_takes_nothing_back(
    library: Library, folder: Path, file: Path
) -> None:
    early = plan(library, str(folder))
    write_notes(library, library.find("hu"), "Ours.\n" + NOTES)
    sync_notes(library, str(folder))
    carry_out(library, early)
    edit(file, "Ours.", "Theirs.")
    sync_notes(library, str(folder))
    assert library.find("hu").notes == "Theirs.\n" + NOTES
    assert kinds(library, folder) == [SAME]


@pytest.mark.parametrize(
    "lines",
    [
        "tags:\n  [\n    peft,\n    deep-learning,\n    new,\n  ]\n",
        "tags: [peft,\n  deep-learning, # mine\n  new]\n",
        "tags:\n  - peft # mine\n  - \"deep-learning\" # mine\n\n  - 'new'\n",
        "tags: peft, deep-learning, new\n",
    ],
)
def test_tags_may_be_laid_out_as_programs_that_format_notes_do(
    library: Library, folder: Path, file: Path, lines: str
) -> None:
    retag(file, lines)
    sync_notes(library, str(folder))
    assert library.find("hu").tags == {"deep learning", "peft", "new"}
    assert kinds(library, folder) == [SAME]


@pytest.mark.parametrize("lines", ["tags: [peft, deep-lear\n", "tags: {peft: yes}\n", "tags: |\n"])
def test_tags_that_cannot_be_read_say_nothing(
    library: Library, folder: Path, file: Path, lines: str
) -> None:
    retag(file, lines)
    sync_notes(library, str(folder))
    assert library.find("hu").tags == {"deep learning", "peft"}
    assert lines in file.read_text("utf8")
    tag(library, [library.find("hu")], ["more"])
    sync_notes(library, str(folder))
    assert kinds(library, folder) == [SAME]


def test_a_tag_in_a_note_is_one_that_the_library_can_keep(
    library: Library, folder: Path, file: Path
) -> None:
    retag(file, 'tags:\n  - "a; {b}\\n"\n  - peft\n')
    sync_notes(library, str(folder))
    assert library.find("hu").tags == {"a b", "peft"}


@pytest.mark.parametrize("line", ["status: finished\n", "rating: 4.5\n"])
def test_what_means_nothing_to_us_is_not_taken_from_its_owner(
    library: Library, folder: Path, file: Path, line: str
) -> None:
    name = line.partition(":")[0]
    text = re.sub(rf"(?m)^{name}:.*\n", line, file.read_text("utf8"))
    file.write_text(text, "utf8")
    sync_notes(library, str(folder))
    assert line in file.read_text("utf8")
    assert kinds(library, folder) == [SAME]


def test_remarks_in_the_front_matter_stay(library: Library, folder: Path, file: Path) -> None:
    edit(file, "status: unread\n", "status: unread\n# a remark of mine\n")
    sync_notes(library, str(folder))
    set_status(library, [library.find("hu")], Status.READ)
    sync_notes(library, str(folder))
    assert "status: read\n# a remark of mine\n" in file.read_text("utf8")


def test_front_matter_may_end_with_dots(library: Library, folder: Path, file: Path) -> None:
    edit(file, "\n---\n", "\n...\n")
    edit(file, "First line.", "First line.\n\n---\n\nstatus: said in the notes\n")
    sync_notes(library, str(folder))
    set_status(library, [library.find("hu")], Status.READ)
    sync_notes(library, str(folder))
    wanted = "First line.\n\n---\n\nstatus: said in the notes\n\n\nLast line.\n"
    assert library.find("hu").notes == wanted
    assert file.read_text("utf8").count("said in the notes") == 1
    assert "status: read\n" in file.read_text("utf8")


def test_properties_of_any_name_stay_below_ours(library: Library, folder: Path, file: Path) -> None:
    mine = 'date read: 2026\nПрочитано: да\n"my: key": x\nnested.key:\n  - y\n'
    edit(file, "status: unread\n", f"status: unread\n{mine}")
    sync_notes(library, str(folder))
    set_status(library, [library.find("hu")], Status.READ)
    sync_notes(library, str(folder))
    assert f"status: read\n{mine}" in file.read_text("utf8")


def test_a_file_that_cannot_be_written_keeps_no_other_waiting(
    library: Library, folder: Path, file: Path
) -> None:
    file.unlink()
    (folder / "long").mkdir()
    library.add([Paper(key="x", notes="Words.\n")], label="add")
    write_notes(library, library.find("hu"), "Ours.\n")
    planned = plan(library, str(folder))
    blocked = planned.items[0]._replace(path="@hu.md/in/the/way.md")
    file.write_text("a file where a folder should be", "utf8")
    synced = carry_out(library, planned._replace(items=(blocked, *planned.items[1:])))
    assert [sentence.split()[0] for sentence in synced.refused] == ["@hu.md/in/the/way.md"]
    assert synced.written == ("@x.md",)


def test_a_folder_that_is_gone_is_not_begun_anew(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    os.rename(folder, tmp_path / "elsewhere")
    write_notes(library, library.find("hu"), "Ours.\n" + NOTES)
    with pytest.raises(BadValue, match="is gone"):
        sync_notes(library, str(folder))
    os.rename(tmp_path / "elsewhere", folder)
    sync_notes(library, str(folder))
    assert library.find("hu").notes == "Ours.\n" + NOTES


def test_an_empty_place_where_a_disk_belongs_is_not_taken_for_deleted_notes(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    os.rename(folder, tmp_path / "disk")
    folder.mkdir()  # what is under a disk that is not connected
    write_notes(library, library.find("hu"), "Ours.\n" + NOTES)
    with pytest.raises(BadValue, match="is empty"):
        sync_notes(library, str(folder))
    assert list(folder.iterdir()) == []
    folder.rmdir()
    os.rename(tmp_path / "disk", folder)
    assert sync_notes(library, str(folder)).written == ("@hu.md",)
    assert "Ours." in (folder / "@hu.md").read_text("utf8")


def test_a_new_folder_with_any_file_in_it_is_begun_anew(library: Library, folder: Path) -> None:
    (folder / "@hu.md").unlink()
    folder.rmdir()
    folder.mkdir()
    (folder / "README").write_text("mine")
    write_notes(library, library.find("hu"), "Ours.\n" + NOTES)
    assert sync_notes(library, str(folder)).written == ("@hu.md",)


def test_a_clash_is_not_told_as_written(library: Library, folder: Path, file: Path) -> None:
    write_notes(library, library.find("hu"), "Ours.\n")
    edit(file, "First line.", "Theirs.")
    assert sync_notes(library, str(folder)).written == ()


@pytest.mark.parametrize("now", [b"", b"---\nid: half", b"\xff"])
def test_a_note_that_cannot_be_read_just_now_gets_no_second_file(
    library: Library, folder: Path, file: Path, now: bytes
) -> None:
    whole = file.read_bytes()
    file.write_bytes(now)
    write_notes(library, library.find("hu"), "Ours.\n" + NOTES)
    synced = sync_notes(library, str(folder))
    assert "@hu.md is left alone" in " ".join(synced.plan.left)
    assert os.listdir(folder) == ["@hu.md"]
    file.write_bytes(whole.replace(b"Last line.", b"Mine."))
    sync_notes(library, str(folder))
    assert library.find("hu").notes == "Ours.\nFirst line.\n\nMine.\n"


def test_a_long_note_is_merged_while_one_looks(library: Library, folder: Path, file: Path) -> None:
    long = "".join(f"Sentence {number}.\n\n" for number in range(20_000))
    write_notes(library, library.find("hu"), long)
    sync_notes(library, str(folder))
    edit(file, "Sentence 7.", "By hand.")
    write_notes(library, library.find("hu"), long.replace("Sentence 19990.", "Ours."))
    sync_notes(library, str(folder))
    wanted = long.replace("Sentence 7.", "By hand.").replace("Sentence 19990.", "Ours.")
    assert library.find("hu").notes.rstrip("\n") == wanted.rstrip("\n")
    assert kinds(library, folder) == [SAME]
