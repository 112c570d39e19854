"""The store: tables of records over a snapshot and a journal, shared by many processes.

A change is appended to the journal and synced before it is acknowledged; every process reads what
the others appended. Rewriting the snapshot (`compaction.py`) and reading damaged files
(`recovery.py`) are elsewhere.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from typing import NamedTuple

from papers.clock import timestamp
from papers.errors import LibraryError, LibraryMissing, LibraryReadOnly, LibraryTooNew
from storage import codec, disk, journal, patch
from storage.files import Files, make_folder
from storage.interrupts import cuttable
from storage.journal import About, Block, Deed
from storage.journal_file import SEAL, JournalFile
from storage.lock import PATIENCE, Lock
from storage.rows import Rows
from storage.snapshot import Snapshot, Unsound, identity, is_ours, open_snapshot
from storage.turn import Gate, Turn

SCHEMA = 1
RETRIES = 20
BRIEFLY = 2.0  # seconds to wait for the lock where what is to be done can as well be done later
NO_ROWS = Rows()
SMALL = 512 << 10  # so little that writing it anew costs no more than a change
MUCH = 256 << 10  # bytes of the journal, about a hundred new papers
SHARE = 64  # how many times the journal's size the snapshot may be


class Effect(NamedTuple):
    """What an entry did to one record: its bytes before and after."""

    table: str
    id: int
    before: bytes | None
    after: bytes | None


class Newcomers(NamedTuple):
    """Very many new records of one table, each made when it is written."""

    table: str
    ids: Sequence[int]
    lines: Iterable[bytes]

    def deeds(self) -> Iterator[Deed]:
        pairs = zip(self.ids, self.lines, strict=True)
        return (Deed(self.table, id, None, line) for id, line in pairs)


class Store:
    """Tables of records; every method may raise a `CarrelError` and then has changed nothing."""

    def __init__(
        self,
        folder: str,
        *,
        names_of: Callable[[str, bytes], bytes],
        read_only: bool = False,
        create: bool = True,
        clock: Callable[[], float] = time.time,
        patience: float = PATIENCE,
    ) -> None:
        self.files = Files(os.path.abspath(folder))
        self.tables: dict[str, Rows] = {}
        self._shown = self.tables  # other threads look at these while others are being read
        self.notices: list[str] = []
        self.seq = 0
        self.version = 0  # grows with every change, ours or another's
        self.snapshot: Snapshot | None = None
        self.identity: list[int] | None = None  # of the snapshot's file when it was last read
        self.earlier: tuple[int, dict[str, dict[int, bytes]]] | None = (
            None  # a rebuilt state, while one is needed
        )
        self.due = False  # whether the files want to be written anew at the next chance
        # told in which table which records came or changed
        self.watch: Callable[[str, Iterable[int]], None] = lambda _, __: None
        self.news: list[Effect] = []  # what others changed and nobody here was told of yet
        self.clock = clock
        self.names_of = names_of
        self.by = f"{os.uname().nodename}:{os.getpid()}"
        self._refused: LibraryError | None = None
        self._unadopted: LibraryError | None = None  # why another program's edits only show
        self._has_adopted = False
        self._is_loaded = False
        self._told_of_end = False
        self._journal = JournalFile(self.files.journal)
        self._gate = Gate(Lock(self.files.lock, patience=patience))
        if read_only:
            self._refused = LibraryReadOnly(
                f"The library in {self.files.folder} was opened for reading only."
            )
        self._open(create=create and not read_only)

    # Opening

    def _open(self, *, create: bool) -> None:
        try:
            if not os.path.isdir(self.files.folder):
                if not create:
                    raise LibraryMissing(
                        f"There is no library in {self.files.folder}."
                        " Name another with --library, or add a paper to begin one."
                    )
                make_folder(self.files.folder)
            self.load()
        except OSError as error:
            raise disk.refusal(error, self.files.folder) from error
        self._has_adopted = False  # whoever opens a library that is due has it written anew

    def load(self) -> None:
        """Read the files from the beginning; what was known before is forgotten."""
        self._is_loaded = False
        self._unadopted = None
        self._load()
        self._is_loaded = True
        self._shown = self.tables

    def _load(self) -> None:
        for _ in range(RETRIES):
            try:
                snapshot = open_snapshot(self.files.snapshot, self.names_of)
            except (Unsound, ValueError, KeyError, FileNotFoundError):
                break
            self._begin_at(snapshot)
            if self._read_journal() is not None:
                self._look_for_a_lost_journal()
                return
        self._recover()

    def _begin_at(self, snapshot: Snapshot) -> None:
        """Take a snapshot's records for the tables; the journal is yet to be read."""
        self._journal.close()
        self.heed_schema(snapshot.meta.schema)
        self.snapshot, self.identity, self.seq = snapshot, snapshot.identity, snapshot.meta.seq
        self.tables = {
            name: Rows(snapshot, index, self._rescuer(name, snapshot.meta.seq))
            for name, index in snapshot.tables.items()
        }

    def _read_journal(self, told_up_to: int = 0) -> list[Effect] | None:
        """Apply the journal to the snapshot; None where another process replaced both."""
        if self._journal.open() or not os.path.exists(self.files.journal):
            return self._take(self._journal.unread() or b"", told_up_to)
        return None

    def _look_for_a_lost_journal(self) -> None:
        """A snapshot with a past always has a journal beside it, if only its first line."""
        if self.seq and not self._journal.size:
            self.due = True
            self.notices.append(
                f"journal.jsonl in {self.files.folder} is missing or empty: changes that were made"
                " since library.json was last written, if there were any, are lost with it."
            )

    def _recover(self) -> None:
        """The snapshot is missing or unsound: everything else that is there is read instead."""
        from storage import recovery

        self.close_files()
        self.tables = {}
        recovery.recover(self)

    def heed_schema(self, schema: int) -> None:
        if schema > SCHEMA:
            self._refused = LibraryTooNew(
                f"A newer Carrel wrote the library in {self.files.folder} (its schema is {schema},"
                f" this one knows {SCHEMA}): it can be read but not changed. Upgrade Carrel."
            )

    def _rescuer(self, table: str, seq: int) -> Callable[[int, bytes], bytes | None]:
        def rescue(id: int, damaged: bytes) -> bytes | None:
            from storage import recovery

            self.due = True
            return recovery.rescue_record(self, table, id, seq, damaged)

        return rescue

    # Reading

    def now(self) -> str:
        return timestamp(self.clock())

    def is_due(self) -> bool:
        """Whether the journal has grown so long that reading it would be felt."""
        if self.due:
            return True
        size, since = (self.snapshot.size, self.snapshot.meta.seq) if self.snapshot else (0, 0)
        grown = self._journal.size if self.seq > since else 0
        return grown > max(SMALL // 4, size // SHARE) or (grown > 0 and size + grown < SMALL)

    def rows(self, table: str) -> Rows:
        """The rows of a table, none where there is no such table."""
        return self._shown.get(table, NO_ROWS)

    @property
    def at_rest(self) -> AbstractContextManager[bool]:
        """While it is held, no other thread of this process changes the tables."""
        return self._gate.threads

    @property
    def is_far_behind(self) -> bool:
        """Whether others did so much that reading it takes a while."""
        try:
            journal = self._journal
            return self._was_edited() or journal.was_replaced() or journal.ahead > MUCH
        except OSError:  # which `refresh` is going to tell
            return False

    def refresh(self) -> None:
        """Read what other processes appended since; what they did is in `news`."""
        with self._gate.threads:
            try:
                self.news += self._refresh()
            except OSError as error:
                raise disk.refusal(error, self.files.folder) from error
            if self._has_adopted:
                self._write_over_edited()

    def _write_over_edited(self) -> None:
        """Have a snapshot of ours again, for another program to edit next."""
        from storage import compaction

        self._has_adopted = False
        try:
            compaction.compact(self)
        except LibraryError:  # it is tried again when the library is next opened
            self.due = True

    def _refresh(self) -> list[Effect]:
        if not self._is_loaded or self._was_edited():
            return self._reload()
        replaced = self._journal.was_replaced()
        unread = self._journal.unread()
        effects = None if unread is None else self._take(unread)
        if effects is None:
            return self._reload()
        return effects + self._follow() if replaced else effects

    def _was_edited(self) -> bool:
        """Whether another program than Carrel wrote the snapshot since it was read."""
        try:
            status = os.stat(self.files.snapshot)
        except FileNotFoundError:  # what was read of it still holds, and can be written again
            self.due |= self.snapshot is not None
            return False
        if identity(status) == self.identity:
            return False
        if not is_ours(self.files.snapshot, status):
            return True
        self.identity = identity(status)  # the journal will follow it
        return False

    def _follow(self) -> list[Effect]:
        """Another process wrote the snapshot anew and began a new journal: change to both."""
        seq = self.seq
        try:
            snapshot = open_snapshot(self.files.snapshot, self.names_of)
        except (Unsound, ValueError, KeyError, FileNotFoundError):
            return self._reload()
        if snapshot.meta.seq > seq:  # it includes changes that we never saw
            return self._reload()
        self._is_loaded = False
        self._begin_at(snapshot)
        effects = self._read_journal(told_up_to=seq)
        if effects is None:
            return self._reload()
        self._is_loaded = True
        self._shown = self.tables
        return effects

    def _reload(self) -> list[Effect]:
        """Read everything anew, and find out what is different from before."""
        before = {name: dict(rows.items()) for name, rows in self._shown.items()}
        self.load()
        self.version += 1
        effects = []
        for name in before.keys() | self.tables.keys():
            old = before.get(name, {})
            new = dict(self.tables[name].items()) if name in self.tables else {}
            effects += [
                Effect(name, id, old.get(id), new.get(id))
                for id in [*old, *(id for id in new if id not in old)]
                if old.get(id) != new.get(id)
            ]
        effects.sort(key=lambda effect: effect.after is not None)  # it went here, then came there
        return effects

    def _take(self, data: bytes, told_up_to: int = 0) -> list[Effect] | None:
        """Apply the whole steps in these bytes; those already known by number are passed over.

        None where they begin after changes that are not known: the snapshot was replaced as well.
        """
        block = journal.read_block(data)
        if block.header:
            self.heed_schema(block.header["schema"])
            if block.header["after"] > self.seq:
                return None
        self._tell_of_damage(block)
        fresh = [entry for entry in block.entries if entry.seq > self.seq]
        known = [entry.deed for entry in fresh if entry.seq <= told_up_to]
        news = [entry.deed for entry in fresh if entry.seq > told_up_to]
        self.apply(known)
        effects = self.apply(news)
        if fresh:
            self.seq = fresh[-1].seq
        self._journal.advance(block.reach, data[max(0, block.reach - SEAL) : block.reach])
        return effects

    def _tell_of_damage(self, block: Block) -> None:
        self.due |= bool(block.mended or block.bad)
        if block.bad:
            self.notices.append(
                f"{len(block.bad)} damaged stretch{'es' * (len(block.bad) > 1)} of the journal"
                " could not be read; what is left of it is kept in the history."
            )
        if block.is_damaged_at_end and not self._told_of_end:
            self._told_of_end = True
            self.notices.append(
                "The last change in the journal is damaged and could not be read; what is left of"
                " it is set aside with the next change."
            )

    def apply(self, deeds: Iterable[Deed]) -> list[Effect]:
        """Do to the tables what lines of the journal say."""
        effects = []
        for table, id, was, now, parts in deeds:
            self.version += 1
            if id is None:
                if now is None:
                    self.tables.pop(table, None)
                else:
                    self.tables.setdefault(table, Rows())
                continue
            rows = self._rows_to_write(table)
            before = rows.get(id)
            if now is None and was is None:
                if before is None:  # it came with a change that is lost
                    continue
                now = codec.encode(patch.apply(codec.decode(before), parts)) if parts else before
            rows.set(id, now)
            effects.append(Effect(table, id, before, now))
            if now is not None:
                self.watch(table, (id,))
        return effects

    def _rows_to_write(self, table: str) -> Rows:
        rows = self.tables.get(table)
        if rows is None:
            rows = self.tables[table] = Rows(rescue=self._rescuer(table, self.seq))
        return rows

    # Writing

    @property
    def writable(self) -> bool:
        return self._refused is None

    def follow_journal(self) -> None:
        """Read the journal onto tables that were filled from elsewhere."""
        self._read_journal()

    def adopt(self, deeds: Sequence[Deed], mark: int) -> bool:
        """Take over what another program wrote into the snapshot, as a step of its own.

        Where that cannot be written now it is only shown, and tried again before the next change.
        False where some of it goes against what was changed here meanwhile.
        """
        self._is_loaded = True
        try:
            with self.exclusive(BRIEFLY):
                fitting = [fit for deed in deeds if (fit := self._fitting(deed))]
                if fitting:
                    self.commit("edited outside Carrel", fitting, adopts=mark)
                self._has_adopted = True
        except LibraryError as refusal:
            fitting = [fit for deed in deeds if (fit := self._fitting(deed))]
            self.apply(fitting)
            self._unadopted = refusal
        return fitting == list(deeds)

    def _fitting(self, deed: Deed) -> Deed | None:
        """The part of a deed that does not go against what was changed here meanwhile."""
        rows = self.tables.get(deed.table)
        current = rows.get(deed.id) if rows and deed.id is not None else None
        if not deed.parts:
            return deed if current == deed.was else None
        if current is None:
            return None
        against = patch.clashes(codec.decode(current), deed.parts)
        parts = tuple(part for part in deed.parts if part not in against)
        return deed._replace(parts=parts) if parts else None

    def exclusive(self, patience: float | None = None) -> Turn:
        """No other process writes meanwhile, and what they wrote before has been read."""
        if self._refused:
            raise self._refused
        return Turn(self._gate, self.files.folder, self._catch_up, patience)

    @cuttable
    def _catch_up(self) -> None:
        self._journal.put_back()
        self.refresh()
        self._see_that_all_is_read()
        self._tidy_end()

    def _see_that_all_is_read(self) -> None:
        if self._unadopted:
            self.news += self._reload()
        if refusal := self._unadopted or self._refused:
            raise refusal

    def commit(
        self,
        label: str,
        deeds: Sequence[Deed],
        *,
        newcomers: Newcomers | None = None,
        undoes: int = 0,
        redoes: int = 0,
        adopts: int = 0,
    ) -> tuple[About, int, list[Effect]]:
        """Make one step durable, then true; call it inside `exclusive`.

        The effects that come back are those of the deeds, not the newcomers.
        """
        about = About(self.now(), label, self.by, undoes, redoes, adopts)
        step = self.seq + 1
        header = journal.header_line(schema=SCHEMA, after=self.seq)
        come = newcomers.ids if newcomers else ()
        all_deeds = chain(deeds, newcomers.deeds()) if newcomers else deeds
        count = len(deeds) + len(come)
        lines = journal.write_step(step, about, all_deeds, count)
        appended = None
        if newcomers:
            from storage.appended import Appended, noted

            appended = Appended()
            lines = noted(lines, len(deeds), appended)
        added = self._journal.append(chain.from_iterable(lines), header)
        effects = self.apply(deeds)
        if newcomers and appended:
            appended.open(self.files.journal, added.start)
            self.version += 1
            self._rows_to_write(newcomers.table).append(come, appended)
            self.watch(newcomers.table, come)
        self.seq += count
        self._journal.advance(added.length, added.end)
        return about, step, effects

    def _tidy_end(self) -> None:
        """What a crash left half-written was never acknowledged: it is set aside."""
        torn = self._journal.unread()
        if torn:
            path = self.set_aside("torn-journal", torn)
            if self._told_of_end:
                self.notices.append(f"The damaged end of the journal was kept as {path}.")
                self._told_of_end = False
        if torn or not self._journal.is_closed_off:
            self._journal.cut()

    def set_aside(self, what: str, data: bytes) -> str:
        """Keep what cannot be used, under a name that says what and when."""
        make_folder(self.files.aside)
        stamp = self.now().replace(":", "")
        first = path = os.path.join(self.files.aside, f"{what}-{stamp}-{self.seq}")
        number = 1
        while os.path.exists(path):
            number += 1
            path = f"{first}-{number}"
        disk.replace_file(path, [data])
        return path

    # Closing

    def close_files(self) -> None:
        self._journal.close()
        self.snapshot = None

    def close(self) -> None:
        with self._gate.threads:
            self.close_files()
            self._gate.lock.close()
