"""Kept exports: files that follow the library, each with its format and its query.

A file that somebody edited is never written over unless that is asked for. What was last written
is remembered in the cache: without it, a file that is not what would be written counts as edited.
"""

import contextlib
import os
import time
from collections.abc import Callable
from typing import NamedTuple

from commands.export import check_format, text_of
from commands.files import holds, write_text
from commands.find import ONLY_HERE, asks_pdfs, read, refuse_doubts
from papers import BadValue, CarrelError, NotFound
from storage import Library, Step
from storage.kept_exports import KeptExport

FOLDER = "exports"
UP_TO_DATE, BEHIND, EDITED, GONE, TROUBLE = "up to date", "behind", "edited", "gone", "trouble"


class State(NamedTuple):
    """What has become of a kept export; `why` says what is in the way of knowing or writing it."""

    export: KeptExport
    state: str
    why: str = ""

    @property
    def path(self) -> str:
        return os.path.expanduser(self.export.path)


class Seen(NamedTuple):
    """What a file and the library were like when the one was as the other would have it."""

    content: str = ""
    size: int = 0
    changed: int = 0
    library: int = 0
    day: str = ""  # a query may speak of today
    wanted: str = ""


class Memory:
    """What was written to each file, kept in the cache folder."""

    def __init__(self, library: Library, cache_folder: str) -> None:
        self.library = library
        self.folder = os.path.join(cache_folder, FOLDER)

    def get(self, export: KeptExport) -> Seen:
        import json

        try:
            with open(self._path(export), "rb") as file:
                seen = Seen(*json.load(file))
        except (OSError, ValueError, TypeError):
            return Seen()  # the cache heals itself
        return seen

    def put(self, export: KeptExport, content: str) -> None:
        import json

        with contextlib.suppress(OSError):  # then it counts as edited the next time
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            write_text(self._path(export), json.dumps(self.now(export, content)))

    def now(self, export: KeptExport, content: str) -> Seen:
        """The file and the library as they are."""
        status = os.stat(os.path.expanduser(export.path))
        wanted = f"{export.format} {export.query}"
        day = time.strftime("%Y-%m-%d", time.gmtime())
        return Seen(content, status.st_size, status.st_mtime_ns, self.library.seq, day, wanted)

    def _path(self, export: KeptExport) -> str:
        place = f"{os.path.realpath(self.library.folder)}\0{os.path.expanduser(export.path)}"
        return os.path.join(self.folder, f"{_digest(os.fsencode(place))[:32]}.json")


def keep(library: Library, format: str, query: str, path: str) -> Step:
    """Remember that this file holds what the query picks, instead of what it held before."""
    check_format(format)
    if query.strip():
        parsed = read(library, query)
        refuse_doubts(parsed, "the export was not kept")
        if asks_pdfs(parsed.node):
            raise BadValue(
                f"An export with pdf: cannot be kept: {ONLY_HERE}. Tag the papers instead."
            )
    if os.path.isdir(path):
        raise BadValue(f"{path} is a folder: `carrel notes sync` keeps one in step.")
    wanted = KeptExport(format, " ".join(query.split("\n")).strip(), _shortened(path))

    def change(kept: list[KeptExport]) -> tuple[KeptExport, KeptExport]:
        known = next((each for each in kept if each.path == wanted.path), wanted)
        return known, wanted._replace(id=known.id)

    return library.change_kept_export(change, label=f"keep export {_named(wanted)}")


def begin(library: Library, cache_folder: str, format: str, query: str, path: str) -> Step:
    """Write what the query picks into this file, and keep it."""
    step = keep(library, format, query, path)
    text = text_of(library, format, query)
    write_text(path, text)
    remember(library, cache_folder, path, text)
    return step


def forget(library: Library, path: str) -> Step:
    """Let go of a kept export; its file stays."""
    wanted = _shortened(path)

    def change(kept: list[KeptExport]) -> tuple[KeptExport, None]:
        for export in kept:
            if export.path == wanted:
                return export, None
        names = ", ".join(export.path for export in kept)
        there = f" Kept are {names}." if names else " None is kept."
        raise NotFound(f"{path} is no kept export.{there}")

    return library.change_kept_export(change, label=f"forget export {wanted}")


def remember(library: Library, cache_folder: str, path: str, text: str) -> None:
    """Say that just this was written into a file that is kept."""
    wanted = _shortened(path)
    for export in library.kept_exports():
        if export.path == wanted:
            Memory(library, cache_folder).put(export, _digest(_encoded(text)))


def states(library: Library, cache_folder: str) -> list[State]:
    """What has become of every kept export, in the order in which they were made."""
    memory = Memory(library, cache_folder)
    return [_guarded(export, lambda e: _state(memory, e)) for export in library.kept_exports()]


def write(
    library: Library, cache_folder: str, export: KeptExport, *, overwrite: bool = False
) -> State:
    """Bring the file up to date; edited ones only where that is asked for."""
    memory = Memory(library, cache_folder)
    return _guarded(export, lambda e: _written(memory, e, overwrite=overwrite))


def _guarded(export: KeptExport, look: Callable[[KeptExport], State]) -> State:
    """One that cannot be read or written does not keep the others from it."""
    try:
        return look(export)
    except CarrelError as error:
        return State(export, TROUBLE, str(error))
    except OSError as error:
        return State(export, TROUBLE, f"{error.strerror or error}: {export.path}")


def _state(memory: Memory, export: KeptExport) -> State:
    path = os.path.expanduser(export.path)
    if not os.path.exists(path):
        return State(export, GONE)
    seen = memory.get(export)
    if seen.content and seen == memory.now(export, seen.content):
        return State(export, UP_TO_DATE)
    text = text_of(memory.library, export.format, export.query)
    if holds(path, text):
        memory.put(export, _digest(_encoded(text)))
        return State(export, UP_TO_DATE)
    return State(export, BEHIND if seen.content == _digest_of(path) else EDITED)


def _written(memory: Memory, export: KeptExport, *, overwrite: bool) -> State:
    state = _state(memory, export)
    if state.state == UP_TO_DATE or (state.state == EDITED and not overwrite):
        return state
    path = os.path.expanduser(export.path)
    text = text_of(memory.library, export.format, export.query)
    if state.state == BEHIND and memory.get(export).content != _digest_of(path):
        return State(export, EDITED)  # in this very moment
    write_text(path, text)
    memory.put(export, _digest(_encoded(text)))
    return State(export, UP_TO_DATE)


def _named(export: KeptExport) -> str:
    return f"{export.path}: {export.format} {export.query}".rstrip()


def _shortened(path: str) -> str:
    """The whole path, from ~ on where it is below the home folder."""
    whole = os.path.abspath(os.path.expanduser(path))
    home = os.path.expanduser("~").rstrip(os.sep)
    return "~" + whole[len(home) :] if home and whole.startswith(home + os.sep) else whole


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _digest(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def _digest_of(path: str) -> str:
    import hashlib

    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
