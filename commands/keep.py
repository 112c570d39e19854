"""Keep what an import could not turn into papers, in files beside the library."""

import os
from collections.abc import Iterable, Mapping

from commands.files import write_new
from commands.reading import MARK
from importers import Block, Reject
from papers.text import filename, visible

FURNITURE = "furniture"  # of a web page: nobody wrote it, nobody misses it


def keep_rejects(
    folder: str, rejects: Iterable[Reject], formats: Mapping[str, str] | None = None
) -> list[str]:
    """One file for each source, with what is wrong above each text, to be mended and imported."""
    texts: dict[str, list[str]] = {}
    for reject in rejects:
        if reject.text.strip():
            form = (formats or {}).get(reject.source, "bibtex")
            pieces = texts.setdefault(
                reject.source, [f"{MARK}rejects in {form}: mend them, then import this file\n"]
            )
            reason = visible(f"{reject.source}:{reject.line}: {reject.reason}")
            pieces.append(f"{MARK}{reason}\n{reject.text.strip()}\n")
    return _kept(os.path.join(folder, "rejects"), texts)


def keep_blocks(folder: str, blocks: Iterable[tuple[str, Iterable[Block]]]) -> list[str]:
    """What stood between the records of each file, as it stood there."""
    texts = {
        name: [block.text.strip() + "\n" for block in found if block.kind != FURNITURE]
        for name, found in blocks
    }
    return _kept(os.path.join(folder, "kept"), texts)


def _kept(folder: str, texts: dict[str, list[str]]) -> list[str]:
    return [
        write_new(
            folder, filename(os.path.basename(source) or "stdin"), "\n".join(pieces), share=True
        )
        for source, pieces in texts.items()
        if pieces
    ]
