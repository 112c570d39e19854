"""Where a note is written: Markdown with its marks in colour, and keys of papers completed."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.text import Text
from textual.events import Key
from textual.message import Message

from tui import keys
from tui.keymap import bound
from tui.widgets.written_text import WrittenText

INLINE = (
    ("note-text--code", re.compile(r"`[^`]+`")),
    ("note-text--strong", re.compile(r"\*\*[^*\s][^*]*\*\*|__[^_\s][^_]*__")),
    (
        "note-text--emphasis",
        re.compile(r"(?<![*\w])\*[^*\s][^*]*\*(?!\*)|(?<![_\w])_[^_\s][^_]*_\b"),
    ),
    (
        "note-text--link",
        re.compile(r"\[\[[^\[\]]+\]\]|\[@[^\[\]]+\]|\[[^\[\]]*\]\([^()\s]*\)|https?://\S+"),
    ),
)
HEADING = re.compile(r"#{1,6} ")
QUOTE = re.compile(r"\s*>")
MARKER = re.compile(r"\s*(?:[-*+]|\d+[.)]) (?:\[[ xX]\] )?")
FENCE = re.compile(r"\s*(?:```|~~~)")
LONGEST = 2000  # characters of a line that are looked at for marks

# What a terminal would act on or hide is shown as one sign, so that all stays in its place.
SIGNS = {code: 0x2400 + code for code in range(32) if code != 9}
SIGNS |= dict.fromkeys(range(127, 160), 65533)
DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)
SIGNS |= dict.fromkeys(DIRECTIONS, 0xFFFD)


class Begun(NamedTuple):
    """A link that is being typed: what is there of its key, and where that begins."""

    text: str
    column: int


class NoteText(WrittenText):
    """Textual's text area, which says what changed and which link is being typed."""

    COMPONENT_CLASSES = {
        "note-text--heading", "note-text--quote", "note-text--marker",
        *(name for name, _ in INLINE),
    }  # fmt: skip

    class Offered(Message):
        """These keys may end the link that is being typed, and the one at `place` is chosen."""

        def __init__(self, offers: Sequence[str], place: int) -> None:
            super().__init__()
            self.offers = offers
            self.place = place

    def __init__(self, text: str, fitting: Callable[[str], Sequence[str]]) -> None:
        """`fitting` gives the keys of papers that a text may be the beginning of."""
        super().__init__(text, soft_wrap=True, tab_behavior="focus", max_checkpoints=1000)
        self.cursor_blink = False
        self.fitting = fitting
        self.offers: Sequence[str] = ()
        self.place = 0
        self._begun: Begun | None = None

    def get_line(self, line_index: int) -> Text:
        plain = self.document.get_line(line_index)
        line = Text(plain.translate(SIGNS), end="", no_wrap=True)
        start = plain[:LONGEST]
        if HEADING.match(start):
            self._mark(line, "note-text--heading", 0, len(plain))
        elif QUOTE.match(start) or FENCE.match(start):
            self._mark(line, "note-text--quote", 0, len(plain))
        elif marker := MARKER.match(start):
            self._mark(line, "note-text--marker", 0, marker.end())
        for name, pattern in INLINE:
            for found in pattern.finditer(start):
                self._mark(line, name, *found.span())
        return line

    def _mark(self, line: Text, name: str, start: int, end: int) -> None:
        line.stylize(self.get_component_rich_style(name, partial=True), start, end)

    async def on_key(self, event: Key) -> None:
        """What is about the link is done here: of a burst the screen would do it too early, while
        letters of the link are still on their way."""
        self._look()
        if self.offers and (action := bound(event.key, keys.IN_LINK, self.app)):
            event.stop()
            event.prevent_default()
            await self.app.run_action(action, self.screen)
            self._look()

    def on_text_area_selection_changed(self) -> None:
        self._look()

    def _look(self) -> None:
        """Offer what fits the link that is being typed now."""
        begun = self.begun()
        if begun != self._begun:
            self._begun = begun
            self.offer(self.fitting(begun.text) if begun else ())

    def offer(self, offers: Sequence[str], place: int = 0) -> None:
        if offers or self.offers:
            self.offers, self.place = offers, max(0, min(place, len(offers) - 1))
            self.post_message(self.Offered(self.offers, self.place))

    def begun(self) -> Begun | None:
        """The link that the cursor stands behind, if it is still open."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        found = re.search(r"\[\[?@([^\[\]|#]{0,200})\Z", before)
        return Begun(found[1], found.start(1)) if found else None

    def complete(self, key: str) -> None:
        """Put this key where the link is being typed, and end the link."""
        begun = self.begun()
        if not begun:
            return
        row, column = self.cursor_location
        line = self.document.get_line(row)
        brackets = 2 if line[: begun.column].endswith("[[@") else 1
        closed = line[column : column + brackets] == "]" * brackets
        self.replace(
            key + "]" * brackets, (row, begun.column), (row, column + brackets * closed),
            maintain_selection_offset=False,
        )  # fmt: skip

    def exchange(self, text: str) -> None:
        """Another text, that was chosen at a key: undo takes it back."""
        self.history.checkpoint()
        self.replace(text, (0, 0), self.document.end)

    def take(self, text: str) -> None:
        """Another text; the cursor stays in its line as far as there is one."""
        location = self.cursor_location
        self.load_text(text)
        self.move_cursor(self.clamp_visitable(location))
