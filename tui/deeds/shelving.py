"""The shelves and tags: what there is, how many papers each has, and shelves of one's own."""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.reactive import var

from papers import Change
from storage import Step
from tui.deeds.looking import Looking
from tui.finding import Finder
from tui.pace import after
from tui.query_text import tagged, toggled, words
from tui.toasts import tell
from tui.widgets.side import Item, Side

if TYPE_CHECKING:
    from commands.shelf_counts import ShelfCounts
    from storage.shelves import Shelf

COUNT_AFTER = 0.05  # seconds after a change until the shelves are counted again
MANY = 500  # changes, after which shelves are counted anew
MOST_TAGS = 500
UNREAD = "status:unread"


class Shelving(Looking):
    """Choosing a shelf or a tag puts its query into the search line, where it can be typed on."""

    query_text: var[str] = var("", init=False)
    shelves: var[Sequence[Item]] = var(())
    chosen: var[frozenset[str]] = var(frozenset({""}))
    finder: Finder
    _named: "tuple[Shelf, ...]" = ()
    _counts: "ShelfCounts | None" = None

    def known_tags(self) -> list[tuple[str, int]]:
        return self.finder.vocabulary("tags")

    def count(self) -> None:
        """Say how many papers there are and are shown."""
        raise NotImplementedError

    def unread(self) -> int | None:
        """How many papers are unread, None until they have been counted."""
        return next((item.papers for item in self.shelves if item.query == UNREAD), None)

    # What there is

    def count_changed(self, changes: Sequence[Change]) -> None:
        """Count anew what these changes are about, a moment from now: first comes the list."""
        if len(changes) > MANY:
            self._counts = None
        elif self._counts:
            self._counts.follow(changes)
        after(COUNT_AFTER, self, self.recount)

    def count_anew(self) -> None:
        """The index knows more than when papers were counted last."""
        self._counts = None
        self.recount()

    def recount(self) -> None:
        """List every shelf and tag; their papers are counted once there is an index."""
        from commands.shelves import shelves

        named = shelves(self.library)
        if self.finder.ready and (named != self._named or self._counts is None):
            from commands.shelf_counts import ShelfCounts

            self._counts = ShelfCounts(named, self.finder.count, time.time())
        self._named = named
        counts = self._counts.counts if self._counts else {"All": len(self.catalogue)}
        items = [Item("Shelves")]
        items += [Item(each.name, each.query, counts.get(each.name), own=each.id > 0)
                  for each in named]  # fmt: skip
        tags = sorted(self.known_tags()[:MOST_TAGS], key=lambda tag: tag[0].casefold())
        if tags:
            items += [Item(""), Item("Tags"), *(Item(tag, tagged(tag), n) for tag, n in tags)]
        self.shelves = items
        self.count()

    def look_at_clock(self) -> None:
        """What was added in the last days is less tomorrow; others may have made a shelf."""
        from commands.shelves import shelves

        moved = self._counts and self._counts.tick(time.time())
        if moved or shelves(self.library) != self._named:
            self.recount()

    def choose_shelves(self, text: str) -> None:
        """Mark those that the search names; all papers where it names nothing at all."""
        named = {text.strip(), *words(text)}
        known = {item.query for item in self.shelves if item.query}
        self.chosen = frozenset(named & known) if text.strip() else frozenset({""})

    # What is done with them

    def on_side_chosen(self, message: Side.Chosen) -> None:
        query = message.query
        if message.more and query:
            one = len(words(query)) == 1
            self.show_query(
                toggled(self.query_text, query) if one else self._both(query, self.query_text)
            )
        else:
            already = self.query_text.strip() == query
            self.show_query("" if already or not query else f"{query} ")
            self.focus_list()

    def _both(self, query: str, text: str) -> str:
        from commands.shelves import on_shelf
        from storage.shelves import Shelf

        return f"{on_shelf(self.library, Shelf('', query), text)} "

    def action_keep_shelf(self) -> None:
        """Give the search a name, under which it stands among the shelves from then on."""
        from commands.shelves import add_shelf
        from tui.screens.ask import Ask

        query = self.query_text.strip()
        if not query:
            tell(self, "There is no search to save: / begins one.", "warning")
            return

        def answered(name: str | None) -> None:
            if name and self._shelve(lambda: add_shelf(self.library, name, query)):
                tell(self, f"Saved as the shelf {name}.")

        meaning = f"It stands among the shelves ([) and always shows what this finds:\n{query}"
        asked = Ask("Save this search as a shelf", hint="name of the shelf", meaning=meaning)
        self.app.push_screen(asked, answered)

    def on_side_rename_asked(self, message: Side.RenameAsked) -> None:
        from commands.shelves import rename_shelf
        from tui.screens.ask import Ask

        def answered(name: str | None) -> None:
            if name:
                self._shelve(lambda: rename_shelf(self.library, message.name, name))

        asked = Ask(f"New name of the shelf {message.name}", message.name)
        self.app.push_screen(asked, answered)

    def on_side_remove_asked(self, message: Side.RemoveAsked) -> None:
        from commands.shelves import remove_shelf

        if self._shelve(lambda: remove_shelf(self.library, message.name)):
            tell(self, f"Removed the shelf {message.name}; its papers stay. u undoes it.")

    def _shelve(self, make: Callable[[], Step]) -> bool:
        """Change the shelves; whether that was done."""
        if self.change(make) is None:
            return False
        self.recount()
        self.choose_shelves(self.query_text)
        return True
