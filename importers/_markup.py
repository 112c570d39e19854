"""HTML in values: what is italic in a title stays so, notes become Markdown, the rest is text."""

import re
from html import unescape

from papers.latex import escape

_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*+)([^<>]*+)>")
_COMMENT = re.compile(r"<!--[^<>]*+-->")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,20});")
_COMMANDS = {
    "i": "emph", "em": "emph", "italic": "emph", "jats:italic": "emph",
    "b": "textbf", "strong": "textbf", "bold": "textbf", "jats:bold": "textbf",
    "sup": "textsuperscript", "jats:sup": "textsuperscript",
    "sub": "textsubscript", "jats:sub": "textsubscript",
    "sc": "textsc", "scp": "textsc", "jats:sc": "textsc",
}  # fmt: skip
_PLAIN = frozenset({"span", "u", "tt", "font", "inf", "a", "jats:styled-content"})
_PARTS = frozenset(
    """p div br h1 h2 h3 h4 h5 h6 ul ol li blockquote pre tr table section hr
    jats:p jats:title jats:sec jats:list jats:list-item""".split()
)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`"}
_HEADINGS = frozenset({"b", "strong", "jats:bold"})  # in abstracts: <b>Methods</b>We tried
_NOTES = _PARTS | _PLAIN | frozenset(_COMMANDS) | frozenset({"code", "img", "td", "th", "tbody"})


def is_html(text: str) -> bool:
    """Whether a note is in HTML: it has tags that HTML has."""
    return any(tag[2].lower() in _NOTES for tag in _TAG.finditer(text))


def entities(text: str) -> str:
    """Text with `&amp;` and its like replaced, as many exporters leave them."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda found: unescape(found[0]), text)


def latex(text: str) -> str:
    """A title or another line as LaTeX, with what is italic, bold, raised or lowered kept."""
    if "&lt;" in text:  # escaped once too often
        text = entities(text)
    if "<" not in text:
        return escape(entities(text))
    pieces: list[str] = []
    opened: list[str] = []
    end = 0
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if name not in _COMMANDS and name not in _PLAIN and name not in _PARTS:
            continue
        pieces.append(escape(entities(text[end : tag.start()])))
        end = tag.end()
        command = _COMMANDS.get(name, "")
        if name in _PARTS:
            pieces.append(" ")
        elif tag[1] and opened:
            pieces.append(opened.pop())
        elif not tag[1] and not tag[3].endswith("/"):
            pieces.append(f"\\{command}{{" if command else _of_span(tag[3]))
            opened.append("}" if pieces[-1] else "")
    pieces.append(escape(entities(text[end:])))
    return "".join([*pieces, *reversed(opened)])


def _of_span(attributes: str) -> str:
    if "small-caps" in attributes:
        return "\\textsc{"
    return "{" if "nocase" in attributes else ""


def paragraphs(text: str) -> str:
    """An abstract without its tags; its paragraphs stay apart."""
    if "<" in text:
        pieces: list[str] = []
        end = 0
        for tag in _TAG.finditer(text):
            name = tag[2].lower()
            if name in _NOTES:
                gap = "\n\n" if name in _PARTS else " " if name in _HEADINGS else ""
                pieces += [text[end : tag.start()], gap]
                end = tag.end()
        text = "".join([*pieces, text[end:]])
    parts = re.split(r"\n[^\S\n]*+(?:\n[^\S\n]*+)+", entities(text))
    return "\n\n".join([part for part in map(str.strip, parts) if part])


def markdown(html: str) -> str:
    """A note that was written in a web editor, as Markdown."""
    writer = _Writer()
    html = _COMMENT.sub("", html)
    end = 0
    for tag in _TAG.finditer(html):
        writer.text(html[end : tag.start()])
        writer.tag(tag[2].lower(), tag[3], closing=bool(tag[1]))
        end = tag.end()
    writer.text(html[end:])
    return writer.done()


class _Writer:
    """Markdown as it grows; a tag that is not known leaves its text."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.lists: list[int] = []  # the number of the last item, -1 where there are none
        self.links: list[str] = []
        self.verbatim = 0

    def text(self, text: str) -> None:
        text = unescape(text)
        self.pieces.append(text if self.verbatim else re.sub(r"\s+", " ", text))

    def tag(self, name: str, attributes: str, *, closing: bool) -> None:
        if name in _MARKS:
            self.pieces.append(_MARKS[name])
        elif name == "a":
            self.link(attributes, closing=closing)
        elif name in ("ul", "ol"):
            self.list(name, closing=closing)
        elif name == "li" and not closing:
            self.item()
        elif name == "br":
            self.pieces.append("\n")
        elif name == "pre":
            self.verbatim = 0 if closing else 1
            self.pieces.append("\n```\n\n" if closing else "\n\n```\n")
        elif len(name) == 2 and name[0] == "h" and name[1] in "123456":
            self.pieces.append("\n\n" if closing else f"\n\n{'#' * int(name[1])} ")
        elif name == "blockquote":
            self.pieces.append("\n\n" if closing else "\n\n> ")
        elif name in ("td", "th") and closing:
            self.pieces.append(" | ")
        elif name == "p" and self.lists:
            self.pieces.append(" ")
        elif name in _PARTS and name != "li":
            self.pieces.append("\n" if name == "tr" else "\n\n")

    def link(self, attributes: str, *, closing: bool) -> None:
        if not closing:
            found = re.search(r"href\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", attributes)
            address = unescape(found[1] or found[2] or "") if found else ""
            known = re.match(r"(?:https?|zotero|mailto|doi):[^\s<>()]*$", address)
            self.links.append(address if known else "")
            self.pieces.append("[" if known else "")
        elif self.links:
            address = self.links.pop()
            self.pieces.append(f"]({address})" if address else "")

    def list(self, name: str, *, closing: bool) -> None:
        if closing:
            if self.lists:
                self.lists.pop()
            self.pieces.append("" if self.lists else "\n\n")
        else:
            self.pieces.append("" if self.lists else "\n\n")
            self.lists.append(0 if name == "ol" else -1)

    def item(self) -> None:
        mark = "- "
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            mark = f"{self.lists[-1]}. "
        self.pieces.append("\n" + "  " * min(len(self.lists) - 1, 20) + mark)

    def done(self) -> str:
        lines = [line.rstrip() for line in "".join(self.pieces).split("\n")]
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
        return re.sub(r"(?<=\n\n) +", "", text).strip()
