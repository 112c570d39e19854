"""Help: every command explains itself, and every example works as it is written."""

import shlex

import pytest

from cli.details import DETAILS, EXAMPLES
from cli.grammar import parse
from cli.table import COMMANDS, ROOT, SHARED
from tests.cli.support import Run

SHOWN = [command for command in COMMANDS if command.group]


def test_the_first_page_names_every_command(carrel: Run) -> None:
    pages = [carrel("help"), carrel("--help"), carrel("-h")]
    assert {page.code for page in pages} == {0}
    assert len({page.out for page in pages}) == 1
    for command in SHOWN:
        assert f"  {command.name} " in pages[0].out
    assert "__complete" not in pages[0].out


@pytest.mark.parametrize("command", SHOWN, ids=lambda command: command.name)
def test_each_command_explains_its_arguments_and_options(carrel: Run, command) -> None:  # type: ignore[no-untyped-def]
    page = carrel("help", *command.name.split())
    assert page.out == carrel(*command.name.split(), "--help").out
    assert command.summary.split()[0] in page.out
    for argument in command.arguments:
        assert argument.shown in page.out
        assert argument.help
    for option in command.options:
        assert option.flags.split()[-1] in page.out
        assert option.help
    assert max(map(len, page.lines)) <= 80


def test_what_is_explained_is_a_command() -> None:
    names = {command.name for command in SHOWN}
    assert set(DETAILS) <= names
    assert set(EXAMPLES) <= names


@pytest.mark.parametrize("line", [line for lines in EXAMPLES.values() for line in lines])
def test_every_example_can_be_read(line: str) -> None:
    told = line.partition("carrel ")[2].partition(" | ")[0].partition(" > ")[0]
    assert parse(shlex.split(told), COMMANDS, ROOT, SHARED).command in SHOWN


def test_help_for_what_is_no_command_names_the_nearest(carrel: Run) -> None:
    done = carrel("help", "lits")
    assert done.code == 2
    assert "did you mean list?" in done.err


def test_a_family_of_commands_is_listed(carrel: Run) -> None:
    assert "queue up" in carrel("help", "queue").out


def test_the_version_is_one_line(carrel: Run) -> None:
    from carrel import __version__

    assert carrel("--version").out == f"carrel {__version__}\n"


def test_after_a_mistake_the_help_of_that_very_command_is_named(carrel: Run) -> None:
    for words, named in (
        ("list -n x", "list"),
        ("--colour never list -n x", "list"),
        ("--library=x queue add --nope", "queue add"),
        ("--library x queue --nope", "queue"),
    ):
        assert carrel(*words.split()).err.endswith(f"Try: carrel {named} --help\n"), words
    assert carrel("--library", "x", "--nope").err.endswith("Try: carrel --help\n")
