"""Over a slow line that tears what it carries: no key is misread, none lost, little painted."""

from collections.abc import Sequence
from pathlib import Path
from time import monotonic

import pytest

from storage import Library
from tests.terminal.wire import Wire, pieces

GAP = 0.03  # seconds between two pieces of one key
LATE = 0.08  # a gap that this machine made, and not the line
TRIES = 20
ROW = 80  # letters


def tear(wire: Wire, key: Sequence[bytes]) -> bool:
    """Send a key in pieces; whether they came as they were meant to, on a busy machine."""
    last, longest = monotonic(), 0.0
    for piece in key:
        wire.drip([piece], GAP)
        longest = max(longest, monotonic() - last)
        last = monotonic()
    return longest < LATE


def test_an_arrow_that_is_torn_is_still_an_arrow(folder: Path) -> None:
    with Wire(folder) as wire:
        wire.sees("A Mathematical Theory", "q Quit")
        wire.send("/the")
        wire.sees("/ the", "of 5")
        for _ in range(TRIES):
            if tear(wire, [b"\x1b", b"[", b"B"]):
                break
            wire.send("\x1b")
            wire.sees("search:")
            wire.send("/the")
            wire.sees("/ the", "of 5")
        wire.rests()
        assert "/ the" in wire.text  # escape would have cleared it
        with Library.open(folder) as library:
            assert len(list(library.history())) == 1


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_paste_that_is_torn_comes_in_whole(folder: Path, size: int) -> None:
    pasted = "@article{torn2020, title = {Über Müßiggang 한글}, year = 2020}"
    with Wire(folder) as wire:
        wire.sees("A Mathematical Theory", "q Quit")
        wire.send("\x1b[200~")
        wire.drip(list(pieces(pasted, size)), 0.002)
        wire.send("\x1b[201~")
        wire.sees("Über Müßiggang 한글", "Add them")
        wire.send("\r")
        wire.sees("6 papers")
    with Library.open(folder) as library:
        assert library.find("torn2020").title == "Über Müßiggang 한글"


def test_no_letter_is_lost_on_a_line_of_9600_baud(folder: Path) -> None:
    """What is painted leaves the pty at 960 bytes a second while somebody types on."""
    words = "shannon entropy weaver communication"
    with Wire(folder) as wire:
        wire.sees("A Mathematical Theory", "q Quit")
        wire.rests()
        wire.send("/")
        for letter in words:
            wire.send(letter)
            wire.read(0.1, most=96)
        wire.sees(f"/ {words}")
        wire.send("\x1b")
        wire.sees("5 papers", "Literate")
        assert wire.glass.foreign == []


def test_a_key_paints_what_it_changes(folder: Path) -> None:
    with Wire(folder) as wire:
        wire.sees("A Mathematical Theory", "4 unread", "q Quit")
        wire.send("j")
        wire.rests()
        assert letters_painted(wire, "j") <= 3 * ROW
        assert letters_painted(wire, "\x1b[A") <= 2 * ROW
        assert letters_painted(wire, "4") <= 2 * ROW
        assert letters_painted(wire, "/") <= 25 * ROW
        assert letters_painted(wire, "l") <= 24 * ROW


def letters_painted(wire: Wire, key: str) -> int:
    before = wire.glass.painted
    wire.send(key)
    wire.rests()
    return wire.glass.painted - before
