"""Carrel at the end of a wire: a pty whose every byte is seen, and which may be a bad line."""

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import sleep
from types import MappingProxyType
from typing import Self

from tests.terminal.glass import Glass
from tests.terminal.watching import Watched

ROOT = Path(__file__).resolve().parents[2]
QUIET = 0.3  # seconds without a byte, after which nothing more is painted
ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[?2048$p": b"\x1b[?2048;0$y"}


class Wire(Watched):
    """Runs Carrel on a library in a terminal of that size, with somebody at the keys."""

    patience = 40.0

    def __init__(
        self,
        folder: Path,
        *,
        size: tuple[int, int] = (80, 24),
        command: Sequence[str] = ("-m", "carrel"),
        environment: Mapping[str, str] = MappingProxyType({}),
        is_told: bool = True,
    ) -> None:
        """Where it is not told, no signal says that its terminal is closed."""
        self.glass = Glass(*size)
        self.sent = b""  # by Carrel, all of it
        self.fd, slave = pty.openpty()
        self._set_size(slave)
        usual = {
            name: value for name, value in os.environ.items()
            if name not in ("COLORTERM", "NO_COLOR", "LC_ALL", "LC_CTYPE")
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, *command, "--library", str(folder)],
            stdin=slave, stdout=slave, stderr=slave, cwd=ROOT,
            preexec_fn=(lambda: _own_terminal(0)) if is_told else os.setsid,
            env={**usual, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment},
        )  # fmt: skip
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):  # with its children, wherever they are
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.hang_up()

    # What goes in

    def send(self, text: str | bytes) -> None:
        os.write(self.fd, text.encode() if isinstance(text, str) else text)

    def drip(self, pieces: Sequence[bytes], gap: float) -> None:
        """Send piece by piece, as a bad line brings them."""
        for piece in pieces:
            self.send(piece)
            sleep(gap)

    def paste(self, text: str) -> None:
        self.send(f"\x1b[200~{text}\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        self.glass.resize(columns, rows)
        self._set_size(self.fd)

    def hang_up(self) -> None:
        """The terminal is closed."""
        if self.fd >= 0:
            os.close(self.fd)
        self.fd = -1

    # What comes out

    @property
    def text(self) -> str:
        return self.glass.text

    def pause(self) -> None:
        self.read(0.05)

    def rests(self) -> None:
        """Wait until nothing is painted any more."""
        while self.read(QUIET):
            pass

    def ends(self) -> int:
        """Wait until Carrel has ended; its exit code."""
        self.waits(lambda: self.process.poll() is not None, "the end")
        self.rests()
        return self.process.wait()

    def read(self, patience: float, most: int = 1 << 16) -> bytes:
        if self.fd < 0 or not select.select([self.fd], [], [], patience)[0]:
            return b""
        try:
            data = os.read(self.fd, most)
        except OSError:  # Carrel has left
            sleep(min(patience, 0.05))
            return b""
        self.sent += data
        self.glass.feed(data)
        for question, answer in ANSWERS.items():
            if question in data:
                self.send(answer)
        return data

    def _set_size(self, fd: int) -> None:
        size = struct.pack("HHHH", self.glass.rows, self.glass.columns, 0, 0)
        fcntl.ioctl(fd, termios.TIOCSWINSZ, size)


def _own_terminal(fd: int) -> None:
    """In the child: it leads a session, and the pty is its terminal, as in a window of its own."""
    os.setsid()
    fcntl.ioctl(fd, termios.TIOCSCTTY, 0)


def pieces(text: str | bytes, size: int = 1) -> Iterator[bytes]:
    data = text.encode() if isinstance(text, str) else text
    for at in range(0, len(data), size):
        yield data[at : at + size]
