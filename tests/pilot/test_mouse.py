"""The mouse: whatever has a key can be pointed at."""

from pathlib import Path

import pytest

from commands.note import write_notes
from storage import Library
from tests.pilot.support import LARGE, NARROW, TITLES, USUAL, Desk, app_on, some_papers, titles


@pytest.fixture
def tagged(library: Library) -> Library:
    write_notes(library, library.find("shannon"), "See [[@hu]] and [[@nobody]].\n")
    library.edit(
        [library.find("shannon").uid],
        lambda paper: paper._replace(tags=frozenset({"classic", "two words"})), label="tag",
    )  # fmt: skip
    return library


async def click(desk: Desk, text: str, times: int = 1, button: int = 1) -> None:
    """Point at the first place where this stands."""
    y = next(y for y, line in enumerate(desk.lines) if text in line)
    await desk.pilot.click(offset=(desk.lines[y].index(text) + 1, y), times=times, button=button)
    await desk.settle()


async def test_a_tag_in_the_details_shows_all_that_have_it(tagged: Library) -> None:
    async with app_on(tagged, LARGE) as desk:
        await click(desk, "#classic")
        await desk.sees("/ tag:classic", "3 of 5")
        await click(desk, "#two words")
        await desk.sees('/ tag:"two words"', "1 of 5")


async def test_a_link_in_the_notes_is_followed(tagged: Library) -> None:
    async with app_on(tagged, LARGE) as desk:
        await click(desk, "[[@nobody]]")
        await desk.sees("No paper has the key nobody.")
        await click(desk, "[[@hu]]")
        await desk.sees("Journal 1")


async def test_two_clicks_open_the_details(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        await click(desk, "Literate", times=2)
        await desk.sees("Journal 2", "esc Back")
        await click(desk, "esc Back")
        assert titles(desk.rows) == list(reversed(TITLES))


async def test_the_key_line_can_be_clicked(library: Library) -> None:
    async with app_on(library, USUAL) as desk:
        await click(desk, "t Tags")
        await desk.sees("Tags of shannon")
        await click(desk, "tab Tick")
        await desk.sees("enter saves -classic")
        await click(desk, "⏎ Save")
        await desk.sees("Tagged shannon: -classic.")
        await click(desk, "u Undo")
        await desk.sees("Undone: tag -classic: shannon")
        await click(desk, "? Help")
        await desk.sees("Looking", "Close")


async def test_a_click_chooses_in_a_dialog_and_beside_it_leaves_it(library: Library) -> None:
    async with app_on(library, USUAL) as desk:
        await desk.press("s")
        await click(desk, "◐ reading")
        assert "◐" in desk.rows[0]
        await desk.press("s")
        await desk.sees("Status of shannon")
        await desk.pilot.click(offset=(3, 3))
        await desk.no_longer_sees("Status of shannon")


async def test_columns_are_ticked_by_clicks(library: Library) -> None:
    async with app_on(library, USUAL) as desk:
        await desk.press("C")
        await click(desk, "[ ] tags")
        await desk.sees("[x] tags")
        await click(desk, "⏎ Done")
        await desk.sees("classic  ")


async def test_what_lists_scroll_by_the_wheel(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        library.add(some_papers(), label="five")
        async with app_on(library, NARROW) as desk:
            await desk.press("question_mark")
            await desk.sees("Looking")
            await desk.wheel_down("Sheet")
            await desk.wheel_down("Sheet")
            await desk.no_longer_sees("Looking")
