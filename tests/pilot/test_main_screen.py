"""Looking around: the list, moving in it, the details, the help, and what an empty library says."""

from pathlib import Path

import pytest

from storage import Library
from tests.pilot.support import (
    LARGE,
    NARROW,
    SIZES,
    TITLES,
    USUAL,
    app_on,
    many_papers,
    titles,
)
from tui import keys
from tui.toasts import tell


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_list_shows_the_newest_first_with_what_was_said_about_it(
    library: Library, size: tuple[int, int]
) -> None:
    async with app_on(library, size) as desk:
        assert titles(desk.rows) == list(reversed(TITLES))
        words = desk.rows[-1].split()
        assert words[:3] == ["○", "★★★★★", "2017"]
        assert " ".join(words[3:]) == "Vaswani et al. Attention Is All You Need"


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_nothing_is_cut_around_the_list(library: Library, size: tuple[int, int]) -> None:
    async with app_on(library, size) as desk:
        await desk.sees("5 papers · 4 unread")
        assert desk.lines[0].split() == "Carrel ~/library 5 papers · 4 unread".split()
        assert desk.lines[-1].split()[:5] == "⏎ Details / Search 012345".split()
        assert desk.lines[-1].split()[-4:] == "? Help q Quit".split()
        assert desk.widths == [size[0]] * size[1]
        await desk.press("enter")
        await desk.sees("esc Back")
        assert desk.lines[-1].split()[-2:] == ["?", "Help"]


@pytest.mark.parametrize(("down", "up"), [("down", "up"), ("j", "k")])
async def test_the_cursor_goes_down_and_up(library: Library, down: str, up: str) -> None:
    async with app_on(library) as desk:
        await desk.sees("Journal 4")
        await desk.press(down, down)
        await desk.sees("Journal 2")
        await desk.press(up)
        await desk.sees("Journal 3")


@pytest.mark.parametrize(("first", "last"), [("home", "end"), ("g", "G")])
async def test_the_cursor_jumps_to_both_ends_and_not_beyond(
    library: Library, first: str, last: str
) -> None:
    async with app_on(library) as desk:
        await desk.press(last, "down")
        await desk.sees("Journal 0")
        await desk.press(first, "up")
        await desk.sees("Journal 4")


@pytest.mark.parametrize(
    ("down", "up"), [("pagedown", "pageup"), ("ctrl+f", "ctrl+b")], ids=["page keys", "ctrl"]
)
async def test_the_list_is_paged_through(library: Library, down: str, up: str) -> None:
    library.add(many_papers(200), label="many")
    async with app_on(library, NARROW) as desk:
        assert "Paper number 199" in desk.rows[0]
        page = len(desk.rows)
        await desk.press(down, down)
        assert f"Paper number {199 - 2 * page}" in desk.rows[-1]
        await desk.press(up, up)
        assert "Paper number 199" in desk.rows[0]


async def test_the_list_scrolls_no_further_than_its_end(library: Library) -> None:
    library.add(many_papers(100), label="many")
    async with app_on(library, NARROW) as desk:
        await desk.press("end")
        assert "Attention" in desk.rows[-1]
        assert len(desk.rows) == NARROW[1] - 5


async def test_a_click_puts_the_cursor_there_and_the_wheel_scrolls(library: Library) -> None:
    library.add(many_papers(100), label="many")
    async with app_on(library) as desk:
        await desk.pilot.click("PaperList", offset=(20, 8))
        await desk.settle()
        await desk.sees("p92")
        await desk.wheel_down("PaperList")
        assert "Paper number 96" in desk.rows[0]


async def test_the_details_stand_beside_the_list_where_there_is_room(library: Library) -> None:
    async with app_on(library, USUAL) as desk:
        assert len(desk.rows) == len(TITLES)
        await desk.sees("Claude E. Shannon", "#classic", "Journal 4", "1948", "unread")


