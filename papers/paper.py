"""The paper: one frozen value with everything that the library knows about it."""

import enum
import functools
from typing import NamedTuple, Self

from papers import dates, identifiers, latex, names
from papers.dates import PartialDate
from papers.errors import BadValue
from papers.fields import Bare, Fields
from papers.names import Author

MONTHS = {
    "jan": "January", "feb": "February", "mar": "March", "apr": "April",
    "may": "May", "jun": "June", "jul": "July", "aug": "August",
    "sep": "September", "oct": "October", "nov": "November", "dec": "December",
}  # fmt: skip
VENUE_FIELDS = (
    "journaltitle", "journal", "booktitle", "maintitle", "eventtitle",
    "school", "institution", "organization", "howpublished", "publisher",
)  # fmt: skip


class Status(enum.Enum):
    """How far the reading has come."""

    INBOX = "inbox"
    UNREAD = "unread"
    READING = "reading"
    READ = "read"
    ABANDONED = "abandoned"


class Annotation(NamedTuple):
    """A dated remark, on a page and about a passage where they are given."""

    at: str
    text: str
    page: str = ""
    quote: str = ""


class Attachment(NamedTuple):
    """A file of the paper; its path is relative to the library where it can be."""

    path: str
    title: str = ""
    kind: str = ""


class Version(NamedTuple):
    """Another form of the same work, such as the preprint of what was published since."""

    type: str
    fields: Fields


class Source(NamedTuple):
    """Where a paper came from, and the text it was read from, so that import is never a loss."""

    kind: str = ""
    name: str = ""
    place: str = ""
    raw: str = ""
    fingerprint: str = ""


