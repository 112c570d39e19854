"""The panes: which are shown, how wide they are, and which one the keys are for.

Where the terminal is narrow there is one pane at a time: shelves or details open over the list.
"""

from typing import Literal

from textual.reactive import var

from tui.desk import Desk
from tui.widgets.details import Details
from tui.widgets.grip import Grip
from tui.widgets.paper_list import PaperList
from tui.widgets.side import Side

SIDE_LEAST, SIDE_MOST = 14, 48
DETAILS_LEAST, LIST_LEAST = 24, 36
Over = Literal["", "side", "details"]


class Panes(Desk):
    """`over` is what stands over the list in a narrow terminal, or has the keys in a wide one."""

    over: var[Over] = var("", init=False)
    side_hidden: var[bool] = var(False, toggle_class="-no-side")
    details_hidden: var[bool] = var(False, toggle_class="-no-details")
    side_cells = 0  # as wide as the style sheet says
    details_cells = 0

    @property
    def is_narrow(self) -> bool:
        return self.has_class("-narrow")

    def watch_over(self, over: Over) -> None:
        self.set_class(over == "side", "-over-side")
        self.set_class(over == "details", "-over-details")
        self.fit_panes()
        self.refresh_bindings()

    def focus_list(self) -> None:
        self.over = ""
        self.set_focus(self.query_one(PaperList))

    def focus_details(self) -> None:
        self.over = "details"
        self.set_focus(self.query_one(Details))

    def focus_side(self) -> None:
        self.over = "side"
        self.set_focus(self.query_one(Side))

    def action_side(self) -> None:
        shown = self.query_one(Side).display
        if not self.is_narrow:
            self.side_hidden = shown
        if shown:
            self.focus_list()
        else:
            self.focus_side()

    def action_beside(self) -> None:
        shown = self.query_one(Details).display
        if not self.is_narrow:
            self.details_hidden = shown
        if shown or not self.is_narrow:
            self.focus_list()
        else:
            self.focus_details()

    def action_pane(self, places: int) -> None:
        """The pane to the left or right; what is hidden comes with it."""
        panes: list[Over] = ["side", "", "details"]
        at = panes.index(self.over) + places
        if not 0 <= at < len(panes):
            return
        if panes[at] == "side":
            self.side_hidden = False
            self.focus_side()
        elif panes[at] == "details" and self.paper:
            self.details_hidden = False
            self.focus_details()
        else:
            self.focus_list()

    def action_widen(self, cells: int) -> None:
        """Make the pane that has the keys wider; the list's neighbour is the details."""
        if self.over == "side":
            self._set_side(self.query_one(Side).outer_size.width + cells)
        else:
            grown = cells if self.over == "details" else -cells
            self._set_details(self.query_one(Details).outer_size.width + grown)

    def on_grip_dragged(self, message: Grip.Dragged) -> None:
        if isinstance(message.pane, Side):
            self._set_side(message.x + 1)
        else:
            self._set_details(self.size.width - message.x)

    def fit_panes(self) -> None:
        """Give the panes the widths that were chosen, as far as there is room."""
        side, details = self.query_one(Side), self.query_one(Details)
        if self.is_narrow:
            side.styles.width = None
            details.styles.width = None
            return
        if self.side_cells:
            side.styles.width = self.side_cells
        if self.details_cells:
            taken = side.outer_size.width if side.display else 0
            most = max(DETAILS_LEAST, self.size.width - taken - LIST_LEAST)
            details.styles.width = min(self.details_cells, most)

    def _set_side(self, cells: int) -> None:
        self.side_cells = max(SIDE_LEAST, min(cells, SIDE_MOST))
        self.fit_panes()

    def _set_details(self, cells: int) -> None:
        self.details_cells = max(DETAILS_LEAST, cells)
        self.fit_panes()
