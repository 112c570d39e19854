"""The files that papers name: which are missing, and which are there that no paper names."""

import os
from collections.abc import Iterator

from storage import codec
from storage.compaction import strays_in
from storage.files import Files
from storage.records import PAPERS, TRASH, from_record
from storage.store import Store


def attached(store: Store) -> Iterator[str]:
    """A sentence for each file that should be there, and each that nobody may know of."""
    folder = store.files.folder
    named: set[str] = set()
    for table in (PAPERS, TRASH):
        for id, line in store.rows(table).items():
            paper = from_record(codec.decode(line), id)
            for file in paper.files:
                path = os.path.normpath(os.path.join(folder, os.path.expanduser(file.path)))
                named.add(path)
                if table == PAPERS and "://" not in file.path and not os.path.exists(path):
                    key = paper.key or paper.uid
                    yield (
                        f"{key}: its file {file.path!r} is missing. Put it back, or take it off"
                        f" the paper: carrel attach {key} --remove {file.path!r}."
                    )
    for path in _files_in(store.files.attached):
        if os.path.normpath(path) not in named:
            yield (
                f"{os.path.relpath(path, folder)!r} belongs to no paper: `carrel attach PAPER"
                f" {path!r}` gives it to one. Else delete it, unless a change that was undone is to"
                " be made again."
            )


def strays_beside(files: Files) -> list[str]:
    """Temporary files of copies and syncs whose process is gone."""
    return strays_in((files.attached, os.path.join(files.folder, "sync")))


def _files_in(folder: str) -> Iterator[str]:
    for inner, folders, names in os.walk(folder):
        folders.sort()
        yield from (os.path.join(inner, name) for name in sorted(names) if name[0] != ".")
