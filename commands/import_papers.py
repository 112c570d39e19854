"""Take in what files hold, as one step, with a receipt for every item."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from commands import marked
from commands.attach import Placed, bring
from commands.comparing import Verdict
from commands.facts import Facts, names
from commands.identity import Known, Twins
from commands.marked import Marked
from commands.merging import changed, filled
from commands.outlines import outlines
from importers import Imported, Reject
from papers import (
    CarrelError,
    Change,
    Conflict,
    KeyTaken,
    NotFound,
    Paper,
    keys,
    new_uids,
    timestamp,
)
from storage import Library, codec

MERGE, SKIP, ADD = "merge", "skip", "add"
ATTEMPTS = 5  # another process may change papers between the plan and the change
LEAVE = "leave"
ADDED, MERGED, UNCHANGED, LEFT = "added", "merged", "unchanged", "left"


class Choice(NamedTuple):
    """What somebody decided about one item: leave, add, or merge it into the paper of this uid."""

    what: str
    uid: str = ""


class Doubt(NamedTuple):
    """A paper that was added, and one that it may be: `carrel dedupe` asks about the two."""

    paper: Paper
    other: Paper
    score: int
    reason: str


class Receipt(NamedTuple):
    """What became of every item: each is in one of the first four, if it was not left out.

    A paper that an item was merged into, or was already, stands there once for each such item.
    """

    added: tuple[Paper, ...] = ()
    merged: tuple[Paper, ...] = ()
    unchanged: tuple[Paper, ...] = ()
    rejected: tuple[Reject, ...] = ()
    rekeyed: tuple[tuple[str, Paper], ...] = ()  # the key in the file, and who has another now
    changes: tuple[Change, ...] = ()
    step: int = 0
    uids: tuple[str, ...] = ()  # for each item, of the paper that it is now; "" if left out
    outcomes: tuple[str, ...] = ()  # for each item: added, merged, unchanged or left
    filled: tuple[tuple[str, ...], ...] = ()  # for each of `merged`, what it gained
    doubts: tuple[Doubt, ...] = ()


def rehearse(
    there: Iterable[Paper],
    imported: Imported,
    *,
    tags: frozenset[str] = frozenset(),
    on_duplicate: str = MERGE,
    choices: Mapping[int, Choice] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Receipt:
    """What would happen if these papers came to those that are there."""
    with codec.undisturbed():
        receipt, found, seq = _planned(
            there, imported, tags, on_duplicate, choices, progress, is_rehearsal=True
        )
        if isinstance(there, Library):
            marked.keep(there, found, seq)
        return receipt


class _Planned(NamedTuple):
    """What is going to happen; of a library that was looked at as a whole also its marks."""

    receipt: Receipt
    marked: Marked | None
    seq: int  # of the last change that it knows of


def _planned(
    there: Iterable[Paper],
    imported: Imported,
    tags: frozenset[str],
    on_duplicate: str,
    choices: Mapping[int, Choice] | None,
    progress: Callable[[int, int], None] | None,
    *,
    is_rehearsal: bool = False,
) -> _Planned:
    known, seq, is_whole = _known(there, imported, choices or {})
    plan = _Plan(known, on_duplicate, len(imported.papers))
    for number, paper in enumerate(imported.papers):
        if progress and not number % 100:
            progress(number, len(imported.papers))
        plan.take(paper, tags, choices.get(number) if choices else None)
    there_now = len(plan.before) if is_rehearsal else len(known.papers)
    found = known.finish(keep=there_now if is_whole else 0)
    return _Planned(plan.receipt(imported), found, seq)


def _known(
    there: Iterable[Paper], imported: Imported, choices: Mapping[int, Choice]
) -> tuple[Known, int, bool]:
    """The papers to compare with; of a large library only those that are like the new ones."""
    if not isinstance(there, Library):
        return Known(there), 0, False
    seq = there.seq
    near = marked.near(there, imported.papers, [c.uid for c in choices.values() if c.uid])
    if near is None:
        return Known(there), seq, len(there) + len(imported.papers) >= marked.LEAST
    return Known(near, lambda name: there.by_key(name) is not None), seq, False


def import_papers(
    library: Library,
    imported: Imported,
    *,
    label: str,
    tags: frozenset[str] = frozenset(),
    on_duplicate: str = MERGE,
    choices: Mapping[int, Choice] | None = None,
    progress: Callable[[int, int], None] | None = None,
    places: Sequence[Placed] = (),
) -> Receipt:
    """Add what is new and merge what is known, as one step; files are there before papers are."""
    refusal: CarrelError | None = None
    for _ in range(ATTEMPTS):
        with codec.undisturbed():
            receipt, found, seq = _planned(library, imported, tags, on_duplicate, choices, progress)
        lost = bring(library.folder, places, [c.after for c in receipt.changes if c.after])
        if lost:
            imported, choices = _without(lost, imported, choices or {})
            continue
        known = {paper.uid: paper for paper in (*receipt.merged, *receipt.unchanged)}
        laid_out = outlines(imported.files, imported.papers, receipt.uids, known)
        try:
            step = library.apply(receipt.changes, label=label, outlines=laid_out)
        except (KeyTaken, Conflict) as error:
            refusal = error  # another process was here since: what it did has to be looked at
        else:
            if step.id in (0, seq + 1):
                marked.keep(library, found, library.seq if step.id else seq)
            return receipt._replace(step=step.id)
    raise refusal or NotFound("The files change while they are read: import them again.")


def _without(
    lost: Mapping[str, str], imported: Imported, choices: Mapping[int, Choice]
) -> tuple[Imported, Mapping[int, Choice]]:
    """What is to come in without the files that cannot be had, each of which is a reject."""
    places = {
        at: lost[paper.files[0].path]
        for at, paper in enumerate(imported.papers)
        if paper.source.kind == "pdf" and paper.files and paper.files[0].path in lost
    }
    rejected = [
        Reject(imported.papers[at].source.name, 0, reason, "") for at, reason in places.items()
    ]
    imported = imported._replace(rejected=(*imported.rejected, *rejected))
    return imported, {**choices, **dict.fromkeys(places, Choice(LEAVE))}


class _Item(NamedTuple):
    """What became of one item."""

    outcome: str
    uid: str
    filled: tuple[str, ...] = ()


class _Plan:
    """What an import will do, paper by paper; nothing is written before all is known."""

    def __init__(self, known: Known, on_duplicate: str, most: int) -> None:
        self.on_duplicate = on_duplicate
        seconds = time.time()
        self.uids = iter(new_uids(seconds, most))
        self.now = timestamp(seconds)
        self.before = {paper.uid: paper for paper in known.papers}
        self.after: dict[str, Paper] = {}
        self.known = known
        self.items: list[_Item] = []
        self.tried: dict[str, int] = {}
        self.rekeyed: list[tuple[str, str]] = []
        self.doubts: list[tuple[str, str, Verdict]] = []

    def take(self, paper: Paper, tags: frozenset[str], choice: Choice | None = None) -> None:
        facts = Facts(paper.tagged(tags) if tags else paper)
        what = choice.what if choice else ADD if self.on_duplicate == ADD else ""
        if what == LEAVE:
            self.items.append(_Item(LEFT, ""))
        elif what == ADD:
            self.add(facts)
        elif choice and choice.uid in self.known:
            self.merge(facts, [choice.uid], tags)
        else:
            twins = self.known.twins(facts)
            if what == MERGE and not twins.sure:
                twins = Twins(tuple(uid for uid, _ in twins.doubtful[:1]))
            self.merge_or_add(facts, twins, tags)

    def merge_or_add(self, facts: Facts, twins: Twins, tags: frozenset[str]) -> None:
        if twins.sure:
            self.merge(facts, twins.sure, tags)
            return
        self.add(facts)
        uid = facts.paper.uid
        self.doubts += [(uid, other, verdict) for other, verdict in twins.doubtful]

    def add(self, facts: Facts) -> None:
        paper, now = facts.paper, self.now
        wanted = paper.key or keys.generate(paper.authors or paper.editors, facts.title, paper.year)
        key = keys.unique(wanted, self.known.has_name, self.tried)
        uid = paper.uid or next(self.uids)
        if paper.key and key != paper.key:
            self.rekeyed.append((paper.key, uid))
        self.items.append(_Item(ADDED, uid))
        aliases = paper.aliases and tuple(filter(self.is_free, paper.aliases))
        facts.paper = self.after[uid] = paper._replace(
            uid=uid, key=key, aliases=aliases, added=paper.added or now, modified=now
        )
        self.known.note(facts)

    def merge(self, facts: Facts, twins: Sequence[str], tags: frozenset[str]) -> None:
        """Fill the gaps of the paper that this one is; it may also show that others are one."""
        paper = facts.paper
        uid = next((twin for twin in twins if twin in self.before), twins[0])
        twin = merged = self.known.paper(uid)
        if self.on_duplicate == MERGE:
            is_same_text = paper.source.raw and paper.source.raw == twin.source.raw
            merged = twin.tagged(tags) if is_same_text else filled(twin, paper, self.is_free)
            for other in twins:
                if other != uid and other not in self.before:
                    merged = self.absorbed(merged, other)
        if merged == twin:
            self.items.append(_Item(UNCHANGED, uid))
        else:
            self.items.append(_Item(MERGED, uid, changed(twin, merged)))
            self.after[uid] = merged
            self.known.note(Facts(merged))
        if paper.key and paper.key.casefold() not in names(merged):
            self.rekeyed.append((paper.key, uid))

    def absorbed(self, paper: Paper, uid: str) -> Paper:
        """The paper with one that this import had added for another."""
        other = self.after.pop(uid)
        self.known.absorb(uid, paper.uid)
        theirs = names(other)
        return filled(paper, other, lambda name: name.casefold() in theirs or self.is_free(name))

    def is_free(self, name: str) -> bool:
        return not self.known.has_name(name)

    def receipt(self, imported: Imported) -> Receipt:
        papers = self.before | self.after
        items = [self.as_it_is_now(item) for item in self.items]
        added, merged, unchanged = (
            tuple(papers[item.uid] for item in items if item.outcome == outcome)
            for outcome in (ADDED, MERGED, UNCHANGED)
        )
        return Receipt(
            added,
            merged,
            unchanged,
            rejected=imported.rejected,
            rekeyed=tuple((key, papers[self.known.now(uid)]) for key, uid in self.rekeyed),
            changes=tuple(Change(self.before.get(uid), paper) for uid, paper in self.after.items()),
            uids=tuple(item.uid for item in items),
            outcomes=tuple(item.outcome for item in items),
            filled=tuple(item.filled for item in items if item.outcome == MERGED),
            doubts=tuple(self.doubtful(papers)),
        )

    def as_it_is_now(self, item: _Item) -> _Item:
        uid = self.known.now(item.uid)
        return item if uid == item.uid else item._replace(outcome=MERGED, uid=uid)

    def doubtful(self, papers: dict[str, Paper]) -> Iterator[Doubt]:
        for one, other, verdict in self.doubts:
            uids = self.known.now(one), self.known.now(other)
            if uids[0] != uids[1]:
                yield Doubt(papers[uids[0]], papers[uids[1]], verdict.score, verdict.reason)
