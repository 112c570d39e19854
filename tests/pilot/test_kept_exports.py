"""Kept exports in the app: begun where papers are exported, looked after on a screen."""

from pathlib import Path

import pytest

from storage import Library
from tests.pilot.support import SIZES, app_on


async def test_an_export_is_kept_and_written_anew(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "out.bib"
    async with app_on(library) as desk:
        await desk.press("slash")
        await desk.type("tag:peft")
        await desk.press("enter", "E", "ctrl+u")
        await desk.type(str(path))
        await desk.press("ctrl+t")
        await desk.sees("W writes it again with tag:peft")
        await desk.press("enter")
        await desk.sees("W keeps it up to date")
        assert path.read_text("utf8").count("@article") == 2
        await desk.press("x", "W")
        await desk.sees("out.bib", "behind")
        await desk.press("w")
        await desk.sees("Up to date:", "up to date")
        assert path.read_text("utf8").count("@article") == 1


async def test_what_somebody_edited_is_asked_for(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "out.bib"
    async with app_on(library) as desk:
        await desk.press("E", "ctrl+u")
        await desk.type(str(path))
        await desk.press("ctrl+t", "enter")
        await desk.sees("W keeps it up to date")
        path.write_text("mine", "utf8")
        await desk.press("W")
        await desk.sees("edited by hand")
        await desk.press("enter")
        await desk.sees("was edited by hand")
        await desk.press("n")
        assert path.read_text("utf8") == "mine"
        await desk.press("enter", "y")
        await desk.sees("Up to date:")
        assert path.read_text("utf8").count("@article") == 5
        await desk.press("x")
        await desk.sees("There are no kept exports")
        assert path.exists()


async def test_marked_papers_cannot_be_kept(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("space", "E")
        assert "Keep" not in desk.lines[-1]
        await desk.press("ctrl+t")
        assert "brings it up to date" not in desk.text


@pytest.mark.parametrize("size", SIZES)
async def test_the_screen_fits(library: Library, size: tuple[int, int]) -> None:
    async with app_on(library, size) as desk:
        await desk.press("W")
        await desk.sees("There are no kept exports")
        assert set(desk.widths) == {size[0]}
