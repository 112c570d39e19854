"""The help screen: every key, how to search, and what the signs mean."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.screen import ModalScreen

from papers import Status
from tui import glyphs, keys
from tui.screens.status import MEANING
from tui.widgets.key_line import KeyLine
from tui.widgets.sheet import Section, Sheet

QUERIES = (
    ("lora tuning", "words, wherever they stand"),
    ('"low rank"', "words in a row"),
    ("author:hu tag:peft", "in one field; title, venue, notes, ..."),
    ("year>=2020 year:2018..2020", "numbers: year, rating, priority"),
    ("status:unread rating>3", "what you said about it"),
    ("has:notes -tag:old", "what there is, and what there is not"),
    ("(gan OR diffusion) added<7d", "either; in the last seven days"),
    ("sort:-rating", "the order; - begins with the greatest"),
)


class HelpScreen(ModalScreen[None]):
    """Shows the keys that it is given, and the rest of what a newcomer needs."""

    BINDINGS = [*keys.IN_HELP]

    def __init__(self, described: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.described = described

    def compose(self) -> ComposeResult:
        signs = [(glyphs.STATUS[status], f"{status.value}: {MEANING[status]}") for status in Status]
        yield Sheet(
            Section("Keys", self.described),
            Section("Searching", QUERIES),
            Section("Signs", signs),
        )
        yield KeyLine()
