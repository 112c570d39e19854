"""What other programs read in the same files: we lose no field of it, and say the same of each."""

import collections
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pybtex.database.input.bibtex import LowLevelParser  # type: ignore[import-untyped]

from importers import FORMATS
from importers._text import decode
from papers import Bare, Paper
from papers.bibtex import base_name
from papers.paper import expand
from papers.text import fold

LARGEST = 60_000  # bytes; pybtex is slow, and the large files hold nothing of another kind
# It takes these out of comments, and this for a key where there is none.
MADE_UP_BY_PYBTEX = {
    "names.bib": {"L27", "L28"},
    "example1.bib": {"steward03", "py03a", "fd{"},
    "MsBibImportExportRoundTripTest5.bib": {"journal"},
}
# It stops at the + in the name of a field, and reads what follows as an entry.
STUMBLED = "Import error with character '+' in BibTeX field name #2660.bib"
OF_BIBTEX = {
    "journaltitle": "journal", "location": "address", "institution": "school",
    "annotation": "annote", "eprinttype": "archiveprefix", "eprintclass": "primaryclass",
}  # fmt: skip
PEOPLE = "author editor editora editorb translator commentator annotator bookauthor".split()


def plain(text: str) -> str:
    return " ".join(text.split())


def said(paper: Paper, name: str) -> str:
    """What a field says, however spaces, dashes and quotes in it are written."""
    return fold(paper.text(name, OF_BIBTEX.get(name, ""))).replace(" ", "")


def values(paper: Paper) -> dict[str, set[str]]:
    found: dict[str, set[str]] = collections.defaultdict(set)
    for name, value in paper.fields.items():
        written = expand(value, paper.strings) if isinstance(value, Bare) else value
        found[base_name(name)].add(plain(written))
    return found


def read_by_pybtex(text: str) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    for kind, rest in LowLevelParser(text, handle_error=lambda _error: None):
        if kind.lower() not in ("string", "preamble", "comment"):
            key, fields = rest
            yield kind.lower(), key or "", [(name.lower(), "".join(v)) for name, v in fields]


def test_no_field_that_pybtex_reads_is_lost(corpora: Path) -> None:
    """Where values differ it knew no macro: it leaves them out, or has months in small letters."""
    seen = differing = 0
    for path in sorted(corpora.rglob("*.bib")):
        if path.stat().st_size > LARGEST or path.parent.name == "hostile" or path.name == STUMBLED:
            continue
        data = path.read_bytes()
        ours: dict[str, list[Paper]] = collections.defaultdict(list)
        for paper in FORMATS["bibtex"](data, path.name).papers:
            ours[paper.key].append(paper)
        for kind, key, fields in read_by_pybtex(decode(data)):
            if not ours[key]:
                assert key in MADE_UP_BY_PYBTEX[path.name]
                continue
            paper = ours[key].pop(0)
            assert paper.type == kind
            known = values(paper)
            for name, value in fields:
                seen += 1
                if plain(value) not in known[name]:
                    differing += 1
                    raws = [v for n, v in paper.fields.items() if base_name(n) == name]
                    assert any(isinstance(raw, Bare) for raw in raws), (path.name, key, name)
    assert seen > 10_000
    assert differing < 100


def test_no_field_that_biber_reads_is_lost(corpora: Path, tmp_path: Path) -> None:
    if not shutil.which("biber"):
        pytest.skip("biber is not installed")
    source = corpora / "bibtex-nasty" / "biblatex" / "biblatex-examples.bib"
    command = ["biber", "--tool", "--quiet", "--nolog", "--output-file", "out.bib", str(source)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=100)
    if done.returncode:
        pytest.skip(f"biber does not run here: {done.stderr.decode()[-200:]}")
    theirs = FORMATS["bibtex"]((tmp_path / "out.bib").read_bytes(), "out.bib").papers
    ours = {paper.key: paper for paper in FORMATS["bibtex"](source.read_bytes(), "in.bib").papers}
    assert {paper.key for paper in theirs} == set(ours)
    compared = 0
    for paper in theirs:
        mine = ours[paper.key]
        for name in paper.fields:
            if name.endswith("date"):  # it writes years and months so
                assert paper.date == mine.date
                assert mine.text(name) or mine.text(name.replace("date", "year"))
                continue
            if name not in PEOPLE and name not in ("keywords", "options"):
                compared += 1
                assert said(mine, name) == said(paper, name), (paper.key, name)
        assert [author.family for author in mine.authors] == [a.family for a in paper.authors]
    assert compared > 500
