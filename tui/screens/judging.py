"""What keys do to the paper under the cursor: each asks if need be, and calls a command."""

from collections.abc import Callable, Iterable

from textual.app import SuspendNotSupported
from textual.screen import Screen

from commands import drafts
from commands.files import holds
from commands.labels import named
from commands.note import write_notes
from commands.rate import rate
from commands.remove import remove
from commands.set_status import set_status
from commands.tag import tag
from commands.undo import redo, undo
from papers import CarrelError, Change, Paper, Status
from storage import Library, Step
from tui.editor import NotEdited, edit
from tui.screens.status import StatusDialog
from tui.screens.tags import TagChange, TagsDialog
from tui.toasts import tell, tell_error


class JudgingScreen(Screen[None]):
    """A screen that knows which papers are meant; what a command changed is handed to `take`."""

    def __init__(self, library: Library, editor: str = "") -> None:
        super().__init__()
        self.library = library
        self.editor = editor

    def meant(self) -> list[Paper]:
        """The papers that the next key is about."""
        raise NotImplementedError

    def take(self, changes: Iterable[Change]) -> None:
        """Show what was changed."""
        raise NotImplementedError

    def go_to(self, uid: str) -> None:
        """Put the cursor on that paper, if it is shown."""
        raise NotImplementedError

    def action_rate(self, stars: int) -> None:
        if papers := self.meant():
            self._change(lambda: rate(self.library, papers, stars))

    # Dialogs are pushed at once, not by a worker that waits for the answer: a key that was typed
    # right behind must not meet this screen.

    def action_status(self) -> None:
        papers = self.meant()

        def answered(status: Status | None) -> None:
            if status:
                self._change(lambda: set_status(self.library, papers, status))

        if papers:
            self.app.push_screen(StatusDialog(named(papers), papers[0].status), answered)

    def action_tag(self) -> None:
        papers = self.meant()

        def answered(wanted: TagChange | None) -> None:
            if wanted and (step := self._change(lambda: tag(self.library, papers, *wanted))):
                tell(self, f"Done: {step.label}" if step.changes else "The tags were so already.")

        if papers:
            tags = frozenset[str]().union(*(paper.tags for paper in papers))
            self.app.push_screen(TagsDialog(named(papers), tags), answered)

    def action_remove(self) -> None:
        papers = self.meant()
        if papers and self._change(lambda: remove(self.library, papers)):
            tell(self, f"Moved to the trash: {named(papers)}. Undo brings it back.")

    def action_undo(self) -> None:
        self._tell_and_show("Undone", self._change(lambda: undo(self.library)[0]))

    def action_redo(self) -> None:
        self._tell_and_show("Redone", self._change(lambda: redo(self.library)[0]))

    def action_note(self) -> None:
        """Hand the terminal to the editor; the text is a draft in a file until it is saved."""
        papers = self.meant()
        if not papers:
            return
        paper = papers[0]
        try:
            path = drafts.begin(self.library.folder, paper, paper.notes, ".md")
        except OSError as error:
            tell_error(self, error)
            return
        try:
            with self.app.suspend():
                text = edit(path, self.editor)
            step = write_notes(self.library, paper, text)
            drafts.finish(path)
        except SuspendNotSupported:
            drafts.finish(path)
            tell(self, "This terminal cannot be lent to an editor.", "error")
        except NotEdited as error:
            if holds(path, paper.notes):
                drafts.finish(path)
                tell_error(self, error)
            else:
                tell(self, f"{error}\nWhat it left is in {path}.", "error")
        except (CarrelError, OSError) as error:
            tell(self, f"{error}\nYour text is in {path}.", "error")
        else:
            self.take(step.changes)
            tell(self, "The notes are saved." if step.changes else "The notes are as they were.")

    def _change(self, make: Callable[[], Step]) -> Step | None:
        """Make a change and show it; if it is refused, say why."""
        try:
            step = make()
        except CarrelError as error:
            tell_error(self, error)
            return None
        self.take(step.changes)
        return step

    def _tell_and_show(self, done: str, step: Step | None) -> None:
        """Name what was undone or redone, and go to the paper if it was one."""
        if step:
            tell(self, f"{done}: {step.label.removeprefix('undo ').removeprefix('redo ')}")
            if len(step.changes) == 1:
                self.go_to(step.changes[0].uid)
