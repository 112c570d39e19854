"""Arrays in one file: written under another name and then renamed, mapped into memory to be read.

The file begins with a header that says what is where and carries its own checksum. A file that is
torn, of another version or of another make is none: `load` gives None and the index is built anew.
"""

import json
import mmap
import os
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

MAGIC = b"carrel search 1\n"
END = b"carrel search end"
ALIGNED = 64


def save(path: str, arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Any]) -> None:
    """Write arrays, and facts about them, into a file; whoever maps the old one keeps it."""
    places: dict[str, list[Any]] = {}
    at = 0
    for name, array in arrays.items():
        places[name] = [array.dtype.str, list(array.shape), at]
        at += -(-array.nbytes // ALIGNED) * ALIGNED
    header = json.dumps({"facts": dict(facts), "arrays": places, "size": at}).encode()
    start = MAGIC + b"%08x %012d\n" % (zlib.crc32(header), len(header)) + header
    start += b" " * (-len(start) % ALIGNED)
    new = temporary(path, os.getpid())
    try:
        with open(new, "wb") as file:
            file.write(start)
            for array in arrays.values():
                file.write(np.ascontiguousarray(array).data)
                file.write(bytes(-array.nbytes % ALIGNED))
            file.write(END)
        os.replace(new, path)
    except BaseException:
        if os.path.exists(new):
            os.unlink(new)
        raise


def temporary(path: str, pid: int) -> str:
    """Where a process writes a file before it takes its place."""
    return f"{path}.{pid}.new"


def load(path: str) -> tuple[Arrays, dict[str, Any]] | None:
    """The arrays and facts of a file that is whole, mapped; None where there is none."""
    try:
        with open(path, "rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return None
    line = len(MAGIC) + len(b"%08x %012d\n" % (0, 0))
    try:
        crc, length = data[len(MAGIC) : line].split()
        header = data[line : line + int(length)]
        if data[: len(MAGIC)] != MAGIC or zlib.crc32(header) != int(crc, 16):
            return None
    except ValueError:
        return None
    found = json.loads(header)
    start = -(-(line + len(header)) // ALIGNED) * ALIGNED
    if len(data) != start + found["size"] + len(END) or data[-len(END) :] != END:
        return None
    arrays: Arrays = {}
    for name, (kind, shape, at) in found["arrays"].items():
        count = int(np.prod(shape))
        arrays[name] = np.frombuffer(data, kind, count, start + at).reshape(shape)
    return arrays, found["facts"]


def let_go(arrays: Arrays) -> None:
    """Give mapped pages back to the system; those that are read again come back by themselves."""
    for array in arrays.values():
        base = array.base
        while isinstance(base, np.ndarray):
            base = base.base
        if isinstance(base, memoryview):
            base = base.obj
        if isinstance(base, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            base.madvise(mmap.MADV_DONTNEED)
            return
