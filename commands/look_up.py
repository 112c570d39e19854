"""What the registries know of one paper that is being edited, offered for the gaps it has."""

from collections.abc import Callable, Sequence

from commands.enrich import Wait
from papers import BadValue, Paper

LookUp = Callable[[Sequence[Paper]], tuple[list[Paper], list[Wait]]]
"""Asks about papers: each with what could be fetched of it, and those of which something waits."""


def looked_up(look_up: LookUp | None, paper: Paper) -> Paper:
    """The paper with its gaps filled; BadValue says why nothing came."""
    if look_up is None:
        raise BadValue("Nothing is fetched while fetch.offline is set: `carrel config` shows it.")
    if not any((paper.doi, paper.arxiv, paper.pmid)):
        raise BadValue("There is no DOI and no arXiv number to look up: put one into its field.")
    known, waiting = look_up([paper])
    if known[0] == paper:
        raise BadValue(waiting[0].reason if waiting else "Nothing more is known of it.")
    return known[0]
