"""What one line or paragraph says of a paper by itself: rows of tables, bylines, their pieces."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from importers import _listing_names as people
from importers._listing_blocks import Block
from importers._listing_furniture import is_furniture
from importers._listing_ids import find
from importers._listing_labels import DATE, YEAR, is_date
from importers._listing_remarks import PLACES, is_bare_venue, is_remark
from importers._listing_text import Line

_ABBREVIATED = frozenset(
    """al vs st jr sr dr prof no nos vol vols pp p ed eds proc conf int intl trans lett phys rev sci
    math comput stat appl natl acad mr mrs ms fig figs eq cf e.g i.e etc dept univ symp assoc bull
    soc ann j jour amer am eur res eng technol med biol chem astron astrophys nucl mod theor exp
    adv ser lect notes approx mech numer anal ieee acm""".split()
)
_BREAK = re.compile(
    r"(?<=[^\s.])([.?!])[\"'”’)\]]*\s+(?=[\"'“‘(\[$]?[^\W_a-z]|\d{4}|[a-z]+[A-Z]|https?:)"
)
_BYLINE = re.compile(
    r"^(.{3,300}?)\s+[-–—]\s+(.{0,200}?\b(?:1[6-9]|20)\d\d)\s*(?:[-–—]\s+\S.{0,80})?$"
)
_JOURNAL = re.compile(r"[A-Z]\.(?: [A-Z][a-z]{2,}\.)+")  # J. Hydrol.
_INITIALS = re.compile(r"(?:[A-Z]\.?[- ]?){1,4}|Jr\.?|III?")
_LABELS_IN = re.compile(
    r"(?:^|[,;|(\[])\s*(?:paper|code|pdf|arxiv|link|project(?: page)?|website|slides|video"
    r"|poster|doi|github"
    r"|url|abs|bib(?:tex)?|data(?:set)?|demo|blog|talk|openreview|html)\s*(?::\s*(?=[,;|\])]|$)|(?=[|\])]|$))",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"[\[(]+\s*(?:[^\[\]()]{0,40}(?:pdf|code|paper|arxiv|link|project|page|website|slides|video"
    r"|poster|doi|github"
    r"|abs|bib|html|data|demo|blog|talk|openreview|ps|other|supp)[^\[\]()]{0,20})\s*[\])]+",
    re.IGNORECASE,
)


class Parts(NamedTuple):
    """What one block says of a paper by itself, and in percent how sure it is."""

    title: str = ""
    authors: str = ""
    venue: str = ""
    abstract: str = ""
    comment: str = ""
    date: str = ""
    certainty: int = 0


def row(block: Block) -> Parts:
    """A row of a table: by its columns' names where they are known, else by what the cells are."""
    found: dict[str, str] = {}
    cells = block.lines[0].cells
    columns: Sequence[str] = block.columns or ("",) * len(cells)
    for cell, column in zip(cells, columns, strict=True):
        kind = column if column in Parts._fields else _cell(cell, found) if not column else ""
        if kind and cell.text and kind not in found:
            found[kind] = cell.text
    sure = (
        40 * bool(found.get("title"))
        + 25 * bool(found.get("authors"))
        + 15 * bool(found.get("date"))
    )
    return Parts(
        **found, certainty=min(sure + 20 * bool(block.columns), 95) if "title" in found else 0
    )


def _cell(cell: Line, found: dict[str, str]) -> str:
    text = cell.text
    if not text or is_furniture(text) or find(text, cell.links, bare=True).is_all:
        return ""
    if is_date(text):
        return "date"
    if people.certainty(text) >= 70 and not cell.strong:
        return "authors"
    if is_bare_venue(text):
        return "venue"
    if is_remark(text):
        return "comment"
    if len(text.split()) > 45:
        return "abstract"
    if "title" not in found and len(text.split()) > 1:
        return "title"
    return "venue" if PLACES.search(text) else ""


def byline(text: str) -> Parts:
    """A line below a title: `A Vaswani, N Shazeer… - Advances in neural …, 2017 - nips.cc`."""
    if len(text) > 500:
        return Parts()
    if found := _BYLINE.match(text):
        names, place = found[1], found[2]
    elif "; " in text and PLACES.search(text.partition("; ")[2]):
        names, _semicolon, place = text.partition("; ")
    else:
        return Parts()
    certainty = people.certainty(names)
    if certainty < 55:
        return Parts()
    return Parts(authors=names, venue=venue_in(place), date=year_in(place), certainty=certainty)


