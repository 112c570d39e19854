"""Real bibliographies: importing one twice changes nothing, and order hardly matters."""

from collections import defaultdict
from pathlib import Path

import pytest

from commands.import_papers import rehearse
from importers import FORMATS, Imported
from papers import Paper

REAL = ("bib-large", "bib-wild")


@pytest.fixture(scope="module")
def files(corpora: Path) -> dict[str, tuple[Paper, ...]]:
    return {
        str(path.relative_to(corpora)): FORMATS["bibtex"](path.read_bytes(), path.name).papers
        for path in sorted(corpora.glob("bib*/**/*.bib"))
    }


def test_the_second_import_of_a_file_changes_nothing(files: dict[str, tuple[Paper, ...]]) -> None:
    changed = []
    for name, papers in files.items():
        there = [change.after for change in rehearse([], Imported(papers)).changes if change.after]
        again = rehearse(there, Imported(papers))
        if again.changes or set(again.outcomes) - {"unchanged"}:
            changed.append(name)
    assert changed == []


def test_who_is_whom_hardly_depends_on_the_order(files: dict[str, tuple[Paper, ...]]) -> None:
    papers = [paper for name in files if name.startswith(REAL) for paper in files[name]]
    forwards, backwards = _groups(papers), _groups(papers[::-1])
    assert len(papers) > 15_000
    assert 300 < len(papers) - len(forwards) < 1_000
    assert len(forwards ^ backwards) <= 10


def _groups(papers: list[Paper]) -> set[frozenset[int]]:
    groups: dict[str, set[int]] = defaultdict(set)
    uids = rehearse([], Imported(tuple(papers))).uids
    for paper, uid in zip(papers, uids, strict=True):
        groups[uid].add(id(paper))
    return set(map(frozenset, groups.values()))
