"""What kinds of entries there are, and which fields each must have and may have.

The kinds are those of BibTeX's standard styles and of biblatex. A need is a row of fields of which
one is enough: a book has an author or an editor.
"""

from typing import NamedTuple

Need = tuple[str, ...]

YEAR: Need = ("year", "date")
AUTHOR: Need = ("author",)
ANYBODY: Need = ("author", "editor")
JOURNAL: Need = ("journal", "journaltitle")
SCHOOL: Need = ("school", "institution")
EVERYWHERE = ("doi", "url", "eprint", "abstract", "keywords", "note")
PRINTED = ("volume", "number", "series", "publisher", "address", "edition", "month", "isbn")


class EntryType(NamedTuple):
    """A kind of entry: its name for people, what it needs and what else it often has."""

    title: str
    needs: tuple[Need, ...]
    may: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that a form for it shows, the needed ones first."""
        needed = ["editor" if need == ANYBODY else need[0] for need in self.needs]
        first = ["author"] if ANYBODY in self.needs else []
        return tuple(dict.fromkeys([*first, *needed, *self.may, *EVERYWHERE]))

    def lacking(self, fields: frozenset[str]) -> list[Need]:
        """The needs that none of these fields meets."""
        return [need for need in self.needs if not fields.intersection(need)]


TYPES: dict[str, EntryType] = {
    "article": EntryType(
        "Article in a journal",
        (AUTHOR, ("title",), JOURNAL, YEAR),
        ("volume", "number", "pages", "month", "issn"),
    ),
    "inproceedings": EntryType(
        "Paper at a conference",
        (AUTHOR, ("title",), ("booktitle",), YEAR),
        ("editor", "pages", "organization", *PRINTED),
    ),
    "book": EntryType("Book", (ANYBODY, ("title",), ("publisher",), YEAR), PRINTED),
    "inbook": EntryType(
        "Part of a book",
        (ANYBODY, ("title",), ("chapter", "pages", "booktitle"), YEAR),
        ("booktitle", "type", "pages", *PRINTED),
    ),
    "incollection": EntryType(
        "Chapter with a title of its own",
        (AUTHOR, ("title",), ("booktitle",), YEAR),
        ("editor", "chapter", "pages", "type", *PRINTED),
    ),
    "proceedings": EntryType(
        "Proceedings of a conference", (("title",), YEAR), ("editor", "organization", *PRINTED)
    ),
    "phdthesis": EntryType(
        "Doctoral thesis", (AUTHOR, ("title",), SCHOOL, YEAR), ("type", "address", "month")
    ),
    "mastersthesis": EntryType(
        "Master's thesis", (AUTHOR, ("title",), SCHOOL, YEAR), ("type", "address", "month")
    ),
    "thesis": EntryType(
        "Thesis",
        (AUTHOR, ("title",), ("type",), ("institution", "school"), YEAR),
        ("address", "month"),
    ),
    "techreport": EntryType(
        "Technical report",
        (AUTHOR, ("title",), ("institution",), YEAR),
        ("type", "number", "address", "month"),
    ),
    "report": EntryType(
        "Report",
        (AUTHOR, ("title",), ("type",), ("institution",), YEAR),
        ("number", "location", "month"),
    ),
    "manual": EntryType(
        "Manual", (("title",),), ("author", "organization", "address", "edition", "month", "year")
    ),
    "unpublished": EntryType(
        "Unpublished work", (AUTHOR, ("title",), ("note",)), ("month", "year")
    ),
    "booklet": EntryType(
        "Booklet", (("title",),), ("author", "howpublished", "address", "month", "year")
    ),
    "collection": EntryType("Collection of chapters", (("editor",), ("title",), YEAR), PRINTED),
    "online": EntryType(
        "Page on the web",
        (ANYBODY, ("title",), ("url", "doi", "eprint"), YEAR),
        ("organization", "urldate", "month"),
    ),
    "software": EntryType(
        "Software", (ANYBODY, ("title",), YEAR), ("version", "publisher", "urldate")
    ),
    "dataset": EntryType(
        "Data set", (ANYBODY, ("title",), YEAR), ("version", "publisher", "urldate")
    ),
    "patent": EntryType(
        "Patent", (AUTHOR, ("title",), ("number",), YEAR), ("holder", "type", "location", "month")
    ),
    "misc": EntryType(
        "Anything else, such as a preprint",
        (),
        ("author", "title", "year", "month", "howpublished", "archiveprefix", "primaryclass"),
    ),
}
ALIASES = {"conference": "inproceedings", "electronic": "online", "www": "online"}


def entry_type(name: str) -> EntryType:
    """The kind of that name; one that nobody knows needs nothing and may have what misc has."""
    folded = name.lower()
    known = TYPES.get(ALIASES.get(folded, folded))
    return known or EntryType(name, (), TYPES["misc"].may)
