"""What can stand at the end of a command line: asked by the shells, drawn from the tables."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from cli.desk import Desk
from cli.grammar import Argument, Command, Option
from cli.table import COMMANDS, ROOT, SHARED
from papers import CarrelError, Paper

MOST = 1000
FEW = 2_000  # papers; so many are looked at for their authors and tags
_OF_PAPER: dict[str, Callable[[Paper], Iterable[str]]] = {
    "tags": lambda paper: paper.tags,
    "authors": lambda paper: [author.short for author in paper.authors if not author.is_others],
    "venues": lambda paper: [paper.venue] if paper.venue else [],
    "types": lambda paper: [paper.type],
    "years": lambda paper: [str(paper.year)] if paper.year else [],
}
BREAKS = re.compile(r"[:=]")
UNSAFE = re.compile(r"[^\w@%+=:,./~-]")


def print_candidates(desk: Desk, shell: str, words: tuple[str, ...]) -> int:
    """Print what may stand in the place of the last word, a line each; never complain."""
    if shell == "bash":
        words = tuple(split_line(words[0] if words else ""))
    *before, current = words or ("",)
    current = current.lstrip("'\"") if shell == "zsh" else current
    found = {each for each in candidates(desk, before, current) if each.startswith(current)}
    for each in sorted(filter(str.isprintable, found))[:MOST]:
        desk.screen.say(_for_bash(each, current) if shell == "bash" else each)
    return 0


def _for_bash(candidate: str, current: str) -> str:
    """bash replaces only what stands behind the last : or =, and quotes nothing."""
    breaks = [found.end() for found in BREAKS.finditer(current)]
    return UNSAFE.sub(r"\\\g<0>", candidate[breaks[-1] if breaks else 0 :])


def split_line(line: str) -> list[str]:
    """The words of a line that is being typed, without the command's own name."""
    words = [""]
    quote = ""
    escaped = False
    for char in line:
        if escaped:
            words[-1] += char
            escaped = False
        elif char == "\\" and quote != "'":
            escaped = True
        elif char in "'\"" and quote in ("", char):
            quote = "" if quote else char
        elif char.isspace() and not quote:
            words += [""] if words[-1] else []
        else:
            words[-1] += char
    return words[1:]


def candidates(desk: Desk, before: Sequence[str], current: str) -> Iterable[str]:
    """What may stand behind these words."""
    flag, equals, value = current.partition("=")
    if equals and flag.startswith("--"):
        return [f"{flag}={each}" for each in candidates(desk, [*before, flag], value)]
    place = _Place(before)
    if place.awaits:
        return _values(desk, place.awaits.kind, place.awaits.choices, current)
    if place.command is None:
        names = [command.name.split()[0] for command in COMMANDS if command.group]
        return _flags((*ROOT.options, *SHARED)) if current.startswith("-") else names
    found: list[str] = []
    if current.startswith("-") and not place.ended:
        found += _flags((*place.command.options, *SHARED))
    family = [c.name for c in COMMANDS if c.name.startswith(place.command.name + " ")]
    if not place.operands:
        found += [name.split()[1] for name in family]
    for argument in place.open_arguments(current):
        found += _values(desk, argument.kind, argument.choices, current)
    return found


class _Place:
    """Where the cursor is: behind which command, how many operands, and which option."""

    def __init__(self, words: Sequence[str]) -> None:
        self.command: Command | None = None
        self.operands: list[str] = []
        self.awaits: Option | None = None
        self.ended = False  # behind --
        names = {command.name: command for command in COMMANDS}
        for word in words:
            if self.awaits:
                self.awaits = None
            elif word == "--":
                self.ended = True
            elif word.startswith("-") and not self.ended:
                self.awaits = self._option(word)
            elif self.command is None:
                self.command = names.get(word, Command(word, "", ""))
            elif not self.operands and f"{self.command.name} {word}" in names:
                self.command = names[f"{self.command.name} {word}"]
            else:
                self.operands.append(word)

    def _option(self, word: str) -> Option | None:
        own = self.command.options if self.command else ROOT.options
        for option in (*own, *SHARED):
            if word in option.flags.split() and option.value:
                return option
        return None

    def open_arguments(self, current: str) -> list[Argument]:
        """The arguments that the next operand may belong to."""
        assert self.command
        plain = [argument for argument in self.command.arguments if not argument.starts]
        signs = [argument for argument in self.command.arguments if argument.starts]
        if current[:1] and any(current[0] in argument.starts for argument in signs):
            return signs
        many = [at for at, argument in enumerate(plain) if argument.takes in ("any", "some")]
        taken = len(self.operands)
        if many and taken >= many[0]:
            return plain[many[0] :]
        return plain[taken : taken + 1]


