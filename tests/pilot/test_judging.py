"""Judging: every key that changes a paper, and the way back."""

import contextlib
import os
import sys
from pathlib import Path

import pytest

from papers import Status
from storage import Library
from tests.pilot.support import NARROW, SIZES, TITLES, app_on, titles
from tui.screens.tags import TagChange, read


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


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_tags_are_added_and_removed_in_one_line(
    library: Library, size: tuple[int, int]
) -> None:
    async with app_on(library, size) as desk:
        await desk.press("t")
        await desk.sees("#classic")
        await desk.type('+entropy -classic "two words"')
        await desk.press("enter")
        await desk.sees("Done: tag +entropy +two words")
    assert library.find("shannon").tags == {"entropy", "two words"}


async def test_a_tag_that_cannot_be_is_refused_in_a_sentence(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("t")
        await desk.type("a;b")
        await desk.press("enter")
        await desk.sees("A tag cannot hold ';'")
    assert library.find("shannon").tags == {"classic"}


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("+a -b", TagChange(("a",), ("b",))),
        ("a b", TagChange(("a", "b"))),
        ('-"x y" +"z', TagChange(("z",), ("x y",))),
        ("  ", TagChange()),
        ("+ - +a", TagChange(("a",))),
        ("nlp/parsing", TagChange(("nlp/parsing",))),
    ],
)
def test_a_line_of_tags_is_read(text: str, change: TagChange) -> None:
    assert read(text) == change


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


def an_editor(folder: Path, *lines: str) -> str:
    """The command of an editor that does what these lines of Python say to the file's `text`."""
    script = folder / "editor.py"
    head = "import sys\npath = sys.argv[1]\ntext = open(path, encoding='utf8').read()\n"
    script.write_text(head + "\n".join(lines), "utf8")
    return f"{sys.executable} '{script}'"


@pytest.fixture
def lent_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests have no terminal to lend; the tmux test has."""
    monkeypatch.setattr("tui.app.CarrelApp.suspend", lambda _: contextlib.nullcontext())


@pytest.mark.usefixtures("lent_terminal")
async def test_a_note_is_written_in_the_editor(library: Library, tmp_path: Path) -> None:
    editor = an_editor(tmp_path, "open(path, 'a', encoding='utf8').write('Bits, [bold]coined[/]')")
    async with app_on(library, editor=editor) as desk:
        await desk.press("n")
        await desk.sees("The notes are saved.", "Bits, [bold]coined[/]")
        await desk.press("u")
        await desk.no_longer_sees("Bits, [bold]coined[/]")
    assert not os.path.exists(os.path.join(library.folder, "drafts"))


@pytest.mark.usefixtures("lent_terminal")
async def test_a_note_left_as_it_was_changes_nothing(library: Library, tmp_path: Path) -> None:
    async with app_on(library, editor=an_editor(tmp_path)) as desk:
        await desk.press("n")
        await desk.sees("The notes are as they were.")
    assert next(library.history()).label == "five papers"


@pytest.mark.usefixtures("lent_terminal")
async def test_what_an_editor_left_that_failed_is_kept_in_a_file(
    library: Library, tmp_path: Path
) -> None:
    editor = an_editor(tmp_path, "open(path, 'w').write('half a thought')", "sys.exit(3)")
    async with app_on(library, editor=editor) as desk:
        await desk.press("n")
        await desk.sees("ended with 3")
    [draft] = (Path(library.folder) / "drafts").iterdir()
    assert draft.read_text("utf8") == "half a thought"
    assert library.find("shannon").notes == ""


@pytest.mark.usefixtures("lent_terminal")
async def test_an_editor_that_is_not_there_is_named(library: Library) -> None:
    async with app_on(library, editor="no-such-editor") as desk:
        await desk.press("n")
        await desk.sees("'no-such-editor'", "does not start")
    assert not os.path.exists(os.path.join(library.folder, "drafts"))


async def test_a_terminal_that_cannot_be_lent_is_no_crash(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("n")
        await desk.sees("cannot be lent to an editor")
