"""Waiting for what is on a screen, never for a time."""

from collections.abc import Callable
from time import monotonic, sleep


class Watched:
    """A screen that is looked at again and again, as long as there is patience."""

    patience: float  # seconds; what a test waits for comes long before, unless it never does

    @property
    def text(self) -> str:
        raise NotImplementedError

    def pause(self) -> None:
        """What is done between two looks."""
        sleep(0.05)

    def sees(self, *texts: str) -> None:
        """Wait until all this is on screen."""
        self.waits(lambda: all(text in self.text for text in texts), f"{texts} on screen")

    def no_longer_sees(self, text: str) -> None:
        self.waits(lambda: text not in self.text, f"{text!r} gone from the screen")

    def waits(self, until: Callable[[], bool], what: str) -> None:
        end = monotonic() + self.patience
        while not until():
            assert monotonic() < end, f"never came: {what}\n{self.text}"
            self.pause()
