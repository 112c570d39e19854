"""A paper on the screen, with everything that is known about it."""

from collections.abc import Iterator

from cli.screen import Screen
from commands.describe import stars, title
from papers import Annotation, Paper, Version
from papers.text import visible, width

WIDEST = 100  # longer lines are hard to read
MOST_AUTHORS = 30
LABELS = 10


def print_page(screen: Screen, paper: Paper) -> None:
    columns = max(min(screen.width, WIDEST), 20)
    for line in wrapped(visible(title(paper)), columns):
        screen.say(screen.styled(line, "bold"))
    for text in (_people(paper), _where(paper)):
        for line in wrapped(visible(text), columns):
            screen.say(line)
    screen.say()
    for name, text in _facts(paper):
        if text:
            lines = wrapped(visible(text), columns - LABELS)
            for place, line in enumerate(lines):
                label = name if not place else ""
                screen.say(screen.styled(label.ljust(LABELS), "dim") + line)
    _print_text(screen, "Abstract", paper.abstract, columns)
    _print_text(screen, "Notes", paper.notes, columns)
    if paper.annotations:
        screen.say()
        screen.say(screen.styled("Remarks", "bold"))
        for number, remark in enumerate(paper.annotations, 1):
            _print_remark(screen, number, remark, columns)


def _people(paper: Paper) -> str:
    authors = paper.authors or paper.editors
    names = [author.display for author in authors if not author.is_others]
    rest = len(names) - MOST_AUTHORS
    said = ", ".join(names[:MOST_AUTHORS]) + (f" and {rest} more" if rest > 0 else "")
    if len(names) < len(authors):
        said += " and others"
    return said if paper.authors or not said else f"{said} (eds.)"


def _where(paper: Paper) -> str:
    return ", ".join(part for part in (paper.venue, paper.date.isoformat()) if part)


def _facts(paper: Paper) -> list[tuple[str, str]]:
    version = f"v{paper.arxiv_version}" if paper.arxiv_version else ""
    return [
        ("Key", paper.key),
        ("Once", ", ".join(paper.aliases)),
        ("Type", paper.type),
        ("Status", paper.status.value),
        ("Rating", stars(paper.rating)),
        ("Priority", {1: "1 (high)", 2: "2", 3: "3 (low)"}.get(paper.priority, "")),
        ("Tags", ", ".join(sorted(paper.tags))),
        ("DOI", paper.doi),
        ("arXiv", paper.arxiv + version if paper.arxiv else ""),
        ("ISBN", paper.isbn),
        ("PMID", paper.pmid),
        ("URL", paper.url),
        ("Also as", "; ".join(map(_version, paper.versions))),
        ("Files", ", ".join(file.path for file in paper.files)),
        ("Added", local_time(paper.added)),
        ("Changed", local_time(paper.modified) if paper.modified != paper.added else ""),
        ("Begun", local_time(paper.started)),
        ("Finished", local_time(paper.finished)),
        ("From", ":".join(part for part in (paper.source.name, paper.source.place) if part)),
        ("Trashed", local_time(paper.trashed)),
        ("uid", paper.uid),
    ]


def _version(version: Version) -> str:
    """Another form of the paper in a few words: misc, arXiv:2005.11401v4, 2020-05."""
    form = Paper(type=version.type, fields=version.fields)
    number = f"v{form.arxiv_version}" if form.arxiv_version else ""
    where = form.venue or (f"arXiv:{form.arxiv}{number}" if form.arxiv else form.doi)
    return ", ".join(part for part in (version.type, where, form.date.isoformat()) if part)


def _print_text(screen: Screen, head: str, text: str, columns: int) -> None:
    if text.strip():
        screen.say()
        screen.say(screen.styled(head, "bold"))
        for line in visible(text.strip("\n"), newlines=True).split("\n"):
            for part in wrapped(line, columns) or [""]:
                screen.say(part)


def _print_remark(screen: Screen, number: int, remark: Annotation, columns: int) -> None:
    page = f", p. {remark.page}" if remark.page else ""
    screen.say(visible(f"{number}. {local_time(remark.at)}{page}"))
    quote = f"“{remark.quote}”" if remark.quote else ""
    for text in (quote, remark.text):
        for line in visible(text, newlines=True).split("\n"):
            for part in wrapped(line, columns - 3):
                screen.say(f"   {part}")


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many cells; what has no space is cut."""
    lines: list[str] = []
    line: list[str] = []
    used = -1
    for word in text.split(" "):
        for piece in _pieces(word, columns):
            cells = width(piece)
            if line and used + 1 + cells > columns:
                lines.append(" ".join(line))
                line, used = [], -1
            line.append(piece)
            used += 1 + cells
    return [*lines, " ".join(line)] if line else lines


def _pieces(word: str, columns: int) -> Iterator[str]:
    """The word, or stretches of it that fit where it does not."""
    start = 0
    while len(word) - start > columns or width(word[start:]) > columns:
        end = start + columns
        while end > start + 1 and width(word[start:end]) > columns:
            end -= 1
        yield word[start:end]
        start = end
    yield word[start:]


def local_time(stamp: str) -> str:
    """A time of the library as the clock on the wall had it."""
    from datetime import datetime

    try:
        return datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return stamp
