"""The help screen: every key, how to search, and what the signs mean."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.events import Click

from papers import Status
from tui import keys
from tui.glyphs import Glyphs
from tui.screens.dialog import Dialog
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


class HelpScreen(Dialog[None]):
    """Shows the sections that it is given."""

    BINDINGS = [*keys.IN_HELP]

    def __init__(self, *sections: Section) -> None:
        super().__init__()
        self.sections = sections

    def on_click(self, event: Click) -> None:
        """Beside the page: close it."""
        if self.get_widget_at(event.screen_x, event.screen_y)[0] is self:
            self.dismiss(None)

    def compose(self) -> ComposeResult:
        yield Sheet(*self.sections)
        yield KeyLine()


def of_the_list(
    described: Sequence[tuple[str, Sequence[tuple[str, str]]]], glyphs: Glyphs
) -> HelpScreen:
    """The main screen's: its keys by subject, and the rest of what a newcomer needs."""
    signs = [(glyphs.status[status], f"{status.value}: {MEANING[status]}") for status in Status]
    more = [(glyphs.mark, "marked"), (glyphs.notes, "has notes"), (glyphs.file, "has a file")]
    return HelpScreen(
        *(Section(subject, rows) for subject, rows in described if rows),
        Section("The language of searches", QUERIES),
        Section("Signs", [*signs, *more]),
    )
