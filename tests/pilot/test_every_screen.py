"""Every screen at every size, dark and light: nothing is cut, overlaps or sticks out."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.containers import ScrollableContainer
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets._toast import Toast

from papers.text import visible
from storage import Library
from tests.pilot.every_screen import SCREENS, add_everything, go_to
from tests.pilot.support import LARGE, NARROW, USUAL, Desk, app_on
from tui.preferences import DARK, LIGHT, Preferences
from tui.widgets.key_line import KeyLine

MOST = 6  # times that escape is pressed until the main screen is there


def faults(desk: Desk, size: tuple[int, int]) -> Iterator[str]:
    """What is wrong with the screen as it is laid out and painted."""
    lines = desk.lines
    if [cell_len(line) for line in lines] != [size[0]] * size[1]:
        yield "the lines do not fill the terminal"
    if any(visible(line) != line for line in lines):
        yield "something unprintable is painted"
    screen = desk.app.screen
    shown = [
        each
        for each in screen.walk_children(Widget)
        if each.display and each.region and not isinstance(each, Toast)
    ]
    for widget in shown:
        if not is_within(widget):
            yield f"{widget!r} sticks out of what holds it"
        if isinstance(widget, Static) and is_cut(widget):
            yield f"{widget!r} does not show all that it says"
    ends = [each for each in shown if not any(child in shown for child in each.children)]
    for one, other in combinations(ends, 2):
        if one.layer == other.layer and one.region.overlaps(other.region):
            yield f"{one!r} and {other!r} overlap"
    for dialog in screen.query(".dialog"):
        if abs(dialog.region.x + dialog.region.right - size[0]) > 1:
            yield f"{dialog!r} is not in the middle"
    yield from key_faults(screen.query_one(KeyLine), lines[-1])


def is_within(widget: Widget) -> bool:
    """Whether all of it is inside its parent; what scrolls may hold more than it shows."""
    parent = widget.parent
    if not isinstance(parent, Widget) or scrolls(parent) or widget.styles.dock != "none":
        return True
    return bool(parent.region.contains_region(widget.region))


def scrolls(widget: object) -> bool:
    return isinstance(widget, ScrollView | ScrollableContainer) and not isinstance(widget, Screen)


def is_cut(widget: Static) -> bool:
    """Whether it says more than there is room for, without an ellipsis that tells so."""
    if any(scrolls(each) for each in widget.ancestors):
        return False
    room = widget.content_region
    needed = widget.get_content_height(widget.app.size, widget.app.size, room.width)
    one_line = widget.styles.text_wrap == "nowrap"
    if one_line and widget.styles.text_overflow != "ellipsis":
        return widget.get_content_width(widget.app.size, widget.app.size) > room.width
    return needed > room.height and not one_line


def key_faults(keys: KeyLine, line: str) -> Iterator[str]:
    if not line.strip():
        yield "the footer is empty"
    said = {each.binding.description for each in keys.screen.active_bindings.values()}
    if not line.rstrip().endswith(tuple(word for word in said if word)):
        yield f"the footer is cut: {line!r}"


# textual-image 0.12 calls what Pillow 14 will not have any more; pyproject.toml stays below that
@pytest.mark.filterwarnings("ignore:Image.Image.getdata:DeprecationWarning")
@pytest.mark.parametrize(
    ("size", "theme"), [(NARROW, LIGHT), (USUAL, DARK), (LARGE, LIGHT)], ids=["80", "120", "200"]
)
async def test_every_screen_fits(
    library: Library, tmp_path: Path, size: tuple[int, int], theme: str
) -> None:
    means = add_everything(library, tmp_path)
    found = {}
    async with app_on(library, size, preferences=Preferences(theme=theme), means=means) as desk:
        main = desk.app.screen
        for name, way in SCREENS.items():
            await go_to(desk, way)
            if wrong := list(faults(desk, size)):
                found[name] = wrong
            for _ in range(MOST):
                if desk.app.screen is not main:
                    await desk.press("escape")
            assert desk.app.screen is main, name
            await desk.press("escape", "escape", "g")
    assert found == {}
