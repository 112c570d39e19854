"""The fields of entries as bibtexparser reads them; nothing where it reads one wrong.

It is handed what it needs and no more. The entries have numbers for keys: equal, empty and odd
ones would make it drop them. A plain value is handed over as a sign: it would step through every
comma and quote in there, which takes longer than all the rest. So most entries look like others
but for their values, and each form of entry is read once. What is then found has to be all of the
entry, and each value one that BibTeX accepts: only one reading is both.
"""

import logging
import re
import sys
from collections.abc import Mapping
from typing import NamedTuple

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateFieldKeyBlock, Entry

from papers import bibtex
from papers.fields import Fields

# what it refuses is read again or rejected, with a reason of our own
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)

SIGN = "\x01"
SHORT = 60  # a value of so few characters may well be another entry's as well
FORMS = 10_000  # that are remembered

_NAME = re.compile(bibtex.NAME)
_INNERMOST = r"\{(?:[^{}\\]++|\\[^{}])*\}"
_INNER = rf"\{{(?:[^{{}}\\]++|\\[^{{}}]|{_INNERMOST})*\}}"
_BRACED = rf"\{{(?:[^{{}}\\]++|\\[^{{}}]|{_INNER})*\}}"
_VALUE = re.compile(rf"=\s*+({_BRACED}|[0-9]++|\"[^{{}}\"\\]*+\")(?=\s*+[,}}])")


class _Form(NamedTuple):
    """An entry but for its plain values: a name for each field, and what is no plain value."""

    names: tuple[str, ...]
    others: tuple[tuple[int, str], ...]  # by the places of their fields
    has_doubles: bool


class FieldReader:
    """Reads the fields of many entries; what they have in common is read and kept once."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}  # those that were seen to be right, and how we spell them
        self._shared: dict[str, str] = {}
        self._forms: dict[str, _Form | None] = {}

    def read(self, bodies: Mapping[int, tuple[str, str]]) -> dict[int, Fields]:
        """Fields by number, from the delimiter that opens each entry and what follows its key."""
        split: dict[int, tuple[str, list[str]]] = {}
        new: dict[str, None] = {}
        if len(self._forms) > FORMS:
            self._forms.clear()
        for number, (opener, body) in bodies.items():
            if SIGN not in body:
                parts = _VALUE.split(body)
                form = opener + SIGN.join(parts[::2])
                split[number] = form, parts[1::2]
                if form not in self._forms:
                    new[form] = None
        if new:
            self._read_forms(list(new))
        found: dict[int, Fields] = {}
        for number, (text, values) in split.items():
            if form_read := self._forms[text]:
                found[number] = self._filled(form_read, values)
        return found

    def _filled(self, form: _Form, values: list[str]) -> Fields:
        shared = self._shared.setdefault
        texts = [value[1:-1] if value[0] in '{"' else value for value in values]
        texts = [text if len(text) >= SHORT else shared(text, text) for text in texts]
        for place, other in form.others:
            texts.insert(place, other)
        pairs = zip(form.names, texts, strict=True)
        return bibtex.fields_of(pairs) if form.has_doubles else Fields(pairs)

    def _read_forms(self, forms: list[str]) -> None:
        handed = {str(number): _handed(number, form) for number, form in enumerate(forms)}
        self._forms.update(dict.fromkeys(forms))
        for block in parse_string("\n".join(handed.values()), parse_stack=[]).blocks:
            entry = block.ignore_error_block if isinstance(block, DuplicateFieldKeyBlock) else block
            if isinstance(entry, Entry) and handed.get(entry.key) == entry.raw:
                form = forms[int(entry.key)]
                self._forms[form] = self._form(entry, form.count(SIGN))

    def _form(self, entry: Entry, signs: int) -> _Form | None:
        names: list[str] = []
        others: list[tuple[int, str]] = []
        for place, field in enumerate(entry.fields):
            name = field.key
            if name not in self._names:
                if not _NAME.fullmatch(name):
                    return None
                self._names[name] = sys.intern(name.lower())
            names.append(self._names[name])
            if field.value != f"{SIGN}{place - len(others)}":
                value = bibtex.literal(field.value)
                if value is None or SIGN in value:  # one in quotes, that looked like several
                    return None
                others.append((place, value))
        if not names or len(names) - len(others) != signs:
            return None
        return _Form(tuple(names), tuple(others), len(set(names)) < len(names))


def _handed(number: int, form: str) -> str:
    """An entry of this form, with a sign of its own for each value."""
    opener, body = form[0], form[1:]
    parts = body.split(SIGN)
    signed = [f"={SIGN}{place}{part}" for place, part in enumerate(parts[1:])]
    return f"@e{opener}{number},{parts[0]}{''.join(signed)}"
