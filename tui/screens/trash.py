"""The trash: what was removed, to be taken back or deleted for good."""

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from commands import describe
from papers import Paper
from papers.names import short
from tui import keys
from tui.screens.choice import Confirm
from tui.screens.dialog import Dialog
from tui.widgets.key_line import KeyLine
from tui.widgets.options import Option, Options

Act = Callable[[Sequence[Paper]], bool]


class TrashScreen(Dialog[None]):
    """Shows what `papers` gives; `restore` and `purge` act, and say whether they did."""

    BINDINGS = [*keys.IN_CHOICES[:2], *keys.IN_TRASH, *keys.HELP]

    def __init__(self, papers: Callable[[], Sequence[Paper]], *, restore: Act, purge: Act) -> None:
        super().__init__()
        self.papers = papers
        self.restore = restore
        self.purge = purge
        self._shown: Sequence[Paper] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog -large"):
            yield Static(Content("Trash"), classes="dialog-title")
            yield Options(nothing="The trash is empty: x in the list moves a paper here.")
        yield KeyLine()

    def on_mount(self) -> None:
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:  # noqa: ARG002
        return bool(self._shown) or action in ("dismiss", "step")

    def action_step(self, places: int) -> None:
        self.query_one(Options).cursor += places

    def action_restore(self) -> None:
        if (paper := self._meant()) and self.restore([paper]):
            self._show()

    def action_purge(self) -> None:
        if paper := self._meant():
            self._ask([paper], paper.key or describe.title(paper))

    def action_purge_all(self) -> None:
        count = len(self._shown)
        self._ask(self._shown, "the only paper in it" if count == 1 else f"all {count:,} papers")

    def _meant(self) -> Paper | None:
        place = self.query_one(Options).cursor
        return self._shown[place] if place < len(self._shown) else None

    def _ask(self, papers: Sequence[Paper], who: str) -> None:
        def answered(sure: bool | None) -> None:
            if sure and self.purge(papers):
                self._show()

        if papers:
            meaning = (
                "only the history keeps them" if len(papers) > 1 else "only the history keeps it"
            )
            self.app.push_screen(Confirm(f"Delete {who} for good?", meaning), answered)

    def _show(self) -> None:
        self._shown = sorted(self.papers(), key=lambda paper: paper.trashed, reverse=True)
        options = self.query_one(Options)
        options.options = [
            Option(describe.title(paper), paper.trashed[:10], short(paper.authors))
            for paper in self._shown
        ]
        options.refresh(layout=True)
        self.refresh_bindings()
