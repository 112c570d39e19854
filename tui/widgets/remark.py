"""One line of text between others."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from papers.text import fit, visible


class Remark(Widget):
    """Says how the search is read, or what else there is to know at the moment."""

    COMPONENT_CLASSES = {"remark--warning"}
    ALLOW_SELECT = False

    said: reactive[str] = reactive("")
    warning: reactive[str] = reactive("")

    def render(self) -> Content:
        room = self.size.width
        warning = fit(visible(self.warning), room)
        if not warning:
            return Content(fit(visible(self.said), room))
        return Content.styled(warning, self.get_visual_style("remark--warning"))
