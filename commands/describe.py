"""Papers and changes in a few words for people; plain text that may hold anything."""

import re

from papers import Change, Paper

NO_TITLE = "[no title]"
PROVISIONAL = "[provisional]"
NOT_SURE = (NO_TITLE, PROVISIONAL)
LISTS = (
    ("annotations", "remark"), ("files", "file"), ("aliases", "old key"), ("versions", "version")
)  # fmt: skip


def title(paper: Paper) -> str:
    """The title, or a provisional one that says so: from the abstract, else from what is known."""
    if paper.is_provisional:
        return f"{PROVISIONAL} {paper.title}"
    if paper.title:
        return paper.title
    clause = re.split(r"(?<=[^\s.]{2})[.;:]\s", paper.abstract[:400], maxsplit=1)[0]
    known = clause or paper.arxiv or paper.doi or paper.url or paper.isbn or paper.pmid
    return f"{NO_TITLE} {known}".rstrip()


def stars(rating: int) -> str:
    return "★" * rating + "☆" * (5 - rating) if rating else ""


def difference(change: Change) -> str:
    """What a change did to its paper."""
    before, after = change
    if before is None or after is None:
        return "added" if after else "gone"
    if before.trashed != after.trashed:
        return "moved to the trash" if after.trashed else "taken out of the trash"
    said = [
        f"{name} {_said(name, getattr(before, name))} → {_said(name, getattr(after, name))}"
        for name in ("key", "type", "rating", "status", "priority")
        if getattr(before, name) != getattr(after, name)
    ]
    said += [f"+{tag}" for tag in sorted(after.tags - before.tags)]
    said += [f"-{tag}" for tag in sorted(before.tags - after.tags)]
    if bool(before.queue) != bool(after.queue):
        said.append("into the queue" if after.queue else "out of the queue")
    elif before.queue != after.queue:
        said.append("moved in the queue")
    if before.notes != after.notes:
        said.append("notes")
    said += _fields(before, after)
    said += _lists(before, after)
    return ", ".join(said) or "nothing that shows"


def _said(name: str, value: object) -> str:
    if name == "rating":
        return stars(int(str(value))) or "none"
    return str(getattr(value, "value", value)) or "none"


def _fields(before: Paper, after: Paper) -> list[str]:
    names = [*before.fields, *(name for name in after.fields if name not in before.fields)]
    return [name for name in names if before.fields.get(name) != after.fields.get(name)]


def _lists(before: Paper, after: Paper) -> list[str]:
    said = []
    for name, singular in LISTS:
        have, had = len(getattr(after, name)), len(getattr(before, name))
        if have != had and not (name == "aliases" and before.key != after.key):
            many = abs(have - had)
            said.append(f"{many} {singular}{'s' * (many != 1)} {'more' if have > had else 'fewer'}")
    return said
