"""The config file: read with its line numbers, and changed one line at a time.

A change replaces, adds or removes the lines of one setting. Everything else in the file, comments
and blank lines too, stays as it is, and the result is read back before it is written.
"""

import os
import re

from papers.errors import BadValue, CarrelError

_TABLE = re.compile(r"[ \t]*\[[ \t]*([A-Za-z0-9_.\- \t]+?)[ \t]*\][ \t]*(?:#.*)?$")
_NAME = re.compile(r"[ \t]*([A-Za-z0-9_\-]+(?:[ \t]*\.[ \t]*[A-Za-z0-9_\-]+)*)[ \t]*=")


_QUOTED = r"""(?:"[^"\\\x00-\x1f\x7f]*"|'[^'\x00-\x1f\x7f]*')"""
_STRING = re.compile(_QUOTED)
_PLAIN = re.compile(
    rf"""[ \t]*(?:
        \[(?P<table>[A-Za-z0-9_-]+)\]
      | (?P<name>[A-Za-z0-9_-]+)[ \t]*=[ \t]*
        (?P<value>{_QUOTED}(?!["'])|\[[ ]?{_QUOTED}(?:,[ ]?{_QUOTED})*[ ]?\])
    )?[ \t]*(?:\#[^\x00-\x08\x0a-\x1f\x7f]*)?""",
    re.VERBOSE,
)


class Unreadable(CarrelError):
    """The file is no TOML, or cannot be read at all."""


def read(path: str) -> list[tuple[str, object, int]]:
    """Every setting in the file: its name with its table's in front, its value, its line."""
    text = _text(path)
    plain = _plain_settings(text)
    return _settings(text, path) if plain is None else plain


def change(path: str, name: str, value: str | tuple[str, ...] | None) -> None:
    """Set one setting, or with None remove it; nothing else in the file changes."""
    before = _text(path) if os.path.exists(path) else ""
    after = _changed(before, name, value)
    expected = {known: given for known, given, _line in _settings(before, path)}
    expected.pop(name, None)
    if value is not None:
        expected[name] = list(value) if isinstance(value, tuple) else value
    if not _says(after, expected, path):
        raise BadValue(
            f"{path} is written in a way that cannot be changed safely: edit it by hand."
        )
    if after != before:
        from commands.files import write_text

        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_text(path, after)


def _says(text: str, expected: dict[str, object], path: str) -> bool:
    try:
        return {name: value for name, value, _line in _settings(text, path)} == expected
    except Unreadable:
        return False


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except OSError as error:
        raise Unreadable(f"{path} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path} is not text in UTF-8.") from error


def _settings(text: str, path: str) -> list[tuple[str, object, int]]:
    import tomllib

    try:
        tables = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        where = f"{path}:{found[1]}" if found else path
        raise Unreadable(f"{where} is not TOML: {error}.") from error
    places = {place.name: place.first + 1 for place in _places(_lines(text))}
    return [(name, value, places.get(name, 1)) for name, value in _flat(tables)]


def _plain_settings(text: str) -> list[tuple[str, object, int]] | None:
    """The settings of a file with nothing difficult in it, without the price of tomllib."""
    found: dict[str, tuple[object, int]] = {}
    tables = [""]
    for number, line in enumerate(_lines(text), 1):
        read = _PLAIN.fullmatch(line.rstrip("\r\n"))
        if not read:
            return None
        if read["table"]:
            tables.append(f"{read['table']}.")
        if read["name"]:
            name = tables[-1] + read["name"]
            texts = [each[1:-1] for each in _STRING.findall(read["value"])]
            value: object = texts if read["value"].startswith("[") else texts[0]
            if name in found:
                return None
            found[name] = (value, number)
    names = [f"{name}." for name in found]
    if len(set(tables)) < len(tables) or any(name in tables for name in names):
        return None
    return [(name, value, number) for name, (value, number) in found.items()]


