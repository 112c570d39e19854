"""Notes in a folder and in the library: what a sync would do, and the clashes that wait."""

import os
from collections.abc import Iterator, Sequence

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Static

from commands.sync_notes import (
    BOTH,
    CLASH,
    FILE,
    GONE,
    LIBRARY,
    NEW,
    SAME,
    Item,
    Plan,
    Synced,
    carry_out,
    plan,
)
from papers import CarrelError, Change
from papers.text import counted, visible
from storage import Library
from tui import keys
from tui.description import Part
from tui.toasts import tell, tell_error
from tui.widgets.candidate_list import CandidateList
from tui.widgets.candidate_list import Line as Row
from tui.widgets.key_line import KeyLine
from tui.widgets.line import Line
from tui.widgets.parts import Parts

WIDE = 100
SIGNS = {NEW: "+", FILE: ">", LIBRARY: "<", BOTH: "=", CLASH: "!", GONE: "-"}
SAID = {
    NEW: "a file is made",
    FILE: "the file is updated",
    LIBRARY: "the library is updated",
    BOTH: "both are updated",
    CLASH: "changed on both sides",
    GONE: "its file was deleted",
}
COUNTED = {  # one, or many
    NEW: ("new file", "new files"),
    FILE: ("file to update", "files to update"),
    LIBRARY: ("note to take over", "notes to take over"),
    BOTH: ("note to update on both sides", "notes to update on both sides"),
    CLASH: ("changed on both sides", "changed on both sides"),
    GONE: ("whose file was deleted", "whose files were deleted"),
}
LOOKS = {
    NEW: "added",
    FILE: "added",
    LIBRARY: "merged",
    BOTH: "merged",
    CLASH: "rejected",
    GONE: "left",
}
WINNERS = {
    "both": "both are kept",
    "library": "the library's text is kept",
    "file": "the file's text is kept",
}


EXPLAINED = (
    Part("Notes as files", "title"),
    Part("The notes of each paper become a Markdown file in the folder, for any editor; what is"
         " changed there comes back into the library."),
    Part(""),
    Part("First you see here what would be done. Nothing is written until you press enter, and"
         " nothing is ever deleted."),
)  # fmt: skip


