"""Files that are written for the user: whole or not at all."""

import errno
import os
from collections.abc import Callable

from storage import disk


def write_text(
    path: str, text: str, still: Callable[[], bool] = lambda: True
) -> os.stat_result | None:
    """Put this text under this name; whoever reads sees the old text or the new, never a part.

    A link stays a link, permissions stay as they were, and what is no ordinary file (a pipe, a
    terminal) is simply written to. `still` is asked at the last moment: where it says no, nothing
    is written. Returns what the new file is.
    """
    data = _encoded(text)
    path = os.path.realpath(path)
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as file:
            file.write(data)
        return os.stat(path)
    if os.path.exists(path) and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
    temporary = disk.temporary_name(path)
    try:
        disk.write_new(temporary, [data])
    except OSError as error:
        error.filename = path  # the other name means nothing to anybody
        raise
    try:
        if os.path.exists(path):
            os.chmod(temporary, os.stat(path).st_mode & 0o7777)
        written = os.stat(temporary)
        if not still():
            os.unlink(temporary)
            return None
        os.replace(temporary, path)
    except BaseException:
        disk.remove_if_there(temporary)
        raise
    disk.sync_folder(os.path.dirname(path))
    return written


def write_new(folder: str, name: str, text: str, *, share: bool = False) -> str:
    """Write the text into a new file of that name, or of one like it if the name is taken.

    With `share`, a file that holds just this text already will do. Returns the path.
    """
    os.makedirs(folder, exist_ok=True)
    data = _encoded(text)
    stem, ending = os.path.splitext(name)
    number = 1
    while True:
        path = os.path.join(folder, name if number == 1 else f"{stem}-{number}{ending}")
        number += 1
        try:
            fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        except FileExistsError:
            if share and os.path.isfile(path) and holds(path, text):
                return path
            continue
        with open(fd, "wb") as file:
            file.write(data)
            file.flush()
            disk.sync(file.fileno())
        return path


def holds(path: str, text: str) -> bool:
    """Whether this text, and nothing else, is in the file."""
    data = _encoded(text)
    with open(path, "rb") as file:
        return file.read(len(data) + 1) == data


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
