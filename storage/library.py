"""The library: papers kept in TinyDB, shared by many processes, with nothing ever lost."""

import os
import time
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Self

from papers import (
    Change,
    Conflict,
    LibraryBusy,
    LibraryError,
    LibraryReadOnly,
    NotFound,
    Paper,
    new_uids,
    uid_to_int,
)
from storage import codec, patch
from storage.finder import Finder
from storage.journal import Deed
from storage.lock import PATIENCE
from storage.records import PAPERS, TRASH, names_of, read_changes, read_paper, to_lines, to_record
from storage.step import NO_STEP, Pending, Step
from storage.store import SCHEMA, Newcomers, Store
from storage.uids import Newest

if TYPE_CHECKING:  # a short command gets by without it, and is sooner done
    from subprocess import Popen

    from papers.outline import Outline
    from storage.codec import Record
    from storage.doctor import Finding
    from storage.kept_exports import KeptExport
    from storage.shelves import Shelf
    from storage.tables import JournalDB

    Users = list[tuple[KeptExport, KeptExport]]


class Library:
    """A folder of papers. A change is durable when its method returns, and is one step."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._finder = Finder(store)
        self._db: JournalDB | None = None
        self._helper: Popen[bytes] | None = None

    @classmethod
    def open(
        cls,
        folder: str | os.PathLike[str],
        *,
        read_only: bool = False,
        create: bool = True,
        clock: Callable[[], float] = time.time,
        patience: float = PATIENCE,
    ) -> Self:
        """Open the library in a folder, or begin one there.

        Patience is how many seconds a change waits while another program is writing.
        """
        store = Store(
            os.fspath(folder),
            names_of=names_of,
            read_only=read_only,
            create=create,
            clock=clock,
            patience=patience,
        )
        library = cls(store)
        if store.snapshot and store.snapshot.meta.schema < SCHEMA:
            from storage import migrations

            migrations.migrate(store)
        if store.due and store.writable:
            library.compact()
        return library

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write the snapshot anew where that is due, and let go of the files."""
        if self._helper:
            self._helper.wait()
            self.store.refresh()
        if self.store.writable and self.store.is_due():
            self.compact()
        self.store.close()

    def compact(self) -> None:
        """Write the snapshot anew; where that cannot be done now, the journal holds everything."""
        from storage import compaction

        try:
            compaction.compact(self.store)
        except (LibraryBusy, LibraryReadOnly):
            return
        except LibraryError as refusal:
            self.store.notices.append(
                "Every change is safe in the journal, but library.json could not be written anew"
                f" ({_reason(refusal)}). `carrel doctor --fix` does it once that is put right."
            )

    def compact_in_background(self) -> None:
        """Where it is due, write the snapshot anew in a process of its own: no key press waits."""
        if self._helper and self._helper.poll() is None:
            return
        if self.store.writable and self.store.is_due():
            import subprocess
            import sys

            code = f"import sys; sys.path[:] = {sys.path!r}; import storage as s; s.Library.open"
            call = f"{code}({self.folder!r}, create=False).close()"
            self._helper = subprocess.Popen([sys.executable, "-c", call], stdin=subprocess.DEVNULL)

    @property
    def db(self) -> "JournalDB":
        """The library as a TinyDB: the same records, by TinyDB's own methods."""
        if self._db is None:
            from storage.tables import JournalDB, JournalStorage

            self._db = JournalDB(self.store, storage=JournalStorage)
        return self._db

    @property
    def folder(self) -> str:
        return self.store.files.folder

    @property
    def notices(self) -> list[str]:
        """Sentences about what was recovered, set aside or taken over."""
        return self.store.notices

    # Reading

    def __len__(self) -> int:
        return len(self.store.rows(PAPERS))

    def __iter__(self) -> Iterator[Paper]:
        """The living papers in the order in which they were added."""
        return self._finder.all(PAPERS)

    def newest(self) -> Iterator[Paper]:
        """The living papers, the last added first; each is only read when it is reached."""
        rows = self.store.rows(PAPERS)
        for id in rows.newest_ids():
            line = rows.get(id)
            if line is not None:
                yield read_paper(PAPERS, id, line)

    def newest_uids(self) -> Newest:
        """The uids of the living papers, the last made first, without a look at the papers."""
        rows = self.store.rows(PAPERS)
        return Newest(rows.ids() if rows.over else rows.index.ids)

    @property
    def seq(self) -> int:
        """The number of the last change that was read; it grows with every change."""
        return self.store.seq

    def records(
        self, start: int = 0, stop: int | None = None
    ) -> "Iterator[tuple[list[int], list[Record]]]":
        """The living papers as records and their ids, many at a time: for who reads them all.

        With bounds only those that come so far down the ascending ids.
        """
        from storage import reading

        return reading.records(self.store.rows(PAPERS), start, stop)

    def changed_since(self, seq: int) -> set[int] | None:
        """The ids of papers that changed between that change and the last that was read here.

        That change may be a later one, that another process made. None where it is not known, as
        where an older copy of the library was put back.
        """
        from storage import reading

        if seq == self.store.seq:
            return set()
        if seq > self.store.seq and seq > reading.last(self.store.files):
            return None
        return reading.changed_since(self.store.files, min(seq, self.store.seq))

    def ids(self) -> Iterator[int]:
        """The numbers behind the uids of the living papers, ascending."""
        return self.store.rows(PAPERS).ids()

    def trash(self) -> list[Paper]:
        return list(self._finder.all(TRASH))

    def get(self, uid: str) -> Paper | None:
        """The paper of that uid, living or in the trash."""
        return self._finder.by_uid(uid)

    def by_key(self, key: str) -> Paper | None:
        """The paper that has this citation key, or had it before; case does not matter."""
        return self._finder.by_key(key)

    def find(self, handle: str) -> Paper:
        """The paper that a key, an old key, the start of a uid, a DOI or an arXiv number names."""
        return self._finder.find(handle)

    def find_trashed(self, handle: str) -> Paper:
        """A paper in the trash, by its key or the start of its uid."""
        return self._finder.find_trashed(handle)

    def mentioning(self, texts: Iterable[str]) -> list[Paper]:
        """The living papers whose records hold one of these texts, the newest first.

        The case of letters from A to Z does not matter."""
        wanted = [codec.encode(text)[1:-1].lower() for text in texts]
        found = []
        for id, line in self.store.rows(PAPERS).items():
            lowered = line.lower()
            if any(text in lowered for text in wanted):
                found.append((id, line))
        return [read_paper(PAPERS, id, line) for id, line in reversed(found)]

    def keys(self) -> list[str]:
        """Every citation key and alias in use, without a look at the papers."""
        return self._finder.keys()

    # Changing

    def add(self, papers: Iterable[Paper], *, label: str, suffix: bool = False) -> Step:
        """Add papers as one step; each gets its uid, and a citation key where it has none.

        A key that another paper has raises KeyTaken, or with `suffix` gets one; an old key that
        another paper has is then left out.
        """
        with self.store.exclusive(), codec.undisturbed():
            papers = list(papers)
            now = self.store.now()
            fresh: set[str] = set()
            uids: set[str] = set()
            added = []
            for paper, uid in zip(papers, new_uids(self.store.clock(), len(papers)), strict=True):
                if paper.uid:
                    self._refuse_double_uid(paper.uid, uids)
                key = self._free_key(paper, fresh, suffix)
                if paper.aliases:
                    paper = self._with_free_aliases(paper, fresh, suffix)
                fresh.add(key.casefold())
                added.append(
                    paper._replace(
                        uid=paper.uid or uid, key=key, added=paper.added or now, modified=now
                    )
                )
            return self._commit(label, [], [Change(None, paper) for paper in added])

    def edit(self, uids: Collection[str], change: Callable[[Paper], Paper], *, label: str) -> Step:
        """Change papers as they are at this moment: no other process's change is overwritten."""
        with self.store.exclusive():
            now = self.store.now()
            changes = []
            for uid in dict.fromkeys(uids):
                before = self.get(uid)
                if not before:
                    raise NotFound(f"No paper has the uid {uid!r}: was it purged meanwhile?")
                after = change(before)
                if after != before:
                    changes.append(Change(before, after._replace(uid=uid, modified=now)))
            return self._commit_changes(label, changes)

    def outlines(self) -> "list[Outline]":
        """How the files that papers were imported from were laid out, in the order of import."""
        from storage import outlines

        return [outline for _, outline in outlines.read(self.store)]

    def apply(
        self, changes: Iterable[Change], *, label: str, outlines: "Iterable[Outline]" = ()
    ) -> Step:
        """Make changes that were prepared earlier; what happened meanwhile is merged, not lost."""
        with self.store.exclusive(), codec.undisturbed():
            made: dict[str, Change] = {}
            for change in changes:
                uid = change.uid
                if change.before is None and uid not in made and not self._finder.has_uid(uid):
                    made[uid] = change
                    continue
                now = made[uid].after if uid in made else self.get(uid)
                after = self._brought_up(change, now)
                if after != now:
                    first = made[uid].before if uid in made else now
                    made[uid] = Change(first, after)
            found = [c for c in made.values() if c.before != c.after]
            return self._commit_changes(label, found, outlines)

    def _brought_up(self, change: Change, now: Paper | None) -> Paper | None:
        """What a change makes of the paper as it is now."""
        after = change.after
        if now == after or (now == change.before and not (now and after)):
            return after
        if not (now and after and change.before):
            paper = now or after or change.before
            raise Conflict(
                f"{paper.key if paper else change.uid} was changed, was removed or came back"
                " meanwhile: look at it again."
            )
        if now != change.before:
            from papers.merge import merge

            after = merge(change.before, now, after)
        return after if after == now else after._replace(modified=self.store.now())

    def remove(self, uids: Collection[str], *, label: str = "remove") -> Step:
        """Move papers to the trash."""
        now = self.store.now()
        return self.edit(uids, lambda paper: paper._replace(trashed=now), label=label)

    def restore(self, uids: Collection[str], *, key: str | None = None) -> Step:
        """Take papers back out of the trash, under a new key where the old one went to another."""

        def back(paper: Paper) -> Paper:
            if not paper.trashed:
                return paper
            rekeyed = paper.rekeyed(key) if key else paper
            kept = tuple(alias for alias in rekeyed.aliases if self._finder.is_free(alias))
            return rekeyed._replace(aliases=kept, trashed="")

        return self.edit(uids, back, label="restore")

    def purge(self, uids: Collection[str]) -> Step:
        """Take papers out of the trash for good; only the history still knows them."""
        with self.store.exclusive():
            changes = []
            for uid in dict.fromkeys(uids):
                paper = self.get(uid)
                if not paper or not paper.trashed:
                    raise NotFound(
                        f"{uid} is not in the trash; `carrel remove` puts a paper there."
                    )
                changes.append(Change(paper, None))
            return self._commit_changes("purge", changes)

    # Shelves and kept exports

    def shelves(self) -> "list[Shelf]":
        """The named queries that the library keeps, in the order in which they were made."""
        from storage import shelves

        return shelves.read(self.store)

    def change_shelves(
        self,
        change: "Callable[[list[Shelf]], list[tuple[Shelf, Shelf | None]]]",
        *,
        label: str,
        exports: "Callable[[list[Shelf], list[KeptExport]], Users] | None" = None,
    ) -> Step:
        """Make of shelves others, or none; which, is decided by those that there are now.

        In the same step `exports` changes the kept exports that use them."""
        from storage import kept_exports, shelves

        with self.store.exclusive():
            own = shelves.read(self.store)
            deeds = [deed for pair in change(own) for deed in shelves.deeds(self.store, *pair)]
            users = exports(own, kept_exports.read(self.store)) if exports else []
            deeds += [deed for pair in users for deed in kept_exports.deeds(self.store, *pair)]
            return self._commit(label, deeds, [])

    def kept_exports(self) -> "list[KeptExport]":
        """The exports that the library keeps, in the order in which they were made."""
        from storage import kept_exports

        return kept_exports.read(self.store)

    def change_kept_export(
        self,
        change: "Callable[[list[KeptExport]], tuple[KeptExport, KeptExport | None]]",
        *,
        label: str,
    ) -> Step:
        """Make of one kept export another, or none; which, is decided by those of now."""
        from storage import kept_exports

        with self.store.exclusive():
            export, after = change(kept_exports.read(self.store))
            return self._commit(label, kept_exports.deeds(self.store, export, after), [])

    # History

    def undo(self, steps: int = 1, agree: Callable[[Pending], bool] | None = None) -> list[Step]:
        """Take back the last steps that still hold, whoever made them and whenever.

        Where `agree` says no to one, that and those before it stay."""
        from storage.past import Past

        return Past(self.store, self._finder).undo(steps, agree)

    def redo(self, steps: int = 1) -> list[Step]:
        """Make again what the last undo took back."""
        from storage.past import Past

        return Past(self.store, self._finder).redo(steps)

    def undo_step(self, id: int) -> Step:
        """Take back one step of the history; refused where a later change touched the same part."""
        from storage.past import Past

        return Past(self.store, self._finder).undo_step(id)

    def history(self, uid: str | None = None) -> Iterator[Step]:
        """The steps, newest first; with a uid, those that changed that paper."""
        from storage.past import Past

        return Past(self.store, self._finder).steps(uid)

    @property
    def is_far_behind(self) -> bool:
        """Whether `refresh` takes a while: others changed many papers, or all are read anew."""
        return self.store.is_far_behind

    def refresh(self) -> tuple[Change, ...]:
        """What other processes changed since the last call."""
        with self.store.at_rest:
            self.store.refresh()
            news, self.store.news = self.store.news, []
        return read_changes(news)

    def verify(self) -> "list[Finding]":
        """Everything that is wrong with the library's files, or looks so."""
        from storage import doctor

        return doctor.verify(self.store)

    def repair(self) -> list[str]:
        """Mend what can be mended without a decision, and say what was done."""
        from storage import doctor

        return doctor.repair(self.store)

    # Inside

    def _free_key(self, paper: Paper, fresh: set[str], suffix: bool) -> str:
        """The paper's key if nothing has it, in the library or among the `fresh`, else another."""
        folded = paper.key.casefold()
        if folded and folded not in fresh and self._finder.is_free(paper.key):
            return paper.key

        def taken(key: str) -> bool:
            return key.casefold() in fresh or not self._finder.is_free(key)

        from papers import keys

        if not folded:
            return keys.unique(keys.generate(paper.authors, paper.title, paper.year), taken)
        if suffix:
            return keys.unique(paper.key, taken)
        raise self._finder.taken(paper.key, self.by_key(paper.key))

    def _with_free_aliases(self, paper: Paper, fresh: set[str], suffix: bool) -> Paper:
        """The paper with the old keys that nothing else has; `fresh` learns of them."""
        kept = []
        for alias in paper.aliases:
            folded = alias.casefold()
            if folded not in fresh and self._finder.is_free(alias):
                kept.append(alias)
            elif not suffix:
                raise self._finder.taken(alias, self.by_key(alias))
        fresh.update(map(str.casefold, kept))
        return paper._replace(aliases=tuple(kept))

    def _refuse_double_uid(self, uid: str, uids: set[str]) -> None:
        if uid in uids or self.get(uid):
            raise Conflict(f"The paper {uid} is here already: change it instead of adding it.")
        uids.add(uid)

    def _commit_changes(
        self, label: str, changes: list[Change], outlines: "Iterable[Outline]" = ()
    ) -> Step:
        """Write changed papers, among them those that go to the trash or come from there."""
        self._refuse_double_keys(changes)
        deeds: list[Deed] = []
        if outlines:
            from storage.outlines import deeds as deeds_of_outlines

            deeds += deeds_of_outlines(self.store, outlines, alone=not changes)
        return self._commit(label, deeds, changes)

    def _deeds(self, change: Change) -> list[Deed]:
        id = uid_to_int(change.uid)
        old, new = _table_of(change.before), _table_of(change.after)
        was = self.store.rows(old).get(id) if old else None
        now = to_record(change.after) if change.after else None
        if old == new and was is not None and now is not None:
            parts = patch.diff(codec.decode(was), now)
            return [Deed(old, id, parts=tuple(parts))] if parts else []
        gone = [Deed(old, id, was=was)] if was is not None else []
        come = [Deed(new, id, now=codec.encode(now))] if now is not None else []
        return gone + come

    def _refuse_double_keys(self, changes: list[Change]) -> None:
        fresh: dict[str, str] = {}
        leaving = {change.uid for change in changes if not change.after or change.after.trashed}
        for before, after in changes:
            if not after or after.trashed:
                continue
            names = (after.key, *after.aliases)
            if before and not before.trashed and names == (before.key, *before.aliases):
                continue
            for name in names:
                other = None if self._finder.is_free(name) else self.by_key(name)
                if other and other.uid != after.uid and other.uid not in leaving:
                    raise self._finder.taken(name, other)
                if fresh.setdefault(name.casefold(), after.uid) != after.uid:
                    raise self._finder.taken(name, None)

    def _commit(self, label: str, deeds: list[Deed], changes: list[Change]) -> Step:
        """Write changes of papers and other deeds as one step; very many new papers as a stream."""
        come = [change.after for change in changes if change.after and _is_new(change)]
        newcomers = None
        if len(come) > codec.BULK:
            ids = array("q", [uid_to_int(paper.uid) for paper in come])
            newcomers = Newcomers(PAPERS, ids, to_lines(come))
            others = [change for change in changes if not _is_new(change)]
            changes = others + [change for change in changes if _is_new(change)]
        else:
            others = changes
        deeds = [deed for change in others for deed in self._deeds(change)] + deeds
        if not deeds and not newcomers:
            return NO_STEP
        about, id, _ = self.store.commit(label, deeds, newcomers=newcomers)
        return Step(id, about.at, about.label, about.by, tuple(changes))


def _reason(refusal: LibraryError) -> str:
    cause = refusal.__cause__
    return cause.strerror or str(refusal) if isinstance(cause, OSError) else str(refusal)


def _is_new(change: Change) -> bool:
    return change.before is None and change.after is not None and not change.after.trashed


def _table_of(paper: Paper | None) -> str:
    if paper is None:
        return ""
    return TRASH if paper.trashed else PAPERS
