"""Adding papers: paste anything, and look at what it is before it comes in."""

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from commands.bring_in import Gathered, gather, plan
from commands.import_papers import Receipt
from commands.look_up import LookUp
from papers import CarrelError
from storage import Library
from tui import keys
from tui.glyphs import Glyphs
from tui.screens.review import Came, GivenUp, ReviewScreen
from tui.toasts import tell, tell_error
from tui.widgets.key_line import KeyLine
from tui.widgets.note_text import SIGNS
from tui.widgets.written_text import WrittenText

HELP = """\
Paste or type anything that names papers, then press ctrl+s:
  a DOI, an arXiv number or an address · BibTeX, RIS, CSL or another entry
  a page of abstracts, a list, a mail · the path of a file or a folder\
"""


class PastedText(WrittenText):
    """What was pasted; what a terminal would act on is shown as a sign and stays what it is."""

    def get_line(self, line_index: int):  # type: ignore[no-untyped-def]  # Rich's Text, as Textual has it
        line = super().get_line(line_index)
        line.plain = line.plain.translate(SIGNS)
        return line


class AddScreen(Screen[Came | None]):
    """Answers with what came in; a text that it is given is read at once."""

    BINDINGS = [*keys.IN_ADDING, *keys.HELP]

    busy: var[str] = var("")

    def __init__(
        self,
        library: Library,
        glyphs: Glyphs,
        *,
        text: str = "",
        attach: str = "copy",
        look_up: LookUp | None = None,
    ) -> None:
        super().__init__()
        self.library = library
        self.glyphs = glyphs
        self.text = text
        self.attach = attach
        self.look_up = look_up
        self._known: list[str] = []  # the text given, and that which was warned of

    def compose(self) -> ComposeResult:
        yield Static(Content("Adding papers"), id="adding-title")
        yield Static(Content(HELP), id="adding-help")
        yield PastedText(self.text, tab_behavior="focus", placeholder="10.1000/182")
        yield KeyLine()

    def on_mount(self) -> None:
        area = self.query_one(PastedText)
        area.cursor_blink = False
        area.focus()
        self._known = [area.text]
        if self.text.strip():
            self.action_read()

    def watch_busy(self, busy: str) -> None:
        if self.is_mounted:
            said = f"Adding papers  · {busy}" if busy else "Adding papers"
            self.query_one("#adding-title", Static).update(Content(said))

    def action_read(self) -> None:
        if not self.busy:
            self.busy = "reading …"
            self._read(self.query_one(PastedText).text)

    def action_leave(self) -> None:
        """Stop what is being done, or go back; from what was typed at the second time."""
        typed = self.query_one(PastedText).text
        if self.busy:
            self.workers.cancel_group(self, "read")
            self.busy = ""
        elif typed.strip() and typed not in self._known:
            self._known[1:] = [typed]
            tell(self, "Not added yet: ctrl+s reads it, escape again discards it.", "warning")
        else:
            self.dismiss(None)

    @work(thread=True, group="read", exclusive=True, exit_on_error=False)
    def _read(self, text: str) -> None:
        worker = get_current_worker()

        def progress(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise GivenUp("Stopped: nothing was added.")
            if total > 1:
                self.app.call_from_thread(self._at, done, total)

        try:
            gathered = gather(
                self.library, text, attach=self.attach, look_up=self.look_up, progress=progress
            )
            receipt = plan(self.library, gathered, progress=progress)
        except (CarrelError, OSError) as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._refused, error)
        else:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._review, gathered, receipt)

    def _at(self, done: int, total: int) -> None:
        self.busy = f"reading {done:,} of {total:,}, escape stops it"

    def _refused(self, error: CarrelError | OSError) -> None:
        self.busy = ""
        tell_error(self, error)

    def _review(self, gathered: Gathered, receipt: Receipt) -> None:
        self.busy = ""

        def answered(came: Came | None) -> None:
            if came:
                self.dismiss(came)

        self.app.push_screen(
            ReviewScreen(self.library, gathered, receipt, self.glyphs, self.look_up), answered
        )
