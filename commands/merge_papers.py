"""Make one paper of several that are in the library."""

import time
from collections.abc import Mapping, Sequence

from commands.merging import filled
from papers import BadValue, Change, Fields, NotFound, Paper, timestamp
from storage import Library, Step

PARTS = ("type", "rating", "status", "priority", "notes")


def merge(library: Library, uids: Sequence[str], choices: Mapping[str, str] | None = None) -> Step:
    """The first paper stays and takes over what the others have and it has not.

    Their keys go on finding it, and they go to the trash. `choices` names fields in which another
    paper's word counts, each with that paper's uid.
    """
    papers = [_living(library, uid) for uid in dict.fromkeys(uids)]
    if len(papers) < 2:
        raise BadValue("It takes two papers to merge: name the one that stays, and the others.")
    first, *others = papers
    now = timestamp(time.time())
    changes = [Change(first, merged(papers, choices))]
    changes += [Change(other, other._replace(trashed=now)) for other in others]
    keys = ", ".join(other.key or other.uid for other in others[:5])
    more = f" and {len(others) - 5} more" if len(others) > 5 else ""
    return library.apply(changes, label=f"merge {first.key or first.uid}: {keys}{more}")


def merged(papers: Sequence[Paper], choices: Mapping[str, str] | None = None) -> Paper:
    """What becomes of papers that are merged into the first of them."""
    whole, *others = papers
    for other in others:
        notes = whole.notes
        whole = filled(whole, other, lambda _: True)
        if notes and other.notes.strip() and other.notes.strip() not in notes:
            whole = whole._replace(notes=f"{notes.rstrip()}\n\n{other.notes.lstrip()}")
        whole = whole._replace(queue=whole.queue or other.queue)
    known = {paper.uid: paper for paper in papers}
    for name, uid in (choices or {}).items():
        if uid not in known:
            raise BadValue(f"{uid} is none of the papers that are merged.")
        whole = _with(whole, name, known[uid])
    return whole


def _with(whole: Paper, name: str, other: Paper) -> Paper:
    """The paper with one part or field as the other one has it."""
    if name == "status":
        return whole._replace(status=other.status, started=other.started, finished=other.finished)
    if name in PARTS:
        return whole._replace(**{name: getattr(other, name)})
    if name not in whole.fields and name not in other.fields:
        raise BadValue(f"None of the papers has a field {name!r}.")
    strings = Fields({**whole.strings, **other.strings})
    known = all(strings[macro] == text for macro, text in whole.strings.items())
    value: str | None = other.fields.get(name) if known else other.latex(name)
    return whole._replace(
        fields=whole.fields.with_({name: value}), strings=strings if known else whole.strings
    )


def _living(library: Library, uid: str) -> Paper:
    paper = library.get(uid)
    if paper is None or paper.trashed:
        raise NotFound(f"No paper in the library has the uid {uid!r}.")
    return paper
