"""One flipped bit, found from the checksum and put right.

CRC-32 is linear: the difference between the checksum that a line carries and the one it has is a
function of the flipped bit's distance from the end alone, so the bit is found by walking back once.
"""

import zlib

POLYNOMIAL = 0xEDB88320
LONGEST = 1 << 16


def mend(data: bytes, crc: int) -> bytes | None:
    """The data with one bit flipped so that its checksum is `crc`, or None where none does."""
    if len(data) > LONGEST:
        return None
    wanted = zlib.crc32(data) ^ crc
    if not wanted:
        return data
    syndrome = _after_last_bit()
    for place in range(len(data) * 8):
        if syndrome == wanted:
            position = len(data) - 1 - place // 8
            bit = 7 - place % 8
            return b"%b%c%b" % (data[:position], data[position] ^ (1 << bit), data[position + 1 :])
        syndrome = (syndrome >> 1) ^ (POLYNOMIAL if syndrome & 1 else 0)
    return None


def _after_last_bit() -> int:
    """What a flip of the last byte's highest bit does to a checksum."""
    return zlib.crc32(b"\x80") ^ zlib.crc32(b"\x00")
