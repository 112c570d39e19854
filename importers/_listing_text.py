"""Copied and saved pages as clean lines: no markup, entities or odd spaces, links set apart."""

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from importers import _html

LONGEST = 50_000  # characters of a line that is looked at for markup; longer ones hold no paper

_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\](?:\([^()]{0,2000}\)|\[[^\[\]]{0,100}\])")
_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){0,800})\]"
    r"(?:\(<?((?:[^()\s<>]|\([^()\s]{0,200}\)){0,2000})>?(?:\s+[\"'][^\"']{0,300}[\"'])?\)"
    r"|\[([^\[\]]{1,100})\])"
)
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]]{1,100})\]:\s*(\S+)")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]{1,2000})>")
_STRONG = re.compile(
    r"\*\*(?=\S)([^*]{1,800}?)(?<=\S)\*\*|(?<!\w)__(?=\S)([^_]{1,800}?)(?<=\S)__(?!\w)"
)
_EMPHASIS = re.compile(
    r"(?<![\w*\\$])\*(?=\S)([^*\n$]{1,400}?)(?<=[^\s\\])\*(?![\w*])"
    r"|(?<![\w\\$])_(?=\S)([^_\n$]{1,400}?)(?<=[^\s\\])_(?!\w)"
    r"|(?<!`)`([^`']{1,200})`(?!`)"
)
_LYNX = re.compile(r"\[\d{1,4}\](?=[^\W\d_])")  # a text browser's number of a link
_MARKDOWN = re.compile(r"\]\(|\*\*|^#{1,6} |^\s*[-*] ", re.MULTILINE)
_TABLE_RULE = re.compile(r"^[|\s:-]*-{2,}[|\s:-]*$")

_SPACES = dict.fromkeys(
    map(ord, "\t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"), " "
)
_SPACES |= dict.fromkeys(range(0x2000, 0x200B), " ")
_JOINED: dict[int, str | None] = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
    0xFB06: "st", 0x200B: None, 0x2060: None, 0xFEFF: None,
}  # fmt: skip
_CLEAN = str.maketrans({**_SPACES, **_JOINED})

