"""Handing papers on: opened in another program, copied, exported, notes synced."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work

from papers import CarrelError, Change, Paper
from papers.text import counted
from tui.deeds.searching import Searching
from tui.toasts import tell, tell_error

if TYPE_CHECKING:
    from commands.export import Written

MOST_COPIED = 100_000  # characters: terminals throw away more, and say nothing
LETTERS = {
    "key": "k", "latex": "l", "pandoc": "p", "typst": "t", "org": "o", "note": "n",
    "reference": "r", "markdown": "m", "url": "u", "bibtex": "b",
}  # fmt: skip
MEANINGS = {
    "key": "the citation key", "latex": "\\cite{key}", "pandoc": "[@key]", "typst": "@key",
    "org": "[cite:@key]", "note": "[[@key]], a link for notes", "reference": "a line of a list",
    "markdown": "a link with the title", "url": "where it is on the web", "bibtex": "the entry",
}  # fmt: skip


class Sharing(Searching):
    """What leaves the library; it is about the papers marked, or the one under the cursor."""

    open_command: str = ""
    cache_folder: str = ""
    notes_folder: str = ""

    def action_open_file(self, web: bool = False) -> None:
        """Say what is opened, then hand it to the system's opener."""
        if not self.paper:
            return
        from commands.open import target

        try:
            what = target(self.library.folder, self.paper, web=web)
        except CarrelError as error:
            tell_error(self, error)
            return
        tell(self, f"Opening {what}")
        self._launch(what)

    @work(thread=True, group="open")
    def _launch(self, what: str) -> None:
        from commands.open import launch

        try:
            launch(what, self.open_command)
        except CarrelError as error:
            self.app.call_from_thread(tell_error, self, error)

    def action_copy(self) -> None:
        from commands.cite import FORMS
        from tui.screens.choice import Answer, Choice

        uids = self.meant()

        def answered(form: str | None) -> None:
            if form:
                self._copy_as(self.read(uids), form)

        if uids:
            answers = [Answer(form, LETTERS[form], form, MEANINGS[form]) for form in FORMS]
            self.app.push_screen(Choice(f"Copy {self.said_of(uids)} as", answers), answered)

    def _copy_as(self, papers: Sequence[Paper], form: str) -> None:
        from commands.cite import cite

        try:
            text = cite(papers, form)
        except CarrelError as error:
            tell_error(self, error)
        else:
            self._copy(text, f"Copied: {' '.join(text.split())[:80]}")

    def _copy(self, text: str, said: str) -> None:
        """Through the terminal (OSC 52), so that it also works over ssh."""
        if len(text) > MOST_COPIED:
            tell(self, "That is too much for a clipboard: export it to a file.", "warning")
            return
        self.app.copy_to_clipboard(text)
        tell(self, said)

    def action_sync(self) -> None:
        from commands.sync_notes import last_folder
        from tui.screens.syncing import SyncScreen

        def answered(changes: tuple[Change, ...] | None) -> None:
            self.notes_folder = screen.folder
            self.take(changes or ())

        screen = SyncScreen(self.library, self.notes_folder or last_folder(self.library))
        self.app.push_screen(screen, answered)

    def action_kept(self) -> None:
        from tui.screens.kept_exports import KeptScreen

        self.app.push_screen(KeptScreen(self.library, self.cache_folder))

    def action_export(self) -> None:
        from tui.screens.exporting import ExportDialog, Wanted

        uids = self.marks.uids() if self.marks else self.view.uids
        if not uids:
            return

        query = None if self.marks or self.alike else self.query_text

        def answered(wanted: Wanted | None) -> None:
            if wanted:
                kept = query if wanted.keep else None
                self._export(list(uids), wanted.into, wanted.path, kept)

        about = f"{len(uids):,} papers" if len(uids) > 1 else self.said_of(uids)
        self.app.push_screen(ExportDialog(about, os.getcwd(), query), answered)

    def _export(self, uids: Sequence[str], into: str, path: str, query: str | None) -> None:
        """Into a file, or the clipboard; with a query the file follows it from now on."""
        from tui.screens.choice import Confirm
        from tui.screens.exporting import CLIPBOARD

        if path == CLIPBOARD:
            self._write(uids, into, "", None)
        elif os.path.isfile(path):

            def answered(yes: bool | None) -> None:
                if yes:
                    self._write(uids, into, path, query)

            question = f"This file exists already:\n{path}"
            self.app.push_screen(Confirm(question, "overwrite it"), answered)
        else:
            self._write(uids, into, path, query)

    @work(thread=True, group="export", exclusive=True)
    def _write(self, uids: Sequence[str], into: str, path: str, query: str | None) -> None:
        from commands import kept_exports
        from commands.export import export, export_notes
        from commands.files import write_text
        from tui.screens.exporting import FOLDER

        try:
            papers = self.read(uids)
            if into == FOLDER:
                said = _said(export_notes(papers, path), path)
            elif query is not None:
                kept_exports.begin(self.library, self.cache_folder, into, query, path)
                said = f"Wrote {path}; W keeps it up to date with this search."
            elif path:
                write_text(path, export(papers, into))
                said = f"Wrote {counted(len(papers), 'paper')} to {path}."
            else:
                text = export(papers, into)
                said = f"Copied {counted(len(papers), 'paper')}."
                self.app.call_from_thread(self._copy, text, said)
                return
        except (CarrelError, OSError) as error:
            self.app.call_from_thread(tell_error, self, error)
        else:
            self.app.call_from_thread(tell, self, said)


def _said(written: "Written", folder: str) -> str:
    said = f"{counted(len(written.written), 'note')} written into {folder}"
    if written.unchanged:
        said += f", {len(written.unchanged):,} unchanged"
    if written.kept:
        said += f", {len(written.kept):,} edited by hand and left alone"
    return f"{said}."
