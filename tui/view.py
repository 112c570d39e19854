"""What the list shows: papers in order, and which of them the cursor is on."""

from collections.abc import Sequence
from typing import NamedTuple

from tui.catalogue import News


class View(NamedTuple):
    """Uids in the order in which they are shown, and the place of the cursor among them."""

    uids: Sequence[str] = ()
    cursor: int = 0

    @property
    def uid(self) -> str:
        """The paper under the cursor; "" if there is none."""
        return self.uids[self.cursor] if self.cursor < len(self.uids) else ""

    def at(self, cursor: int) -> "View":
        """The cursor on that place, or the nearest that there is."""
        return self._replace(cursor=max(0, min(cursor, len(self.uids) - 1)))

    def on(self, uid: str) -> "View":
        """The cursor on that paper, or where it is if the paper is not shown."""
        try:
            return self.at(self.uids.index(uid))
        except ValueError:
            return self.at(self.cursor)

    def showing(self, uids: Sequence[str]) -> "View":
        """Other papers; the cursor stays on its own if that is among them."""
        return View(uids, self.cursor).on(self.uid)

    def after(self, news: News, order: Sequence[str], matching: frozenset[str]) -> "View":
        """The same search over a changed library: what went is gone, what came and matches is in.

        `order` is that of the whole library. What merely changed stays, even if a search from now
        on would not find it: it must not vanish under the hands of whoever changed it.
        """
        kept = [uid for uid in self.uids if uid not in news.gone]
        if fresh := matching.difference(kept):
            wanted = fresh.union(kept)
            kept = [uid for uid in order if uid in wanted]
        return self.showing(kept)
