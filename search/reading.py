"""A paper as a search reads it: each part as text and as words, made when it is asked for."""

from collections.abc import Callable, Iterable

from papers import Attachment, Author, Paper
from papers.preprints import is_preprint
from search import words
from search.parts import FIELD

EVERYWHERE = ("key", "tag", "year", "title", "venue", "author", "notes", "abstract")  # cheap first
IN_NAMES = frozenset(["title", "author", "tag", "venue", "key"])  # words may be run together here


def names(authors: Iterable[Author]) -> str:
    """Names as they are shown, commas between them."""
    return ", ".join([author.display for author in authors if not author.is_others])


def _notes(paper: Paper) -> str:
    said = [text for each in paper.annotations for text in (each.text, each.quote) if text]
    return "\n".join([paper.notes, *said]) if said else paper.notes


def _year(paper: Paper) -> str:
    year = paper.year
    return f"{year} {year % 100:02}" if year else ""


TEXTS: dict[str, Callable[[Paper], str]] = {
    "title": lambda paper: paper.title,
    "author": lambda paper: names(paper.authors or paper.editors),
    "editor": lambda paper: names(paper.editors),
    "venue": lambda paper: paper.venue,
    "abstract": lambda paper: paper.abstract,
    "notes": _notes,
    "url": lambda paper: paper.url,
    "file": lambda paper: "\n".join([f"{each.path} {each.title}" for each in paper.files]),
    "tag": lambda paper: ", ".join(sorted(paper.tags)),
    "key": lambda paper: " ".join([paper.key, *paper.aliases]),
    "year": _year,
    "type": lambda paper: paper.type,
    "doi": lambda paper: paper.doi,
    "arxiv": lambda paper: paper.arxiv,
    "isbn": lambda paper: paper.isbn,
    "pmid": lambda paper: paper.pmid,
    "uid": lambda paper: paper.uid,
}


class Reading:
    """One paper while it is held against a query; what was decoded once is kept."""

    __slots__ = ("_rows", "_texts", "_words", "paper")

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self._texts: dict[str, str] = {}
        self._words: dict[str, frozenset[str]] = {}
        self._rows: dict[str, list[str]] = {}

    def text(self, part: str) -> str:
        """A part as it is shown."""
        found = self._texts.get(part)
        if found is None:
            read = TEXTS.get(part)
            found = read(self.paper) if read else self.paper.text(part.removeprefix(FIELD))
            self._texts[part] = found
        return found

    def words(self, part: str) -> frozenset[str]:
        """The words of a part, also those that joiners make of several."""
        found = self._words.get(part)
        if found is None:
            found = self._words[part] = frozenset(words.tokens(self.text(part)))
        return found

    def row(self, part: str) -> list[str]:
        """The words of a part in their order."""
        found = self._rows.get(part)
        if found is None:
            found = self._rows[part] = words.parts(self.text(part))
        return found

    def rows(self, part: str) -> list[list[str]]:
        """The rows of words in which a phrase may stand: a name either way round, each tag."""
        if part == "author":
            people = self.paper.authors or self.paper.editors
            return [words.parts(each) for one in people for each in (one.display, one.sortable)]
        if part == "tag":
            return [words.parts(tag) for tag in self.paper.tags]
        return [self.row(part)]


def _is_pdf(file: Attachment) -> bool:
    return file.path.lower().endswith(".pdf") or "pdf" in file.kind.lower()


HAS: dict[str, Callable[[Paper], object]] = {
    "notes": _notes,
    "pdf": lambda paper: any(_is_pdf(file) for file in paper.files),
    "doi": lambda paper: paper.doi,
    "abstract": lambda paper: paper.abstract,
    "tags": lambda paper: paper.tags,
    "files": lambda paper: paper.files,
    "arxiv": lambda paper: paper.arxiv,
    "url": lambda paper: paper.url,
    "isbn": lambda paper: paper.isbn,
    "pmid": lambda paper: paper.pmid,
    "authors": lambda paper: paper.authors,
    "editors": lambda paper: paper.editors,
    "title": lambda paper: paper.text("title"),
    "venue": lambda paper: paper.venue,
    "year": lambda paper: paper.year,
    "rating": lambda paper: paper.rating,
    "priority": lambda paper: paper.priority,
    "queue": lambda paper: paper.queue,
    "annotations": lambda paper: paper.annotations,
    "started": lambda paper: paper.started,
    "finished": lambda paper: paper.finished,
    "versions": lambda paper: paper.versions,
}
STATES: dict[str, Callable[[Paper], object]] = {
    "provisional": lambda paper: paper.is_provisional,
    "queued": lambda paper: paper.queue,
    "preprint": is_preprint,
    "published": lambda paper: (paper.venue or paper.doi) and not is_preprint(paper),
    "starred": lambda paper: paper.rating,
}
NUMBERS: dict[str, Callable[[Paper], int | None]] = {
    "year": lambda paper: paper.year,
    "rating": lambda paper: paper.rating,
    "priority": lambda paper: paper.priority or None,
    "queue": lambda paper: paper.queue or None,
}
DAYS: dict[str, Callable[[Paper], str]] = {
    "added": lambda paper: paper.added,
    "modified": lambda paper: paper.modified,
    "started": lambda paper: paper.started,
    "finished": lambda paper: paper.finished,
}


def has(paper: Paper, part: str) -> bool:
    """Whether a part is there."""
    read = HAS.get(part)
    return bool(read(paper) if read else paper.text(part.removeprefix(FIELD)))
