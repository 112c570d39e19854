"""How servers are asked: politely, patiently, within limits; and a sentence for all that fails."""

import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path
from typing import NamedTuple

import pytest

from importers import _web
from importers._answers import BadAnswer, FetchError
from importers._web import Cancelled, Manners, NotThere, Refused, Web
from tests.replay import Replay, Reply

OK = Reply(b'{"a": 1}')


class Time:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Line(NamedTuple):
    web: Web
    server: Replay
    time: Time

    def ask(self, path: str = "/x", pause: float = 0.0) -> bytes:
        return self.web.ask("Crossref", self.server.url + path, bytes, pause=pause)


Connect = Callable[..., Line]


@pytest.fixture
def connect(server: Replay) -> Iterator[Connect]:
    webs: list[Web] = []

    def connect(**manners: str | float) -> Line:
        times = Time()
        given = Manners(timeout=0.3)._replace(**manners)  # type: ignore[arg-type]
        webs.append(Web(given, clock=times.clock, sleep=times.sleep))
        return Line(webs[-1], server, times)

    yield connect
    for web in webs:
        web.close()


def test_servers_are_told_who_asks(connect: Connect, server: Replay) -> None:
    server.on("/x", OK)
    connect(agent="Carrel/1 (mailto:ann@example.org)").ask()
    assert server.asked[0].headers["User-Agent"] == "Carrel/1 (mailto:ann@example.org)"


def test_a_zipped_answer_is_unzipped(connect: Connect, server: Replay) -> None:
    server.on("/x", OK._replace(zipped=True))
    assert connect().ask() == OK.body


def test_requests_to_a_server_keep_their_distance(connect: Connect, server: Replay) -> None:
    server.on("/x", OK)
    line = connect()
    began = line.time.now
    for number in range(3):
        line.ask(f"/x{number}", pause=3.0)
    assert line.time.now - began == pytest.approx(6.0)


def test_two_runs_one_after_the_other_keep_the_distance_too(
    connect: Connect, server: Replay, tmp_path: Path
) -> None:
    server.on("/x", OK)
    first = connect(folder=str(tmp_path))
    first.ask("/x1", pause=3.0)
    second = connect(folder=str(tmp_path))
    second.time.now = first.time.now + 1
    second.ask("/x2", pause=3.0)
    assert second.time.now == pytest.approx(first.time.now + 3.0)


