"""The text of the PDFs that are attached to papers, for the search; kept in a cache by content.

The cache is a folder of plain text files that can be deleted at any time: what is missing is read
again. A file that cannot be read is remembered with the reason, until it changes.
"""

import contextlib
import os
from collections.abc import Callable, Collection, Generator, Iterator
from typing import NamedTuple

from commands.attach import locate
from papers import Attachment, Paper
from storage import Library

FOLDER = "pdf-text"
TROUBLE = "! "

Progress = Callable[[int, int], None]


class PdfText(NamedTuple):
    """What is in an attached PDF: pages are parted by form feeds, `trouble` says why there is none.

    `content` is as long the same as there is nothing new to be learned from the file.
    """

    uid: str
    path: str
    content: str
    text: str
    trouble: str = ""


class TextCache:
    """The texts that are known, by the path, the size and the time of the files."""

    def __init__(self, cache_folder: str) -> None:
        self.folder = os.path.join(cache_folder, FOLDER)

    def get(self, library_folder: str, uid: str, attachment: Attachment) -> PdfText | None:
        """The text of the file as it is now; None where it was not read yet, or is not there."""
        path = locate(library_folder, attachment)
        mark = mark_of(path) if path else ""
        content = self._read(f"{mark}.at") if mark else None
        if content is None:
            return None
        if content.startswith(TROUBLE):
            return PdfText(uid, attachment.path, mark, "", content.removeprefix(TROUBLE))
        text = self._read(f"{content}.txt") if content.isalnum() else None
        return None if text is None else PdfText(uid, attachment.path, content, text)

    def put(self, mark: str, content: str, text: str) -> None:
        """A file's content and its text; the mark is what the file was like before it was read."""
        self._write(f"{content}.txt", text)
        self._write(f"{mark}.at", content)

    def put_trouble(self, mark: str, trouble: str) -> None:
        self._write(f"{mark}.at", TROUBLE + trouble)

    def _read(self, name: str) -> str | None:
        try:
            with open(os.path.join(self.folder, name), "rb") as file:
                return file.read().decode("utf-8", "replace")
        except OSError:
            return None  # the cache heals itself

    def _write(self, name: str, text: str) -> None:
        path = os.path.join(self.folder, name)
        temporary = f"{path}.{os.getpid()}.tmp"
        try:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            with open(temporary, "wb") as file:
                file.write(text.encode("utf-8", "replace"))
            os.replace(temporary, path)
        except OSError:  # a full disk costs the cache, not the text
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def attached(library: Library, uids: Collection[str] | None = None) -> list[tuple[str, Attachment]]:
    """The PDFs that are attached to living papers and are there, with the papers' uids."""
    papers: Iterator[Paper] = iter(library)
    if uids is not None:
        papers = (paper for uid in uids if (paper := library.get(uid)) and not paper.trashed)
    return [
        (paper.uid, attachment)
        for paper in papers
        for attachment in paper.files
        if is_pdf(attachment) and locate(library.folder, attachment)
    ]


def known(library: Library, cache: TextCache) -> Iterator[PdfText]:
    """What is in the cache already."""
    for uid, attachment in attached(library):
        if text := cache.get(library.folder, uid, attachment):
            yield text


def extract_missing(
    library: Library,
    cache: TextCache,
    *,
    uids: Collection[str] | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Generator[PdfText, None, None]:
    """Read what is not in the cache, in processes of its own; a stop loses nothing that is done."""
    folder = library.folder
    missing = [
        (uid, attachment, path, mark)
        for uid, attachment in attached(library, uids)
        if not cache.get(folder, uid, attachment)
        and (path := locate(folder, attachment))
        and (mark := mark_of(path))
    ]
    if not missing:
        return
    from importers import pdf

    texts = pdf.texts([path for _, _, path, _ in missing])
    with contextlib.closing(texts):
        for done, (item, found) in enumerate(zip(missing, texts, strict=True), start=1):
            uid, attachment, _, mark = item
            if isinstance(found, pdf.Unreadable):
                cache.put_trouble(mark, str(found))
                yield PdfText(uid, attachment.path, mark, "", str(found))
            else:
                content, text = found
                cache.put(mark, content, text)
                yield PdfText(uid, attachment.path, content, text)
            progress(done, len(missing))


def is_pdf(attachment: Attachment) -> bool:
    return attachment.kind.lower() == "pdf" or attachment.path.lower().endswith(".pdf")


def mark_of(path: str) -> str:
    """What the file is like: as long as this is the same, so is its content."""
    import hashlib

    try:
        status = os.stat(path)
    except OSError:
        return ""  # it went away meanwhile
    like = f"{os.path.realpath(path)}\0{status.st_size}\0{status.st_mtime_ns}"
    return hashlib.sha256(like.encode("utf-8", "surrogateescape")).hexdigest()[:32]
