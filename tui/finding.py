"""Searching the catalogue while the user types: what is found so far, as it is found."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from time import monotonic
from typing import NamedTuple

import search
from papers import Paper
from tui.catalogue import Catalogue
from tui.pace import unhurried

OFTEN = 0.15  # seconds between two reports


class Found(NamedTuple):
    """The papers found so far, in the order to show them in."""

    uids: list[str]
    finished: bool


async def find(catalogue: Catalogue, text: str, first: int) -> AsyncIterator[Found]:
    """Search; report as soon as the first so many are found, then now and again, then the end."""
    query = search.parse(text)
    papers: dict[str, Paper | None] = {}  # None for one that need not be kept to be sorted
    order: list[str] = []
    reported = 0.0
    while order is not catalogue.uids:  # again for those that came meanwhile
        seen = frozenset(order)
        order = catalogue.uids
        async for uid in unhurried([uid for uid in order if uid not in seen] if seen else order):
            paper = catalogue.read(uid)
            if paper and query.matches(paper):
                papers[uid] = paper if query.sort else None
            if papers and not query.sort and _is_time(reported, len(papers) >= first):
                reported = monotonic()
                yield Found(list(papers), finished=False)
    if query.sort:
        found = [paper for paper in papers.values() if paper]
        in_order = await asyncio.to_thread(search.ordered, found, query.sort)
        yield Found([paper.uid for paper in in_order], finished=True)
    else:
        yield Found([uid for uid in order if uid in papers], finished=True)


def _is_time(reported: float, screenful: bool) -> bool:
    """Whether to report: the first screenful at once, from then on now and again."""
    return monotonic() - reported > OFTEN if reported else screenful


def misunderstood(text: str) -> tuple[str, ...]:
    """What looks like a field in the query but is none, and is searched as words."""
    return search.parse(text).unparsed if text.strip() else ()


def is_sorted(text: str) -> bool:
    """Whether the search asks for an order of its own."""
    return bool(search.parse(text).sort)


def matching(catalogue: Catalogue, text: str, uids: Iterable[str]) -> frozenset[str]:
    """Which of these papers the search finds."""
    query = search.parse(text)
    papers = [catalogue.paper(uid) for uid in uids]
    return frozenset(paper.uid for paper in papers if paper and query.matches(paper))
