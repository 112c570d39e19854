"""Give a paper another citation key."""

from papers import BadValue, Paper
from papers.keys import problem
from storage import Library, Step


def rename(library: Library, paper: Paper, key: str) -> Step:
    """Change the key; the old one still finds the paper."""
    checked(key)
    label = f"rename {paper.key or paper.uid}: {key}"
    return library.edit([paper.uid], lambda known: known.rekeyed(key), label=label)


def checked(key: str) -> str:
    """A key that a person typed, if it is one that every program takes."""
    if wrong := problem(key):
        raise BadValue(wrong)
    return key
