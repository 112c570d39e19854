"""Keys that come faster than screens close: none of them ends the app, or leaves another screen."""

import pytest
from textual.events import Key

from papers import Status
from storage import Library
from tests.pilot.support import app_on

ESCAPES = "\x1b\x1b\x1b"


@pytest.mark.parametrize("key", list("sptzCHTL?enyEaWND"))
async def test_a_screen_that_is_left_twice_is_left_once(library: Library, key: str) -> None:
    async with app_on(library) as desk:
        main = desk.app.screen
        await desk.type(key)
        assert desk.app.screen is not main
        desk.burst(ESCAPES)
        await desk.settle()
        await desk.press("escape", "escape")
        assert desk.app.screen is main
        await desk.sees("5 papers", "q Quit")


async def test_a_question_that_is_answered_twice_is_answered_once(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.type("s")
        desk.burst("rd")
        await desk.settle()
        await desk.sees("5 papers", "q Quit")
        assert library.find("shannon").status is Status.READING


@pytest.mark.parametrize("enter", ["enter", "ctrl+s"])
async def test_what_is_typed_behind_a_tag_and_enter_is_no_part_of_the_tag(
    library: Library, enter: str
) -> None:
    async with app_on(library) as desk:
        desk.burst("tfoo")
        desk.app.post_message(Key(enter, None))
        desk.burst("jj")
        await desk.sees("Tagged shannon: +foo.")
    assert library.find("shannon").tags == {"classic", "foo"}


async def test_what_is_typed_behind_an_answer_is_no_part_of_it(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.type("/tag:classic")
        await desk.press("enter", "B")
        desk.burst("Old ones")
        desk.app.post_message(Key("enter", "\r"))
        desk.burst("jj")
        await desk.sees("Saved as the shelf Old ones.")
