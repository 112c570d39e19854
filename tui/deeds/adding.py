"""Adding papers by paste, editing their entries, and making one of two."""

from typing import TYPE_CHECKING

from textual.events import Paste

from storage import Step
from tui.desk import UNDO, Desk
from tui.toasts import tell

if TYPE_CHECKING:
    from commands.look_up import LookUp


class Adding(Desk):
    """What is pasted over the list is read; without `look_up` nothing is fetched."""

    look_up: "LookUp | None" = None
    attach: str = "copy"

    def action_add(self) -> None:
        self.add_text("")

    def on_paste(self, event: Paste) -> None:
        """A paste that no line took: a terminal delivers what is dropped on it so, too."""
        if event.text.strip():
            event.stop()
            self.add_text(event.text)

    def add_text(self, text: str) -> None:
        from tui.screens.adding import AddScreen
        from tui.screens.review import Came

        def answered(came: Came | None) -> None:
            if came:
                self.take(came.changes)
                tell(self, f"{came.said} {UNDO}" if came.changes else came.said)
                self.go_to(came.uid)

        self.app.push_screen(
            AddScreen(
                self.library, self.glyphs, text=text, attach=self.attach, look_up=self.look_up
            ),
            answered,
        )

    def action_edit(self) -> None:
        from tui.screens.entry import EntryScreen

        def answered(step: Step | None) -> None:
            if step:
                self.take(step.changes)
                tell(self, f"Saved. {UNDO}")

        if self.paper:
            self.app.push_screen(EntryScreen(self.library, self.paper, self.look_up), answered)

    def action_duplicates(self) -> None:
        from tui.screens.duplicates import DuplicatesScreen

        self.app.push_screen(DuplicatesScreen(self.library, self.change))
