"""The folder of notes: which file is whose, and what was drawn when the two last met."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from exporters.markdown import note_names
from papers import Paper, Source
from storage import codec, disk
from storage.lock import Lock
from storage.records import to_record
from sync.note_file import read

ENDINGS = (".md", ".markdown")
LARGEST = 8 << 20  # bytes of a file that is still looked at
HEAD = 1 << 13  # bytes of a state, which can be long, in which its folder is named
FORMAT = 1
_FOLDER = re.compile(r'^ "folder": ("(?:[^"\\\\]|\\\\.)*")', re.MULTILINE)
NOWHERE = Source()


class Stamp(NamedTuple):
    """What tells without reading that a file is as it was."""

    size: int
    time: int


class Meeting(NamedTuple):
    """The last time that a paper and its file agreed."""

    path: str  # relative to the folder
    drawn: str
    paper: str  # a digest of it: times are too coarse to tell two changes apart
    stamp: Stamp


class File(NamedTuple):
    """A file in the folder, read; `newline` is what its lines end with."""

    path: str
    text: str
    stamp: Stamp
    newline: str = "\n"


class Folder(NamedTuple):
    """What is in the folder: the files of papers, and what cannot be read now."""

    path: str
    files: Mapping[str, File]  # by the paper's uid
    copies: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    taken: frozenset[str] = frozenset()  # every path there is, however it is spelled


def state_path(library: str, folder: str) -> str:
    """Where the meetings of this library and this folder are remembered."""
    import hashlib

    name = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:16]
    return os.path.join(library, "sync", f"notes-{name}.json")


def last_folder(library: str) -> str:
    """The folder that this library met last, as far as it is still there."""
    place = os.path.join(library, "sync")
    try:
        names = [name for name in os.listdir(place) if name.endswith(".json")]
    except FileNotFoundError:
        return ""
    paths = [os.path.join(place, name) for name in names]
    for path in sorted(paths, key=lambda path: os.stat(path).st_mtime_ns, reverse=True):
        with open(path, encoding="utf8", errors="replace") as file:
            found = _FOLDER.search(file.read(HEAD))
        folder = json.loads(found[1]) if found else ""
        if os.path.isdir(folder):
            return str(folder)
    return ""


@contextmanager
def alone(path: str) -> Iterator[None]:
    """No other process carries out a sync of this library and this folder meanwhile."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    lock = Lock(f"{path}.lock")
    try:
        lock.acquire()
        yield
    finally:
        lock.release()
        lock.close()


def load(path: str) -> dict[str, Meeting]:
    """What is remembered; nothing where the file is gone or damaged, which costs no words."""
    try:
        with open(path, encoding="utf8") as file:
            held = json.load(file)
        if held["format"] != FORMAT:
            return {}
        return {
            uid: Meeting(m["path"], m["drawn"], m["paper"], Stamp(*m["stamp"]))
            for uid, m in held["notes"].items()
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def is_another(path: str, folder: str) -> bool:
    """Whether a folder is not the one that was met last, as far as that is remembered.

    What lies under a disk that is not connected has its name, and nothing else of it.
    """
    try:
        with open(path, encoding="utf8") as file:
            return bool(json.load(file)["place"] != _place(folder))
    except (OSError, ValueError, KeyError, TypeError):
        return True


def _place(folder: str) -> int:
    return os.stat(folder).st_ino if os.path.isdir(folder) else 0


def is_bare(folder: str) -> bool:
    """Whether nothing is in a folder but what systems put there."""
    return all(name.startswith(".") or name == "lost+found" for name in os.listdir(folder))


def save(path: str, folder: str, meetings: Mapping[str, Meeting]) -> None:
    held = {
        "format": FORMAT,
        "folder": os.path.realpath(folder),
        "place": _place(folder),
        "notes": {uid: meeting._asdict() for uid, meeting in sorted(meetings.items())},
    }
    os.makedirs(os.path.dirname(path), exist_ok=True)
    temporary = disk.temporary_name(path)
    disk.write_new(temporary, [json.dumps(held, ensure_ascii=False, indent=1).encode()])
    os.replace(temporary, path)
    disk.sync_folder(os.path.dirname(path))


def look(folder: str, meetings: Mapping[str, Meeting]) -> Folder:
    """Find the files of papers, by the id in each; a file that was moved is found again."""
    known = {meeting.path: uid for uid, meeting in meetings.items()}
    files: dict[str, File] = {}
    copies: list[str] = []
    unreadable: list[str] = []
    paths = list(_paths(folder))
    for path in sorted(paths, key=lambda path: (path not in known, path)):
        file = _read(folder, path)
        if file is None:
            unreadable.append(path)
            continue
        uid = read(file.text).uid
        if not uid:
            unreadable += [path] if path in known else []
            continue
        if uid in files:
            copies.append(path)
        else:
            files[uid] = file
    taken = frozenset(path.casefold() for path in paths)
    return Folder(folder, files, tuple(copies), tuple(unreadable), taken)


def new_paths(papers: Iterable[Paper], folder: Folder) -> dict[str, str]:
    """A file name for each paper that has no file, which nothing in the folder has."""
    names = note_names(papers)
    taken = set(folder.taken)
    found = {}
    for uid, name in names.items():
        path = name
        while path.casefold() in taken:
            path = f"{path.removesuffix('.md')}-{uid}.md"
        taken.add(path.casefold())
        found[uid] = path
    return found


def digest(paper: Paper) -> str:
    import hashlib

    record = codec.encode(to_record(paper._replace(source=NOWHERE)))
    return hashlib.blake2b(record, digest_size=8).hexdigest()


def stamp_of(path: str) -> Stamp | None:
    try:
        return stamp(os.stat(path))
    except OSError:
        return None


def stamp(status: os.stat_result) -> Stamp:
    return Stamp(status.st_size, status.st_mtime_ns)


def _paths(folder: str) -> Iterable[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(ENDINGS) and not name.startswith("."):
                yield os.path.relpath(os.path.join(place, name), folder)


def _read(folder: str, path: str) -> File | None:
    """The file; None where it is no text in UTF-8, or is too large for a note."""
    whole = os.path.join(folder, path)
    seen = stamp_of(whole)
    if seen is None or seen.size > LARGEST:
        return None
    try:
        with open(whole, "rb") as file:
            text = file.read().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    newline = "\r\n" if "\r\n" in text else "\n"
    return File(path, text.replace("\r\n", "\n"), seen, newline)
