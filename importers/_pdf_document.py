"""A PDF opened, in the process that reads PDFs: its pages as text and as lines of a size."""

import contextlib
import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, TypeAlias

import pypdfium2  # type: ignore[import-untyped]  # it carries no types
from pypdfium2 import raw

MOST_CHARS = 20_000  # of the page that the title is looked for on

Document: TypeAlias = pypdfium2.PdfDocument
DocumentError = pypdfium2.PdfiumError

_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_NO_TEXT = re.compile("[\x00\x01\x03-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_BROKEN_WORD = re.compile("\x02(?:\r?\n)?")
_REASONS = {
    raw.FPDF_ERR_PASSWORD: "It is locked with a password: save a copy without one, and take that.",
    raw.FPDF_ERR_SECURITY: "It is locked in a way that cannot be read: save a copy as plain PDF.",
}


class Unfit(Exception):
    """A file that is no PDF, or one that cannot be read."""


class Line(NamedTuple):
    """A line of a page: its text, that without raised marks, its size and where it stands."""

    text: str
    plain: str
    size: float
    y: float
    x: float
    marked: bool = False  # whether something small is raised in it, as the number of a footnote is


class Page(NamedTuple):
    """What is on a page: its text in order, its lines, the text that stands upright, its height."""

    text: str
    lines: tuple[Line, ...] = ()
    rotated: str = ""
    height: float = 0.0


@contextlib.contextmanager
def opened(file: BinaryIO) -> Iterator[Document]:
    head = file.read(1024)
    if not head:
        raise Unfit("It is an empty file.")
    if b"%PDF-" not in head:
        web = re.search(rb"<(?:!doctype\s+html|html|head|body)\b", head, re.IGNORECASE)
        hint = " It is a web page: open it in a browser to see what went wrong." if web else ""
        raise Unfit(f"It is not a PDF, whatever it is called.{hint}")
    try:
        document = pypdfium2.PdfDocument(file)
    except DocumentError as error:
        usual = "It is damaged, or only a part of a PDF: get the file again."
        raise Unfit(_REASONS.get(getattr(error, "err_code", None), usual)) from error
    yield document


def page_text(document: Document, number: int, most: int = 1 << 30) -> str:
    """The text of a page; "" where it cannot be read."""
    try:
        with _text_of(document, number) as (_page, text):
            return _words(text, min(text.count_chars(), most))
    except DocumentError:
        return ""


def read_page(document: Document, number: int) -> Page | None:
    """All that is to be known of a page; None where it cannot be read."""
    try:
        with _text_of(document, number) as (page, text):
            count = min(text.count_chars(), MOST_CHARS)
            chars = list(_chars(text, count))
            lines = tuple(filter(None, map(_line, _rows(chars))))
            upright = "".join(" " * char.spaced + char.text for char in chars if char.turned)
            return Page(_words(text, count), lines, upright, page.get_height())
    except DocumentError:
        return None


@contextlib.contextmanager
def _text_of(
    document: Document, number: int
) -> Iterator[tuple[pypdfium2.PdfPage, pypdfium2.PdfTextPage]]:
    with (
        contextlib.closing(document[number]) as page,
        contextlib.closing(page.get_textpage()) as text,
    ):
        yield page, text


def _words(text: pypdfium2.PdfTextPage, count: int) -> str:
    return _clean(text.get_text_range(0, count)) if count > 0 else ""


def _clean(text: str) -> str:
    """Text without controls; words that the end of a line broke are whole again."""
    text = _BROKEN_WORD.sub(lambda found: _joint(text, found.start(), found.end()), text)
    return _NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_LIGATURES)


