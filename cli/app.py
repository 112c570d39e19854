"""`carrel` alone: the app, or what else a bare `carrel` was asked for."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.desk import Desk
from cli.settings import Settings, cache_folder
from papers import BadValue, Paper

if TYPE_CHECKING:
    from commands.look_up import Fetched, LookUp
    from tui.preferences import Preferences


def open_app(desk: Desk, sample: bool, version: bool) -> int:
    if version:
        from carrel import __version__

        desk.screen.say(f"carrel {__version__}")
        return 0
    if not (desk.screen.is_terminal and sys.stdin.isatty()):
        raise BadValue(
            "The app needs a terminal; `carrel list` prints papers, `carrel help` helps."
        )
    if desk.environ.get("TERM") == "dumb":
        raise BadValue(
            "The app cannot paint on this terminal (TERM=dumb); `carrel list` prints papers."
        )
    folder = desk.settings.library()
    if sample:
        from commands.sample import add_sample
        from storage import Library

        with Library.open(folder) as library:
            if not len(library):
                add_sample(library)
    from tui.app import run
    from tui.preferences import Means, Source

    settings = desk.settings
    if settings.value("colour") == "never":
        os.environ["NO_COLOR"] = "1"  # which Textual goes by
    for name in ("COLUMNS", "LINES"):  # Textual would believe them, also when the window grows
        os.environ.pop(name, None)
    code: int = run(
        folder,
        cache_folder=cache_folder(desk.environ),
        preferences=preferences(settings),
        means=Means(
            editor=str(settings.value("editor")),
            look_up=_looking_up(desk),
            attach=str(settings.value("files.attach")),
            open_command=str(settings.value("open.command")),
            pictures=str(settings.value("app.pictures")),
            notes_folder=str(settings.value("notes.folder")),
        ),
        source=Source(settings.path, lambda: _again(settings)),
    )
    return code


def preferences(settings: Settings) -> "Preferences":
    """What the settings say about the app; what is wrong with them is told there."""
    from tui.preferences import Preferences

    found = Preferences(
        theme=str(settings.value("app.theme")),
        columns=settings.names("app.columns"),
        glyphs=str(settings.value("app.glyphs")),
        keys=settings.keys(),
    )
    problems = tuple(settings.problems)
    settings.problems.clear()
    return found._replace(problems=problems)


def _again(settings: Settings) -> "Preferences":
    settings.forget_file()
    return preferences(settings)


def _looking_up(desk: Desk) -> "LookUp | None":
    """What asks the registries about papers, drawing nothing; None where nothing is fetched."""
    if desk.settings.value("fetch.offline") == "yes":
        return None

    def look_up(papers: Sequence[Paper]) -> "Fetched":
        from cli.fetching import fetched

        return fetched(desk, papers, quiet=True)

    return look_up