def test_two_runs_at_once_ask_one_at_a_time(
    connect: Connect, server: Replay, tmp_path: Path
) -> None:
    server.on("/x", OK._replace(pace=0.02))
    lines = [connect(folder=str(tmp_path), timeout=5.0) for _ in range(2)]
    for line in lines:
        line.web.sleep = threading.Event().wait  # type: ignore[assignment]
        line.web.clock = lambda: 0.0
    threads = [
        threading.Thread(target=line.ask, args=(f"/x{number}",))
        for number, line in enumerate(lines)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = (asked.at for asked in server.asked)
    assert second - first > 0.02 * len(OK.body) * 0.8


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_what_may_pass_is_tried_again_with_longer_and_longer_waits(
    connect: Connect, server: Replay, status: int
) -> None:
    server.on("/x", Reply(status=status), Reply(status=status), OK)
    line = connect()
    began = line.time.now
    assert line.ask() == OK.body
    assert line.time.now - began == pytest.approx(1 + 2)


def test_a_server_that_stays_busy_is_given_up_with_its_number(
    connect: Connect, server: Replay
) -> None:
    server.on("/x", Reply(status=429))
    with pytest.raises(FetchError, match=re.escape("Crossref answered 429 (too many requests).")):
        connect().ask()
    assert len(server.asked) == 4


@pytest.mark.parametrize("moment", [False, True])
def test_retry_after_is_honoured_as_seconds_and_as_a_moment(
    connect: Connect, server: Replay, moment: bool
) -> None:
    line = connect()
    said = formatdate(line.time.now + 17, usegmt=True) if moment else "17"
    server.on("/x", Reply(status=429, headers=(("Retry-After", said),)), OK)
    began = line.time.now
    assert line.ask() == OK.body
    assert line.time.now - began == pytest.approx(17, abs=1)


def test_a_server_that_wants_a_long_rest_is_left_alone(connect: Connect, server: Replay) -> None:
    server.on("/x", Reply(status=429, headers=(("Retry-After", "600"),)))
    line = connect()
    for _ in range(2):
        with pytest.raises(FetchError, match="asks to be left alone for 10 minutes"):
            line.ask()
    assert len(server.asked) == 1


@pytest.mark.parametrize("said", ["soon", "", "Wed, 99 Foo 2026 99:99:99 GMT", "-5"])
def test_a_retry_after_that_makes_no_sense_is_as_good_as_none(
    connect: Connect, server: Replay, said: str
) -> None:
    server.on("/x", Reply(status=503, headers=(("Retry-After", said),)), OK)
    assert connect().ask() == OK.body


def test_a_server_that_never_answers_is_given_up_after_a_while(
    connect: Connect, server: Replay
) -> None:
    server.on("/x", Reply(silent=True))
    with pytest.raises(FetchError, match=r"Crossref did not answer within 0\.1 seconds\."):
        connect(timeout=0.1).ask()
    assert len(server.asked) == 2


def test_a_server_that_drips_is_given_up_too(connect: Connect, server: Replay) -> None:
    server.on("/x", Reply(b"x" * 1000, pace=0.02))
    line = connect(timeout=0.1)
    line.web.clock = time.monotonic
    with pytest.raises(FetchError, match="did not answer within"):
        line.ask()


def test_a_server_that_is_not_there_is_one_sentence_and_asked_no_more(connect: Connect) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        line = connect()
        began = line.time.now
        for _ in range(3):
            with pytest.raises(FetchError, match=r"Crossref cannot be reached at 127\.0\.0\.1:"):
                line.web.ask("Crossref", url, bytes)
    assert line.time.now - began == pytest.approx(1.0)


def test_an_answer_that_breaks_off_is_asked_for_again(connect: Connect, server: Replay) -> None:
    server.on("/x", OK._replace(cut=3), Reply(resets=True), OK)
    assert connect().ask() == OK.body
    server.on("/y", OK._replace(cut=3))
    with pytest.raises(FetchError, match="The answer of Crossref broke off"):
        connect().ask("/y")


def test_damaged_compression_is_as_bad_as_an_answer_cut_short(
    connect: Connect, server: Replay
) -> None:
    broken = Reply(b"no gzip at all", headers=(("Content-Encoding", "gzip"),))
    server.on("/x", broken)
    with pytest.raises(FetchError, match="broke off"):
        connect().ask()


def test_a_redirect_is_followed_and_a_loop_is_not(connect: Connect, server: Replay) -> None:
    server.on("/old", Reply(status=301, headers=(("Location", "/new"),)))
    server.on("/new", OK)
    assert connect().ask("/old") == OK.body
    server.on("/loop", Reply(status=302, headers=(("Location", "{url}/loop"),)))
    before = len(server.asked)
    with pytest.raises(BadAnswer, match="without end"):
        connect().ask("/loop")
    assert len(server.asked) - before <= _web.MOST_REDIRECTS + 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://["])
def test_a_redirect_leads_to_the_web_or_nowhere(
    connect: Connect, server: Replay, target: str
) -> None:
    server.on("/x", Reply(status=302, headers=(("Location", target),)))
    with pytest.raises(FetchError):
        connect().ask()


@pytest.mark.parametrize(
    "page",
    [
        Reply(b"<html>Please log in</html>", kind="text/html; charset=utf-8"),
        Reply(b"  <!DOCTYPE html><title>Wi-Fi</title>", kind="application/json"),
    ],
)
def test_a_web_page_in_place_of_data_is_called_one(
    connect: Connect, server: Replay, page: Reply
) -> None:
    server.on("/x", page)
    with pytest.raises(BadAnswer, match="A web page came where data of Crossref was due"):
        connect().ask()


def test_an_answer_without_an_end_is_cut_off(
    connect: Connect, server: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_web, "MOST_BYTES", 1_000_000)
    server.on("/x", Reply(b" " * 3_000_000, zipped=True))
    with pytest.raises(BadAnswer, match="sent more than"):
        connect().ask()


@pytest.mark.parametrize(("status", "error"), [(404, NotThere), (410, NotThere), (403, Refused)])
def test_what_will_not_pass_is_asked_once(
    connect: Connect, server: Replay, status: int, error: type[FetchError]
) -> None:
    server.on("/x", Reply(status=status))
    with pytest.raises(error, match=f"Crossref answered {status}"):
        connect().ask()
    assert len(server.asked) == 1


def test_a_server_that_fails_and_fails_is_left_alone_for_the_rest_of_the_run(
    connect: Connect, server: Replay
) -> None:
    server.on("/x", Reply(b"<html>", kind="text/html"))
    line = connect()
    for number in range(10):
        with pytest.raises(FetchError):
            line.ask(f"/x{number}")
    assert len(server.asked) == _web.ENOUGH


def test_waiting_ends_when_nobody_wants_the_answer(connect: Connect, server: Replay) -> None:
    server.on("/x", Reply(status=503, headers=(("Retry-After", "50"),)))
    line = connect()
    began = line.time.now
    line.web.cancelled = lambda: line.time.now - began > 2
    with pytest.raises(Cancelled):
        line.ask()
    assert line.time.now - began < 3


# The cache


def test_an_answer_is_asked_for_once_a_day(
    connect: Connect, server: Replay, tmp_path: Path
) -> None:
    server.on("/x", OK)
    for _ in range(2):
        assert connect(folder=str(tmp_path)).ask() == OK.body
    assert len(server.asked) == 1
    assert connect(folder=str(tmp_path)).ask("/x?other") == OK.body
    assert len(server.asked) == 2


def answers(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.answer"))


def test_an_old_answer_is_no_longer_given_and_is_swept_away(
    connect: Connect, server: Replay, tmp_path: Path
) -> None:
    server.on("/x", OK)
    connect(folder=str(tmp_path)).ask("/x1")
    [old] = answers(tmp_path)
    os.utime(old, (1, 1))
    connect(folder=str(tmp_path)).ask("/x2")
    assert old not in answers(tmp_path)
    connect(folder=str(tmp_path)).ask("/x1")
    assert len(server.asked) == 3


@pytest.mark.parametrize("damage", [b"", b"x", b"half of it", b"0" * 64 + b"\n" + OK.body])
def test_a_damaged_answer_in_the_cache_heals_itself(
    connect: Connect, server: Replay, tmp_path: Path, damage: bytes
) -> None:
    server.on("/x", OK)
    connect(folder=str(tmp_path)).ask()
    [file] = answers(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(damage)
    assert connect(folder=str(tmp_path)).ask() == OK.body
    assert file.read_bytes() == whole


def test_an_answer_that_could_not_be_read_is_not_kept(
    connect: Connect, server: Replay, tmp_path: Path
) -> None:
    def refuse(_body: bytes) -> bytes:
        raise BadAnswer("That is nothing.")

    server.on("/x", OK)
    with pytest.raises(BadAnswer):
        connect(folder=str(tmp_path)).web.ask("Crossref", server.url + "/x", refuse)
    assert answers(tmp_path) == []


def test_a_cache_that_cannot_be_written_is_no_trouble(
    connect: Connect, server: Replay, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    server.on("/x", OK)
    assert connect(folder=str(file / "cache")).ask() == OK.body


def test_a_proxy_that_makes_no_sense_is_told(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "nonsense://127.0.0.1")
    with pytest.raises(FetchError, match="The proxy or the certificates"):
        connect().ask()