def title_and_names(text: str) -> tuple[str, str]:
    """`A Title Ann Author, Bob Author, Cy Author`, as proceedings' pages run them together."""
    parts = text.split(", ") if len(text) < 800 else []
    at = len(parts)
    while at and people.certainty(parts[at - 1]) >= 60:
        at -= 1
    if not 1 <= at <= len(parts) - 2:
        return "", ""
    words = parts[at - 1].split()
    count = 3 if re.fullmatch(r"[A-Z]\.?|[a-z]{1,3}", words[-2:][0]) else 2
    title, name = words[:-count], " ".join(words[-count:])
    if len(title) < 3 or people.certainty(name) < 60:
        return "", ""
    return ", ".join([*parts[: at - 1], " ".join(title)]), ", ".join([name, *parts[at:]])


# -- pieces


def without_buttons(text: str) -> str:
    """Without `[paper]`, `(code | slides)` and what is left where addresses stood."""
    text = re.sub(r"[\[(]\s*[\])]", " ", _BUTTON.sub(" ", text))
    text = _LABELS_IN.sub(" ", text)
    return re.sub(r"\s+", " ", re.sub(r"\s+([,;.])(?=\s|$)", r"\1", text)).strip(" ,;|:")


def without_link_names(text: str) -> str:
    """Without the names of links at the end: `... arXiv code`."""
    names = r"(?:\s(?:arxiv|doi|pdf|link|code|paper|bib|html|url|slides|video))+\s*$"
    return re.sub(names, "", without_buttons(text), flags=re.IGNORECASE)


def leading_names(text: str) -> tuple[str, str]:
    """The names that a comma-separated text begins with, and the rest."""
    parts = text.split(", ")
    count = 0
    while count < len(parts):
        piece = re.sub(r"^(?:and|&)\s+", "", parts[count])
        paired = len(piece.split()) == 1 and any(
            map(_INITIALS.fullmatch, parts[count + 1 : count + 2])
        )
        if (
            is_bare_venue(piece)
            or _JOURNAL.match(piece)
            or not (paired or _INITIALS.fullmatch(piece) or people.certainty(piece) >= 50)
        ):
            break
        count += 1
    names = ", ".join(parts[:count])
    return (names, ", ".join(parts[count:])) if people.certainty(names) >= 55 else ("", text)


def sentences(text: str) -> list[str]:
    parts: list[str] = []
    start = 0
    for found in _BREAK.finditer(text):
        last = re.split(r"[\s(\[]", text[start : found.start()])[-1].lower()
        initials = (
            found[1] == "."
            and bool(re.fullmatch(r"(?:[^\W\d_]\.?-?)+|[^\W\d_]", last))
            and len(last.replace(".", "").replace("-", "")) < 4
            and (len(last) == 1 or "." in last or "-" in last)
        )
        if (
            found[1] == "."
            and (initials or last.strip(".") in _ABBREVIATED)
            and not _ends_a_list(text, start, found)
        ):
            continue
        parts.append(text[start : found.start() + (found[1] != ".")].strip())
        start = found.end()
    parts.append(text[start:].strip(" ."))
    return [part for part in parts if part]


def _ends_a_list(text: str, start: int, found: re.Match[str]) -> bool:
    """`Smith, J., Doe, K. Title of the paper.`: the initial ends the authors, not a name."""
    before, behind = text[start : found.start()], text[found.end() : found.end() + 80]
    if before.endswith("et al"):
        return True
    if start or "," not in before:
        return False
    words = re.findall(r"[\w’'-]+", behind)[:4]
    name_goes_on = re.match(r"[\w’'-]+(?: [A-Z][\w’'-]+)?(?:[.,;]|,? (?:and|&) )", behind)
    titled = len(words) > 2 and any(
        word[0].islower() and word not in people.PARTICLES for word in words[1:3]
    )
    common = bool(words) and words[0].lower() in people.TITLE_WORDS
    return not name_goes_on and (titled or common) and people.certainty(before) >= 55


def first_sentence(text: str) -> tuple[str, str]:
    parts = sentences(text)
    return (parts[0].strip(" ."), ". ".join(parts[1:])) if parts else ("", "")


def venue_in(text: str) -> str:
    """The place of publication, without the year and what follows in numbers."""
    text = re.sub(r"^(?:in|In)\s*:?\s+(?=\S)", "In ", text.strip(" ,.;:-–—()[]"))
    text = re.sub(
        r"[,.]?\s*\(?\b(?:accessed|retrieved|available|url|doi)\b.*$", "", text, flags=re.IGNORECASE
    )
    text = re.sub(r"\.[\s.]*\d{1,3}(?:, \d{1,3})*$", "", text)  # pages that cite it
    return text.strip(" ,.;:-–—") if re.search(r"[^\W\d_]{2}", text) else ""


def year_in(text: str) -> str:
    if found := DATE.search(text):
        return found[0]
    years = YEAR.findall(text)
    return years[-1] if years else ""
