"""The command line from end to end: words in, an exit code out."""

import os
import sys
from collections.abc import Sequence

from cli import table
from cli.desk import Desk
from cli.grammar import Line, UsageError, parse
from cli.screen import Unprintable
from papers.errors import CarrelError
from papers.text import visible

DONE, IN_PART, NOTHING = 0, 1, 2
INTERRUPTED = 130
PIPE_CLOSED = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line. 0 is done, 1 is done in part, 2 is wrong usage or nothing done."""
    words = sys.argv[1:] if argv is None else list(argv)
    try:
        code = _run(words)
        _flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _silence()
        return PIPE_CLOSED
    except OSError as error:  # there was no room for what was printed
        _silence()
        print(
            f"carrel: What there is to say could not be printed: {_sentence(error)} If it was a"
            " change it was made; `carrel history` lists it.",
            file=sys.stderr,
        )
        return NOTHING
    return code


def _run(words: list[str]) -> int:
    try:
        line = parse(words, table.COMMANDS, table.ROOT, table.SHARED)
    except UsageError as error:
        return _refuse(error, words)
    desk = Desk(line.shared)
    try:
        return _call(line, desk)
    except UsageError as error:
        return _refuse(error, line.command.name.split())
    except CarrelError as error:
        desk.screen.tell(f"carrel: {error}")
        return NOTHING
    except (BrokenPipeError, KeyboardInterrupt, Unprintable):
        raise
    except OSError as error:
        desk.screen.tell(f"carrel: {_sentence(error)}")
        return NOTHING
    except Exception:  # noqa: BLE001  # our own fault; a bare traceback could hold hostile text
        return _admit_fault(desk)
    finally:
        desk.close()


def _call(line: Line, desk: Desk) -> int:
    """Run the command's function; its module is imported only now."""
    if line.shared.get("help"):
        from cli.help import print_help

        return print_help(desk, line.command.name)
    module, _, name = line.command.runs.partition(":")
    function = getattr(__import__(module, fromlist=[name]), name)
    code: int = function(desk, **line.values)
    return code


def _refuse(error: UsageError, words: list[str]) -> int:
    where = f"carrel {_named(words)}".rstrip()
    _flush()
    print(visible(f"{where}: {error}"), file=sys.stderr)
    print(f"Try: {where} --help", file=sys.stderr)
    return NOTHING


def _named(words: list[str]) -> str:
    """The command among the words; options for every command may stand before it."""
    if words and words[0].startswith("-"):
        takes = any(option.value for option in table.SHARED if words[0] in option.flags.split())
        return _named(words[1 + takes :])
    names = sorted((command.name for command in table.COMMANDS), key=len, reverse=True)
    return next((name for name in names if words[: name.count(" ") + 1] == name.split()), "")


def _admit_fault(desk: Desk) -> int:
    import traceback

    desk.screen.tell(traceback.format_exc())
    desk.screen.tell(
        "carrel: this is a fault in Carrel, not in what you did. What it acknowledged is safe."
        " Please report it with the lines above."
    )
    return NOTHING


def _sentence(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}." if error.filename else f"{reason}."


def _flush() -> None:
    if sys.stdout:  # which a shell may have closed
        sys.stdout.flush()


def _silence() -> None:
    """Whoever read the output has gone; what is still to be flushed goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
