"""Attach files to papers: copied into the library, or linked where they are.

A copy is named by its content, so that the same file is one file however often it comes. It is
there before a paper names it, and stays when that is undone: a crash in between leaves a file that
nothing names, which the next import of it takes.
"""

import os
import re
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from papers import Attachment, NotFound, Paper
from papers.text import filename
from storage import Library, Step, disk

if TYPE_CHECKING:
    from importers import Imported

FOLDER = "files"
COPY, LINK = "copy", "link"
DIGITS = 12  # of the content's hash, in a file's name

_NAMED = re.compile(rf"-([0-9a-f]{{{DIGITS}}})(?:\.\w+)?\Z")


class Placed(NamedTuple):
    """A file that is to be copied: its path in the library, where it is now, its content's hash."""

    path: str
    source: str
    content: str


def attach(library: Library, paper: Paper, paths: Sequence[str], how: str = COPY) -> Step:
    """Attach these files; one that the paper has already stays as it is."""
    found: list[tuple[Attachment, Placed | None]] = []
    copies = _copies(library.folder)
    for path in paths:
        source = os.path.abspath(path)
        if not os.path.isfile(source):
            reason = "is not an ordinary file" if os.path.exists(source) else "is not there"
            raise NotFound(f"{path} {reason}: nothing was attached.")
        attachment = Attachment(source, kind=_ending(source)[1:].upper())
        content = _hash(source) if how == COPY else ""
        found.append(_place(library.folder, attachment, content, _stem(paper, source), copies))
    lost = _copy(library.folder, [place for _, place in found if place])
    for reason in lost.values():
        raise NotFound(f"{reason} Nothing was attached.")
    added = list(dict.fromkeys(attachment for attachment, _ in found))

    def change(known: Paper) -> Paper:
        have = {file.path for file in known.files}
        return known._replace(files=(*known.files, *(a for a in added if a.path not in have)))

    return library.edit([paper.uid], change, label=f"attach: {paper.key or paper.uid}")


def detach(library: Library, paper: Paper, paths: Sequence[str]) -> Step:
    """Take these files off the paper, by their paths as it has them or as they are; they stay."""
    gone: set[str] = set()
    for path in paths:
        wanted = {path, os.path.abspath(path)}
        found = [file for file in paper.files if wanted & {file.path, _whole(library, file)}]
        if not found:
            have = ", ".join(file.path for file in paper.files) or "none"
            raise NotFound(f"The paper has no file {path}: nothing was changed. It has {have}.")
        gone.update(file.path for file in found)

    def change(known: Paper) -> Paper:
        return known._replace(files=tuple(file for file in known.files if file.path not in gone))

    return library.edit([paper.uid], change, label=f"attach remove: {paper.key or paper.uid}")


def _whole(library: Library, file: Attachment) -> str:
    return os.path.abspath(os.path.join(library.folder, os.path.expanduser(file.path)))


def placed(folder: str, imported: "Imported", how: str) -> "tuple[Imported, tuple[Placed, ...]]":
    """The papers with the paths that their PDFs will have, and what is to be copied for that.

    Only what was read from a PDF brings that file along: a path in a .bib is data.
    """
    places: list[Placed] = []
    papers = list(imported.papers)
    copies: dict[str, str] | None = None
    for at, paper in enumerate(papers):
        if paper.source.kind != "pdf" or not paper.files:
            continue
        copies = _copies(folder) if copies is None else copies
        source = paper.files[0].path
        linked = how == LINK and source == os.path.abspath(paper.source.name)
        content = "" if linked else paper.source.fingerprint
        attachment, place = _place(folder, paper.files[0], content, _stem(paper, source), copies)
        papers[at] = paper._replace(files=(attachment,))
        places += [place] if place else []
    return imported._replace(papers=tuple(papers)), tuple(places)


def bring(folder: str, places: Iterable[Placed], papers: Iterable[Paper]) -> dict[str, str]:
    """Copy those of the files that these papers name; by its path why one could not be."""
    named = {file.path for paper in papers for file in paper.files}
    return _copy(folder, [place for place in places if place.path in named])


def locate(folder: str, attachment: Attachment) -> str:
    """The file's whole path; "" where it is not there, or is no place that a library may name."""
    path = os.path.expanduser(attachment.path)
    if "\0" in path or not path:
        return ""
    if not os.path.isabs(path):
        if os.path.normpath(path).startswith(".."):
            return ""
        path = os.path.join(folder, path)
    return path if os.path.isfile(path) else ""


def _place(
    folder: str, attachment: Attachment, content: str, stem: str, copies: dict[str, str]
) -> tuple[Attachment, Placed | None]:
    """Where the file belongs; without a content it stays where it is."""
    source = attachment.path
    if not content or _is_inside(folder, source):
        path = os.path.relpath(source, folder) if _is_inside(folder, source) else source
        return attachment._replace(path=path), None
    name = copies.get(content[:DIGITS])
    if name:
        return attachment._replace(path=f"{FOLDER}/{name}"), None
    name = f"{filename(stem, limit=80)}-{content[:DIGITS]}{_ending(source)}"
    copies[content[:DIGITS]] = name
    return attachment._replace(path=f"{FOLDER}/{name}"), Placed(f"{FOLDER}/{name}", source, content)


def _stem(paper: Paper, source: str) -> str:
    from papers import keys

    if paper.key:
        return paper.key
    if paper.text("title"):
        return keys.generate(paper.authors, paper.title, paper.year)
    return os.path.splitext(os.path.basename(source))[0]


def _ending(path: str) -> str:
    ending = os.path.splitext(path)[1].lower()
    return ending if re.fullmatch(r"\.[a-z0-9]{1,8}", ending) else ""


def _copies(folder: str) -> dict[str, str]:
    """The files that were copied into the library, by the hash in their names."""
    try:
        names = os.listdir(os.path.join(folder, FOLDER))
    except FileNotFoundError:
        return {}
    return {found[1]: name for name in sorted(names) if (found := _NAMED.search(name))}


def _is_inside(folder: str, path: str) -> bool:
    root = os.path.realpath(folder)
    return os.path.realpath(path).startswith(root + os.sep)


def _hash(path: str) -> str:
    import hashlib

    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(folder: str, places: Collection[Placed]) -> dict[str, str]:
    import hashlib

    lost: dict[str, str] = {}
    for place in places:
        target = os.path.join(folder, place.path)
        if os.path.exists(target):
            continue
        try:
            with open(place.source, "rb"):
                pass
        except OSError as error:
            is_gone = isinstance(error, FileNotFoundError)
            why = "is gone" if is_gone else f"cannot be read: {error.strerror or error}"
            lost[place.path] = f"{place.source} {why}."
            continue
        temporary = disk.temporary_name(target)
        try:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            disk.write_new(temporary, disk.read_chunks(place.source))
            with open(temporary, "rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            if not content.startswith(place.content):
                os.unlink(temporary)
                lost[place.path] = f"{place.source} changed while it was read: import it again."
                continue
            os.replace(temporary, target)
            disk.sync_folder(os.path.dirname(target))
        except OSError as error:
            raise disk.refusal(error, folder) from error
    return lost
