"""Identifiers and addresses in a text, and what is left of the text without them."""

import re
from typing import NamedTuple

from importers._listing_labels import DATE
from papers import identifiers

_LONGEST = 5_000  # characters that are looked at: no longer text says what paper it is

_NEW = r"\d{4}\.\d{4,5}(?:v\d{1,3})?(?![\d.]\d)"
_OLD = r"[a-z]{1,8}(?:-[a-z]{2,4})?(?:\.[A-Z]{2})?/\d{7}(?:v\d{1,3})?(?!\d)"
_ARXIV = re.compile(
    r"(?:\barxiv\s?[:.]?\s?(?:id)?\s?[:.]?\s?|\b(?:e-?print|preprint)\s?[:.]?\s?|\babs/"
    r"|(?:arxiv\.org|xxx\.lanl\.gov|alphaxiv\.org|ar5iv\.\w+(?:\.\w+)?|arxiv-vanity\.com)/\w+/"
    rf"|\bpapers?(?:/|%2F))\s?(?P<number>{_NEW}|{_OLD})",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?<![\w./-])(?P<number>{_NEW}|{_OLD})(?![\w/-])", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"|]+"
    r"|\b(?:arxiv\.org|openreview\.net|aclanthology\.org|(?:dx\.)?doi\.org)/[^\s<>\"|]+",
    re.IGNORECASE,
)
_DIGIT_OR_DOT = re.compile(r"[\d.]")
_DOI = re.compile(r"(?<![\d.])10\.\d{4,9}(?:\.\d+)*/\S+")
_PMID = re.compile(r"\bPMID:?\s?(\d{4,8})(?!\d)")
_ISBN = re.compile(r"\bISBN(?:-1[03])?:?\s?((?:\d[-\s]?){9,12}[\dX])(?!\d)", re.IGNORECASE)
_CORPUS = re.compile(r"\bcorpus\s?id:?\s?(\d{4,12})(?!\d)", re.IGNORECASE)
_CATEGORY = re.compile(
    r"\b(?:cs|math|stat|eess|econ|q-bio|q-fin|physics|astro-ph|cond-mat|nlin|hep-(?:th|ph|ex|lat)"
    r"|gr-qc|quant-ph|nucl-(?:th|ex)|math-ph)(?:\.[A-Za-z-]{2,14})?(?![\w/])"
)
_KINDS = ("acl", "openreview", "s2", "pmid")
_VOLUME = re.compile(r"[A-Z]\d\d|\d{4}\.[a-z0-9-]+")  # of the ACL Anthology, which is no paper
_AROUND = frozenset(
    """arxiv doi abs pdf ps html other src format preprint eprint available at id identifier number
    version paper papers link links url code data project page https http www in from the and or for
    this cross list listing listed replaced new updated related cite as see also kb mb d openreview
    acl anthology pmid pubmed isbn bibtex bib semantic scholar hugging face huggingface github
    slides video poster website demo dataset read on experimental primary digital object free pmc
    article corpus epub""".split()
)
_PLACED = re.compile(
    r"arxiv\.org/|doi\.org/|/papers/\d|openreview\.net/|aclanthology|aclweb\.org|dl\.acm\.org"
    r"|semanticscholar\.org/|proceedings\.|papers\.nips\.cc|\.pdf\b|ieeexplore|springer|nature\.com"
    r"|sciencedirect|biorxiv|medrxiv|jmlr\.org|openaccess\.thecvf|pubmed|ncbi\.nlm|ssrn|hal\."
    r"|zenodo|mlr\.press|jstor",
    re.IGNORECASE,
)
_CODE = re.compile(r"\b(?:github|gitlab|bitbucket|codeberg)\.(?:com|org)/[\w.-]+/", re.IGNORECASE)
_NO_PAPER = re.compile(r"/login\b|creativecommons\.org|info\.arxiv\.org", re.IGNORECASE)
_PAIRS = {")": "(", "]": "["}


class Ids(NamedTuple):
    """What a text names; `marks` tell papers apart: (kind, value) of everything but addresses."""

    arxiv: str = ""  # with its version, where one is named
    doi: str = ""
    pmid: str = ""
    isbn: str = ""
    marks: frozenset[tuple[str, str]] = frozenset()
    links: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    plain: str = ""  # the text without them
    rest: str = ""  # and without dates and categories
    subject: str = ""  # arXiv's first category

    @property
    def is_all(self) -> bool:
        """Whether the text says next to nothing beside them."""
        if not (self.marks or self.links or self.code):
            return False
        words = re.findall(r"[^\W\d_]+", self.rest.lower())
        return all(word in _AROUND for word in words)

    @property
    def is_placed(self) -> bool:
        """Whether an address among them is that of a paper."""
        return bool(self.marks) or any(_PLACED.search(link) for link in self.links)

    def clashes(self, marks: frozenset[tuple[str, str]]) -> bool:
        kinds = {kind for kind, _value in marks}
        return any(kind in kinds and (kind, value) not in marks for kind, value in self.marks)


