"""Records whose parts have names for what they do: the common form of RIS, refer, EndNote and ISI.

Each of those readers gives its tags one of the names below. Whatever has another name becomes the
field of that name. What a second title or a publisher is depends on the type of the record.

    title, short-title, book-title, container, container-name, container-short, series, event
    author, editor, series-editor, translator, bookauthor, publisher, place
    year, date, month, accessed, start, end, pages, serial, doi, url, file, link, image
    keyword, note, remark, abstract, language, work-type, number, misc-number, id, label
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from importers import Block, Imported, Reject, _plain, _when
from importers._people import people
from importers._plain import Draft
from papers import identifiers
from papers.names import Author
from papers.paper import Paper, Source

Parts = list[tuple[str, str]]

# What databases write into notes about the export, which is nobody's note on the paper.
_FURNITURE = re.compile(
    r"(?:Cited By\b|Times Cited|Cited References? Count|Export Date|ISI Document Delivery|"
    r"Correspondence Address|References:|Funding (?:Details|text)|CODEN:|Source: Scopus|"
    r"Language of Original Document|V\d\dfg)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\bASReview_\w+")


class Record(NamedTuple):
    """One record of a file: where it begins, its own text, its type as BibTeX has it, its parts."""

    line: int
    raw: str
    kind: str
    parts: Parts


class Given(dict[str, list[str]]):
    """The values of each part that nobody took yet, in order."""

    def __init__(self, parts: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        for role, value in parts:
            if value.strip():
                self.setdefault(role, []).append(value)

    def take(self, *roles: str) -> list[str]:
        return [value for role in roles for value in self.pop(role, [])]


def imported(
    records: Iterable[Record | Reject | Block], form: str, name: str, *, given_first: bool = False
) -> Imported:
    """All records of a file; one in which nothing stands is a reject."""
    papers: list[Paper] = []
    rejected: list[Reject] = []
    blocks: list[Block] = []
    for record in records:
        if isinstance(record, Reject):
            rejected.append(record)
        elif isinstance(record, Block):
            blocks.append(record)
        elif any(value.strip() for _, value in record.parts):
            source = Source(form, name, str(record.line), record.raw)
            papers.append(_paper(record, source, given_first=given_first))
        else:
            reason = "This record is empty: it has no field with a value."
            rejected.append(Reject(name, record.line, reason, record.raw))
    if blocks and not papers and not rejected:
        reason = f"There is no {form} record in this; --from says what else it may be."
        rejected = [Reject(name, block.line, reason, block.text) for block in blocks]
        blocks = []
    return Imported(tuple(papers), tuple(rejected), tuple(blocks))


def _paper(record: Record, source: Source, *, given_first: bool) -> Paper:
    given = Given(record.parts)
    draft = Draft(_kind(record.kind, given))
    _people(draft, given, given_first=given_first)
    where = _titles(draft, given)
    draft.publish([*given.take("year", "date"), *map("{}//".format, given.take("month"))])
    _numbers(draft, given)
    _links(draft, given)
    _customs(draft, given)
    key = _identity(draft, given)
    _words(draft, given)
    for role, values in given.items():
        draft.gather(_plain.field_name(role), values)
    return draft.paper(source, key, provisional=where)


def _kind(kind: str, given: Given) -> str:
    """The type, where the other parts say more of it."""
    if kind == "thesis":
        return _plain.thesis(" ".join(given.get("work-type", [])))
    if kind == "serial":
        return "incollection" if "container" in given else "book"
    return kind


def _people(draft: Draft, given: Given, *, given_first: bool) -> None:
    def named(*roles: str) -> list[Author]:
        lines = [line for value in given.take(*roles) for line in value.split("\n")]
        return [one for line in lines for one in people(line, given_first=given_first)]

    draft.people("author", named("author"))
    if draft.type == "book" and "series-editor" in given:  # then the second authors are those
        draft.people("series-editor", named("editor"))
        draft.people("editor", named("series-editor"))
    draft.people("editor", named("editor"))
    draft.people("series-editor", named("series-editor"))
    draft.people("translator", named("translator"))
    draft.people("bookauthor", named("bookauthor"))


def _titles(draft: Draft, given: Given) -> str:
    """The titles of the paper and of what it is in; returned is what may stand for its title.

    Scopus tells the titles of works that it does not hold itself as if they were journals.
    """
    titles = given.take("title")
    books = given.take("book-title")
    if not titles and draft.type == "book":
        titles, books = books, []
    shorts = given.take("short-title")
    if not titles:
        titles, shorts = shorts, []
    draft.put("title", *titles)
    draft.put("shorttitle", *shorts)
    whole = _container(draft, given, books)
    draft.put("series", *given.take("series"))
    draft.put("eventtitle", *given.take("event"))
    return whole if given.keys().isdisjoint(("volume", "start", "pages")) else ""


def _container(draft: Draft, given: Given, books: list[str]) -> str:
    full = list(dict.fromkeys([*given.take("container-book"), *books, *given.take("container")]))
    names, short = given.take("container-name"), given.take("container-short")
    if not full:
        full, names = names[:1], names[1:]
    if not full:
        full, short = short[:1], short[1:]
    if draft.type in _plain.IN_BOOKS and len(full) > 1:
        draft.venue(full[0])
        draft.put("eventtitle" if draft.type == "inproceedings" else "series", *full[1:])
    else:
        draft.venue(*full)
    draft.put("shortjournal", *[title for title in [*names, *short] if title not in full])
    return full[0] if full else ""


def _numbers(draft: Draft, given: Given) -> None:
    draft.put("volume", *given.take("volume"))
    draft.put("number", *given.take("number", "report-number"))
    for value in given.take("misc-number"):
        draft.put("misc1" if "number" in draft.fields or len(value) > 12 else "number", value)
    starts, ends = given.take("start"), given.take("end")
    if starts and ends:
        joined = starts[0] if re.search(r"\d[-–]", starts[0]) else f"{starts[0]}-{ends[0]}"
        draft.pages(ends[0] if starts[0] == ends[0] else joined)
        starts, ends = starts[1:], ends[1:]
    elif starts and draft.type in _plain.WHOLE:
        draft.put("pagetotal", *starts)
        starts = []
    draft.pages(*starts, *ends, *given.take("pages"))
    draft.publisher(*given.take("publisher"))
    draft.put("address", *given.take("place"))
    for value in given.take("work-type"):
        name = "document-type" if draft.type in _plain.UNTYPED else "type"
        is_doi = re.match(r"(?:doi:?\s*)?10\.\d{4,9}/\S+$", value.strip(), re.IGNORECASE)
        draft.doi(value) if is_doi else draft.put(name, value)
    draft.serial(line for value in given.take("serial") for line in value.split("\n"))


def _links(draft: Draft, given: Given) -> None:
    draft.doi(*given.take("doi"))
    draft.urls(given.take("url"))
    for path in given.take("file"):
        for line in path.split("\n"):
            for part in re.split(r";(?=[ ]?\w{1,10}://)", line):
                draft.file(part)
    links = given.take("link", "image")
    draft.put("pmid", *[identifiers.pmid(link) for link in links if "pubmed" in link][:1])
    for path in links:
        draft.file(path) if re.match(r"(?i)file:|[\\/]|\w:[\\/]", path) else draft.urls([path])
    draft.put("urldate", *map(_when.moment, given.take("accessed")))
    for number in given.take("accession-number"):
        name = "accession-number"
        if number.strip().isdigit() and _is_pubmed(given):
            name = "pmid"
        draft.put(name, number)


def _is_pubmed(given: Given) -> bool:
    sources = " ".join(given.get("database", []) + given.get("database-provider", []))
    return bool(re.search(r"pubmed|medline|nlm", sources, re.IGNORECASE))


def _customs(draft: Draft, given: Given) -> None:
    """Identifiers that programs keep where they have no place for them."""
    for role in [role for role in given if role.startswith("custom")]:
        values = given.take(role)
        draft.put("pmcid", *[value for value in values if re.fullmatch(r"PMC\d+", value)])
        draft.doi(*[value for value in values if re.match(r"(?i)doi:\s*10\.", value)])
        rest = [value for value in values if not re.match(r"(?i)PMC\d+$|doi:\s*10\.", value)]
        draft.gather(role, rest)


def _identity(draft: Draft, given: Given) -> str:
    ids, labels = given.take("id"), given.take("label")
    key = _plain.citation_key(*ids) or _plain.citation_key(*labels, strict=True)
    draft.put("id", *[text for text in ids if text != key])
    draft.put("label", *[text for text in labels if text != key])
    return key


def _words(draft: Draft, given: Given) -> None:
    draft.put("abstract", *given.take("abstract"))
    draft.tag(*given.take("keyword"))
    draft.gather("language", given.take("language"), " and ")
    furniture: list[str] = []
    for note in given.take("note"):
        draft.tag(*_LABEL.findall(note))
        if _FURNITURE.match(note):
            furniture.append(note)
        elif not _LABEL.fullmatch(note):
            draft.note(note)
    draft.gather("database-note", furniture)
    draft.put("note", *given.take("remark"))
