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
        await desk.sees("Yea▼", "by year, descending")
        assert [row.split()[2] for row in desk.rows][:2] == ["2021", "2017"]


async def test_a_search_is_sorted_as_the_list_is(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("z", "y")
        await desk.type("/tag:classic")
        assert [row.split()[2] for row in desk.rows] == ["1984", "1948", "1931"]


async def test_a_tag_on_very_many_papers_is_found_at_once_and_so_is_its_undoing(
    library: Library,
) -> None:
    library.add(many_papers(3_000), label="many")
    async with app_on(library) as desk:
        await desk.type("/number")
        await desk.press("enter", "ctrl+a", "t")
        await desk.type("bulk")
        await desk.press("enter")
        await desk.sees("#bulk", within=30)
        await desk.press("escape", "slash", "ctrl+u")
        await desk.type("tag:bulk")
        await desk.sees("3,000 of 3,005", within=30)
        await desk.press("enter", "u")
        await desk.sees("Undo “tag +bulk: 3000", within=30)
        await desk.press("enter")
        await desk.no_longer_sees("#bulk", within=30)
        await desk.press("escape", "slash", "ctrl+u")
        await desk.type("tag:bulk")
        await desk.sees("No paper matches tag:bulk", within=30)


async def test_papers_that_others_reword_by_the_thousand_are_found_when_the_index_knows_them(
    library: Library,
) -> None:
    library.add(many_papers(3_000), label="many")
    async with app_on(library) as desk:
        desk.burst("/anew")
        await desk.sees("No paper matches anew")
        with Library.open(library.folder) as other:
            uids = [paper.uid for paper in other if paper.key.startswith("p")]
            other.edit(uids, lambda p: p.with_fields({"title": f"{p.title} anew"}), label="edit")
        desk.burst(" number")
        await desk.sees("3,000 of 3,005", within=60)
        desk.burst(" 2999")
        await desk.sees("Paper number 2999 anew", "1 of 3,005", within=60)


async def test_an_expression_is_looked_for_in_every_paper_however_many(library: Library) -> None:
    library.add(many_papers(3_000), label="many")
    async with app_on(library) as desk:
        desk.burst(r"//number [12]\d+7$/")
        await desk.sees("220 of 3,005", within=30)


async def test_the_list_is_walked_while_the_search_is_typed(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.type("/tag:classic ")
        await desk.press("ctrl+n", "ctrl+n")
        await desk.sees("Journal 2")
        await desk.press("shift+tab")
        await desk.sees("Journal 3")
        await desk.type("knuth")
        await desk.sees("/ tag:classic knuth", "Journal 2")


async def test_a_colon_finds_a_command_by_its_name(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("colon")
        await desk.type("rate 4")
        await desk.sees("so many stars")
        await desk.press("enter")
        await desk.sees("★★★★☆")
        await desk.type("/year:1984")
        await desk.sees("/ year:1984")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("n e u q backspace r", "neur"),
        ("a b ctrl+u l o w", "low"),
        ("o n e space t w o ctrl+w x", "one x"),
        ("b left a", "ab"),
    ],
)
async def test_keys_that_come_all_at_once_act_in_their_order(
    library: Library, typed: str, text: str
) -> None:
    async with app_on(library) as desk:
        await desk.press("slash")
        await desk.press_at_once(*typed.split())
        assert desk.lines[1].strip().removeprefix("/ ").strip() == text
