"""PDFs in: each is a paper, as far as the file says which, with the file attached to it.

A PDF that does not say what it is becomes a paper for the inbox, under a provisional title. What it
says is read, and judged, by a process of its own: see `importers/_pdf_process.py`.
"""

import atexit
import os
import re
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar

from importers import Imported, Reject, _when
from importers._pdf_process import USUAL, Answer, Limits, Reader, Unreadable
from papers import identifiers
from papers.fields import Fields
from papers.latex import escape
from papers.paper import Attachment, Paper, Source, Status
from papers.text import filename

__all__ = ["Limits", "Unreadable", "page_picture", "read", "read_files", "texts"]

AT_ONCE = 2  # processes
AHEAD = 8  # files
FOR_TEXT = Limits(seconds=60.0)
KIND = "pdf"
LONGEST = 2_000

Found = TypeVar("Found")
Progress = Callable[[int, int], None]


def read(data: bytes, name: str) -> Imported:
    """The paper in these bytes; where no file holds them, one does for the time being."""
    path = os.path.abspath(name)
    if not (os.path.isfile(path) and _holds(path, data)):
        path = _spooled(data, name)
    with Reader() as reader:
        return _read(reader, path, name)


def read_files(
    paths: Sequence[str],
    *,
    limits: Limits = USUAL,
    progress: Progress = lambda _done, _total: None,
) -> Generator[Imported, None, None]:
    """A paper or a reject for each of these files, in their order."""

    def work(reader: Reader, path: str) -> Imported:
        return _read(reader, os.path.abspath(path), path)

    for done, imported in enumerate(_each(work, paths, limits), start=1):
        progress(done, len(paths))
        yield imported


def texts(
    paths: Sequence[str], *, limits: Limits = FOR_TEXT
) -> Generator[tuple[str, str] | Unreadable, None, None]:
    """For each file a hash of its content and its text, pages parted by form feeds; or why not."""

    def work(reader: Reader, path: str) -> tuple[str, str] | Unreadable:
        try:
            answer = reader.ask("text", path)
        except Unreadable as error:
            return error
        return str(answer.said["fingerprint"]), answer.data.decode("utf-8", "replace")

    return _each(work, paths, limits)


def page_picture(path: str, width: int, *, limits: Limits = USUAL) -> bytes:
    """The first page as PNG, so many pixels wide."""
    with Reader(limits) as reader:
        return reader.ask("picture", path, width=width).data


def _each(
    work: Callable[[Reader, str], Found], paths: Sequence[str], limits: Limits
) -> Generator[Found, None, None]:
    """What becomes of each file, in order; a few are read at once, and leaving ends the reading."""
    readers = [Reader(limits) for _ in range(min(AT_ONCE, len(paths)))]
    idle: SimpleQueue[Reader] = SimpleQueue()
    for reader in readers:
        idle.put(reader)

    def one(path: str) -> Found:
        reader = idle.get()
        try:
            return work(reader, path)
        finally:
            idle.put(reader)

    pool = ThreadPoolExecutor(AT_ONCE, "pdf")
    try:
        waiting: deque[Future[Found]] = deque()
        for path in paths:
            waiting.append(pool.submit(one, path))
            if len(waiting) > AHEAD:  # whoever is slow to take what is read holds the reading up
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for reader in readers:
            reader.stop()
        pool.shutdown(cancel_futures=True)
        for reader in readers:
            reader.close()


def _read(reader: Reader, path: str, name: str) -> Imported:
    try:
        answer = reader.ask("facts", path)
    except Unreadable as error:
        return Imported((), (Reject(name, 0, str(error), ""),))
    return Imported((_paper(answer, path, name),))


def _paper(answer: Answer, path: str, name: str) -> Paper:
    title = _text(answer, "title")
    first = _text(answer, "first") or os.path.splitext(os.path.basename(name))[0]
    fields = _fields(answer)
    return Paper(
        type="article" if "journal" in fields else "book" if "isbn" in fields else "misc",
        fields=Fields(fields),
        provisional="" if title else first,
        status=Status.UNREAD if title else Status.INBOX,
        files=(Attachment(path, kind="PDF"),),
        source=Source(KIND, name, fingerprint=_text(answer, "fingerprint")[:32]),
    )


def _fields(answer: Answer) -> dict[str, str]:
    said = answer.said.get("fields")
    beside = {str(name): str(said[name]) for name in said} if isinstance(said, dict) else {}
    names = answer.said.get("authors")
    people = [str(each)[:LONGEST] for each in names] if isinstance(names, list) else []
    arxiv = _text(answer, "arxiv")
    fields = {
        "title": escape(_text(answer, "title")),
        "author": " and ".join(map(escape, people)),
        **{name: _value(name, value) for name, value in beside.items() if name != "date"},
        **_when.parts(*beside.get("date", "").split("-")[:3]),
        "doi": identifiers.doi(_text(answer, "doi")),
        "isbn": _text(answer, "isbn"),
        "eprint": arxiv,
        "archiveprefix": "arXiv" if arxiv else "",
    }
    return {name: value for name, value in fields.items() if value}


def _value(name: str, value: str) -> str:
    if name == "pages":
        return "--".join(map(escape, re.split(r"\s*[-–—]+\s*", value[:LONGEST])))
    return escape(value[:LONGEST])


def _text(answer: Answer, name: str) -> str:
    return str(answer.said.get(name) or "")[:LONGEST]


# -- bytes that are in no file


def _holds(path: str, data: bytes) -> bool:
    with open(path, "rb") as file:
        return file.read(len(data) + 1) == data


def _spooled(data: bytes, name: str) -> str:
    folder = tempfile.mkdtemp(prefix="carrel-pdf-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = os.path.join(folder, filename(os.path.basename(name)))
    with open(path, "wb") as file:
        file.write(data)
    return path
