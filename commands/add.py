"""Add one paper: by hand, or by an identifier whose metadata is yet to be fetched."""

import re
from collections.abc import Sequence

from commands.rename import checked as checked_key
from papers import Ambiguous, BadValue, Fields, NotFound, Paper, Source, Status, bibtex, identifiers
from storage import Library, Step

IDENTIFIERS = "a DOI, an arXiv number, an ISBN, a PubMed number or an address"
_SPECIAL = re.compile(r"(?<!\\)[&%#]")


def add(library: Library, paper: Paper) -> Step:
    """Add a paper that is not there yet."""
    for identifier in (paper.doi, paper.arxiv):
        if identifier and (twin := _called(library, identifier)):
            raise BadValue(f"{twin.key or twin.uid} has {identifier} already: nothing was added.")
    named = paper._replace(key=paper.key or provisional_key(paper))
    label = f"add: {named.key or named.title[:60]}"
    return library.add([named], label=label, suffix=not paper.key)


def by_hand(
    identified: Paper | None = None,
    *,
    title: str | None = None,
    authors: Sequence[str] = (),
    year: str | None = None,
    venue: str | None = None,
    kind: str | None = None,
    key: str | None = None,
    doi: str | None = None,
    arxiv: str | None = None,
    url: str | None = None,
    fields: Sequence[str] = (),
    tags: frozenset[str] = frozenset(),
    status: Status | None = None,
) -> Paper:
    """The paper that these describe; plain text becomes LaTeX where it would not be any."""
    entry_type = _type(kind, venue)
    values: dict[str, str | None] = {
        "title": text_to_latex(title) if title else None,
        "author": " and ".join(map(text_to_latex, authors)) or None,
        "booktitle" if entry_type == "inproceedings" else "journal": text_to_latex(venue)
        if venue
        else None,
        "year": _year(year) if year else None,
    }
    values |= _identifier_fields(doi, arxiv, url)
    values |= dict(map(_field, fields))
    known = identified.fields if identified else Fields()
    given = Fields({name: _sound(name, value) for name, value in values.items() if value})
    if not given and not known:
        raise BadValue("A paper needs a title, an identifier or some other field.")
    complete = bool(given.keys() & {"title", "author", "editor"})
    return Paper(
        key=checked_key(key) if key else "",
        type=entry_type,
        fields=Fields(
            {**given, **{name: value for name, value in known.items() if name not in given}}
        ),
        tags=tags,
        status=status or (Status.UNREAD if complete else Status.INBOX),
        source=Source(kind="hand") if not identified else identified.source,
    )


def by_identifier(text: str) -> Paper | None:
    """The paper that only its identifier is known of; None if the text is no identifier."""
    found = identifiers.classify(text)
    fields: dict[str, str] = {}
    if found and found.kind == "arxiv":
        version = f"v{found.version}" if found.version else ""
        fields = {"eprint": found.value + version, "archiveprefix": "arXiv"}
    elif found and found.kind in ("doi", "isbn", "pmid"):
        fields = {found.kind: found.value}
    elif re.match(r"https?://[^\s{}]+\Z", text):
        fields = {"url": text}
    if not fields:
        return None
    return Paper(fields=Fields(fields), status=Status.INBOX, source=Source("identifier", text))


def is_known(library: Library, paper: Paper) -> bool:
    """Whether the library has a paper of these identifiers."""
    from commands.marked import near
    from papers.preprints import identifiers_of

    like = near(library, [paper])
    if like is not None:  # a large library, of which all would have to be read
        mine = set(identifiers_of(paper))
        return any(not mine.isdisjoint(identifiers_of(other)) for other in like)
    for identifier in filter(None, (paper.doi, paper.arxiv)):
        try:
            if _called(library, identifier):
                return True
        except Ambiguous:
            return True
    return False


def text_to_latex(text: str) -> str:
    """What a person typed as LaTeX: its commands and braces stay, lone & % and # are escaped."""
    return _SPECIAL.sub(lambda found: "\\" + found[0], text.strip())


def _identifier_fields(
    doi: str | None, arxiv: str | None, url: str | None
) -> dict[str, str | None]:
    fields: dict[str, str | None] = {"url": url}
    if doi is not None:
        fields["doi"] = identifiers.doi(doi)
        if not fields["doi"]:
            raise BadValue(f"{doi!r} is no DOI: one begins with 10. and has a / in it.")
    if arxiv is not None:
        number, version = identifiers.arxiv(arxiv)
        if not number:
            raise BadValue(
                f"{arxiv!r} is no arXiv number: one is like 1706.03762 or hep-th/9711200."
            )
        fields["eprint"] = f"{number}v{version}" if version else number
        fields["archiveprefix"] = "arXiv"
    return fields


def _type(given: str | None, venue: str | None) -> str:
    if given:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", given):
            raise BadValue(
                f"{given!r} is no type of entry: try article, inproceedings, book or misc."
            )
        return given.lower()
    return "article" if venue else "misc"


def _year(year: str) -> str:
    if not re.fullmatch(r"\d{4}", year, re.ASCII):
        raise BadValue(f"A year is four digits, not {year!r}; --field year=... takes any text.")
    return year


def _field(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    name = name.strip().lower()
    if not equals or not re.fullmatch(bibtex.NAME, name) or not name.isprintable():
        raise BadValue(f"A field is given as name=value, such as --field pages=1--9, not {text!r}.")
    return name, value.strip()


def _sound(name: str, value: str) -> str:
    if bibtex.literal(f"{{{value}}}") is None:
        raise BadValue(f"The braces in the {name} do not match: {value[:60]!r}")
    return value


def provisional_key(paper: Paper) -> str:
    """A key where only an identifier is known; with a title the library makes one."""
    if paper.title or paper.authors or paper.editors:
        return ""
    kind = next(
        (name for name in ("arxiv", "doi", "isbn", "pmid", "url") if getattr(paper, name)), ""
    )
    plain = re.sub(
        r"[^A-Za-z0-9.]+", "-", getattr(paper, kind).partition("//")[2] or getattr(paper, kind)
    )
    return re.sub(r"[.-]{2,}", "-", f"{kind}-{plain}")[:80].rstrip(".-") if kind else ""


def _called(library: Library, identifier: str) -> Paper | None:
    try:
        return library.find(identifier)
    except NotFound:
        return None
