"""Papers to records and back: the one place that knows the keys of the library's files."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from papers import (
    Annotation,
    Attachment,
    Bare,
    Change,
    Fields,
    Paper,
    Source,
    Status,
    Version,
    int_to_uid,
    timestamp,
    uids,
)
from storage.codec import BULK, Record, decode, encode, encode_many
from storage.names import line_of
from storage.store import Effect

PAPERS = "papers"
TRASH = "trash"
START = b'{"uid":"'
BEFORE_KEY = b'","key":"'
NO_ALIASES = b'","aliases":[],"type":'
AFTER_NAMES = b',"type":'
KNOWN = frozenset(Paper._fields) - {"extra"}
ONLY_TEXT = frozenset({str})
NAMES = [name for name in Paper._fields if name != "extra"]
TYPES = [
    str, str, list, str, dict, dict, str, list, int, str, int,
    int, str, list, list, list, str, str, str, str, str, dict,
]  # fmt: skip
NOTHING = Fields()
NO_TAGS: frozenset[str] = frozenset()
STATUSES = {status.value: status for status in Status}
T = TypeVar("T")


def to_record(paper: Paper) -> Record:
    """The record of a paper, its keys always the same and in the same order."""
    (
        uid, key, aliases, type, fields, strings, provisional, tags, rating, status, priority,
        queue, notes, annotations, files, versions, added, modified, started, finished, trashed,
        source, extra,
    ) = paper  # fmt: skip
    kind, name, place, raw, fingerprint = source
    record: Record = {
        "uid": uid,
        "key": key,
        "aliases": list(aliases),
        "type": type,
        "fields": _from_fields(fields),
        "strings": _from_fields(strings) if strings else strings,
        "provisional": provisional,
        "tags": sorted(tags),
        "rating": rating,
        "status": status._value_,  # .value is looked up through a descriptor, paper by paper
        "priority": priority,
        "queue": queue,
        "notes": notes,
        "annotations": [item._asdict() for item in annotations] if annotations else [],
        "files": [item._asdict() for item in files] if files else [],
        "versions": _from_versions(versions) if versions else [],
        "added": added,
        "modified": modified,
        "started": started,
        "finished": finished,
        "trashed": trashed,
        "source": {
            "kind": kind,
            "name": name,
            "place": place,
            "raw": raw,
            "fingerprint": fingerprint,
        },
    }
    if extra:
        record.update((name, decode(value.encode())) for name, value in extra.items())
    return record


def _from_versions(versions: Iterable[Version]) -> list[Record]:
    return [{"type": version.type, "fields": _from_fields(version.fields)} for version in versions]


def to_lines(papers: Sequence[Paper]) -> Iterator[bytes]:
    """The lines of papers, each made when it is taken, by the encoder that is sooner done."""
    if len(papers) > BULK and not any(paper.extra for paper in papers):
        return encode_many(map(to_record, papers))
    return (encode(to_record(paper)) for paper in papers)


def _from_fields(fields: Fields) -> dict[str, Any]:
    if ONLY_TEXT.issuperset(map(type, fields.values())):
        return fields
    return {
        name: {"bare": str(value)} if isinstance(value, Bare) else value
        for name, value in fields.items()
    }


def from_record(record: Record, id: int) -> Paper:
    """The paper of a record; what another program wrote into it is kept, understood or not."""
    try:
        return _from_own(record, id)
    except (AttributeError, KeyError, TypeError, ValueError):
        from storage.foreign import read_foreign

        return read_foreign(record, id)


def _from_own(record: Record, id: int) -> Paper:
    """The paper of a record that is just as Carrel writes it; any other raises."""
    names, types = [*record], [*map(type, record.values())]
    extra = NOTHING
    if len(names) > len(NAMES):
        extra = _unknown(record)
        del names[len(NAMES) :], types[len(NAMES) :]
    if names != NAMES or types != TYPES or record["uid"] != int_to_uid(id):
        raise ValueError(id)
    (
        uid, key, aliases, type_, fields, strings, provisional, tags, rating, status, priority,
        queue, notes, annotations, files, versions_, added, modified, started, finished, trashed,
        source, *_,
    ) = record.values()  # fmt: skip
    return Paper(
        uid,
        key,
        tuple(texts(aliases)) if aliases else (),
        type_,
        _to_fields(fields),
        _to_fields(strings) if strings else NOTHING,
        provisional,
        frozenset(texts(tags)) if tags else NO_TAGS,
        number(rating, 5),
        STATUSES[status],
        number(priority, 3),
        queue,
        notes,
        values(Annotation, annotations) if annotations else (),
        values(Attachment, files) if files else (),
        versions(versions_) if versions_ else (),
        added,
        modified,
        started,
        finished,
        trashed,
        read_source(source),
        extra,
    )


def _to_fields(fields: dict[str, Any]) -> Fields:
    if ONLY_TEXT.issuperset(map(type, fields.values())):
        return Fields(fields)
    return Fields(
        {
            name: value if isinstance(value, str) else _bare(**value)
            for name, value in fields.items()
        }
    )


def _bare(bare: str) -> Bare:
    return Bare(texts([bare])[0])


def _unknown(record: Record) -> Fields:
    return Fields(
        {name: encode(value).decode() for name, value in record.items() if name not in KNOWN}
    )


def number(value: object, most: int) -> int:
    """A whole number from 0 to the most; others raise."""
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError(value)
    return value


def texts(value: list[str]) -> list[str]:
    """A list of texts; others raise."""
    if type(value) is not list or not ONLY_TEXT.issuperset(map(type, value)):
        raise TypeError(value)
    return value


def values(make: Callable[..., T], items: list[dict[str, str]]) -> tuple[T, ...]:
    """A list of objects that hold texts, each made into its value; others raise."""
    if type(items) is not list:
        raise TypeError(items)
    return tuple([make(**item) for item in items if texts([*item.values()]) is not None])


def read_source(item: dict[str, str]) -> Source:
    if not ONLY_TEXT.issuperset(map(type, item.values())):
        raise TypeError(item)
    return Source(**item)


def versions(items: list[Record]) -> tuple[Version, ...]:
    """A list of versions; others raise."""
    if type(items) is not list:
        raise TypeError(items)
    return tuple([_version(**item) for item in items])


def _version(type: str, fields: dict[str, Any]) -> Version:
    return Version(texts([type])[0], _to_fields(fields))


def names_in_record(record: Record) -> list[str]:
    """The citation key and the keys that the paper had before."""
    key, aliases = record.get("key"), record.get("aliases")
    names = [key] if isinstance(key, str) and key else []
    if isinstance(aliases, list):
        names += [alias for alias in aliases if isinstance(alias, str) and alias]
    return names


def names_of(table: str, record: bytes) -> bytes:
    """The line of a record's names for the index, without reading the whole of it."""
    if table != PAPERS:
        return b""
    start = len(START) + uids.LENGTH + len(BEFORE_KEY)
    if record.startswith(START) and record.endswith(BEFORE_KEY, 0, start):
        key = record[start : record.find(b'"', start)]
        if key and b"\\" not in key and record.startswith(NO_ALIASES, start + len(key)):
            return key
    end = record.find(AFTER_NAMES)
    if record.startswith(START) and end > 0:
        try:
            known = decode(record[:end] + b"}")
        except ValueError:  # it ends elsewhere, in a record that Carrel did not write
            known = {}
        if "key" in known and "aliases" in known:
            return line_of(names_in_record(known))
    return line_of(names_in_record(decode(record)))


def read_paper(table: str, id: int, line: bytes) -> Paper:
    return placed(table, from_record(decode(line), id))


def placed(table: str, paper: Paper) -> Paper:
    """The paper where its record lies: in the trash or not, whatever else it says of itself."""
    if bool(paper.trashed) == (table == TRASH):
        return paper
    return paper._replace(trashed="" if table == PAPERS else paper.modified or timestamp(0))


def read_changes(effects: Iterable[Effect]) -> tuple[Change, ...]:
    """Effects on records as changes of papers; a move between tables is one change."""
    spans: dict[int, tuple[Paper | None, Paper | None]] = {}
    for effect in effects:
        if effect.table in (PAPERS, TRASH):
            table, id, before, after = effect
            was = read_paper(table, id, before) if before is not None else None
            now = read_paper(table, id, after) if after is not None else None
            spans[id] = (spans[id][0] if id in spans else was, now)
    return tuple(Change(before, after) for before, after in spans.values() if before != after)
