"""Anything that was pasted becomes papers: identifiers, paths of files, entries, pages of text.

`gather` reads it, `plan` says what would come of each item, `take_in` does it as one step.
"""

import os
import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from commands import reading
from commands.add import by_identifier, is_known, provisional_key
from commands.attach import Placed, placed
from commands.enrich import Wait
from commands.import_papers import Choice, Receipt, import_papers, rehearse
from commands.keep import keep_blocks, keep_rejects
from commands.look_up import LookUp
from commands.look_up import identified as of_pdfs
from importers import Imported
from papers import BadValue, Paper
from storage import Library

MOST_WORDS = 2000  # of a text that is looked through for paths and identifiers
NO_PAPER = (
    "No paper was found in this: paste a DOI, an arXiv number, an entry, a page that names papers,"
    " or the path of a file."
)
FLAG = re.compile(r"; --[^.]*\.")  # the way out of those who are on the command line
FEW = 3  # words in which an identifier may be put, as in "arXiv:1706.03762 [cs.CL]"

Progress = Callable[[int, int], None]


class Gathered(NamedTuple):
    """What was read, where its files will be, and what waits for a network."""

    imported: Imported
    name: str
    placed: tuple[Placed, ...] = ()
    waiting: tuple[Wait, ...] = ()
    beside: tuple[tuple[str, tuple[object, ...]], ...] = ()
    skipped: tuple[str, ...] = ()
    formats: Mapping[str, str] | None = None  # by the names of the files


def paths_in(text: str) -> list[str]:
    """The files that a text names, if it names files and nothing else.

    A terminal delivers what is dropped on it as a path: quoted, with spaces escaped, or as an
    address that begins with file://.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or len(lines) > MOST_WORDS:
        return []
    if all(map(_path, lines)):
        return list(map(_path, lines))
    try:
        words = [word for line in lines for word in shlex.split(line)]
    except ValueError:
        return []
    found = list(map(_path, words[:MOST_WORDS]))
    return found if all(found) else []


def _path(word: str) -> str:
    """The file or folder that a word names; "" if there is none."""
    if word.startswith("file://"):
        word = unquote(urlsplit(word).path)
    path = os.path.expanduser(word)
    looks_so = os.sep in path or "." in path
    return path if looks_so and "\0" not in path and os.path.exists(path) else ""


def identified(text: str) -> list[Paper]:
    """The papers that a text names by identifiers, if it holds nothing else."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or len(lines) > MOST_WORDS or "{" in text:
        return []
    words = [word.strip(",;") for line in lines for word in line.split()]
    for pieces in (words, lines):
        if len(pieces) <= MOST_WORDS and all(len(piece.split()) <= FEW for piece in pieces):
            papers = [by_identifier(piece) for piece in pieces]
            if all(papers):
                return [paper for paper in papers if paper]
    return []


def gather(
    library: Library,
    text: str,
    *,
    attach: str = "copy",
    look_up: LookUp | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Gathered:
    """Read what was pasted; nothing is written."""
    if not text.strip():
        raise BadValue("There is nothing to add: paste an identifier, an entry, a page or a path.")
    if paths := paths_in(text):
        name = os.path.basename(paths[0].rstrip(os.sep)) if len(paths) == 1 else _many(paths)
        return _read(library, reading.paths(paths), name, attach, look_up, progress)
    if papers := identified(text):
        return _identified(library, papers, look_up)
    gathered = _read(
        library, [reading.data("paste", text.encode())], "paste", attach, look_up, progress
    )
    rejected = gathered.imported.rejected
    if not gathered.imported.papers and rejected and not any(each.text for each in rejected):
        raise BadValue(NO_PAPER)
    return gathered


def _without_flags(imported: Imported) -> Imported:
    """What is wrong, in the words of the app."""
    told = [each._replace(reason=FLAG.sub(".", each.reason)) for each in imported.rejected]
    return imported._replace(rejected=tuple(told))


def _many(paths: Sequence[str]) -> str:
    return f"{len(paths):,} files"


def _read(
    library: Library,
    given: Sequence[reading.Given],
    name: str,
    attach: str,
    look_up: LookUp | None,
    progress: Progress,
) -> Gathered:
    read = reading.read(given, progress=progress)
    imported = _without_flags(read.imported)
    waiting: tuple[Wait, ...] = ()
    if look_up and any(paper.source.kind == "pdf" for paper in imported.papers):
        got = of_pdfs(library, imported.papers, look_up)
        imported, waiting = imported._replace(papers=tuple(got.papers)), tuple(got.waiting)
    imported, places = placed(library.folder, imported, attach)
    return Gathered(
        imported, name, places, waiting, read.beside, read.skipped, dict(read.formats)
    )  # fmt: skip


def _identified(library: Library, papers: Sequence[Paper], look_up: LookUp | None) -> Gathered:
    fresh = [paper for paper in papers if not is_known(library, paper)]
    known: list[Paper] = list(fresh)
    waiting: list[Wait] = []
    if fresh and look_up:
        known, waiting, _ = look_up(fresh)
    told = dict(zip(map(id, fresh), known, strict=True))
    found = [told.get(id(paper), paper) for paper in papers]
    named = [paper._replace(key=paper.key or provisional_key(paper)) for paper in found]
    one = papers[0].source.name if len(papers) == 1 else f"{len(papers):,} identifiers"
    return Gathered(Imported(tuple(named)), one, waiting=tuple(waiting))


def plan(
    library: Library,
    gathered: Gathered,
    choices: Mapping[int, Choice] | None = None,
    progress: Progress | None = None,
) -> Receipt:
    """What would come of each item; nothing is written."""
    return rehearse(library, gathered.imported, choices=choices or {}, progress=progress)


def take_in(
    library: Library,
    gathered: Gathered,
    choices: Mapping[int, Choice] | None = None,
    *,
    tags: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> tuple[Receipt, list[str]]:
    """Add and merge as one step; also says where what became no paper is kept."""
    receipt = import_papers(
        library, gathered.imported, label=f"add: {gathered.name}", tags=tags,
        choices=choices or {}, places=gathered.placed, progress=progress,
    )  # fmt: skip
    kept = keep_rejects(library.folder, gathered.imported.rejected, gathered.formats)
    kept += keep_blocks(library.folder, gathered.beside)  # type: ignore[arg-type]  # blocks of importers
    return receipt, kept
