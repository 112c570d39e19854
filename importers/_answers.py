"""What a server sent, as far as it can be read: XML that expands nothing, JSON of any shape.

Metadata has gaps everywhere and now and then a number where a text was due. The functions here
take what is there and give nothing for what is not; only what cannot be read at all is an error.
"""

import json
import re
from typing import TYPE_CHECKING

from papers import bibtex
from papers.errors import CarrelError
from papers.fields import Bare, Fields
from papers.latex import escape

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Json = dict[str, object]


class FetchError(CarrelError):
    """A server could not be asked, or gave no answer that is of use."""


class BadAnswer(FetchError):
    """What came is not what was asked for: cut short, damaged or another kind of text."""


def read_xml(data: bytes, who: str) -> "Element":
    """The root of a document that defines no entities of its own."""
    from xml.etree import ElementTree

    try:
        text = data.decode("utf-8-sig")
        if "<!ENTITY" in text:
            raise BadAnswer(f"What {who} sent defines entities, which no honest answer does.")
        return ElementTree.fromstring(re.sub(r"\A\s*<\?xml[^>]*\?>", "", text))
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        raise BadAnswer(f"What {who} sent is not XML that can be read: {error}.") from error


def read_json(data: bytes, who: str) -> object:
    try:
        value: object = json.loads(data)
    except RecursionError as error:
        raise BadAnswer(f"What {who} sent is nested too deep to be read.") from error
    except ValueError as error:
        raise BadAnswer(f"What {who} sent is not JSON that can be read: {error}.") from error
    return value


def at(value: object, *path: str | int) -> object:
    """What stands at the end of this path; None where the path leads nowhere."""
    for step in path:
        if isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and 0 <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def text(value: object, *path: str | int) -> str:
    """The text there, or the first of several; a number counts as text."""
    found = at(value, *path)
    if isinstance(found, list):
        return next((said for item in found if (said := text(item))), "")
    if isinstance(found, str):
        return found.strip()
    return str(found) if isinstance(found, int) and not isinstance(found, bool) else ""


def records(value: object, *path: str | int) -> list[Json]:
    """The records in the list there."""
    found = at(value, *path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def pages(written: str) -> str:
    """First--last, as LaTeX has it."""
    return re.sub(r"(?<=\w)\s*[-–—]+\s*(?=\w)", "--", written.strip())


def kept(fields: dict[str, str]) -> Fields:
    """The fields that say something, each fit to stand between braces."""
    return Fields({name: _sound(value) for name, value in fields.items() if value})


def _sound(value: str) -> str:
    if isinstance(value, Bare) or bibtex.literal(f"{{{value}}}") is not None:
        return value
    return escape(value)
