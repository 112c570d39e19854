"""Undo, redo and the history: what the journal remembers, shown and taken back."""

from collections.abc import Callable, Iterator

from papers import Conflict, NotFound, NothingToUndo, int_to_uid, uid_to_int
from storage import codec, patch, recorded
from storage.codec import Record
from storage.finder import Finder
from storage.journal import Deed
from storage.recorded import Recorded
from storage.records import PAPERS, TRASH, names_in_record, read_changes
from storage.rows import Rows
from storage.step import Pending, Step
from storage.store import NO_ROWS, Effect, Store

MODIFIED = ("modified",)  # when a paper was changed says nothing of what was changed in it
NO_TIME = {"modified": ""}

Agree = Callable[[Pending], bool]


class Past:
    """The steps of a store, from the last to the first."""

    def __init__(self, store: Store, finder: Finder) -> None:
        self._store = store
        self._finder = finder

    def steps(self, uid: str | None) -> Iterator[Step]:
        """Every step, newest first; with a uid, those that changed that paper."""
        store = self._store
        wanted = uid_to_int(uid) if uid else None
        with store.at_rest:
            store.refresh()
            seq, tables = store.seq, {name: rows.frozen() for name, rows in store.tables.items()}
            recent = recorded.newest_first(store.files)
        rewinding = _Rewinding(tables)
        for found in recent:
            if found.id > seq:  # another process was faster than we read
                continue
            if wanted is not None and not _is_about(wanted, found.deeds):
                rewinding.pass_over(found.deeds)
                continue
            about, changes = found.about, read_changes(rewinding.back_past(found.deeds))
            yield Step(
                found.id, about.at, about.label, about.by, changes, about.undoes, about.redoes
            )

    def undo(self, times: int, agree: Agree | None = None) -> list[Step]:
        return self._repeat(times, lambda: self._undo_last(agree))

    def redo(self, times: int) -> list[Step]:
        return self._repeat(times, self._redo_last)

    def undo_step(self, id: int) -> Step:
        with self._store.exclusive():
            steps = recorded.newest_first(self._store.files)
            for found, is_made in recorded.with_whether_made(steps):
                if found.id == id and is_made == bool(found.about.undoes):
                    raise Conflict(f"Step {id}, {found.about.label!r}, was taken back already.")
                if found.id == id:
                    return self._redo(found) if found.about.undoes else self._undo(found)
        raise NotFound(f"There is no step {id} in the history: `carrel history` lists them.")

    def _repeat(self, times: int, once: Callable[[], Step | None]) -> list[Step]:
        done: list[Step] = []
        while len(done) < times:
            try:
                step = once()
            except NothingToUndo:
                if done:
                    break
                raise
            if step is None:
                break
            done.append(step)
        return done

    def _undo_last(self, agree: Agree | None) -> Step | None:
        """Take back the last step that still holds; None where somebody does not agree."""
        with self._store.exclusive():
            found = recorded.next_to_undo(recorded.newest_first(self._store.files))
            if found is None:
                raise NothingToUndo("There is nothing to undo: this is how the library began.")
            return self._undo(found) if not agree or agree(_pending(found)) else None

    def _undo(self, found: Recorded) -> Step:
        label = f"undo {found.about.label.removeprefix('redo ')}"
        return self._take_back(found, label, undoes=found.target)

    def _redo(self, undo: Recorded) -> Step:
        label = f"redo {undo.about.label.removeprefix('undo ')}"
        return self._take_back(undo, label, redoes=undo.target)

    def _redo_last(self) -> Step:
        with self._store.exclusive():
            undo = recorded.next_to_redo(recorded.newest_first(self._store.files))
            if undo is None:
                raise NothingToUndo("There is nothing to redo: the last change was not an undo.")
            return self._redo(undo)

    def _take_back(self, found: Recorded, label: str, *, undoes: int = 0, redoes: int = 0) -> Step:
        deeds = [self._fitting(found, deed) for deed in recorded.inverse(found.deeds)]
        self._refuse_twice(found, deeds)
        self._refuse_taken(deeds)
        about, id, effects = self._store.commit(label, deeds, undoes=undoes, redoes=redoes)
        changes = read_changes(effects)
        return Step(id, about.at, about.label, about.by, changes, undoes, redoes)

    def _fitting(self, found: Recorded, deed: Deed) -> Deed:
        """The deed where its record is still as the step left it, if not as late; else refused."""
        assert deed.id is not None
        line = self._store.rows(deed.table).get(deed.id)
        clashes: list[patch.Part] = []
        if deed.parts and line is not None:
            clashes = patch.clashes(codec.decode(line), deed.parts)
            if all(part.at == MODIFIED for part in clashes):
                return deed._replace(parts=tuple(p for p in deed.parts if p not in clashes))
        elif not deed.parts and _same_but_for_time(line, deed.was):
            return deed._replace(was=line)
        places = [part.at for part in clashes if part.at != MODIFIED]
        what = ", ".join(".".join(at) or "the order of its parts" for at in places)
        raise _conflict(found, deed.id, what or "all")

    def _refuse_twice(self, found: Recorded, deeds: list[Deed]) -> None:
        """Refuse where a paper would come back to the library and be in the trash as well."""
        going = {(deed.table, deed.id) for deed in deeds if deed.was is not None}
        for deed in deeds:
            place = TRASH if deed.table == PAPERS else PAPERS, deed.id
            if deed.now is None or deed.id is None or place in going:
                continue
            if deed.table in (PAPERS, TRASH) and deed.id in self._store.rows(place[0]):
                raise _conflict(found, deed.id, "all")

    def _refuse_taken(self, deeds: list[Deed]) -> None:
        """Refuse where a key would come back that went to another paper meanwhile."""
        rows = self._store.rows(PAPERS)
        changed = {deed.id: deed for deed in deeds if deed.table == PAPERS}
        for id, deed in changed.items():
            line = rows.get(id) if id is not None else None
            before: Record = codec.decode(line) if line is not None else {}
            after = (
                patch.apply(before, deed.parts) if deed.parts else codec.decode(deed.now or b"{}")
            )
            for name in set(names_in_record(after)) - set(names_in_record(before)):
                other = self._finder.by_key(name)
                if other and uid_to_int(other.uid) not in changed:
                    raise self._finder.taken(name, other)


