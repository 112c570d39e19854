"""Papers in order: by a field, either way round; what has no value comes last both ways."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from papers import Paper, Status, uid_to_int
from papers.text import fold

ORDER_OF_STATUS = {status: place for place, status in enumerate(Status, 1)}


class Sort(NamedTuple):
    """A field to sort by; down is from the greatest to the least."""

    field: str
    down: bool = False


def _author(paper: Paper) -> str:
    first = next(iter(paper.authors or paper.editors), None)
    return fold(first.sortable or first.short) if first else ""


FIELDS: dict[str, Callable[[Paper], object]] = {
    "added": lambda paper: (paper.added, uid_to_int(paper.uid)),  # an import adds many in a second
    "modified": lambda paper: paper.modified,
    "year": lambda paper: paper.date.order if paper.year else None,
    "title": lambda paper: fold(paper.title),
    "author": _author,
    "key": lambda paper: paper.key.casefold(),
    "venue": lambda paper: fold(paper.venue),
    "rating": lambda paper: paper.rating,
    "priority": lambda paper: paper.priority,
    "status": lambda paper: ORDER_OF_STATUS[paper.status],
    "queue": lambda paper: paper.queue,
    "started": lambda paper: paper.started,
    "finished": lambda paper: paper.finished,
}


def ordered(papers: Iterable[Paper], sorts: Iterable[Sort]) -> list[Paper]:
    """The papers in order of the first field, those alike in it by the second, and so on."""
    found = list(papers)
    for sort in reversed(tuple(sorts)):
        value = FIELDS[sort.field]
        known: list[tuple[object, Paper]] = []
        unknown = []
        for paper in found:
            key = value(paper)
            if key:
                known.append((key, paper))
            else:
                unknown.append(paper)
        known.sort(key=lambda pair: pair[0], reverse=sort.down)  # type: ignore[arg-type,return-value]  # one field's values are of one type
        found = [paper for _key, paper in known] + unknown
    return found
