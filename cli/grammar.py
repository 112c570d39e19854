"""The command line's grammar: words in, a command and its values out.

Commands are described in tables of `Command`, `Argument` and `Option`. Parsing, help pages, shell
completion and the reference are all drawn from these tables, and nothing else describes a command.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from papers.errors import CarrelError

LARGEST_NUMBER = 999_999_999
LIKE = 0.7  # how much of a word must be right for it to be taken for another
TAKEN = ("all", "as", "from", "type")  # names that mean something else in Python


class UsageError(CarrelError):
    """The words on the command line make no sense; the text says which, and what was meant."""


class Argument(NamedTuple):
    """An operand. `takes` is one, optional, any (none or more) or some (one or more)."""

    name: str
    help: str
    takes: str = "one"
    kind: str = "text"
    choices: tuple[str, ...] = ()
    starts: str = ""  # takes exactly the operands that begin with one of these characters
    dashes: bool = False  # takes words that begin with - and are no option
    label: str = ""

    @property
    def shown(self) -> str:
        return self.label or self.name.upper()


class Option(NamedTuple):
    """An option. With a `value` (its name on help pages) it takes one, without it is a switch."""

    flags: str  # "-n --limit"
    help: str
    value: str = ""
    kind: str = "text"
    choices: tuple[str, ...] = ()
    many: bool = False

    @property
    def name(self) -> str:
        """The parameter's name in the function that runs the command: `on_duplicate`, `from_`."""
        name = self.flags.split()[-1].lstrip("-").replace("-", "_")
        return f"{name}_" if name in TAKEN else name


class Command(NamedTuple):
    """A command: what it takes, what its help says and the function that runs it."""

    name: str
    summary: str
    runs: str  # "cli.listing:show"
    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()
    group: str = ""


Value = str | int | bool | None | tuple[str, ...]
Values = dict[str, Value]


class Line(NamedTuple):
    """A command line that was understood."""

    command: Command
    values: Values  # what the command's function is called with
    shared: Values  # the options that every command has, as far as they were given


def parse(
    words: Sequence[str],
    commands: Sequence[Command],
    root: Command,
    shared: Sequence[Option],
) -> Line:
    """Read the words; `root` is what runs where they name no command."""
    return _Reader(words, commands, shared).line(root)


def find_command(words: Sequence[str], commands: Sequence[Command]) -> Command:
    """The command of that name."""
    return _Reader(words, commands, ()).command()


class _Reader:
    """One pass over the words of a command line."""

    def __init__(
        self, words: Sequence[str], commands: Sequence[Command], shared: Sequence[Option]
    ) -> None:
        self.words = words
        self.at = 0
        self.commands = {command.name: command for command in commands}
        self.shared = {flag: option for option in shared for flag in option.flags.split()}
        self.flags = self.shared
        self.entered = ""  # the command whose words these are, once it has been named
        self.given: Values = {}
        self.common: Values = {}

    def line(self, root: Command) -> Line:
        self.enter(root)
        while self.at < len(self.words) and _looks_like_option(self.words[self.at]):
            self.option()
        if self.at == len(self.words):
            return Line(root, self.values(root, []), self.common)
        if self.given:
            flag = next(iter(self.given))
            raise UsageError(f"--{flag} stands alone: it goes with no command.")
        command = self.command()
        self.enter(command)
        operands = self.operands(command)
        return Line(command, self.values(command, operands), self.common)

    def enter(self, command: Command) -> None:
        self.entered = command.name
        own = {flag: option for option in command.options for flag in option.flags.split()}
        self.flags = own | self.shared

    def command(self) -> Command:
        """The command that begins here; some have names of two words."""
        word = self.words[self.at]
        two = " ".join(self.words[self.at : self.at + 2])
        found = self.commands.get(two) or self.commands.get(word)
        if found:
            self.at += 1 + found.name.count(" ")
            return found
        if family := self.family(word):
            raise UsageError(f"{word} needs to know what: it is one of {', '.join(family)}.")
        heads = {name.partition(" ")[0] for name in self.commands if name[:1] != "_"}
        raise UsageError(f"Unknown command {word}{suggestion(word, heads, say_all=False)}")

    def family(self, word: str) -> list[str]:
        return [name for name in self.commands if name.startswith(word + " ")]

    def operands(self, command: Command) -> list[str]:
        """Put options where they belong; what is left are the operands."""
        dashes = any(argument.dashes or "-" in argument.starts for argument in command.arguments)
        numbers = any(argument.kind == "number" for argument in command.arguments)
        operands: list[str] = []
        while self.at < len(self.words):
            word = self.words[self.at]
            if word == "--":
                return operands + list(self.words[self.at + 1 :])
            if not _looks_like_option(word) or self.is_operand(word, dashes, numbers):
                operands.append(word)
                self.at += 1
            else:
                self.option()
        return operands

    def is_operand(self, word: str, dashes: bool, numbers: bool) -> bool:
        """Whether a word that begins with a dash is data: `-tag:old` in a query, or -1."""
        if numbers and word[1:].isdigit():
            return True
        if not dashes or word.startswith("--") or word.partition("=")[0] in self.flags:
            return False
        if "-" + word in self.flags:
            raise UsageError(f"Did you mean -{word}? To say {word} itself, put -- before it.")
        number = self.flags.get(word[:2])
        return not (number and number.kind == "number" and word[2:].isdigit())

    def option(self) -> None:
        """Read the option at this word and its value."""
        word = self.words[self.at]
        self.at += 1
        flag, equals, text = word.partition("=")
        option = self.flags.get(flag)
        if not option and not word.startswith("--") and len(word) > 2:
            option = self.flags.get(word[:2])  # -n20, -oFILE
            flag, equals, text = word[:2], "=", word[2:]
        if not option:
            raise UsageError(self.unknown_option(word.partition("=")[0]))
        target = self.common if flag in self.shared else self.given
        if not option.value:
            if equals:
                raise UsageError(f"{flag} takes no value.")
            target[option.name] = True
            return
        if not equals:
            if self.at == len(self.words):
                raise UsageError(f"{flag} needs a value: {flag} {option.value}")
            text = self.words[self.at]
            self.at += 1
        _set(target, option, flag, text)

    def unknown_option(self, flag: str) -> str:
        owners = [
            command.name
            for command in self.commands.values()
            if any(flag in option.flags.split() for option in command.options)
        ]
        if owners and not self.entered:
            return f"{flag} stands after its command: carrel {owners[0]} {flag}"
        return f"Unknown option {flag}{suggestion(flag, self.flags, say_all=False)}"

    def values(self, command: Command, operands: list[str]) -> Values:
        """Every parameter of the command's function, with what was given or its nothing."""
        values: Values = {}
        for option in command.options:
            nothing: Value = (() if option.many else None) if option.value else False
            values[option.name] = self.given.get(option.name, nothing)
        if not self.common.get("help"):
            values |= self.arguments(command, operands)
        return values

    def arguments(self, command: Command, operands: list[str]) -> Values:
        """Deal the operands out: fixed places from both ends, the rest to what takes many."""
        values: Values = {}
        plain: list[Argument] = []
        for argument in command.arguments:
            if argument.starts:
                taken = [word for word in operands if word[:1] and word[0] in argument.starts]
                operands = [word for word in operands if word not in taken]
                values[argument.name] = _taken(argument, taken)
            else:
                plain.append(argument)
        for place, argument in enumerate(plain):
            needed = sum(other.takes == "one" for other in plain[place + 1 :])
            spare = max(len(operands) - needed, 0)
            count = {"one": 1, "optional": min(1, spare)}.get(argument.takes, spare)
            values[argument.name] = _taken(argument, operands[:count])
            operands = operands[count:]
        if operands:
            raise UsageError(self.too_many(command, operands[0]))
        return values

    def too_many(self, command: Command, word: str) -> str:
        if family := self.family(command.name):
            words = [name.partition(" ")[2] for name in family]
            return f"Unknown word {word} after {command.name}{suggestion(word, words)}"
        return f"{word} is one word too many. Usage: {usage(command)}"


