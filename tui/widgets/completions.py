"""What may stand where one is typing, in a box below the search line."""

from textual.reactive import reactive

from tui.widgets.options import Options

WIDE, HIGH = 48, 8  # cells, as in the style sheet


class Completions(Options, can_focus=False):
    """Shown while there is something to offer; `chosen` is the one that tab would take."""

    chosen: reactive[int] = reactive(0)
    at: reactive[int] = reactive(0)  # the column at which it stands

    def watch_options(self) -> None:
        super().watch_options()
        self.display = bool(self.options)
        self.styles.height = min(HIGH, max(1, len(self.options)))

    def watch_chosen(self, place: int) -> None:
        self.cursor = place

    def watch_at(self, column: int) -> None:
        self.styles.offset = (max(0, min(column, self.screen.size.width - WIDE)), 2)
