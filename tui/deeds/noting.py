"""Writing the notes of a paper."""

from typing import TYPE_CHECKING

from tui.desk import Desk

if TYPE_CHECKING:
    from tui.screens.notes import Left


class Noting(Desk):
    """Notes have a screen of their own; `editor` is the user's, for whoever prefers that."""

    editor: str = ""

    def action_note(self) -> None:
        from tui.screens.notes import NotesScreen

        def left(left: "Left | None") -> None:
            if left:
                self.take(left.changes)
                if left.go_to:
                    self.go_to(left.go_to)

        if self.paper:
            self.app.push_screen(NotesScreen(self.library, self.paper, self.editor), left)
