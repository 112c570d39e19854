"""The main screen: it holds the state, hands it down to its widgets, and acts on their messages."""

import asyncio
import gc
from collections.abc import Iterable
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import Horizontal
from textual.events import DescendantFocus
from textual.geometry import Size
from textual.reactive import var

from papers import CarrelError, Change, Paper
from storage import Library
from tui import keys, memory
from tui.deeds.adding import Adding
from tui.deeds.consulting import Consulting
from tui.deeds.judging import Judging
from tui.deeds.moving import Moving
from tui.deeds.noting import Noting
from tui.deeds.panes import Panes
from tui.deeds.refreshing import Refreshing
from tui.desk import UNDO
from tui.finding import Finder
from tui.glyphs import Glyphs
from tui.pace import after
from tui.painter import Painter
from tui.preferences import Means
from tui.toasts import tell, tell_error
from tui.view import View
from tui.widgets.details import Details, Reading
from tui.widgets.key_line import KeyLine
from tui.widgets.line import Line
from tui.widgets.paper_list import PaperList
from tui.widgets.remark import Remark
from tui.widgets.side import Side
from tui.widgets.title_line import Counts, TitleLine

REFRESH_EVERY = 0.5  # seconds between two looks at what other processes changed
CLOCK_EVERY = 1.0
PATIENCE = 1000  # turns of the loop that a key waits for those typed before it
COMPACT_EVERY = 60.0
GIVE_BACK_EVERY = 30.0
PAUSE = 0.1  # while typing, after which the details follow
MEDIUM, WIDE = 100, 118  # cells from which on the details, and the shelves, stand beside the list
OTHER_STYLES = Path(__file__).parents[1] / "screens.tcss"  # of all but the main screen
HINT = "search:  lora  tag:peft  year>=2020  status:unread  rating>3"


class QueryLine(Line):
    """Where a search is typed."""

    BINDINGS = [*keys.WHILE_SEARCHING]


class Shelf(Horizontal):
    """The panes, which cover all of it."""

    BLANK = True


