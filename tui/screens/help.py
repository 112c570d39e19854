"""The help screen: every key, how to search, and what the signs mean."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.screen import ModalScreen

from papers import Status
from tui import keys
from tui.glyphs import Glyphs
from tui.screens.judgement import MEANING
from tui.widgets.key_line import KeyLine
from tui.widgets.sheet import Section, Sheet

QUERIES = (
    ("lora tuning", "words, wherever they stand; a typo does no harm"),
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

    def __init__(self, described: Sequence[tuple[str, str]], glyphs: Glyphs) -> None:
        super().__init__()
        self.described = described
        self.glyphs = glyphs

    def compose(self) -> ComposeResult:
        signs = [
            (self.glyphs.status[status], f"{status.value}: {MEANING[status]}") for status in Status
        ]
        more = [
            (self.glyphs.mark, "marked"),
            (self.glyphs.notes, "has notes"),
            (self.glyphs.file, "has a file"),
        ]
        yield Sheet(
            Section("Keys", self.described),
            Section("Searching", QUERIES),
            Section("Signs", [*signs, *more]),
        )
        yield KeyLine()