class SyncScreen(Screen[tuple[Change, ...]]):
    """Answers with the changes that were made in the library."""

    BINDINGS = [*keys.IN_SYNC, *keys.HELP]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    SIGNS_SAID = tuple((SIGNS[kind], said) for kind, said in SAID.items())

    planned: var[Plan | None] = var(None)
    busy: var[str] = var("")

    def __init__(self, library: Library, folder: str) -> None:
        super().__init__()
        self.library = library
        self.folder = folder
        self.winners: dict[str, str] = {}
        self.changes: list[Change] = []
        self.items: Sequence[Item] = ()

    def compose(self) -> ComposeResult:
        yield Static(id="sync-title")
        yield Line(self.folder, sign="Folder of notes  ", hint="~/notes", id="sync-folder")
        with Horizontal(id="sync-desk"):
            yield CandidateList()
            yield Parts()
        yield KeyLine()

    def on_mount(self) -> None:
        self._title()
        self._tell_of(0)
        if self.folder:
            self.query_one(CandidateList).focus()
            self.action_look()
        else:
            self.query_one(Line).focus()

    def on_line_submitted(self, message: Line.Submitted) -> None:
        message.stop()
        if folder := message.text.strip() or message.line.hint:
            self.folder = os.path.abspath(os.path.expanduser(folder))
            self.winners.clear()
            self.query_one(CandidateList).focus()
            self.action_look()

    # What would be done

    def action_look(self) -> None:
        if not self.busy and self.folder:
            self.busy = "looking …"
            self._look()

    @work(thread=True, group="sync", exclusive=True)
    def _look(self) -> None:
        try:
            planned = plan(self.library, self.folder, self.winners)  # type: ignore[arg-type]  # names of sides
        except (CarrelError, OSError) as error:
            self.app.call_from_thread(self._refused, error)
        else:
            self.app.call_from_thread(self._show, planned)

    def _refused(self, error: CarrelError | OSError) -> None:
        self.busy = ""
        tell_error(self, error)

    def _show(self, planned: Plan) -> None:
        self.busy = ""
        self.planned = planned
        order = (CLASH, BOTH, LIBRARY, FILE, NEW, GONE)
        self.items = [item for kind in order for item in planned.of(kind)]
        listed = self.query_one(CandidateList)
        listed.lines = [
            *(Row(SIGNS[i.kind], i.path, self._beside(i), LOOKS[i.kind]) for i in self.items),
            *(Row("?", sentence, "", "left") for sentence in planned.left),
        ]
        listed.refresh()
        self._title()
        self._tell_of(listed.cursor)

    def _beside(self, item: Item) -> str:
        winner = self.winners.get(item.paper.uid)
        return WINNERS[winner] if winner else SAID[item.kind]

    def watch_busy(self) -> None:
        if self.is_mounted:
            self._title()

    def _title(self) -> None:
        said = self.busy
        if not said and self.planned:
            same = len(self.planned.of(SAME))
            kinds = [(kind, len(self.planned.of(kind))) for kind in SIGNS]
            counts = [f"{many:,} {COUNTED[kind][many > 1]}" for kind, many in kinds if many]
            counts += [f"{same:,} unchanged"] if same else []
            said = ", ".join(counts) or "there are no notes yet"
        if not self.folder:
            said = "type the folder of your notes, then press enter"
        text = f"  · {said}" if said else ""
        self.query_one("#sync-title", Static).update(Content(f"Notes sync{text}"))

    def on_candidate_list_moved(self, message: CandidateList.Moved) -> None:
        message.stop()
        self._tell_of(message.place)
        self.refresh_bindings()

    @property
    def item(self) -> Item | None:
        place = self.query_one(CandidateList).cursor
        return self.items[place] if place < len(self.items) else None

    def _tell_of(self, place: int) -> None:
        parts = self._parts(self.items[place]) if place < len(self.items) else EXPLAINED
        self.query_one(Parts).parts = tuple(parts)

    def _parts(self, item: Item) -> Iterator[Part]:
        yield Part(visible(item.path), "title")
        yield Part(self._beside(item))
        if item.why:
            yield Part(visible(item.why), "quote")
        if item.kind in (CLASH, LIBRARY, BOTH) and item.file:
            yield Part("")
            yield Part("The library says", "heading")
            yield Part(visible(item.paper.notes.strip(), newlines=True) or "nothing")
            yield Part("")
            yield Part("The file says", "heading")
            yield Part(visible(item.theirs.strip(), newlines=True))
        elif item.met:
            yield Part("")
            yield Part(visible(item.met.paper.notes.strip(), newlines=True))

    # What is decided and done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # Textual's signature
        if action == "decide" and self.is_mounted:
            item = self.item
            return bool(item and (item.kind == CLASH or item.paper.uid in self.winners))
        return True

    def action_step(self, places: int) -> None:
        self.query_one(CandidateList).cursor += places

    def action_decide(self, winner: str) -> None:
        if self.item:
            self.winners[self.item.paper.uid] = winner
            self.action_look()

    def action_folder(self) -> None:
        self.query_one(Line).focus()

    def action_run(self) -> None:
        if self.planned and not self.busy:
            self.busy = "syncing …"
            self._run(self.planned)

    @work(thread=True, group="sync", exclusive=True)
    def _run(self, planned: Plan) -> None:
        try:
            synced = carry_out(self.library, planned)
        except (CarrelError, OSError) as error:
            self.app.call_from_thread(self._refused, error)
        else:
            self.app.call_from_thread(self._done, synced)

    def _done(self, synced: Synced) -> None:
        self.busy = ""
        self.winners.clear()
        self.changes += synced.step.changes
        said = (
            f"{counted(len(synced.written), 'file')} written, "
            f"{counted(len(synced.step.changes), 'paper')} changed."
        )
        if synced.postponed:
            said += f" {len(synced.postponed):,} were being edited and wait for the next sync."
        if synced.refused:
            said += f" {len(synced.refused):,} cannot be written: {synced.refused[0]}"
        tell(self, said)
        self.action_look()

    def action_leave(self) -> None:
        if not self.busy:
            self.dismiss(tuple(self.changes))