def find(text: str, links: tuple[str, ...] = (), *, bare: bool = False) -> Ids:
    """What the text and the links behind it name; numbers alone count where `bare` is said."""
    text = text[:_LONGEST]
    if not links and not _DIGIT_OR_DOT.search(text):
        return Ids(plain=text, rest=text)
    finder = _Finder()
    plain = _ADDRESS.sub(finder.address, text) if "." in text else text
    for form, take in (
        (_DOI, finder.doi),
        (_ARXIV, finder.number),
        (_PMID, finder.pmid),
        (_ISBN, finder.isbn),
        (_CORPUS, finder.corpus),
    ):
        plain = form.sub(take, plain)
    if bare or (finder.arxiv and len(plain) < 200):
        plain = _BARE.sub(finder.number, plain)
    return finder.found(plain, links)


class _Finder:
    """The identifiers of one text; each method takes one out of it."""

    def __init__(self) -> None:
        self.arxiv: list[tuple[str, int | None]] = []
        self.values: dict[str, list[str]] = {}
        self.addresses: list[str] = []

    def number(self, found: re.Match[str]) -> str:
        return " " if self._note_arxiv(found["number"]) else found[0]

    def doi(self, found: re.Match[str]) -> str:
        self._note_doi(found[0])
        return " "

    def pmid(self, found: re.Match[str]) -> str:
        return self._noted("pmid", found[1].lstrip("0"))

    def isbn(self, found: re.Match[str]) -> str:
        value = identifiers.isbn(found[1])
        return self._noted("isbn", value) if value else found[0]

    def corpus(self, found: re.Match[str]) -> str:
        return self._noted("s2", f"CorpusID:{found[1]}")

    def address(self, found: re.Match[str]) -> str:
        address = _trimmed(found[0])
        self.addresses.append(address)
        return " " + found[0][len(address) :]

    def found(self, plain: str, links: tuple[str, ...]) -> Ids:
        for address in (*self.addresses, *links):
            self._look_into(address)
        marks = {
            (kind, value)
            for kind, values in self.values.items()
            for value in values
            if kind != "isbn"  # which is that of a whole volume
        }
        marks |= {("arxiv", number) for number, _version in self.arxiv}
        shown = [each for each in (*self.addresses, *links) if re.match(r"https?://|www\.", each)]
        shown += [f"https://api.semanticscholar.org/{each}" for each in self._first("s2", "Corpus")]
        shown = [each for each in dict.fromkeys(shown) if not _NO_PAPER.search(each)]
        category = _CATEGORY.search(plain)
        rest = _CATEGORY.sub(" ", DATE.sub(" ", plain))
        return Ids(
            arxiv=self._best_arxiv(),
            doi=next(iter(self._first("doi")), ""),
            pmid=next(iter(self._first("pmid")), ""),
            isbn=next(iter(self._first("isbn")), ""),
            marks=frozenset(marks),
            links=tuple(each for each in shown if not _CODE.search(each)),
            code=tuple(each for each in shown if _CODE.search(each)),
            plain=plain,
            rest=re.sub(r"\bv\d+\b|\d+\s?kb\b", " ", rest),
            subject=category[0] if category else "",
        )

    def _look_into(self, address: str) -> None:
        """What an address names beside itself."""
        if _NO_PAPER.search(address):
            return
        _ARXIV.sub(self.number, address)
        if _DOI.search(address):
            self._note_doi(address)
        named = identifiers.classify(address) if "://" in address else None
        if named and named.kind in _KINDS and not _VOLUME.fullmatch(named.value):
            self._noted(named.kind, named.value)

    def _note_arxiv(self, number: str) -> bool:
        found = identifiers.arxiv("arXiv:" + number)
        if found[0]:
            self.arxiv.append(found)
        return bool(found[0])

    def _note_doi(self, text: str) -> None:
        value = identifiers.doi(text)
        if value.startswith("10.48550/arxiv."):
            self._note_arxiv(value[15:])
        elif value:
            self._noted("doi", value)

    def _noted(self, kind: str, value: str) -> str:
        self.values.setdefault(kind, []).append(value)
        return " "

    def _first(self, kind: str, start: str = "") -> list[str]:
        return [value for value in self.values.get(kind, ())[:1] if value.startswith(start)]

    def _best_arxiv(self) -> str:
        """The first number, with its latest version."""
        if not self.arxiv:
            return ""
        number = self.arxiv[0][0]
        version = max((each[1] or 0 for each in self.arxiv if each[0] == number), default=0)
        return f"{number}v{version}" if version else number


def _trimmed(address: str) -> str:
    """Without the end of the sentence around it."""
    for _sign in range(100):
        last = address[-1:]
        closes = last in _PAIRS and address.count(last) > address.count(_PAIRS[last])
        if not (closes or (last and last in ".,;:'\"*`}>")):
            break
        address = address[:-1]
    return address
