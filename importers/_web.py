"""Asks servers for data: politely, patiently, and never without an end.

Whatever goes wrong is a sentence. Requests to a server keep their distance, what may pass is tried
again after a while, and a server that fails and fails is left alone for the rest of the run.
"""

import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

import httpx

from importers._answers import BadAnswer, FetchError
from importers._cache import Cache
from importers._turns import Turns

Read = TypeVar("Read")

MOST_REDIRECTS = 5
MOST_BYTES = 32 * 1024 * 1024
LONGEST_WAIT = 60.0  # seconds that a server may ask us to wait before it is tried again
LONGEST_KNOCK = 10.0  # seconds for a connection, which a server that is there opens at once
ENOUGH = 3  # failures in a row after which a server is left alone
ATTEMPTS = {"busy": 4, "broken": 3, "silent": 2, "away": 2}
STEP = 0.2  # seconds of waiting between two looks at whether to go on

NAMES = {429: "too many requests", 503: "out of service for the moment"}


class NotThere(FetchError):
    """The server knows of no such thing."""


class Unreachable(FetchError):
    """There is no way to the server: most likely there is no network."""


class Refused(FetchError):
    """The server will not have this question."""


class Cancelled(FetchError):
    """Whoever asked no longer wants to know."""


class _Trouble(Exception):
    """What kept an attempt from its answer; it may pass."""

    def __init__(self, kind: str, sentence: str, wait: float | None = None) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.wait = wait


class Manners(NamedTuple):
    """How to ask: under which name, how patiently, and where to keep what was said."""

    agent: str = "Carrel"
    timeout: float = 20.0
    folder: str = ""  # answers are kept there for a day; "" keeps none


