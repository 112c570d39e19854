"""Take papers out of the trash."""

from collections.abc import Sequence

from commands.rename import checked
from papers import BadValue, Paper
from storage import Library, Step


def restore(library: Library, papers: Sequence[Paper], key: str | None = None) -> Step:
    """Bring each paper back as it was; a new key where the old one went to another meanwhile."""
    if key is not None:
        if len(papers) != 1:
            raise BadValue("One key is for one paper: restore the others by themselves.")
        checked(key)
    return library.restore([paper.uid for paper in papers], key=key)
