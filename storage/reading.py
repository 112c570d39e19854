"""The library as who indexes it reads it: records in bulk, and which of them changed since."""

import os
from collections.abc import Iterator
from itertools import islice

from storage import codec, journal
from storage.codec import Record
from storage.files import Files
from storage.packed import read_part
from storage.records import NAMES, PAPERS, STATUSES, TRASH, TYPES, read_paper, to_record
from storage.rows import Rows

STRETCH = 500


def records(
    rows: Rows, start: int = 0, stop: int | None = None
) -> Iterator[tuple[list[int], list[Record]]]:
    """The ids and records of papers by ascending id, some at a time, as Carrel writes them."""
    ids: list[int] = []
    lines: list[bytes] = []
    for id, line in islice(rows.items(start), None if stop is None else stop - start):
        ids.append(id)
        lines.append(line)
        if len(ids) == STRETCH:
            yield ids, _decoded(ids, lines)
            ids, lines = [], []
    if ids:
        yield ids, _decoded(ids, lines)


def _decoded(ids: list[int], lines: list[bytes]) -> list[Record]:
    return [
        record if _is_own(record) else to_record(read_paper(PAPERS, id, line))
        for id, line, record in zip(ids, lines, codec.decode_many(lines), strict=True)
    ]


def _is_own(record: Record) -> bool:
    """Whether Carrel wrote a record; another program may have put anything into it."""
    return (
        [*record] == NAMES
        and [*map(type, record.values())] == TYPES
        and record["status"] in STATUSES
        and not (record["annotations"] or record["files"] or record["versions"])
        and {str}.issuperset(map(type, (*record["tags"], *record["aliases"])))
        and _are_plain(record["fields"])
        and _are_plain(record["strings"])
    )


def _are_plain(values: Record) -> bool:
    return {str}.issuperset(map(type, values.values())) or all(
        type(value) is str or (type(value) is dict and type(value.get("bare")) is str)
        for value in values.values()
    )


def last(files: Files) -> int:
    """The number of the last change that the journal speaks of, whoever has read it."""
    block = journal.read_block(read_part(files.journal))
    header = block.header["after"] if block.header else 0
    return max([header, *(entry.seq for entry in block.entries)])


def changed_since(files: Files, seq: int) -> set[int] | None:
    """The ids of papers that the lines after this one speak of; None where some are not known."""
    found: set[int] = set()
    for path in (files.journal, *reversed(files.segments())):
        block = journal.read_block(read_part(path))
        if block.bad:
            return None
        found.update(
            entry.deed.id
            for entry in block.entries
            if entry.seq > seq and entry.deed.table in (PAPERS, TRASH) and entry.deed.id is not None
        )
        if path == files.journal:
            first = block.header["after"] + 1 if block.header else 0
        else:
            first = int(os.path.basename(path).partition(".")[0])
        if 0 < first <= seq + 1:
            return found
    return None