def _lines(text: str) -> list[str]:
    """The lines as TOML has them: other line ends than its own are text."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _flat(table: dict[str, object], prefix: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for name, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{name}.")
        else:
            found.append((prefix + name, value))
    return found


class _Place:
    """The lines of one setting, from the first up to but not including the last."""

    def __init__(self, name: str, first: int, last: int) -> None:
        self.name = name
        self.first = first
        self.last = last


def _places(lines: list[str]) -> list[_Place]:
    """Where each setting stands; one of several lines is read until it parses."""
    import tomllib

    places = []
    table = ""
    at = 0
    while at < len(lines):
        name = _NAME.match(lines[at])
        heading = _TABLE.match(lines[at].rstrip("\r\n"))
        last = at + 1
        if heading:
            table = re.sub(r"\s", "", heading[1]) + "."
        elif name:
            while last <= len(lines):
                try:
                    tomllib.loads("".join(lines[at:last]).replace("\r\n", "\n"))
                    break
                except tomllib.TOMLDecodeError:
                    last += 1
            else:
                last = at + 1
            places.append(_Place(table + re.sub(r"\s", "", name[1]), at, last))
        at = last
    return places


def _changed(text: str, name: str, value: str | tuple[str, ...] | None) -> str:
    lines = _lines(text)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    place = next((place for place in _places(lines) if place.name == name), None)
    if place:
        written = [] if value is None else [_line_with(lines[place.first : place.last], value, end)]
        return "".join(lines[: place.first] + written + lines[place.last :])
    if value is None:
        return text
    table, _, short = name.rpartition(".")
    at = _end_of_table(lines, table)
    if at < 0 and any(place.name.startswith(f"{table}.") for place in _places(lines)):
        at, short = _end_of_table(lines, ""), name  # the table is written as dotted names
    if at > 0 and not lines[at - 1].endswith("\n"):
        lines[at - 1] += end
    new = f"{short} = {_toml(value)}{end}"
    if at < 0:
        gap = end if lines else ""
        last = "" if not lines or lines[-1].endswith("\n") else end
        return "".join(lines) + f"{last}{gap}[{table}]{end}{new}"
    return "".join([*lines[:at], new, *lines[at:]])


def _end_of_table(lines: list[str], table: str) -> int:
    """Behind the last line that says something in this table; -1 if the file has no such table."""
    current = ""
    end = -1 if table else _end_of_preface(lines)
    inside = {number for place in _places(lines) for number in range(place.first + 1, place.last)}
    for number, line in enumerate(lines):
        if number not in inside and line.lstrip().startswith("["):
            heading = _TABLE.match(line.rstrip("\r\n"))
            current = re.sub(r"\s", "", heading[1]) if heading else "\n"
        elif not line.strip() or line.startswith("#"):
            continue
        if current == table:
            end = number + 1
    return end


def _end_of_preface(lines: list[str]) -> int:
    """Behind the comment that opens the file, if a blank line sets it apart from what follows."""
    for number, line in enumerate(lines):
        if not line.strip():
            return number + 1
        if not line.startswith("#"):
            return 0
    return len(lines)


def _line_with(old: list[str], value: str | tuple[str, ...], end: str) -> str:
    """The setting's line with another value; a comment behind the old value stays."""
    head = old[0][: old[0].index("=") + 1]
    comment = _comment(old[-1]) if len(old) == 1 else ""
    return f"{head} {_toml(value)}{comment}{end if old[-1].endswith(chr(10)) else ''}"


def _comment(line: str) -> str:
    """The comment at the end of a line, found as the shortest tail whose loss changes nothing."""
    import tomllib

    whole = line.rstrip("\r\n")
    for at in (found.start() for found in re.finditer(r"[ \t]*#", whole)):
        try:
            if tomllib.loads(whole[:at]) == tomllib.loads(whole):
                return whole[at:]
        except tomllib.TOMLDecodeError:
            continue
    return ""


def _toml(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    import json

    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
