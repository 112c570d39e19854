"""Judging: every key that changes a paper, and the way back."""

from pathlib import Path

import pytest

from papers import Status
from storage import Library
from tests.pilot.support import NARROW, SIZES, TITLES, app_on, many_papers, titles


@pytest.mark.parametrize("stars", range(1, 6))
async def test_a_digit_gives_stars(library: Library, stars: int) -> None:
    async with app_on(library) as desk:
        await desk.press(str(stars))
        assert "★" * stars + "☆" * (5 - stars) in desk.rows[0]
    assert library.find("shannon").rating == stars


async def test_zero_takes_the_stars_away(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("end", "0")
        assert "·····" in desk.rows[-1]
    assert library.find("vaswani").rating == 0


@pytest.mark.parametrize(("letter", "status", "sign"), [
    ("i", Status.INBOX, "◌"), ("r", Status.READING, "◐"), ("d", Status.READ, "○"),
    ("a", Status.ABANDONED, "✕"),
])  # fmt: skip
async def test_a_status_is_chosen_by_its_letter(
    library: Library, letter: str, status: Status, sign: str
) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.press("s")
        await desk.sees("shannon", "◐ reading")
        await desk.press(letter)
        assert desk.rows[0].split()[0] == sign
        await desk.sees("3 unread")
    assert library.find("shannon").status is status


async def test_a_status_is_chosen_from_the_list(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("s", "j", "enter")
        assert library.find("shannon").status is Status.READING
        await desk.press("s", "k", "down", "escape")
        assert library.find("shannon").status is Status.READING


MANY = frozenset(map("tag-{}".format, range(40)))


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_tags_are_found_made_and_ticked_in_one_dialog(
    library: Library, size: tuple[int, int]
) -> None:
    async with app_on(library, size) as desk:
        await desk.press("t")
        await desk.sees("Tags of shannon", "[x] classic", "[ ] peft", "⏎ Save", "Tick, go on")
        await desk.type("pe")
        await desk.sees("[+] create pe", "[ ] peft", "enter saves +pe")
        await desk.press("down", "tab")
        await desk.type("two words")
        await desk.sees("[+] create two words", "enter saves +peft  +two words")
        await desk.press("enter")
        await desk.sees("Tagged shannon: +peft +two words.")
    assert library.find("shannon").tags == {"classic", "peft", "two words"}


async def test_what_is_typed_is_the_tag_whatever_is_like_it(library: Library) -> None:
    library.edit([library.find("hu").uid], lambda paper: paper._replace(
        tags=frozenset({"Food Chain", "foo fighters"})), label="tag")  # fmt: skip
    async with app_on(library, NARROW) as desk:
        desk.burst("tfoo")
        await desk.press("enter")
        await desk.sees("Tagged shannon: +foo.")
        desk.burst("tPEFT")
        await desk.press("enter")
        await desk.sees("Tagged shannon: +peft.")
    assert library.find("shannon").tags == {"classic", "foo", "peft"}


async def test_what_enter_will_do_is_said_below_however_many_tags_there_are(
    library: Library,
) -> None:
    uid = library.find("hu").uid
    library.edit([uid], lambda paper: paper._replace(tags=MANY), label="tag")
    async with app_on(library, (80, 24)) as desk:
        await desk.press("t")
        await desk.sees("nothing to save yet")
        await desk.press("down")
        await desk.sees("enter saves +peft")
        await desk.type("tag")
        await desk.sees("[+] create tag", "enter saves +tag")


async def test_several_tags_are_made_at_once(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("t")
        await desk.type("alpha, beta")
        await desk.sees("create alpha and beta")
        await desk.press("ctrl+s")
    assert library.find("shannon").tags == {"classic", "alpha", "beta"}


async def test_a_tag_is_taken_off_again(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("t", "space")
        await desk.sees("[ ] classic", "enter saves -classic")
        await desk.press("enter")
        await desk.sees("Tagged shannon: -classic.")
    assert library.find("shannon").tags == frozenset()


async def test_tags_that_were_only_looked_at_stay(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("t", "enter")
        await desk.press("t", "space", "space", "enter")
    assert library.find("shannon").tags == {"classic"}
    assert next(library.history()).label == "five papers"


async def test_escape_says_what_it_would_drop_before_it_does(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.press("t", "space")
        await desk.type("new")
        await desk.press("escape")
        await desk.no_longer_sees("create")
        await desk.press("escape")
        await desk.sees("Not saved: -classic", "escape again drops it")
        await desk.press("escape")
        await desk.no_longer_sees("Tags of")
    assert library.find("shannon").tags == {"classic"}


async def test_tags_fit_a_terminal_as_small_as_a_hand(library: Library) -> None:
    async with app_on(library, (40, 10)) as desk:
        await desk.press("t")
        await desk.sees("Tags of shannon", "# type a tag", "[x] classic", "[ ] peft",
                        "nothing to save yet", "⏎ Save")  # fmt: skip
        await desk.type("new")
        await desk.sees("[+] create new", "enter saves +new")
        assert desk.widths == [40] * 10


async def test_a_click_ticks_a_tag_and_the_next_key_is_typed(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("t")
        row = next(y for y, line in enumerate(desk.lines) if "[ ] peft" in line)
        await desk.pilot.click(offset=(desk.lines[row].index("[ ] peft"), row))
        await desk.type("x")
        await desk.sees("enter saves +peft  +x")


async def test_of_several_papers_a_tag_may_be_on_some(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("asterisk", "t")
        await desk.sees("Tags of 5 papers", "[-] classic", "[-] peft")
        await desk.press("space", "enter")
        await desk.sees("Tagged 5 papers: +classic.")
        await desk.press("escape", "u")
        await desk.sees("Undone: tag +classic: 5 papers")
    assert sum("classic" in paper.tags for paper in library) == 3


async def test_a_tag_that_cannot_be_is_refused_in_a_sentence(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("t")
        await desk.type("a;b")
        await desk.press("enter")
        await desk.sees("A tag cannot hold ';'")
    assert library.find("shannon").tags == {"classic"}


@pytest.mark.parametrize(("letter", "priority"), [("1", 1), ("3", 3)])
async def test_a_priority_is_chosen_by_its_number(
    library: Library, letter: str, priority: int
) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.press("p")
        await desk.sees("Priority of shannon", "high", "low")
        await desk.press(letter)
        await desk.sees("Priority")
        assert library.find("shannon").priority == priority
        await desk.press("p", "0")
    assert library.find("shannon").priority == 0


async def test_what_is_marked_is_judged_together_and_undone_together(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("space", "down", "space", "4")
        await desk.sees("2 marked", "★★★★☆ for 2 papers. u undoes it.")
        assert [paper.rating for paper in library] == [5, 0, 4, 0, 4]
        await desk.press("u")
        await desk.sees("Undone: rate 4: 2 papers")
        assert [paper.rating for paper in library] == [5, 0, 0, 0, 0]


async def test_a_range_is_marked_from_here_to_there(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("j", "v", "j", "j")
        await desk.sees("3 marked")
        await desk.press("k")
        await desk.sees("2 marked")
        await desk.press("space", "end", "s", "d")
        await desk.sees("2 marked", "2 unread")
        await desk.press("escape")
        await desk.no_longer_sees("marked")


async def test_shift_and_an_arrow_marks_on_the_way(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("J", "J", "K")
        await desk.sees("2 marked")


async def test_all_that_a_search_found_is_judged_at_once(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.type("/tag:classic")
        await desk.press("enter", "ctrl+a")
        await desk.sees("3 marked")
        await desk.press("2", "ctrl+a")
        await desk.no_longer_sees("marked")
    assert [paper.rating for paper in library] == [5, 0, 2, 2, 2]


async def test_many_papers_are_judged_while_the_screen_goes_on(library: Library) -> None:
    library.add(many_papers(1000), label="many")
    async with app_on(library) as desk:
        await desk.press("asterisk", "3")
        await desk.sees("Rating 1,005 papers")
        await desk.press("j")
        await desk.sees("★★★☆☆ for 1,005 papers.")
        await desk.press("u", "enter")
        await desk.sees("Undone: rate 3: 1005 papers")
    assert sum(paper.rating for paper in library) == 5


async def test_the_history_of_a_paper_is_told_and_taken_back(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("4", "s", "d", "H")
        await desk.sees("History of shannon", "rate 4", "none → ★★★★☆", "status read")
        await desk.press("j", "u")
        await desk.sees("Undone: rate 4: shannon")
        assert library.find("shannon").rating == 0
        assert library.find("shannon").status is Status.READ
        await desk.press("escape")
        assert "·····" in desk.rows[0]


async def test_the_trash_gives_back_and_deletes_for_good(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("x", "x", "T")
        await desk.sees("Trash", "A Mathematical Theory", "Über formal")
        await desk.press("r")
        await desk.sees("Restored:")
        await desk.press("X")
        await desk.sees("for good?")
        await desk.press("enter")
        assert len(library.trash()) == 1
        await desk.press("X", "y")
        await desk.sees("Deleted 1 paper.", "The trash is empty")
        await desk.press("escape")
        assert len(desk.rows) == 4
    assert library.trash() == []


async def test_the_trash_is_emptied_as_one_step(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.press("x", "x", "T", "E", "y")
        await desk.sees("The trash is empty")
        await desk.press("escape", "u")
    assert len(library.trash()) == 2


async def test_removing_needs_no_question_because_undo_brings_it_back(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("down", "x")
        await desk.sees("4 papers", "Moved to the trash", "Journal 2")
        assert len(library.trash()) == 1
        await desk.press("u")
        assert titles(desk.rows) == list(reversed(TITLES))
        await desk.sees("Journal 3")


async def test_undo_and_redo_name_what_they_did(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("4")
        await desk.press("u")
        await desk.sees("Undone: rate 4: shannon")
        assert "·····" in desk.rows[0]
        await desk.press("ctrl+r")
        await desk.sees("Redone: rate 4: shannon")
        assert "★★★★☆" in desk.rows[0]


async def test_undo_reaches_back_to_what_was_done_before_the_start(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        async with app_on(library) as desk:
            await desk.press("u")
            await desk.sees("There is nothing to undo")
            await desk.press("ctrl+r")
            await desk.sees("There is nothing to redo")


async def test_undo_goes_to_the_paper_that_it_changed(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("3", "end", "u")
        await desk.sees("Journal 4")


async def test_a_library_that_cannot_be_written_says_so(library: Library) -> None:
    with Library.open(library.folder, read_only=True) as closed:
        async with app_on(closed, NARROW) as desk:
            await desk.press("5")
            await desk.sees("was opened for reading only")
            await desk.press("x")
            assert len(desk.rows) == len(TITLES)


async def test_undoing_what_touched_many_papers_asks_once(library: Library) -> None:
    library.add(many_papers(60), label="import: refs.bib")
    async with app_on(library, NARROW) as desk:
        await desk.press("u")
        await desk.sees("Undo “import: refs.bib”? 60 papers leave the list.")
        await desk.press("escape")
        assert len(library) == 65
        await desk.press("u", "enter")
        await desk.sees("Undone: import: refs.bib. ctrl+r redoes it.", "5 papers")
        assert len(library) == 5
        await desk.press("ctrl+r")
        await desk.sees("65 papers")
        await desk.press("asterisk", "4", "u")
        await desk.sees("65 papers change back")
        await desk.press("y")
        await desk.sees("Undone: rate 4")
    assert sum(paper.rating for paper in library) == 5


async def test_the_history_asks_too_before_it_undoes_very_much(library: Library) -> None:
    library.add(many_papers(60), label="import: refs.bib")
    async with app_on(library) as desk:
        await desk.press("H", "u")
        await desk.sees("60 papers leave the list.")
        await desk.press("n")
        assert len(library) == 65
        await desk.press("u", "enter")
        await desk.sees("Undone: import: refs.bib")
    assert len(library) == 5


async def test_what_a_paper_has_already_is_said(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.press("3", "3")
        await desk.sees("★★★☆☆ for shannon already.")
        await desk.press("s", "u")
        await desk.sees("Status unread already: shannon.")
        await desk.press("p", "0")
        await desk.sees("Priority none already: shannon.")
