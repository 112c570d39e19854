"""Zotero RDF in: items with the journals and books they are in, their notes, files and collections.

An item's notes become the paper's notes, its attachments files, its collections tags. A file that
belongs to no item, such as a PDF that nobody described yet, is a paper in the inbox; a note that
belongs to none is a reject.
"""

import re
from xml.etree.ElementTree import Element

from importers import Imported, Reject, _extra, _plain, _when, _xml
from importers._people import OTHERS, of
from importers._plain import Draft
from importers._rdf import SHAPE, Graph, Resource, addresses, children, target, text, texts
from papers.names import Author
from papers.paper import Paper, Source

TYPES = {
    "artwork": "misc artwork", "audioRecording": "misc audio", "bill": "legislation bill",
    "blogPost": "online blog", "book": "book", "bookSection": "incollection",
    "case": "jurisdiction", "computerProgram": "software", "conferencePaper": "inproceedings",
    "dataset": "dataset", "dictionaryEntry": "inreference", "document": "misc",
    "email": "unpublished letter", "encyclopediaArticle": "inreference", "film": "misc film",
    "forumPost": "online forum", "hearing": "misc hearing", "instantMessage": "misc message",
    "interview": "misc interview", "journalArticle": "article", "letter": "unpublished letter",
    "magazineArticle": "article magazine", "manuscript": "unpublished", "map": "misc map",
    "newspaperArticle": "article newspaper", "patent": "patent", "podcast": "misc podcast",
    "preprint": "misc preprint", "presentation": "misc presentation",
    "radioBroadcast": "misc broadcast", "report": "techreport", "standard": "standard",
    "statute": "legislation", "thesis": "thesis", "tvBroadcast": "misc broadcast",
    "videoRecording": "misc video", "webpage": "online",
}  # fmt: skip
# Where z:itemType is missing, as in exports of other programs, the element says what it is.
CLASSES = {
    "Article": "article", "Book": "book", "BookSection": "incollection", "Data": "dataset",
    "Document": "misc", "Image": "misc artwork", "Interview": "misc interview",
    "Legislation": "legislation", "Letter": "unpublished letter", "Manuscript": "unpublished",
    "MotionPicture": "misc film", "Patent": "patent", "Recording": "misc audio",
    "Report": "techreport", "Thesis": "thesis",
}  # fmt: skip
PARTS = frozenset({"attachment", "note", "annotation"})

PEOPLE = {
    "bib:authors": "author", "bib:editors": "editor", "z:translators": "translator",
    "z:bookAuthors": "bookauthor", "z:seriesEditors": "series-editor",
}  # fmt: skip
MAKERS = frozenset(
    f"z:{role}"
    for role in """artists cartographers composers directors interviewees inventors performers
    podcasters presenters programmers recipients sponsors""".split()
) | {"bib:contributors"}

FIELDS = {
    "dc:coverage": "archive-location", "dc:rights": "rights", "dcterms:abstract": "abstract",
    "dcterms:alternative": "shortjournal", "prism:edition": "edition",
    "prism:number": "number", "prism:volume": "volume", "z:language": "language",
    "z:libraryCatalog": "database", "z:numPages": "pagetotal",
    "z:numberOfVolumes": "volumes", "z:shortTitle": "shorttitle", "z:type": "type",
    "z:versionNumber": "version", "z:repository": "repository",
}  # fmt: skip

TAKEN = frozenset(
    "dc:title dc:date dc:identifier dcterms:isPartOf z:itemType z:citationKey rdf:type".split()
)


