"""PDFs as tests want them: a few lines of text each, and everything that hostile ones do."""

import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

BODY = (
    "We study how things are done, and why some of them are done in other ways than before.",
    "The results show that this is so, and that it was so in most of the cases that we saw.",
    "What follows is a longer text that nobody reads, but which makes this page look like one.",
)
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:prism="http://prismstandard.org/namespaces/basic/2.1/">'
    '<rdf:Description rdf:about="">{}</rdf:Description></rdf:RDF></x:xmpmeta>'
)

__all__ = ["BODY", "XMP", "Words", "document", "paper", "raw", "save", "stamp", "stream"]


class Words(NamedTuple):
    """Some words on a page: how large, where, upright for the margin, bold, letters apart."""

    text: str
    size: float = 10
    x: float = 72
    y: float = 700
    upright: bool = False


def stamp(text: str, y: float = 200) -> Words:
    return Words(text, 20, 36, y, upright=True)


def paper(
    title: str | Sequence[str] = "On the Doing of Things",
    authors: Sequence[str] = ("Ada Lovelace", "Charles Babbage"),
    *more: Words,
    size: float = 18,
    body: Sequence[str] = BODY,
) -> list[Words]:
    """A first page as most have it."""
    lines = [title] if isinstance(title, str) else list(title)
    words = [Words(line, size, 90, 720 - 22 * at) for at, line in enumerate(lines)]
    at = 720 - 22 * len(lines)
    if authors:
        words.append(Words(", ".join(authors), 12, 90, at))
    words.append(Words("Abstract", 11, 72, at - 30))
    long = [*body, *body, *body]
    words += [Words(line, 10, 72, at - 50 - 12 * down) for down, line in enumerate(long)]
    return [*words, *more]


def document(
    *pages: Sequence[Words],
    info: Mapping[str, str] | None = None,
    xmp: str = "",
    packed: bool = False,
    trailer: bytes = b"",
) -> bytes:
    """A PDF of these pages."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>", b""]
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    kind = b"/Type/Metadata/Subtype/XML"
    objects.append(stream(xmp.encode(), kind, packed=packed))
    said = b"".join(b"/%s %s" % (name.encode(), _text(text)) for name, text in (info or {}).items())
    objects.append(b"<<%s>>" % said)
    kids = []
    for page in pages or [[]]:
        content = b"\n".join(map(_shown, page))
        kids.append(b"%d 0 R" % (len(objects) + 1))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % (len(objects) + 2)
        )
        objects.append(stream(content, packed=True))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return raw(objects, b"/Info 5 0 R" + trailer)


def raw(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    if packed:
        data = zlib.compress(data)
        entries += b"/Filter/FlateDecode"
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def save(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _shown(words: Words) -> bytes:
    turn = b"0 1 -1 0" if words.upright else b"1 0 0 1"
    text = words.text.encode("cp1252")
    for sign in (b"\\", b"(", b")"):
        text = text.replace(sign, b"\\" + sign)
    place = b"%s %g %g Tm" % (turn, words.x, words.y)
    return b"BT /F %g Tf %s (%s) Tj ET" % (words.size, place, text)


def _text(text: str) -> bytes:
    return b"<%s>" % (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode()
