"""Which identifiers in a PDF are its own: those of the papers that it cites are not.

In the process that reads PDFs.
"""

import os
import re
from collections.abc import Mapping, Sequence

from importers._pdf_document import Page
from importers._pdf_xmp import Properties
from papers import identifiers

IN_XMP = (
    "prism:doi", "pdfx:doi", "pdfx:WPS-ARTICLEDOI", "crossmark:DOI", "dc:identifier", "prism:url",
)  # fmt: skip
IN_INFO = ("doi", "DOI", "WPS-ARTICLEDOI", "Subject")
COVER = 1_200  # a first page with less text than this may be a cover

_NUMBER = r"arXiv: ?(?P<id>(?:\d{4}\.\d{4,5}|[a-z-]{2,12}(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,3}?)?)"
_DAY = r"\d{1,2} ?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* ?\d{4}"
_STAMP = re.compile(rf"{_NUMBER} ?(?:\[[\w.-]{{2,20}}\])? ?{_DAY}")
_ALONE = re.compile(r"(?mi)^\s*(arxiv:\s?\S{8,30}(?:\s*\[[\w.-]{2,20}\])?)\s*$")
_FILE = re.compile(r"(\d{4}\.\d{4,5}(?:v\d{1,3})?)(?:[ ._(-].{0,40})?")
_REFERENCES = re.compile(
    r"(?mi)^\W{0,3}(?:\d{1,2}\.?\s+)?(?:r\s?e\s?f\s?e\s?r\s?e\s?n\s?c\s?e\s?s|bibliography|"
    r"literature cited|works cited)\s*:?\s*$"
)
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]{2,200}")
_LABEL = re.compile(r"(?i)(?:\bdoi\b\s*[:.]?\s*|(?:dx\.)?doi\.org/\s*)$")
_NOT_ITS_OWN = re.compile(
    r"(?i)data ?sets?\b|\b(?:data|code|materials?)\b.{0,40}\bavailab|availability|"
    r"(?<!lists )available (?:at|from|under|via)|supplement|zenodo|figshare|dryad|artifact|"
    r"\bsoftware\b|replication|preregist|osf\.io|correction|erratum|article (?:cites|corrects)"
)
_OF_DATA = re.compile(r"10\.(?:5281|6084|5061|17605|17632|7910|5255|24433)/")
_CITED = re.compile(
    r"(?m)^\s*(?:\[\w{1,12}\]|\d{1,3}\.)\s|et al\.|\bIn:?\s[A-Z]|\bpp\.|\bvol\.|"
    r"\(\d{4}[a-z]?\)\."
)
_NO_WORD = re.compile(r"https?:/+|doi|dx\.|org|www\.", re.IGNORECASE)
_ITS_OWN = re.compile(
    r"(?i)ACM Reference Format|(?:definitive|published|final) version|version of record|"
    r"(?:how to|please|to) cite|cite this|citation:|this (?:paper|article) (?:appear|was published)"
)


def arxiv(pages: Sequence[Page], said: Mapping[str, str], name: str) -> str:
    """Its arXiv number: from the stamp in the margin, what it says of itself, or its name."""
    for text in (text for page in pages[:2] for text in (page.rotated, page.text)):
        if found := _stamped(text):
            return found
    texts = [said.get("arXivID", ""), said.get("DOI", "")]
    texts += [found[1] for page in pages[:1] for found in _ALONE.finditer(page.text)]
    texts += [found[1] for found in [_FILE.fullmatch(os.path.splitext(name)[0])] if found]
    for text in texts:
        number, version = identifiers.arxiv(text)
        if number:
            return f"{number}v{version}" if version else number
    return ""


def _stamped(text: str) -> str:
    """The number in a stamp, which may be written backwards, or letter by letter."""
    for squeezed in (" ".join(text.split()), "".join(text.split())):
        for turned in (squeezed, squeezed[::-1]):
            if found := _STAMP.search(turned):
                number, version = identifiers.arxiv(f"arXiv:{found['id']}")
                if number:
                    return f"{number}v{version}" if version else number
    return ""


def doi(pages: Sequence[Page], said: Mapping[str, str], packets: Sequence[Properties]) -> str:
    """Its DOI: what it says of itself first, then the only one that its first pages call theirs."""
    for packet in packets:
        for text in (text for name in IN_XMP for text in packet.get(name, ())):
            if found := identifiers.doi(text):
                return found
    for name in IN_INFO:
        text = said.get(name, "")
        if found := identifiers.doi(text):
            return found
    return _printed(pages)


def _printed(pages: Sequence[Page]) -> str:
    seen: dict[str, int] = {}
    all_there: set[str] = set()
    cover = bool(pages) and len(pages[0].text) < COVER
    for number, page in enumerate(pages[: 2 if cover else 1]):
        text = page.text
        if heading := _REFERENCES.search(text):
            text = text[: heading.start()]
        for value, weight in _claims(text):
            all_there.add(value)
            seen[value] = max(seen.get(value, 0), weight if number == 0 else weight - 1)
        if seen and max(seen.values()) >= 2:
            break
    best = max(seen.values(), default=0)
    claimed = [value for value, weight in seen.items() if weight == best > 0]
    if len(claimed) != 1 or (best == 1 and len(all_there) > 1):
        return ""
    return claimed[0]


def _claims(text: str) -> list[tuple[str, int]]:
    """The DOIs in a page's text and how much speaks for each: 3 for one that stands by itself, 0
    for one that is cited."""
    claims: list[tuple[str, int]] = []
    for found in _DOI.finditer(text):
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end())
        end = end if end >= 0 else len(text)
        before, behind = text[start : found.start()], text[found.end() : end]
        above = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start]
        raw = found[0]
        if not behind.strip() and raw.endswith("-"):  # the end of the line broke it
            following = re.match(r"\n(\S{1,100})", text[end : end + 102])
            raw += following[1] if following else ""
        value = identifiers.doi(raw)
        if not value or _OF_DATA.match(value) or _NOT_ITS_OWN.search(above[-80:] + before + behind):
            continue
        labelled = _LABEL.search(before)
        if labelled and not re.search(r"\w{2}", _NO_WORD.sub("", before)):
            claims.append((value, 3 if len(behind.strip()) < 4 else 2))
        elif _ITS_OWN.search(text[max(found.start() - 600, 0) : found.start()]):
            claims.append((value, 2))
        else:
            cited = not labelled or _CITED.search(above[-120:] + before)
            claims.append((value, 0 if cited else 1))
    return claims


def isbn(pages: Sequence[Page], packets: Sequence[Properties], count: int) -> str:
    """A book's ISBN; on a paper it is that of the proceedings, which is of no use."""
    for packet in packets:
        for text in packet.get("prism:isbn", ()):
            if found := identifiers.isbn(text):
                return found
    if count < 80:
        return ""
    text = "\n".join(page.text for page in pages)
    at = text.find("ISBN")
    return identifiers.isbn(text[at : at + 60]) if at >= 0 else ""
