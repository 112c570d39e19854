"""Editing an entry in a form: checked as it is typed, looked up in place, saved as one step."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from commands.look_up import Fetched, LookUp
from papers import Fields, Paper
from storage import Library, Step
from tests.pilot.support import LARGE, NARROW, SIZES, USUAL, Desk, app_on
from tui.screens.entry import EntryScreen


class Editing(Desk):
    """Somebody at the keys, with an entry open."""

    saved: Step | None = None
    is_over = False


@asynccontextmanager
async def entry_on(
    library: Library,
    key: str = "hu",
    size: tuple[int, int] = USUAL,
    look_up: LookUp | None = None,
) -> AsyncIterator[Editing]:
    async with app_on(library, size) as desk:
        editing = Editing(desk.app, desk.pilot)

        def over(step: Step | None) -> None:
            editing.saved = step
            editing.is_over = True

        desk.app.push_screen(EntryScreen(library, library.find(key), look_up), over)
        await editing.settle()
        yield editing


async def go_to(desk: Editing, name: str) -> None:
    screen = desk.app.screen
    assert isinstance(screen, EntryScreen)
    row = screen._row(name)
    assert row
    row.editor.focus()
    await desk.settle()


async def test_a_field_is_filled_in_and_saved(library: Library) -> None:
    async with entry_on(library) as desk:
        await go_to(desk, "volume")
        await desk.type("42")
        await desk.press("ctrl+s")
        assert desk.saved
        assert desk.saved.label == "edit: hu"
    assert library.find("hu").fields["volume"] == "42"
    library.undo()
    assert "volume" not in library.find("hu").fields


async def test_leaving_without_a_change_changes_nothing(library: Library) -> None:
    before = list(library)
    async with entry_on(library) as desk:
        await desk.press("escape")
        assert desk.is_over
        assert desk.saved is None
    assert list(library) == before


async def test_what_was_typed_is_not_thrown_away_at_the_first_escape(library: Library) -> None:
    async with entry_on(library) as desk:
        await go_to(desk, "volume")
        await desk.type("42")
        await desk.press("escape")
        assert not desk.is_over
        await desk.sees("Not saved yet: ctrl+s saves")
        await desk.press("escape")
        assert desk.is_over
    assert "volume" not in library.find("hu").fields


async def test_what_is_typed_after_an_escape_is_not_thrown_away_either(library: Library) -> None:
    async with entry_on(library) as desk:
        await go_to(desk, "volume")
        await desk.type("42")
        await desk.press("escape")
        await desk.type("1")
        await desk.press("escape")
        assert not desk.is_over
        await desk.press("ctrl+s")
    assert library.find("hu").fields["volume"] == "421"


async def test_what_people_read_stands_beside_the_latex(library: Library) -> None:
    async with entry_on(library, key="godelUberFormalUnentscheidbare1931") as desk:
        await desk.sees('G{\\"o}del, Kurt', "Gödel, Kurt")


async def test_what_is_wrong_is_said_while_it_is_typed_and_not_saved(library: Library) -> None:
    async with entry_on(library, size=LARGE) as desk:
        await go_to(desk, "doi")
        await desk.type("182")
        await desk.sees("is no DOI")
        await desk.press("ctrl+s")
        assert not desk.is_over
        await desk.press("home")
        await desk.type("10.1000/")
        assert not desk.app.screen.query(".-wrong")
        await desk.press("ctrl+s")
    assert library.find("hu").doi == "10.1000/182"


async def test_a_key_that_is_taken_is_told(library: Library) -> None:
    async with entry_on(library) as desk:
        await go_to(desk, "citation key")
        await desk.press("end", "backspace", "backspace")
        await desk.type("knuth")
        await desk.sees("another paper's key")
        await desk.press("ctrl+s")
        assert not desk.is_over
    assert library.find("hu").key == "hu"


async def test_another_kind_shows_the_fields_that_it_needs(library: Library) -> None:
    async with entry_on(library, size=LARGE) as desk:
        assert "booktitle" not in desk.text
        await desk.press("ctrl+t", "j", "enter")
        await desk.sees("booktitle*")
        await go_to(desk, "booktitle")
        await desk.type("ICLR")
        await desk.press("ctrl+s")
    paper = library.find("hu")
    assert (paper.type, paper.fields["booktitle"]) == ("inproceedings", "ICLR")


async def test_what_is_known_of_a_doi_fills_the_empty_lines_only(library: Library) -> None:
    def look_up(papers: Sequence[Paper]) -> Fetched:
        (paper,) = papers
        assert paper.doi == "10.1000/182"
        known = {"volume": "7", "title": "Another", "publisher": "P", "abstract": "Long."}
        return Fetched([paper.with_fields({**known, "title": paper.fields["title"]})], [])

    async with entry_on(library, size=LARGE, look_up=look_up) as desk:
        await go_to(desk, "doi")
        await desk.type("10.1000/182")
        await desk.press("ctrl+l")
        await desk.sees("Filled in: volume", "Long.")
        await desk.press("ctrl+s")
    paper = library.find("hu")
    assert (paper.fields["volume"], paper.fields["publisher"]) == ("7", "P")
    assert paper.title == "Low-Rank Adaptation of Large Language Models"


async def test_without_a_network_looking_up_says_so(library: Library) -> None:
    async with entry_on(library) as desk:
        await desk.press("ctrl+l")
        await desk.sees("Nothing is fetched")


async def test_what_cannot_be_typed_is_kept_as_it_was(library: Library) -> None:
    odd = {"title": "a\x1b[31mb\u202e", "abstract": "one\r\ntwo\x07\n\n", "note": "漢字" * 60}
    library.add([Paper(key="odd", fields=Fields(odd))], label="add")
    async with entry_on(library, key="odd") as desk:
        assert "\x1b" not in desk.text
        await go_to(desk, "year")
        await desk.type("2020")
        await desk.press("ctrl+s")
    assert dict(library.find("odd").fields) == {**odd, "year": "2020"}


@pytest.mark.parametrize("size", SIZES)
async def test_the_form_fits_the_screen(library: Library, size: tuple[int, int]) -> None:
    async with entry_on(library, size=size) as desk:
        assert set(desk.widths) == {size[0]}
        await desk.sees("entry type*", "author*", "Hu, Edward J.")
        if size == NARROW:
            for _ in range(30):
                await desk.press("tab")
            assert set(desk.widths) == {size[0]}


async def test_a_field_that_is_called_key_is_not_the_citation_key(library: Library) -> None:
    library.add([Paper(key="org", fields=Fields({"key": "iso", "title": "T"}))], label="add")
    async with entry_on(library, "org") as desk:
        await go_to(desk, "year")
        await desk.type("2020")
        await desk.press("ctrl+s")
        assert desk.saved
    paper = library.find("org")
    assert (paper.key, paper.fields["key"], paper.fields["year"]) == ("org", "iso", "2020")


async def test_what_cannot_be_typed_stays_where_a_value_is_edited(library: Library) -> None:
    odd = {
        "author": "Doe, J. and\n\tRoe, R.",
        "title": "One\x07two\u200ethree",
        "abstract": "a\x0cb\nc",
    }
    library.add([Paper(key="odd", fields=Fields(odd))], label="add")
    async with entry_on(library, "odd") as desk:
        for name in odd:
            await go_to(desk, name)
            await desk.press("ctrl+end", "end")
            await desk.type("!")
        await desk.press("ctrl+s")
        assert desk.saved
    assert dict(library.find("odd").fields) == {
        "author": "Doe, J. and\n\tRoe, R.!",
        "title": "One\x07two\u200ethree!",
        "abstract": "a\x0cb!\nc",
    }
