"""A turn to write: one thread of one process at a time, and however a turn ends, it is over."""

from _thread import RLock
from collections.abc import Callable
from types import TracebackType

from storage import disk
from storage.interrupts import Shield, whole
from storage.lock import Lock

PAUSE = 0.1  # seconds after which who waits for another thread looks for a Ctrl-C


class Gate:
    """What turns are taken at: the library's lock between processes, another between threads."""

    def __init__(self, lock: Lock) -> None:
        self.lock = lock
        self.threads = RLock()
        self.depth = 0  # how many turns of one thread are inside each other


class Turn:
    """`with` it nobody else writes. Leaving and entering are whole: no Ctrl-C comes between."""

    def __init__(
        self, gate: Gate, folder: str, prepare: Callable[[], None], patience: float | None
    ) -> None:
        self._gate = gate
        self._folder = folder
        self._prepare = prepare
        self._patience = patience
        self._shield = Shield()
        self._is_inside = False

    @whole
    def __enter__(self) -> None:
        self._shield.up()
        gate = self._gate
        try:
            while not gate.threads.acquire(timeout=PAUSE):
                self._shield.look()
            self._is_inside = True
            gate.depth += 1
            if gate.depth == 1:
                gate.lock.acquire(self._patience, meanwhile=self._shield.look)
                self._prepare()
                self._shield.look()
        except OSError as error:
            self._leave()
            raise disk.refusal(error, self._folder) from error
        except BaseException:
            self._leave()
            raise

    @whole
    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._leave()
        if isinstance(error, OSError):
            raise disk.refusal(error, self._folder) from error

    def _leave(self) -> None:
        try:
            if self._is_inside:
                self._is_inside = False
                self._gate.depth -= 1
                try:
                    if not self._gate.depth:
                        self._gate.lock.release()
                finally:
                    self._gate.threads.release()
        finally:
            self._shield.down()
