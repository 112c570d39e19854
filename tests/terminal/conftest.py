"""What the tests in a real terminal are given: the terminal, and the app on screen in it."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import Library
from tests.pilot.support import some_papers
from tests.terminal.support import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    if not shutil.which("tmux"):
        pytest.skip("tmux is not installed")
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a library of five papers."""
    folder = tmp_path / "library"
    with Library.open(folder) as library:
        library.add(some_papers(), label="five papers")
    return folder


@pytest.fixture
def started(terminal: Terminal, folder: Path) -> Path:
    """The app is on screen; this is the folder of its library."""
    terminal.run(f"{sys.executable} -m carrel --library {folder}; echo left $?")
    terminal.sees("5 papers · 4 unread", "q Quit")
    return folder
