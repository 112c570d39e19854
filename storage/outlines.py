"""How imported files were laid out, in a table of its own: one record for each file.

A file that is imported again replaces its outline; each is written with the papers, in one step.
"""

from collections.abc import Iterable, Iterator

from papers import new_uid, uid_to_int
from papers.outline import KINDS, Outline, Piece
from storage import codec, patch
from storage.codec import Record
from storage.journal import Deed
from storage.records import texts
from storage.store import Store

OUTLINES = "outlines"


def read(store: Store) -> Iterator[tuple[int, Outline]]:
    """The outlines and their ids, in the order of import."""
    for id, line in store.rows(OUTLINES).items():
        try:
            yield id, _from_record(codec.decode(line))
        except (AttributeError, KeyError, TypeError, ValueError):
            continue  # another program wrote it; it stays in the table, and says nothing to us


def deeds(store: Store, outlines: Iterable[Outline], *, alone: bool) -> list[Deed]:
    """What has to be written for the library to know these outlines.

    They are alone where nothing else came of an import: then a file that says nothing of its own,
    or is a copy of one that is known, leaves no trace.
    """
    known = list(read(store))
    ids = {outline.path: id for id, outline in known if outline.path}
    there = {outline for _, outline in known}
    contents = {outline._replace(name="", path="") for outline in there}
    made: list[Deed] = []
    for outline in outlines:
        is_new = outline.path not in ids
        is_copy = outline._replace(name="", path="") in contents
        says_nothing = outline.is_plain and not outline.path
        if alone:
            says_nothing = says_nothing or outline.is_silent or is_copy
        if outline in there or (is_new and says_nothing):
            continue
        record = _to_record(outline)
        if is_new:
            id = uid_to_int(new_uid(store.clock()))
            made.append(Deed(OUTLINES, id, now=codec.encode(record)))
        else:
            id = ids[outline.path]
            before = codec.decode(store.rows(OUTLINES).get(id) or b"{}")
            made.append(Deed(OUTLINES, id, parts=tuple(patch.diff(before, record))))
    return made


def _to_record(outline: Outline) -> Record:
    return outline._asdict() | {"pieces": [list(piece) for piece in outline.pieces]}


def _from_record(record: Record) -> Outline:
    pieces = [Piece(at, kind, text) for at, kind, text in record["pieces"]]
    for at, kind, text in pieces:
        if type(at) is not int or kind not in KINDS or type(text) is not str:
            raise ValueError(at)
    name, path, gap = texts([record["name"], record["path"], record["gap"]])
    return Outline(name, path, tuple(texts(record["papers"])), gap, tuple(pieces))
