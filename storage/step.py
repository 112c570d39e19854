"""A step as the rest of Carrel sees it: when, what and by whom, and the papers that it changed."""

from typing import NamedTuple

from papers import Change


class Step(NamedTuple):
    """One undoable step of the history."""

    id: int
    at: str
    label: str
    by: str
    changes: tuple[Change, ...]
    undoes: int = 0
    redoes: int = 0


class Pending(NamedTuple):
    """A step that is about to be taken back: the papers that it touched, and that go with it."""

    id: int
    label: str
    papers: int
    leaving: int


NO_STEP = Step(0, "", "", "", ())
