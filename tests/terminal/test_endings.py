"""However Carrel is ended: what was typed is there at the next start, and the terminal is sane."""

import os
import signal
import termios
from pathlib import Path

import pytest

from storage import Library
from tests.terminal.glass import ALTERNATE, SHOWN_CURSOR
from tests.terminal.wire import Wire

MOUSE = "1000", "1003", "1006", "1015"


def write_a_note(wire: Wire, text: str) -> None:
    """Open the note of Shannon's paper and type; all of it is on screen then."""
    wire.sees("A Mathematical Theory", "q Quit")
    wire.send("n")
    wire.sees("Notes on", "saved")
    wire.send(text)
    wire.sees(text[-10:], "not saved yet")


def is_kept(folder: Path, text: str) -> bool:
    drafts = (folder / "drafts").glob("*.note.json")
    return any(text in draft.read_text("utf8") for draft in drafts)


def ended_by(wire: Wire, how: str) -> None:
    if how == "closed":
        wire.hang_up()
        wire.process.wait()
    else:
        wire.process.send_signal(getattr(signal, how))
        wire.ends()


@pytest.mark.parametrize("how", ["closed", "SIGKILL", "SIGHUP", "SIGTERM"])
def test_what_rested_in_a_note_is_there_at_the_next_start(folder: Path, how: str) -> None:
    with Wire(folder) as wire:
        write_a_note(wire, "entropy is information")
        wire.waits(lambda: is_kept(folder, "entropy is information"), "the draft")
        ended_by(wire, how)
    with Wire(folder) as wire:
        wire.sees("The note on shannon")
    with Library.open(folder) as library:
        assert library.find("shannon").notes == "entropy is information"


def test_what_was_typed_last_is_kept_when_carrel_is_asked_to_end(folder: Path) -> None:
    with Wire(folder) as wire:
        write_a_note(wire, "entropy")
        wire.send(" is information")
        wire.sees("entropy is information")
        ended_by(wire, "SIGTERM")
        assert is_kept(folder, "entropy is information")


def test_the_terminal_is_sane_after_kill(folder: Path) -> None:
    with Wire(folder) as wire:
        before = termios.tcgetattr(wire.fd)
        wire.sees("A Mathematical Theory", "q Quit")
        wire.process.terminate()
        assert wire.ends() == 128 + signal.SIGTERM
        assert wire.glass.modes[SHOWN_CURSOR]
        assert not any(wire.glass.modes[mode] for mode in (ALTERNATE, *MOUSE))
        assert termios.tcgetattr(wire.fd)[3] == before[3]  # echo and lines


def test_no_process_is_left_behind_when_the_terminal_is_closed(folder: Path) -> None:
    with Wire(folder) as wire:
        wire.sees("A Mathematical Theory", "q Quit")
        group = os.getpgid(wire.process.pid)
        wire.hang_up()
        wire.process.wait()
        wire.waits(lambda: not has_members(group), "the end of its children")


def test_carrel_ends_where_its_terminal_went_without_a_word(folder: Path) -> None:
    with Wire(folder, is_told=False) as wire:
        write_a_note(wire, "entropy is information")
        wire.hang_up()
        wire.waits(lambda: wire.process.poll() is not None, "the end")
        assert is_kept(folder, "entropy is information")


def has_members(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
