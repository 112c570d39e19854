"""The library against a plain dict: whatever is done to it, by two sessions in turn, both agree."""

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from papers import (
    Annotation,
    Change,
    Conflict,
    Fields,
    KeyTaken,
    NothingToUndo,
    Paper,
    Status,
    timestamp,
)
from papers.merge import merge
from storage import Library, Step
from tests.storage.support import leave_as_it_is, told

WORDS = st.sampled_from(["", "a", "Ärger", "line\nline", "\x1b[31m", "\ud800", '","now":'])
KEYS = st.sampled_from(["one", "One", "two", "three", "four"])
TITLES = st.sampled_from(["Attention", "{LoRA}", "\\'Etude", "null"])
EDITS: st.SearchStrategy[Callable[[Paper], Paper]] = st.one_of(
    st.builds(lambda n: lambda p: p.rated(n), st.integers(0, 5)),
    st.builds(lambda t: lambda p: p.tagged(frozenset({t})), WORDS),
    st.builds(lambda t: lambda p: p.tagged(frozenset(), frozenset({t})), WORDS),
    st.builds(lambda w: lambda p: p._replace(notes=w), WORDS),
    st.builds(lambda w: lambda p: p.annotated(Annotation("now", w)), WORDS),
    st.builds(lambda n, w: lambda p: p.with_fields({n: w}), st.sampled_from("abc"), WORDS),
    st.builds(lambda n: lambda p: p.with_fields({n: None}), st.sampled_from("abc")),
    st.builds(lambda s: lambda p: p.moved_to(s, "now"), st.sampled_from(Status)),
    st.builds(lambda k: lambda p: p.rekeyed(k), KEYS),
    st.builds(lambda k: lambda p: p._replace(key=k, aliases=()), KEYS),
)
WHO = st.sampled_from(["ours", "theirs"])
SOME = st.lists(st.integers(0, 9), min_size=1, max_size=3)


