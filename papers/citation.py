"""A paper as a reference list names it: who, when, what, where, and an address that leads there."""

import re
from urllib.parse import quote

from papers.names import Author
from papers.paper import Paper

MOST_AUTHORS = 10  # a reference that names a whole collaboration is no help

_WEB = re.compile(r"https?://", re.IGNORECASE)
_ENDED = (".", "?", "!", ">")


def reference(paper: Paper) -> str:
    """Hu, E. J., Shen, Y. and others (2021). LoRA. ICLR. https://doi.org/10.1000/182"""
    year = f"({paper.year})" if paper.year is not None else ""
    who = f"{people(paper)} {year}".strip()
    pieces = [piece for piece in (who, paper.title, paper.venue) if piece]
    said = [piece if piece.endswith(_ENDED) else f"{piece}." for piece in pieces]
    return " ".join([*said, address(paper)]).strip()


def people(paper: Paper) -> str:
    """The authors, or failing them the editors, family names first."""
    everybody = paper.authors or paper.editors
    named = [_initials(author) for author in everybody if not author.is_others]
    if len(named) > MOST_AUTHORS:
        return f"{', '.join(named[:MOST_AUTHORS])} and {len(named) - MOST_AUTHORS:,} others"
    if any(author.is_others for author in everybody):
        return f"{', '.join(named)} and others"
    return " and ".join(filter(None, [", ".join(named[:-1]), *named[-1:]]))


def address(paper: Paper) -> str:
    """Where the paper is on the web; "" where nothing known leads there."""
    if paper.doi:
        return f"https://doi.org/{quote(paper.doi, safe='/:;()._-')}"
    if paper.arxiv:
        return f"https://arxiv.org/abs/{quote(paper.arxiv, safe='/.')}"
    if _WEB.match(paper.url):
        return quote(paper.url, safe="%/:;()._-?&=#+,@!~")
    return ""


def _initials(author: Author) -> str:
    if author.literal:
        return author.literal
    given = " ".join(
        "-".join(f"{part[0]}." for part in name.split("-") if part) for name in author.given.split()
    )
    return ", ".join(filter(None, (author.short, given, author.suffix)))
