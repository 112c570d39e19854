"""The command line, for what is seen best from there."""

from pathlib import Path

import pytest

from cli.main import main
from tests.cli.support import Result, Run


@pytest.fixture
def carrel(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """The command line, on a library of its own."""

    def run(*words: str | Path) -> Result:
        capsys.readouterr()
        code = main(["--library", str(tmp_path / "library"), *map(str, words)])
        return Result(code, *capsys.readouterr())

    return run