class Sessions(RuleBasedStateMachine):
    """Two sessions on one folder, and beside them what the library should hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="model"))
        self.seconds = 1_800_000_000.0
        self.papers: dict[str, Paper] = {}
        self.steps: list[Step] = []
        self.prepared: list[Paper] = []
        self.sessions: dict[str, Library] = {}
        self.out_of_order = False  # whether a step was taken back before those after it

    @initialize()
    def begin(self) -> None:
        for who in ("ours", "theirs"):
            self.sessions[who] = self.open()

    def open(self) -> Library:
        return Library.open(self.folder, clock=lambda: self.seconds)

    def now(self) -> str:
        return timestamp(self.seconds)

    # What is expected

    def pick(self, numbers: list[int], *, trashed: bool | None = None) -> list[str]:
        """Some papers by number, each once."""
        uids = [
            uid
            for uid, paper in self.papers.items()
            if trashed is None or bool(paper.trashed) == trashed
        ]
        return list(dict.fromkeys(uids[n % len(uids)] for n in numbers)) if uids else []

    def clash(self, after: dict[str, Paper | None]) -> bool:
        """Whether a name would belong to two living papers, and at least one was given it now."""
        result = {**self.papers, **after}
        owners: dict[str, set[str]] = {}
        for uid, paper in result.items():
            if paper and not paper.trashed:
                for name in (paper.key, *paper.aliases):
                    owners.setdefault(name.casefold(), set()).add(uid)
        return any(len(uids) > 1 for uids in owners.values())

    def expect(self, after: dict[str, Paper | None], do: Callable[[], Step]) -> None:
        """Do it, and hold the library to what should come of it."""
        after = {uid: paper for uid, paper in after.items() if paper != self.papers.get(uid)}
        before = {uid: self.papers.get(uid) for uid in after}
        if self.clash(after):
            with pytest.raises(KeyTaken):
                do()
            return
        step = do()
        assert {change.uid: change.before for change in step.changes} == before
        assert {change.uid: change.after for change in step.changes} == after
        self.remember(step)

    def remember(self, step: Step) -> None:
        for uid, before, after in [(change.uid, *change) for change in step.changes]:
            assert self.papers.get(uid) == before
            if after:
                self.papers[uid] = after
            else:
                del self.papers[uid]
        if step.id:
            assert not self.steps or step.id > self.steps[-1].id
            self.steps.append(step)

    # What is done

    @rule(who=WHO, keys=st.lists(KEYS | st.just(""), min_size=1, max_size=3), title=TITLES)
    def add(self, who: str, keys: list[str], title: str) -> None:
        papers = [Paper(key=key, fields=Fields(title=title, b="b")) for key in keys]
        folded = [key.casefold() for key in keys if key]
        if len(set(folded)) < len(folded) or self.names() & set(folded):
            with pytest.raises(KeyTaken):
                self.sessions[who].add(papers, label="add")
            return
        step = self.sessions[who].add(papers, label="add")
        for paper, change in zip(papers, step.changes, strict=True):
            assert change.after
            assert change.after.key
            assert change.after == paper._replace(
                uid=change.uid,
                key=paper.key or change.after.key,
                added=self.now(),
                modified=self.now(),
            )
        self.remember(step)

    def living(self) -> list[Paper]:
        return [paper for paper in self.papers.values() if not paper.trashed]

    def names(self) -> set[str]:
        """Every key that a living paper has, or had."""
        papers = self.living()
        return {name.casefold() for paper in papers for name in (paper.key, *paper.aliases)}

    @rule(who=WHO, numbers=SOME, edit=EDITS)
    def edit(self, who: str, numbers: list[int], edit: Callable[[Paper], Paper]) -> None:
        after: dict[str, Paper | None] = {}
        for uid in self.pick(numbers):
            paper = edit(self.papers[uid])
            if paper != self.papers[uid]:
                after[uid] = paper._replace(modified=self.now())
        self.expect(after, lambda: self.sessions[who].edit(self.pick(numbers), edit, label="edit"))

    @rule(numbers=SOME)
    def look_at(self, numbers: list[int]) -> None:
        """Papers as they are now, to be changed later."""
        self.prepared = [self.papers[uid] for uid in self.pick(numbers)]

    @rule(who=WHO, edit=EDITS)
    def apply(self, who: str, edit: Callable[[Paper], Paper]) -> None:
        changes = [Change(paper, edit(paper)) for paper in self.prepared]
        after: dict[str, Paper | None] = {}
        try:
            for base, mine in changes:
                assert base
                assert mine
                current = self.papers.get(base.uid)
                if not current:
                    raise Conflict
                merged = mine if current == base else merge(base, current, mine)
                if merged != current:
                    after[base.uid] = merged._replace(modified=self.now())
        except Conflict:
            with pytest.raises(Conflict):
                self.sessions[who].apply(changes, label="apply")
        else:
            self.expect(after, lambda: self.sessions[who].apply(changes, label="apply"))

    @rule(who=WHO, numbers=SOME)
    def remove(self, who: str, numbers: list[int]) -> None:
        uids = self.pick(numbers, trashed=False)
        after = {
            uid: self.papers[uid]._replace(trashed=self.now(), modified=self.now()) for uid in uids
        }
        self.expect({**after}, lambda: self.sessions[who].remove(uids))

    @rule(who=WHO, numbers=SOME)
    def restore(self, who: str, numbers: list[int]) -> None:
        uids = self.pick(numbers, trashed=True)
        names = self.names()
        after: dict[str, Paper | None] = {}
        for uid in uids:
            paper = self.papers[uid]
            kept = tuple(alias for alias in paper.aliases if alias.casefold() not in names)
            after[uid] = paper._replace(trashed="", aliases=kept, modified=self.now())
        self.expect(after, lambda: self.sessions[who].restore(uids))

    @rule(who=WHO, number=st.integers(0, 9))
    def restore_under_a_new_key(self, who: str, number: int) -> None:
        uids = self.pick([number], trashed=True)
        if not uids:
            return
        key = f"back{len(self.steps)}"
        step = self.sessions[who].restore(uids, key=key)
        back = step.changes[0].after
        assert back
        assert (back.key, back.trashed) == (key, "")
        assert not self.clash({uids[0]: back})
        self.remember(step)

    @rule(who=WHO, numbers=SOME)
    def purge(self, who: str, numbers: list[int]) -> None:
        uids = self.pick(numbers, trashed=True)
        self.expect(dict.fromkeys(uids), lambda: self.sessions[who].purge(uids))

    # Undo and redo

    def undone(self) -> set[int]:
        """The steps that do not hold now."""
        result: set[int] = set()
        for step in self.steps:
            if step.undoes:
                result.add(step.undoes)
            result.discard(step.redoes)
        return result

    @rule(who=WHO, times=st.integers(1, 3))
    def undo(self, who: str, times: int) -> None:
        undone = self.undone()
        plain = [s for s in self.steps if not (s.undoes or s.redoes or s.id in undone)]
        targets = plain[::-1][:times]
        if not targets:
            with pytest.raises(NothingToUndo):
                self.sessions[who].undo(times)
            return
        try:
            steps = self.sessions[who].undo(times)
        except (Conflict, KeyTaken):
            self.check_partly_undone(who)
            return
        assert [step.undoes for step in steps] == [step.id for step in targets]
        for step in steps:
            self.remember(step)

    def check_partly_undone(self, who: str) -> None:
        """Where one of several was refused, those before it stand; they are in the history."""
        assert self.out_of_order
        last = self.steps[-1].id if self.steps else 0
        done = [step for step in self.sessions[who].history() if step.id > last]
        for step in reversed(done):
            self.remember(step)

    @rule(who=WHO, times=st.integers(1, 3))
    def redo(self, who: str, times: int) -> None:
        try:
            steps = self.sessions[who].redo(times)
        except NothingToUndo:
            assert not self.steps or not self.steps[-1].undoes
            return
        except (Conflict, KeyTaken):
            self.check_partly_undone(who)
            return
        for step in steps:
            assert step.redoes in self.undone()
            self.remember(step)
            assert step.redoes not in self.undone()

    @rule(who=WHO, number=st.integers(0, 9))
    def undo_one_of_them(self, who: str, number: int) -> None:
        if not self.steps:
            return
        found = self.steps[-1 - number % len(self.steps)]
        expected, taken = self.taken_back(found)
        is_undone = (found.undoes or found.redoes or found.id) in self.undone()
        if expected is None or taken or is_undone != bool(found.undoes):
            with pytest.raises((Conflict, KeyTaken)):
                self.sessions[who].undo_step(found.id)
            return
        step = self.sessions[who].undo_step(found.id)
        self.out_of_order = True
        assert step.undoes == (0 if found.undoes else found.redoes or found.id)
        assert step.redoes == found.undoes
        for change in step.changes:
            wanted = expected[change.uid]
            assert change.after == (wanted and change.after and wanted._replace(
                modified=change.after.modified
            ))  # fmt: skip
        self.remember(step)

    def taken_back(self, found: Step) -> tuple[dict[str, Paper | None] | None, bool]:
        """The papers with a step's changes turned round; None where they have moved on since."""
        result: dict[str, Paper | None] = {}
        for before, after in found.changes:
            uid = (before or after or Paper()).uid
            current = self.papers.get(uid)
            whole = not (before and after) or bool(before.trashed) != bool(after.trashed)
            if whole:
                if current != after:
                    return None, False
                result[uid] = before
                continue
            assert before
            assert after
            if not current or bool(current.trashed) != bool(after.trashed):
                return None, False
            back = _set_back(current, before, after)
            if back is None:
                return None, False
            result[uid] = back
        return result, self.clash(result)

    @rule(who=WHO, edit=EDITS, number=st.integers(0, 9))
    def change_and_undo_leaves_every_byte(
        self, who: str, edit: Callable[[Paper], Paper], number: int
    ) -> None:
        session = self.sessions[who]
        session.refresh()
        before = raw(session)
        try:
            step = session.edit(self.pick([number]), edit, label="edit")
        except KeyTaken:
            return
        self.remember(step)
        if step.id:
            self.remember(session.undo()[0])
            assert raw(session) == before

    # Sessions

    @rule()
    def time_passes(self) -> None:
        self.seconds += 1

    @rule(who=WHO)
    def compact(self, who: str) -> None:
        self.sessions[who].compact()

    @rule(who=WHO, crashed=st.booleans())
    def reopen(self, who: str, *, crashed: bool) -> None:
        if crashed:
            leave_as_it_is(self.sessions[who])
        else:
            self.sessions[who].close()
        self.sessions[who] = self.open()
        assert not self.sessions[who].notices
        self.check(who)

    @rule(who=WHO)
    @precondition(lambda self: self.steps)
    def refresh(self, who: str) -> None:
        self.sessions[who].refresh()
        self.check(who)

    @rule(who=WHO)
    def follow(self, who: str) -> None:
        reader = Library.open(self.folder, read_only=True)
        known = {paper.uid: paper for paper in [*reader, *reader.trash()]}
        assert known == self.papers
        step = self.sessions[who].add([Paper(fields=Fields(title="Seen"))], label="add")
        self.remember(step)
        self.compact(who)
        self.edit(who, [0, 1], lambda paper: paper.rated((paper.rating + 1) % 6))
        for change in reader.refresh():
            assert known.get(change.uid) == change.before
            known.pop(change.uid, None)
            if change.after:
                known[change.uid] = change.after
        assert known == self.papers
        reader.close()

    def check(self, who: str) -> None:
        session = self.sessions[who]
        held = {paper.uid: paper for paper in [*session, *session.trash()]}
        assert {uid: told(paper) for uid, paper in held.items()} == {
            uid: told(paper) for uid, paper in self.papers.items()
        }
        assert len(session) == len(self.living())
        assert sorted(session.keys()) == sorted(
            name for paper in self.living() for name in (paper.key, *paper.aliases)
        )
        for paper in self.living():
            for name in (paper.key, *paper.aliases):
                assert session.by_key(name.upper()) == paper

    @rule()
    def history_is_complete(self) -> None:
        """From the library as it is, step by step back to the empty one it began as."""
        session = self.sessions["ours"]
        state = dict(self.papers)
        shown = list(session.history())
        assert [step.id for step in shown] == [step.id for step in reversed(self.steps)]
        for step, made in zip(shown, reversed(self.steps), strict=True):
            assert step == made._replace(changes=step.changes, by=step.by)
            assert {change.uid: change for change in step.changes} == {
                change.uid: change for change in made.changes
            }
            for change in step.changes:
                assert state.pop(change.uid, None) == change.after
                if change.before:
                    state[change.uid] = change.before
        assert not state

    def teardown(self) -> None:
        try:
            if self.sessions:
                for who in self.sessions:
                    self.sessions[who].refresh()
                    self.check(who)
                self.history_is_complete()
                self.same_bytes_by_another_way()
        finally:
            for session in self.sessions.values():
                leave_as_it_is(session)
            shutil.rmtree(self.folder)

    def same_bytes_by_another_way(self) -> None:
        """The snapshot, and the one of a library rebuilt from the history alone, are equal."""
        self.sessions["ours"].compact()
        other = self.folder / "other"
        other.mkdir()
        if not (self.folder / "library.json").exists() or not self.steps:
            return
        shutil.copytree(self.folder / "history", other / "history")
        shutil.copyfile(self.folder / "journal.jsonl", other / "journal.jsonl")
        with Library.open(other) as rebuilt:
            rebuilt.compact()
        assert snapshot_lines(other) == snapshot_lines(self.folder)


