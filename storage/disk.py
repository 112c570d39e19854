"""What the disk is asked to do: whole writes, real syncs, and its refusals as sentences."""

import errno
import os
import sys
from _thread import get_ident
from collections.abc import Iterable

from papers.errors import DiskFull, LibraryError, LibraryReadOnly

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_LEAVE = (errno.EROFS, errno.EACCES, errno.EPERM)
CHUNK = 1 << 20


def sync(fd: int) -> None:
    """Return when the bytes would survive a power cut."""
    if sys.platform == "darwin":  # fsync there leaves them in the drive's own cache
        import fcntl

        fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
    else:
        os.fsync(fd)


def sync_folder(folder: str) -> None:
    """Make the folder's new names durable."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    except OSError as refusal:
        if refusal.errno not in (errno.EINVAL, errno.ENOTSUP):  # not every system syncs folders
            raise
    finally:
        os.close(fd)


def write_all(fd: int, data: bytes | bytearray | memoryview) -> None:
    """Write every byte; the system may take fewer at a time."""
    view = memoryview(data)
    while len(view):
        view = view[os.write(fd, view) :]


def write_pieces(fd: int, pieces: Iterable[bytes]) -> bytes:
    """Write all the pieces, which may be very many; the last of them comes back.

    Each is let go of before the next is made: many at once cut the memory into shreds.
    """
    buffer, last = bytearray(), b""
    for last in pieces:
        buffer += last
        if len(buffer) > CHUNK:
            write_all(fd, buffer)
            buffer.clear()
    write_all(fd, buffer)
    return last


def write_new(path: str, chunks: Iterable[bytes | bytearray], *, durable: bool = True) -> None:
    """Write a file that is not in use yet; nothing is left of it where that fails."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
    try:
        for chunk in chunks:
            write_all(fd, chunk)
        if durable:
            sync(fd)
    except BaseException:
        os.close(fd)
        os.unlink(path)
        raise
    os.close(fd)


def replace_file(path: str, chunks: Iterable[bytes | bytearray]) -> None:
    """Put new contents under a name at once: a reader sees the old or the new, never a part."""
    temporary = temporary_name(path)
    write_new(temporary, chunks)
    os.replace(temporary, path)
    sync_folder(os.path.dirname(path))


def temporary_name(path: str) -> str:
    """Where one thread of one process may prepare a file; no other uses the same name."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}.{get_ident()}.{os.getpid()}.tmp")


def keep_copy(source: str, target: str) -> None:
    """A second name for a file that will be replaced, never written; a copy where links are not."""
    temporary = temporary_name(target)
    remove_if_there(temporary)
    try:
        os.link(source, temporary)
    except OSError:
        write_new(temporary, read_chunks(source))
    os.replace(temporary, target)
    remove_if_there(temporary)  # two names of one file do not replace each other


def read_chunks(path: str) -> Iterable[bytes]:
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def read_all(path: str) -> bytes | None:
    """The whole file, or None where there is none."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def remove_if_there(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        return


def refusal(error: OSError, folder: str) -> LibraryError:
    """The system's refusal as a sentence with a way out."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    if error.errno in NO_ROOM:
        return DiskFull(
            f"The disk has no room for this change ({reason}): the library in {folder} is as it was"
            " before. Free some space and do it again."
        )
    if error.errno in NO_LEAVE:
        return LibraryReadOnly(
            f"The library in {folder} cannot be written ({reason}): nothing was changed."
            " Check the folder's permissions, or choose another with --library."
        )
    return LibraryError(
        f"The library in {folder} could not be used ({reason}): nothing was changed."
        " `carrel doctor` checks its files."
    )
