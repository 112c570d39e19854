"""The wheel: what is in it, that it runs when installed, and that it leaves without a trace."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from carrel import __version__

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files_under(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if not path.is_dir()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    [built] = folder.glob("*.whl")
    return built


class Environment:
    """A clean environment; the libraries that Carrel needs are lent to it while `lending`."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=True)
        self.folder = folder
        self.scripts = folder / "bin"
        self.python = self.scripts / "python"
        [self.packages] = folder.glob("lib/python*/site-packages")
        self.loan = self.packages / "lent.pth"

    def pip(self, *arguments: str | Path) -> None:
        offline = ("--no-index", "--no-deps") if arguments[0] == "install" else ("--yes",)
        pip = (sys.executable, "-m", "pip", "--python", self.python, "--disable-pip-version-check")
        run(*pip, *arguments, *offline, cwd=self.folder)

    def lend(self) -> None:
        self.loan.write_text(sysconfig.get_path("purelib"), "utf8")

    def take_back(self) -> None:
        self.loan.unlink()


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return Environment(tmp_path_factory.mktemp("clean") / "venv")


@pytest.fixture
def installed(environment: Environment, wheel: Path) -> Iterator[Environment]:
    environment.pip("install", wheel)
    environment.lend()
    yield environment
    environment.take_back()
    environment.pip("uninstall", "carrel")


def test_the_wheel_owns_one_name(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"carrel", f"carrel-{__version__}.dist-info"}


def test_the_wheel_holds_every_file_of_every_room_and_nothing_else(wheel: Path) -> None:
    rooms = {path.parent for path in ROOT.glob("*/__init__.py")}
    ours = {
        path.relative_to(ROOT).as_posix()
        for room in rooms
        for path in files_under(room)
        if "__pycache__" not in path.parts
    }
    packed = {
        name.removeprefix("carrel/_app/")
        for name in zipfile.ZipFile(wheel).namelist()
        if name.startswith("carrel/")
    }
    assert packed == ours


def test_the_installed_command_runs_where_the_user_has_a_folder_named_papers(
    installed: Environment, tmp_path: Path
) -> None:
    for room in ("papers", "cli"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text("raise SystemExit('not ours')", "utf8")
    for command in ([installed.scripts / "carrel"], [installed.python, "-m", "carrel"]):
        assert __version__ in run(*command, "--version", cwd=tmp_path)


def test_the_installed_command_keeps_a_library(installed: Environment, tmp_path: Path) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text("@misc{knuth1984, title = {Literate Programming}, year = 1984}", "utf8")
    carrel = (installed.scripts / "carrel", "--library", tmp_path / "library")
    run(*carrel, "import", bib, cwd=tmp_path)
    assert "Literate Programming" in run(*carrel, "list", cwd=tmp_path)


def test_uninstalling_leaves_nothing(environment: Environment, wheel: Path) -> None:
    before = files_under(environment.folder)
    environment.pip("install", wheel)
    run(environment.python, "-m", "carrel", "--version", cwd=environment.folder)
    assert files_under(environment.folder) > before
    environment.pip("uninstall", "carrel")
    assert files_under(environment.folder) == before


def test_a_checkout_runs_without_being_installed(tmp_path: Path) -> None:
    alone = {"PYTHONPATH": sysconfig.get_path("purelib"), "HOME": str(tmp_path)}
    python = os.path.realpath(sys.executable)
    done = subprocess.run(
        [python, "-m", "carrel", "--version"],
        cwd=ROOT, env=alone, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert __version__ in done.stdout, done.stderr
