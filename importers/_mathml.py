r"""Formulas in MathML as TeX: `<msup><mi>R</mi><mn>2</mn></msup>` is `$R^{2}$`."""

import re
from html import unescape
from typing import TYPE_CHECKING

from importers._answers import BadAnswer, read_xml
from papers.latex import escape

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DEEPEST = 40
LONGEST = 20_000

_SHAPES = {
    "msup": (2, "{}^{{{}}}"),
    "mover": (2, "{}^{{{}}}"),
    "msub": (2, "{}_{{{}}}"),
    "munder": (2, "{}_{{{}}}"),
    "msubsup": (3, "{}_{{{}}}^{{{}}}"),
    "munderover": (3, "{}_{{{}}}^{{{}}}"),
    "mfrac": (2, r"\frac{{{}}}{{{}}}"),
    "msqrt": (1, r"\sqrt{{{}}}"),
}
_ACCENTS = {"¯": "bar", "‾": "bar", "^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde", "→": "vec"}
_TAG = re.compile(r"<(/?)(?:\w{1,15}:)?(\w{1,20})[^<>]*?(/?)>")


def to_tex(written: str) -> str:
    """The formula between dollar signs; its bare text where it is no MathML that can be read."""
    plain = re.sub(r"\s+", "", unescape(re.sub(r"<[^<>]*>", "", written[:LONGEST])))
    if len(written) > LONGEST:
        return escape(plain)
    try:
        root = read_xml(_TAG.sub(r"<\1\2\3>", written).encode(), "the server")
    except BadAnswer:
        return escape(plain)
    tex = re.sub(r"\s+", " ", _tex(root, 0)).strip()
    return f"${tex}$" if tex else ""


def _tex(element: "Element", depth: int) -> str:
    name = element.tag
    if name in ("annotation", "annotation-xml") or depth > DEEPEST:
        return ""
    if name in ("mi", "mn", "mo", "mtext", "ms"):
        return _word(name, "".join(element.itertext()).strip())
    parts = [_tex(child, depth + 1) for child in element]
    if name == "mover" and len(parts) == 2:
        accent = _ACCENTS.get("".join(element[1].itertext()).strip())
        if accent:
            return f"\\{accent}{{{parts[0]}}}"
    count, shape = _SHAPES.get(name, (0, ""))
    return shape.format(*parts) if shape and len(parts) == count else "".join(parts)


def _word(name: str, text: str) -> str:
    if text and (name == "mtext" or (name == "mi" and len(text) > 1 and text.isalpha())):
        return f"\\mathrm{{{escape(text)}}}"
    return escape(text)
