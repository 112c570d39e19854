"""One flipped bit, found from the checksum and put right.

CRC-32 is linear: the difference between the checksum that a line carries and the one it has depends
on the flipped bit's distance from the end alone. It moves on by one step for each bit of distance,
and by many bits at once over zeros, so the place is found where small steps back from the
difference meet large ones from the end.
"""

import zlib

POLYNOMIAL = 0xEDB88320
LAST_BIT = zlib.crc32(b"\x80") ^ zlib.crc32(b"\x00")  # what a flip of the very last bit does
LONGEST = 1 << 20  # in more bytes, greater damage could too easily look like one bit
STRIDE = 1 << 12
ZEROS = bytes(STRIDE // 8)


def mend(data: bytes, crc: int) -> bytes | None:
    """The data with one bit flipped so that its checksum is `crc`, or None where none does."""
    wanted = zlib.crc32(data) ^ crc
    if not wanted:
        return data
    distance = _distance(wanted, len(data) * 8) if len(data) <= LONGEST else None
    if distance is None:
        return None
    at, bit = len(data) - 1 - distance // 8, 7 - distance % 8
    return b"%b%c%b" % (data[:at], data[at] ^ (1 << bit), data[at + 1 :])


def _distance(wanted: int, bits: int) -> int | None:
    """How far from the end the bit is whose flip makes this difference."""
    steps = {}
    for step in range(STRIDE):
        steps[wanted] = step
        wanted = (wanted >> 1) ^ (POLYNOMIAL if wanted & 1 else 0)
    reached = LAST_BIT
    for place in range(0, bits + STRIDE, STRIDE):
        step = steps.get(reached, -1)
        if 0 <= place - step < bits and step >= 0:
            return place - step
        reached = zlib.crc32(ZEROS, reached) ^ zlib.crc32(ZEROS)
    return None
