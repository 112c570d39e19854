"""Help: on every screen the keys that work there, and what its signs mean."""

import pytest

from storage import Library
from tests.pilot.support import NARROW, USUAL, app_on

NEW = "@article{adam, title={Adam: A Method}, author={Kingma, D. P.}, year={2014}}"


@pytest.mark.parametrize(
    ("opened", "key", "said"),
    [
        (("D",), "question_mark", ("Fields", "the value of the other paper is kept")),
        (("N",), "f1", ("A word left", "its file was deleted")),
        (("W",), "question_mark", ("Look again at the files", "is behind the library")),
        (("x", "T"), "question_mark", ("Restore", "Delete for good")),
        (("H",), "question_mark", ("Undo this one",)),
        (("n",), "f1", ("Save the note and go back", "dated remark")),
        (("e",), "f1", ("Save the entry", "Fill empty fields")),
        (("t",), "f1", ("Save what is ticked", "some of them have it")),
        (("a",), "f1", ("See which papers these are",)),
        (("C",), "question_mark", ("Show or hide", "Further right")),
        (("E",), "f1", ("To the clipboard", "up to date with the search")),
        (("s",), "question_mark", ("Choose", "Cancel")),
    ],
)
async def test_every_screen_explains_its_keys(
    library: Library, opened: tuple[str, ...], key: str, said: tuple[str, ...]
) -> None:
    async with app_on(library, USUAL) as desk:
        await desk.press(*opened)
        screen = desk.app.screen
        await desk.press(key)
        await desk.sees("Keys", "Close", *said)
        assert desk.app.screen is not screen
        await desk.press("escape")
        await desk.no_longer_sees("Keys\n")
        assert desk.app.screen is screen


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_the_review_explains_its_keys_and_signs(library: Library, key: str) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.paste(NEW)
        await desk.sees("1 new", "? Help")
        await desk.press(key)
        await desk.sees("Keys", "Leave this one out")
        await desk.press("end")
        await desk.sees("Signs", "comes in as a new paper", "could not be read")
        await desk.press("question_mark")
        await desk.sees("1 new")


async def test_the_palette_knows_what_the_keys_of_a_screen_do(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.paste(NEW)
        await desk.sees("1 new")
        await desk.press("ctrl+p")
        await desk.type("leave out")
        await desk.sees("Leave this one out")
        await desk.press("enter")
        await desk.sees("1 left out")
