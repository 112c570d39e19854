"""Paragraphs and lines of a table, laid out for the width that there is."""

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive

from tui.description import Part
from tui.widgets.rows import Page

NAME_CELLS = 14  # of a line in the table of fields
LEAST = 8  # cells for a text, however narrow the pane


class Parts(Page):
    """Lays out `parts`; others begin at their first line."""

    COMPONENT_CLASSES = {
        "parts--title", "parts--provisional", "parts--author", "parts--venue", "parts--tags",
        "parts--heading", "parts--quote", "parts--name", "parts--text",
    }  # fmt: skip

    parts: reactive[Sequence[Part]] = reactive((), repaint=False)

    def watch_parts(self) -> None:
        self.top = 0
        if self.display:
            self.relay()

    def lay_out(self, cells: int) -> Sequence[Content]:
        return [line for part in self.parts for line in self._wrapped(part, cells)]

    def _wrapped(self, part: Part, cells: int) -> list[Content]:
        style = self.get_visual_style(f"parts--{part.style}")
        indent = NAME_CELLS if part.name else 0
        lines = Content.styled(part.text, style).wrap(max(LEAST, cells - indent))
        if not part.name:
            return lines
        name = Content.styled(part.name, self.get_visual_style("parts--name"))
        name = name.truncate(indent - 1, ellipsis=True)
        lines[0] = name.pad_right(indent - name.cell_length) + lines[0]
        return [lines[0], *(Content(" " * indent) + line for line in lines[1:])]