def _pending(found: Recorded) -> Pending:
    papers = {deed.id for deed in found.deeds if deed.table in (PAPERS, TRASH)}
    came = [
        deed for deed in found.deeds
        if deed.table == PAPERS and not deed.parts and deed.was is None
    ]  # fmt: skip
    return Pending(found.id, found.about.label, len(papers), len(came))


def _conflict(found: Recorded, id: int, what: str) -> Conflict:
    return Conflict(
        f"Step {found.id}, {found.about.label!r}, cannot be taken back: a later change touched"
        f" {what} of {int_to_uid(id)}. Undo that one first; `carrel history` lists both."
    )


def _same_but_for_time(line: bytes | None, other: bytes | None) -> bool:
    if line is None or other is None:
        return line is other
    return line == other or codec.decode(line) | NO_TIME == codec.decode(other) | NO_TIME


def _is_about(id: int, deeds: tuple[Deed, ...]) -> bool:
    return any(deed.id == id and deed.table in (PAPERS, TRASH) for deed in deeds)


class _Rewinding:
    """Records as they were before steps that are told from the last to the first."""

    def __init__(self, tables: dict[str, Rows]) -> None:
        self._tables = tables
        self._known: dict[tuple[str, int], bytes | None] = {}
        self._passed: dict[tuple[str, int], list[Deed]] = {}

    def pass_over(self, deeds: tuple[Deed, ...]) -> None:
        """Nobody asks about this step: its records are only rewound should one be asked for."""
        for deed in reversed(deeds):
            if deed.id is not None:
                self._passed.setdefault((deed.table, deed.id), []).append(deed)

    def back_past(self, deeds: tuple[Deed, ...]) -> list[Effect]:
        """What a step did, from the records as they were after it."""
        effects = []
        for deed in reversed(deeds):
            if deed.id is None:
                continue
            place = (deed.table, deed.id)
            after = self._after(place) if deed.parts else deed.now
            self._passed.pop(place, None)
            before = self._known[place] = _before(deed, after)
            effects.append(Effect(deed.table, deed.id, before, after))
        return effects[::-1]

    def _after(self, place: tuple[str, int]) -> bytes | None:
        table, id = place
        rows = self._tables.get(table, NO_ROWS)
        record = self._known[place] if place in self._known else rows.get(id)
        for deed in self._passed.pop(place, ()):
            record = _before(deed, record)
        return record


def _before(deed: Deed, after: bytes | None) -> bytes | None:
    if not deed.parts:
        return deed.was
    known = codec.decode(after) if after is not None else {}
    return codec.encode(patch.apply(known, patch.inverse(deed.parts)))
