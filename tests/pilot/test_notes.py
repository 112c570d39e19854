"""Writing notes in the app: saved as typed, merged with what others write, linked to papers."""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.events import Key

from commands.note import write_notes
from commands.note_draft import ELSEWHERE
from storage import Library
from tests.pilot.support import LARGE, NARROW, USUAL, Desk, app_on
from tui.screens.notes import Left, NotesScreen


class Writing(Desk):
    """Somebody at the keys, with a note open."""

    left: Left | None = None


@asynccontextmanager
async def note_on(
    library: Library, key: str = "hu", size: tuple[int, int] = USUAL, editor: str = ""
) -> AsyncIterator[Writing]:
    async with app_on(library, size, editor=editor) as desk:
        writing = Writing(desk.app, desk.pilot)

        def left(result: Left | None) -> None:
            writing.left = result

        desk.app.push_screen(NotesScreen(library, library.find(key), editor), left)
        await writing.settle()
        yield writing


def drafts(library: Library) -> list[Path]:
    return list(Path(library.folder).glob("drafts/*"))


async def test_leaving_saves_what_was_typed(library: Library) -> None:
    async with note_on(library) as desk:
        await desk.type("Freezes the weights.")
        await desk.press("enter")
        await desk.type("Read again.")
        await desk.press("escape")
        assert desk.left
        assert len(desk.left.changes) == 1
    assert library.find("hu").notes == "Freezes the weights.\nRead again."
    assert drafts(library) == []


async def test_what_was_typed_is_on_disk_before_it_is_saved(library: Library) -> None:
    async with note_on(library) as desk:
        await desk.type("half a thou")
        await desk.sees("not saved yet")
        for _ in range(100):
            if drafts(library):
                break
            await desk.pilot.pause(0.02)
        assert '"text": "half a thou"' in drafts(library)[0].read_text("utf8")
        await desk.press("ctrl+s")
        await desk.sees("· saved")
        assert library.find("hu").notes == "half a thou"
        assert drafts(library) == []


async def test_a_note_that_was_only_looked_at_stays_as_it_was(library: Library) -> None:
    odd = "one\r\ntwo\rthree\n\n\n"
    write_notes(library, library.find("hu"), odd)
    steps = len(list(library.history()))
    async with note_on(library) as desk:
        await desk.press("down", "up", "escape")
    assert library.find("hu").notes == odd
    assert len(list(library.history())) == steps


async def test_what_others_add_meanwhile_is_merged(library: Library) -> None:
    write_notes(library, library.find("hu"), "first\n\nlast\n")
    async with note_on(library) as desk:
        await desk.type("mine")
        with Library.open(library.folder) as other:
            write_notes(other, other.find("hu"), "FIRST\n\nlast\n")
        await desk.sees("changed elsewhere")
        await desk.press("escape")
    assert library.find("hu").notes == "FIRST\n\nlast\nmine"


async def test_what_was_merged_in_saving_is_not_taken_back_by_the_next_save(
    library: Library,
) -> None:
    write_notes(library, library.find("hu"), "first\n\nlast\n")
    async with note_on(library) as desk:
        await desk.type("mine")
        with Library.open(library.folder) as other:
            write_notes(other, other.find("hu"), "FIRST\n\nlast\n")
        await desk.press("ctrl+s")
        await desk.type(", and more")
        await desk.press("ctrl+s")
        with Library.open(library.folder) as other:
            write_notes(other, other.find("hu"), "FIRST\n\nLAST\nmine, and more")
        await desk.type("!")
        await desk.press("escape")
    assert library.find("hu").notes == "FIRST\n\nLAST\nmine, and more!"
    assert drafts(library) == []


async def test_the_last_letters_are_in_the_draft_when_the_app_ends(library: Library) -> None:
    async with note_on(library) as desk:
        await desk.type("half a thou")
        desk.app.exit()
    assert '"text": "half a thou"' in drafts(library)[0].read_text("utf8")


async def test_a_note_that_nobody_saved_is_in_the_library_when_the_app_begins(
    library: Library,
) -> None:
    folder = Path(library.folder, "drafts")
    folder.mkdir()
    held = {"uid": library.find("hu").uid, "base": "", "text": "half a thought"}
    (folder / f"{held['uid']}-0-999999999.note.json").write_text(json.dumps(held), "utf8")
    async with app_on(library) as desk:
        await desk.sees("was being written when the app ended")
    assert library.find("hu").notes == "half a thought"
    assert drafts(library) == []
    library.undo()
    assert library.find("hu").notes == ""


@pytest.mark.parametrize(
    ("key", "kept"),
    [("b", f"mine\n\n{ELSEWHERE}\n\ntheirs\n"), ("m", "mine"), ("t", "theirs")],
)
async def test_where_both_wrote_the_same_lines_the_user_decides(
    library: Library, key: str, kept: str
) -> None:
    async with note_on(library) as desk:
        await desk.type("mine")
        with Library.open(library.folder) as other:
            write_notes(other, other.find("hu"), "theirs")
        await desk.sees("changed elsewhere, in lines")
        await desk.press(key)
        await desk.press("escape")
    assert library.find("hu").notes == kept


async def test_theirs_chosen_by_a_stray_letter_is_taken_back_by_undo(library: Library) -> None:
    async with note_on(library) as desk:
        await desk.type("mine")
        with Library.open(library.folder) as other:
            write_notes(other, other.find("hu"), "theirs")
        await desk.sees("changed elsewhere, in lines")
        await desk.press("t")
        await desk.sees("theirs")
        await desk.press("ctrl+z")
        await desk.press("escape")
    assert library.find("hu").notes == "mine"


