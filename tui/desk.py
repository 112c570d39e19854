"""What every action of the main screen may rely on: the library, the papers meant, how to change.

Actions live in `tui/deeds/`, a class for each subject; the main screen is made of them.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from textual import work
from textual.binding import ActiveBinding
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen

from papers import CarrelError, Change, Paper
from storage import Library, Step
from tui.catalogue import Catalogue
from tui.glyphs import Glyphs
from tui.toasts import note, tell, tell_error
from tui.view import NO_MARKS, Marks, View

UNDO = "u undoes it."
FEW = 300  # papers that are changed at once; more are changed while the screen goes on

Make = Callable[[Sequence[Paper]], Step]


class Desk(Screen[None]):
    """A screen on a library; what a command changed is handed to `take`."""

    view: var[View] = var(View())
    marks: var[Marks] = var(NO_MARKS)
    paper: var[Paper | None] = var(None)
    busy: var[str] = var("")  # what is being done in the background

    class Made(Message):
        """A change in the background is done, or was refused."""

        def __init__(self, step: Step | None, said: str, error: CarrelError | None) -> None:
            self.step = step
            self.said = said
            self.error = error
            super().__init__()

    def __init__(self, library: Library, glyphs: Glyphs) -> None:
        super().__init__()
        self.library = library
        self.glyphs = glyphs
        self.catalogue = Catalogue(library)

    def take(self, changes: Iterable[Change]) -> None:
        """Show what was changed."""
        raise NotImplementedError

    def go_to(self, uid: str) -> None:
        """Put the cursor on that paper, if it is shown."""
        raise NotImplementedError

    def show_query(self, text: str) -> None:
        """Put this into the search line, as if it had been typed."""
        raise NotImplementedError

    def focus_list(self) -> None:
        """The next key is for the list."""
        raise NotImplementedError

    @property
    def every_binding(self) -> dict[str, ActiveBinding]:
        """What keys do at the moment, whatever has the focus."""
        raise NotImplementedError

    def meant(self) -> Sequence[str]:
        """The papers that the next key is about: those marked, or the one under the cursor."""
        if self.marks:
            return self.marks.uids()
        return [self.paper.uid] if self.paper else []

    def said_of(self, uids: Sequence[str]) -> str:
        """Which papers those are, in a word or two."""
        paper = self.catalogue.paper(uids[0]) if len(uids) == 1 else None
        return (paper.key or paper.title or paper.uid) if paper else f"{len(uids):,} papers"

    def read(self, uids: Sequence[str]) -> list[Paper]:
        """Those of the papers that are still there."""
        return [paper for uid in uids if (paper := self.catalogue.read(uid))]

    def change(self, make: Callable[[], Step]) -> Step | None:
        """Make a change and show it; if it is refused, say why."""
        if self._is_hindered():
            return None
        try:
            step = make()
        except CarrelError as error:
            tell_error(self, error)
            return None
        if step.label:
            note(self, step.label)
        self.take(step.changes)
        return step

    def _is_hindered(self) -> bool:
        """Whether no change can be made now; then that is said."""
        if self.busy:
            tell(self, f"{self.busy} is not finished yet: try again in a moment.", "warning")
        return bool(self.busy)

    def change_meant(
        self,
        doing: str,
        make: Make,
        said: Callable[[str], str],
        already: Callable[[str], str],
        *,
        quiet: bool = False,
    ) -> None:
        """Change the papers that are meant, as one step; `said` makes the toast.

        `already` makes the one for papers that were so before. A `quiet` change of one paper has
        none: what it did is in front of the eyes."""
        uids = self.meant()
        if not uids:
            return
        who = self.said_of(uids)
        if len(uids) <= FEW:
            papers = self.read(uids)
            step = self.change(lambda: make(papers))
            if step and not step.changes:
                tell(self, already(who))
            elif step and not (quiet and len(uids) == 1):
                tell(self, f"{said(who)} {UNDO}")
        else:
            change = partial(self._make_of, uids, make)
            self.change_behind(f"{doing} {who}", change, f"{said(who)} {UNDO}")

    def _make_of(self, uids: Sequence[str], make: Make) -> Step:
        return make(self.read(uids))

    def change_behind(self, doing: str, make: Callable[[], Step], said: str) -> None:
        """Make a change that takes a while; the screen goes on."""
        if self._is_hindered():
            return
        self.busy = doing
        tell(self, f"{doing} …")
        self._change_behind(make, said)

    @work(thread=True, group="change")
    def _change_behind(self, make: Callable[[], Step], said: str) -> None:
        try:
            step = make()
        except CarrelError as error:
            self.post_message(self.Made(None, said, error))
        else:
            self.post_message(self.Made(step, said, None))

    def on_desk_made(self, message: Made) -> None:
        self.busy = ""
        if message.step:
            note(self, message.step.label)
            self.take(message.step.changes)
            tell(self, message.said)
        elif message.error:
            tell_error(self, message.error)
