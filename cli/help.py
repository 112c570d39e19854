"""Help pages, drawn from the tables."""

from collections.abc import Iterable
from typing import NamedTuple

from cli.desk import Desk
from cli.details import DETAILS, EXAMPLES
from cli.grammar import Command, Option, find_command, usage
from cli.page import WIDEST, wrapped
from cli.table import COMMANDS, ROOT, SHARED

NARROWEST = 40
INDENT = "  "
WHAT_IS_WHAT = (
    "A PAPER is a key, the beginning of a uid, a DOI or an arXiv number. A QUERY is words and "
    'fields: lora tag:peft year>=2020 rating>3 has:notes -tag:old, with "exact phrases", OR and '
    "parentheses; the shell wants quotes around most of these signs."
)


class Part(NamedTuple):
    """A part of a page: a heading, and under it a paragraph, lines or rows of two columns."""

    head: str = ""
    text: str = ""
    rows: tuple[tuple[str, str], ...] = ()


def print_help(desk: Desk, topic: str) -> int:
    """The page of one command, or of all."""
    parts = _of_command(find_command(topic.split(), COMMANDS)) if topic else _of_all()
    columns = max(min(desk.screen.width, WIDEST), NARROWEST)
    for place, part in enumerate(parts):
        if place:
            desk.screen.say()
        if part.head:
            desk.screen.say(desk.screen.styled(part.head, "bold"))
        for line in _lines(part, columns):
            desk.screen.say(line)
    return 0


def _of_all() -> list[Part]:
    groups = dict.fromkeys(command.group for command in COMMANDS if command.group)
    return [
        Part(text=f"Carrel, {ROOT.summary}. `carrel` alone opens the app."),
        *(Part(group, rows=_summaries(group)) for group in groups),
        Part("Options", rows=option_rows((*ROOT.options, *SHARED))),
        Part(text=f"`carrel help COMMAND` says more about one. {WHAT_IS_WHAT}"),
    ]


def _summaries(group: str) -> tuple[tuple[str, str], ...]:
    return tuple((each.name, each.summary) for each in COMMANDS if each.group == group)


def _of_command(command: Command) -> list[Part]:
    arguments = tuple((each.shown, each.help) for each in command.arguments)
    family = tuple(
        (each.name, each.summary) for each in COMMANDS if each.name.startswith(f"{command.name} ")
    )
    examples = tuple((line, "") for line in EXAMPLES.get(command.name, ()))
    parts = [
        Part(text=f"carrel {command.name}: {command.summary}"),
        Part("Usage", rows=((usage(command), ""),)),
        Part(text=DETAILS.get(command.name, "")),
        Part("Arguments", rows=arguments),
        Part("Options", rows=option_rows(command.options)),
        Part("Everywhere", rows=option_rows(SHARED)),
        Part("See also", rows=family),
        Part("Examples", rows=examples),
    ]
    return [part for part in parts if part.text or part.rows]


def option_rows(options: Iterable[Option]) -> tuple[tuple[str, str], ...]:
    """What each option is called, and what it does."""
    return tuple((_flags(option), _help(option)) for option in options)


def _flags(option: Option) -> str:
    flags = ", ".join(option.flags.split())
    return f"{flags} {option.value}".rstrip()


def _help(option: Option) -> str:
    return f"{option.help} ({', '.join(option.choices)})" if option.choices else option.help


def _lines(part: Part, columns: int) -> Iterable[str]:
    if part.text:
        yield from wrapped(part.text, columns)
    two = [name for name, said in part.rows if said]
    margin = min(max((len(name) for name in two), default=0), 28) + 2 * len(INDENT)
    for name, said in part.rows:
        if not said:
            yield INDENT + name
            continue
        lines = wrapped(said, columns - margin)
        if len(INDENT + name) + len(INDENT) > margin:
            yield INDENT + name
            name = ""
        for place, line in enumerate(lines):
            yield (INDENT + name if not place else "").ljust(margin) + line
