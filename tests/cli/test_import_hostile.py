"""Hostile files in a process of their own: read as data, told in sentences, kept from the disk."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.support import ROOT, Result, Run
from tests.cli.test_hostile import inert

SECONDS = 60  # for all of them on a busy machine
WATCHED = """
import os, sys
allowed = tuple(map(os.path.realpath, [*filter(None, sys.path), sys.prefix, sys.base_prefix,
    os.getcwd(), *sys.argv.pop(1).split(os.pathsep)]))
system = ("/dev/null", "/dev/tty", "/etc/localtime", "/usr/share/zoneinfo", "/proc/", "/sys/")
def watch(event, given):
    if event in ("socket.connect", "os.system"):
        print("WATCHED", event, given, file=sys.stderr)
    elif event in ("open", "os.listdir", "os.remove", "os.rename", "os.mkdir", "os.scandir"):
        path = given[0]
        if isinstance(path, (str, bytes)):
            path = os.path.realpath(os.fsdecode(path))
            if not path.startswith((*allowed, *system)):
                print("WATCHED", event, path, file=sys.stderr)
sys.addaudithook(watch)
from cli.main import main
for path in sys.argv[1:]:
    name = os.path.basename(path)
    sys.stdout.reconfigure(line_buffering=True)
    code = main(["--library", os.path.join(os.environ["CARREL_LIBRARY"], name), "import", path])
    print("CODE", code, name, file=sys.stderr)
"""


@pytest.fixture
def watched(tmp_path: Path, corpora: Path) -> Run:
    """Import each of these paths into a library of its own, and see what is touched for that."""
    places = os.pathsep.join(map(str, (tmp_path, corpora)))

    def run(*paths: Path) -> Result:
        done = subprocess.run(
            [sys.executable, "-c", WATCHED, places, *map(str, paths)],
            cwd=ROOT, capture_output=True, check=False, timeout=SECONDS,
        )  # fmt: skip
        result = Result(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert inert(result.out + result.err)
        assert "WATCHED" not in result.err
        return result

    return run


def test_every_hostile_file_comes_in_or_is_rejected_with_a_sentence(
    watched: Run, corpora: Path
) -> None:
    paths = sorted((corpora / "hostile").iterdir())
    done = watched(*paths)
    told = re.split(r"CODE (\d) (.+)\n", done.err)
    assert told[2::3] == [path.name for path in paths]
    for said, code, name in zip(told[::3], told[1::3], told[2::3], strict=False):
        assert (code in "012", "Traceback" in said) == (True, False), (name, said)
        if code != "0":
            assert name in said or "No entry was found" in said
            assert re.search(r"[.)]\n", said), said


def test_what_a_field_names_is_never_opened(watched: Run, tmp_path: Path) -> None:
    secret = tmp_path.parent / "secret.bib"
    secret.write_text("@misc{secret, title={Secret}}", "utf8")
    bib = tmp_path / "refs.bib"
    bib.write_text(
        f"@misc{{a, title={{T}}, file={{:{secret}:PDF;/etc/passwd}}, url={{file://{secret}}},"
        f" crossref={{{secret}}}, abstract={{\\input{{{secret}}}}}}}",
        "utf8",
    )
    assert watched(bib).err == "CODE 0 refs.bib\n"
