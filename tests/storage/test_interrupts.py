"""Ctrl-C waits where it would do harm, and is not forgotten."""

import os
import signal
import threading

import pytest

from storage.interrupts import later


def test_it_comes_when_the_work_is_over() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), later():
        os.kill(os.getpid(), signal.SIGINT)
        done.append("all of it")
    assert done == ["all of it"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_it_nothing_is_different() -> None:
    with later():
        pass
    with pytest.raises(ZeroDivisionError), later():
        raise ZeroDivisionError
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_other_threads_need_not_care() -> None:
    done = []

    def work() -> None:
        with later():
            done.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [1]
