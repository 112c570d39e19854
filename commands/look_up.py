"""What the registries know of papers: of one that is edited, of PDFs that are about to come in."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from commands.add import is_known
from commands.comparing import alike
from commands.enrich import Wait
from papers import BadValue, Paper, Status
from storage import Library


class Fetched(NamedTuple):
    """Papers with what could be fetched of them, and what could not."""

    papers: list[Paper]
    waiting: list[Wait]
    stopped: bool = False


LookUp = Callable[[Sequence[Paper]], Fetched]


def looked_up(look_up: LookUp | None, paper: Paper) -> Paper:
    """The paper with its gaps filled; BadValue says why nothing came."""
    if look_up is None:
        raise BadValue("Nothing is fetched while fetch.offline is set: `carrel config` shows it.")
    if not any((paper.doi, paper.arxiv, paper.pmid)):
        raise BadValue("There is no DOI and no arXiv number to look up: put one into its field.")
    got = look_up([paper])
    if got.papers[0] == paper:
        raise BadValue(got.waiting[0].reason if got.waiting else "Nothing more is known of it.")
    return got.papers[0]


def identified(library: Library | None, papers: Sequence[Paper], look_up: LookUp) -> Fetched:
    """The papers, and for the PDFs among them what is known of the identifiers that are in them.

    What a registry says of a paper counts more than what was made out on its first page, unless
    that shows that it is another paper. What the library has is not asked about.
    """
    places = [at for at, paper in enumerate(papers) if _can_be_asked(library, paper)]
    got = look_up([_of_identifiers(papers[at]) for at in places])
    found = list(papers)
    waiting: list[Wait] = []
    reasons = {wait.paper.source: wait.reason for wait in got.waiting}
    for at, answer in zip(places, got.papers, strict=True):
        found[at], doubt = _joined(papers[at], answer)
        reason = f"{reasons.get(answer.source, '')} {doubt}".strip()
        if reason and (doubt or found[at].is_provisional):
            waiting.append(Wait(found[at], reason))
    return Fetched(found, waiting, got.stopped)


def _can_be_asked(library: Library | None, paper: Paper) -> bool:
    if paper.source.kind != "pdf" or not (paper.doi or paper.arxiv):
        return False
    return library is None or not is_known(library, paper)


def _of_identifiers(paper: Paper) -> Paper:
    others = [name for name in paper.fields if name not in ("doi", "eprint", "archiveprefix")]
    return paper._replace(
        type="misc", fields=paper.fields.without(others), status=Status.INBOX, provisional=""
    )


def _joined(paper: Paper, answer: Paper) -> tuple[Paper, str]:
    """The paper with what was found for its identifiers, or why that is not believed."""
    title = paper.text("title")
    if not answer.text("title"):
        return paper, ""
    if title and not paper.arxiv and not alike(title, answer.title):
        found = f"Its DOI {paper.doi} is that of “{answer.title}”, and was left out."
        return paper.with_fields({"doi": None}), found
    fields = answer.fields
    if paper.isbn and "isbn" not in fields:
        fields = fields.with_({"isbn": paper.fields["isbn"]})
    return paper._replace(
        type=answer.type, fields=fields, versions=answer.versions, provisional="",
        status=Status.UNREAD,
    ), ""  # fmt: skip
