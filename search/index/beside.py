"""Two pieces of work: one after the other, or one of them in a process of its own.

That process begins as a copy of this one and so has all that the work needs; only what it found
comes back. It is for a process that does nothing else: copies of threads would stand still.
"""

import os
import pickle
from collections.abc import Callable
from typing import Protocol, TypeVar

One = TypeVar("One")
Other = TypeVar("Other")


class Both(Protocol):
    def __call__(
        self, one: Callable[[], One], other: Callable[[], Other], /
    ) -> tuple[One, Other]: ...


def in_turn(one: Callable[[], One], other: Callable[[], Other]) -> tuple[One, Other]:
    return one(), other()


def at_once(one: Callable[[], One], other: Callable[[], Other]) -> tuple[One, Other]:
    """What both give; the other is done in a copy of this process."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _send(reading, writing, other)
    os.close(writing)
    try:
        with open(reading, "rb") as file:
            return one(), pickle.load(file)
    finally:
        os.waitpid(child, 0)


def _send(reading: int, writing: int, work: Callable[[], object]) -> None:
    try:
        os.close(reading)
        with open(writing, "wb") as file:
            pickle.dump(work(), file, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)
