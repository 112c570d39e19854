"""What dialogs say is there to read, at every size."""

import pytest

from storage import Library
from tests.pilot.support import SIZES, app_on

SAID = {
    "s": ["◌ inbox", "came in, not looked at yet", "✕ abandoned", "given up"],
    "p": ["high", "medium", "low", "none"],
    "z": ["best match, else newest first", "citation key"],
    "C": ["how far the reading has come", "whether there are notes and files"],
}


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_is_said_in_dialogs_is_not_cut(library: Library, size: tuple[int, int]) -> None:
    async with app_on(library, size) as desk:
        for key, said in SAID.items():
            await desk.press(key)
            await desk.sees(*said)
            await desk.press("escape")
