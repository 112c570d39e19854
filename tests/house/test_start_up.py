"""Start-up: what the everyday commands may not import, because each would be felt."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOO_SLOW = {
    "bibtexparser",
    "dataclasses",
    "httpx",
    "importlib.metadata",
    "inspect",
    "orjson",
    "pypdfium2",
    "rapidfuzz",
    "rich",
    "subprocess",
    "tempfile",
    "textual",
}
BIB = """
@article{knuth1984, title = {Literate Programming}, author = {Knuth, Donald E.}, year = 1984}
@misc{hu2021, title = {{LoRA}}, author = {Hu, Edward J. and Shen, Yelong}, year = 2021}
"""
PROGRAM = """
import sys
sys.argv[0] = "carrel"
from carrel.__main__ import main
try:
    code = main()
except SystemExit as exit:
    code = exit.code
print(*sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""


def modules_imported_by(*arguments: str | Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return set(done.stderr.split())


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("start-up")
    bib = folder / "refs.bib"
    bib.write_text(BIB, "utf8")
    modules_imported_by("--library", folder / "library", "import", bib)
    return folder / "library"


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--limit", "20"],
        ["rate", "knuth1984", "4"],
        ["status", "knuth1984", "reading"],
        ["tag", "hu2021", "+peft"],
        ["--version"],
    ],
    ids=" ".join,
)
def test_an_everyday_command_imports_nothing_slow(library: Path, arguments: list[str]) -> None:
    assert modules_imported_by("--library", library, *arguments) & TOO_SLOW == set()
