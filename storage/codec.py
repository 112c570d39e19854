"""Records to JSON bytes and back: one spelling, whichever of two encoders writes it.

orjson is several times faster but takes longer to import than a short command may run, so it is
used from the first bulk of work on; both write the same bytes, and a test holds them to it.
"""

import gc
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from storage.interrupts import Shield, whole

Record = dict[str, Any]

BULK = 200

_plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
_escaping = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), check_circular=False)


def encode(value: Any) -> bytes:
    """JSON of anything that TinyDB would store; half a surrogate pair is written as an escape."""
    try:
        return _plain.encode(value).encode()
    except UnicodeEncodeError:
        return _escaping.encode(value).encode()


def decode(line: bytes) -> Any:
    return json.loads(line)


@whole
def _orjson() -> Any:
    """The quick encoder; a Ctrl-C in the middle of importing it would end in a segfault."""
    shield = Shield()
    shield.up()
    try:
        import orjson
    finally:
        shield.down()
    return orjson


def encode_many(records: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The same bytes as `encode`, quickly for many records of texts and whole numbers.

    Fractions it spells in another way. Each record is let go of before the next is taken: many at
    once cost more than encoding them.
    """
    dumps = _orjson().dumps
    for record in records:
        try:
            yield dumps(record)
        except TypeError:  # surrogates, integers past 64 bits: the slow encoder knows them
            yield encode(record)


def decode_many(lines: Iterable[bytes]) -> Iterable[Any]:
    """The same values as `decode`, quickly for many lines; integers past 64 bits are rounded."""
    loads = _orjson().loads
    for line in lines:
        try:
            yield loads(line)
        except json.JSONDecodeError:
            yield json.loads(line)


def decode_any(lines: list[bytes]) -> Iterable[Any]:
    """The values of these lines, by whichever decoder is sooner done with them."""
    return decode_many(lines) if len(lines) > BULK else map(decode, lines)


@contextmanager
def undisturbed() -> Iterator[None]:
    """No garbage collection meanwhile: with many records being made it takes half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
