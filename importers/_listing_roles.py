"""What a block may be, each reading with its cost: 0 is certain, 2 is far-fetched."""

import re
from typing import NamedTuple

from importers import _listing_names as people
from importers._listing_blocks import SOFT, Block
from importers._listing_furniture import are_buttons, is_furniture, service_words
from importers._listing_ids import Ids, find
from importers._listing_items import Parts, byline, row, title_and_names, without_link_names
from importers._listing_labels import DATE as WHEN
from importers._listing_labels import is_date
from importers._listing_references import reference
from importers._listing_remarks import PLACES, is_bare_venue, is_place, is_remark

TITLE, AUTHORS, ABSTRACT, IDENT, DATE, COMMENT, DETAIL, ITEM = (
    "title", "authors", "abstract", "identifier", "date", "comment", "detail", "item"
)  # fmt: skip
VENUE, ASIDE, LINK = "venue", "aside", "link"  # an aside may be a remark, if it stands like one
HEADING, FURNITURE, JUNK = "heading", "furniture", "unrecognised"
NAMING = frozenset(
    {TITLE, ITEM, AUTHORS, IDENT, DETAIL, VENUE, LINK}
)  # where identifiers are the paper's own
LONGEST_ABSTRACT = 20_000

_BY_LABEL = {
    "title": TITLE, "authors": AUTHORS, "abstract": ABSTRACT, "ident": IDENT, "doi": IDENT,
    "date": DATE, "revised": DATE, "comment": COMMENT, "furniture": FURNITURE,
    "reference": FURNITURE,
}  # fmt: skip
_ADDRESS = re.compile(r"\S+@\S+|(?:\[\w+\]\s)?(?:[\w-]+\.)+[a-z]{2,4}")
_POSITION = re.compile(
    r"(?:(?:ph\.?\s?d|m\.?sc|b\.?sc|m\.?a|b\.?a|dr)\b|bachelor|master|postdoc|(?:\w+ )?professor"
    r"|lecturer"
    r"|visiting|member of|reviewer|department of|university of|faculty of|institute|school of)",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(r"\W*(?:1[89]|20)\d\d\W*")
_SCIENCE = re.compile(
    r"\b(?:we|our|this (?:paper|work|article|study|thesis|report|note|survey|chapter)|results?"
    r"|propos\w+|show\w*|method\w*|models?|study|investigat\w+|demonstrat\w+|prov\w+|novel"
    r"|approach\w*|algorithms?|experiment\w*|analy\w+|data|theor\w+|observ\w+|measure\w+"
    r"|framework|problems?|systems?|learning|nous|résultats?|cet article|wir|diese\w* arbeit"
    r"|ergebnisse|este trabajo|resultados|present\w*|introduc\w+|evaluat\w+|benchmark\w*"
    r"|paradigms?|capabilit\w+|tasks?|recent\w*|existing|however|train\w*|networks?|optimi[sz]\w*"
    r"|efficient\w*|research\w*|literature|challeng\w+|significan\w+|compar\w+|improv\w+"
    r"|application\w*|techniques?|parameters?|distribution\w*|probab\w+|equations?|samples?"
    r"|datasets?|feedback|estimat\w+|performance|simulat\w+|function\w*|structure\w*)\b",
    re.IGNORECASE,
)
# what an archive's list calls its next paper by: `[3] arXiv:2402.15333 [pdf, html, other]`
_LEADS = re.compile(r"(?:\[\d+\]\s)?arxiv:\s?\S+\s.*\[(?:pdf|ps|html|other|abs)\b", re.IGNORECASE)
_UNKNOWN_LABEL = re.compile(r"^\w{1,20}:\s")
# what a reviewer sums up is no abstract
_REVIEWS = re.compile(
    r"the authors\b|(?:this|the) (?:paper|work|submission|manuscript)\b.{0,400}\bthe authors\b",
    re.IGNORECASE | re.DOTALL,
)
_SCHOLARS_YEAR = re.compile(r"[\d,]+\*?\s+(?:19|20)\d\d")


class Piece(NamedTuple):
    """A block with what it may be."""

    block: Block
    roles: tuple[tuple[str, float], ...]
    ids: Ids = Ids()
    parts: Parts = Parts()
    leads: bool = False  # whether it surely opens a paper


def read(block: Block) -> Piece:
    """The block and its readings, the likeliest first."""
    if block.lines[0].cells and block.label != "furniture":
        return _row(block)
    if block.label:
        return _labelled(block)
    text = block.text
    if len(text) > LONGEST_ABSTRACT:
        return Piece(block, ((JUNK, 0.0),))
    if _YEAR_ALONE.fullmatch(text):
        return Piece(block, ((HEADING, 0.1), (DATE, 0.4)))
    if _SCHOLARS_YEAR.fullmatch(text):
        return Piece(block, ((DATE, 0.0), (FURNITURE, 0.45)))
    ids = find(text, block.links, bare=True) if len(text) < 1000 else Ids()
    if ids.is_all:
        role = (IDENT, 0.0) if ids.is_placed else (LINK, 0.1)
        leads = bool(_LEADS.match(text))
        return Piece(block, (role, (FURNITURE, 3.0 if ids.is_placed else 1.0)), ids, leads=leads)
    if ids.marks and is_furniture(text):
        return Piece(block, ((IDENT, 0.1), (FURNITURE, 0.4)), ids)
    if people.COUNTED.fullmatch(text):
        return Piece(block, ((AUTHORS, 0.0), (FURNITURE, 0.3)), ids)
    leads_nowhere = bool(block.links) and all(link.startswith("#") for link in block.links)
    if is_furniture(text) or leads_nowhere or _ADDRESS.fullmatch(text):
        return Piece(block, ((FURNITURE, 0.0),), ids)
    if is_date(_UNKNOWN_LABEL.sub("", text)):
        said = re.search(r"submitted|published|created|posted|revised", text, re.IGNORECASE)
        return Piece(block, ((DATE, 0.0), (FURNITURE, 1.2 if said else 0.45)), ids)
    if block.fence == SOFT and not block.lines[0].cells:
        return Piece(block, ((ABSTRACT, 0.0),))
    ids = find(text, block.links) if len(text) < 1500 else Ids(plain=text)
    roles, parts = _readings(block, ids)
    return Piece(block, tuple(sorted(roles, key=lambda each: each[1])), ids, parts)


def _row(block: Block) -> Piece:
    line = block.lines[0]
    links = tuple(link for cell in line.cells for link in cell.links)
    ids = find(line.text, links, bare=True)
    parts = row(block)
    if parts.title:
        return Piece(
            block, ((ITEM, 0.0 if ids.marks or parts.authors else 0.5), (JUNK, 1.6)), ids, parts
        )
    return Piece(block, ((FURNITURE, 0.0) if is_furniture(line.text) else (JUNK, 0.0),), ids)


def _labelled(block: Block) -> Piece:
    role = _BY_LABEL.get(block.label, DETAIL)
    ids = Ids()
    if block.label in ("ident", "doi", "link", "code", "journal", "journalref", "venue", "detail"):
        said = " ".join(line.text for line in block.lines)
        ids = find(said, block.links, bare=block.label in ("ident", "link"))
    elif block.label in ("title", "date", "revised"):
        ids = Ids(links=find("", block.links).links)
    if block.label in ("link", "code") and ids.marks:
        role = IDENT
    if role is TITLE and is_furniture(block.text):
        role = FURNITURE
    if role in (AUTHORS, TITLE, ABSTRACT) and not block.text:
        role = FURNITURE
    if role is IDENT and not ids.marks:
        role = DETAIL
    if role is DATE:
        return Piece(block, ((role, 0.0), (FURNITURE, 0.9)), ids)
    if role is ABSTRACT and _REVIEWS.match(block.text):
        return Piece(block, ((FURNITURE, 0.0),), ids)
    if role is DETAIL:
        return Piece(block, ((role, 0.0), (FURNITURE, 0.2)), ids)
    leads = role is IDENT and bool(_LEADS.match(block.lines[0].text))
    return Piece(block, ((role, 0.0),), ids, leads=leads)


def _readings(block: Block, ids: Ids) -> tuple[list[tuple[str, float]], Parts]:
    """What a block of plain text may be, and what it says of a paper by itself."""
    text = block.text
    words = _words(text)
    cut_off = text.startswith(("…", "...")) or (words > 6 and text.endswith(("…", "...")))
    if words < 60 and cut_off:
        return [(DETAIL, 0.1), (JUNK, 1.0)], Parts()
    parts = byline(text)
    if parts.authors and parts.authors not in block.strong:
        return [(AUTHORS, 0.0), (JUNK, 1.6)], parts
    parts = reference(block, ids)
    if not parts.certainty and "," in text:
        title, authors = title_and_names(text)
        parts = Parts(title, authors, certainty=60) if title else parts
    roles: list[tuple[str, float]] = []
    if is_remark(text):
        roles.append((COMMENT, 0.0 if words < 60 else 0.8))
    if parts.certainty:
        roles.append((ITEM, max(0.0, (90 - parts.certainty) / 75)))
    prose = abstract_cost(text)
    if parts.certainty >= 60:
        if prose is not None and words > 40:
            roles.append((ABSTRACT, prose + 1.0))
        return [*roles, (JUNK, 2.6)], parts
    if prose is not None:
        roles.append((ABSTRACT, prose))
    return [*roles, *_as_a_line(block, ids, parts, prose)], parts


def _as_a_line(
    block: Block, ids: Ids, parts: Parts, prose: float | None
) -> list[tuple[str, float]]:
    """What it may be as one of the lines that a paper has, or as none of them."""
    text = block.text
    words = _words(text)
    roles: list[tuple[str, float]] = []
    place, remark = is_place(text), is_remark(text)
    names = people.certainty(text) if words < 400 and not place else 0
    if names >= 35:
        roles.append((AUTHORS, (100 - names) / 80))
    titled = title_cost(block, ids, names)
    if titled is not None:
        roles.append((TITLE, titled + 0.8 * remark))
    if words < 30 and PLACES.search(ids.plain) and not remark:
        roles.append((VENUE, 0.5 + 0.2 * bool(ids.marks) - 0.2 * place))
    if block.marker == "#" or is_bare_venue(text) or (place and not ids.marks):
        roles.append((HEADING, 0.2 if place else 0.7))
    elif text.endswith(":") and words < 10:
        roles.append((HEADING, 0.1))
    elif 1 < words < 30 and not remark:
        roles.append((ASIDE, 1.9))
    names_itself = bool(ids.marks) and words < 60
    if names_itself:
        entitled = parts.certainty > 30 or (titled is not None and titled < 0.8)
        roles.append((IDENT, 2.0 if entitled else 1.2))
    if service_words(text) > 1 and len(_SCIENCE.findall(text)) < 2 and not ids.marks:
        roles.append((FURNITURE, 0.3))
    no_title = max(0.0, 0.5 - (1.0 if titled is None else titled))
    junk = 1.6 + no_title if prose is None else max(0.4, 2.2 - 1.5 * prose)
    junk += 2.0 * names_itself + 0.4 * any(map(str.isdigit, block.marker))
    return [*roles, (JUNK, junk)]


def title_cost(block: Block, ids: Ids, names: int = 0) -> float | None:
    """How little the block looks like a title; None where it cannot be one."""
    text = without_link_names(ids.plain) if ids.marks else block.text
    words = text.split()
    if len(words) > 45 or len(text) > 350 or not words:
        return None
    cost = {1: 1.3, 2: 0.8, 3: 0.55}.get(len(words), 0.35)
    if text.endswith(".") and not text.endswith(("...", "etc.")):
        cost += 0.4 if len(words) < 16 else 0.8
    if re.match(
        r"(?:an? )?(?:curated|awesome|list of|collection of|summary of)\b", text, re.IGNORECASE
    ):
        cost += 0.6
    if text.endswith((":", ",", ";", "!")):
        cost += 1.6 if text[-1] == ":" else 0.8
    if text[0].islower() and text[:4].islower():
        cost += 0.3
    if re.search(r"\w: \S", text):
        cost -= 0.15
    if sum(word.lower().strip(":,") in people.TITLE_WORDS for word in words) > 1:
        cost -= 0.15
    if re.match(r"(?:we|our|you|your|this|these|i|please|here)\b", text, re.IGNORECASE):
        cost += 1.3 if text.endswith((".", "!")) else 0.3
    if re.search(r"@|https?:|www\.|\bwe (?:propose|introduce|show|present)\b", text):
        cost += 0.7
    if WHEN.search(text) or re.search(r"\b(?:19|20)\d\d\)?$", text):
        cost += 0.4
    if is_place(text) or _POSITION.match(text):
        cost += 1.5 if is_place(text) else 0.8
    if sum(char.isdigit() for char in text) * 3 > len(text):
        cost += 0.6
    if names >= 75 and ("," in text or " and " in text):
        cost += 1.2 if text.count(",") > 1 or re.search(r"\b[A-Z]\.", text) else 0.6
    if any(text == strong for strong in block.strong) or block.marker == "#":
        cost -= 0.2
    if is_bare_venue(text) or " | " in text or are_buttons(text):
        cost += 0.8
    return max(cost, 0.0)


def abstract_cost(text: str) -> float | None:
    """How little the text looks like an abstract; None where it cannot be one."""
    words = _words(text)
    if words < 12 or (words < 40 and not re.search(r"[.!?…。][\"'”’)\]}$]*$", text)):
        return None
    cost = 0.0 if words >= 60 else 0.2 if words >= 35 else 0.6 if words >= 20 else 1.0
    hits = len(_SCIENCE.findall(text[:3000]))
    cost += 1.0 if not hits else 0.2 if hits == 1 and words > 40 else -0.3 if words < 35 else 0.0
    if re.match(r"(?:we|in this|this (?:paper|work|article|study)|here we)\b", text, re.IGNORECASE):
        cost -= 0.3
    if hits < 3:
        cost += 0.4 * min(service_words(text), 3)
    if text[0].islower() or re.match(r"(?:you|your|hi|hello|dear|thanks|welcome)\b", text, re.I):
        cost += 0.5
    return max(cost, 0.0)


def _words(text: str) -> int:
    """How many words; in scripts without spaces, about as many."""
    if text.isascii():
        return len(text.split())
    return (
        len(text.split()) + len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", text)) // 2
    )
