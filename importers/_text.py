"""Bytes of an unknown encoding as text; every byte is still in it."""

import codecs
import re
from typing import NamedTuple

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"^[ \t]*%[ \t]*Encoding:[ \t]*([\w-]+)", re.IGNORECASE | re.MULTILINE)
_WESTERN = "carrel-western"
_NOT_OF_FILES = ("idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7")
_SAMPLE = 1 << 18
_FEWEST = 6  # letters that tell a script
_SEQUENCE = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


class _Script(NamedTuple):
    """An encoding of two bytes a letter, and what its everyday letters look like in it.

    Of its letters `usual` must be most, and `must` some: the kana of Japanese, for instance.
    """

    encoding: str
    usual: re.Pattern[bytes]
    must: re.Pattern[bytes]


_SCRIPTS = (
    _Script(
        "cp932",
        re.compile(rb"[\x81-\x83\x88-\x97].", re.DOTALL),
        re.compile(rb"\x82[\x9f-\xf1]|\x83[\x40-\x96]"),
    ),
    _Script(
        "euc_jp",
        re.compile(rb"[\xa1\xa4\xa5\xb0-\xcf][\xa1-\xfe]"),
        re.compile(rb"[\xa4\xa5][\xa1-\xfe]"),
    ),
    _Script(
        "gb18030",
        re.compile(rb"[\xa1\xa3\xb0-\xd7][\xa1-\xfe]"),
        re.compile(rb"[\xc9-\xd7][\xa1-\xfe]"),  # Korean has no letters there
    ),
)


def decode(data: bytes) -> str:
    """The text: by its byte order mark, as UTF-8, as the encoding that the file names, or mixed.

    Where a file is none of these and not plainly Chinese or Japanese, what is UTF-8 in it is read
    so and each other byte as Windows-1252: files look like that to which several people added.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, _fallback(encoding))
    wide = _wide(data)
    if wide:
        return data.decode(wide, _fallback(wide))
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _by_name(data, _other(data)) or data.decode("utf-8", _WESTERN)


def encoding(data: bytes) -> str:
    """What `decode` takes these bytes for; "" where it is a mixture or a guess."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if wide := _wide(data):
        return wide
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), _SAMPLE):  # all at once would be twice the file
            decoder.decode(data[at : at + _SAMPLE], at + _SAMPLE >= len(data))
    except UnicodeDecodeError:
        return _other(data)
    return "utf-8"


def _fallback(encoding: str) -> str:
    return _WESTERN if encoding == "utf-8" else "backslashreplace"


def _wide(data: bytes) -> str:
    """UTF-16 without its mark shows as a zero in nearly every second byte."""
    head = data[:4096]
    if len(head) < 8 or b"\0" not in head:
        return ""
    for first_zero, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[first_zero::2].count(0) > 0.8 * len(head) / 2:
            return encoding
    return ""


def _other(data: bytes) -> str:
    """What the file says of itself, as JabRef writes it: `% Encoding: Cp1252`; else its script."""
    found = _DECLARED.search(data, 0, 4096)
    declared = found[1].decode() if found else ""
    if declared and _by_name(data, declared):
        return declared
    return _script(data)


def _by_name(data: bytes, encoding: str) -> str:
    try:
        known = codecs.lookup(encoding).name if encoding else ""
        return data.decode(known) if known and known not in _NOT_OF_FILES else ""
    except (LookupError, ValueError):
        return ""


def _script(data: bytes) -> str:
    """The encoding in which all is text and nearly all of it everyday words; "" for none.

    Western letters stand alone among those of ASCII, these in rows: ü is no row, nor is öß.
    """
    high = sum(1 for byte in data[:_SAMPLE] if byte > 127)
    if 2 * sum(map(len, _SEQUENCE.findall(data[:_SAMPLE]))) > high:
        return ""  # it is UTF-8 for the most part
    for script in _SCRIPTS:
        text = _by_name(data, script.encoding)
        rows = re.findall(r"[^\x00-\xff]+", text)
        letters = [letter.encode(script.encoding) for row in rows for letter in row[:_SAMPLE]]
        in_rows = sum(len(row) for row in rows if len(row) > 1)
        usual = sum(1 for letter in letters if script.usual.fullmatch(letter))
        must = sum(1 for letter in letters if script.must.fullmatch(letter))
        if len(letters) < _FEWEST:
            continue
        if min(usual, in_rows) > 0.85 * len(letters) and 10 * must > len(letters):
            return script.encoding
    return ""


def _western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    text = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in wrong)
    return text, error.end


codecs.register_error(_WESTERN, _western)
