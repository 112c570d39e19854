"""What the tests that drive the app by keys share: papers, the app on them, what it shows."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import monotonic

from textual.events import Key, MouseScrollDown, Paste
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot

from papers import Fields, Paper, Status
from storage import Library
from tui.app import CarrelApp
from tui.preferences import USUAL_MEANS, USUAL_PREFERENCES, Means, Preferences, Source
from tui.screens.main import MainScreen
from tui.widgets.paper_list import PaperList

NARROW, USUAL, LARGE = (80, 24), (120, 40), (200, 50)
SIZES = (NARROW, USUAL, LARGE)
PATIENCE = 5.0  # seconds; what a test waits for comes long before, unless it never does

TITLES = (
    "Attention Is All You Need",
    "Low-Rank Adaptation of Large Language Models",
    "Literate Programming",
    "Über formal unentscheidbare Sätze",
    "A Mathematical Theory of Communication",
)
AUTHORS = ("Vaswani, Ashish and Shazeer, Noam and others", "Hu, Edward J.", "Knuth, Donald E.",
           "G{\\\"o}del, Kurt", "Shannon, Claude E.")  # fmt: skip
YEARS = ("2017", "2021", "1984", "1931", "1948")


def some_papers() -> list[Paper]:
    """Five papers; the last is the newest in the library, and so stands first in the list."""
    return [
        Paper(
            key=author.partition(",")[0].lower() if author.isascii() and "{" not in author else "",
            type="article",
            fields=Fields(title=title, author=author, year=year, journal=f"Journal {number}"),
            tags=frozenset({"classic"} if number > 1 else {"peft"}),
            status=Status.READ if number == 0 else Status.UNREAD,
            rating=5 if number == 0 else 0,
        )
        for number, (title, author, year) in enumerate(zip(TITLES, AUTHORS, YEARS, strict=True))
    ]


def many_papers(count: int) -> list[Paper]:
    return [
        Paper(key=f"p{number}", fields=Fields(title=f"Paper number {number}", year="2020"))
        for number in range(count)
    ]


class Desk:
    """The app on its screen, with somebody at the keys."""

    def __init__(self, app: CarrelApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys, each when what the one before it did is done."""
        for key in keys:
            character = key_to_character(key)
            self.app.post_message(Key(key, character))
            await self.settle()

    async def press_at_once(self, *keys: str) -> None:
        """Press keys as a slow line brings them, all before any of them does anything."""
        for key in keys:
            self.app.post_message(Key(key, key_to_character(key)))
        await self.settle()

    def burst(self, text: str) -> None:
        """Many keys at once, as a slow line brings them; what comes of them comes later."""
        for character in text:
            self.app.post_message(Key(_character_to_key(character), character))

    async def type(self, text: str) -> None:
        self.burst(text)
        await self.settle()

    async def paste(self, text: str) -> None:
        self.app.post_message(Paste(text))
        await self.settle()

    async def wheel_down(self, widget: str) -> None:
        region = self.app.screen.query_one(widget).region
        event = MouseScrollDown(
            None, region.x, region.y, 0, 0, 0, False, False, False, region.x, region.y
        )
        self.app.screen._forward_event(event)
        await self.settle()

    async def settle(self) -> None:
        """Wait until what was begun is done."""
        await self._pass_messages_on()
        while self._is_searching:
            await asyncio.sleep(0.005)
            await self._pass_messages_on()

    @property
    def _is_searching(self) -> bool:
        """Whether more will be found, or the details have yet to follow what was typed."""
        if any(each.group == "search" and not each.is_finished for each in self.app.workers):
            return True
        mains = [each for each in self.app.screen_stack if isinstance(each, MainScreen)]
        return any(main._pause for main in mains)

    async def _pass_messages_on(self) -> None:
        """A message goes from the app down to a widget, up to the screen, and down again."""
        for _ in range(3):
            await self.pilot.pause(0)

    @property
    def lines(self) -> list[str]:
        """The screen as text."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def widths(self) -> list[int]:
        """How many cells each line takes."""
        return [strip.cell_length for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def said(self) -> str:
        """What the toasts say, as it was before it was broken into lines."""
        said = []
        for toast in self.app.screen.query("Toast"):
            x, y, width, height = toast.content_region
            lines = [line[x : x + width].strip() for line in self.lines[y : y + height]]
            said.append(" ".join(lines))
        return "\n".join(said)

    @property
    def rows(self) -> list[str]:
        """The lines of the list."""
        region = self.app.screen.query_one(PaperList).region
        lines = self.lines[region.y + 1 : region.bottom] if region.width else []
        rows = [line[region.x : region.right] for line in lines]
        return [row for row in rows if row[1:2].strip()]

    @property
    def underlined(self) -> list[str]:
        """What stands out in the list and the details, in order."""
        return [
            segment.text
            for strip in self.app.screen._compositor.render_strips()[3:-1]
            for segment in strip
            if segment.style and segment.style.underline
        ]

    async def sees(self, *texts: str, within: float = PATIENCE) -> None:
        """Wait until all this is on screen."""
        until = monotonic() + within
        while missing := [each for each in texts if each not in self.text + "\n" + self.said]:
            if monotonic() > until:
                raise AssertionError(f"{missing} is not on screen:\n{self.text}")
            await asyncio.sleep(0.02)

    async def no_longer_sees(self, text: str, within: float = PATIENCE) -> None:
        until = monotonic() + within
        while text in self.text:
            assert monotonic() < until, f"{text!r} is still on screen:\n{self.text}"
            await asyncio.sleep(0.02)


@asynccontextmanager
async def app_on(
    library: Library,
    size: tuple[int, int] = USUAL,
    *,
    editor: str = "",
    place: str = "~/library",
    preferences: Preferences = USUAL_PREFERENCES,
    source: Source | None = None,
    means: Means = USUAL_MEANS,
    indexed: bool = True,
) -> AsyncIterator[Desk]:
    """The app, running on that library in a terminal of that size."""
    app = CarrelApp(
        library,
        cache_folder=f"{library.folder}-cache",
        preferences=preferences._replace(glyphs=preferences.glyphs.replace("auto", "unicode")),
        means=means._replace(editor=editor),
        source=source,
        place=place,
    )
    app.animation_level = "none"
    async with app.run_test(size=size, notifications=True) as pilot:
        desk = Desk(app, pilot)
        while indexed and not _is_indexed(app):
            await pilot.pause(0.005)
        await desk.settle()
        yield desk


def _is_indexed(app: CarrelApp) -> bool:
    main = app.screen_stack[0]
    return isinstance(main, MainScreen) and main.finder.ready


def titles(rows: Sequence[str]) -> list[str]:
    """Which of the papers these rows show."""
    return [title for row in rows for title in TITLES if title[:12] in row]
