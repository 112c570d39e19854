"""Text into words to compare: the same words for the index, for matching and for highlights.

A word is a run of letters and digits, folded: without case, accents, ligatures. A lone Greek
letter is its name, a Chinese or Japanese character is a word of its own. What a hyphen, an
apostrophe or an underscore joins is its parts, and the whole as well: "low-rank" is low, rank and
lowrank.
"""

import re
from unicodedata import category, combining, is_normalized, normalize

from papers.text import fold

Span = tuple[str, int, int]

JOINER = "-"
_JOINERS = "-'_’ʼ‐‑–"
_HIDDEN = "\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_JOINED = re.compile(r"[^\s-]+(?:-[^\s-]+)+")
_RUN = re.compile(r"[^\s-]+")
_BEYOND_ASCII = re.compile(r"([^\x00-\x7f])")
_GREEK_LETTERS = "αβγδεζηθικλμνξοπρστυφχψω"
_GREEK_NAMES = dict(
    zip(
        _GREEK_LETTERS,
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho"
        " sigma tau upsilon phi chi psi omega".split(),
        strict=True,
    )
)
_GREEK = "[\u0370-\u03ff]"
_LONE_GREEK = re.compile(f"[{_GREEK_LETTERS}](?<!{_GREEK}.)(?!{_GREEK})")


def tokens(text: str) -> list[str]:
    """The words of a text in their order, and after them what joiners make of several."""
    plain = spelled(text)
    if JOINER in plain:
        return plain.replace(JOINER, " ").split() + joined(plain)
    return plain.split()


def parts(text: str) -> list[str]:
    """The words of a text in their order, each by itself."""
    return spelled(text).replace(JOINER, " ").split()


def joined(plain: str) -> list[str]:
    """What joiners make of several words, in a text that was spelled."""
    return [run.replace(JOINER, "") for run in _JOINED.findall(plain)]


def spans(text: str) -> list[Span]:
    """The same words as `tokens`, in the text's order, each with where it stands in the text."""
    if text.isascii():
        plain, starts, ends = text.translate(_ASCII), range(len(text)), range(1, len(text) + 1)
    else:
        plain, starts, ends = _spelled_with_places(text)  # type: ignore[assignment]  # lists there
    runs = [found.span() for found in _RUN.finditer(plain)]
    if JOINER in plain:
        runs = sorted(runs + [found.span() for found in _JOINED.finditer(plain)])
    return [
        (plain[start:end].replace(JOINER, ""), starts[start], ends[end - 1]) for start, end in runs
    ]


def spelled(text: str) -> str:
    """The text in words only: folded letters and digits, spaces, and joiners."""
    return (text if text.isascii() else latin(text)).translate(_ASCII)


def latin(text: str) -> str:
    """The text with what is beyond ASCII folded; ASCII is left as it is."""
    return folded(text if is_normalized("NFC", text) else normalize("NFC", text))


def folded(text: str) -> str:
    """The same for a text in the form NFC, or several with ASCII between them."""
    pieces = _BEYOND_ASCII.split(text)
    pieces[1::2] = [_FOLDED[char] for char in pieces[1::2]]
    text = "".join(pieces)
    if any("\u0370" <= piece < "\u0400" for piece in pieces[1::2]):
        text = _LONE_GREEK.sub(lambda found: _GREEK_NAMES[found[0]], text)
    return text


def _spelled_with_places(text: str) -> tuple[str, list[int], list[int]]:
    """A spelled text, and where each of its characters begins and ends in the text as it was."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and (combining(text[end]) or "\u1160" <= text[end] <= "\u11ff"):
            end += 1
        cluster = text[at:end]
        piece = "".join([_FOLDED[char] for char in normalize("NFC", cluster)])
        pieces.append(piece)
        starts += [at] * len(piece)
        ends += [end] * len(piece)
        at = end
    plain = "".join(pieces)
    for found in reversed([*_LONE_GREEK.finditer(plain)]):
        name, here = _GREEK_NAMES[found[0]], found.start()
        plain = plain[:here] + name + plain[here + 1 :]
        starts[here : here + 1] = [starts[here]] * len(name)
        ends[here : here + 1] = [ends[here]] * len(name)
    return plain.translate(_ASCII), starts, ends


class _Folded(dict[str, str]):
    """What stands for each character beyond ASCII; learned as they are met."""

    def __missing__(self, char: str) -> str:
        self[char] = piece = _fold_one(char)
        return piece


def _fold_one(char: str) -> str:
    if char in _JOINERS:
        return JOINER
    if char < "\x80":
        return char
    if char in _HIDDEN:
        return ""
    if _is_ideograph(char):
        return f" {fold(char)} "
    folded = fold(char)
    spelled = [piece if piece.isalnum() or _is_mark(piece) else " " for piece in folded]
    return "".join(spelled) if folded or _is_mark(char) else " "


def _is_mark(char: str) -> bool:
    return category(char)[0] == "M"


def _is_ideograph(char: str) -> bool:
    return (
        "\u3040" <= char <= "\u30ff"
        or "\u3400" <= char <= "\u9fff"
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U0003ffff"
        or char in "々〆"
    )


_ASCII = {
    code: chr(code).lower() if chr(code).isalnum() else JOINER if chr(code) in _JOINERS else " "
    for code in range(128)
}
_FOLDED = _Folded()
