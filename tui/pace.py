"""When work is done: long work in short slices, so that keys are answered, or a while later."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from time import monotonic
from typing import TypeVar

from textual.dom import DOMNode

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


def after(seconds: float, who: DOMNode, work: Callable[[], object]) -> asyncio.TimerHandle:
    """Have work done once, some time from now, unless it is cancelled or whoever wants it is gone.

    Textual's `set_timer` may never come: a machine that stalls while such a timer starts, has it
    skip its only turn."""

    def now() -> None:
        if who.is_attached and not who._pruning:  # it may be losing its widgets at this moment
            work()

    return asyncio.get_running_loop().call_later(seconds, who.call_next, now)
