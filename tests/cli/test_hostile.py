"""Hostile text is data: whatever stands in a field, a terminal only ever sees it."""

import re
from pathlib import Path

import pytest

from tests.cli.support import Run, Start

ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff]")
EVIL = "\x1b[31mred\x1b]0;pwned\x07 \x9b2J \u202egnp.exe\u202c \u200b [bold]x[/] a\rb\x08c"
FILES = (
    "ansi-osc-title",
    "rtl-zerowidth",
    "markup-title",
    "citekeys",
    "nul-bytes",
    "combining-storm",
)


def inert(text: str) -> bool:
    return not ACTING.search(text)


@pytest.fixture
def evil(carrel: Run, tmp_path: Path) -> Run:
    """A library with one paper that is evil in every part."""
    bib = tmp_path / "evil.bib"
    bib.write_text(
        f"@misc{{evil{chr(27)}[31m, title={{{EVIL}}}, author={{{EVIL}, {EVIL}}}, year=2020,"
        f" journal={{{EVIL}}}, keywords={{{EVIL}}}, url={{http://x/{EVIL}}}, abstract={{{EVIL}}},"
        f" doi={{10.1000/{EVIL}}}, note={{{EVIL}}}}}\n@misc{{x{chr(27)}c, title={{never closed",
        "utf8",
    )
    done = carrel("import", bib)
    assert done.code == 1
    assert inert(done.out + done.err)
    uid = carrel("list", "--json").json[0]["uid"]
    carrel("note", uid, "-m", EVIL)
    carrel("annotate", uid, EVIL, "-p", EVIL, "-q", EVIL)
    return carrel


def test_nothing_in_a_paper_acts_on_the_terminal(evil: Run) -> None:
    uid = evil("list", "--json").json[0]["uid"]
    for words in (
        ["list"],
        ["list", "--columns", "key,title,authors,venue,tags,doi,url"],
        ["list", EVIL],
        ["show", uid],
        ["rate", uid, "4"],
        ["tag", uid, "+fine"],
        ["queue", "add", uid],
        ["next"],
        ["queue"],
        ["rate", "--query", "*", "1", "--dry-run"],
        ["show", EVIL],
        ["rename", uid, EVIL],
        ["remove", uid],
        ["trash"],
        ["undo"],
        ["history"],
        ["history", uid],
        ["doctor"],
        ["list", "--sort", EVIL],
        [EVIL],
        ["list", f"--{EVIL}"],
        ["status", uid, EVIL],
        ["config", EVIL],
        ["config", "editor", EVIL],
        ["export", EVIL],
        ["import", EVIL],
    ):
        done = evil(*words)
        assert inert(done.out + done.err), words
        assert "Traceback" not in done.err, words


def test_json_is_inert_and_says_exactly_what_is_there(evil: Run) -> None:
    done = evil("list", "--json")
    assert inert(done.out)
    [paper] = done.json
    assert paper["notes"] == EVIL + "\n"
    assert inert(evil("history", "--json").out)
    assert inert(evil("show", paper["uid"], "--json").out)


def test_an_export_is_exact_in_a_file_and_inert_on_a_terminal(
    evil: Run, tmp_path: Path, terminal: Start
) -> None:
    evil("export", "bibtex", "-o", tmp_path / "out.bib")
    assert EVIL in (tmp_path / "out.bib").read_bytes().decode()
    for into in ("bibtex", "markdown"):
        shown = terminal("export", into, env={"NO_COLOR": "1"}).finish()
        assert inert(shown.out)


@pytest.mark.usefixtures("evil")
def test_a_list_in_a_terminal_is_inert(terminal: Start) -> None:
    shown = terminal("list", env={"NO_COLOR": "1"}).finish()
    assert shown.code == 0
    assert inert(shown.out)


def test_a_key_never_becomes_a_path_outside_the_library(
    carrel: Run, corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrel("import", corpora / "hostile" / "citekeys.bib")
    monkeypatch.setenv("EDITOR", "true")
    before = set(tmp_path.iterdir())
    for paper in carrel("list", "--json").json:
        assert carrel("edit", paper["uid"]).code == 0
    done = carrel("export", "markdown", "-o", tmp_path / "library" / "notes")
    assert done.code == 0
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", FILES)
def test_hostile_files_come_in_and_are_only_seen(
    carrel: Run, corpora: Path, terminal: Start, name: str
) -> None:
    done = carrel("import", corpora / "hostile" / f"{name}.bib")
    assert done.code in (0, 1)
    assert inert(done.out + done.err)
    listed = terminal("list", columns=60, env={"NO_COLOR": "1"}).finish()
    assert listed.code == 0
    assert inert(listed.out)
    for paper in carrel("list", "--json").json:
        assert inert(carrel("show", paper["uid"]).out)
