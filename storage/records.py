"""Papers to records and back: the one place that knows the keys of the library's files."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

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
)
from storage.codec import BULK, Record, decode, encode, encode_many
from storage.names import line_of
from storage.store import Effect

PAPERS = "papers"
TRASH = "trash"
START = b'{"uid":"'
AFTER_NAMES = b',"type":'
KNOWN = frozenset(Paper._fields) - {"extra"}
ONLY_TEXT = frozenset({str})


def to_record(paper: Paper) -> Record:
    """The record of a paper, its keys always the same and in the same order."""
    (
        uid, key, aliases, type, fields, strings, provisional, tags, rating, status, priority,
        queue, notes, annotations, files, versions, added, modified, started, finished, trashed, source, extra,
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


def to_lines(papers: Sequence[Paper]) -> list[bytes]:
    """The lines of papers, by whichever encoder is sooner done with them."""
    if len(papers) > BULK and not any(paper.extra for paper in papers):
        return encode_many(map(to_record, papers))
    return [encode(to_record(paper)) for paper in papers]


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
        return _from_own(record)
    except (KeyError, TypeError, ValueError, AttributeError):
        return _from_foreign(record, id)


def _from_own(record: Record) -> Paper:
    extra = Fields()
    if len(record) != len(KNOWN):
        extra = _unknown(record)
    return Paper(
        record["uid"],
        record["key"],
        tuple(record["aliases"]),
        record["type"],
        _to_fields(record["fields"]),
        _to_fields(record["strings"]),
        record["provisional"],
        frozenset(record["tags"]),
        _number(record["rating"], 5),
        Status(record["status"]),
        _number(record["priority"], 3),
        int(record["queue"]),
        record["notes"],
        tuple(Annotation(**item) for item in record["annotations"]),
        tuple(Attachment(**item) for item in record["files"]),
        tuple(Version(item["type"], _to_fields(item["fields"])) for item in record["versions"]),
        record["added"],
        record["modified"],
        record["started"],
        record["finished"],
        record["trashed"],
        Source(**record["source"]),
        extra,
    )


def _to_fields(fields: dict[str, Any]) -> Fields:
    if ONLY_TEXT.issuperset(map(type, fields.values())):
        return Fields(fields)
    return Fields(
        {
            name: value if isinstance(value, str) else Bare(value["bare"])
            for name, value in fields.items()
        }
    )


def _unknown(record: Record) -> Fields:
    return Fields(
        {name: encode(value).decode() for name, value in record.items() if name not in KNOWN}
    )


def _number(value: object, most: int) -> int:
    if not isinstance(value, int) or not 0 <= value <= most:
        raise ValueError(value)
    return value


def _from_foreign(record: Record, id: int) -> Paper:
    """A record that Carrel did not write: what fits a part becomes that part, the rest is extra."""
    paper = Paper(uid=int_to_uid(id))
    fields: dict[str, str] = {}
    extra: dict[str, str] = {}
    for name, value in record.items():
        read = READERS.get(name)
        try:
            if read:
                paper = paper._replace(**{name: read(value)})
                continue
        except (KeyError, TypeError, ValueError, AttributeError):
            extra[f"unread {name}"] = encode(value).decode()
            continue
        if name == "authors" and isinstance(value, list):
            fields["author"] = " and ".join(str(author) for author in value)
        elif isinstance(value, str | int) and name not in KNOWN and name.isidentifier():
            fields[name.lower()] = str(value)
        elif name not in ("extra", "uid"):
            extra[name] = encode(value).decode()
    return paper._replace(
        fields=Fields({**fields, **paper.fields}), extra=Fields({**paper.extra, **extra})
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [part for part in (piece.strip() for piece in value.split(",")) if part]
    if not isinstance(value, list):
        raise TypeError(value)
    return [_text(item) for item in value]


READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(
        (
            "key",
            "type",
            "provisional",
            "notes",
            "added",
            "modified",
            "started",
            "finished",
            "trashed",
        ),
        _text,
    ),
    "aliases": lambda value: tuple(_texts(value)),
    "fields": _to_fields,
    "strings": _to_fields,
    "tags": lambda value: frozenset(_texts(value)),
    "rating": lambda value: _number(int(value), 5),
    "priority": lambda value: _number(int(value), 3),
    "status": Status,
    "queue": int,
    "annotations": lambda value: tuple(Annotation(**item) for item in value),
    "files": lambda value: tuple(
        Attachment(item) if isinstance(item, str) else Attachment(**item) for item in value
    ),
    "versions": lambda value: tuple(
        Version(item["type"], _to_fields(item["fields"])) for item in value
    ),
    "source": lambda value: Source(**value),
}


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
    end = record.find(AFTER_NAMES)
    if record.startswith(START) and end > 0:
        try:
            known = decode(record[:end] + b"}")
        except ValueError:  # it ends elsewhere, in a record that Carrel did not write
            known = {}
        if "key" in known and "aliases" in known:
            return line_of(names_in_record(known))
    return line_of(names_in_record(decode(record)))


def read_paper(id: int, line: bytes) -> Paper:
    return from_record(decode(line), id)


def read_changes(effects: Iterable[Effect]) -> tuple[Change, ...]:
    """Effects on records as changes of papers; a move between tables is one change."""
    spans: dict[int, tuple[Paper | None, Paper | None]] = {}
    for effect in effects:
        if effect.table in (PAPERS, TRASH):
            before = read_paper(effect.id, effect.before) if effect.before is not None else None
            after = read_paper(effect.id, effect.after) if effect.after is not None else None
            first = spans[effect.id][0] if effect.id in spans else None
            spans[effect.id] = (first or before, after)
    return tuple(Change(before, after) for before, after in spans.values() if before != after)
