"""A page of pairs under headings: keys and what they do, signs and what they mean."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.content import Content

from papers.text import width
from tui.widgets.rows import Page

GAP = 2  # cells between the two of a pair
INDENT = 2


class Section(NamedTuple):
    """A heading and its pairs; each pair is a line or two."""

    heading: str
    pairs: Sequence[tuple[str, str]]
    below: bool = False  # the second of a pair stands under the first


class Sheet(Page):
    """Sections one below the other."""

    COMPONENT_CLASSES = {"sheet--heading", "sheet--key"}

    def __init__(self, *sections: Section) -> None:
        super().__init__()
        self.sections = sections

    def lay_out(self, cells: int) -> Sequence[Content]:
        lines = [line for section in self.sections for line in self._lines_of(section)]
        return [part for line in lines[:-1] for part in line.wrap(cells)]

    def _lines_of(self, section: Section) -> Iterator[Content]:
        style = self.get_visual_style("sheet--key")
        yield Content.styled(section.heading, self.get_visual_style("sheet--heading"))
        yield Content("")
        column = max(width(first) for first, _ in section.pairs) + GAP
        for first, second in section.pairs:
            key = Content(" " * INDENT) + Content.styled(first, style)
            if section.below:
                yield key
                yield Content(" " * (2 * INDENT) + second)
            else:
                yield key + " " * (column - width(first)) + second
        yield Content("")