async def test_no_question_comes_over_a_remark_that_is_being_typed(library: Library) -> None:
    async with note_on(library) as desk:
        await desk.type("mine")
        await desk.press("ctrl+r")
        with Library.open(library.folder) as other:
            write_notes(other, other.find("hu"), "theirs")
        library.refresh()
        await desk.pilot.pause(1.2)
        await desk.type("the letter t")
        await desk.press("enter", "enter")
        await desk.sees("changed elsewhere, in lines")
        await desk.press("b", "escape")
    assert library.find("hu").notes == f"mine\n\n{ELSEWHERE}\n\ntheirs\n"
    assert [remark.text for remark in library.find("hu").annotations] == ["the letter t"]


async def test_a_line_that_both_changed_alike_can_be_changed_back(library: Library) -> None:
    write_notes(library, library.find("hu"), "old")
    async with note_on(library) as desk:
        await desk.press("end", "backspace", "backspace", "backspace")
        await desk.type("new")
        with Library.open(library.folder) as other:
            write_notes(other, other.find("hu"), "new")
        await desk.sees("· saved")
        await desk.press("backspace", "backspace", "backspace")
        await desk.type("old")
        await desk.press("escape")
    assert library.find("hu").notes == "old"


async def test_a_link_is_completed_and_followed(library: Library) -> None:
    async with note_on(library) as desk:
        await desk.type("See [[@vasw")
        await desk.sees("@vaswani  Attention Is All You Need")
        await desk.press("tab")
        assert "See [[@vaswani]]" in desk.text
        await desk.press("ctrl+g")
        assert desk.left
        assert desk.left.go_to == library.find("vaswani").uid
    assert library.find("hu").notes == "See [[@vaswani]]"


async def test_escape_closes_the_keys_that_are_offered_first(library: Library) -> None:
    async with note_on(library) as desk:
        await desk.type("[[@k")
        await desk.press("down", "escape")
        assert desk.left is None
        await desk.type("x")
        await desk.press("escape")
    assert library.find("hu").notes == "[[@kx"


async def test_links_back_are_listed(library: Library) -> None:
    write_notes(library, library.find("vaswani"), "Used by [[@hu]].")
    async with note_on(library, size=LARGE) as desk:
        await desk.sees("Papers whose notes link here:", "← @vaswani")


async def test_a_remark_has_its_page_and_passage(library: Library) -> None:
    async with note_on(library, size=LARGE) as desk:
        await desk.press("ctrl+r")
        await desk.type("the core of it")
        await desk.press("enter")
        await desk.type("4")
        await desk.press("enter")
        await desk.type("We freeze")
        await desk.press("enter")
        await desk.sees("p. 4", "We freeze")
        await desk.press("escape")
    (remark,) = library.find("hu").annotations
    assert (remark.text, remark.page, remark.quote) == ("the core of it", "4", "We freeze")


async def test_the_preview_shows_markdown_and_no_more(library: Library) -> None:
    write_notes(library, library.find("hu"), "# Head\n\n- [bold]x[/bold] \x1b]0;t\x07 **y**\n")
    async with note_on(library, size=NARROW) as desk:
        await desk.press("ctrl+t")
        await desk.sees("Head", "• [bold]x[/bold]")
        assert "**y**" not in desk.text
        assert "\x1b" not in desk.text
        await desk.press("ctrl+t")
        await desk.sees("**y**")
        assert "\x1b" not in desk.text


@pytest.mark.parametrize("size", [NARROW, USUAL, LARGE])
async def test_nothing_is_wider_than_the_screen(library: Library, size: tuple[int, int]) -> None:
    text = "漢字" * 200 + "\n" + "e\u0301" * 300 + "\n" + "\x07\u202e" * 100 + "\n- x\n"
    write_notes(library, library.find("hu"), text)
    async with note_on(library, size=size) as desk:
        await desk.sees("漢字")
        assert set(desk.widths) == {size[0]}


async def test_a_long_note_is_written_as_quickly_as_a_short_one_is_seen(library: Library) -> None:
    write_notes(library, library.find("hu"), "word " * 20_000 + "\n" + "line\n" * 5_000)
    async with note_on(library, size=LARGE) as desk:
        await desk.type("the end")
        await desk.press("escape")
    assert library.find("hu").notes.endswith("line\nthe end")


async def test_undo_takes_a_note_back_in_one_step(library: Library) -> None:
    async with note_on(library) as desk:
        await desk.type("all of this")
        await desk.press("escape")
    library.undo()
    assert library.find("hu").notes == ""


async def test_where_the_terminal_cannot_be_lent_the_text_stays(library: Library) -> None:
    async with note_on(library, editor=f"{sys.executable} -c pass") as desk:
        await desk.type("kept")
        await desk.press("ctrl+o")
        await desk.sees("cannot run an editor")
        await desk.press("escape")
    assert library.find("hu").notes == "kept"
    assert drafts(library) == []


async def test_a_link_and_tab_in_one_burst_are_a_whole_link(library: Library) -> None:
    async with note_on(library) as desk:
        desk.burst("See [[@sha")
        desk.app.post_message(Key("tab", "\t"))
        desk.burst(" and [[@knu")
        desk.app.post_message(Key("enter", "\r"))
        desk.burst(".")
        await desk.settle()
        await desk.press("escape")
    assert library.find("hu").notes == "See [[@shannon]] and [[@knuth]]."
