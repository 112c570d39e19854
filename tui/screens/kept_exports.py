"""The exports that are kept: what has become of each file, and writing them anew."""

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Static

from commands import kept_exports
from commands.kept_exports import BEHIND, EDITED, GONE, TROUBLE, UP_TO_DATE, State
from papers import CarrelError
from papers.text import visible
from storage import Library
from storage.kept_exports import KeptExport
from tui import keys
from tui.screens.choice import Confirm
from tui.toasts import tell, tell_error
from tui.widgets.candidate_list import CandidateList
from tui.widgets.candidate_list import Line as Row
from tui.widgets.key_line import KeyLine

LOOKS = {
    UP_TO_DATE: ("=", "unchanged"),
    BEHIND: ("<", "merged"),
    EDITED: ("!", "rejected"),
    GONE: ("?", "merged"),
    TROUBLE: ("!", "rejected"),
}
SAID = {EDITED: "edited by hand", GONE: "missing"}
NONE = (
    "There are no kept exports. E exports a search; ctrl+t there keeps the file up to date with it."
)


class KeptScreen(Screen[None]):
    """Looks at the files in the background; nothing is written but what is asked for."""

    BINDINGS = [*keys.IN_KEPT, *keys.HELP]
    SIGNS_SAID = (
        ("=", "is up to date"),
        ("<", "is behind the library"),
        ("!", "was edited by hand, or cannot be read"),
        ("?", "is missing"),
    )

    states: var[Sequence[State]] = var(())
    busy: var[str] = var("")

    def __init__(self, library: Library, cache_folder: str) -> None:
        super().__init__()
        self.library = library
        self.cache_folder = cache_folder

    def compose(self) -> ComposeResult:
        yield Static(id="kept-title")
        yield CandidateList()
        yield Static(id="kept-said")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(CandidateList).focus()
        self.action_look()

    # Looking

    def action_look(self) -> None:
        self._act("looking …", ())

    def _act(self, said: str, exports: Sequence[KeptExport], *, overwrite: bool = False) -> None:
        self.busy = said
        self._title()
        self._work(exports, overwrite)

    @work(thread=True, group="kept", exclusive=True)
    def _work(self, exports: Sequence[KeptExport], overwrite: bool) -> None:
        """Write these, then look at all."""
        written = [
            kept_exports.write(self.library, self.cache_folder, each, overwrite=overwrite)
            for each in exports
        ]
        states = kept_exports.states(self.library, self.cache_folder)
        self.app.call_from_thread(self._done, states, written)

    def _done(self, states: Sequence[State], written: Sequence[State]) -> None:
        if not self.is_attached:
            return
        self.busy = ""
        self._show(states)
        for state in written:
            if state.why:
                tell(self, state.why, "error")
        done = [state for state in written if state.state == UP_TO_DATE]
        if done:
            said = visible(done[0].export.path) if len(done) == 1 else f"{len(done):,} files"
            tell(self, f"Up to date: {said}.")

    def _show(self, states: Sequence[State]) -> None:
        self.states = states
        listed = self.query_one(CandidateList)
        listed.lines = [self._row(state) for state in states]
        listed.refresh()
        self._title()
        self._tell_of(listed.cursor)
        self.refresh_bindings()

    def _title(self) -> None:
        said = self.busy or f"{len(self.states):,}"
        self.query_one("#kept-title", Static).update(Content(f"Kept exports  · {said}"))

    def _row(self, state: State) -> Row:
        sign, look = LOOKS[state.state]
        text = f"{state.export.path}   {state.export.query or 'all papers'}"
        return Row(sign, text, SAID.get(state.state, state.state), look)

    def on_candidate_list_moved(self, message: CandidateList.Moved) -> None:
        message.stop()
        self._tell_of(message.place)
        self.refresh_bindings()

    def _tell_of(self, place: int) -> None:
        state = self.states[place] if place < len(self.states) else None
        if state:
            said = state.why or f"{state.export.format} of {state.export.query or 'all papers'}"
        else:
            said = "" if self.busy else NONE
        self.query_one("#kept-said", Static).update(Content(visible(said)))

    @property
    def state(self) -> State | None:
        place = self.query_one(CandidateList).cursor
        return self.states[place] if place < len(self.states) else None

    # What is done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:  # noqa: ARG002  # Textual's signature
        if not self.is_mounted or action not in ("write", "write_all", "forget"):
            return True
        if action == "write_all":
            return any(state.state in (BEHIND, GONE) for state in self.states)
        return self.state is not None

    def action_step(self, places: int) -> None:
        self.query_one(CandidateList).cursor += places

    def action_write(self) -> None:
        """Bring this one up to date; what somebody wrote into it is only replaced when asked."""
        state = self.state
        if not state:
            return
        export = state.export
        if state.state != EDITED:
            self._act("writing …", [export])
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._act("writing …", [export], overwrite=True)

        question = f"This file was edited by hand:\n{export.path}"
        self.app.push_screen(Confirm(question, "overwrite it"), answered)

    def action_write_all(self) -> None:
        wanted = [each.export for each in self.states if each.state in (BEHIND, GONE)]
        self._act("writing …", wanted)

    def action_forget(self) -> None:
        if not self.state:
            return
        try:
            kept_exports.forget(self.library, self.state.path)
        except CarrelError as error:
            tell_error(self, error)
        else:
            tell(self, "No longer kept up to date; the file stays. u in the list undoes it.")
        self.action_look()
