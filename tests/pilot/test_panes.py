"""The panes: they are shown, hidden and resized with keys and the mouse."""

from textual.events import MouseDown, MouseMove, MouseUp

from storage import Library
from tests.pilot.support import LARGE, NARROW, USUAL, Desk, app_on


def columns(desk: Desk, widget: str) -> int:
    found = desk.app.screen.query_one(widget)
    return found.region.width if found.display else 0


async def test_the_shelves_and_the_details_are_hidden_and_shown(library: Library) -> None:
    async with app_on(library) as desk:
        whole = columns(desk, "PaperList")
        await desk.press("left_square_bracket", "right_square_bracket")
        assert columns(desk, "PaperList") == USUAL[0]
        assert "Shelves" not in desk.text
        await desk.press("h", "l", "right_square_bracket")
        await desk.sees("Shelves")
        await desk.press("l", "h")
        assert columns(desk, "PaperList") == whole


async def test_a_pane_is_made_wider_with_keys(library: Library) -> None:
    async with app_on(library, LARGE) as desk:
        details, side = columns(desk, "Details"), columns(desk, "Side")
        await desk.press("l", "greater_than_sign", "greater_than_sign")
        assert columns(desk, "Details") == details + 4
        await desk.press("h", "h", "less_than_sign")
        assert columns(desk, "Side") == side - 2


async def drag(desk: Desk, widget: str, column: int, to: int) -> None:
    found = desk.app.screen.query_one(widget)
    y = found.region.y + 5
    for event, x in ((MouseDown, column), (MouseMove, to), (MouseUp, to)):
        sent = event(None, x, y, 0, 0, 1, False, False, False, x, y)
        desk.app.post_message(sent)
        await desk.settle()


async def test_a_pane_is_dragged_by_its_edge(library: Library) -> None:
    async with app_on(library, LARGE) as desk:
        left = desk.app.screen.query_one("Details").region.x
        await drag(desk, "Details", left, left - 20)
        assert desk.app.screen.query_one("Details").region.x == left - 20
        right = desk.app.screen.query_one("Side").region.right - 1
        await drag(desk, "Side", right, right + 9)
        assert desk.app.screen.query_one("Side").region.right - 1 == right + 9


async def test_a_dragged_pane_leaves_room_for_the_list_and_a_small_terminal(
    library: Library,
) -> None:
    async with app_on(library, LARGE) as desk:
        left = desk.app.screen.query_one("Details").region.x
        await drag(desk, "Details", left, 3)
        assert columns(desk, "PaperList") >= 36
        await desk.pilot.resize_terminal(*NARROW)
        await desk.press("enter")
        assert columns(desk, "Details") == NARROW[0]
        await desk.press("escape")
        assert columns(desk, "PaperList") == NARROW[0]


async def test_the_columns_are_chosen(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("C", "j", "j", "space", "enter")
        assert "1948" not in desk.rows[0]
        await desk.sees("Stars Authors")
        await desk.press("C", "end")


async def test_columns_that_have_no_room_go_before_the_title_does(library: Library) -> None:
    async with app_on(library, (60, 24)) as desk:
        assert all(len(row.split(maxsplit=2)[2]) > 20 for row in desk.rows)
        await desk.pilot.resize_terminal(34, 24)
        await desk.settle()
        assert any("Literate Programming" in row for row in desk.rows)