class Paper(NamedTuple):
    """A paper as it is now; `fields` is the raw truth, what people read is computed from it."""

    uid: str = ""
    key: str = ""
    aliases: tuple[str, ...] = ()
    type: str = "misc"
    fields: Fields = Fields()
    strings: Fields = Fields()
    provisional: str = ""  # a title drawn from the abstract, where nothing better is known yet
    tags: frozenset[str] = frozenset()
    rating: int = 0
    status: Status = Status.UNREAD
    priority: int = 0
    queue: int = 0
    notes: str = ""
    annotations: tuple[Annotation, ...] = ()
    files: tuple[Attachment, ...] = ()
    versions: tuple[Version, ...] = ()
    added: str = ""
    modified: str = ""
    started: str = ""
    finished: str = ""
    trashed: str = ""
    source: Source = Source()
    extra: Fields = Fields()

    def text(self, *field_names: str) -> str:
        """The first of these fields that says something, as people read it."""
        for name in field_names:
            raw = self.latex(name)
            if raw and (plain := latex.decode(raw)):
                return plain
        return ""

    def latex(self, field_name: str) -> str:
        """A field's LaTeX with its macros replaced; "" when there is none."""
        raw = self.fields.get(field_name, "")
        return expand(raw, self.strings) if isinstance(raw, Bare) else raw

    @property
    def written_out(self) -> Fields:
        """The fields as LaTeX, with the macros replaced that the paper's file defined."""
        if not self.strings:
            return self.fields
        return Fields({name: self.latex(name) for name in self.fields})

    @property
    def title(self) -> str:
        """The title, or the provisional one; `is_provisional` tells which."""
        return self.text("title") or self.provisional

    @property
    def is_provisional(self) -> bool:
        return bool(self.provisional) and not self.text("title")

    @property
    def authors(self) -> tuple[Author, ...]:
        return names.parse(self.latex("author"))

    @property
    def editors(self) -> tuple[Author, ...]:
        return names.parse(self.latex("editor"))

    @property
    def date(self) -> PartialDate:
        year, month, day = self.text("year"), self.text("month"), self.text("day")
        return dates.parse(self.text("date"), year=year, month=month, day=day)

    @property
    def year(self) -> int | None:
        return self.date.year

    @property
    def venue(self) -> str:
        return self.text(*VENUE_FIELDS)

    @property
    def abstract(self) -> str:
        return self.text("abstract")

    @property
    def doi(self) -> str:
        return identifiers.doi_of(self.written_out)

    @property
    def arxiv(self) -> str:
        """The arXiv number without its version."""
        return identifiers.arxiv_of(self.written_out)[0]

    @property
    def arxiv_version(self) -> int | None:
        return identifiers.arxiv_of(self.written_out)[1]

    @property
    def isbn(self) -> str:
        return identifiers.isbn_of(self.written_out)

    @property
    def pmid(self) -> str:
        return identifiers.pmid_of(self.written_out)

    @property
    def url(self) -> str:
        return identifiers.url_of(self.written_out)

    def with_fields(self, changes: dict[str, str | None]) -> Self:
        """Some raw fields set; None drops one."""
        return self._replace(fields=self.fields.with_(changes))

    def rated(self, stars: int) -> Self:
        if stars not in range(6):
            raise BadValue(f"A rating is 0 to 5 stars, not {stars}; 0 takes the stars away.")
        return self._replace(rating=stars)

    def prioritised(self, priority: int) -> Self:
        if priority not in range(4):
            raise BadValue(f"A priority is 1 (high) to 3 (low), or 0 for none, not {priority}.")
        return self._replace(priority=priority)

    def tagged(self, add: frozenset[str], remove: frozenset[str] = frozenset()) -> Self:
        return self._replace(tags=(self.tags - remove) | add)

    def moved_to(self, status: Status, now: str) -> Self:
        """A new status, with the day that reading began and ended kept on the way."""
        if status is self.status:
            return self
        started, finished = self.started, self.finished
        if status in (Status.READING, Status.READ):
            started = started or now
        finished = now if status in (Status.READ, Status.ABANDONED) else ""
        return self._replace(status=status, started=started, finished=finished)

    def annotated(self, annotation: Annotation) -> Self:
        return self._replace(annotations=(*self.annotations, annotation))

    def rekeyed(self, key: str) -> Self:
        """A new citation key; the old one stays as an alias, for whoever cited it."""
        kept = [alias for alias in (*self.aliases, self.key) if alias and alias != key]
        return self._replace(key=key, aliases=tuple(dict.fromkeys(kept)))


@functools.lru_cache(maxsize=4096)
def expand(raw: str, strings: Fields) -> str:
    """A bare value with its macros replaced and its pieces joined, still LaTeX."""
    return _expand(raw, {name.lower(): value for name, value in strings.items()}, {}, depth=0)


def _expand(raw: str, strings: dict[str, str], known: dict[str, str], depth: int) -> str:
    room = 100_000  # a chain of macros that double each other would fill the memory
    pieces: list[str] = []
    for piece in split_pieces(raw):
        if piece[0] in '{"' and len(piece) > 1:
            text = piece[1:-1]
        else:
            name = piece.lower()
            if name not in known:
                known[name] = MONTHS.get(name, piece)  # which it stays where it names itself
                value = strings.get(name)
                if isinstance(value, Bare) and depth < 200:
                    known[name] = _expand(value, strings, known, depth + 1)
                elif value is not None:
                    known[name] = value
            text = known[name]
        pieces.append(text[:room])
        room -= len(text)
        if room <= 0:
            break
    return "".join(pieces)


def split_pieces(raw: str) -> list[str]:
    """The pieces of a bare value between its `#` signs, delimiters still on."""
    pieces: list[str] = []
    start = depth = 0
    quoted = False
    for at, char in enumerate(raw):
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        elif char == '"' and depth == 0:
            quoted = not quoted
        elif char == "#" and depth == 0 and not quoted:
            pieces.append(raw[start:at].strip())
            start = at + 1
    pieces.append(raw[start:].strip())
    return [piece for piece in pieces if piece]
