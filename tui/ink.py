"""Segments as a terminal reads them.

Textual spells out the whole style before each segment and takes it back behind it, which is half of
what a terminal has to read. Here only what differs from the segment before is said.
"""

from collections.abc import Iterable, Sequence

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

CACHED = 2048  # rows, and steps from one style to another
PLAIN = "\x1b[0m"


class Ink:
    """Writes for one terminal.

    Rows and styles are known by their identity, which is cheap; nobody may change a row later."""

    def __init__(self, console: Console) -> None:
        self._colours = COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
        self._rows: dict[int, tuple[Sequence[Segment], str]] = {}
        self._steps: dict[tuple[int, int], tuple[str, Style | None, Style | None]] = {}

    def row(self, segments: Sequence[Segment]) -> str:
        """The segments, whatever style was used before; theirs may go on behind them."""
        known = self._rows.get(id(segments))
        if known and known[0] is segments:
            return known[1]
        if len(self._rows) >= CACHED:
            self._rows.clear()
        written = self.written(segments)
        self._rows[id(segments)] = segments, written
        return written

    def written(self, segments: Iterable[Segment]) -> str:
        parts: list[str] = []
        last: Style | None = None
        for text, style, _ in segments:
            if style is not last or not parts:
                step = self._steps.get((id(last), id(style)))
                parts.append(step[0] if step else self._step(last, style))
                last = style
            parts.append(text)
        return "".join(parts)

    def _step(self, last: Style | None, style: Style | None) -> str:
        if len(self._steps) >= CACHED:
            self._steps.clear()
        said = _said(last, style, self._colours)
        self._steps[id(last), id(style)] = said, last, style  # kept, and so their ids stay theirs
        return said


def _said(last: Style | None, style: Style | None, colours: ColorSystem) -> str:
    """What turns one style into another; from None on nothing is known of what there was."""
    if style is None:
        return PLAIN
    if last is None or _attributes(last) != _attributes(style) or _lost(last, style):
        codes = Strip.render_ansi(style, colours)
        return f"\x1b[0;{codes}m" if codes else PLAIN
    changed: list[str] = []
    if style.color and style.color != last.color:
        changed += style.color.downgrade(colours).get_ansi_codes()
    if style.bgcolor and style.bgcolor != last.bgcolor:
        changed += style.bgcolor.downgrade(colours).get_ansi_codes(foreground=False)
    return f"\x1b[{';'.join(changed)}m" if changed else ""


def _attributes(style: Style) -> int:
    return style._attributes & style._set_attributes


def _lost(last: Style, style: Style) -> bool:
    """Whether a colour has to go back to what is usual."""
    return bool((last.color and not style.color) or (last.bgcolor and not style.bgcolor))
