"""Fetch what is missing of papers that are there, or are about to be."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from commands.find import choose
from papers import Change, Paper
from storage import Library

if TYPE_CHECKING:
    from importers.fetch import Answer, Fetch

MOST_GAPS = ("title", "author", "year", "venue", "abstract")


class Wait(NamedTuple):
    """A paper of which something could not be fetched, and why."""

    paper: Paper
    reason: str


class Enriched(NamedTuple):
    """What became of every paper that was asked about."""

    changes: tuple[Change, ...] = ()
    unchanged: tuple[Paper, ...] = ()
    waiting: tuple[Wait, ...] = ()
    step: int = 0
    stopped: bool = False


def waits(paper: Paper) -> bool:
    """Whether only an identifier is known of the paper, and its title has to be fetched."""
    return not paper.text("title") and any(
        (paper.doi, paper.arxiv, paper.pmid, paper.isbn, paper.url)
    )


def incomplete(library: Library) -> list[Paper]:
    """The papers that could not be cited as they are, and that can be asked about."""
    from importers.fetch import questions

    return [
        paper
        for paper in library
        if waits(paper) or (_lacks(paper, ("title", "author", "year")) and questions(paper))
    ]


def with_gaps(library: Library, query: str) -> list[Paper]:
    """The papers that a query picks, but for those that lack nothing that is to be had."""
    return [paper for paper in choose(library, (), query) if _lacks(paper, MOST_GAPS)]


def _lacks(paper: Paper, parts: Sequence[str]) -> bool:
    known = {
        "title": paper.text("title"),
        "author": paper.authors or paper.editors,
        "year": paper.year,
        "venue": paper.venue,
        "abstract": paper.abstract,
    }
    return not all(known[part] for part in parts)


def enrich(library: Library, fetch: "Fetch", *, dry_run: bool = False) -> Enriched:
    """Fetch, and fill gaps with what came, as one step; a stop keeps what had come by then."""
    fetch.run()
    answers = {answer.paper.uid: answer for answer in fetch.answers()}
    doubts: dict[str, str] = {}

    def filled(paper: Paper) -> Paper:
        from commands.gaps import completed

        done, doubts[paper.uid] = completed(paper, answers[paper.uid].records)
        return done

    found = [uid for uid, answer in answers.items() if answer.records]
    if dry_run:
        papers = [paper for paper in map(library.get, found) if paper]
        changes = tuple(Change(p, done) for p in papers if (done := filled(p)) != p)
        step = 0
    else:
        made = library.edit(found, filled, label=_label(answers, found))
        changes, step = made.changes, made.id
    return _receipt(answers, changes, doubts)._replace(step=step, stopped=fetch.stopped)


def _label(answers: "dict[str, Answer]", found: Sequence[str]) -> str:
    if len(found) == 1:
        return f"enrich: {answers[found[0]].paper.key}"
    return f"enrich: {len(found):,} papers"


def _receipt(
    answers: "dict[str, Answer]", changes: tuple[Change, ...], doubts: dict[str, str]
) -> Enriched:
    now = {uid: answer.paper for uid, answer in answers.items()}
    now |= {change.uid: change.after for change in changes if change.after}
    changed = {change.uid for change in changes}
    waiting = []
    for uid, answer in answers.items():
        reason = f"{answer.trouble} {doubts.get(uid, '')}".strip()
        if reason:
            waiting.append(Wait(now[uid], reason))
    said = changed | {wait.paper.uid for wait in waiting}
    return Enriched(
        changes=changes,
        unchanged=tuple(paper for uid, paper in now.items() if uid not in said),
        waiting=tuple(waiting),
    )


def identified(papers: Sequence[Paper], fetch: "Fetch") -> tuple[list[Paper], list[Wait]]:
    """Papers of which only identifiers are known, with what could be fetched; and what waits.

    A paper that was fetched has no key yet: the library makes one from its authors and title.
    """
    from commands.gaps import completed

    fetch.run()
    known: list[Paper] = []
    waiting: list[Wait] = []
    for paper, answer in zip(papers, fetch.answers(), strict=True):
        done, doubt = completed(paper, answer.records)
        if done.text("title"):
            done = done._replace(key="")
        if reason := f"{answer.trouble} {doubt}".strip():
            waiting.append(Wait(done, reason))
        known.append(done)
    return known, waiting
