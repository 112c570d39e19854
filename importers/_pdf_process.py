"""A PDF is read in a process of its own, which may crash, hang or run out of memory alone.

The process answers one question after the other: a line of JSON each way, and bytes behind the
answer where it says so. What comes back is data, and checked. One that dies, takes too long or says
too much is ended, and the next question starts another.
"""

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from typing import NamedTuple, Self

from papers.errors import BadValue

MOST_FILES = 100  # for one process: what a library for PDFs loses, it loses for good
LONGEST_ANSWER = 64 << 20
GRACE = 2.0  # seconds in which a process that was asked to end may do so

_START = "import sys; sys.path[:] = {path!r}; from importers import _pdf_child; _pdf_child.main()"


class Limits(NamedTuple):
    """What reading one file may take."""

    seconds: float = 20.0
    memory: int = 1 << 30


USUAL = Limits()


class Unreadable(BadValue):
    """A PDF that cannot be read, and why."""


class Answer(NamedTuple):
    """What the process said, and the bytes that came with it."""

    said: dict[str, object]
    data: bytes


class Reader:
    """Asks about PDFs; a process is started when there is something to ask."""

    def __init__(self, limits: Limits = USUAL) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, what: str, path: str, **more: object) -> Answer:
        """The answer about a file; Unreadable where there is none."""
        path = os.path.abspath(path)
        if not os.path.isfile(path):  # a pipe or a device never ends
            if not os.path.exists(path):
                raise Unreadable("There is no such file.")
            raise Unreadable("It is not an ordinary file.")
        if self._asked >= MOST_FILES:
            self._end()
        question = {"do": what, "path": path, "seconds": self.limits.seconds, **more}
        self._asked += 1
        try:
            answer = self._answer(json.dumps(question).encode() + b"\n")
        except BaseException:
            self._kill()
            raise
        if trouble := answer.said.get("trouble"):
            if answer.said.get("ended"):
                self._end()
            raise Unreadable(str(trouble))
        return answer

    def stop(self) -> None:
        """No more questions; one that another thread is asking is given up."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        self._closed = True
        self._end()

    def _answer(self, question: bytes) -> Answer:
        process = self._running()
        assert process.stdin
        assert process.stdout
        until = time.monotonic() + self.limits.seconds
        with contextlib.suppress(BrokenPipeError):  # it died: what it left unsaid is noticed below
            process.stdin.write(question)
            process.stdin.flush()
        taken = _Taken(process.stdout.fileno(), until, self.limits.seconds)
        try:
            said = json.loads(taken.line())
        except (ValueError, RecursionError):
            said = None
        size = said.pop("bytes", None) if isinstance(said, dict) else None
        if not isinstance(size, int):
            raise Unreadable("What is in it makes no sense.")
        return Answer(said, taken.exactly(size))

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._closed:
            raise Unreadable("Reading was stopped.")
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._asked = 1
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _START.format(path=sys.path),
                 str(self.limits.memory)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            if self._closed:  # meanwhile
                self._process.kill()
        return self._process

    def _end(self) -> None:
        """The end of its questions is the end of the process; one that goes on is killed."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin
        assert process.stdout
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
        self._end()


class _Taken:
    """What comes through a pipe until a moment, and no more than there should be."""

    def __init__(self, pipe: int, until: float, seconds: float) -> None:
        self.pipe = pipe
        self.until = until
        self.seconds = seconds
        self.left = b""

    def line(self) -> bytes:
        pieces = self.left
        while b"\n" not in pieces:
            pieces += self._more()
            if len(pieces) > LONGEST_ANSWER:
                raise Unreadable("There is more in it than a paper can hold.")
        line, _, self.left = pieces.partition(b"\n")
        return line

    def exactly(self, size: int) -> bytes:
        if not 0 <= size <= LONGEST_ANSWER:
            raise Unreadable("There is more in it than a paper can hold.")
        pieces = [self.left]
        have = len(self.left)
        while have < size:
            pieces.append(self._more())
            have += len(pieces[-1])
        return b"".join(pieces)[:size]

    def _more(self) -> bytes:
        ready, _, _ = select.select([self.pipe], [], [], max(self.until - time.monotonic(), 0))
        if not ready:
            raise Unreadable(f"Reading it took more than {self.seconds:g} seconds: it is given up.")
        data = os.read(self.pipe, 1 << 16)
        if not data:
            raise Unreadable(
                "It makes a PDF reader crash: it is damaged, too large or made to do harm."
            )
        return data
