"""Fetch what is missing of papers that are there, or are about to be."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from commands.add import provisional_key
from commands.find import choose
from papers import Change, Paper, keys
from papers.preprints import is_preprint
from storage import Library

if TYPE_CHECKING:
    from importers.fetch import Answer, Fetch

ANONYMOUS = r"anon(?:[A-Z0-9]\w*)?"  # what a key begins with where no author is known
MADE_FROM = ("", "hand", "identifier", "listing", "pdf")  # sources that have no keys
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


def with_gaps(library: Library, query: str, cache_folder: str = "") -> list[Paper]:
    """Those of a query's papers that lack anything, or may have been published since."""
    found = choose(library, (), query, cache_folder=cache_folder)
    return [paper for paper in found if waits(paper) or _has_gaps(paper, WORTH_HAVING)]


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
    given: dict[str, str] = {}

    def filled(paper: Paper) -> Paper:
        done, doubts[paper.uid] = completed(paper, answers[paper.uid].records)
        if not (done.text("title") and is_provisional(paper)) or library.kept_exports():
            return done
        wanted = keys.generate(done.authors or done.editors, done.title, done.year)

        def is_taken(key: str) -> bool:
            owner = library.by_key(key)
            others = (given.get(key.casefold(), paper.uid), owner.uid if owner else paper.uid)
            return any(uid != paper.uid for uid in others)

        key = keys.unique(wanted, is_taken)
        given[key.casefold()] = paper.uid
        return done.rekeyed(key)

    papers = [paper for uid in answers if (paper := library.get(uid))]
    changes = tuple(Change(paper, done) for paper in papers if (done := filled(paper)) != paper)
    step = 0
    if changes and not dry_run:
        made = library.edit([c.uid for c in changes], filled, label=_label(changes))
        changes, step = made.changes, made.id
    return _receipt(answers, changes, doubts)._replace(step=step, stopped=fetch.stopped)


def is_provisional(paper: Paper) -> bool:
    """Whether the paper's key was made for want of a title, so that nobody will have cited it."""
    if paper.text("title") or paper.source.kind not in MADE_FROM:
        return False
    made = provisional_key(paper._replace(provisional=""))
    suffix = paper.key.removeprefix(made) if made else "?"
    return bool(re.fullmatch("[a-z]{0,2}", suffix) or re.fullmatch(ANONYMOUS, paper.key))


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