def _joint(text: str, start: int, end: int) -> str:
    """The hyphen where a word is broken belongs to it before a capital or a digit."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    return "-" if not (before.isalpha() and behind.islower()) else ""


class _Char(NamedTuple):
    text: str
    size: float
    x: float
    end: float
    y: float
    spaced: bool  # whether a space or a line end stands before it
    turned: bool


def _chars(text: pypdfium2.PdfTextPage, count: int) -> Iterator[_Char]:
    matrix = raw.FS_MATRIX()
    x, y, left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    spaced = False
    for at in range(count):
        code = raw.FPDFText_GetUnicode(text, at)
        char = chr(code) if code <= 0x10FFFF else ""
        if code == 2:
            char = "-"
        if not char.strip() or _NO_TEXT.match(char):
            spaced = True
            continue
        raw.FPDFText_GetMatrix(text, at, matrix)
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
        size = raw.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
        turned = abs(matrix.b) > 0.2 * abs(matrix.a)
        yield _Char(char.translate(_LIGATURES), size, x.value, right.value, y.value, spaced, turned)
        spaced = False


def _rows(chars: list[_Char]) -> Iterator[list[_Char]]:
    """The characters of each line; a wide gap ends it too. Parts of a ligature share a place."""
    row: list[_Char] = []
    for char in chars:
        if char.turned:
            continue
        if row:
            size = max(row[-1].size, char.size)
            near = char.x == row[-1].x or -0.6 * size < char.x - row[-1].end < 1.3 * size
            if not near or abs(char.y - row[-1].y) > 0.5 * size:
                yield row
                row = []
        row.append(char)
    if row:
        yield row


def _line(row: list[_Char]) -> Line | None:
    sizes = Counter(round(char.size, 1) for char in row)
    size = sizes.most_common(1)[0][0]
    if size <= 0:
        return None
    small_capitals = _in_small_capitals(row)
    if small_capitals:
        size = max(sizes)
    base = Counter(round(char.y, 1) for char in row if abs(char.size - size) < 0.2)
    y = base.most_common(1)[0][0]
    raised = [char.size < 0.88 * size and char.y > y + 0.15 * size for char in row]
    pieces: list[str] = []
    plain: list[str] = []
    for at, char in enumerate(row):
        gap = char.x - row[at - 1].end if at else 0.0
        space = " " if at and _parted(char, gap, size) else ""
        letter = char.text
        if small_capitals and char.size < 0.92 * size:
            letter = letter.lower()
        pieces.append(space + letter)
        if raised[at]:
            plain.append(" " if at and not raised[at - 1] else "")
        else:
            plain.append(space + letter)
    last = len(row)
    while last and raised[last - 1]:
        last -= 1
    text = _squeezed("".join(pieces[:last]))
    return Line(text, _squeezed("".join(plain)), size, y, row[0].x, any(raised))


def _parted(char: _Char, gap: float, size: float) -> bool:
    """Between a capital and the small capitals behind it PDFium sees spaces that are not there."""
    return gap > 0.28 * size or (char.spaced and gap > 0.13 * size)


def _in_small_capitals(row: list[_Char]) -> bool:
    """Capitals of two sizes on one line: the small ones stand for small letters."""
    letters = [char for char in row if char.text.isalpha()]
    if len(letters) < 4 or any(char.text.islower() for char in letters):
        return False
    big = max(char.size for char in letters)
    small = [char for char in letters if char.size < 0.92 * big]
    level = max(char.y for char in letters) - min(char.y for char in letters)
    return len(small) >= 3 and min(char.size for char in small) > 0.6 * big and level < 0.1 * big


def _squeezed(text: str) -> str:
    return mended(" ".join(text.split()))


_ACCENTS = {
    "´": "\u0301", "`": "\u0300", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "ˇ": "\u030c",
    "˘": "\u0306", "˚": "\u030a", "¯": "\u0304", "˙": "\u0307", "˝": "\u030b",
}  # fmt: skip
_ACCENT = re.compile(rf"( ?)([{''.join(_ACCENTS)}])( ?)([^\W\d_])")


def mended(text: str) -> str:
    """Letters and the accents that were set over them as one: "F´ısica" is Física."""
    if text.isascii():
        return text
    text = re.sub("([A-Za-z]?)¸([cCsStT]?)", _with_cedilla, text)
    return unicodedata.normalize("NFC", _ACCENT.sub(_accented, text))


def _with_cedilla(found: re.Match[str]) -> str:
    """TeX sets the sign before a c, others set it behind."""
    return f"{found[1]}{found[2]}\u0327" if found[2] or found[1] else found[0]


def _accented(found: re.Match[str]) -> str:
    before, accent, behind, letter = found.groups()
    plain = {"ı": "i", "ȷ": "j"}.get(letter, letter)
    one = unicodedata.normalize("NFC", plain + _ACCENTS[accent])
    if len(one) != 1:
        return found[0]
    return ("" if behind else before) + one
