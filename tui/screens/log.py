"""The log: what was done and said since the start, the newest at the end."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content

from papers.text import visible
from tui import keys
from tui.screens.dialog import Dialog
from tui.toasts import Entry
from tui.widgets.key_line import KeyLine
from tui.widgets.rows import Page


class LogPage(Page):
    """Lays out the lines of the log."""

    COMPONENT_CLASSES = {"log--at", "log--warning", "log--error", "log--information"}

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.entries = entries

    def lay_out(self, cells: int) -> Sequence[Content]:
        at = self.get_visual_style("log--at")
        lines: list[Content] = []
        for entry in self.entries:
            style = self.get_visual_style(f"log--{entry.severity}")
            said = Content.styled(visible(entry.said), style)
            lines += (Content.styled(f"{entry.at}  ", at) + said).wrap(cells)
        return lines or [Content("Nothing has happened yet.")]


class LogScreen(Dialog[None]):
    """Shows the entries it is given."""

    BINDINGS = [*keys.IN_HELP]

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.entries = entries

    def compose(self) -> ComposeResult:
        yield LogPage(self.entries)
        yield KeyLine()

    def on_mount(self) -> None:
        self.call_after_refresh(self.query_one(LogPage).action_bottom)
