"""The name that a paper keeps for life: made once, on any machine, never used again.

A uid is 63 bits, the milliseconds since 2020 and 22 random bits below them, in 13 digits of
Crockford's base 32. The lowest digit stands first, so that a short prefix already tells papers
apart that were added together; `uid_to_int` restores the order in which they were made.
"""

import _thread
import os

from papers.errors import BadValue

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 13
LARGEST = (1 << 63) - 1
START_OF_2020 = 1_577_836_800
RANDOM_BITS = 22

_PAIRS = tuple(low + high for high in ALPHABET for low in ALPHABET)
_PYTHONS_DIGITS = bytearray(b"!" * 256)
for _value, _digit in enumerate(ALPHABET):
    _PYTHONS_DIGITS[ord(_digit)] = ord("0123456789abcdefghijklmnopqrstuv"[_value])

_lock = _thread.allocate_lock()
_last = 0


def new_uid(now: float) -> str:
    """A fresh uid; each one that a process makes is greater than the one before."""
    return new_uids(now, 1)[0]


def new_uids(now: float, count: int) -> list[str]:
    """So many fresh uids, in the order in which they count as made."""
    global _last
    milliseconds = min(max(int((now - START_OF_2020) * 1000), 0), (1 << 41) - 1)
    noise = int.from_bytes(os.urandom(3), "big") >> (24 - RANDOM_BITS)
    with _lock:
        first = max(_last + 1, milliseconds << RANDOM_BITS | noise)
        _last = first + count - 1
    return [int_to_uid(number) for number in range(first, first + count)]


def int_to_uid(number: int) -> str:
    if not 0 <= number <= LARGEST:
        raise BadValue(f"A uid is a number of 63 bits; {number} is not.")
    return (
        _PAIRS[number & 1023]
        + _PAIRS[number >> 10 & 1023]
        + _PAIRS[number >> 20 & 1023]
        + _PAIRS[number >> 30 & 1023]
        + _PAIRS[number >> 40 & 1023]
        + _PAIRS[number >> 50 & 1023]
        + ALPHABET[number >> 60]
    )


def uid_to_int(uid: str) -> int:
    """The number behind a uid; only what `int_to_uid` writes is accepted."""
    try:
        number = int(uid.encode("ascii").translate(_PYTHONS_DIGITS)[::-1], 32)
    except ValueError:
        number = -1
    if len(uid) != LENGTH or not 0 <= number <= LARGEST:
        raise BadValue(f"{uid[:40]!r} is not a uid; a uid is {LENGTH} of {ALPHABET}.")
    return number
