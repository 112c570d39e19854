"""Writing the snapshot anew, and moving the journal that it now includes into the history.

At every moment the snapshot with the journal beside it is the whole library: the new snapshot gets
its name first, the journal is shortened after, and lines that a snapshot includes are passed over.
"""

import os

from storage import disk, journal, lines, snapshot
from storage.files import make_folder
from storage.store import SCHEMA, Store

DAILY_BACKUPS = 7
SEGMENT = 1 << 20
ATTEMPTS = 3


def compact(store: Store) -> None:
    """Write the snapshot anew; other processes may read and write meanwhile."""
    for _ in range(ATTEMPTS):
        if _compact_once(store):
            return


def _compact_once(store: Store) -> bool:
    """False where what stands on the disk turned out newer than what was written."""
    with store.exclusive():
        seq, known = store.seq, store.snapshot
        frozen = {name: rows.frozen() for name, rows in store.tables.items()}
    make_folder(store.files.backups)
    make_folder(store.files.history)
    temporary, index_temporary = snapshot.write(
        store.files.snapshot,
        {name: rows.items() for name, rows in sorted(frozen.items())},
        schema=SCHEMA,
        seq=seq,
        names_of=store.names_of,
    )
    with store.exclusive():
        now = store.snapshot
        if now is not known and (now is None or now.meta.seq > seq):
            os.unlink(temporary)
            os.unlink(index_temporary)
            return now is not None  # another process was faster, or another program's edit came
        if now:
            _keep_backups(store)
        os.replace(index_temporary, snapshot.index_path(store.files.snapshot))
        os.replace(temporary, store.files.snapshot)
        disk.sync_folder(store.files.folder)
        _shorten_journal(store, seq)
        store.due = False
        store.refresh()
    return True


def _keep_backups(store: Store) -> None:
    """The snapshot that is replaced stays as the previous one, the day's first as its backup."""
    files = store.files
    today = files.daily(store.now()[:10])
    if not os.path.exists(today):
        disk.keep_copy(files.snapshot, today)
        for old in files.daily_backups()[:-DAILY_BACKUPS]:
            os.unlink(old)
    disk.keep_copy(files.snapshot, files.previous)


def _shorten_journal(store: Store, seq: int) -> None:
    """The lines that the snapshot includes go to the history, the others to a new journal."""
    files = store.files
    data = disk.read_all(files.journal) or b""
    kept: list[bytes] = []
    moved: list[bytes] = []
    first = 0
    for sound, start, end in lines.stretches(data):
        line = data[start:end]
        if not sound:
            moved.append(line)
        elif not line.startswith(journal.HEADER_START):
            number = journal.seq_of(line)
            (kept if number > seq else moved).append(line)
            first = first or number
    if moved:
        _to_history(store, b"".join(moved), first)
    header = journal.header_line(schema=SCHEMA, after=seq)
    disk.replace_file(files.journal, [header, *kept])


def _to_history(store: Store, data: bytes, first: int) -> None:
    """Onto the newest part of the history while that is small, else as a new part."""
    files = store.files
    segments = files.segments()
    if segments and os.path.getsize(segments[-1]) < SEGMENT and len(data) < SEGMENT:
        fd = os.open(segments[-1], os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
        try:
            size = os.fstat(fd).st_size
            torn = size and os.pread(fd, 1, size - 1) != b"\n"
            disk.write_all(fd, b"\n" + data if torn else data)
            disk.sync(fd)
        finally:
            os.close(fd)
    else:
        disk.replace_file(files.segment(first), [data])
