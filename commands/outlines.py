"""Imported files as they were laid out, once it is known which papers their entries became."""

from collections.abc import Sequence

from importers import File
from papers import Paper
from papers.outline import TWIN, Outline, Piece, outline


def outlines(files: Sequence[File], items: Sequence[Paper], uids: Sequence[str]) -> list[Outline]:
    """The outlines of the files, from all the items that were read and what each of them became."""
    found: list[Outline] = []
    for file in files:
        if file.papers or file.pieces:
            span = slice(file.first, file.first + file.papers)
            plain = outline(file.name, file.path, uids[span], file.pieces)
            twins = _twins(items[span], uids[span])
            found.append(plain._replace(pieces=plain.pieces + twins))
    return found


def _twins(items: Sequence[Paper], uids: Sequence[str]) -> tuple[Piece, ...]:
    """The texts of the entries that turned out to be the paper of an earlier one."""
    seen: set[str] = set()
    twins: list[Piece] = []
    for at, (item, uid) in enumerate(zip(items, uids, strict=True)):
        if uid in seen:
            twins.append(Piece(at, TWIN, item.source.raw))
        seen.add(uid)
    return tuple(twins)
