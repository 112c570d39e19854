"""Move papers to the trash."""

from collections.abc import Sequence

from commands.labels import named
from papers import Paper
from storage import Library, Step


def remove(library: Library, papers: Sequence[Paper]) -> Step:
    """Move each paper to the trash, from which `restore` brings it back."""
    return library.remove([paper.uid for paper in papers], label=f"remove: {named(papers)}")
