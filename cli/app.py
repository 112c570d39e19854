"""`carrel` alone: the app, or what else a bare `carrel` was asked for."""

import gc
import sys

from cli.desk import Desk
from papers import BadValue


def open_app(desk: Desk, sample: bool, version: bool) -> int:
    if version:
        from carrel import __version__

        desk.screen.say(f"carrel {__version__}")
        return 0
    if not (desk.screen.is_terminal and sys.stdin.isatty()):
        raise BadValue(
            "The app needs a terminal; `carrel list` prints papers, `carrel help` helps."
        )
    folder = desk.settings.library()
    if sample:
        from commands.sample import add_sample
        from storage import Library

        with Library.open(folder) as library:
            if not len(library):
                add_sample(library)
    from tui.app import run

    gc.enable()  # the launcher switched it off for commands, which are over soon
    code: int = run(folder, editor=str(desk.settings.value("editor")))
    return code
