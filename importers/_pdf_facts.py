"""What a PDF is: title, authors, identifiers and dates, in the process that reads PDFs."""

import os
import re
from collections.abc import Mapping, Sequence
from typing import BinaryIO

from importers import _pdf_authors, _pdf_ids, _pdf_title, _pdf_xmp
from importers._pdf_document import Document, Page, Unfit, read_page
from importers._pdf_xmp import Properties

FIRST_PAGES = 3
KEYS = ("Title", "Author", "Subject", "doi", "DOI", "arXivID", "WPS-ARTICLEDOI")
LONGEST = 5_000

# What publishers, and JabRef, write into XMP beside the title
_PRISM = {
    "prism:publicationName": "journal",
    "prism:volume": "volume",
    "prism:number": "number",
    "prism:pageRange": "pages",
    "prism:issn": "issn",
    "dc:publisher": "publisher",
}
_DATES = ("prism:coverDate", "prism:publicationDate", "prism:coverDisplayDate", "dc:date")
_JABREF = frozenset({"journal", "booktitle", "volume", "number", "pages", "publisher", "issn"})
_COPYRIGHT = re.compile(r"(?i)(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*((?:19|20)\d\d)\b")


def read(document: Document, file: BinaryIO, path: str) -> dict[str, object]:
    """All that can be believed, as plain values."""
    read_pages = (read_page(document, at) for at in range(min(len(document), FIRST_PAGES)))
    pages = [page for page in read_pages if page]
    info = document.get_metadata_dict()
    said = {key: _value(document, key) for key in KEYS}
    said = {key: text for key, text in said.items() if text}
    packets = _pdf_xmp.read(file)
    name = os.path.basename(path)
    described = next((packet for packet in packets if packet.get("dc:title")), {})
    doi = _pdf_ids.doi(pages, said, packets)
    vouched = bool(described.get("dc:title")) and _is_described(described)
    first = pages[0] if pages else None
    title = _pdf_title.choose(
        [*described.get("dc:title", ())[:1], said.get("Title", "")], first, name, vouched=vouched
    )
    if not pages and not (title or doi):
        raise Unfit("It has no page that can be read.")
    authors = (
        _pdf_authors.choose(
            [described.get("dc:creator", ()), [said.get("Author", "")]],
            first, title.last, vouched=vouched or title.last < 0,
        )
        if title
        else []
    )  # fmt: skip
    arxiv = _pdf_ids.arxiv(pages, said, name)
    return {
        "title": title.text if title else "",
        "first": _pdf_title.first_words(pages) if not title else "",
        "authors": authors,
        "doi": doi,
        "arxiv": arxiv,
        "isbn": _pdf_ids.isbn(pages, packets, len(document)),
        "fields": _fields(described if vouched else {}, first, arxiv),
        "pages": len(document),
        "program": str(info.get("Producer", ""))[:100],
    }


def _value(document: Document, key: str) -> str:
    return " ".join(str(document.get_metadata_value(key)).replace("\0", "").split())[:LONGEST]


def _is_described(packet: Properties) -> bool:
    """Whether the title stands beside what only a publisher or a reference manager writes."""
    jabref = any(text.startswith("bibtex/") for text in packet.get("dc:relation", ()))
    return jabref or any(name.startswith("prism:") for name in packet)


def _fields(packet: Mapping[str, Sequence[str]], page: Page | None, arxiv: str) -> dict[str, str]:
    """Where and when it appeared."""
    fields = {field: packet[name][0] for name, field in _PRISM.items() if packet.get(name)}
    if {"prism:startingPage", "prism:endingPage"} <= packet.keys():
        pages = f"{packet['prism:startingPage'][0]}--{packet['prism:endingPage'][0]}"
        fields.setdefault("pages", pages)
    date = next((packet[name][0] for name in _DATES if packet.get(name)), "")
    for text in packet.get("dc:relation", ()):
        kind, _, value = text.removeprefix("bibtex/").partition("/")
        if text.startswith("bibtex/") and kind in _JABREF:
            fields.setdefault(kind, value)
        elif text.startswith(("bibtex/date/", "bibtex/year/")):
            date = date or value
    printed = set(_COPYRIGHT.findall(page.text)) if page else set()
    if not date and arxiv[:4].isdigit():
        date = f"20{arxiv[:2]}"
    elif not date and len(printed) == 1:
        date = printed.pop()
    known = re.match(r"\d{4}(?:-\d\d){0,2}(?!\d)", date)
    return {**fields, "date": known[0]} if known else fields