def _looks_like_option(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _set(values: Values, option: Option, flag: str, text: str) -> None:
    value = _checked(text, option.kind, option.choices, flag)
    if option.many:
        earlier = values.get(option.name, ())
        assert isinstance(earlier, tuple)
        values[option.name] = (*earlier, str(value))
    elif option.name in values:
        raise UsageError(f"{flag} is given twice.")
    else:
        values[option.name] = value


def _taken(argument: Argument, words: list[str]) -> Value:
    """An argument's value from the operands that fell to it."""
    if not words and argument.takes in ("one", "some"):
        raise UsageError(f"{argument.shown} is missing: {argument.help}.")
    checked = [
        _checked(word, argument.kind, argument.choices, argument.shown, argument.help)
        for word in words
    ]
    if argument.takes == "one":
        return checked[0]
    if argument.takes == "optional":
        return checked[0] if checked else None
    return tuple(str(word) for word in checked)


def _checked(
    text: str,
    kind: str,
    choices: tuple[str, ...],
    what: str,
    number: str = "a whole number, 0 or more",
) -> str | int:
    if kind in ("file", "folder"):  # its name may be any bytes, text may not
        if not text:
            raise UsageError(f"{what} needs a name.")
    else:
        try:
            text.encode()
        except UnicodeEncodeError:
            raise UsageError(f"{what} is not text in UTF-8: {text!r}") from None
    if choices and text not in choices:
        raise UsageError(f"{what} cannot be {text!r}{suggestion(text, choices)}")
    if kind == "number":
        if not (text.isascii() and text.isdigit()) or int(text[:20]) > LARGEST_NUMBER:
            raise UsageError(f"{what} is {number}, not {text!r}.")
        return int(text)
    return text


def usage(command: Command) -> str:
    """The command's shape in one line."""
    parts = ["carrel", command.name] if command.name else ["carrel"]
    for argument in command.arguments:
        shape = {"optional": "[{}]", "any": "[{}]...", "some": "{}..."}.get(argument.takes, "{}")
        parts.append(shape.format(argument.shown))
    if command.options:
        parts.append("[options]")
    return " ".join(parts)


def suggestion(word: str, known: Iterable[str], *, say_all: bool = True) -> str:
    """The end of a sentence about a word that is not known: what was meant, or all there is."""
    known = list(known)
    close = near(word, known)
    if close:
        return f": did you mean {' or '.join(close)}?"
    return f": it is one of {', '.join(known)}." if say_all else "."


def near(word: str, known: Iterable[str], count: int = 2) -> list[str]:
    """The known words that this one is a likely slip for."""
    import difflib

    lowered = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower()[:60], lowered, count, LIKE)
    return [lowered[name] for name in found]
