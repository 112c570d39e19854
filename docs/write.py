"""Writes the reference pages in this folder from what the programs run on; `make docs`."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from cli.details import DETAILS, EXAMPLES
from cli.grammar import Command, usage
from cli.help import option_rows
from cli.table import COMMANDS, ROOT, SHARED
from tui.keys import PLACES

HERE = Path(__file__).resolve().parent
COMMANDS_HEAD = """\
# Commands

Written by `make docs` from the table that the command line runs on; `carrel help COMMAND` prints
the same.

`carrel` alone opens the app. stdout is data, stderr is progress and errors. Exit codes: 0 done,
1 done in part (something was rejected, or waits), 2 wrong usage or nothing done.
"""
KEYS_HEAD = """\
# Keys

Written by `make docs` from the bindings of the app. `?` shows those that work at the moment; the
name in the last column is what `[keys]` in the config file gives other keys:

```toml
[keys]
search = "slash,ctrl+f"
```
"""


def commands() -> str:
    """Every command with its arguments, options and examples."""
    groups = dict.fromkeys(command.group for command in COMMANDS if command.group)
    pieces = [COMMANDS_HEAD, f"Everywhere:\n\n{_table(option_rows((*ROOT.options, *SHARED)))}"]
    for group in groups:
        pieces.append(f"## {group}\n")
        pieces += [_command(each) for each in COMMANDS if each.group == group]
    return "\n".join(pieces)


def _command(command: Command) -> str:
    parts = [f"### carrel {command.name}\n\n{_sentence(command.summary)}\n"]
    parts.append(f"```\n{usage(command)}\n```\n")
    if details := DETAILS.get(command.name):
        parts.append(f"{details}\n")
    rows = [(each.shown, each.help) for each in command.arguments]
    rows += option_rows(command.options)
    if rows:
        parts.append(_table(rows))
    if examples := EXAMPLES.get(command.name):
        lines = "\n".join(examples)
        parts.append(f"```sh\n{lines}\n```\n")
    return "\n".join(parts)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _table(rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"| `{name}` | {said.replace('|', chr(92) + '|')} |" for name, said in rows]
    return "\n".join(["| | |", "|---|---|", *lines, ""])


def keys() -> str:
    """Every key of the app, by where it works."""
    pieces = [KEYS_HEAD]
    for place, bindings in PLACES.items():
        rows = [
            f"| {_keys(binding.key)} | {binding.tooltip or binding.description} | `{binding.id}` |"
            for binding in bindings
        ]
        pieces.append(f"## In {place}\n")
        pieces.append("\n".join(["| key | what it does | name |", "|---|---|---|", *rows, ""]))
    return "\n".join(pieces)


SIGNS = {
    "slash": "/", "question_mark": "?", "asterisk": "*", "left_square_bracket": "[",
    "right_square_bracket": "]", "less_than_sign": "<", "greater_than_sign": ">",
}  # fmt: skip


def _keys(names: str) -> str:
    shown = [SIGNS.get(name, name) for name in names.split(",")]
    return " ".join(f"`{name}`" for name in shown)


PAGES: dict[str, Callable[[], str]] = {"commands.md": commands, "keys.md": keys}


def main() -> int:
    for name, write in PAGES.items():
        (HERE / name).write_text(write(), "utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
