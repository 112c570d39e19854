"""Hand papers on: as one text, or as a folder of notes."""

import os
from collections.abc import Iterable
from typing import NamedTuple

import exporters
from commands.files import holds, write_text
from papers import BadValue, Paper

NOTES = "markdown"  # the format that a folder takes, one file for each paper


class Written(NamedTuple):
    """What became of each note: its path, and whether it was written, there already or kept."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]


def export(papers: Iterable[Paper], into: str) -> str:
    """The papers in one text."""
    if into not in exporters.FORMATS:
        raise BadValue(f"Cannot write {into!r}: try one of {', '.join(exporters.FORMATS)}.")
    return exporters.FORMATS[into](papers)


def export_notes(papers: Iterable[Paper], folder: str, *, overwrite: bool = False) -> Written:
    """One note for each paper. A file that is there and says something else is left alone."""
    from exporters import markdown

    papers = list(papers)
    names = markdown.note_names(papers)
    written, unchanged, kept = [], [], []
    os.makedirs(folder, exist_ok=True)
    for paper in papers:
        path = os.path.join(folder, names[paper.uid])
        text = markdown.note(paper)
        if not os.path.exists(path):
            write_text(path, text)
            written.append(path)
        elif holds(path, text):
            unchanged.append(path)
        elif overwrite:
            write_text(path, text)
            written.append(path)
        else:
            kept.append(path)
    return Written(tuple(written), tuple(unchanged), tuple(kept))
