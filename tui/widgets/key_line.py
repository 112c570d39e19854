"""The last line: the keys that do something at the moment, drawn from the bindings.

Textual's Footer makes a widget of every key, and all of them anew whenever the focus moves: that is
a third of the app's start. This is one widget with one line of text.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from textual.app import App
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from papers.text import width

LAST = 2  # keys that are never left out


class Key(NamedTuple):
    """A key and how it is shown; what it does is said behind the last key of a group."""

    name: str
    shown: str
    what: str


class KeyLine(Widget):
    """Clicking on a key presses it."""

    COMPONENT_CLASSES = {"key-line--key"}
    ALLOW_SELECT = False

    keys: reactive[tuple[Key, ...]] = reactive(())

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def _bindings_updated(self, screen: Screen[object]) -> None:
        self.keys = tuple(shown_keys(self.app, screen.active_bindings))

    @property
    def fitting(self) -> tuple[Key, ...]:
        """The keys that there is room for; the last two, which are help and quit, always are."""
        keys, room = list(self.keys), self.size.width
        while len(keys) > LAST and sum(width(key.shown + _behind(key)) for key in keys) > room + 1:
            del keys[-1 - LAST]
        return tuple(keys)

    def render(self) -> Content:
        style = self.get_visual_style("key-line--key")
        parts: list[Content] = []
        for key in self.fitting:
            parts += [Content.styled(key.shown, style), Content(_behind(key))]
        return Content("").join(parts)

    def on_click(self, event: Click) -> None:
        end = self.styles.padding.left
        for key in self.fitting:
            end += width(key.shown + _behind(key))
            if event.x < end:
                self.app.simulate_key(key.name)
                return


def shown_keys(app: App[object], active: Mapping[str, ActiveBinding]) -> Iterator[Key]:
    """The bindings that are to be shown, each action once; those of a group share what is said."""
    shown: dict[str, Binding] = {}
    for each in active.values():
        if each.binding.show:
            shown.setdefault(each.binding.action, each.binding)
    bindings = list(shown.values())
    for binding, following in zip(bindings, [*bindings[1:], None], strict=True):
        group = binding.group
        what = group.description if group else binding.description
        if group and following and following.group is group:
            what = ""
        yield Key(binding.key, app.get_key_display(binding), what)


def _behind(key: Key) -> str:
    return f" {key.what} " if key.what else ""
