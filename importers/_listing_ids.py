"""Identifiers and addresses in a text, and what is left of the text without them."""

import re
from typing import NamedTuple

from importers._listing_labels import DATE
from papers import identifiers

_NEW = r"\d{4}\.\d{4,5}(?:v\d{1,3})?(?![\d.]\d)"
_OLD = r"[a-z]{2,8}(?:-[a-z]{2,4})?(?:\.[A-Z]{2})?/\d{7}(?:v\d{1,3})?(?!\d)"
_ARXIV = re.compile(
    rf"(?:\barxiv\s?[:.]?\s?(?:id)?\s?[:.]?\s?|\b(?:e-?print|preprint)\s?[:.]?\s?|(?:arxiv\.org|xxx\.lanl\.gov|alphaxiv\.org"
    rf"|ar5iv\.\w+(?:\.\w+)?|arxiv-vanity\.com)/\w+/|\bpapers?(?:/|%2F)|\babs/)\s?(?P<number>{_NEW}|{_OLD})",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?<![\w./-])(?P<number>{_NEW}|{_OLD})(?![\w/-])", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"|]+|\b(?:arxiv\.org|openreview\.net|aclanthology\.org|doi\.org|dx\.doi\.org)/[^\s<>\"|]+",
    re.IGNORECASE,
)
_DOI = re.compile(r"(?<![\d.])10\.\d{4,9}(?:\.\d+)*/\S+")
_CATEGORY = re.compile(
    r"\b(?:cs|math|stat|eess|econ|q-bio|q-fin|physics|astro-ph|cond-mat|nlin|hep-(?:th|ph|ex|lat)|gr-qc|quant-ph|nucl-(?:th|ex)|math-ph)"
    r"(?:\.[A-Za-z-]{2,14})?(?![\w/])"
)
_AROUND = frozenset(
    """arxiv doi abs pdf ps html other src format preprint eprint available at id identifier number
    version paper papers link links url code data project page https http www in from the and or for
    this cross list listing listed replaced new updated related cite as see also kb mb d openreview acl
    anthology pmid pubmed isbn bibtex bib semantic scholar hugging face huggingface github slides
    video poster website demo dataset read on experimental primary digital object""".split()
)
_PLACED = re.compile(
    r"arxiv\.org/|doi\.org/|/papers/|openreview\.net/|aclanthology|aclweb\.org|semanticscholar\.org/|"
    r"proceedings\.|papers\.nips\.cc|\.pdf\b|ieeexplore|dl\.acm\.org|springer|sciencedirect|nature\.com|"
    r"biorxiv|medrxiv|jmlr\.org|openaccess\.thecvf|pubmed|ncbi\.nlm|ssrn|hal\.|zenodo|mlr\.press|jstor",
    re.IGNORECASE,
)
_CODE = re.compile(r"\b(?:github|gitlab|bitbucket|codeberg)\.(?:com|org)/[\w.-]+/", re.IGNORECASE)


class Ids(NamedTuple):
    """What a text names; `marks` tell papers apart: (kind, value) of everything but addresses."""

    arxiv: str = ""  # with its version, where one is named
    doi: str = ""
    marks: frozenset[tuple[str, str]] = frozenset()
    links: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    rest: str = ""
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
    text = text[:5000]
    arxiv: list[tuple[str, int | None]] = []
    dois: list[str] = []
    marks: set[tuple[str, str]] = set()
    addresses: list[str] = []

    def take(found: re.Match[str]) -> str:
        number, version = identifiers.arxiv("arXiv:" + found["number"])
        if not number:
            return found[0]
        arxiv.append((number, version))
        return " "

    def take_doi(found: re.Match[str]) -> str:
        value = identifiers.doi(found[0])
        if value.startswith("10.48550/arxiv."):
            arxiv.append(identifiers.arxiv("arXiv:" + value[15:]))
        elif value:
            dois.append(value)
        return " "

    def take_address(found: re.Match[str]) -> str:
        address = _trimmed(found[0])
        addresses.append(address)
        return " " + found[0][len(address) :]

    rest = _ADDRESS.sub(take_address, text) if "." in text else text
    if "10." in rest:
        rest = _DOI.sub(take_doi, rest)
    rest = _ARXIV.sub(take, rest)
    if bare or (arxiv and len(rest) < 200):
        rest = _BARE.sub(take, rest)
    for address in (*addresses, *links):
        _ARXIV.sub(take, address)
        if "10." in address and _DOI.search(address) and (value := identifiers.doi(address)):
            take_doi(re.match(r".*", value) or re.match("", ""))  # type: ignore[arg-type]
        named = identifiers.classify(address) if "://" in address else None
        if named and named.kind in ("acl", "openreview", "s2", "pmid"):
            marks.add((named.kind, named.value))
    marks |= {("arxiv", number) for number, _version in arxiv}
    marks |= {("doi", value) for value in dois}
    best = max(arxiv[:20], key=lambda each: (each[0] == arxiv[0][0], each[1] or 0)) if arxiv else None
    shown = [link for link in (*addresses, *links) if re.match(r"https?://|www\.", link)]
    shown = list(dict.fromkeys(shown))
    category = _CATEGORY.search(rest)
    rest = re.sub(r"\bv\d+\b|\d+\s?kb\b", " ", _CATEGORY.sub(" ", DATE.sub(" ", rest)))
    return Ids(
        arxiv=f"{best[0]}v{best[1]}" if best and best[1] else best[0] if best else "",
        doi=dois[0] if dois else "",
        marks=frozenset(marks),
        links=tuple(link for link in shown if not _CODE.search(link)),
        code=tuple(link for link in shown if _CODE.search(link)),
        rest=rest,
        subject=category[0] if category else "",
    )


def _trimmed(address: str) -> str:
    """Without the end of the sentence around it."""
    while address and (
        address[-1] in ".,;:'\"*`}>" or (address[-1] in ")]" and address.count(address[-1]) > address.count({")": "(", "]": "["}[address[-1]]))
    ):
        address = address[:-1]
    return address
