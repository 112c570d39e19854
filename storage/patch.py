"""What differs between two records, part by part: small to store, and reversible.

A part is a place in the record (a key, or a key and one inside it; where the order of keys would
be lost, all that is around them) with the value it had and the value it has. Undo puts parts back,
and refuses where a part has moved on since.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from storage.codec import Record, encode

ABSENT: Final = object()


class Part(NamedTuple):
    """One place in a record, what stood there and what stands there now."""

    at: tuple[str, ...]
    was: Any
    now: Any

    def inverse(self) -> "Part":
        return Part(self.at, self.now, self.was)

    def to_json(self) -> Record:
        record: Record = {"at": list(self.at)}
        if self.was is not ABSENT:
            record["was"] = self.was
        if self.now is not ABSENT:
            record["now"] = self.now
        return record

    @classmethod
    def from_json(cls, record: Record) -> "Part":
        return cls(tuple(record["at"]), record.get("was", ABSENT), record.get("now", ABSENT))


def inverse(parts: Sequence[Part]) -> list[Part]:
    return [part.inverse() for part in parts]


def diff(before: Record, after: Record) -> list[Part]:
    """The parts that lead from one to the other and back again, to the byte."""
    if not _lead_there_and_back(before, after):
        return [Part((), before, after)]
    return _parts(before, after, ())


def _lead_there_and_back(was: Record, now: Record) -> bool:
    """Whether the keys come out in order where some are dropped and others set at the end."""
    kept = [key for key in was if key in now]
    return list(was)[: len(kept)] == list(now)[: len(kept)] == kept


def _parts(before: Record, after: Record, at: tuple[str, ...]) -> list[Part]:
    parts: list[Part] = []
    for key in (*before, *(key for key in after if key not in before)):
        was, now = before.get(key, ABSENT), after.get(key, ABSENT)
        inside = not at and isinstance(was, dict) and isinstance(now, dict)
        if inside and _lead_there_and_back(was, now):
            parts += _parts(was, now, (key,))
        elif not _same(was, now):
            parts.append(Part((*at, key), was, now))
    return parts


def _same(was: Any, now: Any) -> bool:
    """Whether two values are written alike: 1 equals True, and is not the same."""
    if type(was) is not type(now):
        return False
    if isinstance(was, list | dict | float):
        return encode(was) == encode(now)
    return bool(was == now)


def apply(record: Record, parts: Sequence[Part]) -> Record:
    """The record with every part set to its new value; the record itself stays as it is."""
    result = dict(record)
    opened: set[str] = set()
    for part in parts:
        if not part.at:
            return dict(part.now)
        target = result
        if len(part.at) == 2:
            outer = part.at[0]
            if outer not in opened:
                inner = result.get(outer)
                result[outer] = dict(inner) if isinstance(inner, dict) else {}
                opened.add(outer)
            target = result[outer]
        if part.now is ABSENT:
            target.pop(part.at[-1], None)
        else:
            target[part.at[-1]] = part.now
    return result


def clashes(record: Record, parts: Sequence[Part]) -> list[Part]:
    """The parts that do not hold the value they are expected to have before being set."""
    return [part for part in parts if _value(record, part.at) != part.was]


def _value(record: Record, at: tuple[str, ...]) -> Any:
    value: Any = record
    for key in at:
        if not isinstance(value, dict) or key not in value:
            return ABSENT
        value = value[key]
    return value
