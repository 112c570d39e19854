"""The tree: every room is packed, every module says what it is for, nothing names a machine."""

import ast
import os
import pwd
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

# In pieces, so that this file does not name what it looks for.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("pypi", "python", "org"),
        ("anaconda", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("crates", "io"),
        ("rubygems", "org"),
        ("proxy", "golang", "org"),
    )
]
MACHINE_PATHS = [os.sep + os.path.join(*parts) for parts in (("root", ""), ("opt", "pypi"))]


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Every file that is committed, or would be."""
    listing = subprocess.run(
        [
            "git", "-c", "safe.directory=*",
            "ls-files", "-z", "--cached", "--others", "--exclude-standard",
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listing.returncode != 0:
        pytest.skip("this is no git checkout, so there is no telling what belongs to it")
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


@pytest.fixture(scope="module")
def modules(tracked: list[Path]) -> list[Path]:
    return [path for path in tracked if path.suffix == ".py"]


def rooms() -> set[str]:
    return {path.parent.name for path in ROOT.glob("*/__init__.py")}


def settings(*names: str) -> Any:
    table: Any = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["tool"]
    for name in names:
        table = table[name]
    return table


def test_every_room_is_packed_under_the_one_name() -> None:
    wheel = settings("hatch", "build", "targets", "wheel")
    assert set(wheel["only-include"]) == rooms()
    assert wheel["sources"] == {room: f"carrel/_app/{room}" for room in rooms() - {"carrel"}}


def test_every_room_is_under_the_import_contracts() -> None:
    assert set(settings("importlinter", "root_packages")) == rooms()
    at_home = {
        contract["forbidden_modules"][0]: rooms() - set(contract["source_modules"])
        for contract in settings("importlinter", "contracts")
        if contract["name"].rpartition(" only in ")[1]
    }
    assert at_home == {
        "textual": {"tui"},
        "tinydb": {"storage"},
        "rapidfuzz": {"search"},
        "bibtexparser": {"importers", "exporters"},
        "httpx": {"importers"},
        "numpy": {"search"},
        "pypdfium2": {"importers"},
    }


def test_every_module_opens_by_saying_what_it_is_for(modules: list[Path]) -> None:
    silent = [str(path) for path in modules if not ast.get_docstring(ast.parse(path.read_bytes()))]
    assert silent == []


def test_no_pattern_has_a_possessive_group(modules: list[Path]) -> None:
    """Python up to 3.11.4, which Debian 12 ships, takes more with one than it should."""
    ours = [path for path in modules if path.parent.name in rooms()]
    class_ = re.compile(r"\[[^\]]*\]")
    group = re.compile(r"(?<!\\)\)(?:[*+?]|\{\d*,\d*\})\+|\(\?>")
    texts = [
        (path, node.value)
        for path in ours
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [(path.name, text) for path, text in texts if group.search(class_.sub("x", text))] == []


def test_the_tests_are_no_packages(tracked: list[Path]) -> None:
    tests = ROOT / "tests"
    assert [p for p in tracked if p.name == "__init__.py" and tests in p.parents] == []


def test_no_file_names_a_package_registry_or_a_path_of_this_machine(tracked: list[Path]) -> None:
    home = pwd.getpwuid(os.getuid()).pw_dir
    own = [path for path in (str(ROOT), home) if path.count("/") > 1]
    forbidden = [name.encode() for name in (*REGISTRIES, *MACHINE_PATHS, *own)]
    found = [
        f"{path.relative_to(ROOT)} names {name.decode()}"
        for path in tracked
        for name in forbidden
        if name in path.read_bytes()
    ]
    assert found == []
