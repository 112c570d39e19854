"""Pictures in a terminal: which way it can show them, and the widget that does it that way.

textual-image asks the terminal when it is imported, and reads the answer from the keyboard. In a
running app that would swallow keys and print escape sequences, so it is imported with the terminal
out of its sight, and what it would ask is taken from the environment.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from textual_image.widget._base import Image

Way = Literal["kitty", "sixel", "blocks"]
WAYS: tuple[Way, ...] = ("kitty", "sixel", "blocks")
KITTY = frozenset({"xterm-kitty", "xterm-ghostty"})  # those that know its placeholders
SIXEL = ("foot", "mlterm", "contour", "yaft")  # how their names begin
SIXEL_PROGRAMS = frozenset({"WezTerm", "iTerm.app", "mintty"})
KONSOLE = 220400  # the first that shows them


def way(wanted: str, environ: Mapping[str, str], pixels: tuple[int, int]) -> Way:
    """How to show a picture: as was asked for, else as suits a terminal with cells of that size.

    Blocks are right wherever nothing is known: a wrong guess would fill the screen with letters."""
    for known in WAYS:
        if wanted == known:
            return known
    term = environ.get("TERM", "")
    if "TMUX" in environ or "STY" in environ or term.startswith(("screen", "tmux")):
        return "blocks"
    if not all(pixels):
        return "blocks"
    if term in KITTY:
        return "kitty"
    konsole = environ.get("KONSOLE_VERSION", "")
    if (
        term.startswith(SIXEL)
        or environ.get("TERM_PROGRAM") in SIXEL_PROGRAMS
        or (konsole.isdigit() and int(konsole) >= KONSOLE)
    ):
        return "sixel"
    return "blocks"


def cell_pixels() -> tuple[int, int]:
    """How wide and high a cell is in pixels, 0 and 0 where the terminal does not say."""
    import fcntl
    import struct
    import termios

    if not sys.__stdout__:
        return 0, 0
    try:
        said = fcntl.ioctl(sys.__stdout__.fileno(), termios.TIOCGWINSZ, bytes(8))
    except (OSError, ValueError):
        return 0, 0
    rows, columns, width, height = struct.unpack("HHHH", said)
    return (width // columns, height // rows) if rows and columns else (0, 0)


def widget(way: Way, pixels: tuple[int, int]) -> "type[Image]":
    """The class of widgets that show pictures this way; the first time takes a while."""
    with _out_of_sight(), _said(pixels):
        from textual_image.widget import HalfcellImage, SixelImage, TGPImage
    kinds: dict[Way, type[Image]] = {
        "kitty": TGPImage, "sixel": SixelImage, "blocks": HalfcellImage,
    }  # fmt: skip
    return kinds[way]


class _NoTerminal:
    """The standard output, but for being a terminal."""

    def __init__(self, out: object) -> None:
        self._out = out

    def isatty(self) -> bool:
        return False

    def __getattr__(self, name: str) -> object:
        return getattr(self._out, name)


@contextmanager
def _out_of_sight() -> Iterator[None]:
    out = sys.__stdout__
    vars(sys)["__stdout__"] = _NoTerminal(out)
    try:
        yield
    finally:
        vars(sys)["__stdout__"] = out


@contextmanager
def _said(pixels: tuple[int, int]) -> Iterator[None]:
    """Let the environment say how large a cell is, which is where textual-image looks next."""
    names = ("TEXTUAL_CELL_WIDTH", "TEXTUAL_CELL_HEIGHT")
    given = {name: str(value) for name, value in zip(names, pixels, strict=True) if value}
    new = {name: value for name, value in given.items() if name not in os.environ}
    os.environ.update(new)
    try:
        yield
    finally:
        for name in new:
            del os.environ[name]
