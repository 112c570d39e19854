"""A server of one's own, on loopback."""

from collections.abc import Iterator

import pytest

from tests.replay import Replay


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    replay = Replay()
    yield replay
    replay.close()
