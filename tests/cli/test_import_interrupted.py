"""An import that is stopped half-way has not happened; one that was done says so."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.support import ROOT, Run, Start

ENTRIES = 2000
NOTHING_CAME = "Interrupted: nothing came in, and the library is as it was.\n"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    words = random.Random(1)
    entries = (
        f"@article{{key{number}, title={{{words.random()} on {words.random()}}}, year={number},"
        f" abstract={{{'Some words about it. ' * 40}}}}}\n\n"
        for number in range(ENTRIES)
    )
    path = tmp_path / "large.bib"
    path.write_text("% mine\n" + "".join(entries), "utf8")
    return path


def start(*words: str | Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "carrel", *map(str, words)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=heed_ctrl_c,
    )  # fmt: skip


def heed_ctrl_c() -> None:
    """Whoever runs the tests may ignore it, and a child inherits that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "library.lock"
    }


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_all_of_an_import_is_there_or_nothing(
    three: Run, folder: Path, large: Path, sign: signal.Signals
) -> None:
    before = files(folder)
    began = time.monotonic()
    start("import", large, "--dry-run").communicate(timeout=60)
    whole = time.monotonic() - began
    for part in range(1, 7):
        child = start("import", large)
        time.sleep(whole * part / 6)
        child.send_signal(sign)
        out, err = child.communicate(timeout=60)
        assert "Traceback" not in err
        count = len(three("list", "--limit", "99999", "--columns", "key").lines)
        if count > 3:
            assert count == 3 + ENTRIES
            break
        assert child.returncode in (130, -sign)  # -2 is 130 to a shell
        assert out == ""
        assert err in ("", NOTHING_CAME)
        if sign == signal.SIGINT:
            assert files(folder) == before


def test_a_key_press_stops_it_with_one_sentence(
    three: Run, folder: Path, large: Path, terminal: Start
) -> None:
    before = files(folder)
    running = terminal("import", large, "-")
    running.wait_for("Ctrl-D on a line of its own ends.")
    time.sleep(0.3)  # between the sentence and the wait for a key Python would not notice it
    running.type("\x03")
    done = running.finish()
    assert done.code == 130
    assert done.out.replace("^C", "").endswith("\n" + NOTHING_CAME)
    assert files(folder) == before


@pytest.mark.parametrize("switch", ["--tag=x", "--json"])
def test_a_bar_shows_in_a_terminal_what_takes_long_and_goes_again(
    folder: Path, terminal: Start, switch: str
) -> None:
    reading, writing = os.pipe()
    os.set_inheritable(reading, True)
    running = terminal("import", f"/dev/fd/{reading}", switch)
    os.close(reading)
    if switch == "--json":
        time.sleep(1)
    else:
        running.wait_for("Reading ░")
    os.write(writing, b"@misc{late, title={Better late}}\n")
    os.close(writing)
    shown = running.finish()
    assert shown.code == 0
    assert ("░" in shown.out) is (switch != "--json")
    assert "░" not in shown.out.rpartition("\x1b[K")[2]
    assert "Better late" in shown.out


def test_what_a_killed_import_left_is_no_burden(three: Run, folder: Path, large: Path) -> None:
    child = start("import", large)
    time.sleep(0.4)
    child.kill()
    child.communicate(timeout=60)
    assert three("import", large).code == 0
    for torn in folder.glob("set-aside/torn-journal*"):  # a line that was cut in two is kept
        torn.unlink()
    assert three("doctor").code == 0
    assert not [name for name in os.listdir(folder) if name.endswith(".tmp")]
