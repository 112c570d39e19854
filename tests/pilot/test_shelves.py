"""Shelves and tags: counted live, chosen with keys and mouse, and some of one's own."""

from commands.shelves import add_shelf
from storage import Library
from tests.pilot.support import NARROW, TITLES, app_on, titles


async def test_every_shelf_says_how_many_papers_it_has(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.sees("All           5", "Unread        4", "Reading       0", "classic       3")
        await desk.press("s", "r")
        await desk.sees("Unread        3", "Reading       1")
        await desk.press("u")
        await desk.sees("Unread        4")


async def test_a_shelf_and_a_tag_are_chosen_with_keys(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("h", "down", "down", "enter")
        await desk.sees("/ status:unread", "4 of 5")
        await desk.press("h", "end", "space")
        await desk.sees("/ status:unread tag:peft", "1 of 5")
        await desk.press("space")
        await desk.sees("4 of 5")
        await desk.press("g", "enter")
        await desk.sees("5 papers")


async def test_a_shelf_is_chosen_with_the_mouse(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.pilot.click("Side", offset=(3, 3))
        await desk.settle()
        await desk.sees("/ status:unread", "4 of 5")
        await desk.pilot.click("Side", offset=(3, 3))
        await desk.settle()
        await desk.sees("5 papers")


async def test_on_a_narrow_terminal_the_shelves_open_over_the_list(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        assert "Shelves" not in desk.text
        await desk.press("left_square_bracket")
        await desk.sees("Shelves", "Unread")
        assert desk.rows == []
        await desk.press("end", "enter")
        await desk.sees("/ tag:peft")
        assert len(desk.rows) == 2


async def test_a_search_is_kept_as_a_shelf_renamed_and_let_go(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.type("/tag:classic")
        await desk.press("enter", "B")
        await desk.sees("Save this search as a shelf")
        await desk.type("The classics")
        await desk.press("enter")
        await desk.sees("Saved as the shelf The classics.", "The classics  3")
        await desk.press("escape", "h", *["down"] * 6, "R")
        await desk.press("ctrl+u")
        await desk.type("Old")
        await desk.press("enter")
        await desk.sees("Old           3")
        await desk.press("x")
        await desk.sees("Removed the shelf Old")
        await desk.no_longer_sees("Old           3")
        assert len(library) == len(TITLES)
        await desk.press("u")
        await desk.sees("Old           3")


async def test_without_a_search_there_is_nothing_to_keep(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("B")
        await desk.sees("There is no search to save")


async def test_a_shelf_with_several_words_narrows_a_search(library: Library) -> None:
    add_shelf(library, "Old or fine-tuning", "year<1950 OR tag:peft")
    async with app_on(library) as desk:
        await desk.type("/tag:classic")
        await desk.press("enter", "h", *["down"] * 6, "space")
        await desk.sees("2 of 5")
        assert titles(desk.rows) == [TITLES[4], TITLES[3]]


async def test_a_shelf_that_others_make_appears(library: Library) -> None:
    async with app_on(library) as desk:
        with Library.open(library.folder) as other:
            add_shelf(other, "Theirs", "tag:peft")
        await desk.sees("Theirs        2")


async def test_in_the_shelves_the_key_that_removes_removes_no_paper(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("h", "x", "delete", "R")
        await desk.sees("All           5")
        assert len(library) == len(TITLES)
