"""Read what is to be imported: files, folders, stdin, the clipboard. A bad one stops no other."""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

import importers
from importers import Block, File, Imported, Reject, Sighting
from papers import BadValue, CarrelError, Paper

MOST = 1 << 30  # bytes of one file; reading it takes several times as much memory
CHUNK = 1 << 22
HEAD = 1 << 20  # bytes that are enough to tell what a file is
PIPES = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")  # what a shell hands over in a file's place
NOT_ENTERED = frozenset({"CVS", "RCS", "SCCS", "_darcs", "__MACOSX", "node_modules"})
LIBRARY = frozenset({"library.json", "journal.jsonl"})
UTF8 = "utf-8"
TEXTS = ("bibtex", "ris", "refer", "isi", "nbib", "listing")  # formats that do not say theirs
CERTAIN = Sighting(100, 0, 0)
MARK = "% carrel: "  # begins the lines that are ours in a file of rejects
LIKELY = 50  # percent; a page in a folder on which nothing is as likely a paper is some other text

Progress = Callable[[int, int], None]

_MARKED = re.compile(rf"^{MARK}.*\n?".encode(), re.MULTILINE)
_REJECTS = re.compile(rf"{MARK}rejects in ([\w-]+)".encode())


class Given(NamedTuple):
    """Something to read: what people call it, and how to get at most so many of its bytes."""

    name: str
    load: Callable[[int], bytes]
    path: str = ""  # "" where it is no file
    is_found: bool = False  # in a folder, rather than named


class Found(NamedTuple):
    """What an item held, if it was of a kind that we read, and in which form."""

    imported: Imported | None = None
    form: str = ""
    encoding: str = UTF8


class Reading(NamedTuple):
    """All that was in what was given."""

    imported: Imported
    beside: tuple[tuple[str, tuple[Block, ...]], ...] = ()  # by file, what no outline will have
    skipped: tuple[str, ...] = ()  # what is of other kinds, in folders
    encodings: tuple[tuple[str, str], ...] = ()  # by file, where it is not UTF-8; "" is a guess
    formats: Mapping[str, str] = MappingProxyType({})  # of the files that have rejects


def data(name: str, data: bytes) -> Given:
    """What is at hand already."""
    return Given(name, lambda most: data[:most])


def paths(names: Iterable[str]) -> list[Given]:
    """These files, and all that is in these folders; what is named twice is read once."""
    seen: set[tuple[int, int]] = set()
    found = (
        item
        for name in names
        for item in (_inside(name, seen) if os.path.isdir(name) else [_file(name)])
    )
    return [item for item in found if _is_new(item.path, seen)]


def read(given: Sequence[Given], kind: str = "", progress: Progress | None = None) -> Reading:
    """Everything that these hold; what cannot be read is a reject of its own."""
    joined = _Joined()
    documents = _documents(given, kind)
    for number, item in enumerate(given):
        if progress:
            progress(number, len(given))
        try:
            if item.path in documents:
                joined.take(item, Found(next(documents[item.path]), "pdf"))
            else:
                joined.take(item, _read(item, kind))
        except OSError as error:
            joined.reject(item, f"It cannot be read: {error.strerror or error}.")
        except MemoryError:
            joined.reject(item, "It is too large for this machine's memory: split it.")
        except CarrelError as error:
            joined.reject(item, str(error))
    return joined.reading()


def _documents(given: Sequence[Given], kind: str) -> dict[str, Iterator[Imported]]:
    """Where what is in the PDFs among these comes from: all are handed over at once, by path."""
    found = [item for item in given if item.path and (kind or _guess(item)) == "pdf"]
    if not found:
        return {}
    from importers import pdf

    each = pdf.read_files([item.name for item in found])
    return {item.path: each for item in found}


def _guess(item: Given) -> str:
    try:
        head = item.load(1024)
    except (OSError, CarrelError):
        return ""  # reading it says what is wrong
    return "pdf" if b"%PDF-" in head or item.name.lower().endswith(".pdf") else ""


def _read(item: Given, kind: str) -> Found:
    if not kind and item.is_found:
        try:
            importers.sniff(item.load(HEAD), item.name)
        except BadValue:
            return Found()
    data = item.load(MOST + 1)
    if len(data) > MOST:
        raise BadValue(f"It has more than {MOST >> 30} GB, which is too much at once: split it.")
    rejects = _REJECTS.match(data)
    form = kind or (rejects[1].decode() if rejects else importers.sniff(data, item.name))
    if form not in importers.FORMATS:
        raise BadValue(f"It says that it is in {form!r}, which Carrel does not read.")
    if rejects:
        return Found(_mended(data, form, item.name), form)
    imported = importers.FORMATS[form](data, item.name)
    if item.is_found and not kind and form == "listing":
        sure = max((sighting.confidence for sighting in imported.sightings), default=0)
        if sure < LIKELY:
            return Found()
    return Found(imported, form, importers.encoding_of(data) if form in TEXTS else UTF8)


