"""Files of very many real BibTeX entries, the same in every run, from those beside the checkout.

The first 10,000 are spread evenly over all entries of the large and the wild files, each as it
stands in its file but for its key where another entry has that one. Past these come the same
entries with other keys, identifiers and addresses, and with other letters in titles and names:
another paper by another person in the same LaTeX, so that none is taken for one of the first.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from importers import FORMATS
from papers import Paper

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
WORDED = {"title", "author", "editor", "booktitle", "journal", "abstract", "keywords"}
VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnprstvw"

_KEY = re.compile(r"(@[^{(]*[{(]\s*)[^,\s]*")
_DOI = re.compile(r"\b(10\.\d{4,9}/)")
_ARXIV = re.compile(r"(?<!\d)(\d{4}\.)(\d{4,5})(?!\d)")
_PMID = re.compile(r"(pmid\s*=\s*\W?)(\d+)", re.IGNORECASE)
_HOST = re.compile(r"(://[^/\s{}\"]+)")
_LEFT_ALONE = re.compile(r"(\\[A-Za-z]+|\band\b|\bothers\b|\S*(?:://|@)\S*)")


def write(path: Path, count: int) -> None:
    """A file of so many entries, behind the macros that they use."""
    definitions, entries = _real()
    size = len(entries)
    with path.open("w", encoding="utf-8") as file:
        file.write("\n\n".join(definitions))
        for number in range(count):
            place = number if count >= size else number * size // count
            copy, at = divmod(place, size)
            key, text, worded = entries[at]
            file.write("\n\n" + (_another(text, key, worded, copy) if copy else text))
        file.write("\n")


def _real() -> tuple[list[str], list[tuple[str, str, list[str]]]]:
    """The definitions of all files, and 10,000 entries: key, text and the values made of words."""
    definitions: list[str] = []
    papers: list[Paper] = []
    for path in sorted([*CORPORA.glob("bib-large/*.bib"), *CORPORA.glob("bib-wild/*.bib")]):
        found = FORMATS["bibtex"](path.read_bytes(), path.name)
        if found.papers:
            definitions += [block.text for block in found.blocks if block.kind == "string"]
            papers += found.papers
    entries = []
    taken: set[str] = set()
    for number in range(10_000):
        paper = papers[number * len(papers) // 10_000]
        key = next(key for key in _keys(paper.key) if key.casefold() not in taken)
        taken.add(key.casefold())
        words = [value for name, value in paper.fields.items() if name in WORDED]
        entries.append((key, _rekeyed(paper.source.raw, key), words))
    return definitions, entries


def _keys(key: str) -> Iterator[str]:
    plain = re.sub(r"[^\w:.+/-]", "", key) or "entry"
    yield plain
    yield from (f"{plain}-{number}" for number in range(2, 10_000))


def _rekeyed(text: str, key: str) -> str:
    return _KEY.sub(lambda found: found[1] + key, text, count=1)


def _another(text: str, key: str, worded: list[str], copy: int) -> str:
    """The entry as that of another paper."""
    for value in worded:
        text = text.replace(value, _reworded(value, copy), 1)
    text = _DOI.sub(rf"\g<1>c{copy}.", _rekeyed(text, f"{key}-c{copy}"))
    text = _ARXIV.sub(lambda found: found[1] + _later(found[2], copy * 1111), text)
    text = _PMID.sub(lambda found: found[1] + _later(found[2], copy * 1_111_111), text)
    return _HOST.sub(rf"\g<1>/c{copy}", text)


def _reworded(value: str, copy: int) -> str:
    """Each vowel by another and each consonant by another, but in commands and addresses."""
    pairs: dict[str, str] = {}
    for letters in (VOWELS, CONSONANTS):
        turned = letters[copy % len(letters) :] + letters[: copy % len(letters)]
        pairs |= zip(letters + letters.upper(), turned + turned.upper(), strict=True)
    table = str.maketrans(pairs)
    pieces = _LEFT_ALONE.split(value)
    return "".join(piece if at % 2 else piece.translate(table) for at, piece in enumerate(pieces))


def _later(digits: str, by: int) -> str:
    return str((int(digits) + by) % 10 ** len(digits)).zfill(len(digits))
