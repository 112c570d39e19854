"""Completion: what the shells are told, and that they can be told anything."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.support import ROOT, Run


def candidates(carrel: Run, *words: str, shell: str = "zsh") -> list[str]:
    done = carrel("__complete", shell, "--", *words)
    assert (done.code, done.err) == (0, "")
    return done.lines


def test_commands_options_and_words_of_the_tables_are_completed(three: Run) -> None:
    assert candidates(three, "li") == ["list"]
    assert candidates(three, "--lib") == ["--library"]
    assert candidates(three, "list", "--j") == ["--json"]
    assert candidates(three, "queue", "") == ["add", "down", "remove", "up"]
    assert candidates(three, "status", "hu2021", "rea") == ["read", "reading"]
    assert candidates(three, "import", "--on-duplicate", "") == ["add", "merge", "skip"]
    assert candidates(three, "export", "") == ["bibtex", "markdown"]
    assert candidates(three, "completion", "") == ["bash", "fish", "zsh"]
    assert candidates(three, "config", "li") == ["library", "list.columns"]
    assert candidates(three, "help", "pu") == ["purge"]
    assert "-rating" in candidates(three, "list", "--sort", "-")
    assert candidates(three, "list", "--columns", "key,ye") == ["key,year"]


def test_keys_and_tags_are_completed(three: Run) -> None:
    assert candidates(three, "show", "h") == ["hu2021"]
    assert candidates(three, "show", "hu2021", "kn") == ["knuth1984"]
    assert candidates(three, "tag", "hu2021", "+a") == ["+attention"]
    assert candidates(three, "tag", "hu2021", "-t") == ["-transformer"]
    assert candidates(three, "list", "tag:t") == ["tag:transformer"]
    assert candidates(three, "list", "-status:un") == ["-status:unread"]
    assert candidates(three, "import", "--tag", "att") == ["attention"]
    three("remove", "knuth1984")
    assert candidates(three, "restore", "") == ["knuth1984"]


def test_files_are_completed(three: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    found = candidates(three, "import", f"{tmp_path}/")
    assert f"{tmp_path}/folder/" in found
    assert f"{tmp_path}/refs.bib" in found
    assert f"{tmp_path}/refs.bib" not in candidates(three, "--library", f"{tmp_path}/")


def test_without_a_library_nothing_is_said(carrel: Run) -> None:
    assert candidates(carrel, "show", "") == []
    assert candidates(carrel, "nosuch", "x", "") == []
    assert candidates(carrel) != []


def test_bash_gets_only_what_stands_behind_a_colon(three: Run) -> None:
    three("rename", "hu2021", "DBLP:conf/hu2021")
    assert candidates(three, "carrel show DBLP:c", shell="bash") == ["conf/hu2021"]
    assert candidates(three, "carrel list tag:tr", shell="bash") == ["transformer"]
    assert candidates(three, "carrel list --sort=ye", shell="bash") == ["year"]
    assert candidates(three, "carrel sho", shell="bash") == ["show"]
    assert candidates(three, "carrel list 'tag:tr", shell="bash") == ["transformer"]


def test_a_key_with_signs_of_the_shell_cannot_run_anything(carrel: Run, tmp_path: Path) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text("@misc{$(touch$IFS'pwned'), title={T}}\n@misc{a\x1b[2Jb, title={U}}\n", "utf8")
    carrel("import", bib)
    found = candidates(carrel, "carrel show ", shell="bash")
    assert not any("\x1b" in each for each in found)
    for each in found:
        assert "$(" not in each.replace("\\$\\(", "")


def in_shell(shell: str, script: str) -> str:
    path = shutil.which(shell)
    if not path:
        pytest.skip(f"{shell} is not installed")
    carrel = ROOT / ".venv" / "bin"
    env = os.environ | {"PATH": f"{carrel}:{os.environ['PATH']}"}
    done = subprocess.run(
        [path, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.usefixtures("three")
def test_bash_completes_with_the_script() -> None:
    script = """
        carrel() { python3 -m carrel "$@"; }
        eval "$(carrel completion bash)"
        ask() { COMP_LINE="$1"; COMP_POINT=${#1}; _carrel; printf '%s\\n' "${COMPREPLY[@]}"; }
        ask "carrel show h"; ask "carrel tag hu2021 +a"; ask "carrel queue "
    """
    expected = "hu2021 +attention add down remove up"
    import sys

    assert in_shell("bash", script.replace("python3", sys.executable)).split() == expected.split()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_script_is_sound_to_its_shell(carrel: Run, tmp_path: Path, shell: str) -> None:
    path = tmp_path / "script"
    path.write_text(carrel("completion", shell).out, "utf8")
    in_shell(shell, f"{shell} -n '{path}'")
