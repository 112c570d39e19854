"""Terminals of every kind: what Carrel paints on them, and what it says where it cannot."""

from pathlib import Path

import pytest

from tests.terminal.wire import Wire

COLOURS = {"38", "48"}  # of 256 or more


@pytest.mark.parametrize(
    ("surroundings", "star"),
    [
        ({"TERM": "xterm-256color"}, "★"),
        ({"TERM": "screen"}, "★"),
        ({"TERM": "linux"}, "*"),
        ({"TERM": "vt100"}, "*"),
        ({"TERM": "xterm-256color", "LC_ALL": "C"}, "*"),
    ],
    ids=lambda each: "-".join(each.values()) if isinstance(each, dict) else "",
)
def test_signs_and_colours_are_those_that_the_terminal_has(
    folder: Path, surroundings: dict[str, str], star: str
) -> None:
    with Wire(folder, environment=surroundings) as wire:
        wire.sees("A Mathematical Theory", f"{star * 5} 2017", "q Quit")
        many = any(set(style.split(";")) & COLOURS for style in wire.glass.styles)
        assert many == (surroundings["TERM"] == "xterm-256color")
        wire.send("q")
        assert wire.ends() == 0
        assert wire.glass.foreign == []


def test_nothing_is_coloured_where_no_colour_is_wanted(folder: Path) -> None:
    with Wire(folder, environment={"NO_COLOR": "1", "COLORTERM": "truecolor"}) as wire:
        wire.sees("A Mathematical Theory", "4 unread", "q Quit")
        wire.glass.styles.clear()  # before there is anything, the screen is filled with the theme's
        wire.send("?")
        wire.sees("Search as you type")
        wire.send("\x1b")
        wire.sees("A Mathematical Theory", "q Quit")
        assert all(is_grey(style) for style in wire.glass.styles)


def is_grey(style: str) -> bool:
    """Whether its colours, 38;2;R;G;B or 48;2;R;G;B, are as red as green as blue."""
    numbers = style.split(";")
    starts = [at for at, number in enumerate(numbers) if number in COLOURS]
    return all(len(set(numbers[at + 2 : at + 5])) == 1 for at in starts)


def test_a_dumb_terminal_is_refused_in_a_sentence(folder: Path) -> None:
    with Wire(folder, environment={"TERM": "dumb"}) as wire:
        assert wire.ends() == 2
        assert "TERM=dumb" in wire.text
        assert "carrel list" in wire.text
        assert "\x1b" not in wire.sent.decode()


@pytest.mark.parametrize("end", ["stdin", "stdout"])
def test_without_a_terminal_carrel_says_what_else_it_can_do(folder: Path, end: str) -> None:
    with Wire(folder, command=("-c", WITHOUT_ONE, end)) as wire:
        assert wire.ends() == 2
        assert "needs a terminal" in wire.text
        assert "carrel list" in wire.text
        assert "\x1b" not in wire.sent.decode()


WITHOUT_ONE = """\
import os, sys
end = sys.argv.pop(1)
os.dup2(os.open(os.devnull, os.O_RDWR), getattr(sys, end).fileno())
from carrel.__main__ import main
sys.exit(main())
"""
