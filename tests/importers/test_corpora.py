"""Every BibTeX file of the corpora: what an independent count says is in them comes in, whole."""

import csv
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string

from importers import FORMATS, Imported
from importers._text import decode
from papers import Bare, Fields

# Where that count is wrong. It counts what looks like an entry at the start of a line.
IN_A_COMMENT = {"bibtex-nasty/bibtex-tidy/example1.bib": 3}
BEHIND_ANOTHER_ON_ITS_LINE = {"bibtex-nasty/bibtex-tidy/example2.bib": 1}
# Where bibtexparser takes a brace for an escaped one because of the backslashes before it.
MISREAD_BY_BIBTEXPARSER = "bibtex-nasty/bibtex-tidy/tag-contents-slashes.bib"

SECONDS = 2.0  # of work, however busy the machine is


def read(path: Path) -> Imported:
    return FORMATS["bibtex"](path.read_bytes(), path.name)


@pytest.fixture(scope="module")
def counted(corpora: Path) -> dict[str, int]:
    csv.field_size_limit(1 << 24)
    with (corpora / "counts.tsv").open(encoding="utf-8", newline="") as lines:
        return {row["file"]: int(row["truth"]) for row in csv.DictReader(lines, delimiter="\t")}


@pytest.fixture(scope="module")
def read_files(corpora: Path, counted: dict[str, int]) -> dict[str, Imported]:
    return {name: read(corpora / name) for name in counted}


def test_entries_and_rejects_are_as_many_as_were_counted(
    counted: dict[str, int], read_files: dict[str, Imported]
) -> None:
    expected = {
        name: count - IN_A_COMMENT.get(name, 0) + BEHIND_ANOTHER_ON_ITS_LINE.get(name, 0)
        for name, count in counted.items()
    }
    assert {
        name: len(file.papers) + len(file.rejected) for name, file in read_files.items()
    } == expected
    assert sum(expected.values()) > 19_000


def test_no_entry_of_the_real_files_is_rejected(read_files: dict[str, Imported]) -> None:
    assert [reject for file in read_files.values() for reject in file.rejected] == []


def test_no_character_of_a_file_is_lost(corpora: Path, read_files: dict[str, Imported]) -> None:
    """Each raw text stands in its file, in the line that is told, and between them is nothing."""
    for name, file in read_files.items():
        text = decode((corpora / name).read_bytes())
        found = [(int(paper.source.place), paper.source.raw) for paper in file.papers]
        found += [(block.line, block.text) for block in file.blocks]
        at = 0
        for line, raw in sorted(found, key=lambda item: item[0]):
            start = text.find(raw, at)
            if start < 0:  # two blocks in one line, told in the other order
                start = text.index(raw)
            else:
                assert text[at:start].strip(" \t\r\n\ufeff\0") == "" or line_is_shared(found, line)
            at = max(at, start + len(raw))
        assert text[at:].strip() == ""


def line_is_shared(found: list[tuple[int, str]], line: int) -> bool:
    return sum(1 for other, _ in found if other == line) > 1


def test_where_bibtexparser_reads_an_entry_we_read_the_same(
    corpora: Path, read_files: dict[str, Imported]
) -> None:
    compared = 0
    for name, file in read_files.items():
        if name == MISREAD_BY_BIBTEXPARSER:
            continue
        ours = {paper.source.raw: paper.fields for paper in file.papers}
        for raw, fields in stock_reading(decode((corpora / name).read_bytes())):
            if raw in ours and fields is not None:
                assert ours[raw] == fields
                compared += 1
    assert compared > 18_600


def stock_reading(text: str) -> Iterator[tuple[str, Fields | None]]:
    """What bibtexparser makes of a file by itself; None where it joined what does not belong."""
    for entry in parse_string(text, parse_stack=[]).entries:
        names = [field.key.lower() for field in entry.fields]
        simple = all(name.isprintable() and " " not in name for name in names)
        joined = any("#" in field.value for field in entry.fields)
        if not simple or joined or len(set(names)) < len(names):
            yield entry.raw or "", None
        else:
            values = [undelimited(field.value) for field in entry.fields]
            yield entry.raw or "", Fields(zip(names, values, strict=True))


def undelimited(value: str) -> str:
    if value[:1] + value[-1:] in ("{}", '""'):
        return value[1:-1]
    return value if value.isdigit() else Bare(value)


@pytest.fixture(scope="module")
def hostile(corpora: Path) -> dict[str, Imported]:
    return {path.name: in_time(path) for path in sorted((corpora / "hostile").glob("*.bib"))}


def in_time(path: Path) -> Imported:
    start = time.process_time()
    imported = read(path)
    assert time.process_time() - start < SECONDS, path.name
    return imported


def test_hostile_files_take_no_time_and_what_cannot_be_read_is_said(
    hostile: dict[str, Imported],
) -> None:
    rejects = {name: file.rejected for name, file in hostile.items() if file.rejected}
    assert set(rejects) == {"braces-unclosed-50k.bib", "unclosed-1mb.bib"}
    for (reject,) in rejects.values():
        assert reject.line == 1
        assert reject.reason.startswith("The value of title that begins in line 1 is never closed")
        assert reject.text.startswith("@article{")


def test_the_last_paper_survives_whatever_stands_before_it(
    corpora: Path, hostile: dict[str, Imported]
) -> None:
    with_a_last_one = [
        name for name in hostile if b"{after," in (corpora / "hostile" / name).read_bytes()
    ]
    assert len(with_a_last_one) > 7
    for name in with_a_last_one:
        assert hostile[name].papers[-1].key == "after"


@pytest.mark.parametrize(
    ("name", "papers"),
    [
        ("same-key-2k.bib", 2000),
        ("empty-keys.bib", 21),
        ("citekeys.bib", 40),
        ("nul-bytes.bib", 3),
        ("crossref-cycle.bib", 1508),
        ("string-bomb.bib", 3),
        ("not-bibtex.bib", 0),
        ("empty.bib", 0),
        ("binary.bib", 0),
    ],
)
def test_a_hostile_file_holds(name: str, papers: int, hostile: dict[str, Imported]) -> None:
    assert len(hostile[name].papers) == papers


def test_a_field_that_is_written_twice_among_20000_is_kept(hostile: dict[str, Imported]) -> None:
    wide, duplicated = hostile["many-fields.bib"].papers
    assert len(wide.fields) == 20_001
    assert list(duplicated.fields) == ["title", "title#2", "note", "author", "author#2"]


def test_mixed_encodings_in_one_file_are_read_line_by_line(hostile: dict[str, Imported]) -> None:
    _before, latin, utf = hostile["invalid-utf8.bib"].papers
    assert latin.text("author") == "Müller, Jörg"
    assert utf.text("author") == "Müller, Jörg"
