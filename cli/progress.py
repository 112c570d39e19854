"""A bar on stderr for work that takes longer than half a second; only people get to see it."""

import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cli.screen import Screen

if TYPE_CHECKING:
    from threading import Timer

PATIENCE = 0.5
WIDTH = 24


class Progress:
    """Call it with how much is done and how much there is; the bar goes when the work is over."""

    def __init__(self, screen: Screen, what: str) -> None:
        self.screen = screen
        self.what = what
        self.done = self.total = 0
        self.began = time.monotonic()
        self.drawn = False
        self.timer: Timer | None = None

    def __enter__(self) -> Self:
        if self.screen.err.isatty() and self.screen.environ.get("TERM") != "dumb":
            from threading import Timer

            self.timer = Timer(PATIENCE, self._draw)  # the first answer may be long in coming
            self.timer.daemon = True
            self.timer.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        if self.timer:
            self.timer.cancel()
            self.timer.join()
        if self.drawn:
            self._write("\r\x1b[K")

    def __call__(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        if self.timer and time.monotonic() - self.began > PATIENCE:
            self._draw()

    def _draw(self) -> None:
        self.drawn = True
        full = WIDTH * min(self.done, self.total) // max(self.total, 1)
        bar = "█" * full + "░" * (WIDTH - full)
        self._write(f"\r{self.what} {bar} {self.done:,}/{self.total:,}\x1b[K")

    def _write(self, text: str) -> None:
        self.screen.err.write(text)
        self.screen.err.flush()
