"""The question which tags papers get and lose: a list to tick, and a line to find or make one.

Enter saves, tab ticks and goes on. What is typed is what is meant: a tag of that name, or a new
one; tags that are merely like it stand below.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from papers.text import fold, visible
from tui import keymap, keys
from tui.screens.dialog import Dialog
from tui.widgets.key_line import KeyLine
from tui.widgets.line import Line
from tui.widgets.options import Option, Options

State = Literal["all", "some", "none"]
SIGNS: dict[State, str] = {"all": "[x]", "some": "[-]", "none": "[ ]"}


class TagChange(NamedTuple):
    """Tags to add and tags to remove."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class TagLine(Line):
    """Where a tag is typed; before the first letter a space ticks."""

    BINDINGS = [*keys.IN_TAGS]

    async def on_key(self, event: events.Key) -> None:
        """Act before the next key of a burst becomes a letter of the tag."""
        action = keymap.bound(event.key, keys.IN_TAGS, self.app)
        if event.key == "space" and not self.text:
            action = "screen.tick"
        if action in ("screen.tick", "screen.save"):
            event.stop()
            event.prevent_default()
            await self.app.run_action(action, self)


class TagsDialog(Dialog[TagChange | None]):
    """Answers with what to add and remove, None if that is nothing."""

    BINDINGS = [*keys.IN_TAGS, *keys.HELP]
    SIGNS_SAID = (
        ("[x]", "all of the papers have the tag"),
        ("[-]", "some of them have it"),
        ("[ ]", "none of them has it"),
        ("[+]", "a new tag"),
    )

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
        self._pointed = False  # at a tag, with the arrows
        self._warned = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(visible(f"Tags of {self.about}")), classes="dialog-title")
            yield TagLine(sign="# ", hint="type a tag, or go down to one")
            yield Options(nothing="There are no tags yet: type one.")
            yield Static(classes="dialog-help")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Options).can_focus = False  # a click leaves the keys to the line
        self.query_one(TagLine).focus()
        self._show()

    @property
    def typed(self) -> str:
        return self.query_one(TagLine).text.strip()

    # What is shown

    def on_line_changed(self) -> None:
        self.query_one(Options).cursor = 0
        self._pointed = self._warned = False
        self._show()

    def _found(self, typed: str) -> list[str]:
        """The tag that is typed, whether or not there is one; then those that are like it."""
        wanted = fold(typed)
        found = [tag for tag in self._order if wanted in fold(tag)]
        found.sort(key=lambda tag: (fold(tag) != wanted, not fold(tag).startswith(wanted)))
        is_new = bool(typed) and (not found or fold(found[0]) != wanted)
        return [typed, *found] if is_new else found

    def _show(self) -> None:
        options = self.query_one(Options)
        options.options = [self._option(tag) for tag in self._found(self.typed)]
        options.refresh(layout=True)
        self._say()

    def _option(self, tag: str) -> Option:
        uses = self._uses.get(tag)
        if tag not in self._order:
            return Option(f"create {' and '.join(_several(tag))}", "[+]")
        return Option(tag, SIGNS[self._now.get(tag, "none")], f"{uses:,}" if uses else "")

    def _say(self) -> None:
        """What enter saves; what escape drops, once that was pressed."""
        said = "  ".join(
            f"{'+' if now == 'all' else '-' if now == 'none' else '±'}{tag}"
            for tag, now in self._changed(self._meant()).items()
        )
        if self._warned:
            hint = f"Not saved: {said}\nenter saves that, escape again drops it"
        else:
            hint = f"enter saves {said}" if said else "nothing to save yet"
        self.query_one(".dialog-help", Static).update(Content(visible(hint, newlines=True)))

    # What is decided

    def on_options_picked(self, message: Options.Picked) -> None:
        self._tick(self._found(self.typed)[message.place])

    def action_step(self, places: int) -> None:
        self.query_one(Options).cursor += places
        self._pointed = True
        self._say()

    def action_tick(self) -> None:
        if tag := self._under_cursor():
            self._tick(tag)

    def action_save(self) -> None:
        changed = self._changed(self._meant())
        add = tuple(tag for tag, now in changed.items() if now == "all")
        remove = tuple(tag for tag, now in changed.items() if now == "none")
        self.dismiss(TagChange(add, remove) if add or remove else None)

    def action_leave(self) -> None:
        """Empty the line; else go, where something is ticked at the second time."""
        line = self.query_one(TagLine)
        if line.text:
            line.write("")
        elif self._changed(self._now) and not self._warned:
            self._warned = True
            self._say()
        else:
            self.dismiss(None)

    def _under_cursor(self) -> str:
        found, place = self._found(self.typed), self.query_one(Options).cursor
        return found[place] if place < len(found) else ""

    def _tick(self, tag: str) -> None:
        self._now = self._ticked(tag)
        self._order[:0] = [each for each in _several(tag) if each not in self._order]
        self._pointed = self._warned = False
        line = self.query_one(TagLine)
        if line.text:
            line.write("")
        else:
            self._show()

    def _ticked(self, tag: str) -> dict[str, State]:
        ways: dict[State, State] = {"all": "none", "some": "all", "none": "all"}
        ticked = dict(self._now)
        for each in _several(tag) if tag not in self._order else [tag]:
            was = self._now.get(each, "none")
            ticked[each] = ways[was]
            if was == "none" and self._before.get(each) == "some":
                ticked[each] = "some"  # back to what it was, the third time
        return ticked

    def _meant(self) -> dict[str, State]:
        """What enter saves: what is ticked, and what is typed; where both are nothing, what the
        arrows went to."""
        is_new = not self._changed(self._now)
        if self.typed or (self._pointed and is_new):
            tag = self._under_cursor()
            return self._ticked(tag) if tag else self._now
        return self._now

    def _changed(self, now: Mapping[str, State]) -> dict[str, State]:
        return {tag: state for tag, state in now.items() if state != self._before.get(tag, "none")}


def _several(typed: str) -> list[str]:
    """The tags that a text with commas names."""
    return [tag for each in typed.split(",") if (tag := each.strip())]
