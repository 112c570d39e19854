"""`carrel attach` and `carrel open`, and what is looked up for the PDFs that come in."""

from collections.abc import Sequence

from cli.desk import Desk
from cli.fetching import fetched
from cli.receipts import print_step
from commands.look_up import Fetched
from papers import LibraryMissing, Paper
from papers.text import visible


def attach(desk: Desk, paper: str, files: tuple[str, ...], remove: bool, json: bool) -> int:
    from commands.attach import attach as apply
    from commands.attach import detach

    library = desk.library()
    if remove:
        return print_step(desk, detach(library, library.find(paper), files), json=json)
    how = str(desk.settings.value("files.attach"))
    step = apply(library, library.find(paper), files, how)
    return print_step(desk, step, json=json, nothing="It has that already: nothing changed.")


def open_paper(desk: Desk, paper: str, web: bool) -> int:
    from commands.open import launch, target

    library = desk.library(read_only=True)
    what = target(library.folder, library.find(paper), web=web)
    desk.screen.say(visible(what))
    desk.screen.out.flush()
    launch(what, str(desk.settings.value("open.command")), desk.environ)
    return 0


def looked_up(desk: Desk, papers: Sequence[Paper], *, dry_run: bool) -> Fetched:
    """The papers, and for the PDFs among them what is known of the identifiers in them."""
    from commands.look_up import identified

    if not any(paper.source.kind == "pdf" for paper in papers):
        return Fetched(list(papers), [])
    try:
        library = desk.library(read_only=dry_run)
    except LibraryMissing:
        library = None
    return identified(library, papers, lambda asked: fetched(desk, asked))
