"""HTML as lines of text: what a browser shows, with links and bold as Markdown writes them.

A saved page is a document: its source may break lines anywhere, and only its tags break what is
shown. Markdown and plain text may hold a tag here and there; their lines stay as they are. Nothing
is fetched or executed, and the work is linear in the text whatever it holds.
"""

import re
from typing import NamedTuple

_TAGS = frozenset(
    """a abbr article aside b blockquote body br button caption center cite code dd del details div
    dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i
    iframe img input ins label legend li link main mark meta nav noscript ol option p path pre
    script section select small source span strong style sub summary sup svg table tbody td
    textarea tfoot th thead time title tr tt u ul video""".split()
)
_BREAKING = frozenset(
    """article aside blockquote body br button dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol p pre section summary
    table tbody tfoot thead title tr ul""".split()
)
_HIDDEN = frozenset("script style template noscript svg title select textarea iframe".split())
_DOCUMENT = re.compile(
    r"\s*(?:<\?xml[^<>]*>\s*)?(?:<!--[^<>]*-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE,
)
_NAME = r"<(?P<end>/?)(?P<name>[A-Za-z][\w:-]*)"
_TOKEN = re.compile(
    r"(?P<comment><!--)|<[!?][^<>]*>|(?P<text>[^<]++)"
    rf"|{_NAME}(?P<rest>[^<>\"']*+(?:(?:\"[^\"<]*\"|'[^'<]*')[^<>\"']*+)*)>"
    rf"|{_NAME.replace('P<', 'P<_')}(?P<_rest>[^<>]*)>|(?P<sign><)"
)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\"'\s>]+))", re.IGNORECASE)
_BASE = re.compile(
    r"<base\b[^<>]*?\bhref=[\"']?(https?://[^\"'\s<>]+)"
    r"|<link\b[^<>]*?\brel=[\"']?canonical[\"']?[^<>]*?\bhref=[\"']?(https?://[^\"'\s<>]+)",
    re.IGNORECASE,
)


class Shown(NamedTuple):
    """A line as it is shown, and the lines of the source that it stood in."""

    first: int
    last: int
    text: str


def has_tags(text: str) -> bool:
    """Whether there is a tag in the text."""
    names = (found["name"] or found["_name"] for found in _TOKEN.finditer(text) if found["name"])
    return any(name.lower() in _TAGS for name in names)


def lines(text: str) -> list[Shown]:
    """The lines that are shown; blank ones stand between paragraphs."""
    text = re.sub(r"\r\n?", "\n", text)
    return _Browser(text).lines()


class _Browser:
    """The place in the source, and the line that is being put together."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_document = bool(_DOCUMENT.match(text))
        self.base = _base(text) if self.is_document else ""
        self.shown: list[Shown] = []
        self.parts: list[str] = []
        self.number = self.first = 1
        self.begun = False  # whether the line has any text yet
        self.preformatted = not self.is_document
        self.link = ""
        self.link_starts = 0  # where in the parts its text begins
        self.unclosed: set[str] = set()

    def lines(self) -> list[Shown]:
        at, end = 0, len(self.text)
        while at < end:
            found = _TOKEN.match(self.text, at)
            assert found, "any character is one alternative"
            stop = found.end()
            if found["comment"]:
                stop = self.behind("-->", stop) or stop
            elif found["text"] or found["sign"]:
                self.write(found[0])
                at = stop
                continue
            elif name := (found["name"] or found["_name"] or "").lower():
                if not (self.is_document or name in _TAGS):
                    self.write(found[0])
                    at = stop
                    continue
                ends = bool(found["end"] or found["_end"])
                if name in _HIDDEN and not ends:
                    stop = self.behind(f"</{name}", stop) or stop
                else:
                    self.tag(name, found["rest"] or found["_rest"] or "", ends=ends)
            self.number += self.text.count("\n", at, stop)
            at = stop
        self.break_line()
        return self.shown

    def behind(self, closing: str, at: int) -> int:
        """The end of what is hidden; 0 where it is never closed, and so is not hidden."""
        if closing in self.unclosed:
            return 0
        found = re.compile(re.escape(closing) + r"[^<>]*>?", re.IGNORECASE).search(self.text, at)
        if not found:
            self.unclosed.add(closing)
        return found.end() if found else 0

    def write(self, text: str) -> None:
        if not self.preformatted:
            if not self.begun and not text.isspace():
                lead = len(text) - len(text.lstrip())
                self.first = self.number + text.count("\n", 0, lead)
                self.begun = True
            self.parts.append(re.sub(r"\s+", " ", text))
            self.number += text.count("\n")
            return
        for at, line in enumerate(text.split("\n")):
            if at:
                self.break_line()
                self.number += 1
                self.first = self.number
            self.parts.append(line)

    def tag(self, name: str, rest: str, *, ends: bool) -> None:
        if name == "a":
            self.end_link()
            href = None if ends else _HREF.search(rest)
            self.link = self.address(href[1] or href[2] or href[3] or "") if href else ""
            self.link_starts = len(self.parts)
        elif name in ("b", "strong"):
            self.parts.append("**")
        elif name in ("td", "th"):
            self.parts.append("\t" if self.is_document else " ")
        elif name in _BREAKING:
            self.break_line()
            if self.is_document and name == "pre":
                self.preformatted = not ends
            if not ends and re.fullmatch(r"h[1-6]", name):
                self.parts.append("# ")
            elif not ends and name == "li":
                self.parts.append("- ")

    def end_link(self) -> None:
        shown = "".join(self.parts[self.link_starts :]).strip()
        if self.link and shown:
            self.parts[self.link_starts :] = [f"[{shown}]({self.link})"]
        self.link_starts = len(self.parts)

    def break_line(self) -> None:
        self.end_link()
        text = "".join(self.parts)
        if text.count("**") % 2:
            text = text.replace("**", "")
        empty = not text.strip("\t #-")
        if self.preformatted or not empty or (self.shown and self.shown[-1].text):
            last = self.first if self.preformatted else self.number
            self.shown.append(Shown(self.first, last, "" if empty and self.is_document else text))
        self.parts = []
        self.link_starts = 0
        self.begun = False
        self.first = self.number

    def address(self, href: str) -> str:
        """Where a link leads, in a form that Markdown bears."""
        href = href.strip().replace("(", "%28").replace(")", "%29").replace(" ", "%20")
        if not self.base or href.startswith("#") or ":" in href[:10]:
            return href
        from urllib.parse import urljoin

        try:
            return urljoin(self.base, href)
        except ValueError:  # no address at all
            return href


def _base(text: str) -> str:
    """The page's own address, where its head gives it."""
    found = _BASE.search(text, 0, 100_000)
    return found[1] or found[2] if found else ""
