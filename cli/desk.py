"""What every command is handed: the settings, the library and the screen."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cli.grammar import Values
from cli.screen import Screen
from cli.settings import Settings

if TYPE_CHECKING:
    from storage import Library


class Desk:
    """Opens what a command asks for when it asks for it, and closes it again."""

    def __init__(self, given: Values, environ: Mapping[str, str] = os.environ) -> None:
        self.environ = environ
        self.settings = Settings(environ, given)
        self.screen = Screen(environ, str(self.settings.value("colour")))
        self._library: Library | None = None

    def library(self, *, create: bool = False, read_only: bool = False) -> "Library":
        """The library, opened once; only what brings papers in may begin a new one."""
        if self._library is None:
            from storage import Library

            folder = self.settings.library()
            self._library = Library.open(folder, create=create, read_only=read_only)
        return self._library

    def close(self) -> None:
        """Let go of the library; what it has to say about itself is said."""
        library, self._library = self._library, None
        if library:
            library.close()
            for notice in library.notices:
                self.screen.tell(notice)
        for problem in self.settings.problems:
            self.screen.tell(problem)
