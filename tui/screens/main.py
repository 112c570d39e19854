"""The main screen: it holds the state, hands it down to its widgets, and acts on their messages."""

from collections.abc import Iterable

from textual import work
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import Horizontal
from textual.events import DescendantFocus
from textual.reactive import var

from papers import CarrelError, Change, Paper
from storage import Library
from tui import finding, keys
from tui.catalogue import Catalogue, News
from tui.screens.help import HelpScreen
from tui.screens.judging import JudgingScreen
from tui.toasts import tell, tell_error
from tui.view import View
from tui.widgets.details import Details
from tui.widgets.key_line import KeyLine
from tui.widgets.line_input import QueryInput
from tui.widgets.paper_list import PaperList
from tui.widgets.search_line import SearchLine
from tui.widgets.title_line import Counts, TitleLine
from tui.widgets.welcome import NothingFound, Welcome

REFRESH_EVERY = 0.5  # seconds between two looks at what other processes changed
COMPACT_EVERY = 60.0
WIDE = 100  # cells from which on the details stand beside the list


class MainScreen(JudgingScreen):
    """The list with its search line and its details."""

    BINDINGS = [*keys.MAIN]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]

    # vars, because a reactive of a screen repaints all of it
    query_text: var[str] = var("")
    view: var[View] = var(View())
    searching: var[bool] = var(False)
    reading: var[bool] = var(False, toggle_class="-reading", bindings=True)
    version: var[int] = var(0)  # grows with every change of the library
    counts: var[Counts] = var(Counts())
    paper: var[Paper | None] = var(None)
    misunderstood: var[tuple[str, ...]] = var(())

    def __init__(self, library: Library, place: str, editor: str = "") -> None:
        super().__init__(library, editor)
        self.place = place
        self.catalogue = Catalogue(library)
        self._told = 0  # of the library's notices
        self._trouble = ""

    def compose(self) -> ComposeResult:
        yield TitleLine(self.place).data_bind(MainScreen.counts)
        yield SearchLine().data_bind(MainScreen.misunderstood)
        with Horizontal(id="desk"):
            yield Welcome()
            yield NothingFound().data_bind(MainScreen.query_text)
            yield PaperList(self.catalogue.paper).data_bind(MainScreen.view)
            yield Details().data_bind(MainScreen.paper)
        yield KeyLine()

    # What follows from the state

    def compute_counts(self) -> Counts:
        return Counts(
            shown=len(self.view.uids),
            total=len(self.catalogue),
            unread=self.catalogue.unread,
            narrowed=bool(self.query_text.strip()),
            searching=self.searching,
        )

    def compute_paper(self) -> Paper | None:
        return self.catalogue.paper(self.view.uid) if self.view.uid else None

    def watch_counts(self, counts: Counts) -> None:
        self.set_class(not counts.total, "-empty")
        nothing = counts.total and not counts.shown and not counts.searching
        self.set_class(bool(nothing), "-nothing-found")

    def watch_paper(self, old: Paper | None, new: Paper | None) -> None:
        if (old is None) != (new is None):
            self.refresh_bindings()

    def watch_query_text(self, text: str) -> None:
        self.workers.cancel_group(self, "search")
        self.searching = bool(text.strip())
        self.misunderstood = finding.misunderstood(text)
        if self.searching:
            self._search(text)
        else:
            self.view = self.view.showing(self.catalogue.uids)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """What the footer shows; while a search is typed, letters are only letters."""
        active = super().active_bindings
        if not isinstance(self.focused, QueryInput):
            return active
        return {key: each for key, each in active.items() if not keys.types_text(key)}

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002  # Textual's signature
    ) -> bool:
        """Whether an action is there at the moment; the footer shows no other."""
        if action in keys.IN_LIST and self.reading:
            return False
        if action in keys.AHEAD and isinstance(self.focused, QueryInput):
            return False
        return action not in keys.FOR_A_PAPER or self.paper is not None

    # What others do

    def on_mount(self) -> None:
        self.set_focus(self.query_one(PaperList))
        self.set_interval(REFRESH_EVERY, self._look)
        self.set_interval(COMPACT_EVERY, self.library.compact_in_background)
        self._tell_notices()
        self._count()

    def take(self, changes: Iterable[Change]) -> None:
        """Show what was changed, here or elsewhere; the cursor stays on its paper."""
        news = self.catalogue.take(changes)
        if news.came or news.gone:
            if not self.query_text.strip():
                self.view = self.view.showing(self.catalogue.uids)
            else:
                self._narrow(news)
        self.query_one(PaperList).show_changed(news.changed)
        self.version += 1

    def _narrow(self, news: News) -> None:
        """Keep what is shown true to the search; a newcomer to a sorted one needs a new search."""
        found = finding.matching(self.catalogue, self.query_text, news.came)
        again = bool(found) and finding.is_sorted(self.query_text)
        self.view = self.view.after(news, self.catalogue.uids, frozenset() if again else found)
        if again:
            self._search(self.query_text, begun=True)

    def _look(self) -> None:
        """Take over what other processes changed since the last look."""
        try:
            changes = self.library.refresh()
        except CarrelError as error:
            if str(error) != self._trouble:  # said once, not twice a second
                tell_error(self, error)
            self._trouble = str(error)
            return
        self._trouble = ""
        if changes:
            self.take(changes)
        self._tell_notices()

    def _tell_notices(self) -> None:
        notices = self.library.notices
        for notice in notices[self._told :]:
            tell(self, notice, "warning")
        self._told = len(notices)

    @work
    async def _count(self) -> None:
        await self.catalogue.count_unread()
        self.version += 1

    @work(exclusive=True, group="search")
    async def _search(self, text: str, *, begun: bool = False) -> None:
        """Show what is found as it is found; a new search begins at its first paper."""
        async for found in finding.find(self.catalogue, text, self.query_one(PaperList).page):
            self.view = self.view.showing(found.uids) if begun else View(found.uids)
            begun = True
        self.searching = False

    # What the user does

    def meant(self) -> list[Paper]:
        return [self.paper] if self.paper else []

    def go_to(self, uid: str) -> None:
        self.view = self.view.on(uid)

    def on_search_line_typed(self, message: SearchLine.Typed) -> None:
        self.query_text = message.text

    def on_paper_list_chosen(self, message: PaperList.Chosen) -> None:
        self.view = self.view.at(message.place)

    def on_paper_list_opened(self) -> None:
        self.action_open()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        if isinstance(event.widget, Details | PaperList):
            self.reading = isinstance(event.widget, Details)

    def action_search(self) -> None:
        self.reading = False
        self.set_focus(self.query_one(QueryInput))

    def action_open(self) -> None:
        if self.paper:
            self.reading = True
            self.set_focus(self.query_one(Details))

    def action_back(self) -> None:
        if not self.reading:
            self.query_one(SearchLine).write("")
        self.action_to_list()

    def action_to_list(self) -> None:
        self.reading = False
        self.set_focus(self.query_one(PaperList))

    def action_move(self, places: int) -> None:
        self.view = self.view.at(self.view.cursor + places)

    def action_page(self, pages: int) -> None:
        self.action_move(pages * self.query_one(PaperList).page)

    def action_first(self) -> None:
        self.view = self.view.at(0)

    def action_last(self) -> None:
        self.view = self.view.at(len(self.view.uids))

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen(keys.described(self.app, super().active_bindings)))
