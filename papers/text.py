"""Text from anywhere, made fit for a terminal, a file name, a comparison and a column."""

import functools
import re
from collections.abc import Iterator

MOST_MARKS = 4
RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"]
)


# -- for eyes


def visible(text: str, *, newlines: bool = False) -> str:
    """The text with everything shown that would act on a terminal or hide from the eye.

    Controls become their pictures (␛); what turns text around, takes no room or breaks lines
    becomes its code (⟨U+202E⟩); of a storm of marks on one letter four are left. What spells is
    left alone: joiners within emoji and before a letter of the scripts that join, direction
    marks in texts with right-to-left letters. Tabs and line ends become spaces, line ends only
    where newlines are not asked for.
    """
    if text.isprintable() and (text.isascii() or not _storm().search(text)):
        return _plain_signs(text)
    text = text.replace("\r\n", "\n").replace("\t", " ")
    if not newlines:
        text = text.replace("\n", " ")
    text = _storm().sub(r"\1", text)
    spelling = "\u200e\u200f\u061c" if _right_to_left().search(text) else ""
    return _plain_signs(_unseen().sub(lambda found: _shown(found, spelling), text))


def _plain_signs(text: str) -> str:
    """Without what asks for a sign in colours (⚠️): terminals disagree how wide such a one is."""
    if "\ufe0f" not in text:
        return text
    return re.sub("\ufe0f(?!\u200d)", "", text)


@functools.cache
def _storm() -> re.Pattern[str]:
    marks = (
        "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06dc\u0e31"
        "\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u1ab0-\u1aff\u1dc0-\u1dff"
        "\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef"
    )
    return re.compile(f"([{marks}]{{{MOST_MARKS}}})[{marks}]+")


@functools.cache
def _unseen() -> re.Pattern[str]:
    return re.compile(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
        "\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
    )


@functools.cache
def _right_to_left() -> re.Pattern[str]:
    return re.compile("[\u0590-\u0604\u0606-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def _shown(found: re.Match[str], spelling: str) -> str:
    char = found[0]
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    text, at = found.string, found.start()
    if char in spelling or (char in "\u200c\u200d" and _joins(text, at)):
        return char
    return f"⟨U+{code:04X}⟩"


def _joins(text: str, at: int) -> bool:
    """Whether the joiner here has work to do."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if "\u0600" <= before < "\u1c80" or "\ua800" <= before < "\uac00":
        return after.isalpha()
    return _is_emoji(before) and _is_emoji(after) and after != "\ufe0f"


def _is_emoji(char: str) -> bool:
    return char == "\ufe0f" or "\u2190" <= char < "\u2c00" or "\U0001f000" <= char < "\U00020000"


# -- for file systems


def counted(number: int, noun: str) -> str:
    """So many of something, as one says it: 1 paper, 2,000 papers."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def filename(text: str, *, limit: int = 120) -> str:
    """A name for one file that every file system takes, of at most so many bytes.

    Different texts may give the same name: whoever writes files sees to it that they differ.
    """
    import unicodedata

    name = unicodedata.normalize("NFC", text[: limit * 4])
    name = re.sub(r'[/\\:*?"<>|]', "_", re.sub(r"\s", " ", name))
    name = _cut(_unseen().sub("_", name).lstrip(" .-~"), limit)
    if name.partition(".")[0].rstrip(" ").lower() in RESERVED:
        name = _cut("_" + name, limit)
    return name.rstrip(". ") or "untitled"


def _cut(name: str, limit: int) -> str:
    return name.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore")


# -- for comparing

_LOWER = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ȷ": "j", "æ": "ae", "œ": "oe",
    "þ": "th", "ŋ": "ng", "ß": "ss", "ŧ": "t", "ĸ": "k",
    "’": "'", "‘": "'", "′": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-",
    "‐": "-", "‑": "-", "−": "-",
}  # fmt: skip
_UPPER = {
    "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Ħ": "H", "Æ": "AE", "Œ": "OE", "Þ": "Th", "Ŋ": "Ng",
    "ẞ": "SS", "Ŧ": "T",
}  # fmt: skip
_HIDDEN = dict.fromkeys("\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_FOLDED = str.maketrans({**_LOWER, **_HIDDEN})
_WRITTEN = str.maketrans({**_LOWER, **_UPPER})
_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ"
_CYRILLIC_IN_LATIN = (
    "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch . y . e yu ya i yi ye g"
)
_GREEK = "αβγδεζηθικλμνξοπρσςτυφχψω"
_GREEK_IN_LATIN = "a v g d e z i th i k l m n x o p r s s t y f ch ps o"


def fold(text: str) -> str:
    """The text without case, accents and typography, for matching; never for showing."""
    if text.isascii():
        return text.lower()
    from unicodedata import combining, normalize

    spread = normalize("NFKD", text.casefold())
    # classes 6 to 9 are parts of letters in the scripts that have them, not accents
    bare = "".join([char for char in spread if combining(char) in (0, 6, 7, 8, 9)])
    return normalize("NFC", bare.translate(_FOLDED).casefold())


def to_ascii(text: str) -> str:
    """Latin, Greek and Cyrillic text in ASCII, as a key needs it; other letters are left out."""
    if text.isascii():
        return text
    import unicodedata

    spread = unicodedata.normalize("NFKD", text.translate(_WRITTEN)).translate(_latin())
    return spread.encode("ascii", "ignore").decode("ascii")


@functools.cache
def _latin() -> dict[int, str]:
    letters = zip(
        _CYRILLIC + _GREEK, f"{_CYRILLIC_IN_LATIN} {_GREEK_IN_LATIN}".split(), strict=True
    )
    table: dict[int, str] = {}
    for letter, latin in letters:
        table[ord(letter)] = latin.strip(".")
        table[ord(letter.upper())] = latin.strip(".").capitalize()
    return table


# -- for columns


def width(text: str) -> int:
    """How many terminal cells the text takes."""
    if text.isascii():
        return len(text)
    return sum([cells for _end, cells in _clusters(text)])


def fit(text: str, columns: int) -> str:
    """The text if it fits, else its beginning and an ellipsis."""
    if columns <= 0:
        return ""
    if text.isascii():
        return text if len(text) <= columns else text[: columns - 1] + "…"
    used = kept = 0
    for end, cells in _clusters(text):
        used += cells
        if used < columns:
            kept = end
        elif used > columns:
            return text[:kept] + "…"
    return text


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """What a terminal draws as one: where each ends, and how many cells it takes."""
    from unicodedata import category, east_asian_width

    cells = 0
    joined = False
    for at, char in enumerate(text):
        attached = joined or "\U0001f3fb" <= char <= "\U0001f3ff"
        joined = char == "\u200d" and at > 0
        alone = char < "\u0300" or category(char) not in ("Mn", "Me", "Cf")
        if at and (attached or not alone):
            cells = 2 if char == "\ufe0f" and cells == 1 else cells
            continue
        if at:
            yield at, cells
        if char < "\u0300":
            cells = 0 if char == "\xad" else 1
        else:
            cells = int(alone) if east_asian_width(char) not in ("W", "F") else 2
    if text:
        yield len(text), cells
