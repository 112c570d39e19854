"""Plain values become a paper: escaped as LaTeX, under BibTeX's names, and none of them dropped."""

import re
from collections.abc import Iterable

from importers import _markup, _when
from importers._provisional import title_from
from papers import identifiers, jabref, keys, names
from papers.fields import Bare, Fields
from papers.latex import decode, escape, squeeze
from papers.names import Author
from papers.paper import Attachment, Paper, Source, Status

# What stands in these is for programs: LaTeX's escapes would break it.
VERBATIM = frozenset({"doi", "eprint", "pmcid", "pmid", "url"})
# In a title a reader sees the markup; in the others it would only be in the way.
MARKED_UP = frozenset({"title", "booktitle", "journal", "shorttitle", "subtitle"})
PROSE = frozenset({"abstract", "note", "database-note"})  # their lines stay apart
TIDIED = frozenset({"publisher", "series", "address", "school", "institution", "eventtitle"})

_BODIES = {"phdthesis": "school", "mastersthesis": "school", "thesis": "school"}
PUBLISHERS = {**_BODIES, "techreport": "institution", "patent": "holder"}
VENUES = {
    "article": "journal",
    "book": "series",
    "inbook": "booktitle",
    "incollection": "booktitle",
    "inproceedings": "booktitle",
    "inreference": "booktitle",
    "jurisdiction": "journal",
    "legislation": "journal",
    "online": "organization",
    "proceedings": "series",
    "review": "journal",
    "techreport": "series",
}
UNTYPED = frozenset({"article", "book", "incollection", "inproceedings", "review"})
IN_BOOKS = frozenset({"inbook", "incollection", "inproceedings", "inreference"})
WHOLE = frozenset({"book", "manual", "phdthesis", "mastersthesis", "thesis"})

_RESOLVER = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:?\s*", re.IGNORECASE)
_ISSN = re.compile(r"(?<![\d-])\d{4}-?\d{3}[\dXx](?![\d-])")
_PAGE = r"[\w.:*]{1,20}"
_PAGES = re.compile(rf"({_PAGE})\s*(?:-{{1,3}}|–|—)\s*({_PAGE})")
_BETWEEN_URLS = re.compile(r"(?<![;\s])[;\s]++(?=\w{1,10}://)")


class Draft:
    """A paper of which the parts are still coming in."""

    def __init__(self, kind: str) -> None:
        self.type, _, subtype = kind.partition(" ")
        self.fields: dict[str, str] = {}
        self.said: dict[str, set[str]] = {}
        self.keywords: list[str] = []
        self.groups: list[str] = []
        self.notes: dict[str, None] = {}
        self.files: list[Attachment] = []
        if subtype:
            self.put("entrysubtype", subtype)

    def put(self, name: str, *values: str) -> None:
        """Fields from plain text. What a name would say a second time goes under another name."""
        for value in values:
            value = value.strip() if name in PROSE else " ".join(value.split())
            if name in VERBATIM:
                self.put_latex(name, verbatim(value))
            elif name in MARKED_UP:
                self.put_latex(name, squeeze(_markup.latex(value)))
            elif name == "abstract":
                self.put_latex(name, escape(_markup.paragraphs(value)))
            elif name in TIDIED:
                self.put_latex(name, escape(_markup.entities(value)))
            else:
                self.put_latex(name, escape(value))

    def put_latex(self, name: str, value: str) -> None:
        """A field that is LaTeX already."""
        said = self.said.setdefault(name, set())
        if value and value not in said:
            said.add(value)
            free = name if len(said) == 1 else f"{name}{len(said)}"
            while free in self.fields:
                free += "x"
            self.fields[free] = value

    def gather(self, name: str, values: Iterable[str], separator: str = "; ") -> None:
        """One field for several values."""
        self.put(name, separator.join(dict.fromkeys(filter(None, map(str.strip, values)))))

    def people(self, role: str, people: Iterable[Author]) -> None:
        self.put_latex(role, names.to_bibtex([one for one in people if any(one)]))

    def publish(self, texts: Iterable[str]) -> None:
        """The date of publication, however many texts tell it."""
        self.dated(_when.published(texts))

    def dated(self, fields: dict[str, str]) -> None:
        """The fields of a date."""
        for name, value in fields.items():
            exact = name == "date" or isinstance(value, Bare)
            self.put_latex(name, value if exact else escape(value))

    def venue(self, *titles: str) -> None:
        """What the paper appeared in."""
        self.put(VENUES.get(self.type, "howpublished"), *titles)

    def publisher(self, *values: str) -> None:
        self.put(PUBLISHERS.get(self.type, "publisher"), *values)

    def pages(self, *values: str) -> None:
        for value in values:
            self.put_latex("pages", pages(value))

    def doi(self, *values: str) -> None:
        for value in values:
            self.put("doi", _RESOLVER.sub("", value.strip(), count=1) or value)

    def serial(self, values: Iterable[str]) -> None:
        """ISBNs and ISSNs, each under its name."""
        said: dict[str, list[str]] = {}
        for value in values:
            said.setdefault(self._serial(value), []).append(" ".join(value.split()))
        for name, numbers in said.items():
            self.gather(name, numbers, ", ")

    def _serial(self, value: str) -> str:
        if identifiers.isbn(value):
            return "isbn"
        if self.type == "techreport" and "number" not in self.fields:
            return "number"
        if self.type == "patent" or (self.type != "article" and not _ISSN.search(value)):
            return "number" if self.type == "patent" else "isbn"
        return "issn"

    def urls(self, values: Iterable[str]) -> None:
        """Addresses; a line may hold several, with semicolons between them."""
        for value in values:
            self.put("url", *_BETWEEN_URLS.split(value))

    def file(self, path: str, title: str = "", kind: str = "") -> None:
        """An attachment; an address on the web is a link, not a file."""
        path = path.strip()
        if re.match(r"https?://|ftp://", path, re.IGNORECASE):
            self.urls([path])
        elif path:
            self.files.append(Attachment(local(path), title, kind))

    def tag(self, *texts: str) -> None:
        """Keywords: a line may hold several, each in a line or with semicolons between them."""
        for text in texts:
            found = (
                " ".join(part.split()) for part in re.split(r"[;\r\n]", _markup.entities(text))
            )
            self.keywords += [part for part in found if part]

    def note(self, text: str) -> None:
        """What a reader wrote about the paper."""
        text = _markup.markdown(text) if _markup.is_html(text) else text.strip()
        if text:
            self.notes[text] = None

    def preprint(self, text: str) -> None:
        """An arXiv number, with its version where one is named."""
        number, version = identifiers.arxiv(text if "arxiv" in text.lower() else f"arXiv:{text}")
        if number:
            self.put("eprint", f"{number}v{version}" if version else number)
            self.put("archiveprefix", "arXiv")
        if primary := re.search(r"\[([\w.-]+)(?:[^\]]*)\]", text):
            self.put("primaryclass", primary[1])

    def paper(self, source: Source, key: str = "", provisional: str = "") -> Paper:
        """The paper; without a title it waits in the inbox."""
        self._name_the_preprint()
        self.put_latex("keywords", ", ".join(map(_keyword, dict.fromkeys(self.keywords))))
        self.gather("groups", self.groups, ", ")
        self.put_latex("file", ";".join(map(_described, self.files)))
        titled = "title" in self.fields
        if not titled and not provisional:
            provisional = title_from(decode(self.fields.get("abstract", "")))
        paper = Paper(
            key=key,
            type=self.type,
            fields=Fields(self.fields),
            provisional="" if titled else " ".join(provisional.split()),
            status=Status.UNREAD if titled else Status.INBOX,
            notes="\n\n".join(self.notes),
            source=source,
        )
        if not paper.fields.keys().isdisjoint(jabref.FIELDS):
            paper = jabref.judged(paper)
        return paper.tagged(frozenset(map(" ".join, map(str.split, self.groups))))

    def _name_the_preprint(self) -> None:
        """The arXiv number that an address or a journal's name gives, where BibTeX wants it."""
        told = [name for name in ("doi", "url", "journal", "number") if name in self.fields]
        if "eprint" in self.fields or not told:
            return
        number, version = identifiers.arxiv_of({name: self.fields[name] for name in told})
        if number:
            self.preprint(f"{number}v{version}" if version else number)


