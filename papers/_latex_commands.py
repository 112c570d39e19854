"""What LaTeX's commands do: to the arguments they have, and to the text that follows them."""

import functools
import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from papers import _latex_tables as tables
from papers.latex import address

if TYPE_CHECKING:
    from papers._latex_reader import Action, Reader, Style

# texts, compiled by the first command that needs them: most values need none
_OPTION = r"[ \t]*\[[^\[\]{}]{0,200}\]"
_DIMENSION = r"\s*+[-+]?\s*+\d{0,9}(?:[.,]\d{0,9})?\s*+(?:pt|pc|in|cm|mm|ex|em|mu|sp|bp|(?=\\))\s?"
_NUMBER = (
    r"\s*+\{?\s*+(?:`\\?(?P<char>.)|\"(?P<hex>[0-9A-F]{1,6})|'(?P<oct>[0-7]{1,7})|(?P<dec>\d{1,7}))"
    r"\s*+\}?"
)
_MOST_MARKS = 8  # on one letter: each further one would take longer than the one before
_SHORT = 40  # pieces or characters that a superscript is looked through for

# An action finds its arguments between the marks: the first from out[marks[0]] on, and so forth.
# The piece before each mark is empty and there to be written to.


def _nothing(reader: "Reader", marks: list[int]) -> None:
    """The argument stays as it is."""


def _drop(reader: "Reader", marks: list[int]) -> None:
    del reader.out[marks[0] - 1 :]


def _around(*pieces: str) -> "Action":
    def act(reader: "Reader", marks: list[int]) -> None:
        for mark, piece in zip(marks, pieces, strict=True):
            reader.out[mark - 1] = piece
        reader.last = pieces[-1]

    return act


@functools.cache
def accent(name: str) -> "Action":
    """Puts an accent on the first letter of its argument."""

    def act(reader: "Reader", marks: list[int]) -> None:
        out = reader.out
        at, end = marks[0], min(marks[0] + 8, len(out))
        while at < end and not out[at]:
            at += 1
        if at == end < len(out):
            return  # under so many other commands there is no telling what it belongs to
        base = out[at][0] if at < end else ""
        if not base.isalnum() and base not in tables.ACCENTED_SIGNS:
            out[marks[0] - 1] = tables.SPACING_ACCENTS.get(name, "")
            return
        size = 1
        while size < len(out[at]) and unicodedata.combining(out[at][size]):
            size += 1
        rest = out[at][size:]
        alone = not rest and not any(out[at + 1 : at + 4])
        if size <= _MOST_MARKS and (alone or name not in tables.OVER_ONE_LETTER):
            letter = composed(name, out[at][:size])
            # a quotation mark that somebody escaped would give a letter that there is not
            out[at - 1] = f'"{base}' if name == '"' and len(letter) > size else letter
            out[at] = rest

    return act


@functools.lru_cache(maxsize=1024)
def composed(name: str, base: str) -> str:
    """A letter with an accent, as one character where there is one."""
    mark = tables.ACCENTS.get(name) or tables.ACCENT_WORDS[name]
    if mark not in tables.MARKS_BELOW:
        base = tables.DOTTED.get(base, base)
    return unicodedata.normalize("NFC", base + mark)


def _script(sign: str, letters: dict[str, str]) -> "Action":
    """Writes in small letters where each has one, else shows the sign."""

    def act(reader: "Reader", marks: list[int]) -> None:
        out, start = reader.out, marks[0] - 1
        text = "".join(out[start:]).replace(" ", "") if len(out) - start < _SHORT else ""
        if text in tables.ORDINALS:
            out[start:] = [text]
        elif text and len(text) < _SHORT and all(char in letters for char in text):
            out[start:] = ["".join([letters[char] for char in text])]
        elif len(text) == 1:
            out[start] = sign
        elif text or len(out) - start >= _SHORT:
            out[start], out[-1] = f"{sign}(", ")"

    return act


RAISED = _script("^", tables.SUPERSCRIPTS)
LOWERED = _script("_", tables.SUBSCRIPTS)


def _text_script(letters: dict[str, str]) -> "Action":
    """Numbers become small, words stay: 10³ and the 5th."""

    def act(reader: "Reader", marks: list[int]) -> None:
        out, start = reader.out, marks[0] - 1
        text = "".join(out[start:]) if len(out) - start < _SHORT else ""
        if not text.isalpha() and len(text) < _SHORT and all(char in letters for char in text):
            out[start:] = ["".join([letters[char] for char in text])]

    return act


def _fraction(reader: "Reader", marks: list[int]) -> None:
    over, under = (_is_one(reader, marks[at], marks[at + 1] - 1) for at in (0, 1))
    reader.out[marks[0] - 1] = "" if over else "("
    reader.out[marks[1] - 1] = ("" if over else ")") + "/" + ("" if under else "(")
    reader.out[marks[2] - 1] = "" if under else ")"


