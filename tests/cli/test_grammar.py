"""How a command line is read."""

import importlib
import inspect

import pytest

from cli.grammar import Argument, Command, Line, Option, UsageError, parse
from cli.table import COMMANDS, ROOT, SHARED

TABLE = (
    Command(
        "find",
        "",
        "",
        (Argument("query", "", "any", dashes=True),),
        (
            Option("-n --limit", "", "N", "number"),
            Option("--json", ""),
            Option("--tag", "", "TAG", many=True),
        ),
    ),
    Command(
        "mark",
        "",
        "",
        (
            Argument("papers", "", "any"),
            Argument("changes", "", "some", starts="+-"),
        ),
        (Option("-q --quiet", ""),),
    ),
    Command(
        "rate",
        "",
        "",
        (Argument("papers", "", "any"), Argument("stars", "a number from 0 to 5", kind="number")),
    ),
    Command("queue", "", ""),
    Command("queue add", "", "", (Argument("paper", "the paper"),)),
    Command("say", "", "", (Argument("word", "", "optional", choices=("yes", "no")),)),
)
BARE = Command("", "", "", options=(Option("--version", ""),))
COMMON = (Option("--library", "", "FOLDER", "folder"), Option("-h --help", ""))


def read(line: str) -> Line:
    return parse(line.split(), TABLE, BARE, COMMON)


def values(line: str) -> dict[str, object]:
    return dict(read(line).values)


@pytest.mark.parametrize(
    "line",
    [
        "find a b --limit 3 --json",
        "find --json --limit=3 a b",
        "find a -n 3 b --json",
        "find -n3 a b --json",
        "find a --json -n=3 b",
    ],
)
def test_options_stand_anywhere(line: str) -> None:
    assert values(line) == {"query": ("a", "b"), "limit": 3, "json": True, "tag": ()}


def test_an_option_may_be_repeated_where_that_means_something() -> None:
    assert values("find --tag a --tag=b")["tag"] == ("a", "b")
    with pytest.raises(UsageError, match="--limit is given twice"):
        read("find --limit 1 --limit 2")


def test_behind_two_dashes_everything_is_an_operand() -> None:
    assert values("find a -- --json -n")["query"] == ("a", "--json", "-n")


def test_a_lone_dash_is_an_operand() -> None:
    assert values("find - a")["query"] == ("-", "a")


def test_words_of_a_query_may_begin_with_a_dash() -> None:
    found = values("find lora -tag:old -year=2020 -n 5")
    assert found["query"] == ("lora", "-tag:old", "-year=2020")
    assert found["limit"] == 5


def test_one_dash_too_few_is_noticed() -> None:
    with pytest.raises(UsageError, match="Did you mean --json"):
        read("find -json")


def test_the_changes_of_tags_may_stand_anywhere() -> None:
    assert values("mark +new knuth -old hu -q") == {
        "papers": ("knuth", "hu"),
        "changes": ("+new", "-old"),
        "quiet": True,
    }


def test_the_last_operand_is_the_one_that_is_needed() -> None:
    assert values("rate a b 4") == {"papers": ("a", "b"), "stars": 4}
    assert values("rate 4") == {"papers": (), "stars": 4}


def test_commands_may_have_two_words() -> None:
    assert read("queue add x").command.name == "queue add"
    assert read("queue").command.name == "queue"


def test_options_for_all_commands_stand_before_and_behind_the_command() -> None:
    assert read("--library here queue").shared == {"library": "here"}
    assert read("queue --library=here").shared == {"library": "here"}


def test_help_asks_for_nothing_else() -> None:
    assert read("rate --help").shared == {"help": True}


def test_no_command_is_the_bare_one() -> None:
    assert read("").command is BARE
    assert read("--version").values == {"version": True}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("fnd", "Unknown command fnd: did you mean find?"),
        ("xyzzy", "Unknown command xyzzy."),
        ("find --jsn", "Unknown option --jsn: did you mean --json?"),
        ("find --limit", "--limit needs a value: --limit N"),
        ("find --limit many", "--limit is a whole number, 0 or more, not 'many'."),
        ("find --limit 99999999999999999999999", "--limit is a whole number"),
        ("find --limit ٣", "--limit is a whole number"),
        ("find --json=yes", "--json takes no value."),
        ("--json find", "--json stands after its command: carrel find --json"),
        ("--version find", "--version stands alone"),
        ("rate a", "STARS is a number from 0 to 5, not 'a'."),
        ("rate a -1", "STARS is a number from 0 to 5, not '-1'."),
        ("rate", "STARS is missing"),
        ("mark a", "CHANGES is missing"),
        ("queue ad x", "Unknown word ad after queue: did you mean add?"),
        ("queue add", "PAPER is missing: the paper."),
        ("queue add a b", "b is one word too many. Usage: carrel queue add PAPER"),
        ("say maybe", "WORD cannot be 'maybe': it is one of yes, no."),
        ("say ye", "WORD cannot be 'ye': did you mean yes?"),
        ("rate -x a 1", "Unknown option -x."),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(line: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(line)
    assert said in str(caught.value)


def test_an_argument_that_is_no_text_is_refused_unless_it_names_a_file() -> None:
    with pytest.raises(UsageError, match="not text in UTF-8"):
        parse(["find", "\udcff"], TABLE, BARE, COMMON)
    assert parse(["queue", "--library", "\udcff"], TABLE, BARE, COMMON).shared["library"]


@pytest.mark.parametrize("command", [ROOT, *COMMANDS], ids=lambda command: command.name or "carrel")
def test_each_command_gives_its_function_what_it_takes(command: Command) -> None:
    module, _, name = command.runs.partition(":")
    taken = list(inspect.signature(getattr(importlib.import_module(module), name)).parameters)
    given = [argument.name for argument in command.arguments]
    given += [option.name for option in command.options]
    assert taken[0] == "desk"
    assert sorted(taken[1:]) == sorted(given)


def test_no_command_hides_an_option_that_all_have() -> None:
    common = {flag for option in SHARED for flag in option.flags.split()}
    for command in COMMANDS:
        own = [flag for option in command.options for flag in option.flags.split()]
        assert len(own) == len(set(own)), command.name
        assert not common & set(own), command.name
