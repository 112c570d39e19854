"""Searching: what is typed narrows the list at once, and typing never waits for it."""

import pytest

from papers import Fields, Paper
from storage import Library
from tests.pilot.support import NARROW, SIZES, TITLES, app_on, many_papers, titles


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_typing_narrows_the_list(library: Library, size: tuple[int, int]) -> None:
    async with app_on(library, size) as desk:
        await desk.type("/theo")
        assert titles(desk.rows) == ["A Mathematical Theory of Communication"]
        await desk.sees("1 of 5 · 4 unread")


async def test_fields_and_comparisons_are_understood(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.type("/tag:classic year>=1948 sort:year")
        assert [row.split()[2] for row in desk.rows] == ["1948", "1984"]


async def test_what_is_no_field_is_searched_as_words_and_said(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.type("/yera:1948")
        await desk.sees("yera:1948 is searched as words", "No paper matches yera:1948")
        await desk.press("escape")
        await desk.no_longer_sees("searched as words")


async def test_escape_shows_everything_again_with_the_cursor_on_its_paper(
    library: Library,
) -> None:
    async with app_on(library) as desk:
        await desk.type("/literate")
        await desk.press("escape")
        assert len(desk.rows) == len(TITLES)
        await desk.sees("Journal 2")


async def test_the_cursor_moves_while_a_search_is_typed(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.type("/tag:classic")
        await desk.press("down", "down")
        await desk.sees("Journal 2")


async def test_enter_leaves_the_search_to_the_list(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.type("/literate")
        await desk.press("enter", "4")
        assert library.find("knuth").rating == 4
        assert len(desk.rows) == 1


async def test_letters_in_a_search_are_only_letters(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.type("/x5u?jq")
        assert "Remove" not in desk.lines[-1]
        await desk.press("escape")
        assert len(library) == len(TITLES)
        assert library.find("shannon").rating == 0


async def test_a_paper_stays_in_sight_when_it_matches_no_longer(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.type("/rating<1")
        await desk.press("enter", "5")
        assert "★★★★★" in desk.rows[0]
        await desk.press("down", "x")
        assert titles(desk.rows) == [TITLES[4], TITLES[2], TITLES[1]]
        await desk.press("u")
        assert titles(desk.rows) == [TITLES[4], TITLES[3], TITLES[2], TITLES[1]]


async def test_a_pasted_escape_sequence_is_shown_and_not_sent(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("slash")
        await desk.paste("lora\x1b]52;c;cm0gLXJm\x07\u202e")
        await desk.sees("lora␛]52;c;cm0gLXJm␇⟨U+202E⟩")


async def test_a_burst_of_keys_after_the_slash_is_a_search_and_nothing_else(
    library: Library,
) -> None:
    async with app_on(library) as desk:
        await desk.type("/x5 u")
        await desk.sees("/ x5 u")
        assert len(library) == len(TITLES)
        assert library.find("shannon").rating == 0


async def test_a_slash_can_be_searched_for(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.type("/tag:nlp/x")
        await desk.sees("/ tag:nlp/x")


async def test_typing_does_not_wait_for_the_search(library: Library) -> None:
    library.add(many_papers(10_000), label="many")
    async with app_on(library) as desk:
        desk.burst("/nothing has this")
        await desk.sees("/ nothing has this", "… of 10,005")
        await desk.press("escape")
        await desk.sees("10,005 papers")


async def test_what_is_found_is_shown_before_the_search_is_over(library: Library) -> None:
    library.add(many_papers(10_000), label="many")
    async with app_on(library, NARROW) as desk:
        desk.burst("/paper")
        await desk.sees("Paper number 9999", "… of 10,005")
        await desk.sees("10,000 of 10,005")


async def test_a_paper_that_comes_during_a_search_is_found(library: Library) -> None:
    library.add(many_papers(3_000), label="many")
    async with app_on(library) as desk:
        desk.burst("/newcomer")
        with Library.open(library.folder) as other:
            paper = Paper(fields=Fields(title="The newcomer", year="2026"))
            other.add([paper], label="add")
        await desk.sees("1 of 3,006", "The newcomer")
