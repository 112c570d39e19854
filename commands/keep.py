"""Keep what an import could not turn into papers, in files beside the library."""

import os
from collections.abc import Iterable

from commands.files import write_new
from importers import Block, Reject
from papers.text import filename, visible


def keep_rejects(folder: str, rejects: Iterable[Reject]) -> list[str]:
    """One file for each source, with what is wrong above each text, to be mended and imported."""
    texts: dict[str, list[str]] = {}
    for reject in rejects:
        if reject.text.strip():
            reason = visible(f"{reject.source}:{reject.line}: {reject.reason}").replace("@", "(at)")
            texts.setdefault(reject.source, []).append(f"% {reason}\n{reject.text.strip()}\n")
    return _kept(os.path.join(folder, "rejects"), texts)


def keep_blocks(folder: str, name: str, blocks: Iterable[Block]) -> list[str]:
    """The comments, preambles and definitions of a file, as they stood in it."""
    texts = [block.text.strip() + "\n" for block in blocks if block.text.strip()]
    return _kept(os.path.join(folder, "kept"), {name: texts} if texts else {})


def _kept(folder: str, texts: dict[str, list[str]]) -> list[str]:
    return [
        write_new(
            folder, filename(os.path.basename(source) or "stdin"), "\n".join(pieces), share=True
        )
        for source, pieces in texts.items()
    ]
