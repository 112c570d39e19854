"""What any test may lean on: the shared corpora, hypothesis profiles, a home of its own."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.replay import Replay

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"

settings.register_profile(
    "quick",
    max_examples=25,
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],  # a busy machine is no failure
)
settings.register_profile("thorough", parent=settings.get_profile("quick"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session", autouse=True)
def _ctrl_c_is_heard() -> None:
    """What is started in the background ignores Ctrl-C, and so would every child of the tests."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Real and hostile files; read them, never write there."""
    if not CORPORA.is_dir():
        pytest.skip(f"the corpora are not beside this checkout (looked in {CORPORA})")
    return CORPORA


@pytest.fixture(scope="session", autouse=True)
def _a_home_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads the user's config or library, or writes to them."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        for name in list(os.environ):
            if name.startswith(("CARREL_", "XDG_")) or name in {"NO_COLOR", "VISUAL", "EDITOR"}:
                patch.delenv(name)
        patch.setenv("CARREL_OFFLINE", "yes")  # no test leaves this machine
        yield


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    """A server on loopback, which answers what a test tells it to."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    replay = Replay()
    yield replay
    replay.close()
