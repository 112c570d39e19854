"""The details pane: one paper at length."""

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive

from papers import Paper
from tui import keys
from tui.description import Part, describe_paper
from tui.widgets.rows import Page

NAME_CELLS = 14  # of a line in the table of fields
LEAST = 8  # cells for a text, however narrow the pane


class Details(Page):
    """Lays out `paper`; another paper begins at its first line."""

    BINDINGS = [*keys.IN_DETAILS]
    COMPONENT_CLASSES = {
        "details--title",
        "details--provisional",
        "details--author",
        "details--venue",
        "details--tags",
        "details--heading",
        "details--quote",
        "details--name",
        "details--text",
    }

    paper: reactive[Paper | None] = reactive(None, repaint=False)

    def watch_paper(self, old: Paper | None, new: Paper | None) -> None:
        if not (old and new and old.uid == new.uid):
            self.top = 0
        self.relay()

    def lay_out(self, cells: int) -> Sequence[Content]:
        parts = describe_paper(self.paper) if self.paper else ()
        return [line for part in parts for line in self._wrapped(part, cells)]

    def _wrapped(self, part: Part, cells: int) -> list[Content]:
        style = self.get_visual_style(f"details--{part.style}")
        indent = NAME_CELLS if part.name else 0
        lines = Content.styled(part.text, style).wrap(max(LEAST, cells - indent))
        if not part.name:
            return lines
        name = Content.styled(part.name, self.get_visual_style("details--name"))
        name = name.truncate(indent - 1, ellipsis=True)
        lines[0] = name.pad_right(indent - name.cell_length) + lines[0]
        return [lines[0], *(Content(" " * indent) + line for line in lines[1:])]