def _flags(options: Iterable[Option]) -> list[str]:
    return [flag for option in options for flag in option.flags.split() if flag.startswith("--")]


def _values(desk: Desk, kind: str, choices: tuple[str, ...], current: str) -> list[str]:
    if choices:
        return list(choices)
    try:
        return _of_kind(desk, kind, current)
    except (CarrelError, OSError):
        return []


def _of_kind(desk: Desk, kind: str, current: str) -> list[str]:
    if kind in ("paper", "trashed"):
        library = desk.library(read_only=True)
        return (
            [paper.key for paper in library.trash()] if kind == "trashed" else list(library.keys())
        )
    if kind == "tag":
        return _tags(desk)
    if kind == "change":
        return [current[:1] + tag for tag in _tags(desk)]
    if kind == "query":
        return _query(desk, current)
    if kind == "sort":
        from search import SORT_FIELDS

        return [sign + name for name in SORT_FIELDS for sign in ("", "-")]
    if kind == "shelf":
        from commands.shelves import shelves

        return [shelf.name for shelf in shelves(desk.library(read_only=True))]
    if kind == "columns":
        from cli.settings import COLUMNS

        done = current.rpartition(",")[0]
        return [f"{done},{name}" if done else name for name in COLUMNS]
    if kind == "setting":
        from cli.settings import SETTINGS

        return list(SETTINGS)
    if kind == "export":
        from exporters import FORMATS

        return list(FORMATS)
    if kind == "format":
        from importers import FORMATS as READABLE

        return list(READABLE)
    if kind == "command":
        return [command.name for command in COMMANDS if command.group]
    if kind in ("file", "folder"):
        return _files(current, folders_only=kind == "folder")
    return []


def _tags(desk: Desk) -> list[str]:
    library = desk.library(read_only=True)
    return list({tag for paper in library for tag in paper.tags})


def _query(desk: Desk, current: str) -> list[str]:
    """What may stand at the end of a query; the last of its words is what is completed."""
    import search

    found = search.complete(current, len(current), lambda part, start: _offer(desk, part, start))
    return [current[: each.start] + each.text for each in found]


def _offer(desk: Desk, part: str, start: str) -> Iterable[tuple[str, int]]:
    """The values that a part has in the library: from its index, else from a look at all papers."""
    from cli.settings import cache_folder
    from commands.searching import Searching
    from commands.shelves import shelf_names
    from papers.text import fold

    library = desk.library(read_only=True)
    if part == "shelves":
        return shelf_names(library, start)
    if len(library) > FEW:
        searching = Searching(library, cache_folder(desk.environ))
        return searching.vocabulary(part, start) if searching.open() else ()
    read = _OF_PAPER.get(part)
    values = Counter(value for paper in library for value in read(paper)) if read else Counter()
    begun = fold(start)
    return [pair for pair in values.most_common() if fold(pair[0]).startswith(begun)]


def _files(current: str, *, folders_only: bool) -> list[str]:
    folder, _slash, start = current.rpartition("/")
    found = []
    shown = f"{folder}/" if _slash else ""
    with os.scandir(os.path.expanduser(shown) or ".") as entries:
        for entry in entries:
            if entry.name.startswith(start) and (start or entry.name[0] != "."):
                if entry.is_dir():
                    found.append(f"{shown}{entry.name}/")
                elif not folders_only:
                    found.append(f"{shown}{entry.name}")
    return found
