"""A program in a terminal of its own: keys go in, and it is timed when the last byte comes out."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Sequence
from time import perf_counter
from typing import Self

QUIET = 0.05  # seconds without a byte, after which a frame is over,
RESTING = 2.0  # if the program worked no more than so many milliseconds meanwhile,
LONGEST = 5.0  # or after so many seconds at the latest
PATIENCE = 30.0
LATELY = 1 << 16  # bytes
FRAME_END = b"\x1b[?2026l"
ANSWERS = {  # what programs ask their terminal at the start, and what a usual one answers
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
}
CONTROL = re.compile(rb"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[78=>]")


class Frame:
    """What one key brought to the screen: milliseconds to the last byte, and of the processor.

    `whole` is where in the data the last whole frame ends."""

    def __init__(self, taken: float, work: float, data: bytes, whole: int | None = None) -> None:
        self.taken = taken
        self.work = work
        self.data = data
        self.whole = whole

    @property
    def text(self) -> str:
        return CONTROL.sub(b" ", self.data[: self.whole]).decode("utf-8", "replace")


class Terminal:
    """Runs a command in a pty, and answers for the terminal."""

    def __init__(
        self, command: Sequence[str], size: tuple[int, int], environment: dict[str, str]
    ) -> None:
        columns, rows = size
        self.lately = b""  # what was painted
        self.begun = perf_counter()
        self.fd, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            env={**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
        )  # fmt: skip
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.fd)

    def wait_for(self, text: str) -> float:
        """Seconds from the start until this text has been painted."""
        seen = b""
        while text not in CONTROL.sub(b" ", seen).decode("utf-8", "replace"):
            more = self._read(PATIENCE)
            if not more:
                raise TimeoutError(f"{text!r} was never painted: {seen[-2000:]!r}")
            seen += more
        return perf_counter() - self.begun

    def rest(self, quiet: float = 0.3) -> None:
        """Wait until nothing is painted any more."""
        while self._read(quiet):
            pass

    def press(self, keys: bytes, patience: float = 1.0) -> Frame:
        """Press keys all at once, and wait until what they do has been painted."""
        worked = self.worked
        begun = perf_counter()
        os.write(self.fd, keys)
        data, last = b"", begun
        while True:
            before = self.worked
            more = self._read(QUIET if data else patience)
            if more:
                data, last = data + more, perf_counter()
            elif self.worked - before < RESTING or perf_counter() - begun > LONGEST:
                break
        return Frame((last - begun) * 1000, self.worked - worked, data)

    def press_until(self, keys: bytes, text: str) -> Frame:
        """Press keys, and wait for the end of a frame with this text, whatever else is painted."""
        worked = self.worked
        begun = perf_counter()
        os.write(self.fd, keys)
        frame = Frame(0.0, 0.0, b"")
        while text not in " ".join(frame.text.split()):
            more = self._read(PATIENCE)
            if not more:
                raise TimeoutError(f"{text!r} was never painted: {frame.text[-2000:]!r}")
            data = frame.data + more
            whole = data[: data.rfind(FRAME_END) + 1]
            frame = Frame((perf_counter() - begun) * 1000, self.worked - worked, data, len(whole))
        return frame

    @property
    def worked(self) -> float:
        """Milliseconds that the program has had of the processor, in all its threads."""
        tasks = f"/proc/{self.process.pid}/task"
        if not os.path.isdir(tasks):
            return 0.0
        total = 0
        for task in os.listdir(tasks):
            with open(f"{tasks}/{task}/schedstat") as file:
                total += int(file.read().split()[0])
        return total / 1e6

    @property
    def resident_bytes(self) -> int:
        with open(f"/proc/{self.process.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def _read(self, seconds: float) -> bytes:
        if not select.select([self.fd], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:  # the program has left
            return b""
        self.lately = (self.lately + data)[-LATELY:]
        for question, answer in ANSWERS.items():
            if question in data:
                os.write(self.fd, answer)
        return data
