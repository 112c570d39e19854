"""The files of a library's folder, and what each is called."""

import os

from storage.disk import sync_folder


class Files:
    """Paths in one library."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.snapshot = os.path.join(folder, "library.json")
        self.is_linked = os.path.islink(self.snapshot)
        if self.is_linked:  # to be replaced where it is, not here
            self.snapshot = os.path.realpath(self.snapshot)
        self.journal = os.path.join(folder, "journal.jsonl")
        self.lock = os.path.join(folder, "library.lock")
        self.history = os.path.join(folder, "history")
        self.backups = os.path.join(folder, "backups")
        self.attached = os.path.join(folder, "files")
        self.aside = os.path.join(folder, "set-aside")
        self.previous = os.path.join(self.backups, "previous.json")

    def daily(self, day: str) -> str:
        return os.path.join(self.backups, f"{day}.json")

    def segment(self, first: int) -> str:
        """A part of the history; the names sort as the changes in it do."""
        return os.path.join(self.history, f"{first:012d}.jsonl")

    def segments(self) -> list[str]:
        """The history's files, oldest first; of one that is there packed as well, the other."""
        loose = self._found(self.history, ".jsonl")
        packed = self._found(self.history, ".jsonl.gz")
        return sorted([*loose, *(path for path in packed if path[:-3] not in loose)])

    def daily_backups(self) -> list[str]:
        """The dated backups, oldest first."""
        return [path for path in self._found(self.backups, ".json") if path != self.previous]

    @staticmethod
    def _found(folder: str, ending: str) -> list[str]:
        try:
            names = sorted(os.listdir(folder))
        except FileNotFoundError:
            return []
        return [
            os.path.join(folder, name)
            for name in names
            if name.endswith(ending) and not name.startswith(".")
        ]


def make_folder(path: str) -> None:
    """Make a folder, and those above it, and have their names durable."""
    if os.path.isdir(path):
        return
    above = os.path.dirname(path)
    make_folder(above)
    os.makedirs(path, mode=0o755, exist_ok=True)
    sync_folder(above)
