"""The first page of a paper's PDF, as well as the terminal can show it."""

import io
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Static

from papers import CarrelError
from papers.text import visible
from tui import keys, pictures
from tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from textual_image.widget._base import Image

PIXELS = 1_000  # across the page


class FirstPageScreen(Screen[None]):
    """Shows what `draw` gives, PNG of that many pixels across; or says why there is nothing."""

    BINDINGS = [*keys.IN_FIRST_PAGE, *keys.HELP]

    whole: var[bool] = var(True, toggle_class="-whole")

    def __init__(self, name: str, draw: Callable[[int], bytes], wanted: str) -> None:
        super().__init__()
        self.about = name
        self.draw = draw
        self.wanted = wanted

    def compose(self) -> ComposeResult:
        yield Static(Content(visible(f"The first page of {self.about}")), id="page-title")
        with VerticalScroll(id="page"):
            yield Static(Content("Drawing it …"), id="page-said")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#page").focus()
        self._draw()

    @work(thread=True, group="picture")
    def _draw(self) -> None:
        pixels = pictures.cell_pixels()
        try:
            picture = self.draw(PIXELS)
        except (CarrelError, OSError) as error:
            self.app.call_from_thread(self._refused, str(error))
            return
        kind = pictures.widget(pictures.way(self.wanted, os.environ, pixels), pixels)
        self.app.call_from_thread(self._show, kind, picture)

    def _refused(self, why: str) -> None:
        if self.is_attached:
            self.query_one("#page-said", Static).update(Content(visible(why)))

    def _show(self, kind: "type[Image]", picture: bytes) -> None:
        if self.is_attached:
            self.query_one("#page-said").remove()
            self.query_one("#page").mount(kind(io.BytesIO(picture), id="page-picture"))
            self.call_after_refresh(self.refresh_bindings)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:  # noqa: ARG002  # Textual's signature
        return action not in ("whole", "rows") or bool(self.query("#page-picture"))

    def action_whole(self) -> None:
        """All of the page, or as wide as the screen."""
        self.whole = not self.whole

    def action_rows(self, rows: int) -> None:
        self.query_one("#page").scroll_relative(y=rows, animate=False)
