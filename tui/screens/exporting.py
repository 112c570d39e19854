"""The question what papers become, and where that goes: a file, a folder, the clipboard."""

import os
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import var
from textual.widgets import Static

from commands.export import NOTES
from papers.text import visible
from tui import keys
from tui.screens.dialog import Dialog
from tui.widgets.key_line import KeyLine
from tui.widgets.line import Line
from tui.widgets.options import Option, Options

CLIPBOARD = ""  # the file's name that stands for it
FOLDER = "notes"  # one Markdown note for each paper, in a folder
FORMATS = (
    ("bibtex", "BibTeX", "papers.bib"),
    (NOTES, "Markdown, all in one", "papers.md"),
    (FOLDER, "Markdown, a note for each paper in a folder", "notes"),
)


class Wanted(NamedTuple):
    """A format, and the file or folder; "" is the clipboard. A kept file follows the search."""

    into: str
    path: str
    keep: bool = False


class PathLine(Line):
    """Where the file's name is typed."""

    BINDINGS = [keys.IN_EXPORT[0]]


class ExportDialog(Dialog[Wanted | None]):
    """Answers with what was chosen, None where the question was left.

    A file can be kept where it is a query that picks the papers; "" is that of all of them."""

    BINDINGS = [*keys.IN_EXPORT[1:], *keys.IN_DIALOGS]

    keep: var[bool] = var(False)

    def __init__(self, about: str, folder: str, query: str | None) -> None:
        super().__init__()
        self.query_kept = query
        self.about = about
        self.folder = folder

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(visible(f"Export {self.about}")), classes="dialog-title")
            yield Options([Option(name) for _, name, _ in FORMATS])
            yield PathLine(self._path(0), sign="into ", hint="the clipboard", id="export-path")
            yield Static(id="export-keep", classes="dialog-help")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Line).focus()
        self._tell_keep()

    @property
    def can_keep(self) -> bool:
        """Whether there is a query, and one file that can follow it."""
        return self.query_kept is not None and FORMATS[self.query_one(Options).cursor][0] != FOLDER

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:  # noqa: ARG002  # Textual's signature
        return action != "keep" or (self.is_mounted and self.can_keep)

    def action_keep(self) -> None:
        """Whether the file is to follow the search from now on."""
        self.keep = not self.keep
        self._tell_keep()

    def _tell_keep(self) -> None:
        what = visible(self.query_kept or "").strip() or "all papers"
        if not self.can_keep:
            said = ""
        elif self.keep:
            said = f"Kept up to date: W writes it again with {what}."
        else:
            said = "Written once; ctrl+t keeps it up to date with the search."
        self.query_one("#export-keep", Static).update(Content(said))
        self.refresh_bindings()

    def _path(self, place: int) -> str:
        return os.path.join(self.folder, FORMATS[place][2])

    def action_step(self, places: int) -> None:
        """Another format; a path that was not touched takes its ending."""
        options, line = self.query_one(Options), self.query_one(Line)
        before = options.cursor
        options.cursor += places
        if line.text == self._path(before):
            line.write(self._path(options.cursor))
            line.refresh()
        self._tell_keep()

    def on_options_picked(self, message: Options.Picked) -> None:
        message.stop()
        self.query_one(Line).write(self._path(message.place))
        self.query_one(Line).refresh()
        self._tell_keep()

    def action_clipboard(self) -> None:
        into = FORMATS[self.query_one(Options).cursor][0]
        self.dismiss(Wanted(NOTES if into == FOLDER else into, CLIPBOARD))

    def on_line_submitted(self, message: Line.Submitted) -> None:
        message.stop()
        into = FORMATS[self.query_one(Options).cursor][0]
        path = os.path.expanduser(message.text.strip())
        keep = bool(path) and self.keep and self.can_keep
        self.dismiss(Wanted(into, os.path.abspath(path) if path else CLIPBOARD, keep))
