"""The command line as tests run it: what it came to, and a terminal to run it in."""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
BIB = r"""
@article{knuth1984,
  title = {Literate Programming},
  author = {Knuth, Donald E.},
  journal = {The Computer Journal},
  year = 1984,
  doi = {10.1093/comjnl/27.2.97}
}

@inproceedings{vaswani2017,
  title = {Attention Is All You Need},
  author = {Vaswani, Ashish and Shazeer, Noam and Kaiser, {\L}ukasz},
  booktitle = {NeurIPS},
  year = 2017,
  eprint = {1706.03762},
  archiveprefix = {arXiv},
  keywords = {attention, transformer},
  abstract = {The dominant sequence transduction models are complex.}
}

@misc{hu2021,
  title = {{LoRA}: Low-Rank Adaptation},
  author = {Hu, Edward J. and Shen, Yelong},
  year = 2021,
  month = jun
}
"""


class Result(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Run = Callable[..., Result]


class Terminal:
    """A command in a terminal of its own."""

    def __init__(self, words: tuple[str, ...], columns: int, env: dict[str, str]) -> None:
        self.output = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever runs the tests may ignore it
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
            os.chdir(ROOT)
            os.execve(sys.executable, [sys.executable, "-m", "carrel", *words], os.environ | env)

    def wait_for(self, text: str, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while text.encode() not in self.output:
            assert time.monotonic() < end, self.output.decode("utf8", "replace")
            self.read(0.1)

    def read(self, seconds: float) -> bool:
        """Read what there is; False at the end."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.output += data
        return bool(data)

    def type(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def finish(self) -> Result:
        while self.read(30):
            pass
        os.close(self.fd)
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return Result(code, self.output.decode("utf8").replace("\r\n", "\n"), "")


Start = Callable[..., Terminal]
