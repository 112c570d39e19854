"""The resources of an RDF file as Zotero writes it, and how they hang together."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from importers import _xml

NAMESPACES = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.zotero.org/namespaces/export#": "z",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/net/biblio#": "bib",
    "http://xmlns.com/foaf/0.1/": "foaf",
    "http://purl.org/rss/1.0/modules/link/": "link",
    "http://prismstandard.org/namespaces/1.2/basic/": "prism",
    "http://nwalsh.com/rdf/vCard#": "vcard",
}
ROOT = (
    " ".join(["<rdf:RDF", *(f'xmlns:{short}="{uri}"' for uri, short in NAMESPACES.items())]) + ">"
)
SHAPE = _xml.Shape(
    ROOT,
    re.compile(r"<([A-Za-z]\w*:\w+)\s[^<>]*?\babout="),
    lambda depth, _name: depth == 2,
    NAMESPACES,
)

MOST_WHOLES = 5  # a chapter is in a book in a series; more is a ring
LONGEST_WHOLE = 10_000  # characters of a journal's own text that go with each item in it


class Resource(NamedTuple):
    """A resource of the file: what it is called, where it stands and what it says."""

    uri: str
    element: Element
    line: int
    raw: str

    @property
    def item_type(self) -> str:
        return text(self.element, "z:itemType")

    @property
    def is_note(self) -> bool:
        return self.item_type == "note" or self.element.tag == "bib:Memo"

    @property
    def is_attachment(self) -> bool:
        return self.item_type == "attachment" or self.element.tag == "z:Attachment"

    @property
    def is_collection(self) -> bool:
        return self.element.tag in ("z:Collection", "bib:Collection")


class Graph:
    """All resources of a file."""

    def __init__(self, resources: list[Resource]) -> None:
        self.resources = resources
        self.by_uri = {resource.uri: resource for resource in resources if resource.uri}
        self.users: dict[str, int] = {}  # how many things are part of a resource
        self.owned: set[str] = set()  # notes and files of an item
        self.collections: dict[str, list[str]] = {}  # by what is in them
        for resource in resources:
            if resource.is_collection:
                self._collect(resource.element)
            else:
                self._relate(resource.element)

    def _collect(self, collection: Element) -> None:
        title = text(collection, "dc:title")
        for part in children(collection, "dcterms:hasPart"):
            self.collections.setdefault(target(part), []).append(title)

    def _relate(self, element: Element) -> None:
        for part in children(element, "dcterms:isPartOf"):
            if uri := target(part):
                self.users[uri] = self.users.get(uri, 0) + 1
        for name in ("dcterms:isReferencedBy", "link:link"):
            self.owned.update(target(child) for child in children(element, name))

    def wholes(self, element: Element) -> Iterator[Resource]:
        """What something is a part of, and what that is a part of."""
        waiting, seen = [element], {element}
        while waiting and len(seen) <= MOST_WHOLES:
            for part in children(waiting.pop(), "dcterms:isPartOf")[:MOST_WHOLES]:
                found = self.by_uri.get(target(part))
                inner = next(iter(part), None)
                if found is None and inner is not None:
                    found = Resource("", inner, 0, "")
                if found and found.element not in seen:
                    seen.add(found.element)
                    waiting.append(found.element)
                    short = len(found.raw) <= LONGEST_WHOLE
                    yield found if short else found._replace(raw="")

    def is_shared(self, resource: Resource) -> bool:
        """Whether more than one item is in this journal or book."""
        return self.users.get(resource.uri, 0) > 1


def children(element: Element, name: str) -> list[Element]:
    return [child for child in element if child.tag == name]


def texts(element: Element, name: str) -> list[str]:
    return [text for child in children(element, name) if (text := _xml.content(child))]


def text(element: Element, name: str) -> str:
    return next(iter(texts(element, name)), "")


def target(element: Element) -> str:
    """What an element points to, or the resource that stands in it."""
    inner = next(iter(element), None)
    found = element.get("rdf:resource", "")
    return found or ("" if inner is None else inner.get("rdf:about", ""))


def addresses(element: Element) -> list[str]:
    return [text for uri in element.iter("dcterms:URI") if (text := _xml.content(uri))]
