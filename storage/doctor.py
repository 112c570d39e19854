"""The library's health: every file read and checked, and what can be mended mended."""

import os
from collections.abc import Iterator
from typing import NamedTuple

from papers import uid_to_int
from storage import codec, disk, journal, lines, snapshot
from storage.compaction import compact, stray_files
from storage.files import Files
from storage.recorded import read_entries
from storage.records import PAPERS, TRASH, from_record
from storage.snapshot import Unsound
from storage.store import Store


class Finding(NamedTuple):
    """Something that is not as it should be; `fixable` where repair() can mend it."""

    sentence: str
    fixable: bool


def verify(store: Store) -> list[Finding]:
    """Everything that is wrong with a library's files, or looks so."""
    store.refresh()
    checks = (_snapshot, _records, _keys, _journals, _gaps, _backups, _leftovers, _attachments)
    return [finding for check in checks for finding in check(store)]


def repair(store: Store) -> list[str]:
    """Mend what can be mended without a decision; each sentence says what was done."""
    done = []
    with store.exclusive():
        for path in stray_files(store.files):
            os.unlink(path)
            done.append(f"Removed {os.path.basename(path)}, which a crash had left.")
        for path in _unsound_histories(store.files):
            done += _mend_history(store, path)
    compact(store)
    done.append(
        f"Wrote library.json anew with {len(store.rows(PAPERS)):,} papers"
        f" and {len(store.rows(TRASH)):,} in the trash, and checked it."
    )
    return done


def _snapshot(store: Store) -> Iterator[Finding]:
    try:
        opened = snapshot.open_snapshot(store.files.snapshot, store.names_of, keep_index=False)
    except FileNotFoundError:
        yield Finding("library.json is missing; the journal holds everything.", True)
        return
    except (Unsound, ValueError, KeyError) as damage:
        yield Finding(f"library.json is not as Carrel wrote it: {damage}.", True)
        return
    for name, index in opened.tables.items():
        for id, record in opened.read_all(index):
            if isinstance(record, Unsound):
                yield Finding(f"Record {id} of {name} in library.json is damaged.", True)
    if not snapshot.is_ours(store.files.snapshot, os.stat(store.files.snapshot)):
        yield Finding("library.idx does not belong to library.json.", True)


def _records(store: Store) -> Iterator[Finding]:
    for table in (PAPERS, TRASH):
        for id, line in store.rows(table).items():
            paper = from_record(codec.decode(line), id)
            if not paper.uid or uid_to_int(paper.uid) != id:
                yield Finding(f"The uid {paper.uid!r} of {paper.key!r} is not its place.", False)
            for name in paper.extra:
                if name.startswith("unread "):
                    part = name.removeprefix("unread ")
                    yield Finding(
                        f"{paper.key or paper.uid}: its {part} cannot be understood and is kept"
                        f" aside: {paper.extra[name][:80]}. `carrel edit` sets it right.",
                        False,
                    )


def _keys(store: Store) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for id, line in store.rows(PAPERS).items():
        paper = from_record(codec.decode(line), id)
        if not paper.key:
            yield Finding(
                f"The paper {paper.uid} has no citation key; `carrel rename` gives one.", False
            )
        for name in (paper.key, *paper.aliases):
            other = seen.setdefault(name.casefold(), paper.uid)
            if name and other != paper.uid:
                yield Finding(
                    f"The key {name!r} belongs to two papers, {other} and {paper.uid};"
                    " `carrel rename` gives one of them another.",
                    False,
                )


def _journals(store: Store) -> Iterator[Finding]:
    for path in (store.files.journal, *store.files.segments()):
        data = disk.read_all(path) or b""
        block = journal.read_block(data)
        name = os.path.relpath(path, store.files.folder)
        if block.mended:
            yield Finding(f"{name}: {block.mended} flipped bits, which can be put right.", True)
        if block.bad:
            yield Finding(f"{name}: {len(block.bad)} stretches cannot be read.", True)
        if block.reach < len(data):
            yield Finding(f"{name}: it ends in the middle of a change.", True)


def _gaps(store: Store) -> Iterator[Finding]:
    seqs = {
        entry.seq
        for path in (*store.files.segments(), store.files.journal)
        for entry in read_entries(path)
    }
    missing = store.seq - len(seqs)
    if missing > 0:
        yield Finding(
            f"{missing} of {store.seq} changes are not in the history: they cannot be undone."
            " The papers themselves are as they should be.",
            False,
        )


def _backups(store: Store) -> Iterator[Finding]:
    paths = [*store.files.daily_backups(), store.files.previous]
    for path in paths:
        try:
            snapshot.open_snapshot(path, store.names_of, keep_index=False)
        except FileNotFoundError:
            continue
        except (Unsound, ValueError, KeyError, OSError) as damage:
            name = os.path.relpath(path, store.files.folder)
            yield Finding(f"The backup {name} is damaged: {damage}.", False)


def _leftovers(store: Store) -> Iterator[Finding]:
    for path in stray_files(store.files):
        yield Finding(f"{os.path.basename(path)} was left by a crash.", True)
    try:
        kept = len(os.listdir(store.files.aside))
    except FileNotFoundError:
        return
    yield Finding(
        f"set-aside holds {kept} file{'s' * (kept != 1)} of what could not be read once; look into"
        " them and delete what is not needed.",
        False,
    )


def _attachments(store: Store) -> Iterator[Finding]:
    for id, line in store.rows(PAPERS).items():
        paper = from_record(codec.decode(line), id)
        for file in paper.files:
            path = os.path.join(store.files.folder, os.path.expanduser(file.path))
            if "://" not in file.path and not os.path.exists(path):
                yield Finding(
                    f"{paper.key or paper.uid}: its file {file.path!r} is missing.", False
                )


def _unsound_histories(files: Files) -> list[str]:
    return [
        path
        for path in files.segments()
        if (block := journal.read_block(disk.read_all(path) or b"")).bad or block.mended
    ]


def _mend_history(store: Store, path: str) -> list[str]:
    """Write one part of the history anew without what cannot be read, which is set aside."""
    data = disk.read_all(path) or b""
    kept: list[bytes] = []
    lost: list[bytes] = []
    for sound, start, end in lines.stretches(data):
        found = [data[start : end - 1]] if sound else lines.mend(data[start:end])
        if found is None:
            lost.append(data[start:end])
        else:
            kept += [line + b"\n" for line in found]
    name = os.path.relpath(path, store.files.folder)
    done = [f"Put {name} right."]
    if lost:
        aside = store.set_aside("history", b"".join(lost))
        done = [f"Set {len(lost)} unreadable stretches of {name} aside in {aside}."]
    disk.replace_file(path, kept)
    return done
