"""Handing on in the app: opening, copying, exporting."""

import sys
from pathlib import Path

import pytest

from commands.cite import FORMS
from papers import Attachment, Fields, Paper
from storage import Library
from tests.pilot.support import SIZES, app_on
from tui.deeds.sharing import LETTERS, MEANINGS
from tui.preferences import Means


def test_every_form_has_a_letter_of_its_own() -> None:
    assert set(LETTERS) == set(MEANINGS) == set(FORMS)
    assert len(set(LETTERS.values())) == len(LETTERS)


async def test_a_citation_is_copied_through_the_terminal(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("y", "l")
        await desk.sees("Copied: \\cite{shannon}")
        assert desk.app.clipboard == "\\cite{shannon}"
        await desk.press("space", "down", "space", "y", "p")
        assert desk.app.clipboard.count("@") == 2


async def test_all_that_is_shown_is_exported(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "out.bib"
    async with app_on(library) as desk:
        await desk.press("E")
        await desk.sees("Export 5 papers")
        await desk.press("ctrl+u")
        await desk.type(str(path))
        await desk.press("enter")
        await desk.sees("Wrote 5 papers")
        await desk.press("E", "ctrl+u")
        await desk.type(str(path))
        await desk.press("enter")
        await desk.sees("exists already")
        await desk.press("escape")
    assert path.read_text("utf8").count("@article") == 5


async def test_a_search_picks_what_is_exported_to_the_clipboard(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("slash")
        await desk.type("tag:peft")
        await desk.press("enter", "E", "ctrl+y")
        await desk.sees("Copied 2 papers")
        assert desk.app.clipboard.count("@article") == 2


async def test_notes_go_into_a_folder(library: Library, tmp_path: Path) -> None:
    async with app_on(library) as desk:
        await desk.press("E", "down", "down", "ctrl+u")
        await desk.type(str(tmp_path / "notes"))
        await desk.press("enter")
        await desk.sees("5 notes written into")
    assert len(list((tmp_path / "notes").glob("@*.md"))) == 5


async def test_what_is_opened_is_said_first(library: Library, tmp_path: Path) -> None:
    mark = tmp_path / "opened"
    script = tmp_path / "opener.py"
    script.write_text(f"import sys; open({str(mark)!r}, 'w').write(sys.argv[1])", "utf8")
    pdf = tmp_path / "a paper.pdf"
    pdf.write_bytes(b"%PDF-1.4")
    library.add(
        [Paper(key="pdf", fields=Fields({"title": "T"}), files=(Attachment(str(pdf)),))],
        label="add",
    )
    async with app_on(library, means=Means(open_command=f"{sys.executable} {script}")) as desk:
        await desk.press("o")
        await desk.sees("Opening")
        for _ in range(250):
            if mark.exists() and mark.read_text("utf8"):
                break
            await desk.pilot.pause(0.02)
    assert mark.read_text("utf8") == str(pdf)


async def test_a_paper_with_nothing_to_open_says_so(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("o")
        await desk.sees("neither a file nor an address")


@pytest.mark.parametrize("size", SIZES)
async def test_the_dialogs_fit(library: Library, size: tuple[int, int]) -> None:
    async with app_on(library, size) as desk:
        for key in ("y", "E"):
            await desk.press(key)
            assert set(desk.widths) == {size[0]}
            await desk.press("escape")
