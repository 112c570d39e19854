"""What tells a paper from others: identifiers and title, and the rest where it is asked for."""

import re
from typing import NamedTuple

from papers import Author, Paper, identifiers, titles
from papers.preprints import identifiers_of, is_preprint

KINDS = {
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), "thesis"),
    **dict.fromkeys(("book", "mvbook", "collection", "mvcollection", "proceedings",
                     "mvproceedings", "reference", "periodical"), "whole"),
    **dict.fromkeys(("inbook", "incollection", "bookinbook", "suppbook", "inreference",
                     "book_section"), "part"),
    **dict.fromkeys(("article", "inproceedings", "conference"), "article"),
    **dict.fromkeys(("techreport", "report"), "report"),
    **dict.fromkeys(("software", "dataset", "video", "patent", "manual", "image"), "thing"),
}  # fmt: skip


class Details(NamedTuple):
    """What is only looked at where two papers may be one."""

    authors: tuple[Author, ...]
    year: int | None
    kind: str
    place: str
    venue: str
    is_preprint: bool
    volume: str
    page: str
    edition: str
    isbn: str


class Facts:
    """What tells a paper from others."""

    __slots__ = ("_details", "compact", "ids", "marks", "paper", "title")

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.marks: tuple[int, ...] = ()
        self.title = paper.text("title")
        self.compact = titles.compact(self.title)
        self.ids = _ids(paper)
        self._details: Details | None = None

    @property
    def details(self) -> Details:
        if self._details is None:
            self._details = _details(self.paper)
        return self._details

    def of(self, kind: str) -> frozenset[str]:
        """The identifiers of a kind that the paper has."""
        return frozenset(value for name, value in self.ids if name == kind)


def _ids(paper: Paper) -> tuple[tuple[str, str], ...]:
    found = list(identifiers_of(paper))
    fields = paper.fields
    if ("pmid" in fields or "eprinttype" in fields) and (pmid := paper.pmid):
        found.append(("pmid", pmid))
    url = fields.get("url", "")
    if url and ("acl" in url or "openreview" in url or "semanticscholar" in url):
        place = identifiers.classify(paper.url)
        if place and place.kind in ("acl", "openreview", "s2"):
            found.append((place.kind, place.value))
    return tuple(found)


def address(paper: Paper) -> str:
    """Where the paper is on the web, without what does not matter in an address."""
    return paper.url.rstrip("/#").partition("://")[2].removeprefix("www.")


def _details(paper: Paper) -> Details:
    pages = re.search(r"\w+", paper.text("pages"))
    edition, venue, preprint = paper.text("edition"), paper.venue, is_preprint(paper)
    return Details(
        authors=paper.authors or paper.editors,
        year=paper.year,
        kind="" if preprint else KINDS.get(paper.type, ""),
        place=_place(paper),
        venue="" if "://" in venue else venue,
        is_preprint=preprint,
        volume=paper.text("volume").strip(".").casefold(),
        page=pages[0].casefold() if pages else "",
        edition=edition and "".join(titles.numerals(edition)),
        isbn=paper.isbn,
    )


def _place(paper: Paper) -> str:
    """Where it appeared, in a word: proceedings and a journal may both have this title."""
    if journal := paper.text("journaltitle", "journal"):
        meeting = r"proc|conf|symp|workshop|meeting|lecture notes|lncs|advances in neural"
        return "meeting" if re.search(meeting, journal, re.IGNORECASE) else "journal"
    if paper.fields.get("booktitle"):
        return "meeting"
    return ""


def names(paper: Paper) -> set[str]:
    """The keys that the paper has or had, folded."""
    return {name.casefold() for name in (paper.key, *paper.aliases) if name}


def abstract_words(paper: Paper) -> list[str]:
    """The words of the abstract, without the word that stands over it."""
    said = titles.words(paper.abstract)
    return said[1:] if said[:1] == ["abstract"] else said
