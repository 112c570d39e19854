"""Fetch what is missing of papers that are there, or are about to be."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from commands.find import choose
from papers import Change, Paper
from papers.preprints import is_preprint
from storage import Library

if TYPE_CHECKING:
    from importers.fetch import Answer, Fetch

TO_CITE = ("title", "author", "year")
WORTH_HAVING = (*TO_CITE, "venue", "abstract")


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
    return [paper for paper in library if waits(paper) or _has_gaps(paper, TO_CITE)]


def with_gaps(library: Library, query: str) -> list[Paper]:
    """Those of a query's papers that lack anything, or may have been published since."""
    return [p for p in choose(library, (), query) if waits(p) or _has_gaps(p, WORTH_HAVING)]


def _has_gaps(paper: Paper, parts: Sequence[str]) -> bool:
    from importers.fetch import questions

    outdated = parts is WORTH_HAVING and is_preprint(paper)
    return (outdated or _lacks(paper, parts)) and bool(questions(paper))


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
    from commands.gaps import completed

    fetch.run()
    answers = {answer.paper.uid: answer for answer in fetch.answers()}
    doubts: dict[str, str] = {}

    def filled(paper: Paper) -> Paper:
        done, doubts[paper.uid] = completed(paper, answers[paper.uid].records)
        return done

    papers = [paper for uid in answers if (paper := library.get(uid))]
    changes = tuple(Change(paper, done) for paper in papers if (done := filled(paper)) != paper)
    step = 0
    if changes and not dry_run:
        made = library.edit([c.uid for c in changes], filled, label=_label(changes))
        changes, step = made.changes, made.id
    return _receipt(answers, changes, doubts)._replace(step=step, stopped=fetch.stopped)


def _label(changes: Sequence[Change]) -> str:
    paper = changes[0].before
    if len(changes) == 1 and paper:
        return f"enrich: {paper.key or paper.uid}"
    return f"enrich: {len(changes):,} papers"


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
    """Papers of which only identifiers are known, with what could be fetched; and what waits."""
    from commands.gaps import completed

    fetch.run()
    known: list[Paper] = []
    waiting: list[Wait] = []
    for paper, answer in zip(papers, fetch.answers(), strict=True):
        done, doubt = completed(paper, answer.records)
        if reason := f"{answer.trouble} {doubt}".strip():
            waiting.append(Wait(done, reason))
        known.append(done)
    return known, waiting