def read(data: bytes, name: str) -> Imported:
    """The papers of a Zotero RDF file, and what could not be read."""
    resources: list[Resource] = []
    rejected: list[Reject] = []
    for piece in _xml.pieces(data, SHAPE):
        if isinstance(piece, _xml.Broken):
            rejected.append(Reject(name, piece.line, piece.reason, piece.raw))
        else:
            uri = piece.element.get("rdf:about", "")
            resources.append(Resource(uri, piece.element, piece.line, piece.raw))
    papers: list[Paper] = []
    graph = Graph(resources)
    given: set[str] = set()  # notes and files that an item has already
    for resource in resources:
        if kind := _kind(graph, resource):
            papers.append(_Item(graph, resource, kind, given).paper(name))
        elif resource.is_attachment:
            if resource.uri not in graph.owned:
                papers.append(_lone_file(graph, resource, name))
        elif trouble := _trouble(graph, resource):
            rejected.append(Reject(name, resource.line, trouble, resource.raw))
    return Imported(tuple(papers), tuple(rejected))


def _kind(graph: Graph, resource: Resource) -> str:
    """The entry type of an item; nothing for what is not one."""
    said = resource.item_type
    if said in PARTS:
        return ""
    if said:
        return TYPES.get(said) or f"misc {_plain.field_name(said)}"
    if resource.uri in graph.users:
        return ""
    return CLASSES.get(resource.element.tag.removeprefix("bib:"), "")


def _trouble(graph: Graph, resource: Resource) -> str:
    """Why something is in no paper; empty where it is, or is a collection."""
    if resource.is_note and resource.uri not in graph.owned:
        return "This note belongs to no item: move it to one in Zotero and export again."
    if resource.is_note or resource.is_collection or resource.uri in graph.users:
        return ""
    return "This is neither an item nor a part of one."


def _lone_file(graph: Graph, resource: Resource, name: str) -> Paper:
    draft = Draft("misc")
    _attach(draft, resource)
    draft.urls(addresses(resource.element))
    draft.groups += graph.collections.get(resource.uri, [])
    return draft.paper(_source(resource, name), provisional=text(resource.element, "dc:title"))


def _attach(draft: Draft, resource: Resource) -> None:
    """A file of an item; a link without a file is an address."""
    element = resource.element
    title, kind = text(element, "dc:title"), text(element, "link:type")
    paths = [target(path) for path in children(element, "rdf:resource")]
    links = addresses(element)
    if not paths and not links and title:
        paths = [title]  # exported without its files: their names are all that is left
    for path in paths:
        draft.file(path, title, kind)
    if not paths:
        draft.urls(links)


def _source(resource: Resource, name: str) -> Source:
    return Source("zotero-rdf", name, str(resource.line), resource.raw)


