"""Papers, steps and receipts as JSON, for other programs."""

import json
import re
from collections.abc import Iterable, Iterator

from commands.describe import difference
from papers import Author, Paper
from papers.paper import VENUE_FIELDS
from storage import Step

Json = dict[str, object]

# What would act on a terminal or hide from the eye; JSON itself only escapes below U+0020.
_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def dumps(value: object, *, indent: int | None = None) -> str:
    """JSON that any terminal can show: what is not to be seen is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], text)


def stream(items: Iterable[Json]) -> Iterator[str]:
    """The lines of a JSON array, one item a line, as the items come."""
    before = "["
    for item in items:
        yield before + dumps(item)
        before = ","
    yield "]" if before == "," else "[]"


def paper(paper: Paper) -> Json:
    """A paper under the names that other programs rely on."""
    venue = next((name for name in VENUE_FIELDS if paper.text(name)), "")
    shown = {"title", "author", "year", "doi", "url", "abstract", venue}
    if paper.arxiv:
        shown |= {"eprint", "archiveprefix", "eprinttype"}
    return {
        "uid": paper.uid,
        "key": paper.key,
        "aliases": list(paper.aliases),
        "type": paper.type,
        "title": paper.title,
        "authors": [author(each) for each in paper.authors],
        "year": paper.year,
        "venue": paper.venue,
        "doi": paper.doi,
        "arxiv": paper.arxiv,
        "url": paper.url,
        "abstract": paper.abstract,
        "tags": sorted(paper.tags),
        "rating": paper.rating,
        "status": paper.status.value,
        "priority": paper.priority,
        "queue": paper.queue,
        "notes": paper.notes,
        "annotations": [each._asdict() for each in paper.annotations],
        "files": [each._asdict() for each in paper.files],
        "versions": [
            {"type": version.type, "fields": {n: str(raw) for n, raw in version.fields.items()}}
            for version in paper.versions
        ],
        "added": paper.added,
        "modified": paper.modified,
        "fields": {name: str(raw) for name, raw in paper.fields.items() if name not in shown},
    }


def author(author: Author) -> Json:
    """The parts of a name that there are."""
    return {part: said for part, said in author._asdict().items() if said}


def step(step: Step) -> Json:
    """A step of the history."""
    return {
        "step": step.id,
        "at": step.at,
        "label": step.label,
        "by": step.by,
        "undoes": step.undoes,
        "redoes": step.redoes,
        "changed": [
            {
                "uid": change.uid,
                "key": (change.after or change.before or Paper()).key,
                "what": difference(change),
            }
            for change in step.changes
        ],
    }


def brief(paper: Paper) -> Json:
    """A paper in a receipt."""
    return {"uid": paper.uid, "key": paper.key, "title": paper.title}
