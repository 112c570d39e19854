"""What a PDF's XMP says: names of properties and their values, without any entity expanded.

PDFium does not hand XMP out, so the packets are looked for in the file itself. There may be
several: that of the document, older ones, those of its pictures.
"""

import re
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO
from xml.etree.ElementTree import Element

from importers import _xml

MOST_BYTES = 32 << 20  # at the beginning and at the end of the file
LONGEST_PACKET = 1 << 20
MOST_PACKETS = 200
MOST_VALUES = 500

_PACKET = re.compile(rb"<(?:x:xmpmeta|rdf:RDF)\b")
_STREAM = re.compile(
    rb"<<(?=[^<>]{0,300}/Type\s{0,5}/Metadata\b)(?=[^<>]{0,300}/FlateDecode\b)[^<>]{0,400}>>"
    rb"\s{0,5}stream\r?\n"
)
_SHAPE = _xml.Shape(
    root="<rdf:RDF>",
    opening=re.compile(r"<(rdf:Description)\b"),
    is_record=lambda _depth, name: name == "rdf:Description",
    prefixes={
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
        "http://purl.org/dc/elements/1.1/": "dc",
        "http://ns.adobe.com/pdfx/1.3/": "pdfx",
        "http://crossref.org/crossmark/1.0/": "crossmark",
        **{
            f"http://prismstandard.org/namespaces/basic/{version}/": "prism"
            for version in ("1.2", "2.0", "2.1", "3.0")
        },
    },
)

Properties = dict[str, list[str]]


def read(file: BinaryIO) -> list[Properties]:
    """What each packet says, of those that say anything."""
    return [said for packet in _packets(file) if (said := _properties(packet))]


def _packets(file: BinaryIO) -> Iterator[bytes]:
    data = _bytes(file)
    for found in islice(_PACKET.finditer(data), MOST_PACKETS):
        end = b"</x:xmpmeta>" if found[0].startswith(b"<x:") else b"</rdf:RDF>"
        stop = data.find(end, found.start(), found.start() + LONGEST_PACKET)
        if stop >= 0:
            yield data[found.start() : stop + len(end)]
    for found in islice(_STREAM.finditer(data), MOST_PACKETS):
        try:
            packed = data[found.end() : found.end() + LONGEST_PACKET]
            yield zlib.decompressobj().decompress(packed, LONGEST_PACKET)
        except zlib.error:
            continue


def _bytes(file: BinaryIO) -> bytes:
    size = file.seek(0, 2)
    file.seek(0)
    if size <= 2 * MOST_BYTES:
        return file.read()
    start = file.read(MOST_BYTES)
    file.seek(size - MOST_BYTES)
    return start + file.read(MOST_BYTES)


def _properties(packet: bytes) -> Properties:
    """The properties of the first description that names a title, and of those beside it."""
    said: Properties = {}
    for piece in _xml.pieces(packet, _SHAPE):
        if isinstance(piece, _xml.Broken):
            continue
        own: Properties = {}
        for name, value in piece.element.attrib.items():
            own.setdefault(name, []).append(value)
        for element in piece.element:
            own.setdefault(element.tag, []).extend(_values(element))
        if said.get("dc:title") and own.get("dc:title"):
            break  # another paper's: JabRef can put several into one file
        for name, values in own.items():
            texts = [text for value in values if (text := " ".join(value.split()))]
            if texts:
                said.setdefault(name, []).extend(texts[:MOST_VALUES])
    return said


def _values(element: Element) -> list[str]:
    items = list(element.iter("rdf:li"))
    return [_xml.content(item) for item in items] if items else [_xml.content(element)]
