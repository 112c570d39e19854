"""The command palette: every action that has a key."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.screens.main import MainScreen
from tui.widgets.line import Line


class Deed(NamedTuple):
    """Something to do, under the name that it has in the footer."""

    name: str
    help: str
    action: str


class Actions(Provider):
    """What the keys of the main screen do, to be found by name."""

    async def discover(self) -> Hits:
        for deed in self._deeds():
            yield DiscoveryHit(deed.name, partial(self._do, deed.action), help=deed.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for deed in self._deeds():
            if (score := matcher.match(deed.name)) > 0:
                yield Hit(
                    score,
                    matcher.highlight(deed.name),
                    partial(self._do, deed.action),
                    help=deed.help,
                )

    def _deeds(self) -> Iterator[Deed]:
        if isinstance(self.screen, MainScreen):
            bindings = [each for each in self.screen.BINDINGS if isinstance(each, Binding)]
            for binding in bindings:
                yield Deed(binding.description, binding.tooltip, binding.action)

    async def _do(self, action: str) -> None:
        if isinstance(self.screen, MainScreen) and isinstance(self.screen.focused, Line):
            # while a search is typed, most actions are not there
            await self.screen.action_to_list()
        await self.app.run_action(action, self.screen)