def _set_back(current: Paper, before: Paper, after: Paper) -> Paper | None:
    """The paper with the parts that differ between these two set back, if they still hold."""
    parts: dict[str, Any] = {}
    for name in Paper._fields:
        was, now, here = (getattr(paper, name) for paper in (before, after, current))
        if name == "modified" or was == now:
            continue
        if name == "fields":
            back: dict[str, str | None] = {}
            for field in {*was, *now}:
                if was.get(field) != now.get(field):
                    if here.get(field) != now.get(field):
                        return None
                    back[field] = was.get(field)
            if here == now:
                parts[name] = was
            else:
                parts[name] = here.with_(back)
        elif here != now:
            return None
        else:
            parts[name] = was
    return current._replace(**parts)


def raw(library: Library) -> dict[str, str]:
    """Every record as it is written."""
    tables = library.db.storage.read() or {}
    return {
        f"{name} {id}": json.dumps(record)
        for name, table in tables.items()
        for id, record in table.items()
    }


def snapshot_lines(folder: Path) -> list[bytes]:
    return (folder / "library.json").read_bytes().splitlines()[:-1]


QUICK = settings(settings.get_profile("quick"), max_examples=20, stateful_step_count=25)
LONG = settings(settings.get_profile("quick"), max_examples=1500, stateful_step_count=50)


