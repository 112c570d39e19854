r"""Titles and abstracts as publishers deposit them (JATS, HTML, MathML, TeX) as LaTeX.

`H<sub>2</sub>O` becomes `H\textsubscript{2}O`. Only tags that are known for tags are taken for
some: `a<b` stays as it is. The braces of the result always match.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from importers import _mathml
from papers.latex import squeeze
from papers.to_latex import encode

LONGEST = 200_000

_COMMANDS = {
    "i": "emph", "em": "emph", "italic": "emph",
    "b": "textbf", "strong": "textbf", "bold": "textbf",
    "sub": "textsubscript", "inf": "textsubscript", "sup": "textsuperscript",
    "sc": "textsc", "scp": "textsc",
    "tt": "texttt", "code": "texttt", "monospace": "texttt",
}  # fmt: skip
_BREAKS = frozenset(
    "p br break div sec section list list-item li ul ol title h1 h2 h3 h4 disp-quote".split()
)
_IGNORED = frozenset(
    """a abstract abstracttext articletitle vernaculartitle ext-link email uri xref span u underline
    overline small big font inline-formula disp-formula alternatives named-content styled-content
    roman sans-serif strike""".split()
)
_TAG = re.compile(
    r"<(?P<end>/?)(?:\w{1,15}:)?(?P<name>[A-Za-z][A-Za-z0-9-]{0,20})"
    r"(?:\s++[\w:.-]++\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'))*\s*+(?P<empty>/?)>"
)
_FORMULA = re.compile(r"<((?:\w{1,15}:)?(tex-math|math))(?=[\s>])[^<>]*>")
_HEADING = re.compile(
    r"<((?:\w{1,15}:)?title)\b[^<>]*>\s*(?:abstract|summary)\W*</\1\s*>", re.IGNORECASE
)


class _Formula(NamedTuple):
    start: int
    end: int
    is_tex: bool
    tex: str


def to_latex(text: str) -> str:
    """The text as a LaTeX value, with what its tags mean as commands; paragraphs stay apart."""
    text = text[:LONGEST]
    if "<" not in text and "&" not in text:
        return encode(squeeze(text))
    if not _has_tags(text) and _has_tags(unescaped := unescape(text)):
        text = unescaped  # the tags themselves were escaped
    text = re.sub(r"\s*\n\s*+(?=[.,;:?!)])", "", _HEADING.sub("", text))
    writer = _Writer()
    done = 0
    for formula in _formulas(text):
        writer.take(text[done : formula.start])
        writer.pieces.append(formula.tex)
        done = formula.end
    writer.take(text[done:])
    return writer.finished()


def _has_tags(text: str) -> bool:
    return any(_is_known(found["name"]) for found in _TAG.finditer(text))


def _is_known(name: str) -> bool:
    name = name.lower()
    return name in _COMMANDS or name in _BREAKS or name in _IGNORED


def _formulas(text: str) -> Iterator[_Formula]:
    """The formulas; one that is given both as TeX and as MathML is taken as TeX."""
    last: _Formula | None = None
    at = 0
    while opening := _FORMULA.search(text, at):
        closing = text.find(f"</{opening[1]}", opening.end())
        at = text.find(">", closing) + 1
        if closing < 0 or not at:
            break
        is_tex = opening[2] == "tex-math"
        if is_tex:
            tex = _tex(text[opening.end() : closing])
        else:
            tex = _mathml.to_tex(text[opening.start() : at])
        formula = _Formula(opening.start(), at, is_tex, tex)
        if last and last.is_tex != is_tex and not text[last.end : formula.start].strip():
            last = formula._replace(start=last.start, tex=last.tex if last.is_tex else tex)
            continue
        if last:
            yield last
        last = formula
    if last:
        yield last


def _tex(written: str) -> str:
    r"""A whole document may stand there, with the formula at its end: `$$x$$\end{document}`."""
    text = unescape(written)
    body = re.search(r"\$+([^$]+)\$+", text)
    return encode(f"${(body[1] if body else text).strip()}$")


class _Writer:
    """The LaTeX so far, and which commands are still open."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.open: list[str] = []

    def take(self, text: str, *, escaped: bool = True) -> None:
        done = 0
        for tag in _TAG.finditer(text):
            name = tag["name"].lower()
            if not _is_known(name):
                continue
            self.plain(text[done : tag.start()], escaped)
            done = tag.end()
            if name in _BREAKS:
                self.close_all()
                self.pieces.append("\n\n")
            elif name in _COMMANDS and not tag["empty"]:
                self.command(_COMMANDS[name], opens=not tag["end"])
        self.plain(text[done:], escaped)

    def plain(self, text: str, escaped: bool) -> None:
        if escaped:
            text = unescape(text)
            if _has_tags(text):  # some were escaped, in a text that has others that were not
                self.take(text, escaped=False)
                return
        self.pieces.append(encode(re.sub(r"\s+", " ", text)))

    def command(self, name: str, *, opens: bool) -> None:
        if opens:
            if name in ("textsubscript", "textsuperscript") and self.pieces:
                self.pieces[-1] = self.pieces[-1].rstrip(" ")
            self.open.append(name)
            self.pieces.append(f"\\{name}{{")
        elif name in self.open:
            while self.open.pop() != name:
                self.pieces.append("}")
            self.pieces.append("}")

    def close_all(self) -> None:
        self.pieces.append("}" * len(self.open))
        self.open.clear()

    def finished(self) -> str:
        self.close_all()
        text = re.sub(r"\\(?:emph|text[a-z]+)\{\s*\}", "", "".join(self.pieces))
        text = re.sub(r"(\\(?:emph|text[a-z]+)\{)\s+", r"\1", text)
        paragraphs = (squeeze(part) for part in text.split("\n\n"))
        return "\n\n".join(part for part in paragraphs if part)
