"""BibTeX out: what was not changed comes out as it came in, byte for byte.

A paper's block is the text that it was imported from. Where the paper was changed since, only
that field, key or type is replaced in the text; a paper without such a text gets a fresh block.
bibtexparser writes the fresh ones. It would rebuild the others from their fields, without their
spacing, case, delimiters and comments, and write values that end in the middle of an entry.
"""

from collections.abc import Iterable

from exporters._entry import written
from exporters._strings import Definitions
from exporters._values import delimited, sound
from papers import jabref
from papers.paper import Paper


def write(papers: Iterable[Paper], *, judgement: bool = False) -> str:
    """The papers as one file, after the definitions that they need.

    With `judgement`, tags, stars, status and priority are written as JabRef writes them.
    """
    chosen = [paper.with_fields(jabref.changes(paper)) if judgement else paper for paper in papers]
    definitions = Definitions(chosen)
    strings = [
        f"@string{{{name} = {delimited(sound(value))}}}"
        for name, value in definitions.needed.items()
    ]
    blocks = ["\n".join(strings)] if strings else []
    blocks += [written(definitions.settled(paper)) for paper in chosen]
    return "\n\n".join(blocks) + "\n" if blocks else ""
