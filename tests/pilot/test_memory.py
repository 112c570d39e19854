"""A screen that was left is forgotten: an app that is open all day holds no more in the evening."""

import gc
from time import monotonic
from weakref import ref

import pytest
from textual.widgets import TextArea

from storage import Library
from tests.pilot.support import PATIENCE, app_on

TIMES = 4


@pytest.mark.parametrize("key", list("nea"))
async def test_where_text_was_written_is_forgotten(library: Library, key: str) -> None:
    async with app_on(library) as desk:
        main = desk.app.screen
        areas: list[ref[TextArea]] = []
        for _ in range(TIMES):
            await desk.type(key)
            areas += [ref(area) for area in desk.app.screen.query(TextArea)]
            await desk.press("escape", "escape")
            assert desk.app.screen is main
        until = monotonic() + PATIENCE
        most = len(areas) // 2  # a timer may still know the last one
        while sum(area() is not None for area in areas) > most and monotonic() < until:
            await desk.pilot.pause(0.1)
            gc.collect()
        assert areas
        assert sum(area() is not None for area in areas) <= most
