"""Writing the snapshot anew, and moving the journal that it now includes into the history.

At every moment the snapshot with the journal beside it is the whole library: the new snapshot gets
its name first, the journal is shortened after, and lines that a snapshot includes are passed over.
"""

import os
from collections.abc import Iterable

from storage import disk, journal, lines, packed, snapshot
from storage.files import Files, make_folder
from storage.lock import is_alive
from storage.store import BRIEFLY, SCHEMA, Store

DAILY_BACKUPS = 7
SEGMENT = 1 << 20
END = 1 << 16
ATTEMPTS = 3


def compact(store: Store) -> None:
    """Write the snapshot anew; other processes may read and write meanwhile."""
    try:
        for _ in range(ATTEMPTS):
            if _compact_once(store):
                packed.pack_some(store)
                return
    except OSError as error:
        raise disk.refusal(error, store.files.folder) from error


def _compact_once(store: Store) -> bool:
    """False where what stands on the disk turned out newer than what was written."""
    with store.exclusive(BRIEFLY):
        seq, known = store.seq, store.snapshot
        frozen = {name: rows.frozen() for name, rows in store.tables.items()}
    make_folder(store.files.backups)
    make_folder(store.files.history)
    written = snapshot.write(
        store.files.snapshot,
        {name: rows.items() for name, rows in sorted(frozen.items())},
        schema=SCHEMA,
        seq=seq,
        names_of=store.names_of,
    )
    try:
        with store.exclusive(BRIEFLY):
            now = store.snapshot
            if now is not known and (now is None or now.meta.seq > seq):
                return now is not None  # another process was faster, or another program's edit came
            if now and os.path.exists(store.files.snapshot):
                _keep_backups(store)
            _give_names(store.files, *written)
            _shorten_journal(store, seq)
            store.due = False
            store.refresh()
    finally:
        for temporary in written:
            disk.remove_if_there(temporary)
    return True


def _give_names(files: Files, written: str, written_index: str) -> None:
    for path in stray_files(files):
        disk.remove_if_there(path)
    os.replace(written_index, snapshot.index_path(files.snapshot))
    os.replace(written, files.snapshot)
    disk.sync_folder(os.path.dirname(files.snapshot))


def stray_files(files: Files) -> list[str]:
    """Temporary files whose process is gone."""
    folders = {files.folder, os.path.dirname(files.snapshot), files.history, files.backups}
    return strays_in(folders)


def strays_in(folders: Iterable[str]) -> list[str]:
    found = []
    for folder in folders:
        for name in os.listdir(folder) if os.path.isdir(folder) else []:
            pid = name.removesuffix(".tmp").rpartition(".")[2]
            is_temporary = name.startswith(".") and name.endswith(".tmp") and pid.isdecimal()
            if is_temporary and not is_alive(int(pid)):
                found.append(os.path.join(folder, name))
    return sorted(found)


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
    if store.seq == seq and not store.due and _becomes_history(files):
        disk.replace_file(files.journal, [journal.header_line(schema=SCHEMA, after=seq)])
        return
    kept: list[bytes] = []
    moved: list[bytes] = []
    number = first = 0
    data = disk.read_all(files.journal) or b""
    for sound, start, end in lines.stretches(data):
        found = [data[start : end - 1]] if sound else lines.mend(data[start:end])
        if found is None:
            (kept if number > seq else moved).append(data[start:end])
            continue
        for line in found:
            if line.startswith(journal.HEADER_START):
                continue
            number = journal.seq_of(line)
            first = first or number
            (kept if number > seq else moved).append(line + b"\n")
    if moved:
        _to_history(files, moved, first or seq)
    disk.replace_file(files.journal, [journal.header_line(schema=SCHEMA, after=seq), *kept])


def _becomes_history(files: Files) -> bool:
    """Whether a long journal now is, as the file it is, a part of the history as well."""
    with open(files.journal, "rb") as file:
        is_long = os.fstat(file.fileno()).st_size > SEGMENT
        header = journal.read_block(file.readline(END)).header
    if not is_long or not header:
        return False
    part = files.segment(header["after"] + 1)
    try:
        os.link(files.journal, part)
    except OSError:  # a crash left it there, or there are no links here
        return os.path.exists(part) and os.path.samefile(files.journal, part)
    disk.sync_folder(files.history)
    return True


def _to_history(files: Files, moved: list[bytes], first: int) -> None:
    """Onto the newest part of the history while that is small, else as a new part."""
    segments = files.segments()
    part = files.segment(first)
    if part in segments and os.path.samefile(files.journal, part):
        return  # it has become history already, before a crash
    newest = segments[-1] if segments else ""
    if newest.endswith(".jsonl") and os.path.getsize(newest) < SEGMENT > sum(map(len, moved)):
        part = newest
    if part not in segments:
        disk.replace_file(part, moved)
        return
    fd = os.open(part, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
    try:
        size = os.fstat(fd).st_size
        end = os.pread(fd, END, max(0, size - END))
        known = set(end.splitlines(keepends=True))  # of a compaction that was cut short
        fresh = [line for line in moved if line not in known]
        try:
            disk.write_all(fd, (b"" if end.endswith(b"\n") else b"\n") + b"".join(fresh))
            disk.sync(fd)
        except BaseException:
            os.ftruncate(fd, size)
            raise
    finally:
        os.close(fd)
