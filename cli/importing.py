"""`carrel import`, and the files that `carrel add` is given: read, planned, written, told."""

import contextlib
import os
import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cli.desk import Desk
from cli.fetching import tell_waits
from cli.files import looked_up
from cli.grammar import UsageError, suggestion
from cli.import_receipt import print_receipt
from cli.main import INTERRUPTED
from cli.progress import Progress
from cli.receipts import count
from commands import attach, reading
from commands.import_papers import import_papers, rehearse
from commands.keep import keep_blocks, keep_rejects
from commands.reading import CERTAIN, Given
from commands.tag import checked as checked_tag
from importers import FORMATS, Imported
from papers import BadValue, LibraryMissing, Paper, timestamp

STDIN = "-"


class Wishes(NamedTuple):
    """How papers are to come in, and how that is to be told."""

    from_: str = ""
    tags: frozenset[str] = frozenset()
    on_duplicate: str | None = None
    dry_run: bool = False
    json: bool = False
    look_up: bool = False  # the identifiers that are in PDFs


def import_files(
    desk: Desk,
    files: tuple[str, ...],
    clipboard: bool,
    from_: str | None,
    tag: tuple[str, ...],
    on_duplicate: str | None,
    dry_run: bool,
    json: bool,
) -> int:
    if from_ is not None and from_ not in FORMATS:
        raise UsageError(f"Cannot read {from_!r}{suggestion(from_, FORMATS)}")
    if not files and not clipboard:
        raise UsageError("Say what to import: a file, a folder, - for stdin, or --clipboard.")
    tags = frozenset(map(checked_tag, tag))
    wishes = Wishes(from_ or "", tags, on_duplicate, dry_run, json)
    return take_in(desk, [*_copied(clipboard), *named(files)], wishes)


def named(files: Iterable[str]) -> list[Given]:
    """What the words of a command line name, in their order."""
    files = list(dict.fromkeys(files))
    if STDIN not in files:
        return reading.paths(files)
    at = files.index(STDIN)
    return [
        *reading.paths(files[:at]),
        Given("stdin", _stdin),
        *reading.paths(files[at + 1 :]),
    ]


def take_in(
    desk: Desk, given: Sequence[Given], wishes: Wishes, identified: Sequence[Paper] = ()
) -> int:
    """Import all that is given, and papers that are known already, as one step."""
    began = timestamp(time.time())
    try:
        code = _take_in(desk, given, wishes, identified)
    except KeyboardInterrupt:
        if _was_written(desk, began):
            desk.screen.tell("Interrupted when all was written: `carrel undo` takes it back.")
        else:
            desk.screen.tell("Interrupted: nothing came in, and the library is as it was.")
        return INTERRUPTED
    with contextlib.suppress(KeyboardInterrupt):
        desk.close()  # all is written; that its snapshot is written anew as well can wait
    return code


def _take_in(
    desk: Desk, given: Sequence[Given], wishes: Wishes, identified: Sequence[Paper]
) -> int:
    given = [_typed(desk, item) for item in given]
    began = time.monotonic()
    with Progress(desk.screen, "Reading", quiet=wishes.json, began=began) as progress:
        read = reading.read(given, wishes.from_, progress)
    asked = read.imported.papers if wishes.look_up else ()
    got = looked_up(desk, asked, dry_run=wishes.dry_run)
    imported = _with(read.imported, got.papers, identified)
    how_files = str(desk.settings.value("files.attach"))
    imported, places = attach.placed(desk.settings.library(), imported, how_files)
    how = wishes.on_duplicate or str(desk.settings.value("import.on-duplicate"))
    kept: list[str] = []
    nothing = not imported.papers and not any(reject.text for reject in imported.rejected)
    with Progress(desk.screen, "Taking in", quiet=wishes.json, began=began) as progress:
        if wishes.dry_run or nothing:
            receipt = rehearse(
                papers_there(desk), imported, tags=wishes.tags, on_duplicate=how, progress=progress
            )
        else:
            library = desk.library(create=True)
            receipt = import_papers(
                library, imported, label=_label(given, identified), tags=wishes.tags,
                on_duplicate=how, places=places, progress=progress,
            )  # fmt: skip
            kept = keep_rejects(library.folder, imported.rejected, read.formats)
            kept += keep_blocks(library.folder, read.beside)
    code = print_receipt(
        desk, receipt, imported, kept, read, dry_run=wishes.dry_run, json=wishes.json
    )
    tell_waits(desk, got.waiting)
    return INTERRUPTED if got.stopped else code


def _with(imported: Imported, known: Sequence[Paper], more: Sequence[Paper]) -> Imported:
    """What was read, as it is known meanwhile, and more papers that were in no file."""
    papers = (*(known or imported.papers), *more)
    sightings = imported.sightings and imported.sightings + (CERTAIN,) * len(more)
    return imported._replace(papers=papers, sightings=sightings)


def papers_there(desk: Desk) -> Iterable[Paper]:
    """The library's papers; a library that is not there yet has none."""
    try:
        return desk.library(read_only=True)
    except LibraryMissing:
        return ()


def _was_written(desk: Desk, began: str) -> bool:
    """Whether the newest step is one that this process made since it began."""
    try:
        newest = next(desk.library().history(), None)
    except LibraryMissing:
        return False
    return bool(newest and newest.at >= began and newest.by.endswith(f":{os.getpid()}"))


def _stdin(most: int) -> bytes:
    import sys

    if sys.stdin is None:
        raise BadValue("There is no stdin to read from.")
    if sys.stdin.isatty():  # there the end is told once, and a second look would wait for another
        lines = iter(lambda: sys.stdin.buffer.readline(most), b"")
        return b"".join(lines)[:most]
    return reading.up_to(sys.stdin.buffer, most)


def _typed(desk: Desk, item: Given) -> Given:
    """What a person types is read at once, before there is a bar; all else when its turn comes."""
    import sys

    if item.load is not _stdin or not (sys.stdin and sys.stdin.isatty()):
        return item
    desk.screen.tell("Paste or type what is to be imported; Ctrl-D on a line of its own ends.")
    return reading.data(item.name, item.load(reading.MOST + 1))


def _copied(wanted: bool) -> list[Given]:
    if not wanted:
        return []
    from commands.clipboard import paste

    return [reading.data("clipboard", paste())]


def _label(given: Sequence[Given], identified: Sequence[Paper]) -> str:
    if not given:
        one = identified[0].key or identified[0].title[:60] or identified[0].source.name
        return f"add: {one if len(identified) == 1 else count(identified)}"
    one = os.path.basename(given[0].name)
    return f"import {one if len(given) == 1 else f'{len(given):,} files'}"
