"""Write a paper's notes."""

from papers import BadValue, Change, Paper
from storage import Library, Step


def add_note(library: Library, paper: Paper, text: str) -> Step:
    """Add a paragraph to the notes as they are at this moment."""
    added = text.strip("\n")
    if not added.strip():
        raise BadValue("The note says nothing: nothing was added.")

    def change(known: Paper) -> Paper:
        before = known.notes.rstrip("\n")
        return known._replace(notes=f"{before}\n\n{added}\n" if before else f"{added}\n")

    return library.edit([paper.uid], change, label=f"note: {paper.key or paper.uid}")


def write_notes(library: Library, paper: Paper, text: str) -> Step:
    """Make this text the notes of a paper as it was read; what others wrote since is merged in."""
    if text.rstrip("\n") == paper.notes.rstrip("\n"):
        return library.apply([], label="note")
    change = Change(paper, paper._replace(notes=text))
    return library.apply([change], label=f"note: {paper.key or paper.uid}")
