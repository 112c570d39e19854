"""Notes and a folder in step, from the app: the plan is seen first, clashes are decided."""

from pathlib import Path

import pytest

from commands.note import write_notes
from commands.sync_notes import sync_notes
from storage import Library
from tests.pilot.support import LARGE, SIZES, app_on
from tui.preferences import Means


@pytest.fixture
def folder(library: Library, tmp_path: Path) -> Path:
    write_notes(library, library.find("hu"), "Freezes the weights.\n")
    sync_notes(library, str(tmp_path / "notes"))
    return tmp_path / "notes"


async def test_the_folder_is_asked_for_and_the_plan_is_seen_first(
    library: Library, tmp_path: Path
) -> None:
    write_notes(library, library.find("hu"), "Freezes the weights.\n")
    async with app_on(library) as desk:
        await desk.press("N")
        await desk.sees("Folder of notes")
        await desk.type(str(tmp_path / "notes"))
        await desk.press("enter")
        await desk.sees("1 new file", "@hu.md", "Freezes the weights.")
        assert not (tmp_path / "notes").exists()
        await desk.press("enter")
        await desk.sees("1 file written, 0 papers changed", "1 unchanged")
    assert (tmp_path / "notes" / "@hu.md").exists()


async def test_the_folder_that_is_hinted_at_is_taken_and_remembered(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    write_notes(library, library.find("hu"), "Freezes the weights.\n")
    async with app_on(library) as desk:
        await desk.press("N")
        await desk.sees("type the folder of your notes", "~/notes")
        await desk.press("enter")
        await desk.sees("1 new file")
        await desk.press("escape", "N")
        await desk.sees("1 new file", str(tmp_path / "notes")[:20])
        await desk.press("enter")
        await desk.sees("1 file written")
    assert (tmp_path / "notes" / "@hu.md").exists()


async def test_what_was_written_in_the_file_comes_over(library: Library, folder: Path) -> None:
    path = folder / "@hu.md"
    path.write_text(path.read_text("utf8").replace("Freezes", "Thaws"), "utf8")
    async with app_on(library, means=Means(notes_folder=str(folder))) as desk:
        await desk.press("N")
        await desk.sees("the library is updated", "Thaws")
        await desk.press("enter")
        await desk.sees("1 paper changed")
        await desk.press("escape", "u")
    assert library.find("hu").notes == "Freezes the weights.\n"


@pytest.mark.parametrize(
    ("key", "kept"), [("b", "Melts\n\n## Written"), ("l", "Melts"), ("f", "Thaws the weights.")]
)
async def test_a_clash_waits_for_a_word(
    library: Library, folder: Path, key: str, kept: str
) -> None:
    path = folder / "@hu.md"
    path.write_text(path.read_text("utf8").replace("Freezes", "Thaws"), "utf8")
    write_notes(library, library.find("hu"), "Melts\n")
    async with app_on(library, LARGE, means=Means(notes_folder=str(folder))) as desk:
        await desk.press("N")
        await desk.sees("changed on both sides", "The library says", "Melts", "Thaws")
        await desk.press(key)
        await desk.no_longer_sees("changed on both sides")
        await desk.press("enter")
        await desk.sees("1 unchanged")
    assert library.find("hu").notes.startswith(kept)


@pytest.mark.parametrize("size", SIZES)
async def test_the_screen_fits(library: Library, folder: Path, size: tuple[int, int]) -> None:
    (folder / "@hu.md").unlink()
    async with app_on(library, size, means=Means(notes_folder=str(folder))) as desk:
        await desk.press("N")
        await desk.sees("its file was deleted")
        assert set(desk.widths) == {size[0]}


async def test_the_folder_of_notes_is_known_again_after_a_restart(
    library: Library, tmp_path: Path
) -> None:
    write_notes(library, library.find("hu"), "Freezes the weights.\n")
    async with app_on(library) as desk:
        await desk.press("N")
        await desk.type(f"{tmp_path}/notes")
        await desk.press("enter")
        await desk.sees("1 new file")
        await desk.press("enter")
        await desk.sees("1 file written")
        await desk.press("escape")
    async with app_on(library) as desk:
        await desk.press("N")
        await desk.sees("unchanged")
