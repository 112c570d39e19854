"""Papers that may be one, pair by pair: what differs, whose word counts, and the decision."""

from collections.abc import Callable, Sequence

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from commands.dedupe import Difference, Suspect, keep_apart, suspects
from commands.describe import title
from commands.merge_papers import merge
from papers import CarrelError, Paper
from papers.names import short
from papers.text import counted, fit, visible, width
from storage import Library, Step
from tui import keys
from tui.toasts import tell, tell_error
from tui.widgets.candidate_list import CandidateList, Line
from tui.widgets.key_line import KeyLine
from tui.widgets.options import Option, Options

WIDE = 100
BETWEEN, AROUND = "  |  ", 7  # two values; what stands before and behind them
OURS = frozenset(
    {"key", "aliases", "tags", "annotations", "files", "queue"}
)  # united, or the first's

Change = Callable[[Callable[[], Step]], Step | None]


class Stopped(CarrelError):
    """The user would not wait."""


class DuplicatesScreen(Screen[None]):
    """Each decision is made at once by `change`, which shows it and says whether it was made."""

    BINDINGS = [*keys.IN_DUPLICATES, *keys.HELP]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    SIGNS_SAID = (
        ("<", "the value of the paper that stays is kept"),
        (">", "the value of the other paper is kept"),
        ("%", "how much alike the two papers are"),
    )

    pairs: var[Sequence[Suspect]] = var(())
    swapped: var[bool] = var(False)
    taken: var[frozenset[str]] = var(frozenset())  # fields in which the other paper's word counts

    def __init__(
        self, library: Library, change: Callable[[Callable[[], Step]], Step | None]
    ) -> None:
        super().__init__()
        self.library = library
        self.change = change

    def compose(self) -> ComposeResult:
        yield Static("Looking for duplicates …", id="duplicates-title")
        with Horizontal(id="duplicates-desk"):
            yield CandidateList()
            with Vertical(id="duplicates-pair"):
                yield Static(id="duplicates-papers")
                yield Options()
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(CandidateList).focus()
        self._find()

    @work(thread=True, exclusive=True, group="find")
    def _find(self) -> None:
        worker = get_current_worker()

        def progress(_done: int, _total: int) -> None:
            if worker.is_cancelled:
                raise Stopped

        try:
            groups = suspects(self.library, progress=progress)
        except Stopped:
            return
        except CarrelError as error:
            self.app.call_from_thread(tell_error, self, error)
            return
        self.app.call_from_thread(
            self._found, [each for group in groups for each in group.suspects]
        )

    def _found(self, pairs: Sequence[Suspect]) -> None:
        self.pairs = pairs
        self._show()

    # What is shown

    @property
    def pair(self) -> Suspect | None:
        place = self.query_one(CandidateList).cursor
        return self.pairs[place] if place < len(self.pairs) else None

    @property
    def papers(self) -> tuple[Paper, Paper] | None:
        """The paper that stays, and the one that goes into it."""
        if not self.pair:
            return None
        one, other = self.pair.one, self.pair.other
        return (other, one) if self.swapped else (one, other)

    def _show(self) -> None:
        many = len(self.pairs)
        said = f"{counted(many, 'possible duplicate')}" if many else "There are no duplicates."
        self.query_one("#duplicates-title", Static).update(Content(said))
        listed = self.query_one(CandidateList)
        listed.lines = [
            Line(f"{pair.score:>3}%", title(pair.one), f"{pair.one.key} {pair.other.key}")
            for pair in self.pairs
        ]
        listed.refresh()
        self._compare()

    def on_candidate_list_moved(self, message: CandidateList.Moved) -> None:
        message.stop()
        self.swapped, self.taken = False, frozenset()
        self._compare()

    def _compare(self) -> None:
        self.refresh_bindings()
        options, head = self.query_one(Options), self.query_one("#duplicates-papers", Static)
        options.nothing = "Nothing differs." if self.pair else ""
        if not (self.papers and self.pair):
            options.options = ()
            head.update("")
            return
        stays, goes = self.papers
        head.update(
            Content.assemble(
                (visible(self.pair.reason), "dim"),
                "\n",
                ("stays  ", "bold"),
                visible(_said(stays)),
                "\n",
                ("goes   ", "bold"),
                visible(_said(goes)),
                "\n",
            )
        )  # fmt: skip
        differences = self.pair.differences
        names = max((width(each.field) for each in differences), default=0)
        cells = options.size.width - names - AROUND
        options.options = [
            Option(each.field, self._sign(each.field), self._texts(each, cells))
            for each in differences
        ]
        options.refresh()

    def _texts(self, each: Difference, cells: int) -> str:
        """What both say, each of them with half of the room if it needs that much."""
        one, other = each.one or "nothing", each.other or "nothing"
        first, second = (other, one) if self.swapped else (one, other)
        room = max(cells - width(BETWEEN), 0)
        return f"{fit(first, max(room // 2, room - width(second)))}{BETWEEN}{second}"

    def on_resize(self) -> None:
        self.call_after_refresh(self._compare)

    def _sign(self, field: str) -> str:
        if field in OURS:
            return " "
        return ">" if field in self.taken else "<"

    # What is done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # Textual's signature
        if action in ("merge", "apart", "swap", "take"):
            return self.is_mounted and self.pair is not None
        return True

    def action_step(self, places: int) -> None:
        if isinstance(self.focused, Options):
            self.focused.cursor += places
        else:
            self.query_one(CandidateList).cursor += places

    def action_other_pane(self) -> None:
        here = isinstance(self.focused, Options)
        self.set_focus(self.query_one(CandidateList if here else Options))

    def action_take(self) -> None:
        """Let the other paper's word count in this field, or the first's after all."""
        options = self.query_one(Options)
        if self.pair and options.cursor < len(self.pair.differences):
            field = self.pair.differences[options.cursor].field
            if field not in OURS:
                self.taken ^= {field}
                self._compare()

    def action_swap(self) -> None:
        self.swapped = not self.swapped
        self._compare()

    def action_merge(self) -> None:
        if not self.papers:
            return
        stays, goes = self.papers
        choices = dict.fromkeys(self.taken, goes.uid)
        if self.change(lambda: merge(self.library, [stays.uid, goes.uid], choices)):
            tell(self, f"Merged into {stays.key}; the key {goes.key} still finds it. u undoes it.")
            self._decided(gone=goes.uid)

    def action_apart(self) -> None:
        if not self.papers:
            return
        papers = self.papers
        if self.change(lambda: keep_apart(self.library, papers)):
            tell(self, "Kept apart; this pair is not shown again. u undoes it.")
            self._decided()

    def _decided(self, gone: str = "") -> None:
        """The pair goes, and with a merged paper every other pair that it was in."""
        done = self.pair
        self.pairs = [
            pair for pair in self.pairs
            if pair is not done and gone not in (pair.one.uid, pair.other.uid)
        ]  # fmt: skip
        self.swapped, self.taken = False, frozenset()
        self._show()

    def action_leave(self) -> None:
        self.workers.cancel_group(self, "find")
        self.dismiss(None)


def _said(paper: Paper) -> str:
    who = short(paper.authors or paper.editors)
    year = str(paper.year or "")
    return "  ".join(filter(None, [paper.key, title(paper), who, year, paper.venue]))