async def test_on_a_narrow_terminal_the_details_open_over_the_list(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        assert "Journal 4" not in desk.text
        await desk.press("down", "enter")
        await desk.sees("Über formal unentscheidbare Sätze", "Kurt Gödel", "Journal 3")
        assert desk.rows == []
        await desk.press("escape")
        assert len(desk.rows) == len(TITLES)


async def test_the_details_follow_the_size_of_the_terminal(library: Library) -> None:
    async with app_on(library, LARGE) as desk:
        await desk.sees("Journal 4")
        await desk.pilot.resize_terminal(*NARROW)
        await desk.no_longer_sees("Journal 4")
        await desk.pilot.resize_terminal(*USUAL)
        await desk.sees("Journal 4")


async def test_a_size_is_not_missed_when_textuals_own_timer_never_comes(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.sees("Shannon")
        desk.app._resize_timer = desk.app.set_timer(3600, lambda: None)
        await desk.pilot.resize_terminal(*LARGE)
        await desk.sees("Journal 4", "Shelves")


async def test_long_details_scroll(library: Library) -> None:
    paper = library.find("shannon")
    text = " ".join(f"word{number}" for number in range(2000))
    library.edit([paper.uid], lambda known: known._replace(notes=text), label="note")
    async with app_on(library, NARROW) as desk:
        await desk.press("enter")
        assert "word0" in desk.text
        await desk.press("pagedown")
        await desk.no_longer_sees("word0 ")
        await desk.press("G")
        await desk.sees("added")
        await desk.press("g")
        await desk.sees("word0 ")


async def test_keys_judge_the_paper_that_is_being_read(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.press("enter", "3")
        await desk.sees("★★★☆☆")


async def test_the_help_has_every_key(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.press("question_mark")
        seen = desk.text
        for _ in range(6):
            await desk.press("pagedown")
            seen += desk.text
        for binding in keys.MAIN:
            if binding.id == "sample":  # only there while the library is empty
                continue
            assert (binding.tooltip or binding.description) in seen
        await desk.press("escape")
        assert len(desk.rows) == len(TITLES)


def test_every_key_has_a_name_of_its_own() -> None:
    everywhere = [*keys.MAIN, *keys.WHILE_SEARCHING, *keys.SCROLLING, *keys.IN_HELP]
    ids = [binding.id for binding in everywhere]
    assert all(ids)
    assert len(set(ids)) == len(ids)
    assert all(binding.description for binding in everywhere)


async def test_the_palette_does_what_keys_do(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("ctrl+p")
        await desk.type("rate 4")
        await desk.sees("so many stars")
        await desk.press("enter")
        await desk.sees("★★★★☆")
        assert library.find("shannon").rating == 4


async def test_an_empty_library_says_how_to_begin(tmp_path: object) -> None:
    with Library.open(f"{tmp_path}/new") as library:
        async with app_on(library, NARROW) as desk:
            await desk.sees("Welcome to Carrel", "carrel import refs.bib", "carrel add", "q  quit")
            assert "Status" not in desk.lines[-1]
            await desk.press("5", "x", "enter", "j")
            await desk.sees("Welcome to Carrel")


async def test_the_sample_can_be_explored_and_taken_away_again(tmp_path: object) -> None:
    with Library.open(f"{tmp_path}/new") as library:
        async with app_on(library, NARROW) as desk:
            await desk.press("A")
            await desk.sees("14 papers", "Literate Programming", "sample papers, to try things on")
            await desk.press("A", "u")
            await desk.sees("Undo “add the sample”? 14 papers leave the list.")
            await desk.press("enter")
            await desk.sees("Welcome to Carrel")
        assert len(library) == 0


async def test_q_leaves_the_details_and_then_the_app(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.press("enter", "q")
        assert titles(desk.rows) == list(reversed(TITLES))
        await desk.press("q")
        assert not desk.app.is_running


async def test_what_the_library_has_to_say_is_told_at_the_start(library: Library) -> None:
    library.notices.append("One paper could not be read [/b]: it was set aside.")
    async with app_on(library) as desk:
        await desk.sees("One paper could not be read [/b]")


async def test_undone_to_nothing_and_back_the_keys_are_still_for_the_list(tmp_path: Path) -> None:
    with Library.open(tmp_path / "new") as library:
        async with app_on(library, NARROW) as desk:
            await desk.press("A", "u", "enter")
            await desk.sees("Welcome to Carrel")
            await desk.press("ctrl+r")
            await desk.sees("14 papers")
            await desk.press("5", "u", "u", "enter")
            await desk.sees("Welcome to Carrel")
            await desk.press("a")
            await desk.sees("Adding papers")


async def test_what_is_said_covers_no_paper_and_breaks_no_name(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.press("end", "x", "u")
        await desk.sees("Undone: remove: vaswani. ctrl+r redoes it.")
        assert titles(desk.rows) == list(reversed(TITLES))
        assert len(desk.app.screen.query("Toast")) == 1
        folder = "/home/somebody/" + "/".join(f"folder-{number}" for number in range(12))
        tell(desk.app.screen, f"Wrote 3 papers to {folder}/papers.bib.")
        await desk.sees("papers.bib.")
        words = {word for line in desk.lines[2:5] for word in line.replace("/", " ").split()}
        assert {f"folder-{number}" for number in range(12)} <= words
        assert desk.widths == [80] * 24
