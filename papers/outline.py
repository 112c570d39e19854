"""How an imported file was laid out: what stood between its entries, verbatim, and in which order.

With it a file is given back as it came: the papers' own texts, and around them what is here.
"""

import collections
from collections.abc import Sequence
from typing import NamedTuple

TWIN, OTHER = "twin", "other"
KINDS = frozenset({"space", "comment", "string", "preamble", TWIN, OTHER})


class Piece(NamedTuple):
    """Text that stood behind so many entries of the file: a comment, a definition or a gap.

    A twin is the text of the entry that stood there, where an earlier one is the same paper. So is
    an "other", where the paper came from another file; above it stands what the paper was then.
    """

    at: int
    kind: str
    text: str


class Outline(NamedTuple):
    """One file: the uids of its papers in order, and what stood around them.

    Between two papers for which `pieces` has nothing stood the usual gap.
    """

    name: str
    path: str = ""  # where it was; what was piped in has been nowhere
    papers: tuple[str, ...] = ()
    gap: str = "\n\n"
    pieces: tuple[Piece, ...] = ()

    def between(self) -> list[list[Piece]]:
        """What stood before each of the papers, and last what stood behind them all."""
        places: list[list[Piece]] = [[] for _ in range(len(self.papers) + 1)]
        for piece in self.pieces:
            if piece.kind not in (TWIN, OTHER) and 0 <= piece.at < len(places):
                places[piece.at].append(piece)
        for at in range(1, len(self.papers)):
            places[at] = places[at] or [Piece(at, "space", self.gap)]
        return places

    def twins(self) -> dict[int, str]:
        """The texts of the entries whose papers are named more than once, by their places."""
        return {piece.at: piece.text for piece in self.pieces if piece.kind == TWIN}

    def others(self) -> dict[str, tuple[str, str]]:
        """The texts of entries whose papers came from other files, and what those were, by uid."""
        found = {}
        for piece in self.pieces:
            if piece.kind == OTHER and 0 <= piece.at < len(self.papers):
                was, _, text = piece.text.partition("\n")
                found[self.papers[piece.at]] = was, text
        return found

    @property
    def is_plain(self) -> bool:
        """Whether it says no more than what everybody would assume of a file."""
        end = Piece(len(self.papers), "space", "\n")
        return self.gap == "\n\n" and all(piece == end for piece in self.pieces)

    @property
    def is_silent(self) -> bool:
        """Whether nothing but space stood between the entries."""
        return all(piece.kind in ("space", TWIN, OTHER) for piece in self.pieces)


def outline(name: str, path: str, papers: Sequence[str], pieces: Sequence[Piece]) -> Outline:
    """The outline of a file, from its papers and from all that stood between them."""
    last = len(papers)
    alone = collections.Counter(piece.at for piece in pieces)
    gaps = [
        piece
        for piece in pieces
        if piece.kind == "space" and 0 < piece.at < last and alone[piece.at] == 1
    ]
    counted = collections.Counter(piece.text for piece in gaps)
    gap = counted.most_common(1)[0][0] if counted else "\n\n"
    usual = {piece.at for piece in gaps if piece.text == gap}
    kept = [piece for piece in pieces if piece.at not in usual]
    there = {piece.at for piece in pieces}
    if gap:
        kept += [Piece(at, "space", "") for at in range(1, last) if at not in there]
        kept.sort(key=lambda piece: piece.at)
    return Outline(name, path, tuple(papers), gap, tuple(kept))
