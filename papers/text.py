"""Text from anywhere, made fit for a terminal, a file name, a comparison and a column."""

import functools
import re
from collections.abc import Iterator

MOST_MARKS = 4
_WITHOUT_CELLS = ("Mn", "Me", "Cf")
RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"]
)


# -- for eyes


def visible(text: str, *, newlines: bool = False) -> str:
    """The text with everything shown that would act on a terminal or hide from the eye.

    Controls become their pictures (␛), what turns, hides or breaks lines becomes its code
    (⟨U+202E⟩). Joiners stay where they spell: inside emoji and in the scripts that need them.
    Direction marks stay in texts that have right-to-left letters. Tabs and line ends become
    spaces, unless newlines are asked for.
    """
    if text.isprintable() and (text.isascii() or not _storm().search(text)):
        return text
    text = text.replace("\r\n", "\n").replace("\t", " ")
    if not newlines:
        text = text.replace("\n", " ")
    text = _storm().sub(r"\1", text)
    return _unseen().sub(_shown, text)


@functools.cache
def _storm() -> "re.Pattern[str]":
    marks = (
        "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06dc\u0e31"
        "\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u1ab0-\u1aff\u1dc0-\u1dff"
        "\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef"
    )
    return re.compile(f"([{marks}]{{{MOST_MARKS}}})[{marks}]+")


@functools.cache
def _unseen() -> "re.Pattern[str]":
    return re.compile(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
        "\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
    )


def _shown(found: "re.Match[str]") -> str:
    char = found[0]
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    text, at = found.string, found.start()
    if char in "\u200c\u200d" and _joins(text[at - 1 : at], text[at + 1 : at + 2]):
        return char
    if char in "\u200e\u200f\u061c" and _right_to_left().search(text):
        return char
    return f"⟨U+{code:04X}⟩"


def _joins(before: str, after: str) -> bool:
    """Whether a joiner between these two has work to do."""
    if not before or not after:
        return False
    spelt = "\u0600" <= before < "\u1c80" or "\ua800" <= before < "\uac00"
    emoji = before >= "\U0001f000" or "\u2190" <= before < "\u2c00" or before == "\ufe0f"
    return spelt or (emoji and after >= "\u2190")


@functools.cache
def _right_to_left() -> "re.Pattern[str]":
    return re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


# -- for file systems


def filename(text: str, *, limit: int = 120) -> str:
    """A name for one file that every file system takes, of at most so many bytes.

    Different texts may give the same name: whoever writes files sees to it that they differ.
    """
    import unicodedata

    name = unicodedata.normalize("NFC", text[: limit * 4])
    name = re.sub(r"\s", " ", name)
    name = re.sub(r'[/\\:*?"<>|\x00-\x1f\x7f]', "_", name)
    name = _unseen().sub("_", name)
    name = _cut(name, limit).strip(" ").lstrip(".-~").rstrip(". ")
    if name.partition(".")[0].rstrip(" ").lower() in RESERVED:
        name = _cut("_" + name, limit).rstrip(". ")
    return name or "untitled"


def _cut(name: str, limit: int) -> str:
    return name.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore")


# -- for comparing

_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ȷ": "j", "æ": "ae", "œ": "oe",
        "þ": "th", "ŋ": "ng", "ß": "ss", "ŧ": "t", "ĸ": "k",
        "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‐": "-", "‑": "-",
        "−": "-", "′": "'",
        "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\u200e": None,
        "\u200f": None, "\u2060": None, "\ufeff": None,
    }
)  # fmt: skip


def fold(text: str) -> str:
    """The text without case, accents and typography, for matching; never for showing."""
    if text.isascii():
        return text.lower()
    import unicodedata

    spread = unicodedata.normalize("NFKD", text.casefold())
    kept = [char for char in spread if char < "\u0300" or not _is_accent(unicodedata.combining(char))]
    folded = "".join(kept).translate(_LETTERS)
    return unicodedata.normalize("NFC", folded.casefold())


def _is_accent(combining_class: int) -> bool:
    return combining_class >= 10 or combining_class == 1  # the others are part of a letter


_UPPER = str.maketrans(
    {"Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Ħ": "H", "Æ": "AE", "Œ": "OE", "Þ": "Th", "Ŋ": "Ng",
     "ẞ": "SS", "Ŧ": "T"}
)  # fmt: skip


def to_ascii(text: str) -> str:
    """Latin text in ASCII, as a key or an address wants it; what has no such letter goes."""
    if text.isascii():
        return text
    import unicodedata

    spread = unicodedata.normalize("NFKD", text.translate(_UPPER).translate(_LETTERS))
    return spread.encode("ascii", "ignore").decode("ascii")


# -- for columns


def width(text: str) -> int:
    """How many terminal cells the text takes."""
    if text.isascii():
        return len(text)
    return sum([cells for _end, cells in _clusters(text)])


def fit(text: str, columns: int) -> str:
    """The text if it fits, else its beginning and an ellipsis."""
    if text.isascii() and len(text) <= columns:
        return text
    used = kept = 0
    for end, cells in _clusters(text):
        used += cells
        if used < columns:
            kept = end
        elif used > columns:
            return text[:kept] + "…" if columns > 0 else ""
    return text


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """What a terminal draws as one: where each ends, and how many cells it takes."""
    from unicodedata import category, east_asian_width

    cells = 0
    joined = False
    for at, char in enumerate(text):
        attached = joined or "\U0001f3fb" <= char <= "\U0001f3ff"
        joined = char == "\u200d" and at > 0
        if at and (attached or (char >= "\u0300" and category(char) in _WITHOUT_CELLS)):
            cells = 2 if char == "\ufe0f" and cells == 1 else cells
            continue
        if at:
            yield at, cells
        if char < "\u0300":
            cells = 0 if char == "\xad" else 1
        elif category(char) in _WITHOUT_CELLS:
            cells = 0
        else:
            cells = 2 if east_asian_width(char) in "WF" else 1
    if text:
        yield len(text), cells
