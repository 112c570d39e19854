"""Databases and libraries to test on: TinyDB's own beside ours, and a library with a clock."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from storage import Library
from storage.records import names_of
from storage.store import Store
from storage.tables import JournalDB, JournalStorage

OpenIn = Callable[[Path], TinyDB]


def _open_stock(folder: Path) -> TinyDB:
    return TinyDB(folder / "library.json")


def _open_ours(folder: Path) -> TinyDB:
    return JournalDB(Store(str(folder), names_of=names_of), storage=JournalStorage)


def _open_stock_tables(folder: Path) -> TinyDB:
    """TinyDB's own Table over our storage, as a program may ask for it."""
    return TinyDB(Store(str(folder), names_of=names_of), storage=JournalStorage)


ON_DISK: dict[str, OpenIn] = {
    "stock": _open_stock,
    "ours": _open_ours,
    "stock tables on our storage": _open_stock_tables,
}


@pytest.fixture(params=[*ON_DISK, "stock in memory"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TinyDB]:
    """An empty database, of each kind in turn."""
    kind: str = request.param
    opened = ON_DISK[kind](tmp_path) if kind in ON_DISK else TinyDB(storage=MemoryStorage)
    yield opened
    opened.close()


@pytest.fixture(params=list(ON_DISK))
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], TinyDB]]:
    """Opens the same database again; for what only shows on the disk."""
    opened: list[TinyDB] = []

    def open_once_more() -> TinyDB:
        opened.append(ON_DISK[request.param](tmp_path))
        return opened[-1]

    yield open_once_more
    for each in opened:
        each.close()


@pytest.fixture(scope="session")
def open_ours() -> OpenIn:
    return _open_ours


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[TinyDB]:
    with _open_ours(tmp_path) as opened:
        yield opened


@pytest.fixture
def stock(tmp_path: Path) -> Iterator[TinyDB]:
    with TinyDB(tmp_path / "stock.json") as opened:
        yield opened


@pytest.fixture
def abc(db: TinyDB) -> TinyDB:
    """Three documents that differ in their letter."""
    db.insert_multiple({"int": 1, "char": char} for char in "abc")
    return db


class Ticking:
    """A clock that is a minute later whenever it is looked at."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        self.now += 60
        return self.now


@pytest.fixture
def open_library(tmp_path: Path) -> Iterator[Callable[[], Library]]:
    """Opens the library of this test, as often as it is called, as another program would."""
    opened: list[Library] = []
    clock = Ticking()

    def open_once_more() -> Library:
        opened.append(Library.open(tmp_path / "library", clock=clock))
        return opened[-1]

    yield open_once_more
    for each in opened:
        each.close()


@pytest.fixture
def library(open_library: Callable[[], Library]) -> Library:
    return open_library()
