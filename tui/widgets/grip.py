"""A pane whose edge can be dragged."""

from textual import events
from textual.message import Message
from textual.widget import Widget

from tui.widgets.rows import Pane


class Grip(Pane):
    """The edge is the pane's first or last column."""

    class Dragged(Message):
        """The edge was dragged to this column of the screen."""

        def __init__(self, pane: Widget, x: int) -> None:
            self.pane = pane
            self.x = x
            super().__init__()

    _dragging = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        edge = 0 if self.EDGE == "left" else self.outer_size.width - 1
        if event.x == edge:
            self._dragging = True
            self.capture_mouse()
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragging:
            event.stop()
            self.post_message(self.Dragged(self, event.screen_x))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._dragging:
            self._dragging = False
            self.release_mouse()
            event.stop()
