"""Tests here are coroutines: each has an event loop, and a small library, of its own."""

import asyncio
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import Library
from tests.pilot.support import some_papers


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in wanted}))
    return True


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Five papers in a folder; the newest is Shannon's."""
    with Library.open(tmp_path / "library") as library:
        library.add(some_papers(), label="five papers")
        yield library
