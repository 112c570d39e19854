"""One paper from two readings of it: gaps are filled, and nothing that is there is replaced.

One thing is: where a preprint turns out to be published, the publication's venue and year are the
ones to cite. What the preprint said of these is kept among the paper's versions.
"""

import os
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from papers import Bare, Fields, Paper, Status, timestamp
from papers.fingerprint import fingerprint
from papers.paper import expand
from papers.preprints import (
    DATES,
    OF_A_VENUE,
    VENUES,
    as_published,
    as_version,
    identifiers_of,
    is_preprint,
    is_preprints_doi,
    is_publication,
    united,
)
from papers.text import visible

Item = TypeVar("Item")

ONE_MATTER = (
    ("journal", "journaltitle", "booktitle"),
    ("address", "location"),
    ("school", "institution"),
    ("annote", "annotation"),
    ("eprint", "archiveprefix", "eprinttype"),
    ("primaryclass", "eprintclass"),
    ("number", "issue"),
    ("key", "sortkey"),
)
MEETINGS, JOURNALS = {"booktitle", "maintitle"}, {"journal", "journaltitle"}
UNTOLD = (Status.INBOX, Status.UNREAD)
NO_SOURCES = ("", "hand", "identifier")
PARTS = (
    "type", "tags", "rating", "status", "priority", "notes", "annotations", "files", "aliases",
    "versions",
)  # fmt: skip


def filled(paper: Paper, other: Paper, is_free: Callable[[str], bool]) -> Paper:
    """The paper with its gaps filled from another reading; `is_free` tells of a key nobody has."""
    whole = paper
    if is_preprint(paper) and is_publication(other):
        whole = as_published(paper, other, _typed(paper))
    whole = _with_fields(whole, other)
    whole = whole._replace(versions=united(whole.versions, other.versions))
    known = identifiers_of(whole)
    unsaid = is_preprint(other) and not is_preprint(whole) and not whole.versions
    unsaid = unsaid or _is_elsewhere(whole, other)
    if unsaid or any(each not in known for each in identifiers_of(other)):
        whole = whole._replace(versions=united(whole.versions, [as_version(other)]))
    if other.title and not paper.text("title"):
        whole = _no_longer_waiting(whole, other)
    return _with_judgement(whole, other, is_free)


def _typed(paper: Paper) -> list[str]:
    """The fields that were changed by hand since the paper was imported, as far as that shows."""
    source, fields = paper.source, paper.fields
    imported = fingerprint(paper.type, paper.key, fields, paper.strings) == source.fingerprint
    if imported or not source.raw or not source.fingerprint:
        return []
    return [name for name in fields if name not in VENUES and fields[name] not in source.raw]


def _with_fields(paper: Paper, other: Paper) -> Paper:
    have = _spoken_for(paper, other)
    strings = dict(paper.strings)
    new: dict[str, str | None] = {
        name: _carried(value, other.strings, strings)
        for name, value in other.fields.items()
        if name not in have and "#" not in name and value
    }
    if other.arxiv and is_preprint(other) and not paper.arxiv and "eprint" not in {*have, *new}:
        new |= {"eprint": other.arxiv, "archiveprefix": "arXiv"}
    if not new:
        return paper
    entry = paper.type
    if entry == "misc" and not any(name in paper.fields for name in VENUES):
        entry = other.type
    fields = paper.fields.with_(new)
    return paper._replace(type=entry, fields=fields, strings=Fields(strings))


def _spoken_for(paper: Paper, other: Paper) -> set[str]:
    """The fields that the paper has, by these or other names, or should not have from there."""
    have = _said(paper)
    if _is_elsewhere(paper, other):
        have.update((*OF_A_VENUE, "doi", "isbn"))
    if is_preprint(other) and is_publication(paper):
        have.update((*OF_A_VENUE, *DATES, "note"))
        if is_preprints_doi(other.doi):
            have.add("doi")
    if paper.year and (paper.year != other.year or "date" in have):
        have.update(DATES)
    if paper.doi and paper.doi != other.doi:
        have.add("doi")
    for group in ONE_MATTER:
        if not have.isdisjoint(group):
            have.update(group)
    return have


def _is_elsewhere(paper: Paper, other: Paper) -> bool:
    """Whether one is in a journal and the other in proceedings, as far as their fields say."""
    if is_preprint(paper) or is_preprint(other) or (paper.doi and paper.doi == other.doi):
        return False
    mine, theirs = _said(paper), _said(other)
    return any(
        mine & one and not mine & another and theirs & another
        for one, another in ((JOURNALS, MEETINGS), (MEETINGS, JOURNALS))
    )


def _said(paper: Paper) -> set[str]:
    """The fields that say something."""
    return {name for name, value in paper.fields.items() if value.strip("{} ")}


def _carried(value: str, theirs: Fields, ours: dict[str, str]) -> str:
    """A value with the definitions that it needs; the text itself where those would clash."""
    if not isinstance(value, Bare):
        return value
    if any(ours.get(name, meaning) != meaning for name, meaning in theirs.items()):
        return expand(value, theirs)
    ours.update(theirs)
    return value


def _no_longer_waiting(paper: Paper, other: Paper) -> Paper:
    """A paper of which only an identifier or the abstract was known, and what it is after all."""
    source = other.source if paper.source.kind in NO_SOURCES else paper.source
    status = other.status if paper.status is Status.INBOX else paper.status
    title = paper.text("title")
    return paper._replace(
        provisional="" if title else other.provisional, status=status, source=source
    )


def _with_judgement(paper: Paper, other: Paper, is_free: Callable[[str], bool]) -> Paper:
    names = [name for name in (other.key, *other.aliases) if name and is_free(name)]
    if paper.status in UNTOLD and other.status not in UNTOLD and not paper.started:
        paper = paper._replace(status=other.status, started=other.started, finished=other.finished)
    have = {tag.casefold() for tag in paper.tags}
    paths = {file.path for file in paper.files}
    return paper._replace(
        aliases=tuple(dict.fromkeys((*paper.aliases, *names))),
        tags=paper.tags | {tag for tag in other.tags if tag.casefold() not in have},
        rating=paper.rating or other.rating,
        priority=paper.priority or other.priority,
        notes=_with_notes(paper, other),
        annotations=_united(paper.annotations, other.annotations),
        files=_united(paper.files, (file for file in other.files if file.path not in paths)),
        extra=Fields({**other.extra, **paper.extra}) if other.extra else paper.extra,
    )


def _with_notes(paper: Paper, other: Paper) -> str:
    """The notes of both: those that came stand below, where these do not say the same already."""
    mine, theirs = paper.notes, other.notes.strip()
    if not theirs or theirs in mine:
        return mine or other.notes
    if not mine.strip():
        return other.notes
    name = visible(os.path.basename(other.source.name))
    origin = f" from {name}" if name else ""
    heading = f"## Notes{origin}, {timestamp(time.time())[:10]}"
    return f"{mine.rstrip()}\n\n{heading}\n\n{theirs}\n"


def _united(mine: tuple[Item, ...], theirs: Iterable[Item]) -> tuple[Item, ...]:
    return (*mine, *(each for each in theirs if each not in mine))


# -- what a merge did


def changed(before: Paper, after: Paper) -> tuple[str, ...]:
    """The names of the fields and parts that a merge filled or set."""
    fields = [name for name in after.fields if after.fields[name] != before.fields.get(name)]
    parts = [part for part in PARTS if getattr(before, part) != getattr(after, part)]
    return (*fields, *parts)
