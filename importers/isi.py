"""ISI tagged text in, which is what the Web of Science exports (.ciw, .isi and often .txt).

A tag of two letters and a space begin a value, three spaces go on with it; ER ends a record.
"""

import re
from collections.abc import Iterator

from importers import Block, Imported, Reject, _roles
from importers._lines import lines_of, trimmed
from importers._roles import Parts, Record
from importers._text import decode

TAGS = {
    "AB": "abstract", "AF": "author", "AR": "eid", "AU": "author", "BA": "author", "BE": "editor",
    "BF": "author", "BN": "serial", "BP": "start", "C1": "affiliation", "C3": "affiliation",
    "CA": "author", "CL": "venue", "CR": "cited-references", "CT": "event", "CY": "event-date",
    "DA": "export-date", "DE": "keyword", "DI": "doi", "DT": "document-type", "D2": "book-doi",
    "EA": "early-access", "ED": "editor", "EI": "serial", "EM": "email", "EP": "end",
    "FU": "funding", "FX": "funding-text", "GA": "document-delivery", "GP": "author",
    "ID": "keyword", "IS": "number", "J9": "abbreviated-journal", "JI": "container-short",
    "LA": "language", "MA": "meeting-abstract", "NR": "references", "OI": "orcid",
    "PA": "publisher-address", "PD": "date", "PG": "pagetotal", "PI": "place", "PM": "pmid",
    "PN": "part", "PU": "publisher", "PY": "year", "RI": "researcher-id", "RP": "correspondence",
    "SC": "research-areas", "SE": "series", "SI": "issuetitle", "SN": "serial",
    "SO": "container", "SP": "sponsor", "SU": "supplement", "TC": "times-cited", "TI": "title",
    "UR": "url", "UT": "accession-number", "VL": "volume", "WC": "categories",
    "Z9": "times-cited-anywhere",
}  # fmt: skip

# In these each line is a value of its own; in the others a line goes on with the one before.
LISTS = frozenset({"AU", "AF", "BA", "BF", "BE", "CA", "ED", "GP", "CR", "C1"})
_SHORT_FORM_OF = {"AU": "AF", "BA": "BF"}

_TAGGED = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?")


def read(data: bytes, name: str) -> Imported:
    """The papers of an ISI file, and what could not be read."""
    return _roles.imported(_records(lines_of(decode(data)), name), "isi", name)


def _records(lines: list[str], name: str) -> Iterator[Record | Reject | Block]:
    start = 0
    tagged: list[tuple[str, list[str]]] = []
    for at, line in enumerate(lines):
        found = _TAGGED.fullmatch(line.rstrip())
        tag = found[1] if found else ""
        if tag in ("PT", "EF") and tagged:
            yield from _closed(lines, start, at, tagged, name)
            start, tagged = at, []
        if tag in ("FN", "VR", "EF") and not tagged:
            start = at + 1
        elif tag == "ER":
            yield from _closed(lines, start, at + 1, tagged, name)
            start, tagged = at + 1, []
        elif found:
            tagged.append((tag, [found[2] or ""]))
        elif tagged and line.strip():
            tagged[-1][1].append(line.strip())
    yield from _closed(lines, start, len(lines), tagged, name)


def _closed(
    lines: list[str], start: int, end: int, tagged: list[tuple[str, list[str]]], name: str
) -> Iterator[Record | Reject | Block]:
    start, end = trimmed(lines, start, end)
    raw = "".join(lines[start:end]).strip("\r\n")
    given = dict(tagged)
    if not tagged:
        if raw and raw != "ER":
            yield Block("comment", raw, start + 1)
    elif given.keys().isdisjoint(TAGS):
        reason = "This stands outside of any record: a record begins with a line `PT J`."
        yield Reject(name, start + 1, reason, raw)
    else:
        yield Record(start + 1, raw, _kind(given), list(_parts(tagged, given)))


def _kind(given: dict[str, list[str]]) -> str:
    kind = "".join(given.get("PT", [])).strip().upper()
    said = " ".join(given.get("DT", [])).lower()
    if kind == "P":
        return "patent"
    if kind in ("B", "S", "C") and ("proceedings" in said or "CT" in given):
        return "inproceedings"
    if kind in ("B", "S"):
        return "incollection" if "chapter" in said or "BP" in given else "book"
    return "article" if "SO" in given else "misc"


def _parts(tagged: list[tuple[str, list[str]]], given: dict[str, list[str]]) -> Parts:
    parts: Parts = []
    for tag, lines in tagged:
        role = TAGS.get(tag, tag)
        if tag == "PT":
            continue
        if tag in _SHORT_FORM_OF and len(given.get(_SHORT_FORM_OF[tag], [])) >= len(lines):
            role = "short-author"
        if tag in LISTS:
            parts += [(role, line) for line in lines]
        else:
            parts.append((role, " ".join(lines)))
    return parts
