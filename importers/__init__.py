"""Bytes in, papers and rejects out: one function for each format, and which format bytes have."""

import os
import re
from collections.abc import Callable
from typing import NamedTuple

from papers.errors import BadValue
from papers.outline import Piece
from papers.paper import Paper


class Reject(NamedTuple):
    """What could not be read: where it stands, why, and its text, so that it can be mended."""

    source: str
    line: int
    reason: str
    text: str


class Block(NamedTuple):
    """What stands in a file beside its entries, verbatim: a string, a preamble or a comment."""

    kind: str
    text: str
    line: int


class Sighting(NamedTuple):
    """How sure it is that something is a paper, in percent, and the lines where it stood."""

    confidence: int
    first: int
    last: int


class File(NamedTuple):
    """A file that can be written again as it was: how many papers it holds, and all around them.

    Of several files that were read together, `first` is the place of this one's first paper.
    """

    name: str
    papers: int
    pieces: tuple[Piece, ...]
    first: int = 0
    path: str = ""


class Imported(NamedTuple):
    """All that a file held: nothing in it is in none of these.

    `sightings` is empty where every paper is certain, else it has one for each paper. `furniture`
    is what a page has around its papers: menus, buttons, headings, notices.
    """

    papers: tuple[Paper, ...]
    rejected: tuple[Reject, ...] = ()
    blocks: tuple[Block, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    files: tuple[File, ...] = ()
    furniture: tuple[Block, ...] = ()


def _bibtex(data: bytes, name: str) -> Imported:
    from importers import bibtex

    return bibtex.read(data, name)


def _ris(data: bytes, name: str) -> Imported:
    from importers import ris

    return ris.read(data, name)


def _csl(data: bytes, name: str) -> Imported:
    from importers import csl

    return csl.read(data, name)


def _endnote(data: bytes, name: str) -> Imported:
    from importers import endnote

    return endnote.read(data, name)


def _refer(data: bytes, name: str) -> Imported:
    from importers import refer

    return refer.read(data, name)


def _isi(data: bytes, name: str) -> Imported:
    from importers import isi

    return isi.read(data, name)


def _nbib(data: bytes, name: str) -> Imported:
    from importers import nbib

    return nbib.read(data, name)


def _listing(data: bytes, name: str) -> Imported:
    from importers import listing

    return listing.read(data, name)


def _zotero_rdf(data: bytes, name: str) -> Imported:
    from importers import zotero_rdf

    return zotero_rdf.read(data, name)


def _pdf(data: bytes, name: str) -> Imported:
    from importers import pdf

    return pdf.read(data, name)


FORMATS: dict[str, Callable[[bytes, str], Imported]] = {
    "bibtex": _bibtex,
    "ris": _ris,
    "csl": _csl,
    "endnote": _endnote,
    "refer": _refer,
    "isi": _isi,
    "nbib": _nbib,
    "zotero-rdf": _zotero_rdf,
    "pdf": _pdf,
    "listing": _listing,
}

_ENTRY = re.compile(
    rb"(?:^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?|[\r\n}])[\s\x00]*+"
    rb"@\s*+[\w\x00-]++\s*+\x00?(?:\{|\([^)\r\n]{0,300}[,=])"
)


def encoding_of(data: bytes) -> str:
    """The encoding that these bytes are in as far as can be told; "" for a mixture or a guess."""
    from importers import _text

    return _text.encoding(data)


def sniff(data: bytes, name: str) -> str:
    """The format of these bytes, from what they hold and failing that from the file's name."""
    from importers import _signs

    entry = _ENTRY.search(data, 0, _signs.ENOUGH)
    form, at = _signs.seen_in(data)
    if form and not (entry and entry.start() < at):
        return form
    if entry:
        return "bibtex"
    ending = os.path.splitext(name)[1].lower()
    if ending in _signs.ENDINGS:
        return _signs.ENDINGS[ending]
    from importers import listing

    if listing.is_likely(data):
        return "listing"
    raise BadValue(
        f"Cannot tell what {name or 'this'} is: no entry or record was found in it. "
        f"Carrel reads {', '.join(FORMATS)}; --from says which one it is."
    )
