"""What the index keeps of papers: their texts, numbers and names, read once, column by column.

A library of 100,000 papers goes through here, so plain values, as most are, take a short way, many
at a time; what is LaTeX takes the paper's own. Both give the same.
"""

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from papers import Fields, Paper, Status, dates, identifiers, names, preprints, uid_to_int
from papers.fields import Bare
from papers.latex import decode
from papers.paper import VENUE_FIELDS, expand
from papers.text import fold
from search.lexer import address

Record = Mapping[str, Any]
Texts = Sequence[str]

PARTS = ("title", "author", "key", "tag", "venue", "year", "abstract", "notes")
STAMPS = ("added", "modified", "started", "finished")
LABELS = ("tags", "authors", "venues", "types", "statuses", "years")
KINDS = ("key", "doi", "arxiv", "isbn", "pmid", "url")
ORDERS = ("title", "author", "key", "venue")
NUMBERS = ("rating", "priority", "queue")
FLAGS = (
    "notes", "pdf", "doi", "abstract", "tags", "files", "arxiv", "url", "isbn", "pmid", "authors",
    "editors", "title", "venue", "year", "rating", "priority", "queue", "annotations", "started",
    "finished", "versions", "provisional", "preprint", "published",
)  # fmt: skip
BIT = {flag: 1 << place for place, flag in enumerate(FLAGS)}
DAYS = ("modified", "started", "finished")
JUDGED = (*NUMBERS, *DAYS, "status")  # what a judgement changes: not a word of the paper
JUDGED_BITS = sum(BIT[name] for name in (*JUDGED, "tags") if name in BIT)
STATUSES = {status.value: place for place, status in enumerate(Status, 1)}
_PUBLISHED_IN = ("journaltitle", "journal", "booktitle", "maintitle", "school")
_DOI = re.compile(r"10\.\d{4,9}/[A-Za-z0-9()/:._-]*[A-Za-z0-9]", re.ASCII)
_URL = re.compile(r"https?://[A-Za-z0-9./_?=&+~-]*[A-Za-z0-9/]", re.ASCII)
_NAME = re.compile(r"[A-Z]\S*(?: [A-Z]\S*)+")
_ARXIVS_OWN = frozenset(["eprint", "arxivid", "arxiv"])
_SPEAKERS = frozenset([*identifiers.ARXIV_FIELDS, *identifiers.PROSE_FIELDS])
_GIVEN = r"[A-Z](?:[a-z]+|\.)?"
_GIVENS = f"{_GIVEN}(?: {_GIVEN})*"
_PLAIN_NAME = re.compile(f"({_GIVENS}) ([A-Z][a-z]+)|([A-Z][A-Za-z]+), ({_GIVENS})")
_LINKS = frozenset([*identifiers.LINK_FIELDS, *identifiers.PROSE_FIELDS])
_MARKS = ("arxiv", "ar5iv", "xxx.lanl.gov", "huggingface.co/papers/", "abs/", "pubmed", "pmid")


class Entries(NamedTuple):
    """Some papers, column by column."""

    ids: Sequence[int]
    texts: tuple[Texts, ...]  # of PARTS: what is searched by words
    labels: tuple[Sequence[Texts], ...]  # of LABELS, as people read them
    named: tuple[Texts, ...]  # of KINDS: folded, several apart by newlines
    orders: tuple[Texts, ...]  # of ORDERS: what to sort by
    stamps: tuple[Sequence[int], ...]  # of STAMPS, yyyymmddhhmmss
    numbers: tuple[Sequence[int], ...]  # of NUMBERS
    status: Sequence[int]
    date: Sequence[int]  # yyyymmdd, what is unknown being 0
    flags: NDArray[Any]  # of FLAGS


def of_papers(papers: Iterable[Paper]) -> Entries:
    found = list(papers)
    return of_records([uid_to_int(each.uid) for each in found], list(map(_as_record, found)))


