"""What runs in the process that reads PDFs: it answers questions until there are no more.

It may write no file, and gets no more memory and time than it is given. It ignores Ctrl-C: whoever
asks ends it.
"""

import contextlib
import hashlib
import json
import os
import resource
import signal
import sys
import time
from typing import BinaryIO

Question = dict[str, object]
Said = tuple[dict[str, object], bytes]


class Trouble(Exception):
    """Why a file cannot be read, in a sentence."""


def main() -> None:
    """Answer line by line, on what was stdout; nothing else can be printed there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    memory = int(sys.argv[1])
    _limit(memory)
    for line in sys.stdin.buffer:
        question: Question = json.loads(line)
        _limit_time(float(str(question["seconds"])))
        try:
            said, data = _answer(question)
        except Trouble as trouble:
            said, data = {"trouble": str(trouble)}, b""
        except MemoryError:
            room = f"{memory >> 30} GB" if memory >= 1 << 30 else f"{memory >> 20} MB"
            said = {"trouble": f"Reading it takes more than {room} of memory.", "ended": True}
            data = b""
        _send(answers, said, data)
        if said.get("ended"):
            break
    os._exit(0)  # what is left of a document may be broken, and would be torn down here


def _send(answers: BinaryIO, said: dict[str, object], data: bytes) -> None:
    answers.write(json.dumps({**said, "bytes": len(data)}).encode() + b"\n" + data)
    answers.flush()


def _limit(memory: int) -> None:
    """Not every system knows every limit, and macOS refuses some that it knows."""
    for name, most in (("AS", memory), ("DATA", memory), ("FSIZE", 0), ("CORE", 0)):
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is not None:
            with contextlib.suppress(ValueError, OSError):
                _, hard = resource.getrlimit(kind)
                if hard == resource.RLIM_INFINITY or most <= hard:
                    resource.setrlimit(kind, (most, most))


def _limit_time(seconds: float) -> None:
    """Whoever asked may be gone and cannot end an endless loop: the system does."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + 2 * seconds) + 2
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _answer(question: Question) -> Said:
    from importers import _pdf_document, _pdf_facts, _pdf_picture, _pdf_text

    path, seconds = str(question["path"]), float(str(question["seconds"]))
    try:
        with open(path, "rb") as file, _pdf_document.opened(file) as document:
            if question["do"] == "picture":
                return {}, _pdf_picture.png(document, int(str(question["width"])))
            file.seek(0)
            fingerprint = hashlib.file_digest(file, "sha256").hexdigest()
            if question["do"] == "text":
                text = _pdf_text.whole(document, time.monotonic() + seconds * 0.7)
                return {"fingerprint": fingerprint}, text.encode()
            return {"fingerprint": fingerprint, **_pdf_facts.read(document, file, path)}, b""
    except _pdf_document.Unfit as error:
        raise Trouble(str(error)) from error
    except OSError as error:
        raise Trouble(f"It cannot be read: {error.strerror}.") from error
