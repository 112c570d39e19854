"""The questions about a paper's status and priority."""

from papers import Status
from tui.glyphs import Glyphs
from tui.screens.choice import Answer, Choice

LETTERS = {
    Status.INBOX: "i",
    Status.UNREAD: "u",
    Status.READING: "r",
    Status.READ: "d",
    Status.ABANDONED: "a",
}
MEANING = {
    Status.INBOX: "came in, not looked at yet",
    Status.UNREAD: "to be read",
    Status.READING: "begun",
    Status.READ: "done",
    Status.ABANDONED: "given up",
}
PRIORITIES = ("none", "high", "medium", "low")


def ask_status(about: str, current: Status | None, glyphs: Glyphs) -> Choice[Status]:
    """How far has the reading come?"""
    answers = [
        Answer(each, LETTERS[each], f"{glyphs.status[each]} {each.value}", MEANING[each])
        for each in Status
    ]
    return Choice(f"Status of {about}", answers, current)


def ask_priority(about: str, current: int | None) -> Choice[int]:
    """How much does it matter?"""
    answers = [Answer(n, str(n), PRIORITIES[n]) for n in (1, 2, 3, 0)]
    return Choice(f"Priority of {about}", answers, current)
