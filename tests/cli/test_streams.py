"""What a shell does to a program: closed pipes, Ctrl-C, odd locales, colour, narrow terminals."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.support import ROOT, Run, Start

CARREL = [sys.executable, "-m", "carrel"]


def shell(line: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line as a person types it; $CARREL is the command."""
    return subprocess.run(
        ["bash", "-c", line], cwd=ROOT, capture_output=True, check=False, timeout=60,
        env=os.environ | {"CARREL": " ".join(CARREL)} | env,
    )  # fmt: skip


def test_a_pipe_that_closes_early_is_no_error(carrel: Run, tmp_path: Path) -> None:
    bib = tmp_path / "refs.bib"
    entries = (f"@misc{{k{n}, title={{{'Title ' * 30} {n}}}}}\n" for n in range(2000))
    bib.write_text("".join(entries), "utf8")
    carrel("import", bib)
    for words in ("list", "list --json", "export bibtex", "help", "show k1 k2 k3"):
        done = shell(f"$CARREL {words} | head -1; echo ${{PIPESTATUS[0]}}")
        lines = done.stdout.decode().splitlines()
        assert done.stderr == b""
        assert len(lines) == 2
        assert lines[1] in ("0", "141")


@pytest.mark.usefixtures("three")
def test_a_full_pipe_is_said() -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    done = shell("$CARREL list > /dev/full")
    assert done.returncode == 2
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr
    done = shell("$CARREL rate hu2021 3 > /dev/full")
    assert b"could not be printed" in done.stderr
    assert b"carrel history" in done.stderr


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("words", ["note hu2021 -", "edit hu2021 --from -", "import -"])
def test_without_a_stdin_nothing_can_come_from_it(words: str) -> None:
    done = shell(f"$CARREL {words} <&-")
    assert done.returncode == 2
    assert b"There is no stdin to read from" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.usefixtures("three")
def test_no_editor_for_a_terminal_is_opened_where_there_is_none() -> None:
    for words in ("note hu2021", "edit hu2021"):
        done = shell(f"$CARREL {words} < /dev/null", EDITOR="", VISUAL="")
        assert done.returncode == 2
        assert b"no terminal for an editor" in done.stderr


def test_what_cannot_be_written_is_called_by_its_own_name(three: Run, tmp_path: Path) -> None:
    done = three("export", "bibtex", "-o", tmp_path / "nowhere" / "refs.bib")
    assert done.code == 2
    assert done.err == f"carrel: {tmp_path}/nowhere/refs.bib: No such file or directory.\n"


def test_ctrl_c_ends_with_130_and_a_sentence_and_leaves_the_library_intact(three: Run) -> None:
    before = three("list", "--json").out
    process = subprocess.Popen(
        [*CARREL, "import", "-"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    process.stdin.write(b"@misc{half, title={Half")
    process.stdin.flush()
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (130, b"")
    assert err == b"Interrupted: nothing came in, and the library is as it was.\n"
    assert three("list", "--json").out == before


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_output_is_utf8_in_any_locale(three: Run, process: Run, locale: str) -> None:
    three("add", "--title", "Ünïcödé 漢字", "--key", "u1")
    env = {"LC_ALL": locale, "LANG": locale, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = process("list", "--columns", "title", "-n", "1", env=env)
    assert done.out == "Ünïcödé 漢字\n"


def test_a_file_whose_name_is_no_text_is_read_and_named(process: Run, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.bib"
    with open(name, "wb") as file:
        file.write(b"@misc{a, title={A}}\n@misc{b, title={open")
    done = process("import", os.fsdecode(name), "--json")
    assert done.code == 1
    assert [paper["key"] for paper in done.json["added"]] == ["a"]
    shown = process("show", "a")
    assert shown.code == 0
    assert process("note", "a", "-m", os.fsdecode(b"\xff")).code == 2


def test_colour_is_for_terminals_that_want_it(three: Run, terminal: Start) -> None:
    three("rate", "hu2021", "5")
    assert "\x1b[" not in three("list").out
    assert "\x1b[1m" in terminal("list").finish().out
    assert "\x1b[" not in terminal("list", env={"NO_COLOR": "1"}).finish().out
    assert "\x1b[" not in terminal("list", env={"TERM": "dumb"}).finish().out
    assert "\x1b[" not in terminal("list", "--colour", "never").finish().out
    always = terminal("list", "--colour", "always", env={"NO_COLOR": "1"}).finish()
    assert "\x1b[1m" in always.out


@pytest.mark.parametrize("columns", [1, 8, 20, 300])
def test_any_width_is_survived(three: Run, terminal: Start, columns: int) -> None:
    assert three("annotate", "vaswani2017", "A remark.", "-q", "a passage").code == 0
    for words in (["list"], ["show", "vaswani2017"], ["help"], ["import", "--help"], ["history"]):
        assert terminal(*words, columns=columns).finish().code == 0


def test_the_app_needs_a_terminal(process: Run) -> None:
    done = process()
    assert (done.code, done.out) == (2, "")
    assert "needs a terminal" in done.err


def test_the_app_opens_where_there_is_a_terminal(terminal: Start, carrel: Run) -> None:
    app = terminal("--sample", columns=100)
    app.wait_for("Literate Programming")
    app.type("q")
    assert app.finish().code == 0
    assert len(carrel("list").lines) == 14


def test_a_closed_stdout_is_no_fault() -> None:
    done = shell("$CARREL help >&-; $CARREL list --jsn >&-")
    assert b"Traceback" not in done.stderr
    assert b"did you mean --json" in done.stderr


def test_two_lines_tell_what_is_wrong_with_a_command_line(process: Run) -> None:
    done = process("list", "--jsn")
    assert done.code == 2
    assert done.err.splitlines() == [
        "carrel list: Unknown option --jsn: did you mean --json?",
        "Try: carrel list --help",
    ]


def test_a_library_that_cannot_be_written_is_said_in_a_sentence(
    process: Run, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("", "utf8")
    done = process("--library", file, "add", "--title", "T")
    assert done.code == 2
    assert "Traceback" not in done.err
    assert str(file) in done.err