def of_records(ids: Sequence[int], records: Sequence[Record]) -> Entries:
    """The entries of papers whose parts stand under their names, as in the library's records."""
    fields = [_readable(record) for record in records]
    given = _texts(fields, "title")
    provisional = _column(records, "provisional")
    titles = [title or other for title, other in zip(given, provisional, strict=True)]
    abstracts = [_words(each.get("abstract", "")) for each in fields]
    venues = [_first(each, VENUE_FIELDS) for each in fields]
    people = [_people(each.get("author", "")) for each in fields]
    authors = [first for _, first in people]
    editors = [each.get("editor", "") for each in fields]
    for at, raw in enumerate(editors):
        if raw and not authors[at]:
            people[at] = _people(raw)
    editors = [raw if raw and (_people(raw)[1]) else "" for raw in editors]
    shown = [names for names, _ in people]
    found = list(map(_date, fields))
    years = [date // 10000 for date in found]
    keys = [
        "\n".join([record["key"], *record["aliases"]]) if record["aliases"] else record["key"]
        for record in records
    ]
    tags, notes = _column(records, "tags"), _column(records, "notes")
    annotations, files = _column(records, "annotations"), _column(records, "files")
    doi, arxiv, isbn, pmid, url = _identifiers(fields)
    types = _column(records, "type")
    preprint = list(map(_is_preprint, types, fields, arxiv, doi))
    stamps = tuple([list(map(_stamp, _column(records, name))) for name in STAMPS])
    numbers = tuple([_column(records, name) for name in NUMBERS])
    status = _column(records, "status")
    published = [
        bool((venue or number) and not other)
        for venue, number, other in zip(venues, doi, preprint, strict=True)
    ]
    remarks = list(map(_remarks, notes, annotations)) if any(annotations) else notes
    without_title = [bool(a and not b) for a, b in zip(provisional, given, strict=True)]
    flags = _flags(
        len(records),
        {
            "notes": remarks, "doi": doi, "abstract": abstracts, "tags": tags, "files": files,
            "pdf": [any(map(_is_pdf, each)) for each in files] if any(files) else files,
            "arxiv": arxiv, "url": url, "isbn": isbn, "pmid": pmid, "authors": authors,
            "editors": editors, "title": given, "venue": venues, "year": years,
            "rating": numbers[0], "priority": numbers[1], "queue": numbers[2],
            "annotations": annotations, "started": stamps[2], "finished": stamps[3],
            "versions": _column(records, "versions"), "provisional": without_title,
            "preprint": preprint, "published": published,
        },
    )  # fmt: skip
    return Entries(
        ids,
        (
            titles,
            list(map("\n".join, shown)),
            keys,
            list(map("\n".join, tags)),
            venues,
            list(map(_year_words, years)),
            abstracts,
            remarks,
        ),
        (
            tags,
            shown,
            [(venue,) if venue else () for venue in venues],
            [(each,) for each in types],
            [(each,) for each in status],
            [(str(year),) if year else () for year in years],
        ),
        (
            _folded(keys),
            *_with_versions(records, (doi, arxiv, isbn, pmid, list(map(_address, url)))),
        ),
        (
            _folded(titles),
            [first for _, first in people],
            [record["key"].casefold() for record in records],
            _folded(venues),
        ),
        stamps,
        numbers,
        [STATUSES[each] for each in status],
        found,
        flags,
    )


def judged(paper: Paper) -> tuple[dict[str, int], int]:
    """What JUDGED comes to in the columns, and the flags of it and of the tags that are raised."""
    columns = {name: getattr(paper, name) for name in NUMBERS}
    columns |= {name: _stamp(getattr(paper, name)) for name in DAYS}
    raised = sum(BIT[name] for name, value in columns.items() if value and name in BIT)
    raised |= BIT["tags"] if paper.tags else 0
    return columns | {"status": STATUSES[paper.status.value]}, raised


def stamp(text: str) -> int:
    """A moment, or the beginning of its spelling, as a number that sorts alike."""
    digits = "".join([char for char in text[:19] if "0" <= char <= "9"])
    return int(digits.ljust(14, "0")[:14]) if digits else 0


_stamp = functools.lru_cache(maxsize=4096)(stamp)


def _as_record(paper: Paper) -> Record:
    return {
        **paper._asdict(),
        "status": paper.status.value,
        "annotations": [each._asdict() for each in paper.annotations],
        "files": [each._asdict() for each in paper.files],
    }


def _readable(record: Record) -> Mapping[str, str]:
    """The fields with their macros replaced."""
    fields: Mapping[str, Any] = record["fields"]
    if not record["strings"] and {str}.issuperset(map(type, fields.values())):
        return fields
    strings = _raw(record["strings"])
    return {
        name: expand(value, strings) if isinstance(value, Bare) else value
        for name, value in _raw(fields).items()
    }


def _raw(fields: Mapping[str, Any]) -> Fields:
    return Fields(
        {name: v if isinstance(v, str) else Bare(v["bare"]) for name, v in fields.items()}
    )


def _column(records: Sequence[Record], name: str) -> list[Any]:
    return list(map(itemgetter(name), records))


def _flags(count: int, columns: Mapping[str, Sequence[object]]) -> NDArray[Any]:
    flags = np.zeros(count, np.uint32)
    for name, column in columns.items():
        if any(column):
            flags |= np.fromiter(map(bool, column), np.uint32, count) * np.uint32(BIT[name])
    return flags


def _texts(fields: Sequence[Mapping[str, str]], name: str) -> list[str]:
    return [_text(each.get(name, "")) for each in fields]


def _text(raw: str) -> str:
    """A value as people read it."""
    if (
        "\\" in raw or "{" in raw or "$" in raw or "}" in raw or "--" in raw or "&" in raw
        or "`" in raw or "~" in raw or "''" in raw or "  " in raw or raw[:1] == " "
        or raw[-1:] == " " or not raw.isprintable()
    ):  # fmt: skip
        return decode(raw)
    return raw


def _words(raw: str) -> str:
    """A value that is looked at for its words only."""
    if "\\" in raw or "$" in raw or ("&" in raw and ";" in raw):
        return decode(raw)
    if "{" in raw or "}" in raw or "--" in raw:
        raw = raw.replace("---", "—").replace("--", "–").replace("{", "").replace("}", "")
    return raw if not raw.isspace() else ""


_venue = functools.lru_cache(maxsize=4096)(_text)


def _first(fields: Mapping[str, str], wanted: Texts) -> str:
    for name in wanted:
        if name in fields and (found := _venue(fields[name])):
            return found
    return ""


def _people(raw: str) -> tuple[Texts, str]:
    """The names in an author field as people read them, and what to sort by."""
    if not raw:
        return (), ""
    odd = "\\" in raw or "{" in raw or "=" in raw or "~" in raw or "$" in raw or "}" in raw
    if odd or "--" in raw or "  " in raw or "`" in raw or not raw.isprintable():
        return _parsed(raw)
    people = []
    given = raw.split(" and ")
    for name in given:
        last, comma, first = name.partition(", ")
        if comma and first and last and "," not in first and "," not in last:
            people.append(f"{first} {last}")
        elif not comma and "," not in name and _NAME.fullmatch(name):
            people.append(name)
        else:
            return _parsed(raw)
    return people, _sortable(given[0])


@functools.lru_cache(maxsize=65536)
def _sortable(name: str) -> str:
    if (plain := _PLAIN_NAME.fullmatch(name)) and " And" not in f" {name}":
        given, family, comma_family, comma_given = plain.groups()
        if family and family.lower() not in names.SUFFIXES:
            return f"{family}, {given}".lower()
        if comma_family and comma_given.lower() not in names.SUFFIXES:
            return f"{comma_family}, {comma_given}".lower()
    found = names.parse(name)
    return fold(found[0].sortable or found[0].short) if found else ""


def _parsed(raw: str) -> tuple[Texts, str]:
    found = names.parse(raw)
    shown = [each.display for each in found if not each.is_others]
    return shown, fold(found[0].sortable or found[0].short) if found else ""


def _date(fields: Mapping[str, str]) -> int:
    year = fields.get("year", "")
    if len(year) == 4 and "date" not in fields and "month" not in fields:
        return _ordered("", year)
    return _ordered(*[_venue(fields.get(name, "")) for name in ("date", "year", "month", "day")])


@functools.lru_cache(maxsize=4096)
def _ordered(*given: str) -> int:
    year, month, day = dates.parse(*given).order
    return year * 10000 + month * 100 + day


@functools.lru_cache(maxsize=4096)
def _year_words(year: int) -> str:
    return f"{year} {year % 100:02}" if year else ""


def _remarks(notes: str, annotations: Sequence[Mapping[str, str]]) -> str:
    if not annotations:
        return notes
    said = [text for each in annotations for text in (each["text"], each.get("quote", "")) if text]
    return "\n".join([notes, *said]) if said else notes


def _folded(texts: Sequence[str]) -> list[str]:
    return [text.lower() if text.isascii() else fold(text) for text in texts]


def _identifiers(fields: Sequence[Mapping[str, str]]) -> tuple[list[str], ...]:
    """DOI, arXiv number, ISBN, PubMed number and address of each."""
    doi, arxiv, isbn, pmid, url = ([""] * len(fields) for _ in range(5))
    for at, each in enumerate(fields):
        raw = each.get("doi", "")
        linked = not _LINKS.isdisjoint(each)
        if len(raw) < 200 and _DOI.fullmatch(raw):
            doi[at] = raw.lower()
        elif raw or linked:
            doi[at] = identifiers.doi_of(each)
        if linked:
            raw = each.get("url", "")
            plain = len(raw) < 1000 and _URL.fullmatch(raw)
            url[at] = raw if plain else identifiers.url_of(each)
        if "isbn" in each:
            isbn[at] = identifiers.isbn_of(each)
        said = " ".join([each[name] for name in each if name in _SPEAKERS]).lower()
        marked = any(mark in said for mark in _MARKS)
        if marked or not _ARXIVS_OWN.isdisjoint(each):
            arxiv[at] = identifiers.arxiv_of(each)[0]
        if marked or "pmid" in each or "eprint" in each:
            pmid[at] = identifiers.pmid_of(each)
    return doi, arxiv, isbn, pmid, url


def _with_versions(records: Sequence[Record], own: tuple[list[str], ...]) -> tuple[list[str], ...]:
    """The identifiers of papers and of their other versions."""
    for at, record in enumerate(records):
        if record["versions"]:
            others = [_raw(_fields_of(version)) for version in record["versions"]]
            *found, urls = _identifiers(others)
            for column, more in zip(own, (*found, list(map(_address, urls))), strict=True):
                column[at] = "\n".join(dict.fromkeys(filter(None, (column[at], *more))))
    return own


def _fields_of(version: Any) -> Mapping[str, Any]:
    fields: Mapping[str, Any] = version["fields"] if isinstance(version, dict) else version.fields
    return fields


def _address(url: str) -> str:
    """An address as `search.lexer` compares it."""
    if url.startswith("https://") and url.isascii() and url.islower() and url[8:12] != "www.":
        return url[8:].rstrip("/.,;")
    return address(url) if url else ""


def _is_preprint(type_: str, fields: Mapping[str, str], arxiv: str, doi: str) -> bool:
    venue = _first(fields, _PUBLISHED_IN)
    if venue:
        return _is_server(venue[:100])
    return bool(arxiv or preprints.is_preprints_doi(doi)) and preprints.is_preprint(
        Paper(type=type_, fields=Fields(fields))
    )


@functools.lru_cache(maxsize=4096)
def _is_server(venue: str) -> bool:
    return preprints.is_preprint(Paper(fields=Fields(journal=venue)))


def _is_pdf(file: Mapping[str, str]) -> bool:
    return file["path"].lower().endswith(".pdf") or "pdf" in file.get("kind", "").lower()
