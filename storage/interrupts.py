"""Ctrl-C, kept waiting where it would do harm."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def later() -> Iterator[None]:
    """Let Ctrl-C do its work only when this is over."""
    import signal

    came: list[tuple[Any, ...]] = []
    before = signal.getsignal(signal.SIGINT)
    try:
        signal.signal(signal.SIGINT, lambda *given: came.append(given))
    except ValueError:  # this is not the main thread: it never comes here
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came and callable(before):
        before(*came[0])
