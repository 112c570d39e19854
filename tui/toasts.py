"""Sentences for the user, over whatever screen is shown; the log keeps them."""

from time import localtime, strftime
from typing import Literal, NamedTuple

from textual.widget import Widget

from papers import CarrelError
from papers.text import visible
from tui.wrapping import wrap

SHORT = 3.0
LONG = 12.0  # seconds, for what should not be missed
MOST_LINES = 1000
WIDEST, AROUND = 96, 3  # cells of a text, and what stands around it

Severity = Literal["information", "warning", "error"]


class Entry(NamedTuple):
    """One line of the log."""

    at: str
    said: str
    severity: Severity


class Diary:
    """What was done and said since the start; kept in memory only."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def note(self, said: str, severity: Severity = "information") -> None:
        self.entries.append(Entry(strftime("%H:%M:%S", localtime()), said, severity))
        del self.entries[:-MOST_LINES]


def tell(node: Widget, sentence: str, severity: Severity = "information") -> None:
    """A toast; the text is shown as it is, whatever is in it.

    It takes the place of what was said before, unless that should not be missed."""
    note(node, sentence, severity)
    app = node.app
    for before in [each for each in app._notifications if each.severity == "information"]:
        app._unnotify(before, refresh=False)
    for holder in app.screen.query("ToastHolder"):
        if holder.query(".-information"):
            holder.remove()
    text = visible(sentence, newlines=True)
    cells = min(WIDEST, app.size.width - AROUND)
    app.notify(
        "\n".join(text[start:end] for start, end in wrap(text, cells)),
        severity=severity,
        timeout=SHORT if severity == "information" else LONG,
        markup=False,
    )


def note(node: Widget, sentence: str, severity: Severity = "information") -> None:
    """A line in the log, and nothing on screen."""
    diary: Diary = node.app.diary  # type: ignore[attr-defined]  # the app is ours
    diary.note(sentence, severity)


def tell_error(node: Widget, error: CarrelError | OSError) -> None:
    """What went wrong, in the error's own sentence."""
    tell(node, sentence_of(error), "error")


def sentence_of(error: CarrelError | OSError) -> str:
    if isinstance(error, CarrelError):
        return str(error)
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}." if error.filename else f"{reason}."
