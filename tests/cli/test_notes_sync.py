"""`carrel notes sync`: both ways, told, rehearsed, watched."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.support import ROOT, Run


@pytest.fixture
def notes(three: Run, tmp_path: Path) -> Path:
    """A folder after its first sync, with one note in it."""
    assert three("note", "hu2021", "-m", "Freezes the weights.").code == 0
    said = three("notes", "sync", tmp_path / "notes")
    assert (said.code, said.out.splitlines()[-1]) == (0, "1 new.")
    return tmp_path / "notes"


def test_a_rehearsal_writes_nothing(three: Run, tmp_path: Path) -> None:
    three("note", "hu2021", "-m", "x")
    said = three("notes", "sync", tmp_path / "notes", "--dry-run")
    assert (said.code, said.out.splitlines()[-1]) == (0, "Would be: 1 new.")
    assert not (tmp_path / "notes").exists()


def test_the_second_time_all_is_the_same(three: Run, notes: Path) -> None:
    assert three("notes", "sync", notes).out == "1 the same.\n"
    assert three("notes", "sync", notes, "--json").json["notes"][0]["kind"] == "same"


def test_a_clash_is_told_with_the_way_out(three: Run, notes: Path) -> None:
    path = notes / "@hu2021.md"
    path.write_text(path.read_text("utf8").replace("Freezes", "Thaws"), "utf8")
    three("note", "hu2021", "--replace", "-m", "Melts the weights.")
    said = three("notes", "sync", notes)
    assert said.code == 1
    assert "in the same lines" in said.err
    assert "--clashes both" in said.err
    assert three("notes", "sync", notes, "--clashes", "both").code == 0
    kept = three("show", "hu2021", "--json").json[0]["notes"]
    assert "Thaws the weights." in kept
    assert "Melts the weights." in kept
    assert three("undo").code == 0


def test_watching_takes_over_what_is_written_on_either_side(three: Run, notes: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "carrel", "notes", "sync", notes, "--watch"],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr
    assert process.stderr.readline().startswith(b"Watching")
    path = notes / "@hu2021.md"
    path.write_text(path.read_text("utf8").replace("Freezes", "Thaws"), "utf8")
    until = time.monotonic() + 30
    while "Thaws" not in three("show", "hu2021", "--json").out:
        assert time.monotonic() < until
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    process.stderr.close()


def test_watching_and_rehearsing_exclude_each_other(three: Run, tmp_path: Path) -> None:
    assert three("notes", "sync", tmp_path / "n", "--watch", "--dry-run").code == 2