def citation_key(*candidates: str, strict: bool = False) -> str:
    """The first of these that can be a citation key; strict: that is not just a word or number."""
    for text in candidates:
        has_letter = any(char.isalpha() for char in text)
        has_digit = any(char.isdigit() for char in text)
        if has_letter and (has_digit or not strict) and not keys.problem(text):
            return text
    return ""


def thesis(level: str) -> str:
    """The type of a thesis of that level."""
    if re.search(r"\bph\.?\s?d|doctor", level, re.IGNORECASE):
        return "phdthesis"
    if re.search(r"master|\bm\.?\s?(?:sc|a|phil)\b", level, re.IGNORECASE):
        return "mastersthesis"
    return "thesis"


def field_name(label: str) -> str:
    """A name for a field that BibTeX does not know: lower case, with hyphens for all else."""
    name = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")[:60]
    return name if name and not name[0].isdigit() else f"field-{name}".rstrip("-")


def pages(text: str) -> str:
    """Pages as LaTeX: ranges have two hyphens."""
    parts = [" ".join(part.split()) for part in re.split(r"[,;]", text) if part.strip()]
    return ", ".join([_page_range(part) for part in parts])


def _page_range(text: str) -> str:
    found = _PAGES.fullmatch(text)
    return f"{escape(found[1])}--{escape(found[2])}" if found else escape(text)


def verbatim(text: str) -> str:
    """An address or a number without what would break a BibTeX value."""
    text = " ".join(text.split())
    for char, code in (("\\", "%5C"), ("{", "%7B"), ("}", "%7D")):
        text = text.replace(char, code)
    return text


def local(path: str) -> str:
    """The path that a file:// address names; any other path as it is."""
    found = re.match(r"file://(?:localhost)?(?=/)", path, re.IGNORECASE)
    if not found:
        return path
    path = path[found.end() :]
    if re.search(r"%[0-9A-Fa-f]{2}", path):
        from urllib.parse import unquote

        path = unquote(path)
    return path[1:] if re.match(r"/[A-Za-z]:[/\\]", path) else path


def _keyword(text: str) -> str:
    escaped = escape(text)
    return f"{{{escaped}}}" if "," in text or ";" in text else escaped


def _described(file: Attachment) -> str:
    parts = (file.title, file.path, file.kind)
    return ":".join([re.sub(r"[:;\\]", r"\\\g<0>", " ".join(part.split())) for part in parts])
