"""Sealed lines: a JSON object a line, its last key the checksum of what stands before it."""

import zlib
from collections.abc import Iterator

from storage import rescue
from storage.codec import decode

SUM_BYTES = len(b',"crc":"12345678"}')
NEWLINE = 10


def seal(body: bytes) -> bytes:
    """A finished line from a JSON object that lacks its closing brace."""
    return body + seal_of(body)


def seal_of(body: bytes, rest: bytes = b"") -> bytes:
    """What makes a finished line of a body, in one piece or two, when it stands behind it."""
    return b',"crc":"%08x"}\n' % zlib.crc32(rest, zlib.crc32(body))


def is_sound(line: bytes) -> bool:
    """Whether a line, without its newline, is an object with the checksum of its own bytes."""
    seal = b',"crc":"%08x"}' % zlib.crc32(line[:-SUM_BYTES])
    return line[-SUM_BYTES:] == seal and line.startswith(b'{"')


def stretches(data: bytes) -> Iterator[tuple[bool, int, int]]:
    """Each sound line, and each run of bytes between them that is none: (sound, start, end)."""
    start = bad_from = 0
    while start < len(data):
        newline = data.find(b"\n", start)
        end = newline + 1 or len(data)
        if newline >= 0 and is_sound(data[start:newline]):
            if bad_from < start:
                yield False, bad_from, start
            yield True, start, end
            bad_from = end
        start = end
    if bad_from < len(data):
        yield False, bad_from, len(data)


def mend(stretch: bytes) -> list[bytes] | None:
    """The sealed lines that stood here before one bit was flipped, or None where that is not it."""
    if not stretch.endswith(b"\n"):  # cut off by a crash, unless it is the newline that was flipped
        line, last = stretch[:-1], stretch[-1]
        return [line] if is_sound(line) and _one_bit(last, NEWLINE) else None
    line = stretch[:-1]
    if line.count(b"\n") == 1:  # a flip made a newline in the middle of a line
        left, right = line.split(b"\n")
        for bit in range(8):
            joined = b"%b%c%b" % (left, NEWLINE ^ (1 << bit), right)
            if is_sound(joined):
                return [joined]
    if b"\n" in line:
        return None
    mended = _mend_one(line)
    return [mended] if mended else _mend_joined(line)


def _mend_one(line: bytes) -> bytes | None:
    body, end = line[:-SUM_BYTES], line[-SUM_BYTES:]
    right_end = b',"crc":"%08x"}' % zlib.crc32(body)
    different = [(a, b) for a, b in zip(end, right_end, strict=False) if a != b]
    if len(end) == SUM_BYTES and len(different) == 1 and _one_bit(*different[0]):
        return body + right_end
    if not (end.startswith(b',"crc":"') and end.endswith(b'"}')):
        return None
    try:
        crc = int(end[8:16], 16)
    except ValueError:
        return None
    mended = rescue.mend(body, crc)
    if mended is None:
        return None
    mended += b',"crc":"%08x"}' % crc
    try:
        decode(mended)
    except ValueError:  # the damage was greater, and only its checksum looked like one bit
        return None
    return mended


def _mend_joined(line: bytes) -> list[bytes] | None:
    """A flip took the newline between two lines away."""
    at = line.find(b"{", 2)
    while at > 0:
        left, between, right = line[: at - 1], line[at - 1], line[at:]
        if _one_bit(between, NEWLINE) and is_sound(left) and is_sound(right):
            return [left, right]
        at = line.find(b"{", at + 1)
    return None


def _one_bit(a: int, b: int) -> bool:
    return (a ^ b).bit_count() == 1
