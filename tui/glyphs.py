"""The signs for a paper's judgement, one cell each."""

from commands import describe
from papers import Status

STATUS = {
    Status.INBOX: "◌",
    Status.UNREAD: "●",
    Status.READING: "◐",
    Status.READ: "○",
    Status.ABANDONED: "✕",
}
NO_STARS = "·····"


def stars(rating: int) -> str:
    return describe.stars(rating) or NO_STARS
