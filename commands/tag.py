"""Tag papers."""

import re
from collections.abc import Iterable, Sequence

from commands.labels import named
from papers import BadValue, Paper
from storage import Library, Step


def tag(
    library: Library, papers: Sequence[Paper], add: Iterable[str] = (), remove: Iterable[str] = ()
) -> Step:
    """Add tags to each paper and remove others; case does not matter in removing."""
    added = frozenset(map(checked, add))
    gone = frozenset(map(str.casefold, remove))
    if gone & {each.casefold() for each in added}:
        raise BadValue("The same tag cannot be added and removed at once.")

    def change(paper: Paper) -> Paper:
        lost = frozenset(each for each in paper.tags if each.casefold() in gone)
        return paper.tagged(_as_it_is_written(paper, added), lost)

    signs = [f"+{each}" for each in sorted(added)] + [f"-{each}" for each in sorted(gone)]
    label = f"tag {' '.join(signs)}: {named(papers)}"
    return library.edit([paper.uid for paper in papers], change, label=label)


def checked(tag: str) -> str:
    """A tag as it is kept: one line, no space around it, nothing that separates tags elsewhere."""
    kept = " ".join(tag.split())
    if not kept:
        raise BadValue("A tag cannot be empty.")
    if found := re.search(r"[,;{}\x00-\x1f\x7f]", kept):
        raise BadValue(f"A tag cannot hold {found[0]!r}, which separates tags in other programs.")
    return kept


def _as_it_is_written(paper: Paper, tags: frozenset[str]) -> frozenset[str]:
    """The tags without those that the paper has in another case."""
    have = {each.casefold() for each in paper.tags}
    return frozenset(each for each in tags if each.casefold() not in have)
