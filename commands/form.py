"""The text in which a paper is edited by hand: written, and read back.

    tags: attention, transformers
    rating: 4
    status: reading
    priority: 0

    === BibTeX ===
    @article{vaswani2017,
      title = {Attention Is All You Need},
    }

    === Notes ===
    Any Markdown.

What is left out stays as it was, except in the entry: its fields are all the fields. A part whose
text did not change is not read at all, so that nothing is lost to reading and writing it again.
"""

import re
from typing import NamedTuple

from commands.rename import checked as checked_key
from commands.set_status import moved
from commands.tag import checked as checked_tag
from papers import BadValue, Bare, CarrelError, Fields, Paper, Status, bibtex

FIELDS = ("tags", "rating", "status", "priority")
HELP = """\
# Save this and close the editor to keep your changes.
# Tags are separated by commas; rating is 0 to 5; priority is 1 (high) to 3, or 0;
# status is inbox, unread, reading, read or abandoned. Lines like this one are not kept.
"""
WRONG = "#! "  # opens a line that says what is wrong

_NAME = re.compile(bibtex.NAME)
_BETWEEN = re.compile(r"\s+|%[^\n]*")
_STRING = re.compile(r"@\s*string\b", re.IGNORECASE)


class Problem(NamedTuple):
    """What is wrong, and in which line of the text; 0 where that cannot be said."""

    line: int
    sentence: str

    @property
    def said(self) -> str:
        return f"line {self.line}: {self.sentence}" if self.line else self.sentence


class Unreadable(CarrelError):
    """The text cannot be read back as a paper; `problems` says where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(problem.said for problem in problems))


def write(paper: Paper) -> str:
    """The paper as a text to edit."""
    rule = _rule(paper)
    return (
        f"{HELP}\n"
        f"tags: {', '.join(sorted(paper.tags))}\n"
        f"rating: {paper.rating}\n"
        f"status: {paper.status.value}\n"
        f"priority: {paper.priority}\n"
        f"\n{rule} BibTeX {rule}\n{write_entry(paper)}\n"
        f"\n{rule} Notes {rule}\n{_ended(paper.notes)}"
    )


def with_problems(text: str, problems: list[Problem]) -> str:
    """The same text, with what is wrong at its top."""
    lower = [p._replace(line=p.line + len(problems)) if p.line else p for p in problems]
    return "".join(f"{WRONG}{problem.said}\n" for problem in lower) + without_problems(text)


def without_problems(text: str) -> str:
    lines = text.splitlines(keepends=True)
    while lines and lines[0].startswith(WRONG):
        del lines[0]
    return "".join(lines)


def read(text: str, paper: Paper) -> Paper:
    """The paper as the text says it is; raises Unreadable with everything that is wrong."""
    text = without_problems(text).replace("\r\n", "\n")
    rule = re.escape(_rule(paper))
    titles = list(re.finditer(rf"^{rule} *(BibTeX|Notes) *{rule}[ \t]*\n?", text, re.I | re.M))
    names = [title[1].lower() for title in titles[:2]]
    if names not in (["bibtex", "notes"], ["bibtex"], ["notes"], []):
        raise Unreadable([Problem(0, "The parts are out of order: first BibTeX, then Notes.")])
    problems: list[Problem] = []
    edited = _read_head(text[: titles[0].start()] if titles else text, paper, problems)
    if "bibtex" in names:
        end = titles[1].start() if "notes" in names else len(text)
        begin = titles[0].end()
        edited = _read_entries(text[begin:end], text.count("\n", 0, begin), edited, problems)
    if "notes" in names:
        notes = text[titles[names.index("notes")].end() :]
        if notes.rstrip("\n") != paper.notes.replace("\r\n", "\n").rstrip("\n"):
            edited = edited._replace(notes=_ended(notes.strip("\n")))
    if problems:
        raise Unreadable(problems)
    return edited


# -- the lines at the top


def _read_head(text: str, paper: Paper, problems: list[Problem]) -> Paper:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, value = line.partition(":")
        try:
            if not colon:
                raise BadValue(f"{line.strip()[:60]!r} has no colon, as in `rating: 4`.")
            paper = _with(paper, name.strip().lower(), value.strip())
        except CarrelError as error:
            problems.append(Problem(number, str(error)))
    return paper


def _with(paper: Paper, name: str, value: str) -> Paper:
    if name == "tags":
        tags = frozenset(checked_tag(tag) for tag in value.split(",") if tag.strip())
        return paper if value == ", ".join(sorted(paper.tags)) else paper._replace(tags=tags)
    if name == "rating":
        return paper.rated(_number(name, value))
    if name == "priority":
        return paper.prioritised(_number(name, value))
    if name == "status":
        if value.lower() not in [status.value for status in Status]:
            known = ", ".join(status.value for status in Status)
            raise BadValue(f"There is no status {value!r}: it is one of {known}.")
        return moved(paper, Status(value.lower()))
    raise BadValue(f"There is no {name!r} here: the names are {', '.join(FIELDS)}.")


def _number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise BadValue(f"The {name} is a number, not {value!r}.")
    return int(value)


# -- the entry


def write_entry(paper: Paper) -> str:
    """The paper's fields as one BibTeX entry, with the @string definitions that they use."""
    lines = [f"@string{{{name} = {_literal(value)}}}" for name, value in paper.strings.items()]
    lines.append(f"@{paper.type}{{{paper.key},")
    shown, hidden = _shown_and_hidden(paper.fields)
    lines += [f"  {bibtex.base_name(name)} = {_literal(value)}," for name, value in shown.items()]
    lines.append("}")
    if hidden:
        lines.append(f"% Kept as they are, for no BibTeX can say them: {', '.join(sorted(hidden))}")
    return "\n".join(lines)


