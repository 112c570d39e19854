"""Judging: stars, status, priority, tags, the trash, and the way back."""

from typing import TYPE_CHECKING

from commands.prioritise import prioritise
from commands.rate import rate
from commands.remove import remove
from commands.set_status import set_status
from commands.tag import tag
from commands.undo import redo, undo
from papers import Status
from papers.text import counted
from storage import Step
from storage.step import NO_STEP, Pending
from tui.desk import FEW, Desk
from tui.toasts import tell

if TYPE_CHECKING:
    from tui.screens.choice import Confirm

MANY = 50  # papers that are not changed back, and
SOME = 2  # that do not leave the list, without a question

# Dialogs are pushed at once, not by a worker that waits for the answer: a key that was typed right
# behind must not meet the main screen.


class Judging(Desk):
    """What is said about papers; it is about those marked, or the one under the cursor."""

    def action_rate(self, stars: int) -> None:
        said = self.glyphs.stars(stars) if stars else "No stars"
        self.change_meant(
            "Rating",
            lambda papers: rate(self.library, papers, stars),
            lambda who: f"{said} for {who}.",
            lambda who: f"{said} for {who} already.",
            quiet=True,
        )

    def action_status(self) -> None:
        from tui.screens.judgement import ask_status

        def answered(status: Status | None) -> None:
            if status:
                self.change_meant(
                    "Setting the status of",
                    lambda papers: set_status(self.library, papers, status),
                    lambda who: f"Status {status.value}: {who}.",
                    lambda who: f"Status {status.value} already: {who}.",
                    quiet=True,
                )

        if uids := self.meant():
            current = self.paper.status if self.paper else None
            self.app.push_screen(ask_status(self.said_of(uids), current, self.glyphs), answered)

    def action_priority(self) -> None:
        from tui.screens.judgement import PRIORITIES, ask_priority

        def answered(priority: int | None) -> None:
            if priority is not None:
                self.change_meant(
                    "Setting the priority of",
                    lambda papers: prioritise(self.library, papers, priority),
                    lambda who: f"Priority {PRIORITIES[priority]}: {who}.",
                    lambda who: f"Priority {PRIORITIES[priority]} already: {who}.",
                )

        if uids := self.meant():
            current = self.paper.priority if self.paper else None
            self.app.push_screen(ask_priority(self.said_of(uids), current), answered)

    def action_tag(self) -> None:
        from tui.screens.tags import TagChange, TagsDialog

        def answered(wanted: TagChange | None) -> None:
            if wanted:
                signs = [f"+{each}" for each in wanted.add] + [f"-{each}" for each in wanted.remove]
                self.change_meant(
                    "Tagging",
                    lambda papers: tag(self.library, papers, *wanted),
                    lambda who: f"Tagged {who}: {' '.join(signs)}.",
                    lambda who: f"Tagged so already: {who}.",
                )

        if uids := self.meant():
            tagged = [paper.tags for paper in self.read(uids[:FEW])]
            known = self.known_tags()
            self.app.push_screen(TagsDialog(self.said_of(uids), tagged, known), answered)

    def known_tags(self) -> list[tuple[str, int]]:
        """The library's tags and how many papers have each."""
        raise NotImplementedError

    def action_remove(self) -> None:
        self.change_meant(
            "Removing",
            lambda papers: remove(self.library, papers),
            lambda who: f"Moved to the trash: {who}.",
            lambda who: f"In the trash already: {who}.",
        )

    def action_undo(self) -> None:
        """Take the last change back; one of very many papers only when that is meant."""
        large: list[Pending] = []

        def agree(pending: Pending) -> bool:
            if question(pending.label, pending.papers, pending.leaving):
                large.append(pending)
            return not large

        step = self.change(lambda: (*undo(self.library, agree=agree), NO_STEP)[0])
        if large:
            self._ask_to_undo(large[0])
        else:
            self._tell_and_show("Undone", step)

    def _ask_to_undo(self, pending: Pending) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self.change_behind(
                    f"Undoing {pending.label}",
                    lambda: undo(self.library, step=pending.id)[0],
                    f"Undone: {pending.label}. ctrl+r redoes it.",
                )

        self.app.push_screen(confirm_undo(pending.label, pending.papers, pending.leaving), answered)

    def action_redo(self) -> None:
        self._tell_and_show("Redone", self.change(lambda: redo(self.library)[0]))

    def _tell_and_show(self, done: str, step: Step | None) -> None:
        """Name what was undone or redone, and go to the paper if it was one."""
        if step:
            back = "ctrl+r redoes it" if done == "Undone" else "u undoes it"
            label = step.label.removeprefix("undo ").removeprefix("redo ")
            tell(self, f"{done}: {label}. {back}.")
            if len(step.changes) == 1:
                self.go_to(step.changes[0].uid)


def question(label: str, papers: int, leaving: int) -> str:
    """What is asked before so much is taken back; "" where nothing is."""
    if leaving >= SOME:
        return f"Undo “{label}”? {counted(leaving, 'paper')} leave the list."
    if papers >= MANY:
        return f"Undo “{label}”? {counted(papers, 'paper')} change back."
    return ""


def confirm_undo(label: str, papers: int, leaving: int) -> "Confirm":
    from tui.screens.choice import Confirm

    asked = question(label, papers, leaving)
    return Confirm(asked, "undo it; ctrl+r would redo it", enter=True)
