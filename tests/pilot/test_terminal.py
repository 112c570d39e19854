"""The real app in a real terminal: started, used and left as a person would, through tmux."""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from storage import Library
from tests.pilot.support import some_papers

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20.0

pytestmark = pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is not installed")


class Terminal:
    """A terminal of 80x24 with a shell in it."""

    def __init__(self, folder: Path) -> None:
        self.server = f"carrel-test-{uuid.uuid4().hex}"
        editor = folder / "editor"
        editor.write_text('#!/bin/sh\necho "seen in the editor" >> "$1"\n', "utf8")
        editor.chmod(0o755)
        environment = {**os.environ, "HOME": str(folder), "EDITOR": str(editor)}
        self._tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-c", str(ROOT), "sh",
            environment=environment,
        )  # fmt: skip

    def type(self, text: str) -> None:
        self._tmux("send-keys", "-l", text)

    def press(self, *keys: str) -> None:
        self._tmux("send-keys", *keys)

    @property
    def text(self) -> str:
        return self._tmux("capture-pane", "-p")

    def sees(self, *texts: str) -> None:
        until = monotonic() + PATIENCE
        while missing := [text for text in texts if text not in self.text]:
            assert monotonic() < until, f"{missing} is not on screen:\n{self.text}"
            sleep(0.05)

    def close(self) -> None:
        self._tmux("kill-server")

    def _tmux(self, *arguments: str, environment: dict[str, str] | None = None) -> str:
        done = subprocess.run(
            ["tmux", "-L", self.server, *arguments],
            env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.close()


@pytest.fixture
def started(terminal: Terminal, tmp_path: Path) -> Path:
    """The app is on screen; this is the folder of its library."""
    folder = tmp_path / "library"
    with Library.open(folder) as library:
        library.add(some_papers(), label="five papers")
    terminal.type(f"{sys.executable} -m carrel --library {folder}; echo left $?")
    terminal.press("Enter")
    terminal.sees("5 papers · 4 unread", "q Quit")
    return folder


def test_a_session_from_start_to_quit(terminal: Terminal, started: Path) -> None:
    terminal.type("/literate")
    terminal.sees("1 of 5", "Literate Programming")
    terminal.press("Enter")
    terminal.sees("u Undo")
    terminal.type("4")
    terminal.sees("★★★★☆")
    terminal.type("n")
    terminal.sees("The notes are saved.")
    terminal.type("u")
    terminal.sees("Undone: note: knuth")
    terminal.type("u")
    terminal.sees("Undone: rate 4: knuth")
    terminal.press("Escape")
    terminal.sees("5 papers")
    terminal.type("q")
    terminal.sees("left 0")
    assert "Carrel" not in terminal.text
    with Library.open(started) as library:
        assert [step.label for step in library.history()] == [
            "undo rate 4: knuth", "undo note: knuth", "note: knuth", "rate 4: knuth", "five papers",
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
    terminal.type("fg")
    terminal.press("Enter")
    terminal.sees("5 papers", "Literate Programming", "q Quit")
    terminal.type("q")
    terminal.sees("fg")
