"""Take back changes, and make them again."""

from collections.abc import Sequence

from storage import Library, Step


def undo(library: Library, steps: int = 1, *, step: int | None = None) -> Sequence[Step]:
    """Take back the last changes, or the one change with this number."""
    return [library.undo_step(step)] if step is not None else library.undo(steps)


def redo(library: Library, steps: int = 1) -> Sequence[Step]:
    """Make again what was taken back."""
    return library.redo(steps)
