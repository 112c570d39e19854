"""A folder of notes and the library: both sides of every edit survive, and twice is once."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.annotate import annotate
from commands.note import write_notes
from commands.rate import rate
from commands.remove import remove
from commands.set_status import set_status
from commands.sync_notes import BOTH, CLASH, FILE, GONE, LIBRARY, NEW, SAME, plan, sync_notes
from commands.tag import tag
from exporters.markdown import BEGIN, END, note
from papers import BadValue, Fields, Paper, Status
from storage import Library
from sync.notes import ELSEWHERE, meet

NOTES = "First line.\n\nLast line.\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        library.add(
            [
                Paper(
                    key="hu", fields=Fields({"title": "LoRA: {L}ow", "year": "2021"}), notes=NOTES
                ),
                Paper(key="silent", fields=Fields({"title": "Nothing said of it"})),
            ],
            label="add",
        )
        yield library


@pytest.fixture
def folder(tmp_path: Path, library: Library) -> Path:
    """The folder after a first sync."""
    sync_notes(library, str(tmp_path / "notes"))
    return tmp_path / "notes"


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_bytes().decode()
    assert before in text
    path.write_bytes(text.replace(before, after, 1).encode())


def kinds(library: Library, folder: Path) -> list[str]:
    return [item.kind for item in plan(library, str(folder)).items]


def notes(library: Library, key: str = "hu") -> str:
    return library.find(key).notes


def test_a_paper_with_notes_gets_a_file_and_one_without_does_not(
    library: Library, tmp_path: Path
) -> None:
    assert kinds(library, tmp_path / "notes") == [NEW]
    assert not (tmp_path / "notes").exists()
    synced = sync_notes(library, str(tmp_path / "notes"))
    assert synced.written == ("@hu.md",)
    assert (tmp_path / "notes" / "@hu.md").read_text("utf8") == note(library.find("hu"))


def test_the_second_sync_changes_nothing(library: Library, folder: Path) -> None:
    stamps = [path.stat().st_mtime_ns for path in folder.iterdir()]
    steps = len(list(library.history()))
    synced = sync_notes(library, str(folder))
    assert (synced.written, synced.step.changes) == ((), ())
    assert [path.stat().st_mtime_ns for path in folder.iterdir()] == stamps
    assert len(list(library.history())) == steps


def test_what_was_written_in_the_file_comes_over(library: Library, folder: Path) -> None:
    edit(folder / "@hu.md", "Last line.", "Last line.\nMore of it.")
    assert kinds(library, folder) in ([LIBRARY], [BOTH])
    sync_notes(library, str(folder))
    assert notes(library) == NOTES + "More of it.\n"
    assert kinds(library, folder) == [SAME]
    library.undo()
    assert notes(library) == NOTES


def test_what_was_written_in_the_library_goes_over(library: Library, folder: Path) -> None:
    write_notes(library, library.find("hu"), "Zeroth.\n" + NOTES)
    annotate(library, library.find("hu"), "Well said", page="4")
    assert kinds(library, folder) == [FILE]
    sync_notes(library, str(folder))
    text = (folder / "@hu.md").read_text("utf8")
    assert "Zeroth.\nFirst line." in text
    assert "Well said" in text
    assert kinds(library, folder) == [SAME]


def test_both_sides_of_an_edit_survive(library: Library, folder: Path) -> None:
    edit(folder / "@hu.md", "Last line.", "Last line, by hand.")
    write_notes(library, library.find("hu"), NOTES.replace("First", "Very first"))
    sync_notes(library, str(folder))
    assert notes(library).strip() == "Very first line.\n\nLast line, by hand."
    assert "Very first line.\n\nLast line, by hand." in (folder / "@hu.md").read_text("utf8")
    assert kinds(library, folder) == [SAME]


@pytest.mark.parametrize(
    ("winner", "kept"),
    [
        ("library", "Ours.\n"),
        ("file", "Theirs.\n\nLast line."),
        ("both", f"Ours.\n\n{ELSEWHERE}\n\nTheirs.\n\nLast line.\n"),
    ],
)
def test_a_clash_touches_nothing_until_somebody_decides(
    library: Library, folder: Path, winner: str, kept: str
) -> None:
    edit(folder / "@hu.md", "First line.", "Theirs.")
    write_notes(library, library.find("hu"), "Ours.\n")
    before = (folder / "@hu.md").read_bytes()
    for _ in range(2):
        assert [item.kind for item in sync_notes(library, str(folder)).plan.items] == [CLASH]
    assert notes(library) == "Ours.\n"
    assert (folder / "@hu.md").read_bytes() == before
    sync_notes(library, str(folder), {library.find("hu").uid: winner})  # type: ignore[dict-item]
    assert notes(library).strip() == kept.strip()
    assert kept.strip() in (folder / "@hu.md").read_text("utf8")
    assert kinds(library, folder) == [SAME]


def test_tags_rating_and_status_are_read_from_the_front_matter(
    library: Library, folder: Path
) -> None:
    path = folder / "@hu.md"
    edit(
        path,
        "rating: 0\nstatus: unread",
        "rating: 4\nstatus: reading # at last\ntags: [peft, 'a b']",
    )
    sync_notes(library, str(folder))
    paper = library.find("hu")
    assert (paper.rating, paper.status, paper.tags) == (
        4, Status.READING, frozenset({"peft", "a b"}),
    )  # fmt: skip
    assert kinds(library, folder) == [SAME]
    tag(library, [paper], ["new"], ["peft"])
    rate(library, [library.find("hu")], 5)
    edit(path, "LoRA: Low\n\n", "LoRA: Low\n\nA line of my own.\n\n")
    sync_notes(library, str(folder))
    text = path.read_text("utf8")
    assert "rating: 5" in text
    assert "new" in text
    assert "peft" not in text
    assert "A line of my own." in text
    assert kinds(library, folder) == [SAME]


def test_where_both_changed_the_status_the_library_counts_and_it_settles(
    library: Library, folder: Path
) -> None:
    edit(folder / "@hu.md", "status: unread", "status: read")
    set_status(library, [library.find("hu")], Status.ABANDONED)
    sync_notes(library, str(folder))
    assert library.find("hu").status is Status.ABANDONED
    assert "status: abandoned" in (folder / "@hu.md").read_text("utf8")
    assert kinds(library, folder) == [SAME]


def test_keys_and_lines_of_the_owner_stay(library: Library, folder: Path) -> None:
    path = folder / "@hu.md"
    edit(path, "---\n", '---\ncssclass: wide # mine\nlinks:\n  - "[[x]]"\n')
    with path.open("a", encoding="utf8") as file:
        file.write("\n## My own chapter\n\nAs I like it.")
    rate(library, [library.find("hu")], 3)
    sync_notes(library, str(folder))
    text = path.read_text("utf8")
    assert 'cssclass: wide # mine\nlinks:\n  - "[[x]]"\n' in text
    assert text.endswith("## My own chapter\n\nAs I like it.")
    assert "rating: 3" in text


def test_a_file_that_was_moved_or_renamed_is_the_same_note(library: Library, folder: Path) -> None:
    (folder / "deep").mkdir()
    os.rename(folder / "@hu.md", folder / "deep" / "My LoRA.md")
    write_notes(library, library.find("hu"), "Changed.\n")
    sync_notes(library, str(folder))
    assert [path.name for path in folder.iterdir()] == ["deep"]
    assert "Changed." in (folder / "deep" / "My LoRA.md").read_text("utf8")


def test_a_deleted_file_stays_so_until_the_paper_changes(library: Library, folder: Path) -> None:
    (folder / "@hu.md").unlink()
    assert kinds(library, folder) == [GONE]
    sync_notes(library, str(folder))
    assert notes(library) == NOTES
    assert list(folder.iterdir()) == []
    write_notes(library, library.find("hu"), "New thoughts.\n")
    sync_notes(library, str(folder))
    assert "New thoughts." in (folder / "@hu.md").read_text("utf8")


def test_a_foreign_file_is_never_written_over(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "@hu.md").write_text("---\ntitle: mine\n---\nforeign", "utf8")
    (folder / "binary.md").write_bytes(b"\xff\xfe\x00")
    synced = sync_notes(library, str(folder))
    assert (folder / "@hu.md").read_text("utf8") == "---\ntitle: mine\n---\nforeign"
    assert synced.written == (f"@hu-{library.find('hu').uid}.md",)
    assert "binary.md is left alone: it has no id, is no text" in " ".join(synced.plan.left)
    assert kinds(library, folder) == [SAME]


def test_first_contact_with_a_note_that_we_wrote_elsewhere_merges_nothing_away(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "x.md").write_text(note(library.find("hu")).replace("First line.", "Other."), "utf8")
    assert kinds(library, folder) == [CLASH]
    write_notes(library, library.find("hu"), "")
    sync_notes(library, str(folder))
    assert notes(library).strip() == "Other.\n\nLast line."


def test_a_copy_and_a_removed_paper_s_note_are_left_alone(library: Library, folder: Path) -> None:
    copy = folder / "copy.md"
    copy.write_bytes((folder / "@hu.md").read_bytes() + b"edited")
    assert "copy.md is a copy" in " ".join(sync_notes(library, str(folder)).plan.left)
    remove(library, [library.find("hu")])
    left = " ".join(sync_notes(library, str(folder)).plan.left)
    assert "its paper is in the trash" in left
    assert (folder / "@hu.md").exists()


def test_a_note_without_its_marks_is_a_clash(library: Library, folder: Path) -> None:
    edit(folder / "@hu.md", BEGIN, "")
    write_notes(library, library.find("hu"), "Ours.\n")
    (item,) = plan(library, str(folder)).items
    assert (item.kind, "two lines with %%" in item.why) == (CLASH, True)


def test_line_ends_of_windows_stay(library: Library, folder: Path) -> None:
    path = folder / "@hu.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    sync_notes(library, str(folder))
    assert notes(library) == NOTES
    write_notes(library, library.find("hu"), NOTES + "More.\n")
    sync_notes(library, str(folder))
    data = path.read_bytes()
    assert b"More.\r\n" in data
    assert data.count(b"\n") == data.count(b"\r\n")


def test_a_file_that_is_written_to_meanwhile_waits(library: Library, folder: Path) -> None:
    write_notes(library, library.find("hu"), "Ours.\n")
    planned = plan(library, str(folder))
    edit(folder / "@hu.md", "First line.", "In this moment.")
    from commands.sync_notes import carry_out

    assert carry_out(library, planned).postponed == ("@hu.md",)
    assert "In this moment." in (folder / "@hu.md").read_text("utf8")
    assert kinds(library, folder) == [CLASH]


def test_a_lost_memory_costs_nothing(library: Library, folder: Path) -> None:
    for path in Path(library.folder, "sync").iterdir():
        path.write_text("{damaged")
    assert kinds(library, folder) == [SAME]
    sync_notes(library, str(folder))
    assert notes(library) == NOTES


def test_a_file_and_the_library_itself_are_no_folders_for_notes(
    library: Library, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", library.folder):
        with pytest.raises(BadValue, match="name"):
            plan(library, str(place))


TEXTS = st.text(st.sampled_from("ab \n%#-[]@é"), max_size=30)


@given(base=TEXTS, ours=TEXTS, theirs=TEXTS)
def test_no_word_of_either_side_is_lost(base: str, ours: str, theirs: str) -> None:
    paper = Paper(uid="0000000000001", key="k", notes=base, modified="2026-01-01T00:00:00Z")
    drawn = note(paper)
    file = note(paper._replace(notes=theirs))
    met = meet(paper._replace(notes=ours), drawn, file, "both")
    kept, old = ([line.strip() for line in text.splitlines()] for text in (met.paper.notes, base))
    for line in (*ours.splitlines(), *theirs.splitlines()):
        assert line.strip() in kept or line.strip() in old or not line.strip()
    again = meet(met.paper, note(met.paper), met.text)
    assert (again.paper, again.text, again.clash) == (met.paper, met.text, "")


@given(TEXTS)
def test_no_file_is_too_odd_to_look_at(text: str) -> None:
    paper = Paper(uid="0000000000001", key="k", notes="n")
    for odd in (text, f"---\n{text}\n---\n{text}", f"---\nid: x\n{BEGIN}\n{text}\n{END}\n{text}"):
        met = meet(paper, None, odd)
        assert met.clash or read_notes(met.text) is not None


def read_notes(text: str) -> str | None:
    from sync.note_file import read

    return read(text).notes
