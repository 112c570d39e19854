"""The app: Textual around one library."""

import os
import signal
import sys
from asyncio import TimerHandle, get_running_loop
from collections.abc import Iterable
from typing import TYPE_CHECKING

os.environ.setdefault("TEXTUAL_FPS", "240")  # a second frame for one key comes 4 ms later, not 17
if "SSH_CONNECTION" in os.environ:  # a bad line may part an arrow's letters
    os.environ.setdefault("ESCDELAY", "400")  # milliseconds

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.app import App, SystemCommand
from textual.events import Resize
from textual.screen import Screen

from storage import Library
from tui import glyphs, keymap, keys, themes
from tui.pace import after
from tui.painter import Frame, Shown
from tui.preferences import USUAL_MEANS, USUAL_PREFERENCES, Means, Preferences, Source
from tui.screens.main import MainScreen
from tui.toasts import Diary, tell

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.command import Provider

LOW = 18  # lines below which dialogs do without the room around what they say
SETTLED_AFTER = 0.25  # seconds after the last of many sizes
WATCH_EVERY = 1.0  # seconds between two looks at the config file and the terminal


def _actions() -> "type[Provider]":
    """The palette's part of ours; Textual's own is only loaded when the palette opens."""
    from tui.palette import Actions

    return Actions


class CarrelApp(App[None]):
    """Opens on the main screen. `place` is what the title line says of where the library is."""

    TITLE = "Carrel"
    CSS_PATH = "app.tcss"
    BINDINGS = [*keys.EVERYWHERE]
    COMMANDS = App.COMMANDS | {_actions}
    VERTICAL_BREAKPOINTS = [(0, "-low"), (LOW, "-high")]

    def __init__(
        self,
        library: Library,
        *,
        cache_folder: str,
        preferences: Preferences = USUAL_PREFERENCES,
        means: Means = USUAL_MEANS,
        source: Source | None = None,
        place: str = "",
    ) -> None:
        self.shown = Shown()
        super().__init__()
        self.library = library
        self.cache_folder = cache_folder
        self.preferences = preferences
        self.means = means
        self.source = source
        self.place = place or shortened(library.folder)
        self.diary = Diary()
        self._has_size = False
        self._settling: TimerHandle | None = None
        for theme in themes.OURS:
            self.register_theme(theme)
        name = themes.suited(preferences.theme, self.available_themes)
        self.set_reactive(App.theme, name)  # watched, it would have every style read twice
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_keymap(dict(preferences.keys))

    def on_mount(self) -> None:
        if not self.is_headless:
            get_running_loop().add_signal_handler(signal.SIGTERM, self._end)
            self.set_interval(WATCH_EVERY, self._look_at_terminal)
        self.app_resume_signal.subscribe(self, self._back)
        self.tell_problems()
        if self.source:
            self._seen = _stamp(self.source.path)
            self.set_interval(WATCH_EVERY, self._look_at_config)

    def on_resize(self) -> None:
        """Some time after the last of many sizes everything is laid out and painted anew.

        What was painted while the terminal was another size again, is lost; and a timer as short as
        the one that Textual waits with may never come on a busy machine."""
        self.shown.forget()
        first, self._has_size = not self._has_size, True
        if self._settling:
            self._settling.cancel()
        if not first:
            self._settling = after(SETTLED_AFTER, self, self._paint_anew)

    def _paint_anew(self) -> None:
        if not self.screen_stack:  # the app is being left
            return
        self.screen.post_message(Resize(self.size, self.size))
        self.refresh(layout=True)

    def _end(self) -> None:
        """Asked to end from outside: leave the terminal as it was; drafts keep what was typed."""
        self.exit(return_code=128 + signal.SIGTERM)

    def _look_at_terminal(self) -> None:
        """A terminal may go without any signal; without it nobody is there to end the app."""
        if sys.__stdin__ and not sys.__stdin__.isatty():
            self._end()

    def _back(self, _: App[object]) -> None:
        """After `fg` the terminal shows the shell's lines; nothing else would paint over them."""
        self._forget_and_paint()

    def _forget_and_paint(self) -> None:
        self.shown.forget()
        self.refresh(layout=True)

    def get_default_screen(self) -> Screen[None]:
        preferences = self.preferences
        screen = MainScreen(
            self.library, glyphs.chosen(preferences.glyphs), self.place, self.cache_folder,
            self.means,
        )  # fmt: skip
        screen.names = preferences.columns
        return screen

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Of Textual's own commands those that are about Carrel too."""
        for command in super().get_system_commands(screen):
            if command.title == "Theme":
                yield command

    def action_help(self) -> None:
        """What the keys do on the screen that is shown, and what its signs mean."""
        from tui.screens.help import HelpScreen
        from tui.widgets.sheet import Section

        screen = self.screen
        said = [Section("Keys", keymap.described(self, screen.active_bindings))]
        if signs := getattr(screen, "SIGNS_SAID", ()):  # not every screen has signs
            said.append(Section("Signs", signs))
        self.push_screen(HelpScreen(*said))

    def _display(self, screen: Screen[object], renderable: "RenderableType | None") -> None:
        """A frame goes out at once, with what says that it is one around it.

        Textual hands over three pieces, and for each the thread that writes takes its turn."""
        if renderable is None:
            return
        if not isinstance(renderable, Frame):
            self.shown.forget()
            super()._display(screen, renderable)
        elif self._batch_count:
            self.shown.forget()
        elif self._running and not self._closed and not self.is_headless:
            at = self.cursor_position
            text = f"{renderable.text}\x1b[{at.y + 1};{at.x + 1}H"
            if self._sync_available:
                text = f"{SYNC_START}{text}{SYNC_END}"
            assert self._driver
            self._driver.write(text)

    def _fatal_error(self) -> None:
        """Textual would print the values of all variables, which are the user's papers."""
        from rich.text import Text

        from tui import crash

        error = self._exception or sys.exc_info()[1]
        assert error
        self.bell()
        self.panic(Text(crash.report(error, self.cache_folder)))

    def tell_problems(self) -> None:
        for problem in (*self.preferences.problems, *keymap.problems(self.preferences.keys)):
            tell(self.screen, problem, "warning")

    def _look_at_config(self) -> None:
        """Take over what was changed in the config file."""
        assert self.source
        stamp = _stamp(self.source.path)
        if stamp == self._seen:
            return
        self._seen = stamp
        before, self.preferences = self.preferences, self.source.read()
        now = self.preferences
        if now.theme != before.theme:
            self.theme = themes.suited(now.theme, self.available_themes)
        self.set_keymap(dict(now.keys))
        main = self.screen_stack[0]
        if isinstance(main, MainScreen) and now.columns != before.columns:
            main.names = now.columns
        self.tell_problems()


def run(
    folder: str, *, cache_folder: str, preferences: Preferences, means: Means, source: Source
) -> int:
    """Open the library in that folder, and the app on it; returns the exit code."""
    with Library.open(folder) as library:
        app = CarrelApp(
            library, cache_folder=cache_folder, preferences=preferences, means=means, source=source
        )
        app.run()
        return app.return_code or 0


def shortened(folder: str) -> str:
    """The folder as people write it, from ~ on."""
    home = os.path.expanduser("~")
    if folder == home or folder.startswith(home.rstrip(os.sep) + os.sep):
        return "~" + folder[len(home.rstrip(os.sep)) :]
    return folder


def _stamp(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
