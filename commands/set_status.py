"""Say how far the reading of papers has come."""

import time
from collections.abc import Sequence

from commands.labels import named
from papers import Paper, Status, timestamp
from storage import Library, Step

OVER = (Status.READ, Status.ABANDONED)


def set_status(library: Library, papers: Sequence[Paper], status: Status) -> Step:
    """Move each paper to a status; one whose reading is over leaves the queue."""
    return library.edit(
        [paper.uid for paper in papers],
        lambda paper: moved(paper, status),
        label=f"status {status.value}: {named(papers)}",
    )


def moved(paper: Paper, status: Status) -> Paper:
    """The paper as it is once its reading has come so far."""
    after = paper.moved_to(status, timestamp(time.time()))
    return after._replace(queue=0) if status in OVER else after
