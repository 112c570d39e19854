"""Other screens over the main one: history, trash, log, help; and how the list is arranged."""

from collections.abc import Callable, Sequence
from itertools import islice

from textual.reactive import var

from commands.purge import purge
from commands.restore import restore
from commands.undo import undo
from papers import Paper
from papers.text import counted
from storage import Step
from tui import columns, keymap
from tui.deeds.judging import confirm_undo, question
from tui.desk import UNDO, Desk
from tui.toasts import tell
from tui.widgets.paper_list import Order

MOST_STEPS = 500
SORTS = {
    "": ("d", "usual", "best match, else newest first"),
    "added": ("a", "added", "when it came into the library"),
    "modified": ("m", "changed", "when it was last changed"),
    "year": ("y", "year", ""),
    "author": ("n", "author's name", ""),
    "title": ("t", "title", ""),
    "venue": ("v", "venue", ""),
    "rating": ("r", "rating", ""),
    "priority": ("p", "priority", ""),
    "status": ("s", "status", ""),
    "key": ("k", "citation key", ""),
}
DOWN_FIRST = frozenset({"added", "modified", "year", "rating"})


class Looking(Desk):
    """The order and the columns are part of what the main screen shows."""

    order: var[Order] = var(Order(), init=False)
    names: var[tuple[str, ...]] = var(columns.USUAL)

    def action_history(self) -> None:
        from tui.screens.history import HistoryScreen

        paper = self.paper
        if not paper:
            return
        uid = paper.uid

        def undone(step: Step, show: Callable[[], None]) -> None:
            def answered(yes: bool | None) -> None:
                made = self.change(lambda: undo(self.library, step=step.id)[0]) if yes else None
                if made:
                    tell(self, f"Undone: {made.label.removeprefix('undo ')}. {UNDO}")
                    show()

            leaving = sum(each.before is None for each in step.changes)
            if question(step.label, len(step.changes), leaving):
                asked = confirm_undo(step.label, len(step.changes), leaving)
                self.app.push_screen(asked, answered)
            else:
                answered(True)

        def steps() -> Sequence[Step]:
            return list(islice(self.library.history(uid), MOST_STEPS))

        self.app.push_screen(HistoryScreen(self.said_of([uid]), uid, steps, undone))

    def action_trash(self) -> None:
        from tui.screens.trash import TrashScreen

        def back(papers: Sequence[Paper]) -> bool:
            step = self.change(lambda: restore(self.library, papers))
            if step:
                tell(self, f"Restored: {papers[0].key}. {UNDO}")
                self.go_to(papers[0].uid)
            return step is not None

        def gone(papers: Sequence[Paper]) -> bool:
            step = self.change(lambda: purge(self.library, papers))
            if step:
                tell(self, f"Deleted {counted(len(papers), 'paper')}. {UNDO}")
            return step is not None

        self.app.push_screen(TrashScreen(self.library.trash, restore=back, purge=gone))

    def action_log(self) -> None:
        from tui.screens.log import LogScreen

        self.app.push_screen(LogScreen(tuple(self.app.diary.entries)))  # type: ignore[attr-defined]

    def action_help(self) -> None:
        from tui.screens.help import of_the_list

        described = keymap.by_subject(self.app, self.every_binding)
        self.app.push_screen(of_the_list(described, self.glyphs))

    def action_sort(self) -> None:
        from tui.screens.choice import Answer, Choice

        answers = [Answer(field, *said) for field, said in SORTS.items()]

        def answered(field: str | None) -> None:
            if field is not None:
                self.sort_by(field)

        self.app.push_screen(Choice("Sort by", answers, self.order.field), answered)

    def action_columns(self) -> None:
        from tui.screens.columns import ColumnsDialog

        def answered(names: tuple[str, ...] | None) -> None:
            if names is not None:
                self.names = names

        self.app.push_screen(ColumnsDialog(self.names), answered)

    def sort_by(self, field: str) -> None:
        """Sort by a field; by the same once more, and the other way round."""
        again = field == self.order.field
        down = not self.order.down if again else field in DOWN_FIRST
        self.order = Order(field, down and bool(field))
