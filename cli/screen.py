"""What is printed: streams that never fail on a character, text made safe, width and colour."""

import os
import sys
from collections.abc import Mapping
from typing import TextIO

from papers.text import visible

DEFAULT_WIDTH = 80
STYLES = {"bold": "1", "dim": "2", "red": "31", "yellow": "33"}


class Unprintable(OSError):
    """What stdout goes to takes no more."""


class Screen:
    """Where a command prints: data to stdout, everything else to stderr."""

    def __init__(self, environ: Mapping[str, str], colour: str = "auto") -> None:
        self.out = _utf8(sys.stdout)
        self.err = _utf8(sys.stderr)
        self.environ = environ
        self.is_terminal = self.out.isatty()
        self.colour = colour

    def say(self, text: str = "") -> None:
        """A line of data, which is already fit for a terminal."""
        try:
            self.out.write(text + "\n")
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Unprintable(error.errno, error.strerror) from error

    def tell(self, text: str) -> None:
        """A sentence for the person, made fit for a terminal."""
        self.out.flush()
        self.err.write(visible(text, newlines=True) + "\n")

    @property
    def width(self) -> int:
        """The terminal's columns; COLUMNS has the last word, as everywhere."""
        columns = self.environ.get("COLUMNS", "")
        if columns.isascii() and columns.isdigit() and int(columns[:6]) > 0:
            return int(columns[:6])
        try:
            return os.get_terminal_size(self.out.fileno()).columns or DEFAULT_WIDTH
        except (OSError, ValueError):
            return DEFAULT_WIDTH

    @property
    def coloured(self) -> bool:
        if self.colour != "auto":
            return self.colour == "always"
        return self.is_terminal and self.environ.get("TERM") != "dumb"

    def styled(self, text: str, style: str) -> str:
        """The text in a style of the terminal, where colour is wanted."""
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if text and self.coloured else text


def _utf8(stream: TextIO | None) -> TextIO:
    """UTF-8 in any locale; what cannot be written so is written as its code."""
    if stream is None:  # closed by whoever started us
        return open(os.devnull, "w", encoding="utf-8")
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")
    return stream