def test_two_sessions_and_a_dict_agree() -> None:
    run_state_machine_as_test(Sessions, settings=QUICK)


@pytest.mark.slow
def test_two_sessions_and_a_dict_agree_for_long() -> None:
    run_state_machine_as_test(Sessions, settings=LONG)


# What the model found, once and for all


def test_a_step_is_not_taken_back_into_a_second_place(tmp_path: Path) -> None:
    """The paper came back and went to the trash: undoing its first undo would have it twice."""
    with Library.open(tmp_path) as library:
        uid = library.add([Paper(key="one")], label="add").changes[0].uid
        undone = library.undo()[0]
        library.undo_step(undone.id)
        library.remove([uid])
        with pytest.raises(Conflict):
            library.undo_step(undone.id)
        assert (len(library), len(library.trash())) == (0, 1)


def test_a_paper_that_came_and_changed_at_once_is_news_as_one_that_came(tmp_path: Path) -> None:
    with Library.open(tmp_path) as ours, Library.open(tmp_path) as theirs:
        uid = theirs.add([Paper(key="one")], label="add").changes[0].uid
        theirs.edit([uid], lambda paper: paper.rated(3), label="rate 3")
        assert ours.refresh() == (Change(None, theirs.get(uid)),)


def test_what_was_undone_redone_and_undone_by_number_keeps_its_place_in_the_order(
    tmp_path: Path,
) -> None:
    with Library.open(tmp_path) as library:
        library.add([Paper(key="one")], label="add one")
        library.undo_step(library.undo()[0].id)
        assert library.undo()[0].changes[0].after is None
        assert library.redo()[0].changes[0].before is None
        assert [paper.key for paper in library] == ["one"]
        assert library.undo()[0].label == "undo add one"
        assert len(library) == 0


def test_an_undo_that_leaves_nothing_to_change_removes_nothing(tmp_path: Path) -> None:
    """Another program set the time alone, which a later change moved on."""
    with Library.open(tmp_path) as library:
        uid = library.add([Paper(key="one")], label="add one").changes[0].uid
        library.compact()
        library.db.table("papers").update({"modified": "2020-01-01T00:00:00Z"})
        step = next(library.history())
        library.edit([uid], lambda paper: paper.rated(3), label="rate 3")
        library.undo_step(step.id)
        assert [paper.rating for paper in library] == [3]
    with Library.open(tmp_path) as library:
        assert [paper.rating for paper in library] == [3]


def test_a_library_of_no_papers_at_all_is_sound(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        library.compact()
        assert library.verify() == []
    with Library.open(tmp_path) as library:
        assert not library.notices
        assert not library.store.due
