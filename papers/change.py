"""A change: what a paper was and what it became. The journal keeps it, undo inverts it."""

from typing import NamedTuple

from papers.paper import Paper


class Change(NamedTuple):
    """One paper's change; before is None where it came, after is None where it went for good."""

    before: Paper | None
    after: Paper | None

    @property
    def uid(self) -> str:
        paper = self.after or self.before
        return paper.uid if paper else ""

    def inverse(self) -> "Change":
        return Change(before=self.after, after=self.before)
