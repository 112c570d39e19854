"""A note as Markdown to look at: its links lead to papers, and nothing in it acts by itself."""

from collections.abc import Iterable

from commands.links import links
from papers import Annotation
from papers.text import visible

MOST = 20_000  # characters: a preview is to be there at once


def markdown(text: str, remarks: Iterable[Annotation] = ()) -> str:
    """The note, links between papers made links of Markdown, and the remarks under it."""
    shown = text[:MOST]
    parts = [_linked(shown) + ("\n\n…" if len(text) > MOST else "")]
    listed = [_remark(remark) for remark in remarks]
    if listed:
        parts.append("---\n\n**Remarks**\n\n" + "\n".join(listed))
    return visible("\n\n".join(part for part in parts if part.strip()), newlines=True)


def _linked(text: str) -> str:
    pieces = []
    reached = 0
    for link in links(text):
        said = text[link.start : link.end].strip("[]")
        pieces += [text[reached : link.start], f"[{said}](<#@{link.key}>)"]
        reached = link.end
    return "".join(pieces) + text[reached:]


def _remark(remark: Annotation) -> str:
    page = f", p. {remark.page}" if remark.page else ""
    quote = f"\n  > {' '.join(remark.quote.split())}\n" if remark.quote else ""
    return f"- *{remark.at[:10]}{page}* {' '.join(remark.text.split())}{quote}"
