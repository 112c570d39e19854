"""Edit a paper's entry field by field: what each value says, what is wrong with it, and saving."""

import re
from collections.abc import Mapping

from papers import BadValue, Bare, Change, Paper, identifiers, names
from papers import keys as citation_keys
from papers.dates import parse as parse_date
from papers.latex import decode
from papers.paper import MONTHS
from storage import Library, Step

PEOPLE = frozenset({"author", "editor", "translator", "bookauthor"})
YEARS = re.compile(r"\d{4}")


def problem(name: str, value: str) -> str:
    """What is wrong with a value, in a sentence; "" where nothing is."""
    text = value.strip()
    if not text:
        return ""
    if (depth := _depth(text)) != 0:
        return "A brace is never closed." if depth > 0 else "A brace is closed that was never open."
    check = _CHECKS.get(name)
    return check(text) if check else ""


def key_problem(library: Library, paper: Paper, key: str) -> str:
    """Why the paper cannot have this key; "" if it can."""
    if key == paper.key:
        return ""
    if wrong := citation_keys.problem(key):
        return wrong
    other = library.by_key(key)
    if other and other.uid != paper.uid:
        return f"{other.key} is another paper's key, or was."
    return ""


def said(name: str, value: str) -> str:
    """A value as people read it."""
    if name in PEOPLE:
        return "; ".join(author.sortable or author.literal for author in names.parse(value))
    if name == "month":
        return MONTHS.get(value.strip().lower(), decode(value))
    return decode(value)


def edited(paper: Paper, kind: str, key: str, values: Mapping[str, str]) -> Paper:
    """The paper with these values; an empty one drops its field, one that is as it was stays so."""
    changes: dict[str, str | None] = {}
    for name, value in values.items():
        before = paper.fields.get(name)
        if value == (before or ""):
            continue
        if not value.strip():
            changes[name] = None
        elif name == "month" and value.strip().lower() in MONTHS:
            changes[name] = Bare(value.strip().lower())
        else:
            changes[name] = value
    if wrong := next(filter(None, (problem(n, v) for n, v in changes.items() if v)), ""):
        raise BadValue(wrong)
    if not re.fullmatch(r"[^\s{}(),=\"@%#\\]+", kind):
        raise BadValue(f"{kind!r} is no name for a kind of entry.")
    if changes:
        paper = paper.with_fields(changes)
    if kind.lower() != paper.type.lower():
        paper = paper._replace(type=kind.lower())
    return paper.rekeyed(key) if key != paper.key else paper


def save(library: Library, before: Paper, after: Paper) -> Step:
    """Make the change, over what others changed meanwhile."""
    changes = [Change(before, after)] if after != before else []
    return library.apply(changes, label=f"edit: {before.key or before.uid}")


def _depth(text: str) -> int:
    depth = 0
    for found in re.finditer(r"\\[\\{}]|[{}]", text):
        if found[0] in "{}":
            depth += 1 if found[0] == "{" else -1
            if depth < 0:
                return depth
    return depth


def _year(text: str) -> str:
    if parse_date("", year=decode(text)).year is None:
        return f"{text!r} names no year: 2024, or 2023/2024."
    return ""


def _date(text: str) -> str:
    if parse_date(decode(text)).year is None:
        return f"{text!r} is no date: 2024, 2024-05 or 2024-05-17."
    return ""


def _doi(text: str) -> str:
    return "" if identifiers.doi(text) else f"{text!r} is no DOI: it begins like 10.1000/."


def _isbn(text: str) -> str:
    if any(identifiers.isbn(part) for part in re.split(r"[,;/]|\s{2,}|\s(?=97[89])", text)):
        return ""
    return f"{text!r} is no ISBN: a digit is missing or wrong."


def _url(text: str) -> str:
    if re.match(r"(?:\\url\s*\{)?[a-zA-Z][\w+.-]*://\S", text):
        return ""
    return f"{text!r} is no address: it begins like https://."


def _people(text: str) -> str:
    if " and " not in text and text.count(",") > 2 and "{" not in text:
        return "Several names are joined by “and”, not by commas: Hu, Edward and Shen, Yelong."
    return ""


_CHECKS = {
    "year": _year,
    "date": _date,
    "doi": _doi,
    "isbn": _isbn,
    "url": _url,
    **dict.fromkeys(PEOPLE, _people),
}
