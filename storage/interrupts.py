"""Ctrl-C, kept waiting where it would do harm.

Python raises KeyboardInterrupt between any two instructions: after a lock was taken and before
anybody noted it, or at the first instruction of what should let go of it. So while a shield is up,
Ctrl-C looks where it comes: in a function that is `whole` it waits until that is over.
"""

import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

_whole: set[CodeType] = set()
_cuttable: set[CodeType] = set()


def whole(function: Function) -> Function:
    """Mark a function that Ctrl-C never cuts short, nor what it calls, while a shield is up."""
    _whole.add(function.__code__)
    return function


def cuttable(function: Function) -> Function:
    """Mark a function that takes long and may be cut short though a whole one calls it."""
    _cuttable.add(function.__code__)
    return function


class Shield:
    """A whole function raises it first and lowers it last, or has another lower it."""

    __slots__ = ("_before", "_came")

    def __init__(self) -> None:
        self._before: Callable[..., object] | None = None
        self._came = 0

    def up(self) -> None:
        import signal

        before = signal.getsignal(signal.SIGINT)
        if not callable(before):  # then Ctrl-C raises nothing here
            return
        self._before = before
        try:
            signal.signal(signal.SIGINT, self._hear)
        except ValueError:  # this is not the main thread: it never comes here
            self._before = None

    def look(self) -> None:
        """Let a Ctrl-C that waits do its work: here nothing is half done."""
        if self._came and self._before:
            came, self._came = self._came, 0
            self._before(came, _outside())

    def down(self) -> None:
        """Leave Ctrl-C to whom it was left before; one that waited comes now."""
        if self._before is None:
            return
        import signal

        if signal.getsignal(signal.SIGINT) == self._hear:
            signal.signal(signal.SIGINT, self._before)
        self.look()

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if _is_in_whole(frame):
            self._came = number
        elif self._before:
            self._before(number, frame)


def _is_in_whole(frame: FrameType | None) -> bool:
    while frame and frame.f_code not in _whole:
        if frame.f_code in _cuttable:
            return False
        frame = frame.f_back
    return frame is not None


def _outside() -> FrameType | None:
    """Where the whole function was called that is being run; it may be in another."""
    frame: FrameType | None = sys._getframe()
    while frame and frame.f_code not in _whole:
        frame = frame.f_back
    return frame.f_back if frame else None
