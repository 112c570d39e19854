"""The marks of a whole library in a file beside it: what few papers are like is soon known.

It is a cache. Papers that changed since it was written are looked at themselves, so what it finds
is what a look at every paper would find; where it is missing, damaged or too old all are read.
"""

import json
import os
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple
from zlib import crc32

from commands.facts import Facts
from commands.marks import abstract_marks, marks_of
from papers import Paper, int_to_uid
from storage import Library, disk

NAME = "identity.idx"
VERSION = 1  # of the file; another one where marks come to be made otherwise
LEAST = 2_000  # papers; fewer are as soon read
FEW = 2_000  # papers that are looked up; for more all are read
STALE = 200  # papers that changed since the file was written; with more it is written anew
CROWD = 40  # papers behind one mark: of more than these not all are compared
BITS = 32


class Marked(NamedTuple):
    """Marks and whose they are: each entry is a mark and the place of a paper in `ids`."""

    ids: "array[int]"
    entries: "array[int]"  # ascending
    has_untitled: bool  # some of the papers are marked by their abstracts, for want of titles
    has_abstracts: bool  # all of them are

    def behind(self, mark: int) -> Iterator[int]:
        """The ids of the papers that have a mark."""
        at = bisect_left(self.entries, entry(mark, 0))
        while at < len(self.entries) and self.entries[at] >> BITS == mark:
            yield self.ids[self.entries[at] & (1 << BITS) - 1]
            at += 1


def entry(mark: int, place: int) -> int:
    return mark << BITS | place


def near(library: Library, papers: Sequence[Paper], uids: Iterable[str] = ()) -> list[Paper] | None:
    """The papers of the library that these may be, and those of these uids, as they were added.

    None where nothing short of a look at all of them would tell.
    """
    if len(library) < LEAST or len(papers) > FEW:
        return None
    found = _current(library)
    if not found:
        return None
    marked, changed = found
    ids = set(changed)
    for paper in papers:
        facts = Facts(paper)
        marks = marks_of(facts)
        if not facts.compact or marked.has_untitled:
            abstract = abstract_marks(paper)
            if abstract and not facts.compact and not marked.has_abstracts:
                return None
            marks += abstract
        for mark in marks:
            ids.update([id for id in marked.behind(mark) if id not in changed][-CROWD:])
    wanted = [*map(int_to_uid, sorted(ids)), *uids, *(paper.uid for paper in papers if paper.uid)]
    there = (library.get(uid) for uid in dict.fromkeys(wanted))
    return [paper for paper in there if paper and not paper.trashed]


def keep(library: Library, marked: Marked | None, seq: int) -> None:
    """Write the file, for the library as it was after that change; where it cannot be, no harm."""
    if not marked or len(marked.ids) < LEAST or not library.store.writable:
        return
    crc = crc32(marked.entries, crc32(marked.ids))
    header = {
        "version": VERSION, "order": sys.byteorder, "seq": seq, "ids": len(marked.ids),
        "untitled": marked.has_untitled, "abstracts": marked.has_abstracts, "crc": crc,
    }  # fmt: skip
    first = json.dumps(header).encode() + b"\n"
    pieces = (part.tobytes() for part in (marked.ids, marked.entries))  # one after the other
    path = os.path.join(library.folder, NAME)
    temporary = disk.temporary_name(path)
    try:
        disk.write_new(temporary, chain([first], pieces), durable=False)
        os.replace(temporary, path)
    except OSError:
        disk.remove_if_there(temporary)


def _current(library: Library) -> tuple[Marked, set[int]] | None:
    """The marks that fit the library, and the ids of the papers that changed since."""
    found = _read(os.path.join(library.folder, NAME))
    if not found:
        return None
    marked, seq = found
    changed = library.changed_since(seq)
    if changed is None or len(changed) > len(library) // 4:
        return None
    living = array("q", library.ids())
    if changed or 0 in marked.ids or marked.ids != living:
        kept = {id for id in marked.ids if id and id not in changed}
        if kept != {id for id in living if id not in changed}:
            return None
    if len(changed) > STALE:
        marked = _brought_up(library, marked, changed)
        keep(library, marked, library.seq)
        return marked, set()
    return marked, changed


def _read(path: str) -> tuple[Marked, int] | None:
    """What the file holds, and after which change; None where that is nothing to go by."""
    try:
        with open(path, "rb") as file:
            first, body = file.readline(1000), file.read()
        header = json.loads(first)
        fits = (header["version"], header["order"], header["crc"]) == (
            VERSION, sys.byteorder, crc32(body)
        )  # fmt: skip
        split = header["ids"] * 8
        ids, entries = array("q", body[:split]), array("Q", body[split:])
        marked = Marked(ids, entries, header["untitled"], header["abstracts"])
        seq = int(header["seq"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (marked, seq) if fits else None


def _brought_up(library: Library, marked: Marked, changed: set[int]) -> Marked:
    """The marks with those of the changed papers as they are now."""
    ids = array("q", library.ids())
    places = {id: place for place, id in enumerate(ids)}
    now = [-1 if id in changed else places.get(id, -1) for id in marked.ids]
    low = (1 << BITS) - 1
    entries = [
        each - (each & low) + now[each & low] for each in marked.entries if now[each & low] >= 0
    ]
    has_untitled = marked.has_untitled
    for id in changed & places.keys():
        paper = library.get(int_to_uid(id))
        if paper:
            facts = Facts(paper)
            marks = marks_of(facts)
            if not facts.compact or marked.has_abstracts:
                abstract = abstract_marks(paper)
                has_untitled |= bool(abstract and not facts.compact)
                marks += abstract
            entries += [entry(mark, places[id]) for mark in marks]
    sorted_entries = array("Q", sorted(entries))
    return marked._replace(ids=ids, entries=sorted_entries, has_untitled=has_untitled)
