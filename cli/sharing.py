"""`carrel export`."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.desk import Desk
from cli.grammar import UsageError
from cli.settings import cache_folder
from papers import BadValue, Paper
from papers.text import visible

if TYPE_CHECKING:
    from commands.export import Written
    from papers.outline import Outline
    from storage import Library

STDIN = STDOUT = "-"


def export(
    desk: Desk,
    into: str,
    query: tuple[str, ...],
    output: str | None,
    of: str | None,
    entries_only: bool,
    overwrite: bool,
    keys_from: str | None,
    check: bool,
    keep: bool,
) -> int:
    from commands.export import NOTES, export_notes
    from commands.export import export as write

    path = "" if output in (None, STDOUT) else str(output)
    into_folder = into == NOTES and path != ""
    if overwrite and not into_folder:
        raise UsageError("--overwrite is for a folder of notes: carrel export markdown -o FOLDER")
    if (of is not None) + (keys_from is not None) + bool(query) > 1:
        raise UsageError("A query, --of and --keys-from each name the papers: give one of them.")
    if (check or keep) and not path:
        raise UsageError("--check and --keep are about a file: name it with -o FILE")
    if keep and (of or keys_from or entries_only or check or into_folder):
        raise UsageError("--keep remembers a format, a query and a file, and nothing else.")
    library = desk.library(read_only=not keep)
    papers, outlines, unknown = _chosen(desk, library, " ".join(query), of, keys_from)
    code = 1 if unknown else 0
    if into_folder:
        if os.path.isfile(path):
            raise BadValue(f"{path} is a file: notes go into a folder, one file for each paper.")
        if check:
            return _check_notes(desk, papers, path) or code
        return _report(desk, export_notes(papers, path, overwrite=overwrite)) or code
    text = write(papers, into, [] if entries_only else outlines)
    if not path:
        # a terminal would act on what is in a field; a file and a pipe get every byte
        desk.screen.out.write(visible(text, newlines=True) if desk.screen.is_terminal else text)
        return code
    if os.path.isdir(path):
        raise BadValue(f"{path} is a folder: name the file to write.")
    if check:
        return _check(desk, path, text) or code
    _write(desk, path, text, len(papers))
    if keep:
        _keep(desk, library, into, " ".join(query), path, text)
    return code


def _chosen(
    desk: Desk, library: "Library", query: str, file: str | None, keys_from: str | None
) -> "tuple[Sequence[Paper], Sequence[Outline], Sequence[str]]":
    """The papers that are meant, the layout of the files that they fill, and keys of no paper."""
    from commands.export import chosen, of_file

    if keys_from is not None:
        from commands.cited_keys import cited, keys_in_file, keys_in_text

        if keys_from == STDIN:
            keys = keys_in_text(sys.stdin.buffer.read().decode("utf-8", "replace"))
        else:
            keys = keys_in_file(keys_from)
        found = cited(library, keys)
        if not keys:
            desk.screen.tell("Nothing is cited there: no key was found.")
        for key in found.unknown:
            desk.screen.tell(f"No paper has the key {visible(key)}.")
        return found.papers, [], found.unknown
    if file is not None:
        papers, outline = of_file(library, file)
        return papers, [outline], ()
    return *chosen(library, query, cache_folder(desk.environ)), ()


def _write(desk: Desk, path: str, text: str, count: int) -> None:
    from commands.files import write_text

    write_text(path, text)
    desk.screen.tell(f"Wrote {count:,} papers to {path}.")


def _keep(desk: Desk, library: "Library", into: str, query: str, path: str, text: str) -> None:
    from commands.kept_exports import keep, remember

    keep(library, into, query, path)
    remember(library, cache_folder(desk.environ), path, text)
    desk.screen.tell("It is kept: `carrel exports --write` brings it up to date.")


def _check(desk: Desk, path: str, text: str) -> int:
    from commands.export import difference

    if said := difference(path, text):
        desk.screen.tell(said)
        return 1
    return 0


def _check_notes(desk: Desk, papers: Sequence[Paper], folder: str) -> int:
    from commands.export import differing_notes

    said = differing_notes(papers, folder)
    for sentence in said:
        desk.screen.tell(sentence)
    return 1 if said else 0


def _report(desk: Desk, written: "Written") -> int:
    """Say what became of the notes; those that were left alone make it a job half done."""
    for path in written.kept:
        desk.screen.tell(f"{path} says something else and was left alone; --overwrite replaces it.")
    desk.screen.tell(
        f"{len(written.written):,} notes written, {len(written.unchanged):,} were so already"
        + (f", {len(written.kept):,} left alone." if written.kept else ".")
    )
    return 1 if written.kept else 0
