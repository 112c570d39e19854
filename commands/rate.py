"""Rate papers."""

from collections.abc import Sequence

from commands.labels import named
from papers import Paper
from storage import Library, Step


def rate(library: Library, papers: Sequence[Paper], stars: int) -> Step:
    """Give each paper so many stars, 1 to 5; 0 takes them away."""
    return library.edit(
        [paper.uid for paper in papers],
        lambda paper: paper.rated(stars),
        label=f"rate {stars}: {named(papers)}",
    )
