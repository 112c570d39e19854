"""Take in what files hold, as one step, with a receipt for every item."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from commands.attach import Placed, bring
from commands.comparing import Verdict
from commands.facts import Facts, names
from commands.identity import Known, Twins
from commands.merging import changed, filled
from commands.outlines import outlines
from importers import Imported, Reject
from papers import Change, KeyTaken, Paper, keys, new_uids, timestamp
from storage import Library, codec

MERGE, SKIP, ADD = "merge", "skip", "add"
ATTEMPTS = 5  # another process may take a key between the plan and the change
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
        plan = _Plan(there, on_duplicate, len(imported.papers))
        for number, paper in enumerate(imported.papers):
            if progress and not number % 100:
                progress(number, len(imported.papers))
            plan.take(paper, tags, choices.get(number) if choices else None)
        return plan.receipt(imported)


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
    for _ in range(ATTEMPTS):
        receipt = rehearse(
            library, imported, tags=tags, on_duplicate=on_duplicate, choices=choices,
            progress=progress,
        )  # fmt: skip
        bring(library.folder, places, [c.after for c in receipt.changes if c.after])
        laid_out = outlines(imported.files, imported.papers, receipt.uids)
        try:
            step = library.apply(receipt.changes, label=label, outlines=laid_out)
        except KeyTaken as error:
            taken = error
        else:
            return receipt._replace(step=step.id)
    raise taken


class _Item(NamedTuple):
    """What became of one item."""

    outcome: str
    uid: str
    filled: tuple[str, ...] = ()


class _Plan:
    """What an import will do, paper by paper; nothing is written before all is known."""

    def __init__(self, there: Iterable[Paper], on_duplicate: str, most: int) -> None:
        self.on_duplicate = on_duplicate
        seconds = time.time()
        self.uids = iter(new_uids(seconds, most))
        self.now = timestamp(seconds)
        self.before = {paper.uid: paper for paper in there}
        self.after: dict[str, Paper] = {}
        self.known = Known(self.before.values())
        self.items: list[_Item] = []
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
        key = keys.unique(wanted, self.known.has_name)
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
        self.known.finish()
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
