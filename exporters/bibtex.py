"""BibTeX out: what was not changed comes out as it came in, byte for byte.

A paper's block is the text that it was imported from. Where the paper was changed since, only
that field, key or type is replaced in the text; a paper without such a text gets a fresh block.
bibtexparser writes the fresh ones. It would rebuild the others from their fields, without their
spacing, case, delimiters and comments, and write values that end in the middle of an entry.
"""

from collections.abc import Iterable, Mapping, Sequence

from exporters._entry import written
from exporters._layout import joined, parts
from exporters._strings import Definitions
from exporters._values import delimited, sound
from papers import jabref
from papers.outline import Outline
from papers.paper import Paper


def write(
    papers: Iterable[Paper], *, judgement: bool = False, outlines: Sequence[Outline] = ()
) -> str:
    """The papers as one file, after the definitions that they need.

    With `judgement`, tags, stars, status and priority are written as JabRef writes them. With
    outlines, the papers that these name stand where they stood, and around them what stood there.
    """
    chosen = [paper.with_fields(jabref.changes(paper)) if judgement else paper for paper in papers]
    definitions = Definitions(chosen)
    if outlines:
        laid_out = parts(chosen, outlines, definitions.meant)
        return joined(laid_out, definitions, written, _strings)
    blocks = [_strings(definitions.needed)] if definitions.needed else []
    blocks += [written(definitions.settled(paper)) for paper in chosen]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _strings(definitions: Mapping[str, str]) -> str:
    return "\n".join(
        f"@string{{{name} = {delimited(sound(value))}}}" for name, value in definitions.items()
    )