def _mended(data: bytes, form: str, name: str) -> Imported:
    """What a file of rejects holds after somebody mended it: each stands alone."""
    joined = _Joined()
    marks = list(_MARKED.finditer(data))
    for mark, end in zip(marks, [*(mark.start() for mark in marks[1:]), len(data)], strict=True):
        text = data[mark.end() : end]
        if text.strip():
            above = b"\n" * data.count(b"\n", 0, mark.end())
            imported = importers.FORMATS[form](above + text, name)
            joined.take(Given(name, lambda _most: b""), Found(imported, form))
    return joined.reading().imported._replace(files=())


# -- files and folders


def _inside(folder: str, seen: set[tuple[int, int]]) -> Iterator[Given]:
    """Every file below, in the order of their names; no folder is entered twice."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        yield Given(folder, _refusing(error), folder)
        return
    if not _is_new(folder, seen) or LIBRARY.issubset(names):
        return
    for name in names:
        path = os.path.join(folder, name)
        if name.startswith((".", "#")) or name.endswith("~") or name in NOT_ENTERED:
            continue
        if os.path.isdir(path):
            yield from _inside(path, seen)
        else:
            yield _file(path, is_found=True)


def _is_new(path: str, seen: set[tuple[int, int]]) -> bool:
    try:
        status = os.stat(path)
    except OSError:
        return True  # reading it says what is wrong
    place = status.st_dev, status.st_ino
    is_new = place not in seen
    seen.add(place)
    return is_new


def _file(name: str, *, is_found: bool = False) -> Given:
    is_piped = name.startswith(PIPES)

    def load(most: int) -> bytes:
        if not is_piped and not stat.S_ISREG(os.stat(name).st_mode):
            raise BadValue(
                "It is no file but a pipe, a socket or a device:"
                f" `cat {name} | carrel import -` reads it."
            )
        with open(name, "rb") as file:
            return up_to(file, most)

    return Given(name, load, "" if is_piped else os.path.abspath(name), is_found)


def up_to(file: BinaryIO, most: int) -> bytes:
    """All there is, but no more than so many bytes; memory is taken as they come."""
    pieces: list[bytes] = []
    while most and (piece := file.read(min(most, CHUNK))):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


def _refusing(error: OSError) -> Callable[[int], bytes]:
    def load(_most: int) -> bytes:
        raise error

    return load


# -- several into one


class _Joined:
    """What was read so far of everything."""

    def __init__(self) -> None:
        self.papers: list[Paper] = []
        self.rejected: list[Reject] = []
        self.blocks: list[Block] = []
        self.beside: list[tuple[str, tuple[Block, ...]]] = []
        self.sightings: list[Sighting] = []
        self.files: list[File] = []
        self.skipped: list[str] = []
        self.encodings: list[tuple[str, str]] = []
        self.formats: dict[str, str] = {}
        self.furniture: list[Block] = []
        self.uncertain = False

    def reject(self, item: Given, reason: str) -> None:
        self.rejected.append(Reject(item.name, 0, reason, ""))

    def take(self, item: Given, found: Found) -> None:
        imported = found.imported
        if imported is None:
            self.skipped.append(item.name)
            return
        if imported.rejected:
            self.formats[item.name] = found.form
        if found.encoding != UTF8:
            self.encodings.append((item.name, found.encoding))
        first = len(self.papers)
        self.papers += imported.papers
        self.rejected += imported.rejected
        self.furniture += imported.furniture
        self.blocks += imported.blocks
        if imported.papers and imported.blocks and not imported.files:
            self.beside.append((item.name, imported.blocks))
        self.sightings += imported.sightings or [CERTAIN] * len(imported.papers)
        self.uncertain |= bool(imported.sightings)
        self.files += [file._replace(first=first, path=item.path) for file in imported.files]

    def reading(self) -> Reading:
        imported = Imported(
            tuple(self.papers),
            tuple(self.rejected),
            tuple(self.blocks),
            tuple(self.sightings) if self.uncertain else (),
            tuple(self.files),
            tuple(self.furniture),
        )
        return Reading(
            imported, tuple(self.beside), tuple(self.skipped), tuple(self.encodings), self.formats
        )