class _Item:
    """One item on its way to a paper."""

    def __init__(self, graph: Graph, resource: Resource, kind: str, given: set[str]) -> None:
        self.graph = graph
        self.given = given
        self.resource = resource
        self.element = resource.element
        kind = _plain.thesis(text(self.element, "z:type")) if kind == "thesis" else kind
        self.draft = Draft(kind)
        self.raw = [resource.raw]
        self.wholes: list[str] = []  # titles of what it is in
        self.extra = _extra.Extra("", (), "")

    def paper(self, name: str) -> Paper:
        self.people()
        self.draft.put("title", *texts(self.element, "dc:title"))
        self.container()
        self.draft.publish(texts(self.element, "dc:date"))
        named = texts(self.element, "z:citationKey")
        for child in children(self.element, "dc:identifier"):
            self.identifier(child)
        for child in self.element:
            self.part(child)
        self.extra.into(self.draft)
        self.draft.groups += self.graph.collections.get(self.resource.uri, [])
        key = _plain.citation_key(*named, self.extra.key)
        source = _source(self.resource, name)._replace(raw="\n".join(self.raw))
        return self.draft.paper(source, key)

    def people(self) -> None:
        for name, role in PEOPLE.items():
            for child in children(self.element, name):
                self.draft.people(role, _people(child))
        for child in self.element:
            if child.tag in MAKERS and "author" not in self.draft.fields:
                self.draft.people("author", _people(child))
                self.draft.put("authortype", _role(child))
            elif child.tag not in PEOPLE and len(child):
                self.draft.people(_role(child), _people(child))

    def container(self) -> None:
        """The journal, book or series that the item is in, and what is told there."""
        for resource in self.graph.wholes(self.element):
            whole = resource.element
            self.raw += [resource.raw] if resource.raw else []
            if whole.tag == "bib:Series":
                self.draft.put("series", *texts(whole, "dc:title"))
            else:
                self.wholes += texts(whole, "dc:title")
                self.draft.venue(*texts(whole, "dc:title"))
            for child in whole:
                if child.tag == "dc:identifier":
                    self.identifier(child, with_doi=not self.graph.is_shared(resource))
                else:
                    self.part(child)

    def part(self, child: Element) -> None:
        name = child.tag
        if name == "prism:edition" and self.draft.type == "software":
            self.draft.put("version", _xml.content(child))
        elif name in FIELDS:
            self.draft.put(FIELDS[name], _xml.content(child))
        elif name == "bib:pages":
            self.draft.pages(_xml.content(child))
        elif name == "dc:subject":
            self.subject(child)
        elif name == "dc:publisher":
            self.publisher(child)
        elif name == "dc:description":
            self.extra = _extra.read(_xml.content(child))
        elif name == "dcterms:dateSubmitted":
            self.draft.put("urldate", _when.moment(_xml.content(child)))
        elif name == "bib:presentedAt":
            self.event(child)
        elif name in ("dcterms:isReferencedBy", "link:link"):
            self.child(target(child))
        elif name == "dc:relation":
            self.draft.put("zotero-relation", target(child))
        elif not len(child) and name not in TAKEN:
            self.draft.put(_role(child), _xml.content(child) or target(child))

    def identifier(self, child: Element, *, with_doi: bool = True) -> None:
        if len(child):
            self.draft.urls(addresses(child))
            return
        said = _xml.content(child)
        label, _, value = said.partition(" ")
        if label in ("ISBN", "ISSN") and value:
            self.draft.put(label.lower(), value)
        elif label == "DOI" and value and with_doi:
            self.draft.doi(value)
        elif label == "DOI":
            self.draft.put("journal-doi", value)
        else:
            self.draft.put("identifier", said)

    def subject(self, child: Element) -> None:
        inner = next(iter(child), None)
        said = _xml.content(child)
        if inner is not None and inner.tag != "z:AutomaticTag":
            self.draft.put("call-number", said)
        else:
            self.draft.tag(said)

    def publisher(self, child: Element) -> None:
        names = [_xml.content(each) for each in child.iter("foaf:name")]
        places = [_xml.content(each) for each in child.iter("vcard:locality")]
        self.draft.publisher(*(names if len(child) else [_xml.content(child)]))
        self.draft.put("address", *places)

    def event(self, child: Element) -> None:
        titles = [_xml.content(each) for each in child.iter("dc:title")]
        if self.draft.type == "inproceedings" and "booktitle" not in self.draft.fields:
            self.draft.venue(*titles)
        else:
            self.draft.put("eventtitle", *[title for title in titles if title not in self.wholes])

    def child(self, uri: str) -> None:
        """A note or a file of the item."""
        resource = self.graph.by_uri.get(uri)
        if resource is None or uri in self.given:
            self.draft.put("zotero-child", uri)
            return
        self.given.add(uri)
        self.raw.append(resource.raw)
        if resource.is_note:
            self.draft.note(text(resource.element, "rdf:value"))
            self.draft.tag(*texts(resource.element, "dc:subject"))
        else:
            _attach(self.draft, resource)


def _role(element: Element) -> str:
    """A field's name for a property: z:programmers is programmer, z:archiveID archive-id."""
    name = element.tag.rpartition(":")[2]
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name)
    return _plain.field_name(name.removesuffix("s") if len(element) else name)


def _people(element: Element) -> list[Author]:
    found: list[Author] = []
    for person in element.iter("foaf:Person"):
        family = text(person, "foaf:surname") or text(person, "foaf:familyName")
        given = text(person, "foaf:givenName") or text(person, "foaf:givenname")
        if family or given:
            is_others = not given and family.lower().rstrip(".") in ("et al", "others")
            found.append(OTHERS if is_others else of(family, given))
    return found
