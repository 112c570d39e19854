"""Copied and saved pages as clean lines: no markup, entities or odd spaces, links set apart."""

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

LONGEST = 50_000  # characters of a line that is looked at for markup; longer ones hold no paper

_TAGS = """a abbr article aside b blockquote body br button caption center cite code dd del details
    div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i
    iframe img input ins label legend li link main mark meta nav noscript ol option p path pre
    script section select small source span strong style sub summary sup svg table tbody td
    textarea tfoot th thead time title tr tt u ul video"""
_TAG = re.compile(rf"<(/?)({'|'.join(_TAGS.split())})\b((?:\s[^<>]{{0,2000}})?)/?>", re.IGNORECASE)
_BREAKING = frozenset(
    """article aside blockquote body br dd div dl dt footer form h1 h2 h3 h4 h5 h6 head header hr
    html li main nav ol p pre section summary table title tr ul""".split()
)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style|!--).*?(?:</\1\s*>|-->|$)", re.IGNORECASE)

_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\](?:\([^()]{0,2000}\)|\[[^\[\]]{0,100}\])")
_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){0,800})\]"
    r"(?:\(<?((?:[^()\s<>]|\([^()\s]{0,200}\)){0,2000})>?(?:\s+[\"'][^\"']{0,300}[\"'])?\)"
    r"|\[([^\[\]]{1,100})\])"
)
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]]{1,100})\]:\s*(\S+)")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]{1,2000})>")
_STRONG = re.compile(r"\*\*(?=\S)([^*]{1,800}?)(?<=\S)\*\*|(?<!\w)__(?=\S)([^_]{1,800}?)(?<=\S)__(?!\w)")
_EMPHASIS = re.compile(
    r"(?<![\w*\\$])\*(?=\S)([^*\n$]{1,400}?)(?<=[^\s\\])\*(?![\w*])"
    r"|(?<![\w\\$])_(?=\S)([^_\n$]{1,400}?)(?<=[^\s\\])_(?!\w)"
    r"|(?<!`)`([^`']{1,200})`(?!`)"
)
_MARKDOWN = re.compile(r"\]\(|\*\*|^#{1,6} |^\s*[-*] ", re.MULTILINE)
_TABLE_RULE = re.compile(r"^[|\s:-]*-{2,}[|\s:-]*$")

_SPACES = dict.fromkeys(map(ord, "\t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"), " ")
_SPACES |= dict.fromkeys(range(0x2000, 0x200B), " ")
_JOINED: dict[int, str | None] = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
    0xFB06: "st", 0x200B: None, 0x2060: None, 0xFEFF: None,
}  # fmt: skip
_CLEAN = str.maketrans({**_SPACES, **_JOINED})

_MARKER = re.compile(
    r"(\[\d{1,4}\](?=\s|arXiv)|\(\d{1,3}\)(?=\s)|\d{1,3}[.)](?=\s)|[#№]\s?\d{1,4}[.:)]?(?=\s)"
    r"|\[[A-Za-z]{1,3}\d{1,3}\](?=\s)|\[[A-Z][A-Za-z+]{1,8}\d{2}[a-z]?\](?=\s)"
    r"|[-*+•◦▪‣●○■▶►➤–](?=\s))\s*"
)
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

    @property
    def number_of_item(self) -> int | None:
        """7 for `7.`, `(7)` and `[7]`."""
        digits = re.fullmatch(r"\D{0,2}(\d+)\D{0,1}", self.marker)
        return int(digits[1]) if digits else None

    def unmarked(self) -> "Line":
        """The same line with its number back in the text, where it counts nothing."""
        return self._replace(text=f"{self.marker} {self.text}", marker="") if self.marker else self


def lines_of(text: str) -> list[Line]:
    """Every line, blank ones too; a line without any text of its own is blank here."""
    definitions = _definitions(text)
    markdown = bool(_MARKDOWN.search(text))
    lines: list[Line] = []
    hidden = ""
    for number, raw in enumerate(split(text), 1):
        if len(raw) > LONGEST:
            lines.append(Line(number, raw.translate(_CLEAN).strip()))
            continue
        raw, hidden = _shown(raw, hidden)
        for piece in _pieces(raw):
            lines.append(_line(number, piece, definitions, markdown=markdown))
    return lines


def split(text: str) -> list[str]:
    """The lines as an editor counts them."""
    return re.split(r"\r\n|\r|\n", text)


def is_table_rule(text: str) -> bool:
    return bool(_TABLE_RULE.match(text)) and "|" in text


def _definitions(text: str) -> dict[str, str]:
    """Markdown's `[name]: address` lines."""
    if "]:" not in text:
        return {}
    found = (_DEFINITION.match(line) for line in split(text) if line.lstrip().startswith("["))
    return {match[1].lower(): match[2] for match in found if match}


def _shown(raw: str, hidden: str) -> tuple[str, str]:
    """The line without scripts, styles and comments, which may go on over several lines."""
    if hidden:
        end = raw.lower().find(hidden)
        if end < 0:
            return "", hidden
        raw = raw[end + len(hidden) :]
    if "<" not in raw:
        return raw, ""
    opened = ""
    for found in _HIDDEN.finditer(raw):
        closing = "-->" if found[1] == "!--" else f"</{found[1].lower()}"
        opened = "" if found[0].lower().rstrip(" >").endswith(closing.rstrip(">")) else closing
    return _HIDDEN.sub(" ", raw), opened


def _pieces(raw: str) -> Iterator[str]:
    """The lines that the tags of a line of HTML break it into; links become Markdown's."""
    if "<" not in raw or not _TAG.search(raw):
        yield raw
        return
    address = ""

    def plain(found: re.Match[str]) -> str:
        nonlocal address
        closing, name = found[1], found[2].lower()
        if name == "a":
            if closing:
                shown, address = (f"]({address})" if address else ""), ""
                return shown
            href = _HREF.search(found[3])
            address = href[1] if href and not address else ""
            return "[" if address else ""
        if name in ("b", "strong"):
            return "**"
        if name in _BREAKING:
            return f"\n{'# ' if name[0] == 'h' and name[1:].isdigit() and not closing else ''}"
        return " " if name in ("td", "th") else ""

    yield from _TAG.sub(plain, raw).split("\n")


def _line(number: int, raw: str, definitions: Mapping[str, str], *, markdown: bool) -> Line:
    indent = len(raw) - len(raw.lstrip())
    text = raw.strip()
    if markdown and _DEFINITION.match(raw):
        return Line(number, "", indent)
    text = re.sub(r"^(?:>\s?)+", "", text).lstrip()
    if text.startswith("|") and text.count("|") > 1:
        inner = re.split(r"(?<!\\)\|", text.strip("| \t"))
        cells = tuple(_line(number, cell, definitions, markdown=True) for cell in inner)
        return Line(number, " | ".join(cell.text for cell in cells), indent, cells=cells)
    if raw.count("\t") > 1 and (inner := [cell for cell in text.split("\t") if cell.strip()])[2:]:
        cells = tuple(_line(number, cell, definitions, markdown=markdown) for cell in inner)
        return Line(number, " | ".join(cell.text for cell in cells), indent, cells=cells)
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
