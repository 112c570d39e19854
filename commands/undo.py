"""Take back changes, and make them again."""

from collections.abc import Callable, Sequence

from storage import Library, Step
from storage.step import Pending


def undo(
    library: Library,
    steps: int = 1,
    *,
    step: int | None = None,
    agree: Callable[[Pending], bool] | None = None,
) -> Sequence[Step]:
    """Take back the last changes, as far as somebody agrees, or the one with this number."""
    return [library.undo_step(step)] if step is not None else library.undo(steps, agree)


def redo(library: Library, steps: int = 1) -> Sequence[Step]:
    """Make again what was taken back."""
    return library.redo(steps)