class Web:
    """A line to the servers, for one run."""

    def __init__(
        self,
        manners: Manners,
        *,
        cancelled: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.manners = manners
        self.cancelled = cancelled
        self.clock = clock
        self.sleep = sleep
        self.cache = Cache(manners.folder)
        self.turns = Turns(manners.folder, clock, self.wait)
        self.failures: dict[str, list[FetchError]] = {}
        self._client: httpx.Client | None = None

    def close(self) -> None:
        if self._client:
            self._client.close()

    def ask(self, who: str, url: str, read: Callable[[bytes], Read], *, pause: float = 0.0) -> Read:
        """What `read` makes of the answer; it raises BadAnswer for what is none."""
        kept = self.cache.get(url)
        if kept is not None:
            try:
                return read(kept)
            except BadAnswer:
                self.cache.drop(url)
        failures = self.failures.setdefault(who, [])
        if len(failures) >= ENOUGH:
            raise type(failures[-1])(str(failures[-1]))
        try:
            body = self._patiently(who, url, pause)
            answer = read(body)
        except (NotThere, Refused, Cancelled):
            raise
        except FetchError as error:
            failures.append(error)
            raise
        failures.clear()
        self.cache.put(url, body)
        return answer

    def forget(self, url: str) -> None:
        """Ask anew next time: the answer lacked something that may be there tomorrow."""
        self.cache.drop(url)

    def wait(self, seconds: float) -> None:
        """Wait, and notice soon when nobody wants to wait any longer."""
        while True:
            if self.cancelled():
                raise Cancelled("Fetching was stopped.")
            if seconds <= 0:
                return
            self.sleep(min(seconds, STEP))
            seconds -= STEP

    def _patiently(self, who: str, url: str, pause: float) -> bytes:
        attempt = 1
        while True:
            self.wait(0)
            try:
                with self.turns.of(who.lower(), pause):
                    return self._once(who, url)
            except _Trouble as trouble:
                wait = trouble.wait
                if wait is None:
                    wait = max(pause, 1.0) * 2.0 ** (attempt - 1)
                if attempt >= ATTEMPTS[trouble.kind] or wait > LONGEST_WAIT:
                    kind = Unreachable if trouble.kind == "away" else FetchError
                    error = kind(_with_wait(str(trouble), wait))
                    if kind is Unreachable or wait > LONGEST_WAIT:
                        self.failures[who] += [error] * ENOUGH
                    raise error from trouble
                attempt += 1
            self.wait(wait)

    def _once(self, who: str, url: str) -> bytes:
        """The body of the answer to one request."""
        host = url.split("/")[2]
        try:
            with self._open().stream("GET", url) as response:
                return self._body(who, response)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise _Trouble("away", f"{who} cannot be reached at {host}: {_why(error)}.") from error
        except httpx.TimeoutException as error:
            raise _Trouble("silent", self._silent(who)) from error
        except httpx.TooManyRedirects as error:
            raise BadAnswer(f"{who} sends us from one address to the next without end.") from error
        except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise BadAnswer(f"{who} sends us to an address that is none: {error}.") from error
        except httpx.HTTPError as error:  # cut short, or damaged on the way
            raise _Trouble("broken", f"The answer of {who} broke off: {_why(error)}.") from error

    def _body(self, who: str, response: httpx.Response) -> bytes:
        self._check_status(who, response)
        if "html" in response.headers.get("content-type", "").lower():
            raise BadAnswer(_web_page(who))
        end = self.clock() + 3 * self.manners.timeout
        pieces: list[bytes] = []
        size = 0
        for piece in response.iter_bytes():
            pieces.append(piece)
            size += len(piece)
            if size > MOST_BYTES:
                raise BadAnswer(f"{who} sent more than {MOST_BYTES // 1024 // 1024} MB.")
            if self.clock() > end:
                raise _Trouble("silent", self._silent(who))
            if self.cancelled():
                raise Cancelled("Fetching was stopped.")
        body = b"".join(pieces)
        if body[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")):
            raise BadAnswer(_web_page(who))
        return body

    def _check_status(self, who: str, response: httpx.Response) -> None:
        status = response.status_code
        if status == 200:
            return
        said = f"{who} answered {status} ({NAMES.get(status, response.reason_phrase.lower())})."
        if status in (404, 410):
            raise NotThere(said)
        if status in (408, 425, 429) or status >= 500:
            raise _Trouble("busy", said, _retry_after(response, self.clock()))
        raise Refused(said)

    def _silent(self, who: str) -> str:
        return f"{who} did not answer within {self.manners.timeout:g} seconds."

    def _open(self) -> httpx.Client:
        if self._client is None:
            timeout = self.manners.timeout
            try:
                self._client = httpx.Client(
                    headers={"User-Agent": self.manners.agent},
                    timeout=httpx.Timeout(timeout, connect=min(timeout, LONGEST_KNOCK)),
                    follow_redirects=True,
                    max_redirects=MOST_REDIRECTS,
                )
            except (ImportError, OSError, ValueError) as error:
                raise Unreachable(
                    f"The proxy or the certificates of the environment cannot be used: {error}."
                ) from error
        return self._client


def _retry_after(response: httpx.Response, now: float) -> float | None:
    """How long the server asks us to wait: a number of seconds, or a moment."""
    said = response.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    if not said:
        return None
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(moment.timestamp() - now, 0.0)


def _with_wait(sentence: str, wait: float) -> str:
    if wait <= LONGEST_WAIT:
        return sentence
    minutes = round(wait / 60)
    when = f"{minutes} minute{'s' * (minutes != 1)}" if minutes < 120 else f"{minutes // 60} hours"
    return f"{sentence.rstrip('.')} and asks to be left alone for {when}."


def _web_page(who: str) -> str:
    return (
        f"A web page came where data of {who} was due: does this network want you to log in first?"
    )


def _why(error: Exception) -> str:
    """The reason in the words of the system, without its numbers and brackets."""
    said = str(error).rstrip(".")
    if "Errno" in said:
        said = said.partition("]")[2].strip() or said
    return said[:1].lower() + said[1:] or type(error).__name__
