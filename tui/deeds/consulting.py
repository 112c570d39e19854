"""Going on from a paper: to what it links to, to those like it, to its first page."""

from collections.abc import Sequence

from textual import work
from textual.message import Message
from textual.reactive import var

from papers import CarrelError, NotFound, Paper
from papers.text import visible
from tui.around import ALIKE, Around, Goal
from tui.catalogue import News
from tui.deeds.sharing import Sharing
from tui.pace import after
from tui.query_text import tagged
from tui.toasts import tell, tell_error
from tui.view import View
from tui.widgets.details import Details

AGAIN = 2.0  # seconds until another look, while there is no index yet
MOST_ALIKE = 100


class Consulting(Sharing):
    """`around` is what was found around the paper under the cursor."""

    around: var[Around] = var(Around())
    pictures: str = "auto"

    class LookedAround(Message):
        """What stands around a paper is known."""

        def __init__(self, around: Around) -> None:
            self.around = around
            super().__init__()

    # Around the paper under the cursor

    def on_details_rested(self, message: Details.Rested) -> None:
        message.stop()
        self.look_around(message.uid)

    def look_around(self, uid: str) -> None:
        paper = self.paper
        if not paper or paper.uid != uid:
            return
        mentions = self._mentions(paper)
        self._look_around(paper, mentions)
        if mentions is None:
            after(AGAIN, self, lambda: self.look_around(uid))

    def _mentions(self, paper: Paper) -> Sequence[str] | None:
        """The papers whose notes may name this one, None while there is no index to tell."""
        return self.finder.mentioning(paper) if self.finder.ready else None

    @work(thread=True, group="around", exclusive=True)
    def _look_around(self, paper: Paper, mentions: Sequence[str] | None) -> None:
        from tui.around import look

        alike = self.finder.similar(paper.uid, ALIKE)
        self.post_message(self.LookedAround(look(self.library, paper, mentions, alike)))

    def on_consulting_looked_around(self, message: LookedAround) -> None:
        if self.paper and self.paper.uid == message.around.uid:
            self.around = message.around

    # Links

    def action_links(self) -> None:
        """List what the paper leads to; letters choose."""
        from tui.around import goals, look
        from tui.screens.choice import Answer, Choice

        paper = self.paper
        if not paper:
            return
        around = self.around
        if around.uid != paper.uid or not around.whole:
            around = look(self.library, paper, self._mentions(paper))
        found = list(goals(self.library, paper, around))
        if not found:
            tell(self, f"{self.said_of([paper.uid])} has no file, address or link to follow.")
            return
        answers = [
            Answer(goal, letter, name, said)
            for (goal, name, said), letter in zip(found, letters(len(found)), strict=True)
        ]

        def answered(goal: Goal | None) -> None:
            if goal:
                self.follow(goal)

        self.app.push_screen(Choice(f"Go from {self.said_of([paper.uid])} to", answers), answered)

    def on_details_followed(self, message: Details.Followed) -> None:
        message.stop()
        self.follow(message.goal)

    def follow(self, goal: Goal) -> None:
        """Go to the paper, or say what is opened and open it."""
        if goal.kind == "tag":
            self.show_query(f"{tagged(goal.what)} ")
            self.focus_list()
            return
        if goal.kind in ("paper", "key"):
            self._follow_to_paper(goal)
            return
        try:
            what = self._opened_by(goal)
        except CarrelError as error:
            tell_error(self, error)
        else:
            tell(self, f"Opening {visible(what)}")
            self._launch(what)

    def _follow_to_paper(self, goal: Goal) -> None:
        paper = self.library.by_key(goal.what) if goal.kind == "key" else None
        if goal.kind == "key" and not paper:
            tell(self, f"No paper has the key {goal.what}.", "warning")
        else:
            self._visit(paper.uid if paper else goal.what)

    def _opened_by(self, goal: Goal) -> str:
        from commands.open import document
        from tui.around import address_in

        if goal.kind == "web" or not self.paper:
            return goal.what
        if goal.kind == "file":
            file = next(each for each in self.paper.files if each.path == goal.what)
            return document(self.library.folder, file)
        if address := address_in(self.paper, goal.what):
            return address
        raise NotFound(f"The {goal.what} is no address that can be opened.")

    def _visit(self, uid: str) -> None:
        """Put the cursor on the paper; a search that does not show it ends."""
        if self.view.on(uid).uid != uid:
            self.leave_alike()
            self.show_query("")
            self.query_text = ""
        self.view = self.view.on(uid)

    def action_first_page(self) -> None:
        from commands.page_picture import page_picture
        from tui.screens.first_page import FirstPageScreen

        paper = self.paper
        if not paper:
            return

        def draw(width: int) -> bytes:
            return page_picture(self.cache_folder, self.library.folder, paper, width)

        self.app.push_screen(FirstPageScreen(self.said_of([paper.uid]), draw, self.pictures))

    # Papers like one

    def action_similar(self) -> None:
        """The list becomes the papers like this one; escape leaves them."""
        if not self.paper:
            return
        if not self.finder.ready:
            tell(self, "Still indexing: try again in a moment.", "warning")
            return
        self._find_alike(self.paper.uid)

    @work(thread=True, group="alike", exclusive=True)
    def _find_alike(self, uid: str) -> None:
        found = self.finder.similar(uid, MOST_ALIKE)
        self.app.call_from_thread(self._show_alike, uid, [uid, *found])

    def _show_alike(self, uid: str, uids: list[str]) -> None:
        if len(uids) == 1:
            tell(self, f"No paper is similar to {self.said_of([uid])}.")
            return
        self.alike = uid
        self.view = View(uids)
        self.said = f"similar to {self.said_of([uid])}, the closest first · escape goes back"
        self.count()

    def leave_alike(self) -> bool:
        """Show again what was shown before; whether there was anything to leave."""
        if not self.alike:
            return False
        self.alike = ""
        self.search_again()
        return True

    def narrow(self, news: News) -> None:
        if self.alike:
            self.view = self.view.without(news.gone)
        else:
            super().narrow(news)

    def _find(self, text: str) -> Sequence[str]:
        self.alike = ""
        return super()._find(text)


def letters(count: int) -> list[str]:
    """A letter for each of so many answers, as far as they go; j and k move."""
    known = "abcdefghilmnopqrstuvwxyz"
    return [*known[:count], *[""] * (count - len(known))]
