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
        await desk.sees("yera:1948 is searched as words")
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


async def test_before_there_is_an_index_papers_are_looked_at_one_by_one(
    library: Library,
) -> None:
    library.add(many_papers(3_000), label="many")
    async with app_on(library, indexed=False) as desk:
        desk.burst("/nothing has this")
        await desk.sees("/ nothing has this", "No paper matches")
        await desk.press("escape")
        await desk.sees("3,005 papers")
        desk.burst("/attention")
        await desk.sees("Attention Is All You Need", "1 of 3,005")


async def test_the_index_takes_over_and_the_cursor_stays_on_its_paper(library: Library) -> None:
    library.add(many_papers(3_000), label="many")
    async with app_on(library, indexed=False) as desk:
        desk.burst("/tag:classic")
        await desk.sees("3 of 3,005")
        await desk.press("down", "enter")
        await desk.sees("3,004 unread", within=30)
        await desk.sees("3 of 3,005", "Journal 3")


async def test_a_paper_that_comes_during_a_search_is_found(library: Library) -> None:
    async with app_on(library) as desk:
        desk.burst("/newcomer")
        with Library.open(library.folder) as other:
            paper = Paper(fields=Fields(title="The newcomer", year="2026"))
            other.add([paper], label="add")
        await desk.sees("1 of 6", "The newcomer")


async def test_typos_and_missing_accents_find_their_paper(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.type("/atention uzers")
        await desk.press("ctrl+u")
        await desk.type("atention")
        assert titles(desk.rows) == [TITLES[0]]
        await desk.press("ctrl+u")
        await desk.type("godel uber")
        assert titles(desk.rows) == [TITLES[3]]


async def test_a_field_is_completed_with_what_the_library_has(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.type("/tag:")
        await desk.sees("classic", "peft")
        await desk.press("down", "tab")
        await desk.sees("/ tag:peft", "2 of 5")
        await desk.type("ye")
        await desk.press("tab")
        await desk.sees("year:")
        await desk.press("escape")
        await desk.sees("/ tag:peft ye")


async def test_how_a_search_is_read_is_said(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.type("/year>=1948")
        await desk.sees("year 1948 or more")


async def test_what_was_found_is_marked_in_the_list_and_in_the_details(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.type("/mathem")
        assert [found for found in desk.underlined if found] == ["Mathem", "Mathem"]


@pytest.mark.parametrize(("keys", "years"), [
    (["z", "y"], ["2021", "2017", "1984", "1948", "1931"]),
    (["z", "y", "z", "y"], ["1931", "1948", "1984", "2017", "2021"]),
    (["z", "y", "z", "d"], ["1948", "1931", "1984", "2021", "2017"]),
])  # fmt: skip
async def test_the_list_is_sorted_by_a_key(
    library: Library, keys: list[str], years: list[str]
) -> None:
    async with app_on(library) as desk:
        await desk.press(*keys)
        assert [row.split()[2] for row in desk.rows] == years
        await desk.sees("Journal 4")


async def test_the_list_is_sorted_by_a_click_on_a_heading(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.pilot.click("PaperList", offset=(10, 0))
        await desk.settle()
        await desk.sees("Yea▼", "by year, the greatest first")
        assert [row.split()[2] for row in desk.rows][:2] == ["2021", "2017"]


async def test_a_search_is_sorted_as_the_list_is(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("z", "y")
        await desk.type("/tag:classic")
        assert [row.split()[2] for row in desk.rows] == ["1984", "1948", "1931"]
