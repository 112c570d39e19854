"""Say how much papers matter."""

from collections.abc import Sequence

from commands.labels import named
from papers import Paper
from storage import Library, Step


def prioritise(library: Library, papers: Sequence[Paper], priority: int) -> Step:
    """Give each paper a priority, 1 (high) to 3 (low); 0 takes it away."""
    return library.edit(
        [paper.uid for paper in papers],
        lambda paper: paper.prioritised(priority),
        label=f"priority {priority}: {named(papers)}",
    )
