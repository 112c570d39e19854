"""Ctrl-C waits where it would do harm, and is not forgotten."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from storage import Library
from storage.interrupts import Shield, cuttable, whole
from storage.lock import Lock
from storage.turn import Turn
from tests.storage.support import a_library


def ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def is_as_ever() -> bool:
    return signal.getsignal(signal.SIGINT) is signal.default_int_handler


@whole
def shielded(work: Callable[[], object]) -> None:
    shield = Shield()
    shield.up()
    try:
        work()
    finally:
        shield.down()


def test_it_comes_when_the_work_is_over() -> None:
    done = []

    def work() -> None:
        ctrl_c()
        done.append("all of it")

    with pytest.raises(KeyboardInterrupt):
        shielded(work)
    assert done == ["all of it"]
    assert is_as_ever()


def test_it_is_not_forgotten_where_the_work_fails() -> None:
    def work() -> None:
        ctrl_c()
        raise ZeroDivisionError

    with pytest.raises(KeyboardInterrupt):
        shielded(work)
    assert is_as_ever()


def test_without_it_nothing_is_different() -> None:
    shielded(lambda: None)
    with pytest.raises(ZeroDivisionError):
        shielded(lambda: 1 // 0)
    assert is_as_ever()


def test_what_may_be_cut_short_is() -> None:
    done = []

    @cuttable
    def long_work() -> None:
        ctrl_c()
        done.append("more of it")

    with pytest.raises(KeyboardInterrupt):
        shielded(long_work)
    assert not done
    assert is_as_ever()


def test_one_shield_in_another_lets_it_through_to_where_it_was_cuttable() -> None:
    done = []

    @cuttable
    def long_work() -> None:
        shielded(short_work)
        done.append("more of it")

    def short_work() -> None:
        ctrl_c()
        done.append("all of it")

    with pytest.raises(KeyboardInterrupt):
        shielded(long_work)
    assert done == ["all of it"]

    def long_work_that_is_whole() -> None:
        shielded(ctrl_c)
        done.append("and of the other")

    with pytest.raises(KeyboardInterrupt):
        shielded(long_work_that_is_whole)
    assert done == ["all of it", "and of the other"]
    assert is_as_ever()


def test_other_threads_need_not_care() -> None:
    done = []
    thread = threading.Thread(target=shielded, args=[lambda: done.append(1)])
    thread.start()
    thread.join()
    assert done == [1]


def test_who_ignores_it_goes_on_ignoring_it() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        shielded(ctrl_c)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


class Interrupting:
    """Ctrl-C just before the so-many-th instruction of what takes turns and ends them."""

    WHERE: frozenset[CodeType] = frozenset(
        function.__code__
        for kind in (Turn, Lock, Shield)
        for function in vars(kind).values()
        if hasattr(function, "__code__")
    )

    def __init__(self, turn: int) -> None:
        self.left = turn

    def __call__(self, frame: FrameType, event: str, _: Any) -> "Interrupting | None":
        if frame.f_code not in self.WHERE:
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            self.left -= 1
            if self.left == 0:
                sys.settrace(None)
                ctrl_c()
        return self


def test_wherever_a_turn_is_interrupted_the_next_is_free(tmp_path: Path) -> None:
    a_library(tmp_path / "library")
    library = Library.open(tmp_path / "library")
    other = Library.open(tmp_path / "library", patience=0.0)
    sys.settrace(Interrupting(-1))  # Python 3.12 counts instructions from the second time on
    with library.store.exclusive():
        sys.settrace(None)
    turn, interrupted = 0, True
    while interrupted:
        turn += 1
        interrupting = Interrupting(turn)
        try:
            sys.settrace(interrupting)
            with library.store.exclusive():
                pass
            sys.settrace(None)
            interrupted = interrupting.left <= 0
            assert not interrupted, f"{turn}: it was forgotten"
        except KeyboardInterrupt as interruption:
            sys.settrace(None)
            assert interruption.__traceback__
            thread = threading.Thread(target=library.refresh, daemon=True)
            thread.start()
            thread.join(20)
            assert not thread.is_alive(), turn
            with other.store.exclusive():
                pass
            assert is_as_ever(), turn
    assert turn > 100
    other.close()
    library.close()
