"""The journal: one line a change, so that writing costs the change and not the library.

A step is what one command did: its lines share a step number, the first says when and what, the
last says `end`. Lines after the last `end` were never acknowledged.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from storage import lines
from storage.codec import Record, decode, encode
from storage.patch import Part

HEADER_START = b'{"journal":'


class Deed(NamedTuple):
    """What happened to one record: it came (now), went (was), or changed (parts).

    Without an id it happened to the table: it was made (now) or dropped.
    """

    table: str
    id: int | None
    was: bytes | None = None
    now: bytes | None = None
    parts: tuple[Part, ...] = ()


class About(NamedTuple):
    """What a step says of itself."""

    at: str
    label: str
    by: str
    undoes: int = 0
    redoes: int = 0
    adopts: int = 0  # the checksum of the edited file whose edits it took over


class Entry(NamedTuple):
    """One line of a journal."""

    seq: int
    step: int
    about: About | None
    end: bool
    deed: Deed


class Block(NamedTuple):
    """A stretch of journal as it was read."""

    entries: list[Entry]  # of whole steps only
    reach: int  # how far the whole steps go
    bad: list[bytes]  # what could not be read among them
    mended: int  # how many stretches had one flipped bit, now put right
    header: Record | None  # the file's first line, where it is among them
    is_damaged_at_end: bool  # what follows is no change that was cut off, but one that was whole


def header_line(*, schema: int, after: int) -> bytes:
    """A journal's first line: its schema, and the change after which it begins."""
    return lines.seal(b'{"journal":1,"schema":%d,"after":%d' % (schema, after))


def write_step(
    seq: int, about: About, deeds: Iterable[Deed], count: int
) -> Iterator[tuple[bytes, bytes, bytes]]:
    """The lines of one step of so many deeds, the first of them numbered `seq`, in three pieces.

    What was done is a piece of its own: joined with the others it would be copied for nothing.
    """
    extra = _about_bytes(about)
    for place, deed in enumerate(deeds, 1):
        if place == count:
            extra += b',"end":true'
        where, what = _deed_bytes(deed)
        start = b'{"seq":%d,"step":%d%b%b' % (seq + place - 1, seq, extra, where)
        yield start, what, lines.seal_of(start, what)
        extra = b""


def _about_bytes(about: About) -> bytes:
    record: Record = {"at": about.at, "label": about.label, "by": about.by}
    if about.undoes:
        record["undoes"] = about.undoes
    if about.redoes:
        record["redoes"] = about.redoes
    if about.adopts:
        record["adopts"] = about.adopts
    return b',"about":' + encode(record)


def _deed_bytes(deed: Deed) -> tuple[bytes, bytes]:
    """Where it was done, and what: apart, since what was done may be long."""
    table = encode(deed.table)
    if deed.id is None:
        return b',"table":%b' % table, b',"drop":true' if deed.now is None else b',"make":true'
    if deed.now is not None:
        return b',"table":%b,"id":%d,"now":' % (table, deed.id), deed.now
    if deed.was is not None:
        return b',"table":%b,"id":%d,"was":' % (table, deed.id), deed.was
    parts = encode([part.to_json() for part in deed.parts])
    return b',"table":%b,"id":%d,"parts":' % (table, deed.id), parts


def seq_of(line: bytes) -> int:
    """The number of a sound line, without a look at the rest of it."""
    return int(line[len(b'{"seq":') : line.index(b",")])


def read_block(data: bytes) -> Block:
    """Every whole step in these bytes, and what else stood among them."""
    entries: list[Entry] = []
    pending: list[Entry] = []
    bad: list[bytes] = []
    suspects: list[bytes] = []  # unreadable, and perhaps only because they are still being written
    reach = mended = 0
    header = None
    for sound, start, end in lines.stretches(data):
        found = [data[start : end - 1]] if sound else lines.mend(data[start:end])
        if found is None:
            suspects.append(data[start:end])
            continue
        mended += not sound
        for line in found:
            if line.startswith(HEADER_START):
                header, reach = decode(line), end
                continue
            entry = _read_line(line)
            if pending and pending[-1].step != entry.step:  # its end is among the suspects
                entries += pending
                pending = []
            pending.append(entry)
            if entry.end:
                entries += pending
                bad += suspects
                pending, suspects = [], []
                reach = end
    is_damaged_at_end = any(stretch.endswith(b"\n") for stretch in suspects)
    return Block(entries, reach, bad, mended, header, is_damaged_at_end)


def _read_line(line: bytes) -> Entry:
    """A sealed line; the record in it is kept as bytes, since it may never be looked at."""
    line = line[: -lines.SUM_BYTES]
    was = now = None
    places = [at for name in (b',"now":', b',"was":', b',"parts":[') if (at := line.find(name)) > 0]
    first = min(places, default=-1)
    if line[first + 2 : first + 5] == b"now":
        line, now = line[:first], line[first + 7 :]
    elif line[first + 2 : first + 5] == b"was":
        line, was = line[:first], line[first + 7 :]
    record = decode(line + b"}")
    about = record.get("about")
    if "make" in record:
        now = b"{}"
    parts = tuple(Part.from_json(part) for part in record.get("parts", ()))
    return Entry(
        record["seq"],
        record["step"],
        About(**about) if about else None,
        record.get("end", False),
        Deed(record["table"], record.get("id"), was, now, parts),
    )
