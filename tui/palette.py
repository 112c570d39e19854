"""The command palette: every action that has a key, on whatever screen."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode

from tui.screens.main import MainScreen
from tui.widgets.line import Line


class Deed(NamedTuple):
    """Something to do, under the name that it has in the footer, and whose action it is."""

    name: str
    help: str
    action: str
    whose: DOMNode


class Actions(Provider):
    """What the keys of a screen do, to be found by name."""

    async def discover(self) -> Hits:
        for deed in self._deeds():
            yield DiscoveryHit(deed.name, partial(self._do, deed), help=deed.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for deed in self._deeds():
            if (score := matcher.match(deed.name)) > 0:
                yield Hit(
                    score,
                    matcher.highlight(deed.name),
                    partial(self._do, deed),
                    help=deed.help,
                )

    def _deeds(self) -> Iterator[Deed]:
        screen = self.screen
        if isinstance(screen, MainScreen):
            bindings = [each for each in screen.BINDINGS if isinstance(each, Binding)]
            for binding in bindings:
                yield Deed(binding.description, binding.tooltip, binding.action, screen)
            return
        actions = set()
        for each in screen.active_bindings.values():
            action = each.binding.action
            if each.binding.id and action not in actions:  # Textual's own have no id
                actions.add(action)
                yield Deed(each.binding.description, each.binding.tooltip, action, each.node)

    async def _do(self, deed: Deed) -> None:
        if isinstance(self.screen, MainScreen) and isinstance(self.screen.focused, Line):
            # while a search is typed, most actions are not there
            await self.screen.action_to_list()
        await self.app.run_action(deed.action, deed.whose)
