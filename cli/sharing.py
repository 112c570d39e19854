"""`carrel export`."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.desk import Desk
from cli.grammar import UsageError
from commands.find import find, not_understood
from papers import BadValue, Paper
from papers.text import visible

if TYPE_CHECKING:
    from commands.export import Written
    from papers.outline import Outline
    from storage import Library

STDOUT = "-"


def export(
    desk: Desk,
    into: str,
    query: tuple[str, ...],
    output: str | None,
    of: str | None,
    entries_only: bool,
    overwrite: bool,
) -> int:
    from commands.export import NOTES, export_notes
    from commands.export import export as write
    from commands.files import write_text

    into_folder = into == NOTES and output not in (None, STDOUT)
    if overwrite and not into_folder:
        raise UsageError("--overwrite is for a folder of notes: carrel export markdown -o FOLDER")
    if of is not None and query:
        raise UsageError("--of is for all papers of a file: it goes without a query.")
    papers, outlines = _chosen(desk.library(read_only=True), " ".join(query), of)
    if into_folder:
        if os.path.isfile(str(output)):
            raise BadValue(f"{output} is a file: notes go into a folder, one file for each paper.")
        return _report(desk, export_notes(papers, str(output), overwrite=overwrite))
    text = write(papers, into, [] if entries_only else outlines)
    if output in (None, STDOUT):
        # a terminal would act on what is in a field; a file and a pipe get every byte
        desk.screen.out.write(visible(text, newlines=True) if desk.screen.is_terminal else text)
        return 0
    path = str(output)
    if os.path.isdir(path):
        raise BadValue(f"{path} is a folder: name the file to write.")
    write_text(path, text)
    desk.screen.tell(f"Wrote {len(papers):,} papers to {path}.")
    return 0


def _chosen(
    library: "Library", query: str, file: str | None
) -> tuple[Sequence[Paper], Sequence["Outline"]]:
    """The papers that are meant, and the layout of the files that they fill if these are whole."""
    from commands.export import of_file

    if file is not None:
        papers, outline = of_file(library, file)
        return papers, [outline]
    for words in not_understood(query):
        raise BadValue(f"{words!r} in the query means nothing: nothing was exported.")
    if query.strip():
        return list(find(library, query)), []
    return list(library), library.outlines()


def _report(desk: Desk, written: "Written") -> int:
    """Say what became of the notes; those that were left alone make it a job half done."""
    for path in written.kept:
        desk.screen.tell(f"{path} says something else and was left alone; --overwrite replaces it.")
    desk.screen.tell(
        f"{len(written.written):,} notes written, {len(written.unchanged):,} were so already"
        + (f", {len(written.kept):,} left alone." if written.kept else ".")
    )
    return 1 if written.kept else 0
