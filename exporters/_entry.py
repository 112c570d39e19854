"""One paper's BibTeX: the text that it came from, that text with the changes, or a fresh one."""

import re
from collections.abc import Iterable

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from exporters._values import delimited, sound
from papers import bibtex
from papers.bibtex import Part, base_name, understand
from papers.errors import BadValue
from papers.fingerprint import fingerprint
from papers.paper import Paper

_COMMA = re.compile(r"\s*+,")


def written(paper: Paper) -> str:
    """The paper's block; if it is not the imported text, it was read again and says the same."""
    source = paper.source
    raw = source.raw if source.kind == "bibtex" else ""
    name = fingerprint(paper.type, paper.key, paper.fields, paper.strings)
    if raw and source.fingerprint == name:
        return raw
    imported = understand(raw)
    if imported:
        edited = _edited(raw, imported, paper)
        if edited == raw or _says(edited, paper, imported):
            return edited
    return _fresh(paper)


def _fresh(paper: Paper) -> str:
    """A block in the plainest form, by bibtexparser, which writes values as they are given."""
    form = BibtexFormat()  # type: ignore[no-untyped-call]  # it says nothing of its types
    form.indent = "  "
    form.trailing_comma = True
    fields = [
        Field(base_name(name), delimited(sound(value))) for name, value in paper.fields.items()
    ]
    library = Library([Entry(paper.type, paper.key, fields)])
    text = write_string(library, unparse_stack=[], bibtex_format=form).rstrip("\n")
    if not _says(text, paper, None):
        raise BadValue(
            f"{paper.key or 'A paper without a key'} cannot be written as BibTeX: its key, its "
            "type or a field's name holds what BibTeX cannot read back. Change it and try again."
        )
    return text


def _says(text: str, paper: Paper, before: bibtex.Entry | None) -> bool:
    """Whether the text, read again, is this paper: no more, no less, and nothing behind it."""
    entry = understand(text)
    if not entry or not entry.closed or entry.end != len(text):
        return False
    if not entry.clean and (before is None or before.clean):
        return False
    kept = before.fields if before else {}
    wanted = [
        (base_name(name), value if kept.get(name) == value else sound(value))
        for name, value in paper.fields.items()
    ]
    found = [(base_name(name), value) for name, value in entry.fields.items()]
    return (
        entry.type.lower() == paper.type.lower()
        and entry.key == paper.key
        and sorted(wanted, key=_by_name) == sorted(found, key=_by_name)
    )


def _by_name(pair: tuple[str, str]) -> str:
    return pair[0]


def _edited(raw: str, imported: bibtex.Entry, paper: Paper) -> str:
    """The imported text with what was changed replaced, and every other character as it was."""
    edits: list[tuple[int, int, str]] = []
    if imported.type.lower() != paper.type.lower():
        edits.append((imported.type_at, imported.type_at + len(imported.type), paper.type))
    place = imported.key_place
    if imported.key != paper.key:
        edits.append((place.begin, place.end, paper.key if place.placed else f"{paper.key},"))
    before = place.body
    known = imported.fields
    for (name, value), part in zip(known.items(), imported.parts, strict=True):
        now = paper.fields.get(name)
        if now is None:
            edits.append(_removal(raw, before, part))
        elif now != value:
            edits.append((part.value_at, part.value_end, delimited(sound(now), part.kind)))
        before = part.value_end
    new = {name: value for name, value in paper.fields.items() if name not in known}
    return _with_new_fields(_spliced(raw, edits), new)


def _removal(raw: str, before: int, part: Part) -> tuple[int, int, str]:
    """From the white space before a field to the comma after it, or, for the last, before it."""
    start = before + len(raw[before : part.name_at].rstrip())
    comma = _COMMA.match(raw, part.value_end)
    if comma:
        return start, comma.end(), ""
    if raw[before:start].endswith(","):
        start -= 1
    return start, part.value_end, ""


def _spliced(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end, replacement in edits:
        pieces += (text[done : max(start, done)], replacement)
        done = max(end, done)
    return "".join([*pieces, text[done:]])


def _with_new_fields(text: str, new: dict[str, str]) -> str:
    """The text with fields added behind its last one, in the manner of that one."""
    entry = understand(text)
    if not new or not entry:
        return text
    names = [base_name(name) for name in new]
    values = [delimited(sound(value)) for value in new.values()]
    if not entry.parts:
        place = entry.key_place
        added = [f"\n  {name} = {value}," for name, value in zip(names, values, strict=True)]
        at, comma = (place.body, "") if place.placed else (place.end, ",")
        return f"{text[:at]}{comma}{''.join(added)}\n{text[at:].lstrip()}"
    last = entry.parts[-1]
    lead = text[len(text[: last.name_at].rstrip()) : last.name_at]
    fields = [
        f"{lead}{_name_and_equals(text, entry.parts, name)}{value}"
        for name, value in zip(names, values, strict=True)
    ]
    comma_after = _COMMA.match(text, last.value_end)
    if comma_after:
        at = comma_after.end()
        return text[:at] + "".join([field + "," for field in fields]) + text[at:]
    at = last.value_end
    return text[:at] + "".join(["," + field for field in fields]) + text[at:]


def _name_and_equals(text: str, parts: tuple[Part, ...], name: str) -> str:
    """`name = `, with its value in the column of the others where they share one."""
    last = parts[-1]
    between = text[last.name_end : last.value_at]
    columns = {part.value_at - part.name_at for part in parts}
    if len(columns) == 1 and len({len(part.name) for part in parts}) > 1:
        equals = between.lstrip()
        gap = max(columns.pop() - len(equals) - len(name), len(between) > len(equals))
        return f"{name}{' ' * gap}{equals}"
    return name + between
