"""The queue: what is to be read next, in order.

A paper keeps its place as a number; only the order of the numbers means anything.
"""

from collections.abc import Sequence

from commands.labels import named
from papers import BadValue, Change, Paper
from storage import Library, Step


def queued(library: Library) -> list[Paper]:
    """The papers in the queue, the next one first."""
    waiting = [paper for paper in library if paper.queue]
    return sorted(waiting, key=lambda paper: (paper.queue, paper.added, paper.uid))


def enqueue(library: Library, papers: Sequence[Paper], *, first: bool = False) -> Step:
    """Put papers at the end of the queue, or at its head; those that wait already are moved."""
    uids = {paper.uid for paper in papers}
    others = [paper for paper in queued(library) if paper.uid not in uids]
    label = f"queue: {named(papers)}"
    return _renumber(library, [*papers, *others] if first else [*others, *papers], label)


def dequeue(library: Library, papers: Sequence[Paper]) -> Step:
    """Take papers out of the queue."""
    return library.edit(
        [paper.uid for paper in papers],
        lambda paper: paper._replace(queue=0),
        label=f"queue remove: {named(papers)}",
    )


def move(library: Library, paper: Paper, places: int) -> Step:
    """Move a paper so many places down the queue; a negative number moves it up."""
    waiting = queued(library)
    at = next((at for at, other in enumerate(waiting) if other.uid == paper.uid), None)
    if at is None:
        raise BadValue(f"{named([paper])} is not in the queue; `carrel queue add` puts it there.")
    waiting.insert(max(at + places, 0), waiting.pop(at))
    return _renumber(library, waiting, f"queue move: {named([paper])}")


def _renumber(library: Library, waiting: Sequence[Paper], label: str) -> Step:
    """Number the papers anew, and change only those whose number must change."""
    changes = []
    last = 0
    for place, paper in enumerate(waiting):
        later = waiting[place + 1].queue if place + 1 < len(waiting) else 0
        fits = paper.queue > last and not 0 < later <= paper.queue
        last = paper.queue if fits else last + 1
        if last != paper.queue:
            changes.append(Change(paper, paper._replace(queue=last)))
    return library.apply(changes, label=label)
