"""Add dated remarks to a paper, and remove them."""

import time

from papers import Annotation, BadValue, Paper, timestamp
from storage import Library, Step


def annotate(library: Library, paper: Paper, text: str, *, page: str = "", quote: str = "") -> Step:
    """Add a remark, on a page and about a passage where they are given."""
    if not (text.strip() or quote.strip()):
        raise BadValue("The remark says nothing: nothing was added.")
    remark = Annotation(timestamp(time.time()), text.strip(), page.strip(), quote.strip())
    label = f"annotate: {paper.key or paper.uid}"
    return library.edit([paper.uid], lambda known: known.annotated(remark), label=label)


def remove_annotation(library: Library, paper: Paper, number: int) -> Step:
    """Remove the remark with this number, counted from 1."""
    if not 1 <= number <= len(paper.annotations):
        have = len(paper.annotations)
        raise BadValue(f"There is no remark {number}: the paper has {have or 'none'}.")
    gone = paper.annotations[number - 1]

    def change(known: Paper) -> Paper:
        return known._replace(annotations=tuple(each for each in known.annotations if each != gone))

    return library.edit([paper.uid], change, label=f"annotate remove: {paper.key or paper.uid}")
