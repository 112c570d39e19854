"""The whole text of a PDF, in the process that reads PDFs."""

import time

from importers import _pdf_document

MOST_PAGES = 2_000
MOST_CHARS = 4_000_000


def whole(document: _pdf_document.Document, until: float) -> str:
    """The text with a form feed between pages; what is too long, or comes too late, is left out."""
    pages: list[str] = []
    room = MOST_CHARS
    for number in range(min(len(document), MOST_PAGES)):
        if room <= 0 or time.monotonic() > until:
            break
        pages.append(_pdf_document.page_text(document, number, room).replace("\f", " "))
        room -= len(pages[-1])
    return "\f".join(pages)
