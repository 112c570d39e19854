"""Papers in the library that may be one: listed with what differs; the decision is the user's."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from commands.comparing import LIKELY, compare
from commands.identity import Known
from papers import Paper, uid_to_int
from storage import Library, Step, codec

APART = "apart "  # and a uid: in the record of one of two papers that are not the same
YES = json.dumps(True)
NOT_COMPARED = ("uid", "fields", "strings", "versions", "added", "modified", "source", "extra")


class Difference(NamedTuple):
    """A field, and what each of two papers has there."""

    field: str
    one: str
    other: str


class Suspect(NamedTuple):
    """Two papers that may be one, how likely in percent, and why."""

    one: Paper
    other: Paper
    score: int
    reason: str
    differences: tuple[Difference, ...]


class Group(NamedTuple):
    """Papers that may all be one, the first added first, and the pairs that say so."""

    papers: tuple[Paper, ...]
    suspects: tuple[Suspect, ...]


def suspects(
    library: Library, query: str = "", progress: Callable[[int, int], None] | None = None
) -> list[Group]:
    """The groups of papers that may be one, the likeliest first; at least one matches the query."""
    wanted: set[str] | None = None
    if query.strip():
        from commands.find import find

        wanted = {paper.uid for paper in find(library, query)}
    with codec.undisturbed():
        found = [
            suspect
            for suspect in _pairs(library, progress)
            if wanted is None or not wanted.isdisjoint((suspect.one.uid, suspect.other.uid))
        ]
    return sorted(_groups(found), key=lambda group: -group.suspects[0].score)


def _pairs(library: Library, progress: Callable[[int, int], None] | None) -> Iterator[Suspect]:
    known = Known(library)
    for number, (one, other) in enumerate(known.pairs()):
        if progress and not number % 100:
            progress(number, 0)
        verdict = compare(one, other)
        if verdict.score >= LIKELY and not are_apart(one.paper, other.paper):
            differences = tuple(differing(one.paper, other.paper))
            yield Suspect(one.paper, other.paper, verdict.score, verdict.reason, differences)


def _groups(found: Sequence[Suspect]) -> Iterator[Group]:
    """Whatever hangs together through pairs is one group."""
    group_of: dict[str, list[Suspect]] = {}
    for suspect in found:
        uids = suspect.one.uid, suspect.other.uid
        first, second = (group_of.get(uid, []) for uid in uids)
        joined = [*first, *(second if second is not first else []), suspect]
        members = {uid for each in joined for uid in (each.one.uid, each.other.uid)}
        group_of.update(dict.fromkeys(members, joined))
    for group in {id(group): group for group in group_of.values()}.values():
        papers = {paper.uid: paper for suspect in group for paper in suspect[:2]}
        yield Group(
            tuple(papers[uid] for uid in sorted(papers, key=uid_to_int)),
            tuple(sorted(group, key=lambda suspect: -suspect.score)),
        )


def differing(one: Paper, other: Paper) -> Iterator[Difference]:
    """The parts and fields in which two papers differ, as people read them."""
    yield from (
        Difference(name, *texts)
        for name in Paper._fields
        if name not in NOT_COMPARED
        and (texts := (_said(getattr(one, name)), _said(getattr(other, name))))[0] != texts[1]
    )
    for name in dict.fromkeys((*one.fields, *other.fields)):
        texts = one.text(name), other.text(name)
        if texts[0] != texts[1]:
            yield Difference(name, *texts)


def _said(part: object) -> str:
    """A part of a paper in words: tags in a row, attachments by their paths."""
    if isinstance(part, frozenset):
        return ", ".join(sorted(map(str, part)))
    if isinstance(part, tuple):
        return ", ".join(str(getattr(item, "path", getattr(item, "text", item))) for item in part)
    return str(getattr(part, "value", part) or "")


# -- what the user decided


def are_apart(one: Paper, other: Paper) -> bool:
    """Whether somebody said that these two are not the same."""
    return APART + other.uid in one.extra or APART + one.uid in other.extra


def keep_apart(library: Library, papers: Sequence[Paper]) -> Step:
    """Remember that no two of these are the same: in their records, so it is synced and undone."""
    uids = sorted((paper.uid for paper in papers), key=uid_to_int)

    def change(paper: Paper) -> Paper:
        earlier = uids[: uids.index(paper.uid)]
        return paper._replace(extra=paper.extra.with_({APART + uid: YES for uid in earlier}))

    keys = ", ".join(paper.key or paper.uid for paper in papers[:5])
    return library.edit(uids[1:], change, label=f"keep apart: {keys}")
