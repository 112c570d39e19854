"""The question what papers become, and where that goes: a file, a folder, the clipboard."""

import os
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from commands.export import NOTES
from papers.text import visible
from tui import keys
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
    """A format, and the file or folder; "" is the clipboard."""

    into: str
    path: str


class ExportDialog(ModalScreen[Wanted | None]):
    """Answers with what was chosen, None where the question was left."""

    BINDINGS = [*keys.IN_EXPORT, *keys.IN_DIALOGS]

    def __init__(self, about: str, folder: str) -> None:
        super().__init__()
        self.about = about
        self.folder = folder

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(visible(f"Export {self.about}")), classes="dialog-title")
            yield Options([Option(name) for _, name, _ in FORMATS])
            yield Line(self._path(0), sign="into ", hint="the clipboard", id="export-path")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Line).focus()

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

    def on_options_picked(self, message: Options.Picked) -> None:
        message.stop()
        self.query_one(Line).write(self._path(message.place))
        self.query_one(Line).refresh()

    def action_clipboard(self) -> None:
        into = FORMATS[self.query_one(Options).cursor][0]
        self.dismiss(Wanted(NOTES if into == FOLDER else into, CLIPBOARD))

    def on_line_submitted(self, message: Line.Submitted) -> None:
        message.stop()
        into = FORMATS[self.query_one(Options).cursor][0]
        path = os.path.expanduser(message.text.strip())
        self.dismiss(Wanted(into, os.path.abspath(path) if path else CLIPBOARD))
