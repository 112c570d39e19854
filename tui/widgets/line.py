"""A line to type into. It is one widget that paints one row, and nothing is laid out anew.

Textual's Input does more, and a key in it costs several times as much.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from papers.text import visible, width
from tui import keymap, keys

Span = tuple[int, int]
UNNAMED = frozenset({"slash", "plus", "minus", "at"})  # Textual knows no characters of these names
_WORD_BEFORE = re.compile(r"\w*\W*$")
_WORD_BEHIND = re.compile(r"\W*\w*")


class Line(Widget, can_focus=True):
    """The text lives here: handed down, it would overwrite what was typed since."""

    BINDINGS = [*keys.IN_A_LINE]
    COMPONENT_CLASSES = {"line--sign", "line--hint", "line--unread", "line--cursor"}
    ALLOW_SELECT = False

    unread: reactive[Sequence[Span]] = reactive((), repaint=True)

    class Changed(Message):
        """The text, or the place in it, is another one now."""

        def __init__(self, line: "Line", text: str, cursor: int) -> None:
            self.line = line
            self.text = text
            self.cursor = cursor
            super().__init__()

        @property
        def control(self) -> "Line":
            return self.line

        def can_replace(self, message: Message) -> bool:
            """Of a burst only what it came to matters."""
            return isinstance(message, Line.Changed) and message.line is self.line

    class Submitted(Message):
        """The text is what was meant."""

        def __init__(self, line: "Line", text: str) -> None:
            self.line = line
            self.text = text
            super().__init__()

        @property
        def control(self) -> "Line":
            return self.line

    def __init__(
        self, text: str = "", *, sign: str = "", hint: str = "", id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.text = text
        self.cursor = len(text)
        self.sign = sign
        self.hint = hint
        self._first = 0  # the first character that is shown

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return key in UNNAMED or (character is not None and character.isprintable())

    def write(self, text: str, cursor: int | None = None) -> None:
        """Put this text there, as if it had been typed."""
        cursor = len(text) if cursor is None else cursor
        if (text, cursor) != (self.text, self.cursor):
            self.text, self.cursor = text, cursor
            self._tell()

    def insert(self, text: str) -> None:
        text = visible(text)
        self._cut(self.cursor, self.cursor, text)

    @property
    def cursor_cell(self) -> int:
        """Where in the widget the cursor stands."""
        return width(self.sign) + width(self.text[self._first : self.cursor])

    async def on_key(self, event: events.Key) -> None:
        """Letters and the line's own keys, in the order in which they were typed.

        Textual would send a key that is bound on to the app, and letters behind it came first."""
        if event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            self.insert(event.character)
        elif action := keymap.bound(event.key, keys.IN_A_LINE, self.app):
            event.stop()
            event.prevent_default()
            await self.run_action(action)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.insert(" ".join(event.text.splitlines()))

    def on_click(self, event: events.Click) -> None:
        cells = event.get_content_offset_capture(self).x - width(self.sign)
        place = self._first
        while place < len(self.text) and width(self.text[self._first : place + 1]) <= cells:
            place += 1
        self._go(place)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  # there is but one
        base = self.visual_style.rich_style
        sign = Segment(self.sign, self._rich("sign"))
        room = self.size.width - width(self.sign)
        if not self.text:
            cursor = self._rich("cursor") if self.has_focus else self._rich("hint")
            shown = [
                Segment(self.hint[:1] or " ", cursor), Segment(self.hint[1:], self._rich("hint"))
            ]  # fmt: skip
        else:
            self._scroll_to_cursor(room)
            shown = list(self._segments(base))
        return Strip([sign, *shown]).adjust_cell_length(self.size.width, base)

    def action_left(self) -> None:
        self._go(self.cursor - 1)

    def action_right(self) -> None:
        self._go(self.cursor + 1)

    def action_word_left(self) -> None:
        self._go(self._word_before())

    def action_word_right(self) -> None:
        self._go(self._word_behind())

    def action_line_start(self) -> None:
        self._go(0)

    def action_line_end(self) -> None:
        self._go(len(self.text))

    def action_delete_left(self) -> None:
        self._cut(max(0, self.cursor - 1), self.cursor)

    def action_delete_right(self) -> None:
        self._cut(self.cursor, self.cursor + 1)

    def action_delete_word(self) -> None:
        self._cut(self._word_before(), self.cursor)

    def action_delete_start(self) -> None:
        self._cut(0, self.cursor)

    def action_delete_end(self) -> None:
        self._cut(self.cursor, len(self.text))

    def action_submit(self) -> None:
        self.post_message(self.Submitted(self, self.text))

    def _rich(self, name: str) -> Style:
        return self.get_visual_style(f"line--{name}").rich_style

    def _word_before(self) -> int:
        found = _WORD_BEFORE.search(self.text[: self.cursor])
        return found.start() if found else 0

    def _word_behind(self) -> int:
        found = _WORD_BEHIND.match(self.text, self.cursor)
        return found.end() if found else len(self.text)

    def _go(self, place: int) -> None:
        self.write(self.text, max(0, min(place, len(self.text))))

    def _cut(self, start: int, end: int, put: str = "") -> None:
        self.write(self.text[:start] + put + self.text[end:], start + len(put))

    def _tell(self) -> None:
        self.refresh(Region(0, 0, self.size.width, 1))
        self.post_message(self.Changed(self, self.text, self.cursor))

    def _scroll_to_cursor(self, room: int) -> None:
        self._first = min(self._first, self.cursor)
        while width(self.text[self._first : self.cursor]) >= room > 0:
            self._first += 1

    def _segments(self, base: Style) -> Iterator[Segment]:
        """The text from the first character shown on, piece by piece as the style changes."""
        unread, cursor = self._rich("unread"), self._rich("cursor")
        text = self.text + " "
        cuts = {self._first, len(text)}
        if self.has_focus:
            cuts |= {self.cursor, self.cursor + 1}
        for start, end in self.unread:
            cuts |= {start, end}
        places = sorted(cut for cut in cuts if self._first <= cut <= len(text))
        for start, end in pairwise(places):
            style = base
            if any(first <= start < last for first, last in self.unread):
                style = unread
            if self.has_focus and start == self.cursor:
                style = cursor
            yield Segment(text[start:end], style)
