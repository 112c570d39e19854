"""Bytes of an unknown encoding as text; every byte is still in it."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"^[ \t]*%[ \t]*Encoding:[ \t]*([\w-]+)", re.IGNORECASE | re.MULTILINE)
_WESTERN = "carrel-western"


def decode(data: bytes) -> str:
    """The text: by its byte order mark, as UTF-8, as the encoding that the file names, or mixed.

    Where a file is none of these, what is UTF-8 in it is read so and each other byte as
    Windows-1252, which is how files look that several people have appended to.
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
        return _declared(data) or data.decode("utf-8", _WESTERN)


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


def _declared(data: bytes) -> str | None:
    """JabRef writes `% Encoding: Cp1252` at the top of a file."""
    found = _DECLARED.search(data, 0, 4096)
    if not found:
        return None
    try:
        return data.decode(found[1].decode())
    except (LookupError, UnicodeDecodeError):
        return None


def _western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    text = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in wrong)
    return text, error.end


codecs.register_error(_WESTERN, _western)