class MainScreen(Consulting, Panes, Moving, Judging, Noting, Adding, Refreshing):
    """The shelves, the list with its search line, and the details."""

    BINDINGS = [*keys.MAIN]
    BLANK = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (MEDIUM, "-medium"), (WIDE, "-wide")]

    # vars, because a reactive of a screen repaints all of it
    counts: var[Counts] = var(Counts())
    nothing: var[str] = var("")
    reading: var[Reading] = var(Reading())

    def __init__(
        self, library: Library, glyphs: Glyphs, place: str, cache_folder: str, means: Means
    ) -> None:
        super().__init__(library, glyphs)
        self._compositor = Painter(self.app.shown)  # type: ignore[attr-defined]
        self.place = place
        self.editor = means.editor
        self.look_up = means.look_up
        self.attach = means.attach
        self.open_command = means.open_command
        self.pictures = means.pictures
        self.notes_folder = means.notes_folder
        self.cache_folder = cache_folder
        self.finder = Finder(self.catalogue, cache_folder)
        self.set_reactive(MainScreen.view, View(self.catalogue.uids))
        self.set_reactive(MainScreen.paper, self.catalogue.paper(self.view.uid))
        self.set_reactive(MainScreen.reading, Reading(self.paper))
        self._pause: asyncio.TimerHandle | None = None

    def compose(self) -> ComposeResult:
        yield TitleLine(self.place).data_bind(MainScreen.counts)
        yield QueryLine(sign="/ ", hint=HINT, id="query")
        yield Remark().data_bind(MainScreen.said, MainScreen.warning)
        with Shelf(id="desk"):
            yield Side().data_bind(items=MainScreen.shelves, chosen=MainScreen.chosen)
            yield PaperList(self.catalogue.paper, self.glyphs).data_bind(
                MainScreen.view, MainScreen.marks, MainScreen.order, MainScreen.names,
                MainScreen.nothing,
            )  # fmt: skip
            yield Details(self.glyphs).data_bind(MainScreen.reading, MainScreen.around)
        yield KeyLine()

    def watch_offers(self) -> None:
        """The box is made when something is first offered: the first frame needs none."""
        from tui.widgets.completions import Completions

        if not self.query(Completions):
            if not self.offers:
                return
            self.mount(Completions())
        box = self.query_one(Completions)
        box.at = self.line.cursor_cell
        box.options = self.offered

    def watch_offer(self, place: int) -> None:
        from tui.widgets.completions import Completions

        for box in self.query(Completions):
            box.chosen = place

    # What follows from the state

    def watch_view(self) -> None:
        self._read()

    def _read(self) -> None:
        """The details are about the paper under the cursor, as it is now; while a search is typed
        they wait for a pause: each letter brings another paper, and eyes are on the list."""
        self.paper = self.catalogue.paper(self.view.uid) if self.view.uid else None
        if self.typing:
            if self._pause:
                self._pause.cancel()
            self._pause = after(PAUSE, self, self._show_details)
        else:
            self._show_details()

    def _show_details(self) -> None:
        if self._pause:
            self._pause.cancel()
        self._pause = None
        self.reading = Reading(self.paper, self.view.query)

    def watch_marks(self) -> None:
        self.count()
        self.explain()

    def watch_paper(self, old: Paper | None, new: Paper | None) -> None:
        if (old is None) != (new is None):
            self.refresh_bindings()

    def count(self) -> None:
        total, shown = len(self.catalogue), len(self.view.uids)
        indexed = None if self.finder.ready else round(self.finder.progress * 100)
        narrowed = bool(self.query_text.strip() or self.alike)
        self.counts = Counts(
            shown, total, self.unread(), narrowed, self.searching, len(self.marks),
            indexed if self.searching else None,
        )  # fmt: skip
        found_nothing = narrowed and not shown and not self.searching
        text = self.query_text.strip()
        self.nothing = f"No paper matches {text}\nescape shows all papers" if found_nothing else ""
        self._welcome(not total)

    @property
    def every_binding(self) -> dict[str, ActiveBinding]:
        """What keys do at the moment, whatever has the focus."""
        return super().active_bindings

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """What the footer shows; while a search is typed, letters are only letters."""
        active = super().active_bindings
        if not isinstance(self.focused, Line):
            return active
        return {key: each for key, each in active.items() if not keys.types_text(key)}

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002  # Textual's signature
    ) -> bool:
        """Whether an action is there at the moment; the footer shows no other."""
        if action in keys.IN_LIST and self.over == "details":
            return False
        if action in keys.AHEAD and isinstance(self.focused, Line):
            return False
        if action == "sample":
            return not len(self.catalogue)
        return action not in keys.FOR_A_PAPER or self.paper is not None

    # What others do

    def on_mount(self) -> None:
        self.set_focus(self.query_one(PaperList))
        self.recount()
        self.explain()
        self.set_interval(REFRESH_EVERY, self.look_at_others)
        self.set_interval(CLOCK_EVERY, self.look_at_clock)
        self.set_interval(COMPACT_EVERY, self.library.compact_in_background)
        self.set_interval(GIVE_BACK_EVERY, self._give_back)
        self.tell_notices()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """The first frame is on screen: now for what may take a while.

        What is there by now stays, and no collection in the middle of a key need visit it. Until
        here there was none: the launcher switched them off."""
        self.app.stylesheet.read(OTHER_STYLES)
        self.app.stylesheet.parse()
        gc.freeze()
        gc.enable()
        self.begin_index()
        self.recover_notes()
        self._load_dialogs()

    @work(thread=True, group="load")
    def _load_dialogs(self) -> None:
        """What the first keys open is loaded before they are pressed."""
        import tui.screens.choice
        import tui.screens.tags
        import tui.widgets.completions  # noqa: F401

    @work(thread=True, group="memory")
    def _give_back(self) -> None:
        memory.give_back()

    def on_unmount(self) -> None:
        self.finder.close()

    def on_resize(self) -> None:
        self.call_after_refresh(self.fit_panes)

    def _screen_resized(self, size: Size) -> None:
        """Behind a dialog that opens nothing is laid out anew: the size is what it was."""
        if self.is_active or size != self.size:
            super()._screen_resized(size)

    def take(self, changes: Iterable[Change]) -> None:
        """Show what was changed, here or elsewhere; the cursor stays on its paper."""
        changes = tuple(changes)
        self.changed_here(changes)
        news = self.catalogue.take(changes)
        self.tell_index(changes)
        self.marks = self.marks.without(news.gone) if news.gone else self.marks
        self.narrow(news)
        self._read()
        self.query_one(PaperList).show_changed(news.changed)
        self.count()
        self.count_changed(changes)

    def _welcome(self, empty: bool) -> None:
        """An empty library shows how to begin; the page is only made when it is needed."""
        if empty != self.has_class("-empty"):
            self.set_class(empty, "-empty")
            if empty:
                self.set_focus(None)  # else the search line gets the keys of the list that goes
            else:
                self.call_after_refresh(self._greet)
        if empty and not self.query("Welcome"):
            from tui.widgets.welcome import Welcome

            self.query_one("#desk").mount(Welcome())

    def _greet(self) -> None:
        """The first papers came: the keys are for them."""
        if not self.focused:
            self.focus_list()

    # What the user does

    def go_to(self, uid: str) -> None:
        self.view = self.view.on(uid)

    def on_paper_list_chosen(self, message: PaperList.Chosen) -> None:
        if message.mark:
            self.mark_at(message.place)
        elif message.up_to:
            self.mark_up_to(message.place)
        else:
            self.move_to(message.place)

    def on_paper_list_opened(self) -> None:
        self.action_open()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        if isinstance(event.widget, Details):
            self.over = "details"
        elif isinstance(event.widget, Side):
            self.over = "side"
        elif isinstance(event.widget, PaperList):
            self.over = ""

    def action_search(self) -> None:
        self.over = ""
        self.set_focus(self.line)

    def action_open(self) -> None:
        if self.paper:
            self.focus_details()

    def action_back(self) -> None:
        """Close what is open; else drop the marks; else end the search."""
        if self.drop_offers() or (not self.over and self.leave_alike()):
            return
        typing = isinstance(self.focused, Line)
        if not self.over and (typing or not self.drop_marks()):
            self.show_query("")
        self.focus_list()

    def action_sample(self) -> None:
        """A few papers for whoever wants to try things before bringing in their own."""
        from commands.sample import add_sample

        try:
            self.take(add_sample(self.library).changes)
        except CarrelError as error:
            tell_error(self, error)
        else:
            tell(self, f"These are sample papers, to try things on. {UNDO}")

    async def action_to_list(self) -> None:
        """Go on in the list; first it shows what was typed before this key."""
        for _ in range(PATIENCE):
            if not (self.line.message_queue_size or self.message_queue_size):
                break
            await asyncio.sleep(0)
        self.drop_offers()
        self._show_details()
        self.focus_list()

    def action_move(self, places: int) -> None:
        if self.offers:
            self.action_completion(places)
        else:
            super().action_move(places)
