"""What is about to come in, item by item: what is planned, and what was decided otherwise."""

from collections.abc import Mapping
from typing import NamedTuple

from commands.bring_in import Gathered
from commands.dedupe import Difference, differing
from commands.describe import title
from commands.import_papers import ADDED, LEFT, MERGED, UNCHANGED, Receipt
from papers import Paper
from papers.names import short

SIGNS = {ADDED: "+", MERGED: "~", UNCHANGED: "=", LEFT: "-"}
SAID = {
    ADDED: "new", MERGED: "to merge", UNCHANGED: "already in the library",
    LEFT: "left out",
}  # fmt: skip
SURE = 100
OF_THE_LIBRARY = frozenset({"key", "aliases", "status", "provisional", "files", "trashed"})


class Candidate(NamedTuple):
    """An item, what will become of it, and the paper in the library that it is or may be."""

    place: int
    paper: Paper
    outcome: str
    other: Paper | None = None
    doubt: str = ""  # why it may be the other paper, where that is not sure
    confidence: int = SURE
    lines: tuple[int, int] = (0, 0)

    @property
    def name(self) -> str:
        """The item in a line."""
        year = str(self.paper.year or "")
        who = " ".join(filter(None, [short(self.paper.authors or self.paper.editors), year]))
        return "  ".join(filter(None, [title(self.paper), who]))

    @property
    def beside(self) -> str:
        """What is to be said of it: where it stood, how sure it is, what it is like."""
        said = []
        if self.outcome == MERGED and self.other:
            said.append(f"into {self.other.key}")
        if self.doubt and self.other:
            said.append(f"like {self.other.key}?")
        if self.confidence < SURE:
            said.append(f"{self.confidence}%")
        if self.lines[0]:
            said.append(f"line {self.lines[0]}")
        return " ".join(said)


def candidates(gathered: Gathered, receipt: Receipt, there: Mapping[str, Paper]) -> list[Candidate]:
    """Every item with what the plan makes of it."""
    imported = gathered.imported
    doubts = {doubt.paper.uid: doubt for doubt in receipt.doubts}
    found = []
    for place, paper in enumerate(imported.papers):
        uid, outcome = receipt.uids[place], receipt.outcomes[place]
        doubt = doubts.get(uid) if outcome == ADDED else None
        sighting = imported.sightings[place] if imported.sightings else None
        found.append(
            Candidate(
                place, paper,
                outcome,
                doubt.other if doubt else there.get(uid),
                doubt.reason if doubt else "",
                sighting.confidence if sighting else SURE,
                (sighting.first, sighting.last) if sighting else (0, 0),
            )
        )  # fmt: skip
    return found


def differences(there: Paper, here: Paper) -> list[Difference]:
    """What an item says that the paper in the library does not say, or says otherwise."""
    return [
        each for each in differing(there, here) if each.other and each.field not in OF_THE_LIBRARY
    ]
