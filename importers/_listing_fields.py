"""What the blocks of one paper say, as the fields of a paper."""

import re

from importers import _listing_names as people
from importers._listing_furniture import is_furniture
from importers._listing_groups import Group
from importers._listing_items import without_buttons, without_link_names
from importers._listing_labels import DATE as DATES
from importers._listing_labels import YEAR, is_date
from importers._listing_remarks import VENUE as VENUES
from importers._listing_remarks import is_bare_venue
from importers._listing_roles import (
    ABSTRACT,
    ASIDE,
    AUTHORS,
    COMMENT,
    DATE,
    DETAIL,
    IDENT,
    ITEM,
    NAMING,
    TITLE,
    VENUE,
    Piece,
)
from papers import dates
from papers.dates import PartialDate
from papers.fields import Bare, Fields
from papers.paper import MONTHS
from papers.to_latex import encode

_NOTHING = frozenset({"", "none", "null", "n/a", "-", "–", "—", "tbd", "na"})
_SUBJECT = re.compile(
    r"(?<![\w.-])[a-z]{1,8}(?:-[a-z]{2,4})?(?:\.[A-Za-z]{2}(?:[a-z-]{1,9})?)?(?![\w-])"
)
_PROCEEDINGS = re.compile(
    r"^in\s|\b(?:proceedings|proc\.|conference|workshop|symposium|advances in|findings of"
    r"|meeting|congress)",
    re.IGNORECASE,
)
_REVISED = re.compile(r"\W*(?:replaced|revised|updated|last (?:modified|updated|revised))", re.I)
_THESIS = re.compile(
    r"\b(Ph\.?\s?D\.?|Doctoral|Master(?:['’]?s)?|M\.?\s?Sc\.?)[\s-]*(?:thesis|dissertation)\b",
    re.IGNORECASE,
)
_PREPRINT = re.compile(r"\b(?:arxiv|corr\b|preprint)|^\W*abs/", re.IGNORECASE)
_PAGES = re.compile(
    r"(?<!\d)(\d+:\d+)\s?[-–—]+\s?(\d+:\d+)"  # of a journal that numbers them by article
    r"|(?:\bpp?\.\s*|\bpages?\s*|[:,]\s*)([A-Z]?\d+)\s?[-–—]+\s?([A-Z]?\d+)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"[,;.]?\s*(?:\(?(?:1[6-9]|20)\d\d[a-z]?\)?)?[,;.]?\s*(?:\b(?:vol(?:ume|\.)|no\.|pp?\.|pages?|art(?:icle|\.))\s*\w?\d.*"
    r"|\s\d+(?:\.\d+)?\s?(?:\(\d|[:,]).*|(?:1[6-9]|20)\d\d(?:\s[a-z]{3}(?:\s\d{1,2})?)?\s?;.*|(?<=[\s,(])(?:1[6-9]|20)\d\d\)?\W*$)$",
    re.IGNORECASE,
)


class Gathered:
    """What the blocks of a group say, by kind."""

    def __init__(self, group: Group) -> None:
        self.values: dict[str, list[str]] = {}
        self.type = "misc"
        self.links: list[str] = []
        self.code: list[str] = []
        self.arxiv = self.doi = self.pmid = self.isbn = self.subject = ""
        for role, piece in group.members:
            self.take(role, piece)

    @property
    def abstract(self) -> str:
        return "\n\n".join(self.values.get("abstract", ()))

    def take(self, role: str, piece: Piece) -> None:
        text = piece.block.text
        if role in NAMING:
            self.identify(piece)
        if role is IDENT and DATES.search(text):
            self.say("date", text)
        if role in (ITEM, AUTHORS) and piece.parts.certainty and not piece.block.label:
            for kind, value in piece.parts._asdict().items():
                if kind != "certainty" and value:
                    self.say(kind, value)
        elif role is TITLE:
            self.entitle(text if piece.block.label else piece.ids.plain or text)
        elif role is VENUE:
            self.say(role, without_link_names(piece.ids.plain))
        elif role is DATE:
            revised = piece.block.label == "revised" or _REVISED.match(text)
            self.say("revised" if revised else role, text)
        elif role in (AUTHORS, ABSTRACT, COMMENT):
            self.say(role, "" if people.COUNTED.fullmatch(text) else text)
        elif role is ASIDE:
            self.say("comment", text)
        elif role is DETAIL:
            self.say(piece.block.label, text)

    def entitle(self, text: str) -> None:
        """The title; `(ICLR 2023)` or a date before it is where and when."""
        if found := re.match(r"[\[(]([^\[\]()]{3,40})[\])]\s*:?\s+(?=\S{2})", text):
            if is_bare_venue(found[1]):
                self.say("venue", found[1])
            if is_date(found[1]):
                self.say("date", found[1])
            if is_bare_venue(found[1]) or is_date(found[1]) or is_furniture(found[1]):
                text = text[found.end() :]
        self.say("title", _title(text))

    def say(self, kind: str, value: str) -> None:
        if value.strip().lower() not in _NOTHING:
            self.values.setdefault(kind, []).append(value)

    def identify(self, piece: Piece) -> None:
        ids = piece.ids
        number = ids.arxiv.partition("v")[0]
        if ids.arxiv and (not self.arxiv or (self.arxiv == number and ids.arxiv != number)):
            self.arxiv = ids.arxiv
        self.doi = self.doi or ids.doi
        self.pmid = self.pmid or ids.pmid
        self.isbn = self.isbn or ids.isbn
        self.subject = self.subject or ids.subject
        self.links += ids.links
        self.code += ids.code

    def first(self, kind: str) -> str:
        return self.values.get(kind, [""])[0]

    def fields(self, inherited_year: str) -> Fields:
        """All that is known, in the order in which an entry is written."""
        found: dict[str, str] = {}
        if title := self.first("title"):
            found["title"] = encode(title)
        if authors := self.first("authors"):
            found["author"] = people.written(authors)
        found |= self.published()
        found |= self.dated(inherited_year)
        if self.doi:
            found["doi"] = self.doi
        if self.arxiv:
            found |= {"eprint": self.arxiv, "archiveprefix": "arXiv"}
        found |= {"pmid": self.pmid, "isbn": self.isbn}
        found |= self.classes()
        found |= self.addresses()
        if self.abstract:
            found["abstract"] = encode(self.abstract)
        for kind, name in (("keywords", "keywords"), ("tldr", "tldr"), ("comment", "comment")):
            if kind in self.values:
                found[name] = encode("; ".join(dict.fromkeys(self.values[kind])))
        return Fields({name: value for name, value in found.items() if value})

    def published(self) -> dict[str, str]:
        """Where it appeared."""
        found: dict[str, str] = {}
        journal, venue = self.first("journal"), self.first("venue")
        volume = self.first("volume")
        if len(volume.split()) > 2:  # a volume that has a name
            venue = self.values.pop("volume")[0]
        if journal:
            self.type = "article"
            found["journal"] = encode(journal)
        elif degree := _THESIS.search(venue):
            self.type = "phdthesis" if degree[1].lower().startswith(("p", "d")) else "mastersthesis"
            school = re.sub(r",?\s*\d{4}$", "", venue[degree.end() :])
            found["school"] = encode(school.strip(" ,.:"))
        elif venue and not _PREPRINT.search(venue):
            numbers = _NUMBERS.search(venue)
            name = (venue[: numbers.start()] if numbers else venue).strip(" ,.;:()") or venue
            bound = _PROCEEDINGS.search(venue) or VENUES.search(venue)
            self.type = "inproceedings" if bound else "article"
            found["booktitle" if bound else "journal"] = encode(re.sub(r"^[Ii]n:?\s", "", name))
            found |= _volume_and_pages(venue[len(name) :])
        for name in ("volume", "number", "pages", "publisher"):
            if name in self.values and name not in found:
                found[name] = encode(self.first(name))
        for kind, name in (("report", "reportnumber"), ("journalref", "howpublished")):
            if kind in self.values:
                found[name] = encode(self.first(kind))
        return found

    def dated(self, inherited_year: str) -> dict[str, str]:
        """The year of publication where one is named, else the date."""
        place = self.first("journal") or self.first("venue")
        texts = [] if self.arxiv else self.values.get("revised", [])
        texts = self.values.get("date", []) + texts
        said = [date for text in texts if (date := date_in(text)).year]
        years = YEAR.findall(place)
        if years and self.type != "misc":
            return {"year": years[-1]}
        if said:
            return _date_fields(said[0])
        if years:
            return {"year": years[-1]}
        if self.arxiv and re.match(r"\d{4}\.", self.arxiv):
            return {"year": f"20{self.arxiv[:2]}"}
        if inherited_year:
            return {"year": inherited_year}
        if self.arxiv:
            number = self.arxiv.partition("/")[2][:2]
            return {"year": f"{19 if number > '90' else 20}{number}"}
        return {}

    def classes(self) -> dict[str, str]:
        subjects = "; ".join(self.values.get("subjects", ()))
        named = re.findall(r"\(([a-z-]{2,8}(?:\.[A-Za-z-]{2,12})?)\)", subjects)
        if (
            not named
            and subjects
            and all(map(_SUBJECT.fullmatch, re.split(r"[,;\s]+", self.first("subjects"))))
        ):
            named = re.split(r"[,;\s]+", self.first("subjects"))
        first = named[0] if named else self.subject
        found = {"primaryclass": first} if first and self.arxiv else {}
        if len(named) > 1:
            found["categories"] = " ".join(named)
        if subjects and not named:
            self.values.setdefault("keywords", []).append(subjects)
        for kind in ("mscclass", "acmclass"):
            if kind in self.values:
                found[kind] = encode(self.first(kind))
        return found

    def addresses(self) -> dict[str, str]:
        found: dict[str, str] = {}
        links = [_address(link) for link in dict.fromkeys(self.links)]
        links = [link for link in links if "10.48550/" not in link]  # which is the arXiv number
        if links:
            found["url"] = links[0]
        if len(links) > 1:
            found["link"] = " ".join(links[1:9])
        if self.code:
            found["code"] = _address(self.code[0])
        return found


def date_in(text: str) -> PartialDate:
    """The first date that a text names."""
    found = DATES.search(text)
    if not found:
        years = YEAR.findall(text)
        return PartialDate(int(years[0])) if years else PartialDate()
    if found["iso"]:
        return dates.parse(re.sub(r"[/.]", "-", found["iso"]))
    day = found["day"] or found["day2"] or ""
    month = found["month"] or found["month2"] or found["month3"] or ""
    year = found["year"] or found["year2"] or found["year3"] or ""
    if len(year) == 2:
        year = f"{19 if year > '50' else 20}{year}"
    return dates.parse("", year, month, day)


def _date_fields(date: PartialDate) -> dict[str, str]:
    found = {"year": str(date.year)}
    if date.month:
        found["month"] = Bare(list(MONTHS)[date.month - 1])
        if date.day:
            found["day"] = str(date.day)
    return found


def _volume_and_pages(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if volume := re.search(
        r"\bvol(?:\.|ume)\s*(\w+)|(?<![\w(–-])(?!(?:19|20)\d\d\b)(\d{1,4})\s?(?=\(\d|:\s?\w?\d|\.\d+\s\(|,\s?(?:pp?\.\s?)?\d+\s?[-–])",
        text,
        re.IGNORECASE,
    ):
        found["volume"] = volume[1] or volume[2]
    if number := re.search(
        r"\bno\.\s*(\w+)|\d\s?\((\d{1,3}(?:[-–/]\d{1,3})?)\)|\d\.(\d+)\s\(", text, re.IGNORECASE
    ):
        found["number"] = number[1] or number[2] or number[3]
    if pages := _PAGES.search(text):
        first, last = pages[1] or pages[3], pages[2] or pages[4]
        found["pages"] = f"{first}--{last}"
    return found


def _title(text: str) -> str:
    """The title without what lists put around it."""
    text = without_buttons(text)
    if (
        text[:1] in '"“'
        and text[-1:] in '"”'
        and len(text) > 2
        and not re.search(r"[\"“”]", text[1:-1])
    ):
        text = text[1:-1].strip()
    if text.endswith(".") and not re.search(r"\.\S*\.$|\b(?:etc|al|Inc|vs)\.$", text):
        text = text[:-1]
    return text.strip(" ,")


def _address(link: str) -> str:
    return link.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
