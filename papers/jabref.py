"""Tags, stars, status, priority and files as JabRef keeps them in BibTeX fields: read and written.

    keywords = {peft, lora},  ranking = {rank4},  readstatus = {skimmed},  priority = {prio1},
    file = {the talk:talks/lora.pdf:PDF;:lora.pdf:PDF}

Of files, what Zotero, Mendeley and BibDesk write is understood too. Paths are data: none is opened.
"""

import re

from papers import latex
from papers.paper import Attachment, Paper, Status

FIELDS = ("keywords", "ranking", "readstatus", "priority", "file", "local-url", "pdf")

_STATUS = {"read": Status.READ, "skimmed": Status.READING}
_STATUS_WORD = {status: word for word, status in _STATUS.items()}
_RANK = re.compile(r"(?:rank)?([1-5])", re.IGNORECASE)
_PRIORITY = re.compile(r"(?:prio)?([1-3])", re.IGNORECASE)
_LONGEST_PATH = 4096
_PLAIN_PATH = re.compile(r"(?:[A-Za-z]:[\\/]|[A-Za-z][\w+.-]+://|/|~/)")


def judged(paper: Paper) -> Paper:
    """The paper with what its fields say of tags, stars, status, priority and files."""
    return paper._replace(
        tags=paper.tags | tags(paper.latex("keywords")),
        rating=_number(_RANK, paper.latex("ranking")) or paper.rating,
        priority=_number(_PRIORITY, paper.latex("priority")) or paper.priority,
        status=_STATUS.get(paper.latex("readstatus").strip().lower(), paper.status),
        files=paper.files or files(paper),
    )


def changes(paper: Paper) -> dict[str, str | None]:
    """The fields that must change for them to say what the paper says; None drops one."""
    said = judged(paper._replace(tags=frozenset(), rating=0, status=Status.UNREAD, priority=0))
    needed: dict[str, str | None] = {}
    if said.tags != paper.tags:
        needed["keywords"] = ", ".join(map(_tag, sorted(paper.tags))) or None
    if said.rating != paper.rating:
        needed["ranking"] = f"rank{paper.rating}" if paper.rating else None
    if _STATUS_WORD.get(said.status) != _STATUS_WORD.get(paper.status):
        needed["readstatus"] = _STATUS_WORD.get(paper.status)
    if said.priority != paper.priority:
        needed["priority"] = f"prio{paper.priority}" if paper.priority else None
    return needed


def tags(keywords: str) -> frozenset[str]:
    """Keywords are separated by semicolons where there are any, else by commas."""
    if not keywords:
        return frozenset()
    separator = ";" if len(_outside_braces(keywords, ";")) > 1 else ","
    words = (latex.decode(word).strip(",; ") for word in _outside_braces(keywords, separator))
    return frozenset(" ".join(word.split()) for word in words if word)


def files(paper: Paper) -> tuple[Attachment, ...]:
    """What the paper's file fields name, in order and once each."""
    found = _described(paper.latex("file"))
    for name in ("local-url", "pdf"):
        path = paper.latex(name).strip()
        if path:
            found.append(Attachment(path=path.removeprefix("file://localhost")))
    return tuple(dict.fromkeys(found))


def _number(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.fullmatch(text.strip())
    return int(found[1]) if found else 0


def _tag(tag: str) -> str:
    escaped = latex.escape(tag)
    return f"{{{escaped}}}" if "," in tag or ";" in tag else escaped


def _outside_braces(text: str, separator: str) -> list[str]:
    if "{" not in text:
        return text.split(separator)
    pieces, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if char == separator and depth <= 0:
            pieces.append(text[start:at])
            start = at + 1
    return [*pieces, text[start:]]


def _described(value: str) -> list[Attachment]:
    """`description:path:type;...`, with a backslash before what separates nothing."""
    value = value.replace(r"$\backslash$", "\\")
    found: list[Attachment] = []
    pending = ""
    for piece in _split(value, ";"):
        pending = f"{pending};{piece}" if pending else piece
        parts = _split(pending, ":")
        if len(parts) > 2 and len(parts[1]) == 1 and parts[2][:1] in ("\\", "/"):
            parts[1:3] = [":".join(parts[1:3])]  # the colon of `C:\` was not escaped
        if _PLAIN_PATH.match(pending) or len(parts) == 1 or len(pending) > _LONGEST_PATH:
            found.append(Attachment(path=_unescaped(pending).strip()))
        elif len(parts) >= 3:
            title, path, kind = (_unescaped(part).strip() for part in parts[:3])
            found.append(Attachment(path=path, title=title, kind=kind))
        else:
            continue  # a semicolon within a name: the next piece belongs to it
        pending = ""
    if pending:
        found.append(Attachment(path=_unescaped(pending).strip()))
    return [file for file in found if file.path]


def _split(text: str, separator: str) -> list[str]:
    """Split where no backslash stands before the separator; the backslashes stay."""
    pieces, start = [], 0
    for mark in re.finditer(rf"\\.|{separator}", text, re.DOTALL):
        if mark[0] == separator:
            pieces.append(text[start : mark.start()])
            start = mark.end()
    return [*pieces, text[start:]]


def _unescaped(text: str) -> str:
    return re.sub(r"\\([:;\\])", r"\1", text)
