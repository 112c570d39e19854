"""Take in what files hold, as one step, with a receipt for every item."""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

import importers
from commands.identity import Known
from importers import Block, Imported, Reject
from papers import Bare, CarrelError, Change, Fields, KeyTaken, Paper, keys, new_uid, timestamp
from papers.paper import expand
from storage import Library

Item = TypeVar("Item")

MERGE, SKIP, ADD = "merge", "skip", "add"
ATTEMPTS = 5  # another process may take a key between the plan and the change
SAME_MATTER = (("year", "date"), ("journal", "journaltitle", "booktitle"))


class Receipt(NamedTuple):
    """What became of every item: each is in one of the first four.

    A paper that an item was merged into, or was already, stands there once for each such item.
    """

    added: tuple[Paper, ...] = ()
    merged: tuple[Paper, ...] = ()
    unchanged: tuple[Paper, ...] = ()
    rejected: tuple[Reject, ...] = ()
    rekeyed: tuple[tuple[str, Paper], ...] = ()  # the key in the file, and who has another now
    changes: tuple[Change, ...] = ()
    step: int = 0


def read(sources: Sequence[tuple[str, Callable[[], bytes]]], kind: str = "") -> Imported:
    """Everything that these sources hold; one that cannot be read is a reject of its own."""
    papers: list[Paper] = []
    rejected: list[Reject] = []
    blocks: list[Block] = []
    for name, load in sources:
        try:
            data = load()
            imported = importers.FORMATS[kind or importers.sniff(data, name)](data, name)
        except OSError as error:
            rejected.append(Reject(name, 0, f"It cannot be read: {error.strerror}.", ""))
        except CarrelError as error:
            rejected.append(Reject(name, 0, str(error), ""))
        else:
            papers += imported.papers
            rejected += imported.rejected
            blocks += imported.blocks
    return Imported(tuple(papers), tuple(rejected), tuple(blocks))


def rehearse(
    there: Iterable[Paper],
    imported: Imported,
    *,
    tags: frozenset[str] = frozenset(),
    on_duplicate: str = MERGE,
) -> Receipt:
    """What would happen if these papers came to those that are there."""
    plan = _Plan(there, on_duplicate)
    for paper in imported.papers:
        plan.take(paper.tagged(tags))
    return plan.receipt(imported)


def import_papers(
    library: Library,
    imported: Imported,
    *,
    label: str,
    tags: frozenset[str] = frozenset(),
    on_duplicate: str = MERGE,
) -> Receipt:
    """Add what is new and merge what is known, as one step."""
    for _ in range(ATTEMPTS):
        receipt = rehearse(library, imported, tags=tags, on_duplicate=on_duplicate)
        try:
            step = library.apply(receipt.changes, label=label)
        except KeyTaken as error:
            taken = error
        else:
            return receipt._replace(step=step.id)
    raise taken


class _Plan:
    """What an import will do, paper by paper; nothing is written before all is known."""

    def __init__(self, there: Iterable[Paper], on_duplicate: str) -> None:
        self.on_duplicate = on_duplicate
        self.seconds = time.time()
        self.before = {paper.uid: paper for paper in there}
        self.after: dict[str, Paper] = {}
        self.known = Known(self.before.values())
        self.added: list[str] = []
        self.merged: list[str] = []
        self.unchanged: list[str] = []
        self.rekeyed: list[tuple[str, str]] = []

    def take(self, paper: Paper) -> None:
        twin = self.known.twin(paper) if self.on_duplicate != ADD else None
        if twin is None:
            self.add(paper)
            return
        merged = twin if self.on_duplicate == SKIP else filled(twin, paper, self.known)
        if merged == twin:
            self.unchanged.append(twin.uid)
        else:
            self.merged.append(twin.uid)
            self.note(merged)

    def add(self, paper: Paper) -> None:
        now = timestamp(self.seconds)
        wanted = paper.key or keys.generate(paper.authors or paper.editors, paper.title, paper.year)
        key = keys.unique(wanted, self.known.has_name)
        uid = new_uid(self.seconds)
        if paper.key and key != paper.key:
            self.rekeyed.append((paper.key, uid))
        self.added.append(uid)
        self.note(paper._replace(uid=uid, key=key, added=paper.added or now, modified=now))

    def note(self, paper: Paper) -> None:
        self.after[paper.uid] = paper
        self.known.note(paper)

    def receipt(self, imported: Imported) -> Receipt:
        now = self.before | self.after
        return Receipt(
            added=tuple(now[uid] for uid in self.added),
            merged=tuple(now[uid] for uid in self.merged),
            unchanged=tuple(now[uid] for uid in self.unchanged),
            rejected=imported.rejected,
            rekeyed=tuple((key, now[uid]) for key, uid in self.rekeyed),
            changes=tuple(Change(self.before.get(uid), paper) for uid, paper in self.after.items()),
        )


def filled(paper: Paper, other: Paper, known: Known) -> Paper:
    """The paper with its gaps filled from another reading of it; nothing in it is replaced."""
    fields: dict[str, str] = {}
    strings = dict(paper.strings)
    have = set(paper.fields)
    have |= {name for group in SAME_MATTER if have & set(group) for name in group}
    for name, value in other.fields.items():
        if name not in have and "#" not in name:
            fields[name] = _carried(value, other.strings, strings)
    alias = other.key if other.key and not known.has_name(other.key) else ""
    return paper._replace(
        fields=paper.fields.with_(fields) if fields else paper.fields,
        strings=Fields(strings),
        aliases=(*paper.aliases, alias) if alias else paper.aliases,
        tags=paper.tags | other.tags,
        rating=paper.rating or other.rating,
        priority=paper.priority or other.priority,
        notes=paper.notes or other.notes,
        annotations=_united(paper.annotations, other.annotations),
        files=_united(paper.files, other.files),
    )


def _carried(value: str, theirs: Fields, ours: dict[str, str]) -> str:
    """A value with the definitions that it needs; the text itself where those would clash."""
    if not isinstance(value, Bare):
        return value
    if any(ours.get(name, meaning) != meaning for name, meaning in theirs.items()):
        return expand(value, theirs)
    ours.update(theirs)
    return value


def _united(mine: tuple[Item, ...], theirs: tuple[Item, ...]) -> tuple[Item, ...]:
    return (*mine, *(each for each in theirs if each not in mine))
