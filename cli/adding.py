"""`carrel add` and `carrel import`."""

import os
from collections.abc import Iterable, Sequence
from functools import partial

from cli.desk import Desk
from cli.fetching import Fetched, fetched, tell_waits
from cli.grammar import UsageError, suggestion
from cli.import_receipt import print_receipt
from cli.main import INTERRUPTED
from cli.receipts import count, print_rehearsal, print_step
from commands import add as adding
from commands.import_papers import SKIP, import_papers, read, rehearse
from commands.keep import keep_blocks, keep_rejects
from commands.tag import checked as checked_tag
from importers import FORMATS, Imported
from papers import BadValue, LibraryMissing, Paper, Status

STDIN = "-"


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
        return _take_in(desk, files, None, identified, tags, None, dry_run, json)
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


def import_files(
    desk: Desk,
    files: tuple[str, ...],
    from_: str | None,
    tag: tuple[str, ...],
    on_duplicate: str | None,
    dry_run: bool,
    json: bool,
) -> int:
    if from_ is not None and from_ not in FORMATS:
        raise UsageError(f"Cannot read {from_!r}{suggestion(from_, FORMATS)}")
    tags = frozenset(map(checked_tag, tag))
    return _take_in(desk, files, from_, (), tags, on_duplicate, dry_run, json)


def _identified(item: str) -> Paper:
    paper = adding.by_identifier(item)
    if paper is None:
        raise BadValue(f"{item!r} is neither a file nor {adding.IDENTIFIERS}.")
    return paper


def _add_sample(desk: Desk, dry_run: bool, json: bool) -> int:
    from commands.sample import add_sample, sample

    if dry_run:
        receipt = rehearse(_papers_there(desk), sample(), on_duplicate=SKIP)
    else:
        receipt = add_sample(desk.library(create=True))
    return print_receipt(desk, receipt, [], dry_run=dry_run, json=json)


def _take_in(
    desk: Desk,
    files: Sequence[str],
    from_: str | None,
    identified: Sequence[Paper],
    tags: frozenset[str],
    on_duplicate: str | None,
    dry_run: bool,
    json: bool,
) -> int:
    """Import files, and papers of which only the identifier is known, as one step."""
    got = _fetched(desk, identified, dry_run)
    identified = got.papers
    names = ["stdin" if file == STDIN else file for file in files]
    sources = [(name, partial(_load, file)) for name, file in zip(names, files, strict=True)]
    imported = read(sources, from_ or "")
    imported = imported._replace(papers=(*imported.papers, *identified))
    how = on_duplicate or str(desk.settings.value("import.on-duplicate"))
    kept: list[str] = []
    nothing = not imported.papers and not any(reject.text for reject in imported.rejected)
    if dry_run or nothing:
        receipt = rehearse(_papers_there(desk), imported, tags=tags, on_duplicate=how)
    else:
        library = desk.library(create=True)
        label = _label(names, identified)
        receipt = import_papers(library, imported, label=label, tags=tags, on_duplicate=how)
        kept = _keep(library.folder, imported, names)
    code = print_receipt(desk, receipt, kept, dry_run=dry_run, json=json)
    tell_waits(desk, got.waiting)
    return INTERRUPTED if got.stopped else code


def _papers_there(desk: Desk) -> Iterable[Paper]:
    """The library's papers; a library that is not there yet has none."""
    try:
        return desk.library(read_only=True)
    except LibraryMissing:
        return ()


def _load(file: str) -> bytes:
    if file == STDIN:
        import sys

        return sys.stdin.buffer.read()
    with open(file, "rb") as opened:
        return opened.read()


def _label(names: Sequence[str], identified: Sequence[Paper]) -> str:
    if not names:
        one = identified[0].key or identified[0].title[:60] or identified[0].source.name
        return f"add: {one if len(identified) == 1 else count(identified)}"
    return f"import {os.path.basename(names[0]) if len(names) == 1 else f'{len(names)} files'}"


def _keep(folder: str, imported: Imported, names: Sequence[str]) -> list[str]:
    """What became no paper goes into files beside the library."""
    paths = keep_rejects(folder, imported.rejected)
    if imported.papers and names:
        stem = names[0] if len(names) == 1 else f"{len(names)} files.bib"
        paths += keep_blocks(folder, stem, imported.blocks)
    return paths
