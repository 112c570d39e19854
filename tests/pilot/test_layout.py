"""Every screen at every size, dark and light: nothing is cut, overlaps or sticks out."""

import pytest
from rich.cells import cell_len
from textual.widget import Widget

from papers.text import visible
from storage import Library
from tests.pilot.support import SIZES, Desk, app_on
from tui.preferences import DARK, LIGHT, Preferences

SCREENS = {
    "main": [],
    "marked": ["space", "v", "down"],
    "details": ["enter"],
    "shelves": ["h"],
    "searching": ["slash", *"tag:"],
    "nothing": ["slash", *"zzzzzz"],
    "status": ["s"],
    "priority": ["p"],
    "tags": ["t"],
    "sort": ["z"],
    "columns": ["C"],
    "history": ["4", "H"],
    "trash": ["x", "T"],
    "purge": ["x", "T", "X"],
    "log": ["4", "x", "L"],
    "help": ["question_mark"],
    "shelf": ["slash", *"hu", "enter", "B"],
}
SAID = {
    "s": ["◌ inbox", "came in, not looked at yet", "✕ abandoned", "given up"],
    "p": ["high", "middle", "low", "none"],
    "z": ["best match, else newest first", "citation key"],
    "C": ["how far the reading has come", "whether there are notes and files"],
}


def assert_whole(desk: Desk, size: tuple[int, int]) -> None:
    """Each line fills the terminal, and each widget on top stands within it, whole."""
    assert len(desk.lines) == size[1]
    assert all(cell_len(line) == size[0] for line in desk.lines), desk.text
    assert all(visible(line) == line for line in desk.lines)
    screen = desk.app.screen
    for widget in screen.walk_children(Widget):
        if widget.display and widget.region:
            assert screen.region.contains_region(widget.region), widget
    for dialog in screen.query(".dialog"):
        assert abs(dialog.region.x + dialog.region.right - size[0]) <= 1, dialog
    keys = screen.query_one("KeyLine")
    assert keys.region.bottom == size[1]
    assert desk.lines[-1].strip()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_screen_fits(library: Library, size: tuple[int, int], theme: str) -> None:
    async with app_on(library, size, preferences=Preferences(theme=theme)) as desk:
        for name, pressed in SCREENS.items():
            await desk.press(*pressed)
            assert_whole(desk, size)
            await desk.press(*["escape"] * 4)
            assert desk.app.screen is desk.app.screen_stack[0], name
            assert "/ search:" in desk.lines[1], name


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_is_said_in_dialogs_is_not_cut(library: Library, size: tuple[int, int]) -> None:
    async with app_on(library, size) as desk:
        for key, said in SAID.items():
            await desk.press(key)
            await desk.sees(*said)
            await desk.press("escape")
