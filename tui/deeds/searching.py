"""Searching: what is typed becomes a query, the query becomes the list."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.reactive import var

from papers import Change
from tui import finding
from tui.catalogue import News
from tui.deeds.looking import SORTS
from tui.deeds.shelving import Shelving
from tui.view import View, joined
from tui.widgets.line import Line
from tui.widgets.paper_list import Order, PaperList

if TYPE_CHECKING:
    from search import Completion, Query
    from tui.widgets.options import Option, Options

POLL_EVERY = 0.1  # seconds between two looks whether the index is there
REFOUND = 2_000  # papers in a view; a longer one is searched anew where papers went
MOST_OFFERS = 8
MARKED = "{:,} marked: keys act on all of them · escape unmarks"
KEYS_THAT_MATTER = "/ searches · 0-5 rate · ? helps · ctrl+p lists all commands"


class Searching(Shelving):
    """The typed text is the state; query, view and counts follow from it."""

    query_tree: "Query | None" = None
    typing = False  # at this moment
    searching: var[bool] = var(False)
    alike: var[str] = var("")  # the paper whose like are shown instead
    said: var[str] = var("")
    warning: var[str] = var("")
    offers: var[Sequence["Completion"]] = var(())
    offer: var[int] = var(0)

    def watch_query_text(self, text: str) -> None:
        self.choose_shelves(text)
        found = self._find(text)
        self._show_found(View(found) if text.strip() else self.view.showing(found))

    def watch_order(self) -> None:
        self._show_found(self.view.showing(self._find(self.query_text)))

    @property
    def line(self) -> Line:
        return self.query_one("#query", Line)

    def show_query(self, text: str) -> None:
        self.line.write(text)

    async def on_line_changed(self, message: Line.Changed) -> None:
        """What a letter changes goes to the screen in one frame, not the line before the list."""
        with self.app.batch_update():
            self.typing = self.line.has_focus
            self.query_text = message.text
            self.typing = False
            self._offer(asked=False)
            await asyncio.sleep(0)  # the panes say what is to be painted

    # Completing

    @property
    def offered(self) -> "Sequence[Option]":
        """The completions, as the box shows them."""
        from tui.widgets.options import Option

        return [Option(each.text, beside=each.said) for each in self.offers]

    def _offer(self, *, asked: bool) -> None:
        """Offer what may stand at the cursor: values of fields, and where asked fields as well."""
        text, cursor = self.line.text, self.line.cursor
        field = asked or ":" in text[text.rfind(" ", 0, cursor) + 1 : cursor]
        found = self.finder.complete(text, cursor) if field else ()
        typed = [each for each in found if text[each.start : each.end] != each.text]
        if not asked:
            typed = [each for each in typed if each.text[-1:] != ":" and not finding.is_hint(each)]
        self.offer = 0
        self.offers = tuple(typed[:MOST_OFFERS])

    def drop_offers(self) -> bool:
        """Offer nothing any more; whether something was."""
        had, self.offers = bool(self.offers), ()
        return had

    def action_complete(self) -> None:
        """Take the completion that is chosen; where none is offered, offer what there is."""
        if not self.offers:
            self._offer(asked=True)
            return
        chosen = self.offers[self.offer]
        text = self.line.text
        end = "" if chosen.text.endswith(":") else " "
        self.line.write(
            text[: chosen.start] + chosen.text + end + text[chosen.end :].lstrip(),
            chosen.start + len(chosen.text + end),
        )

    def action_completion(self, places: int) -> None:
        self.offer = max(0, min(self.offer + places, len(self.offers) - 1))

    def on_options_picked(self, message: "Options.Picked") -> None:
        self.offer = message.place
        self.action_complete()

    def on_paper_list_sort_asked(self, message: PaperList.SortAsked) -> None:
        self.sort_by(message.field)

    # Finding

    def _find(self, text: str) -> Sequence[str]:
        """The papers to show now; where the index does not know all, others follow as found."""
        self.workers.cancel_group(self, "search")
        self.searching = False
        order = self.order
        self.query_tree = self.finder.parse(text, len(text)) if text.strip() else None
        self.explain()
        if self.query_tree is None and order in (Order(), Order("added", down=True)):
            return self.catalogue.uids
        wanted = finding.sorted_by(text, order.field, order.down)
        if self.finder.ready:
            found = self.finder.find(wanted)
            if self.finder.is_partial:
                self.searching = True
                self._scan(wanted, begun=True)
            return found
        self.searching = True
        self._scan(wanted)
        return ()

    @work(exclusive=True, group="search")
    async def _scan(self, text: str, *, begun: bool = False) -> None:
        """Show what is found as it is found; a new search begins at its first paper."""
        async for found in self.finder.scan(text, self.query_one(PaperList).page):
            view = self.view.showing(found.uids) if begun else View(found.uids)
            self._show_found(view)
            begun = True
        self.searching = False
        self.count()

    def _show_found(self, view: View) -> None:
        self.view = view.of(self.query_tree)
        self.count()

    def search_again(self) -> None:
        """The same search, over what is there now; the cursor stays on its paper."""
        self._show_found(self.view.showing(self._find(self.query_text)))

    def narrow(self, news: News) -> None:
        """Keep what is shown true to the search. What merely changed stays, even where a search
        from now on would not find it: it must not vanish under the hands of whoever changed it."""
        if not (news.came or news.gone):
            return
        if self.query_tree is None and not self.order.field:
            self.view = self.view.showing(self.catalogue.uids)
            return
        view, came = self.view, news.came
        if len(view.uids) <= REFOUND:
            view = view.without(news.gone)
            if len(came) <= REFOUND:
                came = self.finder.matching(self.query_text, came)
        if not came and view is not self.view:
            self._show_found(view)
        elif came and self.finder.ready:
            found = self._find(self.query_text)
            stay = len(view.uids) <= REFOUND
            self._show_found(self.view.showing(joined(found, view.uids) if stay else found))
        elif came:
            self.search_again()

    def explain(self) -> None:
        """Say what the next key is about, where papers are marked; else how the search is read."""
        query = self.query_tree
        if self.marks:
            self.said, self.warning = MARKED.format(len(self.marks)), ""
            return
        if query is None:
            self.line.unread = ()
            self.said, self.warning = self._order_said(), ""
            return
        self.line.unread = query.unread
        self.warning = finding.doubted(query)
        self.said = finding.explained(query)

    def _order_said(self) -> str:
        """How the list is sorted, and the keys that matter."""
        name = SORTS[self.order.field][1] if self.order.field else ""
        way = "descending" if self.order.down else "ascending"
        order = f"by {name}, {way}" if name else "newest first"
        return f"{order} · {KEYS_THAT_MATTER}"

    # The index

    def begin_index(self) -> None:
        self._open_index()
        self._poll = self.set_interval(POLL_EVERY, self._look_for_index)

    @work(thread=True, group="index")
    def _open_index(self) -> None:
        self.finder.open()

    def _look_for_index(self) -> None:
        if self.finder.poll():
            self._poll.stop()
            finding.warm(self.finder)
            self.recount()
            if self.query_tree is not None or self.order.field:
                self.search_again()
        self.count()

    def tell_index(self, changes: tuple[Change, ...]) -> None:
        """Let the index know; of very many changes a few at a time, between the keys."""
        self.finder.follow(changes)
        if self.finder.is_behind:
            self._catch_up()

    @work(group="follow")
    async def _catch_up(self) -> None:
        async for _ in self.finder.catch_up():
            self.search_again()
        if not self.finder.is_behind:
            self.count_anew()
