"""The store: tables of records over a snapshot and a journal, shared by many processes.

A change is appended to the journal and synced before it is acknowledged; every process reads what
the others appended. Rewriting the snapshot (`compaction.py`) and reading damaged files
(`recovery.py`) are elsewhere.
"""

import os
import time
from _thread import RLock
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from papers.clock import timestamp
from papers.errors import LibraryMissing, LibraryReadOnly, LibraryTooNew
from storage import codec, disk, journal, patch
from storage.files import Files, make_folder
from storage.journal import About, Deed
from storage.journal_file import JournalFile
from storage.lock import Lock
from storage.rows import Rows
from storage.snapshot import Snapshot, Unsound, identity, is_ours, open_snapshot

SCHEMA = 1
RETRIES = 20
NO_ROWS = Rows()
SMALL = 512 << 10  # so little that writing it anew costs no more than a change
SHARE = 64  # how many times the journal's size the snapshot may be


class Effect(NamedTuple):
    """What an entry did to one record: its bytes before and after."""

    table: str
    id: int
    before: bytes | None
    after: bytes | None


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
    ) -> None:
        self.files = Files(os.path.abspath(folder))
        self.tables: dict[str, Rows] = {}
        self.notices: list[str] = []
        self.seq = 0
        self.version = 0  # grows with every change, ours or another's
        self.snapshot: Snapshot | None = None
        self.due = False  # whether the files want to be written anew at the next chance
        self.watch: Callable[[list[Effect]], None] = lambda _: None  # told of every change
        self.news: list[Effect] = []  # what others changed and nobody here was told of yet
        self.clock = clock
        self.names_of = names_of
        self.by = f"{os.uname().nodename}:{os.getpid()}"
        self._refused: Exception | None = None
        self._journal = JournalFile(self.files.journal)
        self._depth = 0
        self._thread_lock = RLock()
        self._lock = Lock(self.files.lock)
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

    def load(self) -> None:
        """Read the files from the beginning; what was known before is forgotten."""
        for _ in range(RETRIES):
            try:
                self._load_snapshot()
            except (Unsound, ValueError, KeyError, FileNotFoundError):
                break
            if self._load_journal():
                return
        self._recover()

    def _load_snapshot(self) -> None:
        self.close_files()
        self.seq = 0
        self.tables = {}
        self.snapshot = open_snapshot(self.files.snapshot, self.names_of)
        self.seq = self.snapshot.meta.seq
        self._heed_schema(self.snapshot.meta.schema)
        for name, index in self.snapshot.tables.items():
            self.tables[name] = Rows(self.snapshot, index, self._rescuer(name))

    def _load_journal(self) -> bool:
        """Apply the journal to the snapshot; False where another process replaced both."""
        if not self._journal.open():
            return not os.path.exists(self.files.journal)
        data = self._journal.unread() or b""
        header = journal.read_header(data[: data.find(b"\n") + 1])
        if header:
            self._heed_schema(header["schema"])
            if header["after"] > self.seq:
                return False
        self._take(data)
        return True

    def _recover(self) -> None:
        """The snapshot is missing or unsound: everything else that is there is read instead."""
        from storage import recovery

        self.close_files()
        self.tables = {}
        recovery.recover(self)

    def _heed_schema(self, schema: int) -> None:
        if schema > SCHEMA:
            self._refused = LibraryTooNew(
                f"A newer Carrel wrote the library in {self.files.folder} (its schema is {schema},"
                f" this one knows {SCHEMA}): it can be read but not changed. Upgrade Carrel."
            )

    def _rescuer(self, table: str) -> Callable[[int], bytes | None]:
        def rescue(id: int) -> bytes | None:
            from storage import recovery

            self.due = True
            return recovery.rescue_record(self, table, id)

        return rescue

    # Reading

    def now(self) -> str:
        return timestamp(self.clock())

    def is_due(self) -> bool:
        """Whether the journal has grown so long that reading it would be felt."""
        if self.due:
            return True
        size, since = (self.snapshot.size, self.snapshot.meta.seq) if self.snapshot else (0, 0)
        grown = self._journal.reach if self.seq > since else 0
        return grown > max(SMALL // 4, size // SHARE) or (grown > 0 and size + grown < SMALL)

    def rows(self, table: str) -> Rows:
        """The rows of a table, none where there is no such table."""
        return self.tables.get(table, NO_ROWS)

    def refresh(self) -> None:
        """Read what other processes appended since; what they did is in `news`."""
        with self._thread_lock:
            try:
                self.news += self._refresh()
            except OSError as error:
                raise disk.refusal(error, self.files.folder) from error

    def _refresh(self) -> list[Effect]:
        if self.was_edited():
            return self._reload()
        replaced = self._journal.was_replaced()
        unread = self._journal.unread()
        if unread is None:
            return self._reload()
        effects = self._take(unread) if unread else []
        return effects + self._follow() if replaced else effects

    def was_edited(self) -> bool:
        """Whether another program than Carrel wrote the snapshot since it was read."""
        if not self.snapshot:
            return False
        try:
            status = os.stat(self.files.snapshot)
        except FileNotFoundError:
            return True
        if identity(status) == self.snapshot.identity:
            return False
        if not is_ours(self.files.snapshot, status):
            return True
        self.snapshot.identity = identity(status)  # the journal will follow it
        return False

    def _follow(self) -> list[Effect]:
        """Another process wrote the snapshot anew and began a new journal: change over to both."""
        seq = self.seq
        self.close_files()
        try:
            self.snapshot = open_snapshot(self.files.snapshot, self.names_of)
        except (Unsound, FileNotFoundError):
            return self._reload()
        if self.snapshot.meta.seq > seq:  # it includes changes that we never saw
            return self._reload()
        for name, index in self.snapshot.tables.items():
            self.tables[name] = Rows(self.snapshot, index, self._rescuer(name))
        for name in self.tables.keys() - self.snapshot.tables.keys():
            del self.tables[name]
        self.seq = self.snapshot.meta.seq
        self._journal.open()
        return self._take(self._journal.unread() or b"", told_up_to=seq)

    def _reload(self) -> list[Effect]:
        before = {name: dict(rows.items()) for name, rows in self.tables.items()}
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

    def _take(self, data: bytes, told_up_to: int = 0) -> list[Effect]:
        """Apply the whole steps in these bytes; those already known by number are passed over."""
        block = journal.read_block(data)
        self._journal.reach += block.reach
        if block.bad:
            self.due = True
            self.notices.append(
                f"{len(block.bad)} damaged stretch{'es' * (len(block.bad) > 1)} of the journal"
                " could not be read; `carrel doctor --fix` sets what is left of it aside."
            )
        self.due |= bool(block.mended)
        fresh = [entry for entry in block.entries if entry.seq > self.seq]
        known = [entry.deed for entry in fresh if entry.seq <= told_up_to]
        news = [entry.deed for entry in fresh if entry.seq > told_up_to]
        self.apply(known)
        effects = self.apply(news)
        if fresh:
            self.seq = fresh[-1].seq
        return effects

    def apply(self, deeds: Iterable[Deed]) -> list[Effect]:
        """Do to the tables what lines of the journal say."""
        effects = []
        for table, id, _, now, parts in deeds:
            if id is None:
                if now is None:
                    self.tables.pop(table, None)
                else:
                    self.tables.setdefault(table, Rows())
                continue
            rows = self.tables.get(table)
            if rows is None:
                rows = self.tables[table] = Rows()
            before = rows.get(id)
            if parts:
                known = codec.decode(before) if before is not None else {}
                now = codec.encode(patch.apply(known, parts))
            rows.set(id, now)
            effects.append(Effect(table, id, before, now))
        self.version += 1
        self.watch(effects)
        return effects

    # Writing

    @property
    def writable(self) -> bool:
        return self._refused is None

    def follow_journal(self) -> None:
        """Read the journal onto tables that were filled from elsewhere."""
        self._journal.open()
        self._take(self._journal.unread() or b"")

    def adopt(self, deeds: Sequence[Deed]) -> None:
        """Take over what another program wrote into the snapshot, as a step of its own."""
        try:
            with self.exclusive():
                if fitting := [fit for deed in deeds if (fit := self._fitting(deed))]:
                    self.commit("edited outside Carrel", fitting)
        except LibraryReadOnly:
            self.apply([fit for deed in deeds if (fit := self._fitting(deed))])

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

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """No other process writes meanwhile, and what they wrote before has been read."""
        if self._refused:
            raise self._refused
        with self._thread_lock:
            if self._depth:
                self._depth += 1
                try:
                    yield
                finally:
                    self._depth -= 1
                return
            self._lock.acquire()
            self._depth = 1
            try:
                self.refresh()
                self._drop_torn_tail()
                yield
            except OSError as error:
                raise disk.refusal(error, self.files.folder) from error
            finally:
                self._depth = 0
                self._lock.release()

    def commit(
        self, label: str, deeds: Sequence[Deed], *, undoes: int = 0, redoes: int = 0
    ) -> tuple[About, int, list[Effect]]:
        """Make one step durable, then true; call it inside `exclusive`."""
        about = About(self.now(), label, self.by, undoes, redoes)
        step = self.seq + 1
        header = journal.header_line(schema=SCHEMA, after=self.seq)
        self._journal.append(journal.write_step(step, about, deeds), header)
        effects = self.apply(deeds)
        self.seq += len(deeds)
        return about, step, effects

    def _drop_torn_tail(self) -> None:
        """What a crash left half-written was never acknowledged: it is set aside."""
        torn = self._journal.unread()
        if torn:
            self.set_aside("torn-journal", torn)
            self._journal.cut()

    def set_aside(self, what: str, data: bytes) -> str:
        """Keep what cannot be used, under a name that says what and when."""
        make_folder(self.files.aside)
        stamp = self.now().replace(":", "")
        path = os.path.join(self.files.aside, f"{what}-{stamp}-{self.seq}")
        disk.replace_file(path, [data])
        return path

    # Closing

    def close_files(self) -> None:
        self._journal.close()
        self.snapshot = None

    def close(self) -> None:
        with self._thread_lock:
            self.close_files()
            self._lock.close()
