"""The app: Textual around one library."""

import os
from collections.abc import Iterable

from textual.app import App, SystemCommand
from textual.screen import Screen

from storage import Library
from tui import keys
from tui.palette import Actions
from tui.screens.main import MainScreen


class CarrelApp(App[None]):
    """Opens on the main screen. `place` is what the title line says of where the library is."""

    TITLE = "Carrel"
    CSS_PATH = "app.tcss"
    BINDINGS = [*keys.EVERYWHERE]
    COMMANDS = App.COMMANDS | {Actions}

    def __init__(self, library: Library, *, place: str = "", editor: str = "") -> None:
        super().__init__()
        self.library = library
        self.place = place or shortened(library.folder)
        self.editor = editor

    def on_mount(self) -> None:
        self.app_resume_signal.subscribe(self, self._back)

    def _back(self, _: App[object]) -> None:
        """After `fg` the terminal shows the shell's lines; nothing else would paint over them."""
        self.refresh(layout=True)

    def get_default_screen(self) -> Screen[None]:
        return MainScreen(self.library, self.place, self.editor)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Of Textual's own commands those that are about Carrel too."""
        for command in super().get_system_commands(screen):
            if command.title == "Theme":
                yield command


def run(folder: str, *, editor: str = "") -> int:
    """Open the library in that folder, and the app on it; returns the exit code."""
    with Library.open(folder) as library:
        app = CarrelApp(library, editor=editor)
        app.run()
        return app.return_code or 0


def shortened(folder: str) -> str:
    """The folder as people write it, from ~ on."""
    home = os.path.expanduser("~")
    if folder == home or folder.startswith(home.rstrip(os.sep) + os.sep):
        return "~" + folder[len(home.rstrip(os.sep)) :]
    return folder
