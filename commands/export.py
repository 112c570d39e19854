"""Hand papers on: as one text, or as a folder of notes."""

import os
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

import exporters
from commands.files import holds, write_text
from commands.find import picked, read, refuse_doubts
from papers import Ambiguous, BadValue, NotFound, Paper
from papers.outline import Outline
from papers.text import fit, visible
from storage import Library

BIBTEX = "bibtex"
NOTES = "markdown"  # the format that a folder takes, one file for each paper
MOST_NAMES = 10
LONGEST_SAID = 60


class Written(NamedTuple):
    """What became of each note: its path, and whether it was written, there already or kept."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]


def export(papers: Iterable[Paper], into: str, outlines: Sequence[Outline] = ()) -> str:
    """The papers in one text; with outlines, among what stood around them in their files."""
    check_format(into)
    if into == BIBTEX and outlines:
        from exporters import bibtex

        return bibtex.write(papers, outlines=outlines)
    return exporters.FORMATS[into](papers)


def check_format(into: str) -> None:
    """Refuse a format that there is not."""
    if into not in exporters.FORMATS:
        raise BadValue(f"Cannot write {into!r}: try one of {', '.join(exporters.FORMATS)}.")


def chosen(
    library: Library, query: str, cache_folder: str = ""
) -> tuple[Sequence[Paper], Sequence[Outline]]:
    """The papers that a query picks; without one all, and the layout of the files they came in."""
    if query.strip():
        refuse_doubts(read(library, query), "nothing was exported")
        return list(picked(library, query, cache_folder)), []
    return list(library), library.outlines()


def text_of(library: Library, into: str, query: str) -> str:
    """What a query's papers are in this format."""
    papers, outlines = chosen(library, query)
    return export(papers, into, outlines)


def difference(path: str, text: str) -> str:
    """In what a file is not this text, in a sentence; "" where it is."""
    if not os.path.exists(path):
        return f"{path} is not there."
    if holds(path, text):
        return ""
    with open(path, "rb") as file:
        has = file.read().decode("utf-8", "replace").split("\n")
    wanted = text.split("\n")
    pairs = zip(has, wanted, strict=False)
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    found, due = ((lines[alike] if alike < len(lines) else "") for lines in (has, wanted))
    return f"{path}, line {alike + 1}: has {_short(found)}, is to have {_short(due)}."


def _short(line: str) -> str:
    return repr(fit(visible(line.strip()), LONGEST_SAID)) if line.strip() else "nothing"


def differing_notes(papers: Iterable[Paper], folder: str) -> list[str]:
    """In what the notes of a folder are not those of the papers, a sentence for each."""
    from exporters import markdown

    papers = list(papers)
    names = markdown.note_names(papers)
    notes = ((os.path.join(folder, names[each.uid]), markdown.note(each)) for each in papers)
    return [said for path, note in notes if (said := difference(path, note))]


def of_file(library: Library, name: str) -> tuple[list[Paper], Outline]:
    """The papers of one imported file, which may be named by its path or the end of it."""
    outlines = library.outlines()
    path = os.path.abspath(name)
    found = [outline for outline in outlines if outline.path == path]
    if not found:
        wanted = os.sep + os.path.normpath(name)
        found = [each for each in outlines if f"{os.sep}{each.path or each.name}".endswith(wanted)]
    if not found:
        there = sorted({os.path.basename(outline.path or outline.name) for outline in outlines})
        several = f" There are {', '.join(there[:MOST_NAMES])}." if there else ""
        raise NotFound(f"No BibTeX file was imported as {name!r}.{several}")
    if len(found) > 1:
        paths = ", ".join(outline.path or outline.name for outline in found[:MOST_NAMES])
        raise Ambiguous(f"{name!r} may be any of {paths}: say which.")
    others = found[0].others()
    papers = [library.get(uid) for uid in dict.fromkeys(found[0].papers)]
    return [
        _as_it_came(paper, *others[paper.uid]) if paper.uid in others else paper
        for paper in papers
        if paper and not paper.trashed
    ], found[0]


def _as_it_came(paper: Paper, was: str, text: str) -> Paper:
    """A paper of another file as this one has it; under the key that it has here if it changed."""
    from commands.outlines import state
    from importers import FORMATS

    read = FORMATS[BIBTEX](text.encode("utf-8", "surrogatepass"), "").papers
    if len(read) != 1:
        return paper
    [entry] = read
    if state(paper) == was:
        says = {part: getattr(entry, part) for part in ("type", "fields", "strings", "source")}
        return paper.rekeyed(entry.key)._replace(**says)
    is_its_key = entry.key.casefold() in {alias.casefold() for alias in paper.aliases}
    return paper.rekeyed(entry.key) if is_its_key else paper


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