_MARKER = re.compile(
    r"(\[\d{1,4}\](?=\s|arXiv)|\(\d{1,3}\)(?=\s)|\d{1,3}[.)](?=\s)|[#№]\s?\d{1,4}[.:)]?(?=\s)"
    r"|\[(?!v\d)[A-Za-z]{1,3}\d{1,3}\](?=\s)|\[[A-Z][A-Za-z+]{1,8}\d{2}[a-z]?\](?=\s)"
    r"|\d{1,2}/(?=\s)"  # of a thread's posts
    r"|(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?(?i:[ap]m)\b)?"  # when a talk begins, and ends
    r"(?:\s?[-–—]\s?(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?(?i:[ap]m)\b)?)?(?=\s)"
    r"|[-*+•◦▪‣●○■▶►➤–](?=\s))\s*"
)
_SCHOLAR = re.compile(r"^(?:\[(?:PDF|HTML|BOOK|CITATION|DOC|B|C)\]\s*){1,2}(?=[^\s(\[])")
_FEED = re.compile(r"(arXiv:\S+)\s+Announce Type:\s*([\w-]+)\s+(Abstract:.*)", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")


class Line(NamedTuple):
    """A line of the page as people read it; one line of HTML may hold several."""

    number: int
    text: str
    indent: int = 0
    marker: str = ""  # the number or sign of a list item as it stands, "#" of a heading
    strong: tuple[str, ...] = ()  # what stands in bold or is the text of a link
    links: tuple[str, ...] = ()
    cells: tuple["Line", ...] = ()  # of a row of a table
    last: int = 0  # the line of the source where it ends

    @property
    def number_of_item(self) -> int | None:
        """7 for `7.`, `(7)` and `[7]`."""
        digits = re.fullmatch(r"\D{0,2}(\d+)\D{0,1}", self.marker)
        return int(digits[1]) if digits else None

    @property
    def width(self) -> int:
        """How many characters it had on the page."""
        return self.indent + (len(self.marker) + 1 if self.marker else 0) + len(self.text)

    def unmarked(self) -> "Line":
        """The same line with its number back in the text, where it counts nothing."""
        return self._replace(text=f"{self.marker} {self.text}", marker="") if self.marker else self


def lines_of(text: str) -> list[Line]:
    """Every line, blank ones too; a line without any text of its own is blank here."""
    definitions = _definitions(text)
    markdown = bool(_MARKDOWN.search(text))
    if len(_LYNX.findall(text, 0, 1 << 20)) > 2:
        text = _LYNX.sub("", text)
    raws = split(text)
    front = _front_matter(raws)
    if "<" in text and _html.has_tags(text):
        shown: Iterable[_html.Shown] = _html.lines(text)
    else:
        shown = (_html.Shown(number, number, raw) for number, raw in enumerate(raws, 1))
    lines: list[Line] = []
    for first, last, raw in shown:
        if first <= front:
            lines.append(Line(first, ""))
        elif len(raw) > LONGEST:
            lines.append(Line(first, raw.translate(_CLEAN).strip(), last=last))
        else:
            fed = _FEED.match(raw.strip())  # an entry of a feed has all in one line
            for part in fed.group(1, 3) if fed else (raw,):
                line = _line(first, part, definitions, markdown=markdown)
                lines.append(line._replace(last=last))
    return lines


def split(text: str) -> list[str]:
    """The lines as an editor counts them."""
    return re.split(r"\r\n|\r|\n", text)


def is_table_rule(text: str) -> bool:
    return bool(_TABLE_RULE.match(text)) and "|" in text


def _front_matter(raws: list[str]) -> int:
    """How many lines of settings a Markdown page opens with."""
    if raws[0].strip() not in ("---", "+++"):
        return 0
    ends = (at for at, raw in enumerate(raws[1:60], 2) if raw.strip() == raws[0].strip())
    end = next(ends, 0)
    settings = all(re.match(r"\s|[\w-]+\s?[:=]|$|-", raw) for raw in raws[1 : max(end - 1, 1)])
    return end if settings else 0


def _definitions(text: str) -> dict[str, str]:
    """Markdown's `[name]: address` lines."""
    if "]:" not in text:
        return {}
    found = (_DEFINITION.match(line) for line in split(text) if line.lstrip().startswith("["))
    return {match[1].lower(): match[2] for match in found if match}


def _line(number: int, raw: str, definitions: Mapping[str, str], *, markdown: bool) -> Line:
    if markdown and _DEFINITION.match(raw):
        return Line(number, "")
    raw = re.sub(r"^\s{0,3}(?:>\s?)+", "", raw)
    text = raw.strip()
    indent = len(raw) - len(raw.lstrip())
    if re.match(r"\|[^|].*\|$", text):
        inner = re.split(r"(?<!\\)\|", text.strip("| \t"))
        inner = [cell.replace("\\|", "|") for cell in inner]
        cells = tuple(_line(number, cell, definitions, markdown=True) for cell in inner)
        return Line(number, " | ".join(cell.text for cell in cells), indent, cells=cells)
    if raw.count("\t") > 1 and (inner := [cell for cell in text.split("\t") if cell.strip()])[2:]:
        cells = tuple(_line(number, cell, definitions, markdown=markdown) for cell in inner)
        return Line(number, " | ".join(cell.text for cell in cells), indent, cells=cells)
    text = _SCHOLAR.sub("", text)
    marker, text = _marker(text)
    text, strong, links = _markup(text, definitions, markdown=markdown)
    if not marker and strong:
        marker, text = _marker(text)
    return Line(number, clean(text), indent, marker, tuple(map(clean, strong)), links)


def _marker(text: str) -> tuple[str, str]:
    """The sign or number that opens the line, and the rest of it."""
    if found := _HEADING.match(text):
        return "#", found[2]
    found = _MARKER.match(text)
    if not found or found.end() == len(text):
        return "", text
    return found[1], text[found.end() :]


def _markup(
    text: str, definitions: Mapping[str, str], *, markdown: bool
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The text without Markdown's signs, with what they made stand out and where they lead."""
    strong: list[str] = []
    links: list[str] = []

    def linked(found: re.Match[str]) -> str:
        address = found[2] or definitions.get((found[3] or "").lower(), "")
        if found[2] is None and not address:
            return found[0]
        links.append(html.unescape(address))
        strong.append(found[1].strip("*_ "))
        return found[1]

    def emphasised(found: re.Match[str]) -> str:
        inner = found[1] or found[2]
        if inner not in strong:
            strong.append(inner)
        return inner

    if "](" in text or "][" in text:
        text = _IMAGE.sub("", text)
        text = _LINK.sub(linked, _LINK.sub(linked, text))
    if "**" in text or "__" in text:
        text = _STRONG.sub(emphasised, text)
    if markdown and ("*" in text or "_" in text or "`" in text):
        text = _EMPHASIS.sub(lambda found: found[1] or found[2] or found[3], text)
    if "<" in text:
        text = _AUTOLINK.sub(r"\1", text)
    return text, tuple(filter(None, strong)), tuple(links)


def clean(text: str) -> str:
    """Plain characters and single spaces: entities, ligatures and hidden signs resolved."""
    if "&" in text and ";" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_CLEAN))
        text = re.sub("\xad(?=.)", "", text)
    return re.sub(r"\s+", " ", text).strip(" ")
