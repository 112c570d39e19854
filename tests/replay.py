"""A real HTTP server on loopback: it says what it was told to say, and notes what it was asked."""

import gzip
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote


class Reply(NamedTuple):
    """One answer of the server; `cut` leaves out so much of its end and hangs up."""

    body: bytes = b""
    status: int = 200
    kind: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    cut: int = 0
    silent: bool = False
    pace: float = 0.0  # seconds between two bytes
    zipped: bool = False
    resets: bool = False


class Asked(NamedTuple):
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    at: float


class Replay:
    """The server; `on` tells it what to answer to addresses that match, in turn."""

    def __init__(self) -> None:
        self.routes: list[tuple[re.Pattern[str], list[Reply]]] = []
        self.asked: list[Asked] = []
        self.open = threading.Event()
        self.server = _Server(("127.0.0.1", 0), _Handler)
        self.server.replay = self
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def on(self, pattern: str, *replies: Reply) -> None:
        """Answer with these, one after the other; the last one stays."""
        self.routes.insert(0, (re.compile(pattern), list(replies)))

    def on_file(self, pattern: str, path: Path) -> None:
        """Answer with a recorded body."""
        kind = "application/json" if path.suffix == ".json" else "application/atom+xml"
        status = int(found[1]) if (found := re.search(r"http(\d{3})", path.name)) else 200
        self.on(pattern, Reply(path.read_bytes(), status, kind))

    def on_data(self, pattern: str, value: object) -> None:
        self.on(pattern, Reply(json.dumps(value).encode()))

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def reply(self, path: str) -> Reply:
        for pattern, replies in self.routes:
            if pattern.search(path):
                return replies.pop(0) if len(replies) > 1 else replies[0]
        return Reply(b'{"status": "error"}', 404)

    def close(self) -> None:
        self.open.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    replay: Replay

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no error here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:  # the name that http.server calls
        replay = self.server.replay
        path = unquote(self.path)
        replay.asked.append(Asked(path, dict(self.headers), time.monotonic()))
        reply = replay.reply(path)
        if reply.silent:
            replay.open.wait(30)
            self.close_connection = True
            return
        if reply.resets:
            self.close_connection = True
            return
        body = gzip.compress(reply.body) if reply.zipped else reply.body
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(body)))
        if reply.zipped:
            self.send_header("Content-Encoding", "gzip")
        for name, value in reply.headers:
            self.send_header(name, value.replace("{url}", replay.url))
        self.end_headers()
        body = body[: len(body) - reply.cut]
        for at in range(0, len(body), 1 if reply.pace else len(body) or 1):
            self.wfile.write(body[at : at + 1] if reply.pace else body)
            if reply.pace and replay.open.wait(reply.pace):
                break
        self.close_connection = bool(reply.cut)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is said on stderr."""
