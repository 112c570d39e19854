"""A bar on stderr for work that takes longer than half a second; only people get to see it."""

import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cli.screen import Screen
from papers.text import fit

if TYPE_CHECKING:
    from threading import Event, Thread

PATIENCE = 0.5
PACE = 0.1
WIDTH = 24
PULSE = 6  # cells of the light that goes to and fro while nobody knows how much there is


class Progress:
    """Call it with how much is done and how much there is; the bar goes when the work is over."""

    def __init__(
        self, screen: Screen, what: str, *, quiet: bool = False, began: float | None = None
    ) -> None:
        self.screen = screen
        self.what = what
        self.quiet = quiet
        self.done = self.total = 0
        self.began = time.monotonic() if began is None else began  # what it is a part of
        self.drawn = False
        self.thread: Thread | None = None
        self.over: Event | None = None

    def __enter__(self) -> Self:
        is_seen = self.screen.err.isatty() and self.screen.environ.get("TERM") != "dumb"
        if is_seen and not self.quiet:
            from threading import Event, Thread

            self.over = Event()
            self.thread = Thread(target=self._keep_drawing, args=(self.over,), daemon=True)
            self.thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        if self.thread and self.over:
            self.over.set()
            self.thread.join()
        if self.drawn:
            self._write("\r\x1b[K")

    def __call__(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def _keep_drawing(self, over: "Event") -> None:
        wait = max(self.began + PATIENCE - time.monotonic(), 0)
        while not over.wait(wait):
            self.drawn = True
            self._write("\r" + fit(self._line(), self.screen.width - 1) + "\x1b[K")
            wait = PACE

    def _line(self) -> str:
        done, total = self.done, self.total
        if total <= 1:
            room = WIDTH - PULSE
            at = int((time.monotonic() - self.began) / PACE) % (2 * room)
            at = min(at, 2 * room - at)
            return f"{self.what} {'░' * at}{'█' * PULSE}{'░' * (room - at)}"
        full = WIDTH * min(done, total) // total
        return f"{self.what} {'█' * full}{'░' * (WIDTH - full)} {done:,}/{total:,}"

    def _write(self, text: str) -> None:
        self.screen.err.write(text)
        self.screen.err.flush()
