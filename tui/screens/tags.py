"""The question which tags papers get and lose: a list to tick, and a line to find or make one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from papers.text import fold, visible
from tui import keys
from tui.widgets.key_line import KeyLine
from tui.widgets.line import Line
from tui.widgets.options import Option, Options

State = Literal["all", "some", "none"]
SIGNS: dict[State, str] = {"all": "[x]", "some": "[-]", "none": "[ ]"}


class TagChange(NamedTuple):
    """Tags to add and tags to remove."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class TagsDialog(ModalScreen[TagChange | None]):
    """Answers with what to add and remove, None if that is nothing."""

    BINDINGS = [*keys.IN_TAGS, *keys.IN_DIALOGS]

    def __init__(
        self, about: str, tagged: Sequence[Iterable[str]], known: Sequence[tuple[str, int]]
    ) -> None:
        """`tagged` has each paper's tags; `known` are the library's, with how many have them."""
        super().__init__()
        self.about = about
        counts = Counter(tag for tags in tagged for tag in tags)
        everywhere = len(tagged)
        self._before: dict[str, State] = {
            tag: "all" if count == everywhere else "some" for tag, count in counts.items()
        }
        self._uses = dict(known)
        others = [tag for tag, _ in known if tag not in counts]
        self._order = [*sorted(counts, key=str.casefold), *others]
        self._now: dict[str, State] = dict(self._before)
        self._shown: list[str] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(visible(f"Tags of {self.about}")), classes="dialog-title")
            yield Line(sign="# ", hint="type to find a tag, or to make one")
            yield Options(nothing="There are no tags yet: type one and press enter.")
            yield Static(classes="dialog-help", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self._show("")
        self.query_one(Line).focus()

    def on_line_changed(self, message: Line.Changed) -> None:
        self._show(message.text)
        self.query_one(Options).cursor = 0

    def on_options_picked(self, message: Options.Picked) -> None:
        self._toggle(self._shown[message.place])

    def action_step(self, places: int) -> None:
        self.query_one(Options).cursor += places

    def on_line_submitted(self, message: Line.Submitted) -> None:
        """Tick what the cursor is on and begin a new word; with nothing new to tick, be done."""
        options = self.query_one(Options)
        typed = message.line.text  # a second enter may have been pressed before the first was seen
        if not typed.strip() and not options.cursor and self._now != self._before:
            self.action_save()
        elif options.cursor < len(self._shown):
            for tag in self._shown[options.cursor].split(","):
                self._toggle(tag.strip())
            message.line.write("")

    def action_save(self) -> None:
        changed = {tag: now for tag, now in self._now.items() if now != self._before.get(tag)}
        add = tuple(tag for tag, now in changed.items() if now == "all")
        remove = tuple(tag for tag, now in changed.items() if now == "none" and tag in self._before)
        self.dismiss(TagChange(add, remove) if add or remove else None)

    def _toggle(self, tag: str) -> None:
        if not tag:
            return
        ways: dict[State, State] = {"all": "none", "some": "all", "none": "all"}
        now = ways[self._now.get(tag, "none")]
        if now == "all" and self._now.get(tag) == "none" and self._before.get(tag) == "some":
            now = "some"  # back to what it was, the third time
        self._now[tag] = now
        if tag not in self._order:
            self._order.insert(0, tag)
        self._show(self.query_one(Line).text)

    def _show(self, typed: str) -> None:
        wanted = fold(typed.strip())
        found = [tag for tag in self._order if wanted in fold(tag)]
        found.sort(key=lambda tag: not fold(tag).startswith(wanted))
        if wanted and wanted not in map(fold, found):
            found.insert(1, typed.strip())  # where it is seen, however many there are
        self._shown = found
        options = self.query_one(Options)
        options.options = [self._option(tag) for tag in found]
        options.refresh(layout=True)
        self._say()

    def _option(self, tag: str) -> Option:
        uses = self._uses.get(tag)
        if tag not in self._order:
            return Option(tag, "[+]", "make this tag")
        return Option(tag, SIGNS[self._now.get(tag, "none")], f"{uses:,}" if uses else "")

    def _say(self) -> None:
        changed = [
            f"{'+' if now == 'all' else '-' if now == 'none' else '±'}{tag}"
            for tag, now in self._now.items()
            if now != self._before.get(tag, "none")
        ]
        said = "  ".join(changed)
        hint = f"enter ticks, enter again saves:  {said}" if said else "enter ticks a tag"
        self.query_one(".dialog-help", Static).update(Content(visible(hint)))
