"""Writing the notes of a paper."""

from typing import TYPE_CHECKING

from commands.labels import named
from papers import CarrelError
from tui.desk import Desk
from tui.toasts import tell, tell_error

if TYPE_CHECKING:
    from tui.screens.notes import Left


class Noting(Desk):
    """Notes have a screen of their own; `editor` is the user's, for whoever prefers that."""

    editor: str = ""

    def recover_notes(self) -> None:
        """Save what was being written when an earlier run ended; undo takes it back."""
        from commands.note_draft import recover, unfinished

        try:
            for note in unfinished(self.library):
                step = recover(self.library, note)
                self.take(step.changes)
                paper = self.library.get(note.uid)
                what = named([paper]) if paper else note.uid
                said = f"The note on {what} was being written when the app ended: it is saved now."
                tell(self, said, "warning")
        except (CarrelError, OSError) as error:
            tell_error(self, error)

    def action_note(self) -> None:
        from tui.screens.notes import NotesScreen

        def left(left: "Left | None") -> None:
            if left:
                self.take(left.changes)
                if left.go_to:
                    self.go_to(left.go_to)

        if self.paper:
            self.app.push_screen(NotesScreen(self.library, self.paper, self.editor), left)
