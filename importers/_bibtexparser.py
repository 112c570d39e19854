"""The fields of entries as bibtexparser reads them; nothing where it reads one wrong.

It is handed what it needs and no more. The entries have numbers for keys: equal, empty and odd
ones would make it drop them. A value in plain braces is handed over as a sign: it would step
through every comma and quote in there, which takes longer than all the rest. What it then finds
has to be all of the entry, and each value one that BibTeX accepts: only one reading is both.
"""

import logging
import re
import sys
from collections.abc import Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateFieldKeyBlock, Entry

from papers import bibtex
from papers.fields import Fields

# what it refuses is read again or rejected, with a reason of our own
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)

SIGN = "\x01"
SHORT = 60  # a value of so few characters may well be another entry's as well

_NAME = re.compile(bibtex.NAME)
_INNERMOST = r"\{(?:[^{}\\]++|\\[^{}])*\}"
_INNER = rf"\{{(?:[^{{}}\\]++|\\[^{{}}]|{_INNERMOST})*\}}"
_VALUE = re.compile(rf"=\s*+\{{((?:[^{{}}\\]++|\\[^{{}}]|{_INNER})*)\}}(?=\s*+[,}}])")


class FieldReader:
    """Reads the fields of many entries; what they have in common is kept once."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}  # those that were seen to be right, and how we spell them
        self._shared: dict[str, str] = {}

    def read(self, bodies: Mapping[int, tuple[str, str]]) -> dict[int, Fields]:
        """Fields by number, from the delimiter that opens each entry and what follows its key."""
        values: dict[str, str] = {}
        handed = {
            str(number): f"@e{opener}{number},{_signed(body, values)}"
            for number, (opener, body) in bodies.items()
            if SIGN not in body
        }
        found: dict[int, Fields] = {}
        for block in parse_string("\n".join(handed.values()), parse_stack=[]).blocks:
            entry = block.ignore_error_block if isinstance(block, DuplicateFieldKeyBlock) else block
            if isinstance(entry, Entry) and handed.get(entry.key) == entry.raw:
                fields = self._fields(entry, values)
                if fields:
                    found[int(entry.key)] = fields
        return found

    def _fields(self, entry: Entry, values: dict[str, str]) -> Fields | None:
        pairs: list[tuple[str, str]] = []
        for field in entry.fields:
            name = field.key
            if name not in self._names:
                if not _NAME.fullmatch(name):
                    return None
                self._names[name] = sys.intern(name.lower())
            value = values.get(field.value)
            if value is None:
                value = bibtex.literal(field.value)
                if value is None or SIGN in value:  # one in quotes, that looked like several
                    return None
            if len(value) < SHORT and type(value) is str:
                value = self._shared.setdefault(value, value)
            pairs.append((self._names[name], value))
        fields = Fields(pairs)
        return fields if len(fields) == len(pairs) else bibtex.fields_of(pairs)


def _signed(body: str, values: dict[str, str]) -> str:
    """The text with signs for values in braces, which are then found under these."""
    parts = _VALUE.split(body)
    for at in range(1, len(parts), 2):
        sign = f"{SIGN}{len(values)}"
        values[sign] = parts[at]
        parts[at] = f"={sign}"
    return "".join(parts)
