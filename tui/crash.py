"""A report of a fault in Carrel that can be given away: where it was, and no word of papers."""

import os
import platform
import sys
import time
import traceback
from collections.abc import Iterator

from commands.files import write_new

FOLDER = "crashes"
SAID = """\
Carrel met a fault of its own and had to stop. What it acknowledged is safe.
A report, with nothing of your library in it, is in {path}
Please send it in; starting carrel again goes on where you were."""


def report(error: BaseException, cache_folder: str) -> str:
    """Write the report, and return the sentences for the user."""
    lines = [*_surroundings(), "", *_told(error), ""]
    name = time.strftime("crash-%Y%m%d-%H%M%S.txt")
    path = write_new(os.path.join(cache_folder, FOLDER), name, "\n".join(lines))
    return SAID.format(path=path)


def _surroundings() -> Iterator[str]:
    from importlib.metadata import version

    from carrel import __version__

    yield f"carrel {__version__}, textual {version('textual')}, Python {platform.python_version()}"
    yield f"{sys.platform}, TERM={os.environ.get('TERM', '')}"


def _told(error: BaseException) -> Iterator[str]:
    """The kind of error and where it came from; its message may quote what the user has."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause:
        yield from _told(cause)
        yield "which led to"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {_placed(frame.filename)}:{frame.lineno} in {frame.name}: {frame.line}"
    yield type(error).__qualname__


def _placed(filename: str) -> str:
    """The file without the folders that are the user's own."""
    roots = sorted((root for root in sys.path if root), key=len, reverse=True)
    for root in roots:
        if filename.startswith(root + os.sep):
            return os.path.relpath(filename, root)
    return os.path.basename(filename)
