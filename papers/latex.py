"""LaTeX as people read it: `decode(r"K{\\"o}del on $\\alpha$")` is "Ködel on α".

Most values need next to nothing, and lists decode thousands of them: this module settles the
plain ones and imports the reader, with its tables, only when it meets a backslash or a dollar.
Decoding is for eyes and for search. It never raises, and its result is never written back.
"""

import re

_ESCAPES = {
    "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "`": "\\textasciigrave{}",
    "$": "\\$", "&": "\\&", "%": "\\%", "#": "\\#", "_": "\\_",
}  # fmt: skip
_ENTITY = r"(?:\{\\&\}|\\?&)(?:(?:\{\\#\}|\\?#)(\d{1,7}|[xX][0-9a-fA-F]{1,6})|([A-Za-z]{2,8}));"


def decode(raw: str) -> str:
    """The text that a reader would see: no markup, no macros, single spaces.

    A blank line stays as "\\n\\n". `%` and `&` stand for themselves, HTML's `&amp;` too. Control
    and direction characters come out as they went in: `papers.text.visible` makes those
    harmless.
    """
    if "&" in raw and ";" in raw:
        raw = re.sub(_ENTITY, _entity, raw)
    if "\\" in raw or "$" in raw:
        from papers._latex_reader import read

        return squeeze(read(raw))
    return squeeze(ligatures(raw).replace("{", "").replace("}", ""))


def escape(plain: str) -> str:
    """Plain text as LaTeX that shows just that: `decode(escape(text))` is the text, squeezed."""
    if not re.search(r"[\\{}$&%#_~^`]|--|''", plain):
        return plain
    plain = re.sub(r"[\\{}$&%#_~^`]", lambda found: _ESCAPES[found[0]], plain)
    plain = re.sub(r"\\&(?=(?:\\#|[A-Za-z])\w*;)", r"\\&{}", plain)
    return re.sub(r"-(?=-)|'(?=')", r"\g<0>{}", plain)


def address(raw: str) -> str:
    """A web address without LaTeX's escapes: `\\_`, `\\%`, `\\~{}`, `\\textasciitilde`."""
    if "%5C" in raw:  # an escape that was escaped once more
        raw = re.sub(r"%5C(?=[_%&#~])", "", raw)
    if "\\" not in raw and "{" not in raw:
        return raw
    raw = re.sub(r"[{$]?\\(?:textasciitilde|string\s?~|sim|~)\s?(?:\{\s?\})?[}$]?", "~", raw)
    raw = re.sub(r"\{?\\textunderscore\s?(?:\{\})?\}?", "_", raw)
    return re.sub(r"\{?\\([#$%&_{}~^])(?:\{\})?\}?", r"\1", raw)


def squeeze(text: str) -> str:
    """Runs of white space made one space, blank lines one blank line, the ends trimmed."""
    if text.isprintable():
        if "  " in text:
            text = re.sub("  +", " ", text)
        return text.strip(" ")
    return re.sub(r"[ \t\r\n\xa0]+", _gap, text).strip(" \n")


def ligatures(text: str) -> str:
    """What TeX's fonts join: dashes, quotation marks, and `~` for a space."""
    if "--" in text:
        text = text.replace("---", "—").replace("--", "–")
    if "`" in text:
        text = text.replace("``", "“").replace("?`", "¿").replace("!`", "¡")
        text = re.sub(r"`([^`']*+(?:'\w[^`']*+)*)'(?![\w'])", r"‘\1’", text)
    if "''" in text:
        text = text.replace("''", "”")
    if "~" in text:
        # "~10 times" and "/~home" are plain text: as LaTeX they would make no sense
        text = re.sub(r"(?<![/(\s])(?<!^)~|~(?!\w)", " ", text)
    return text


def _gap(found: re.Match[str]) -> str:
    lines = found[0].replace("\r\n", "\n").replace("\r", "\n")
    return "\n\n" if lines.count("\n") > 1 else " "


def _entity(found: re.Match[str]) -> str:
    from html import unescape

    shown = unescape(f"&#{found[1]};" if found[1] else f"&{found[2]};")
    return found[0] if len(shown) > 2 else escape(shown)
