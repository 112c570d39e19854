"""Sentences for the user, over whatever screen is shown."""

from typing import Literal

from textual.widget import Widget

from papers import CarrelError
from papers.text import visible

SHORT = 3.0
LONG = 12.0  # seconds, for what should not be missed


Severity = Literal["information", "warning", "error"]


def tell(node: Widget, sentence: str, severity: Severity = "information") -> None:
    """A toast; the text is shown as it is, whatever is in it."""
    node.app.notify(
        visible(sentence, newlines=True),
        severity=severity,
        timeout=SHORT if severity == "information" else LONG,
        markup=False,
    )


def tell_error(node: Widget, error: CarrelError | OSError) -> None:
    """What went wrong, in the error's own sentence."""
    tell(node, _sentence(error), "error")


def _sentence(error: CarrelError | OSError) -> str:
    if isinstance(error, CarrelError):
        return str(error)
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}." if error.filename else f"{reason}."
