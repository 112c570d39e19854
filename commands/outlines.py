"""Imported files as they were laid out, once it is known which papers their entries became."""

from collections.abc import Mapping, Sequence

from importers import File
from papers import Paper
from papers.fingerprint import fingerprint
from papers.outline import OTHER, TWIN, Outline, Piece, outline


def outlines(
    files: Sequence[File], items: Sequence[Paper], uids: Sequence[str], known: Mapping[str, Paper]
) -> list[Outline]:
    """The outlines of the files, from all the items that were read and what each of them became.

    `known` are the papers that were there, and that items became; as they are now.
    """
    found: list[Outline] = []
    for file in files:
        if file.papers or file.pieces:
            span = slice(file.first, file.first + file.papers)
            plain = outline(file.name, file.path, uids[span], file.pieces)
            twins = _twins(items[span], uids[span], known)
            found.append(plain._replace(pieces=plain.pieces + twins))
    return found


def _twins(
    items: Sequence[Paper], uids: Sequence[str], known: Mapping[str, Paper]
) -> tuple[Piece, ...]:
    """The texts of the entries that turned out to be the paper of an earlier one, or of a file."""
    seen: set[str] = set()
    twins: list[Piece] = []
    for at, (item, uid) in enumerate(zip(items, uids, strict=True)):
        if uid in seen:
            twins.append(Piece(at, TWIN, item.source.raw))
        elif uid in known and _is_from_elsewhere(known[uid], item):
            twins.append(Piece(at, OTHER, f"{state(known[uid])}\n{item.source.raw}"))
        seen.add(uid)
    return tuple(twins)


def _is_from_elsewhere(paper: Paper, item: Paper) -> bool:
    mine, theirs = paper.source, item.source
    return mine.raw != theirs.raw and (mine.kind, mine.name) != (theirs.kind, theirs.name)


def state(paper: Paper) -> str:
    """What the paper says, in a short name: another one where that was changed."""
    return fingerprint(paper.type, paper.key, paper.fields, paper.strings)
