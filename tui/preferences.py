"""What a user may set about the app. The command line reads it and hands it in."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from tui.columns import USUAL

if TYPE_CHECKING:
    from commands.look_up import LookUp

DARK, LIGHT, TERMINAL = "carrel-dark", "carrel-light", "terminal"


class Preferences(NamedTuple):
    """All of it; `problems` are sentences about what in the file could not be used."""

    theme: str = "auto"
    columns: tuple[str, ...] = USUAL
    glyphs: str = "auto"  # unicode, ascii, or what suits the terminal
    keys: Mapping[str, str] = {}
    problems: tuple[str, ...] = ()


class Means(NamedTuple):
    """What the app may use of the world around it; without `look_up` nothing is fetched."""

    editor: str = ""  # the command; $EDITOR where there is none
    look_up: "LookUp | None" = None
    attach: str = "copy"
    open_command: str = ""
    pictures: str = "auto"  # kitty, sixel, blocks, or what suits the terminal
    notes_folder: str = ""


USUAL_PREFERENCES = Preferences()
USUAL_MEANS = Means()


class Source(NamedTuple):
    """Where the preferences come from: a file to keep an eye on, and how it is read anew."""

    path: str
    read: Callable[[], Preferences]
