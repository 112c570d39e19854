"""A fault of ours: the app stops, and leaves a report that holds nothing of the user's."""

from pathlib import Path

import pytest

from storage import Library
from tests.pilot.support import app_on


async def test_a_fault_leaves_a_report_with_no_private_text(library: Library) -> None:
    secret = library.find("shannon")

    def fail() -> None:
        title = secret.title
        raise KeyError(title)

    with pytest.raises(KeyError):
        async with app_on(library) as desk:
            desk.app.call_later(fail)
            await desk.pilot.pause(0.2)
    [report] = Path(f"{library.folder}-cache", "crashes").iterdir()
    text = report.read_text("utf8")
    assert "raise KeyError(title)" in text
    assert "in fail" in text
    assert secret.title not in text
    assert str(Path(library.folder).parent) not in text
