"""What was pasted, before it comes in: every item, what it is like, and what is planned."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from commands.bring_in import Gathered, plan, take_in
from commands.import_papers import ADDED, LEAVE, LEFT, MERGE, MERGED, UNCHANGED, Choice, Receipt
from commands.look_up import LookUp
from papers import CarrelError, Change, Paper
from papers.text import visible
from storage import Library
from tui import keys
from tui.candidates import SAID, SIGNS, Candidate, candidates, differences
from tui.description import Part, describe_paper
from tui.glyphs import Glyphs
from tui.toasts import tell, tell_error
from tui.widgets.candidate_list import CandidateList, Line
from tui.widgets.key_line import KeyLine
from tui.widgets.parts import Parts

WIDE = 100


class Came(NamedTuple):
    """What came of it: the changes, the first paper that came, and a sentence."""

    changes: tuple[Change, ...] = ()
    uid: str = ""
    said: str = ""


class GivenUp(CarrelError):
    """The user would not wait for it any longer."""


class ReviewScreen(Screen[Came | None]):
    """Answers with what was taken in; None if nothing was."""

    BINDINGS = [*keys.IN_REVIEW, *keys.HELP]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    SIGNS_SAID = (
        (SIGNS[ADDED], "comes in as a new paper"),
        (SIGNS[MERGED], "is merged into a paper of the library"),
        (SIGNS[UNCHANGED], "is in the library already"),
        (SIGNS[LEFT], "is left out"),
        ("!", "could not be read; its text is kept in a file"),
    )

    busy: var[str] = var("")

    def __init__(
        self,
        library: Library,
        gathered: Gathered,
        receipt: Receipt,
        glyphs: Glyphs,
        look_up: LookUp | None = None,
    ) -> None:
        super().__init__()
        self.library = library
        self.gathered = gathered
        self.receipt = receipt
        self.glyphs = glyphs
        self.look_up = look_up
        self.choices: dict[int, Choice] = {}
        self.items: Sequence[Candidate] = ()

    def compose(self) -> ComposeResult:
        yield Static(id="review-title")
        with Horizontal(id="review-desk"):
            yield CandidateList()
            yield Parts()
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(CandidateList).focus()
        self._show()
        for paper, reason in self.gathered.waiting[:3]:
            tell(self, f"{paper.source.name or paper.key}: {reason}", "warning")

    # What is shown

    def _show(self) -> None:
        there = {
            uid: paper for uid in self.receipt.uids if uid and (paper := self.library.get(uid))
        }
        self.items = candidates(self.gathered, self.receipt, there)
        lines = [
            Line(SIGNS[item.outcome], item.name, item.beside, item.outcome) for item in self.items
        ]
        lines += [
            Line("!", reject.reason, f"line {reject.line}" if reject.line else "", "rejected")
            for reject in self.gathered.imported.rejected
        ]
        listed = self.query_one(CandidateList)
        listed.lines = lines
        listed.refresh()
        self._title()
        self._tell_of(listed.cursor)

    def _title(self) -> None:
        counts = [
            f"{sum(item.outcome == outcome for item in self.items):,} {said}"
            for outcome, said in SAID.items()
            if any(item.outcome == outcome for item in self.items)
        ]
        if rejected := len(self.gathered.imported.rejected):
            counts.append(f"{rejected:,} unreadable")
        if skipped := len(self.gathered.skipped):
            counts.append(f"{skipped:,} files of other kinds skipped")
        said = self.busy or ", ".join(counts) or "no paper was found"
        line = Content.assemble("Adding ", (visible(self.gathered.name), "bold"), f"  · {said}")
        self.query_one("#review-title", Static).update(line)

    def watch_busy(self) -> None:
        if self.is_mounted:
            self._title()

    def on_candidate_list_moved(self, message: CandidateList.Moved) -> None:
        message.stop()
        self._tell_of(message.place)
        self.refresh_bindings()

    def _tell_of(self, place: int) -> None:
        self.query_one(Parts).parts = tuple(self._parts(place))

    def _parts(self, place: int) -> Iterator[Part]:
        rejected = self.gathered.imported.rejected
        if place < len(self.items):
            yield from self._parts_of(self.items[place])
        elif place - len(self.items) < len(rejected):
            reject = rejected[place - len(self.items)]
            yield Part(visible(reject.reason), "heading")
            yield Part(visible(reject.text[:5000], newlines=True))

    def _parts_of(self, item: Candidate) -> Iterator[Part]:
        if item.other and (item.doubt or item.outcome in (MERGED, UNCHANGED)):
            yield from self._compared(item, item.other)
            yield Part("")
        yield from describe_paper(item.paper, self.glyphs)

    def _compared(self, item: Candidate, other: Paper) -> Iterator[Part]:
        key = visible(other.key)
        if item.doubt:
            yield Part(f"It may be {key}: {visible(item.doubt)}", "heading")
            yield Part("m merges the two, a adds it as a paper of its own.")
        else:
            yield Part(f"This is {key}; what comes in (->) says:", "heading")
        found = differences(other, item.paper)
        for each in found:
            yield Part(visible(each.one) or "nothing", name=visible(each.field))
            yield Part(visible(each.other), name="->")
        if not found:
            yield Part("The same.")

    # What is decided

    @property
    def item(self) -> Candidate | None:
        place = self.query_one(CandidateList).cursor
        return self.items[place] if place < len(self.items) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # Textual's signature
        if action in ("decide", "edit") and self.is_mounted:
            return self.item is not None and not self.busy
        return True

    def action_step(self, places: int) -> None:
        self.query_one(CandidateList).cursor += places

    def action_page(self, pages: int) -> None:
        listed = self.query_one(CandidateList)
        listed.cursor += pages * listed.page

    def action_decide(self, what: str) -> None:
        """Leave an item out or take it after all, merge it, or add it whatever it is like."""
        item = self.item
        if not item:
            return
        if what == LEAVE and item.outcome == LEFT:
            del self.choices[item.place]
        elif what == MERGE and not item.other:
            tell(self, "Nothing in the library is like it, to be merged with.", "warning")
            return
        else:
            uid = item.other.uid if what == MERGE and item.other else ""
            self.choices[item.place] = Choice(what, uid)
        self._plan_anew()
        self.query_one(CandidateList).cursor += what == LEAVE

    def _plan_anew(self) -> None:
        try:
            self.receipt = plan(self.library, self.gathered, self.choices)
        except CarrelError as error:
            tell_error(self, error)
            return
        self._show()

    def action_edit(self) -> None:
        """Change the item before it comes in."""
        from tui.screens.entry import EntryScreen

        item = self.item
        if not item:
            return

        def keep(paper: Paper) -> None:
            imported = self.gathered.imported
            known = paper._replace(provisional="") if paper.text("title") else paper
            papers = (*imported.papers[: item.place], known, *imported.papers[item.place + 1 :])
            self.gathered = self.gathered._replace(imported=imported._replace(papers=papers))
            self._plan_anew()

        self.app.push_screen(EntryScreen(self.library, item.paper, self.look_up, keep=keep))

    # What is done

    def action_take(self) -> None:
        if self.busy:
            return
        if not any(item.outcome in (ADDED, MERGED) for item in self.items):
            tell(self, "There is nothing new to add: escape goes back.", "warning")
            return
        self.busy = "adding …"
        self._take()

    def action_leave(self) -> None:
        if self.busy:
            self.workers.cancel_group(self, "take")
        else:
            self.dismiss(None)

    @work(thread=True, group="take", exit_on_error=False)
    def _take(self) -> None:
        worker = get_current_worker()

        def progress(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise GivenUp("Stopped: nothing was added.")
            self.app.call_from_thread(self._at, done, total)

        try:
            receipt, kept = take_in(self.library, self.gathered, self.choices, progress=progress)
        except (CarrelError, OSError) as error:
            self.app.call_from_thread(self._refused, error)
        else:
            self.app.call_from_thread(self._done, receipt, kept)

    def _at(self, done: int, total: int) -> None:
        self.busy = f"adding {done:,} of {total:,}, escape stops it"

    def _refused(self, error: CarrelError | OSError) -> None:
        self.busy = ""
        tell_error(self, error)

    def _done(self, receipt: Receipt, kept: Sequence[str]) -> None:
        counts = [
            (receipt.added, "added"), (receipt.merged, "merged"),
            (receipt.unchanged, "already in the library"), (receipt.rejected, "unreadable"),
        ]  # fmt: skip
        said = ", ".join(f"{len(many):,} {what}" for many, what in counts if many)
        where = f" What could not be read is kept in {kept[0]}." if kept else ""
        papers = (*receipt.added, *receipt.merged)
        self.dismiss(Came(receipt.changes, papers[0].uid if papers else "", f"{said}.{where}"))