def _literal(value: str) -> str:
    if isinstance(value, Bare) or (value.isascii() and value.isdigit()):
        return str(value)
    return f"{{{value}}}"


def _shown_and_hidden(fields: Fields) -> tuple[Fields, Fields]:
    """The fields that BibTeX can say, and those that would break the entry around them."""
    hidden = {
        bibtex.base_name(name)
        for name, value in fields.items()
        if bibtex.literal(_literal(value)) != value or not _NAME.fullmatch(bibtex.base_name(name))
    }
    names = [name for name in fields if bibtex.base_name(name) in hidden]
    return fields.without(names), fields.without(set(fields) - set(names))


def _read_entries(text: str, above: int, paper: Paper, problems: list[Problem]) -> Paper:
    if text.strip() == write_entry(paper).replace("\r\n", "\n").strip():
        return paper
    strings: dict[str, str] = {}
    entries: list[bibtex.Entry] = []
    at = 0
    while at < len(text):
        line = above + text.count("\n", 0, at) + 1
        if found := _BETWEEN.match(text, at):
            at = found.end()
            continue
        entry = bibtex.understand(text[at:], keyed=not _STRING.match(text, at))
        if not entry or not entry.closed or not entry.clean:
            problems.append(Problem(line, _trouble(entry, text[at:], line)))
            return paper
        if entry.type.lower() == "string":
            strings |= entry.fields
        else:
            entries.append(entry)
        at += entry.end
    if len(entries) != 1:
        sentence = f"There must be one entry here, not {len(entries) or 'none'}."
        problems.append(Problem(above + 1, sentence))
        return paper
    return _with_entry(paper, entries[0], Fields(strings), above, problems)


def _trouble(entry: bibtex.Entry | None, text: str, line: int) -> str:
    if not entry and text[0] != "@":
        return "This belongs to no entry: is a brace missing above it, or one too many?"
    if not entry:
        return "This is no BibTeX: an entry begins like @article{key,"
    if entry.open_at >= 0:
        opened = line + text.count("\n", 0, entry.open_at)
        return f"A brace or quote that is opened in line {opened} of the text is never closed."
    if not entry.closed:
        return "The entry that begins here is never closed with a brace."
    return "The entry that begins here cannot be read whole: is a comma or a quote missing?"


def _with_entry(
    paper: Paper, entry: bibtex.Entry, strings: Fields, above: int, problems: list[Problem]
) -> Paper:
    if entry.key and entry.key != paper.key:
        try:
            paper = paper.rekeyed(checked_key(entry.key))
        except CarrelError as error:
            problems.append(Problem(above + 1, str(error)))
    hidden = _shown_and_hidden(paper.fields)[1]
    fields = _as_they_were(entry.fields, paper.fields).with_(hidden)
    kind = paper.type if entry.type.lower() == paper.type.lower() else entry.type.lower()
    return paper._replace(type=kind, fields=fields, strings=_as_they_were(strings, paper.strings))


def _as_they_were(fields: Fields, before: Fields) -> Fields:
    """The fields, with the line ends of those that were not changed."""
    return Fields(
        {
            name: before[name] if _same(before.get(name), value) else value
            for name, value in fields.items()
        }
    )


def _same(before: str | None, value: str) -> bool:
    if before is None or isinstance(before, Bare) != isinstance(value, Bare):
        return False
    return str(before).replace("\r\n", "\n") == str(value)


def _rule(paper: Paper) -> str:
    """What sets the parts apart; longer where the entry has a line like it."""
    rule = "==="
    while f"\n{rule}" in "\n" + write_entry(paper):
        rule += "="
    return rule


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"
