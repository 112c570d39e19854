"""`carrel add`: by hand, by identifier, or what is in files."""

import os
from collections.abc import Sequence

from cli.desk import Desk
from cli.fetching import fetched, tell_waits
from cli.grammar import UsageError
from cli.import_receipt import print_receipt
from cli.importing import STDIN, Wishes, named, papers_there, take_in
from cli.main import INTERRUPTED
from cli.receipts import print_rehearsal, print_step
from commands import add as adding
from commands.import_papers import SKIP, rehearse
from commands.look_up import Fetched
from commands.tag import checked as checked_tag
from papers import BadValue, LibraryMissing, Paper, Status


def add(
    desk: Desk,
    items: tuple[str, ...],
    title: str | None,
    author: tuple[str, ...],
    year: str | None,
    venue: str | None,
    type_: str | None,
    key: str | None,
    doi: str | None,
    arxiv: str | None,
    url: str | None,
    field: tuple[str, ...],
    tag: tuple[str, ...],
    status: str | None,
    sample: bool,
    dry_run: bool,
    json: bool,
) -> int:
    """Sort out what was meant: one paper by hand, identifiers and files, or the sample."""
    tags = frozenset(map(checked_tag, tag))
    by_hand = any((title, author, year, venue, type_, key, doi, arxiv, url, field, status))
    if sample:
        if items or by_hand:
            raise UsageError("--sample goes with nothing else.")
        return _add_sample(desk, dry_run, json)
    files = [item for item in items if item == STDIN or os.path.exists(item)]
    identified = [_identified(item) for item in items if item not in files]
    if not by_hand:
        if not items:
            raise UsageError("Say what to add: an identifier, a file, or a --title.")
        wishes = Wishes(tags=tags, dry_run=dry_run, json=json, look_up=True)
        got = _fetched(desk, identified, dry_run)
        code = take_in(desk, named(files), wishes, got.papers)
        tell_waits(desk, got.waiting)
        return INTERRUPTED if got.stopped else code
    if files or len(identified) > 1:
        raise UsageError("A title and the like describe one paper: name one identifier at most.")
    paper = adding.by_hand(
        identified[0] if identified else None,
        title=title, authors=author, year=year, venue=venue, kind=type_, key=key, doi=doi,
        arxiv=arxiv, url=url, fields=field, tags=tags, status=Status(status) if status else None,
    )  # fmt: skip
    by_name = identified or ((doi or arxiv) and not title)
    got = _fetched(desk, [paper] if by_name else [], dry_run)
    for known in got.papers:
        paper = known._replace(status=Status(status)) if status else known
    if dry_run:
        code = print_rehearsal(desk, [paper], "add", json=json)
    else:
        code = print_step(desk, adding.add(desk.library(create=True), paper), json=json)
    tell_waits(desk, got.waiting)
    return INTERRUPTED if got.stopped else code


def _fetched(desk: Desk, papers: Sequence[Paper], dry_run: bool) -> Fetched:
    """The papers with what can be fetched of them; what the library knows is not asked again."""
    try:
        library = desk.library(read_only=dry_run) if papers else None
    except LibraryMissing:
        library = None
    known = [paper for paper in papers if library and adding.is_known(library, paper)]
    got = fetched(desk, [paper for paper in papers if paper not in known])
    news = [paper._replace(key=paper.key or adding.provisional_key(paper)) for paper in got.papers]
    return got._replace(papers=[*known, *news])


def _identified(item: str) -> Paper:
    paper = adding.by_identifier(item)
    if paper is None:
        raise BadValue(f"{item!r} is neither a file nor {adding.IDENTIFIERS}.")
    return paper


def _add_sample(desk: Desk, dry_run: bool, json: bool) -> int:
    from commands.sample import add_sample, sample

    if dry_run:
        receipt = rehearse(papers_there(desk), sample(), on_duplicate=SKIP)
    else:
        receipt = add_sample(desk.library(create=True))
    return print_receipt(desk, receipt, sample(), dry_run=dry_run, json=json)
