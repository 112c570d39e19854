"""The library's health: every file read and checked, and what can be mended mended."""

import os
from collections.abc import Iterator
from typing import NamedTuple

from papers import uid_to_int
from storage import codec, disk, journal, lines, snapshot
from storage.attached import attached, strays_beside
from storage.compaction import compact, stray_files
from storage.packed import ENDING, pack_all, read_part
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
    checks = (_snapshot, _records, _keys, _journal, _history, _backups, _leftovers, _attached)
    return [finding for check in checks for finding in check(store)]


def repair(store: Store) -> list[str]:
    """Mend what can be mended without a decision; each sentence says what was done."""
    done = []
    with store.exclusive():
        for path in _strays(store):
            os.unlink(path)
            done.append(f"Removed {os.path.basename(path)}, which a crash had left.")
        done += _mend_history(store)
    compact(store)
    if packed := pack_all(store):
        done.append(f"Packed {packed} part{'s' * (packed > 1)} of the history.")
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


def _journal(store: Store) -> Iterator[Finding]:
    data = disk.read_all(store.files.journal) or b""
    block = journal.read_block(data)
    yield from _unsound("journal.jsonl", len(block.bad), block.mended)
    if block.reach < len(data):
        yield Finding("journal.jsonl: it ends in the middle of a change.", True)


def _history(store: Store) -> Iterator[Finding]:
    seqs = {entry.seq for entry in read_entries(store.files.journal)}
    for path in store.files.segments():
        part = _look_at(path)
        seqs |= part.seqs
        name = os.path.relpath(path, store.files.folder)
        yield from _unsound(name, len(part.lost), part.mended)
    missing = store.seq - sum(seq <= store.seq for seq in seqs)
    if missing > 0:
        yield Finding(
            f"{missing} of {store.seq} changes are not in the history: they cannot be undone."
            " The papers themselves are as they should be.",
            False,
        )


def _unsound(name: str, bad: int, mended: int) -> Iterator[Finding]:
    if mended:
        yield Finding(f"{name}: {mended} flipped bits, which can be put right.", True)
    if bad:
        yield Finding(f"{name}: {bad} stretches cannot be read.", True)


class _Part(NamedTuple):
    """A part of the history: its sound lines and their numbers, and what is none."""

    kept: list[bytes]
    lost: list[bytes]
    mended: int
    seqs: set[int]


def _look_at(path: str) -> _Part:
    """Look at each line as bytes only: to understand all that was ever done takes far longer."""
    data = read_part(path)
    kept: list[bytes] = []
    lost: list[bytes] = []
    seqs: set[int] = set()
    mended = 0
    for sound, start, end in lines.stretches(data):
        found = [data[start : end - 1]] if sound else lines.mend(data[start:end])
        if found is None:
            lost.append(data[start:end])
            continue
        mended += not sound
        for line in found:
            kept.append(line + b"\n")
            if not line.startswith(journal.HEADER_START):
                seqs.add(journal.seq_of(line))
    return _Part(kept, lost, mended, seqs)


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
    for path in _strays(store):
        name = os.path.relpath(path, store.files.folder)
        yield Finding(f"{name} was left by a crash.", True)
    kept = len(os.listdir(store.files.aside)) if os.path.isdir(store.files.aside) else 0
    if kept:
        yield Finding(
            f"set-aside holds {kept} file{'s' * (kept != 1)} of what could not be read once; look"
            " into them and delete what is not needed.",
            False,
        )


def _strays(store: Store) -> list[str]:
    return stray_files(store.files) + strays_beside(store.files)


def _attached(store: Store) -> Iterator[Finding]:
    return (Finding(sentence, False) for sentence in attached(store))


def _mend_history(store: Store) -> Iterator[str]:
    """Write parts of the history anew without what cannot be read, which is set aside."""
    for path in store.files.segments():
        part = _look_at(path)
        if not (part.lost or part.mended):
            continue
        name = os.path.relpath(path, store.files.folder)
        if part.lost:
            lost = disk.read_all(path) if path.endswith(ENDING) else b"".join(part.lost)
            aside = store.set_aside("history", lost or b"")
            yield f"Set {len(part.lost)} unreadable stretches of {name} aside in {aside}."
        else:
            yield f"Put {name} right."
        disk.replace_file(path.removesuffix(ENDING), part.kept)
        if path.endswith(ENDING):
            os.unlink(path)