def _root(reader: "Reader") -> None:
    degree = reader.skip(re.compile(_OPTION)).strip(" []")
    sign = "".join([tables.SUPERSCRIPTS.get(char, char) for char in degree]) + "√"

    def act(reader: "Reader", marks: list[int]) -> None:
        one = _is_one(reader, marks[0], marks[1] - 1)
        reader.out[marks[0] - 1] = sign if one else f"{sign}("
        reader.out[marks[1] - 1] = "" if one else ")"

    reader.wait(1, act, math="}")


def _is_one(reader: "Reader", start: int, end: int) -> bool:
    """Whether these pieces read as one thing, without brackets around them."""
    if end - start > _SHORT:
        return False
    text = "".join(reader.out[start:end])
    return len(text) < 2 or text.isalnum() or not re.search(r"[^\w.]", text)


# -- commands that look at the text themselves


def _waits(
    action: "Action", *, need: int = 1, math: str | None = None, style: "Style | None" = None
) -> "Callable[[Reader], None]":
    def command(reader: "Reader") -> None:
        reader.wait(need, action, math=math, style=style)

    return command


def _url(reader: "Reader") -> None:
    written = reader.verbatim()
    if written is not None:
        reader.atom(address(written))


def _unseen(reader: "Reader") -> None:
    """Its first argument is for the typesetter."""
    reader.skip(re.compile(_OPTION))
    reader.verbatim()


def _gap(reader: "Reader") -> None:
    reader.verbatim()
    reader.skip(re.compile(_OPTION))
    reader.out.append(" ")


def _dimension(reader: "Reader") -> None:
    reader.skip(re.compile(_DIMENSION))


def _delimiter(reader: "Reader") -> None:
    reader.skip_spaces()
    if reader.follower() == ".":
        reader.pos += 1


def _character(reader: "Reader") -> None:
    found = re.compile(_NUMBER).match(reader.raw, reader.pos)
    if not found:
        return
    reader.pos = found.end()
    if found["char"]:
        reader.atom(found["char"])
        return
    base = 16 if found["hex"] else 8 if found["oct"] else 10
    number = int(found["hex"] or found["oct"] or found["dec"], base)
    reader.atom(chr(number) if number < 0xD800 or 0xE000 <= number < 0x110000 else "")


def _verb(reader: "Reader") -> None:
    fence = reader.follower()
    close = reader.raw.find(fence, reader.pos + 1, reader.pos + 500) if fence else -1
    if close > 0:
        text = reader.raw[reader.pos + 1 : close]
        reader.pos = close + 1
        reader.atom(text)


def _double_struck(text: str) -> str:
    return text.translate(tables.DOUBLE_STRUCK)


COMMANDS: "dict[str, Callable[[Reader], None]]" = {
    **dict.fromkeys(("url", "path", "nolinkurl"), _url),
    **dict.fromkeys(("href", "color", "textcolor", "colorbox", "raisebox"), _unseen),
    **dict.fromkeys(("begin", "end", "hspace", "vspace"), _gap),
    **dict.fromkeys(("raise", "lower", "kern", "mkern", "hskip", "mskip", "vskip"), _dimension),
    **dict.fromkeys(("left", "right", "middle"), _delimiter),
    **dict.fromkeys(("char", "symbol"), _character),
    "verb": _verb,
    **dict.fromkeys(tables.DROPPED, _waits(_drop)),
    **dict.fromkeys(("uppercase", "MakeUppercase"), _waits(_nothing, style=str.upper)),
    **dict.fromkeys(("lowercase", "MakeLowercase"), _waits(_nothing, style=str.lower)),
    **dict.fromkeys(("mathbb", "mathds", "Bbb"), _waits(_nothing, style=_double_struck)),
    **dict.fromkeys(("text", "textrm", "mbox", "hbox", "textnormal"), _waits(_nothing, math="")),
    "ensuremath": _waits(_nothing, math="}"),
    "sp": _waits(RAISED),
    "sb": _waits(LOWERED),
    "textsuperscript": _waits(_text_script(tables.SUPERSCRIPTS)),
    "textsubscript": _waits(_text_script(tables.SUBSCRIPTS)),
    **dict.fromkeys(tables.FRACTIONS, _waits(_fraction, need=2, math="}")),
    "sqrt": _root,
    "binom": _waits(_around("(", " choose ", ")"), need=2, math="}"),
    "pmod": _waits(_around("(mod ", ")"), math="}"),
    **dict.fromkeys(("enquote", "mkbibquote", "textquote"), _waits(_around("“", "”"))),
    **dict.fromkeys(("footnote", "thanks", "mkbibparens"), _waits(_around(" (", ")"))),
}
