"""Records that another program wrote, or wrote into: what fits a part becomes it, the rest is kept.

Nothing of a record is lost: what has no place in a paper goes into its `extra`, under its own name,
or as "unread rating" where it cannot be a rating.
"""

from collections.abc import Callable
from typing import Any

from papers import Annotation, Attachment, Bare, Fields, Paper, Status, int_to_uid
from storage.codec import Record, encode
from storage.records import KNOWN, number, read_source, texts, values, versions

UNREADABLE = (AttributeError, KeyError, OverflowError, TypeError, ValueError)
LARGEST_QUEUE = 1 << 53


def read_foreign(record: Record, id: int) -> Paper:
    """The paper that a record of any make is."""
    uid = int_to_uid(id)
    parts: dict[str, Any] = {}
    fields: dict[str, str] = {}
    kept: Record = {}
    for name, value in record.items():
        if name in ("fields", "strings") and isinstance(value, dict):
            parts[name] = _read_fields(name, value, kept)
        elif name not in KNOWN:
            if not _read_field(name, value, fields):
                _keep(kept, name, value)
        elif value is not None and (name, value) != ("uid", uid):
            try:
                parts[name] = READERS[name](value)
            except UNREADABLE:
                _keep(kept, f"unread {name}", value)
    inner = parts.get("fields", Fields())
    for name in fields.keys() & inner.keys():
        _keep(kept, name, fields[name])
    parts["fields"] = Fields({**fields, **inner})
    extra = Fields({name: encode(value).decode() for name, value in kept.items()})
    return Paper(**{**parts, "uid": uid, "extra": extra})


def _keep(kept: Record, name: str, value: object) -> None:
    while name in kept:
        name += "'"
    kept[name] = value


def _read_fields(part: str, found: Record, kept: Record) -> Fields:
    """The fields that are some; an odd one does not stand in the way of the others."""
    fields: dict[str, str] = {}
    for name, value in found.items():
        if type(value) in (str, int, float):
            fields[name] = str(value)
        elif isinstance(value, dict) and [*value] == ["bare"] and isinstance(value["bare"], str):
            fields[name] = Bare(value["bare"])
        else:
            _keep(kept, f"unread {part}.{name}", value)
    return Fields(fields)


def _read_field(name: str, value: object, fields: dict[str, str]) -> bool:
    """Take what stands beside the parts for a field; False where it is none, or a second one."""
    if name.lower() in ("author", "authors") and isinstance(value, list):
        name, value = "author", _joined(value)
    folded = name.lower()
    if type(value) not in (str, int) or not name.isidentifier() or folded in fields:
        return False
    fields[folded] = str(value)
    return True


def _joined(authors: list[Any]) -> str | None:
    names = [_author(author) for author in authors]
    return " and ".join([name for name in names if name]) if all(names) else None


def _author(author: Any) -> str:
    """One name as BibTeX writes it, from plain text or the parts that CSL gives; "" from others."""
    if isinstance(author, str):
        return f"{{{author}}}" if " and " in author else author
    match author:
        case {"family": str(family), "given": str(given), **rest} if not rest:
            return f"{family}, {given}"
        case {"literal": str(name), **rest} if not rest:
            return f"{{{name}}}"
        case {"family": str(name), **rest} | {"name": str(name), **rest} if not rest:
            return name
    return ""


def _text(value: Any) -> str:
    return texts([value])[0]


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [piece.strip() for piece in value.split(",") if piece.strip()]
    return texts(value)


def _whole(most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        whole = number(value if isinstance(value, bool) else int(value), most)
        if isinstance(value, float) and whole != value:
            raise ValueError(value)
        return whole

    return read


def _files(value: Any) -> tuple[Attachment, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list):
        raise TypeError(value)
    return values(Attachment, [{"path": item} if isinstance(item, str) else item for item in items])


READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("key", "type", "provisional", "notes"), _text),
    **dict.fromkeys(("added", "modified", "started", "finished", "trashed"), _text),
    "aliases": lambda value: tuple(_texts(value)),
    "tags": lambda value: frozenset(_texts(value)),
    "rating": _whole(5),
    "priority": _whole(3),
    "queue": _whole(LARGEST_QUEUE),
    "status": lambda value: Status(value.strip().lower()),
    "annotations": lambda value: values(Annotation, value),
    "files": _files,
    "versions": versions,
    "source": read_source,
}
