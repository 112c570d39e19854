"""What is sent line by line adds up to the screen, and what is there is not sent again."""

import re
from collections.abc import Sequence
from time import monotonic

import pytest
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.screen import Screen

from storage import Library
from tests.pilot.support import LARGE, NARROW, PATIENCE, Desk, app_on, many_papers
from tests.terminal.glass import Glass
from tui.ink import Ink
from tui.painter import Frame


class Eye:
    """Sees every frame that the app sends, as a terminal does."""

    def __init__(self, desk: Desk, size: tuple[int, int]) -> None:
        self.desk = desk
        self.glass = Glass(*size)
        self.frames = 0
        self._display = desk.app._display
        desk.app._display = self._see  # type: ignore[method-assign]
        desk.app._forget_and_paint()

    def _see(self, screen: Screen[object], renderable: object) -> None:
        if isinstance(renderable, Frame):
            self.frames += 1
            self.glass.feed(renderable.text.encode())
        self._display(screen, renderable)  # type: ignore[arg-type]

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.desk.press(key)
            await self.agrees(key)

    async def agrees(self, when: str) -> None:
        """The next frame may not be due yet."""
        end = monotonic() + PATIENCE
        while self.glass.lines != self.desk.lines:
            assert monotonic() < end, f"{when}:\n{self.glass.text}\nand not\n{self.desk.text}"
            await self.desk.pilot.pause(0.005)


SESSION = (
    "j j G g ctrl+f space z j escape z y ctrl+a 3 u ctrl+r slash n u m b e r space 7 backspace down"
    " enter j ctrl+o escape slash t a g colon c down tab escape question_mark escape l j h escape"
)


@pytest.mark.parametrize("size", [NARROW, LARGE])
async def test_what_was_sent_is_what_is_to_be_seen(library: Library, size: tuple[int, int]) -> None:
    library.add(many_papers(100), label="many")
    async with app_on(library, size) as desk:
        eye = Eye(desk, size)
        await desk.settle()
        await eye.press(*SESSION.split())


async def test_another_size_is_painted_anew(library: Library) -> None:
    async with app_on(library) as desk:
        eye = Eye(desk, (120, 40))
        await eye.press("j")
        eye.glass.resize(100, 30)
        await desk.pilot.resize_terminal(100, 30)
        await desk.settle()
        await eye.press("k", "j")


async def test_what_is_there_is_not_sent_again(library: Library) -> None:
    async with app_on(library) as desk:
        eye = Eye(desk, (120, 40))
        await eye.press("j")
        frames = eye.frames
        desk.app.screen.refresh()
        await desk.settle()
        assert eye.frames == frames


async def test_what_was_painted_over_is_painted_anew(library: Library) -> None:
    async with app_on(library) as desk:
        eye = Eye(desk, (120, 40))
        await eye.press("j")
        eye.glass.feed(b"\x1b[1;1H" + b"another program was here " * 20)
        desk.app._forget_and_paint()
        await desk.settle()
        await eye.press("k")


STYLES = [
    Style.parse(said)
    for said in (
        "red on blue", "red on black", "green on blue", "bold green on blue", "italic", "on red",
        "underline bold #102030 on #405060", "#102030 on #405060", "none",
    )
]  # fmt: skip


@pytest.mark.parametrize("colours", ["truecolor", "256", "standard"])
def test_every_step_from_style_to_style_is_said(colours: str) -> None:
    ink = Ink(Console(color_system=colours, force_terminal=True))  # type: ignore[arg-type]
    segments = [Segment("x", style) for one in STYLES for two in STYLES for style in (one, two)]
    system = {"truecolor": ColorSystem.TRUECOLOR, "256": ColorSystem.EIGHT_BIT}.get(
        colours, ColorSystem.STANDARD
    )
    expected = [
        looks(["0", *codes(style, system)]) for _, style, _ in segments if style is not None
    ]
    assert read(ink.written(segments)) == expected


def test_a_row_is_written_anew_when_it_is_another() -> None:
    ink = Ink(Console(color_system="truecolor", force_terminal=True))
    assert ink.row([Segment("one", STYLES[0])]) != ink.row([Segment("two", STYLES[0])])


def read(written: str) -> list[dict[str, str]]:
    """How each x looks."""
    said: list[str] = []
    seen = []
    for found in re.finditer(r"\x1b\[([0-9;]*)m|x", written):
        if found[0] == "x":
            seen.append(looks(said))
        else:
            said += found[1].split(";")
    return seen


def looks(said: Sequence[str]) -> dict[str, str]:
    """What a terminal makes of such codes, one after the other."""
    look: dict[str, str] = {}
    rest = list(said)
    while rest:
        code = rest.pop(0)
        if code == "0":
            look = {}
        elif code in ("38", "48"):
            length = 4 if rest[0] == "2" else 2
            look["text" if code == "38" else "ground"] = ";".join(rest[:length])
            del rest[:length]
        elif 30 <= int(code) < 38 or 90 <= int(code) < 98:
            look["text"] = code
        elif 40 <= int(code) < 48 or 100 <= int(code) < 108:
            look["ground"] = code
        else:
            look[code] = "on"
    return look


def codes(style: Style, system: ColorSystem) -> list[str]:
    signs = {"1": style.bold, "3": style.italic, "4": style.underline}
    said = [code for code, is_on in signs.items() if is_on]
    if style.color:
        said += style.color.downgrade(system).get_ansi_codes()
    if style.bgcolor:
        said += style.bgcolor.downgrade(system).get_ansi_codes(foreground=False)
    return said
