"""The first page as a picture; whatever the terminal can, nothing breaks."""

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

from papers import Attachment, Fields, Paper
from storage import Library
from tests import pdf_writer
from tests.pilot.support import SIZES, app_on
from tui.pictures import way

ROOT = Path(__file__).resolve().parents[2]
CELL = (10, 20)


@pytest.fixture
def with_pdfs(library: Library, tmp_path: Path) -> Library:
    good = pdf_writer.save(tmp_path, "good.pdf", pdf_writer.document(pdf_writer.paper()))
    bad = pdf_writer.save(tmp_path, "bad.pdf", b"<html>no</html>")
    library.add(
        [
            Paper(key=path.stem, fields=Fields(title=path.stem), files=(Attachment(str(path)),))
            for path in (good, bad)
        ],
        label="two",
    )
    return library


# textual-image 0.12 calls what Pillow 14 will not have any more; pyproject.toml stays below that
@pytest.mark.filterwarnings("ignore:Image.Image.getdata:DeprecationWarning")
@pytest.mark.parametrize("size", SIZES)
async def test_the_first_page_is_shown_in_blocks(with_pdfs: Library, size: tuple[int, int]) -> None:
    async with app_on(with_pdfs, size) as desk:
        await desk.press("down", "P")
        await desk.sees("The first page of good", "▀▀▀▀", within=30)
        assert set(desk.widths) == {size[0]}
        whole = max(line.count("▀") for line in desk.lines)
        await desk.press("enter", "j")
        assert max(line.count("▀") for line in desk.lines) > whole
        await desk.press("escape")
        assert "The first page" not in desk.text
        kept = Path(desk.app.cache_folder) / "first-pages"
        assert len(list(kept.iterdir())) == 1


async def test_what_is_no_pdf_says_why(with_pdfs: Library) -> None:
    async with app_on(with_pdfs) as desk:
        await desk.press("P")
        await desk.sees("The first page of bad", "PDF", within=30)
        await desk.no_longer_sees("Drawing it", within=30)
        assert "▀" not in desk.text


async def test_it_can_be_left_before_it_is_drawn(with_pdfs: Library) -> None:
    async with app_on(with_pdfs) as desk:
        for key in ("P", "W"):
            await desk.press(key, "escape")
        while any(not each.is_finished for each in desk.app.workers):
            await desk.pilot.pause(0.02)
        await desk.press("down")
        assert "The first page" not in desk.text


async def test_a_paper_without_a_pdf_says_so(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("P")
        await desk.sees("shannon has no PDF")


@pytest.mark.parametrize(
    ("environ", "pixels", "expected"),
    [
        ({"TERM": "xterm-kitty"}, CELL, "kitty"),
        ({"TERM": "xterm-kitty"}, (0, 0), "blocks"),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/x"}, CELL, "blocks"),
        ({"TERM": "screen-256color", "TERM_PROGRAM": "WezTerm"}, CELL, "blocks"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, CELL, "sixel"),
        ({"TERM": "foot"}, CELL, "sixel"),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "230800"}, CELL, "sixel"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, CELL, "blocks"),
        ({"TERM": "linux"}, CELL, "blocks"),
        ({}, CELL, "blocks"),
    ],
)
def test_the_way_is_chosen_by_what_the_terminal_says_of_itself(
    environ: dict[str, str], pixels: tuple[int, int], expected: str
) -> None:
    assert way("auto", environ, pixels) == expected
    assert way("sixel", environ, pixels) == "sixel"


def test_the_terminal_is_asked_nothing() -> None:
    program = "from tui import pictures; pictures.widget('blocks', pictures.cell_pixels())"
    ours, theirs = pty.openpty()
    try:
        subprocess.run(
            [sys.executable, "-c", program], stdin=theirs, stdout=theirs, stderr=theirs,
            cwd=ROOT, env=os.environ | {"TERM": "xterm-kitty"}, check=True, timeout=60,
        )  # fmt: skip
        assert not select.select([ours], [], [], 0)[0], os.read(ours, 1000)
    finally:
        os.close(ours)
        os.close(theirs)
