"""Long work in short slices: between them the screen answers keys and paints."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from time import monotonic
from typing import TypeVar

SLICE = 0.004  # seconds of work at a time; a key waits no longer than that
PAUSE = 0.001

Item = TypeVar("Item")


async def unhurried(items: Iterable[Item]) -> AsyncIterator[Item]:
    """Each item in turn, with a pause wherever a slice of time is used up."""
    until = monotonic() + SLICE
    for item in items:
        yield item
        if monotonic() > until:
            await asyncio.sleep(PAUSE)
            until = monotonic() + SLICE
