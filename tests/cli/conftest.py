"""A library of one's own, and ways to run the command line on it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from tests.cli.support import BIB, ROOT, Result, Run, Start, Terminal


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the library is or will be; config and data are this test's own."""
    monkeypatch.setenv("CARREL_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path / "library"


@pytest.fixture
def carrel(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process, on an empty library."""

    def run(*words: str | Path) -> Result:
        capsys.readouterr()
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Result(code, out, err)

    return run


@pytest.fixture
def three(carrel: Run, tmp_path: Path) -> Run:
    """The same, on a library of three papers."""
    bib = tmp_path / "refs.bib"
    bib.write_text(BIB, "utf8")
    assert carrel("import", bib).code == 0
    return carrel


@pytest.fixture
def process() -> Run:
    """Run a command line as a process of its own, as a shell would."""

    def run(*words: str | Path, **given: Any) -> Result:
        env = os.environ | given.pop("env", {})
        done = subprocess.run(
            [sys.executable, "-m", "carrel", *map(str, words)],
            cwd=ROOT, capture_output=True, env=env, check=False, timeout=60, **given,
        )  # fmt: skip
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def terminal() -> Start:
    """Start a command in a terminal, where people see it."""

    def start(*words: str | Path, columns: int = 80, env: dict[str, str] | None = None) -> Terminal:
        return Terminal(tuple(map(str, words)), columns, {"TERM": "xterm-256color", **(env or {})})

    return start
