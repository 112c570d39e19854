"""What stands around a paper: its files, the papers that its notes lead to, and those like it.

Finding it takes longer than a key may; it is asked for when the cursor rests.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from commands import describe
from papers import Fields, Paper
from papers.names import short
from storage import Library

MOST = 30  # papers told of one kind
ALIKE = 5


class Goal(NamedTuple):
    """What one may go to from a paper.

    Another paper by its uid or key, an address, the address that a field holds, a file by its path,
    the papers that have a tag."""

    kind: Literal["paper", "key", "web", "field", "file", "tag"]
    what: str


class Around(NamedTuple):
    """What was found around the paper with that uid."""

    uid: str = ""
    missing: frozenset[str] = frozenset()  # paths of attachments that are not there
    leads_to: Sequence[Paper] = ()
    unknown: Sequence[str] = ()  # keys in links that no paper has
    led_from: Sequence[Paper] = ()
    alike: Sequence[Paper] = ()
    whole: bool = False  # whether there was an index to look into


NOTHING = Around()


def look(
    library: Library, paper: Paper, mentions: Sequence[str] | None, alike: Sequence[str] = ()
) -> Around:
    """Look around a paper: `mentions` are uids of papers whose notes may lead to it, if known."""
    from commands.attach import locate
    from commands.links import linked, linking, unknown_links

    return Around(
        paper.uid,
        frozenset(file.path for file in paper.files if not locate(library.folder, file)),
        linked(library, paper)[:MOST],
        unknown_links(library, paper)[:MOST],
        linking(library, paper, _living(library, mentions or ()))[:MOST],
        list(_living(library, alike)),
        whole=mentions is not None,
    )


def goals(library: Library, paper: Paper, around: Around) -> Iterator[tuple[Goal, str, str]]:
    """Where one may go from here, each with a name and what is said beside it."""
    from commands.attach import locate
    from commands.open import addresses

    for file in paper.files:
        there = "" if locate(library.folder, file) else "missing"
        yield Goal("file", file.path), file.title or file.path, there or file.kind or "file"
    for address in addresses(paper):
        yield Goal("web", address), address.partition("://")[2], _kind(address)
    others: dict[str, tuple[Goal, str, str]] = {}
    for said, papers in (
        ("linked in the notes", around.leads_to),
        ("its notes link here", around.led_from),
        ("similar", around.alike),
    ):
        for other in papers:
            goal = Goal("paper", other.uid)
            others.setdefault(other.uid, (goal, describe.title(other), said))
    yield from others.values()


def address_in(paper: Paper, field: str) -> str:
    """The address that a field of the paper stands for; "" where it is none."""
    from commands.open import addresses

    names = {field, "archiveprefix", "eprinttype"}
    fields = Fields({name: raw for name, raw in paper.written_out.items() if name in names})
    return next(iter(addresses(Paper(fields=fields))), "")


def beside(paper: Paper) -> str:
    """A paper's authors and year in a few cells."""
    return " ".join(filter(None, [str(paper.year or ""), short(paper.authors)]))


def _living(library: Library, uids: Sequence[str]) -> Iterator[Paper]:
    for uid in uids:
        paper = library.get(uid)
        if paper and not paper.trashed:
            yield paper


def _kind(address: str) -> str:
    host = address.partition("://")[2].partition("/")[0]
    return {"doi.org": "DOI", "arxiv.org": "arXiv", "pubmed.ncbi.nlm.nih.gov": "PubMed"}.get(
        host, "the web"
    )
