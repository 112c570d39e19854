"""The real app in a real terminal: started, used and left as a person would."""

import os
import sys
from pathlib import Path

import pytest

from storage import Library
from tests.pilot.support import some_papers
from tests.terminal.support import Terminal

FAULTY = (
    "from tui.deeds.judging import Judging as J;"
    "J.action_rate = lambda self, stars: 1 / 0;"
    "from carrel.__main__ import main; raise SystemExit(main())"
)


@pytest.mark.parametrize("kind", ["xterm-256color", "linux"])
def test_a_session_from_start_to_quit(terminal: Terminal, folder: Path, kind: str) -> None:
    terminal.run(f"TERM={kind} {sys.executable} -m carrel --library {folder}; echo left $?")
    terminal.sees("5 papers · 4 unread", "q Quit")
    star = "★" if kind != "linux" else "*"
    terminal.type("/litrate")
    terminal.sees("1 of 5", "Literate Programming")
    terminal.press("Enter")
    terminal.sees("u Undo")
    terminal.type("4")
    terminal.sees(star * 4)
    terminal.type("t")
    terminal.sees("Tags of knuth")
    terminal.type("thesis")
    terminal.sees("+thesis")
    terminal.press("Enter")
    terminal.sees("Tagged knuth: +thesis.")
    terminal.type("u")
    terminal.sees("Undone: tag +thesis: knuth")
    terminal.type("n")
    terminal.sees("Notes on", "saved")
    terminal.press("C-o")
    terminal.sees("seen in the editor", "not saved")
    terminal.press("Escape")
    terminal.sees("u Undo", "q Quit")
    terminal.press("Escape")
    terminal.sees("5 papers")
    terminal.paste("@article{pasted2020, title = {Brought in by paste}, year = 2020}")
    terminal.sees("1 new", "Brought in by paste")
    terminal.press("Enter")
    terminal.sees("6 papers", "q Quit")
    terminal.type("E")
    terminal.sees("Export 6 papers")
    terminal.press("C-u")
    terminal.type(str(folder.parent / "out.bib"))
    terminal.press("Enter")
    terminal.sees("Wrote 6 papers")
    terminal.type("q")
    terminal.sees("left 0")
    assert "Carrel" not in terminal.text
    assert "{Brought in by paste}" in (folder.parent / "out.bib").read_text("utf8")
    with Library.open(folder) as library:
        assert library.find("knuth").notes.strip() == "seen in the editor"
        assert [step.label for step in library.history()][2:] == [
            "undo tag +thesis: knuth", "tag +thesis: knuth", "rate 4: knuth", "five papers",
        ]  # fmt: skip


def test_a_burst_of_keys_after_the_slash_removes_nothing(terminal: Terminal, started: Path) -> None:
    terminal.type("/xx5x")
    terminal.sees("/ xx5x", "No paper matches")
    with Library.open(started) as library:
        assert len(library) == len(some_papers())


@pytest.mark.usefixtures("started")
def test_the_app_comes_back_whole_after_ctrl_z_and_fg(terminal: Terminal) -> None:
    terminal.press("C-z")
    terminal.sees("Stopped")
    terminal.run("fg")
    terminal.sees("5 papers", "Literate Programming", "q Quit")
    terminal.type("j5")
    terminal.sees("★★★★★ 1931")
    terminal.type("/litrate")
    terminal.sees("1 of 5")
    terminal.press("Escape")
    terminal.sees("5 papers", "q Quit")
    terminal.type("q")
    terminal.sees("fg")


@pytest.mark.usefixtures("started")
def test_a_storm_of_sizes_leaves_the_screen_whole(terminal: Terminal) -> None:
    for columns, rows in [(200, 50), (40, 10), (120, 40), (20, 5), (99, 30), (81, 24)] * 2:
        terminal.resize(columns, rows)
    terminal.resize(120, 40)
    terminal.sees("Shelves", "Literate Programming", "Claude E. Shannon", "q Quit")
    terminal.resize(80, 24)
    terminal.no_longer_sees("Shelves")
    terminal.sees("Literate Programming", "q Quit")
    terminal.type("q")
    terminal.sees("left 0")


def test_a_fault_leaves_the_terminal_sane_and_says_where_the_report_is(
    terminal: Terminal, folder: Path
) -> None:
    terminal.run(f'{sys.executable} -c "{FAULTY}" --library {folder}; echo left $?')
    terminal.sees("5 papers · 4 unread", "q Quit")
    terminal.type("4")
    terminal.sees("Carrel met a fault of its own", "What it acknowledged is safe", "left 1")
    assert "Shannon" not in terminal.text
    terminal.run("clear; stty -a | grep -ow '.\\?echo\\|.\\?icanon'; echo still here")
    terminal.sees("still here")
    assert "-echo" not in terminal.text
    assert "-icanon" not in terminal.text
    home = folder.parent
    reports = [name for _, _, names in os.walk(home) for name in names if "crash-" in name]
    assert len(reports) == 1


def test_closing_the_terminal_loses_no_change(terminal: Terminal, started: Path) -> None:
    terminal.type("5")
    terminal.sees("★★★★★ 1948")
    terminal.press("Escape")
    terminal.hang_up()
    with Library.open(started) as library:
        assert library.find("shannon").rating == 5
