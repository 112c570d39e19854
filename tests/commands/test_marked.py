"""A few papers that come to a large library: what a look at all of it would find is found."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands import marked
from commands.add import is_known
from commands.import_papers import Choice, Receipt, import_papers, rehearse
from commands.marked import LEAST, NAME, STALE, near
from commands.remove import remove
from importers import Imported
from papers import Fields, Paper
from storage import Library
from tests.commands.pairs import DOUBTFUL, OTHERS, SAME, paper

ABSTRACT = (
    "We show in many words how marmots sleep through the winter of the high mountains, and why."
    " They lose a third of what they weigh, and wake up every other week for reasons of their own."
)
TEXTS = [text for pair in (*SAME.values(), *DOUBTFUL.values(), *OTHERS.values()) for text in pair]
FILLING = [
    Paper(key=f"key{n}", fields=Fields({"title": f"Paper {n} of many", "doi": f"10.1234/{n}"}))
    for n in range(LEAST + 100)
]
ODD = [
    Paper(key="untitled", fields=Fields({"abstract": ABSTRACT})),
    Paper(
        key="titled", fields=Fields({"title": "On marmots", "abstract": ABSTRACT + " Not here."})
    ),
]


def come(library: Library, *papers: Paper) -> tuple[str, ...]:
    return import_papers(library, Imported(papers), label="import").outcomes


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library in which all of the pairs are, each as a paper of its own."""
    with Library.open(tmp_path_factory.mktemp("large")) as library:
        papers = [paper(text)._replace(key=f"pair{n}") for n, text in enumerate(TEXTS)]
        choices = {n: Choice("add") for n in range(len(FILLING) + len(ODD) + len(papers))}
        incoming = Imported((*FILLING, *ODD, *papers))
        import_papers(library, incoming, label="import", choices=choices)
        yield library


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled") / "library"
    with Library.open(folder) as library:
        come(library, *FILLING)
    return folder


@pytest.fixture
def library(filled: Path, tmp_path: Path) -> Iterator[Library]:
    shutil.copytree(filled, tmp_path / "library")
    with Library.open(tmp_path / "library") as library:
        yield library


def is_kept(library: Library) -> bool:
    return os.path.exists(os.path.join(library.folder, NAME))


def doubts(receipt: Receipt) -> list[tuple[str, str, int]]:
    return [(doubt.paper.key, doubt.other.key, doubt.score) for doubt in receipt.doubts]


@settings(max_examples=20)
@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4))
def test_few_are_compared_as_with_all(large: Library, texts: list[str]) -> None:
    imported = Imported(tuple(paper(text) for text in texts))
    quick = rehearse(large, imported)
    assert near(large, imported.papers) is not None
    whole = rehearse(list(large), imported)
    assert quick.outcomes == whole.outcomes
    assert doubts(quick) == doubts(whole)
    for mine, theirs, outcome in zip(quick.uids, whole.uids, quick.outcomes, strict=True):
        assert mine == theirs or outcome == "added"
    assert [p.key for p in quick.added] == [p.key for p in whole.added]


def test_an_abstract_alone_is_known_once_all_were_looked_at(library: Library) -> None:
    come(library, ODD[1])
    alone = Paper(fields=Fields({"abstract": ABSTRACT + " Not here."}))
    assert near(library, [alone]) is None
    assert rehearse(library, Imported((alone,))).outcomes == ("unchanged",)
    found = near(library, [alone])
    assert found is not None
    assert "titled" in [paper.key for paper in found]


def test_what_changed_since_is_known(library: Library) -> None:
    assert is_kept(library)
    first, second = library.find("key1"), library.find("key2")
    library.edit([first.uid], lambda p: p.with_fields({"doi": "10.9999/new"}), label="edit")
    remove(library, [second])
    again = Paper(fields=Fields({"title": "Other words", "doi": "10.9999/new"}))
    gone = Paper(key="key2", fields=second.fields)
    found = near(library, [again, gone])
    assert found is not None
    keys = [paper.key for paper in found]
    assert "key1" in keys
    assert "key2" not in keys
    assert come(library, gone) == ("added",)
    assert library.find("key2").uid != second.uid
    library.undo()


def test_after_many_changes_the_file_is_written_anew(library: Library) -> None:
    before = os.stat(os.path.join(library.folder, NAME)).st_mtime_ns
    uids = [paper.uid for paper in library][: STALE + 1]
    library.edit(uids, lambda p: p.with_fields({"doi": f"10.9999/{p.key}"}), label="edit")
    for key, there in (("key7", True), (f"key{STALE + 9}", False)):
        asked = Paper(fields=Fields({"doi": f"10.9999/{key}"}))
        assert is_known(library, asked) is there
    assert os.stat(os.path.join(library.folder, NAME)).st_mtime_ns != before
    assert near(library, [Paper(fields=Fields({"doi": "10.1234/7"}))]) == []


def test_what_another_process_added_is_known(library: Library) -> None:
    with Library.open(library.folder) as other:
        come(other, Paper(fields=Fields({"title": "Theirs", "doi": "10.9999/theirs"})))
    library.refresh()
    assert come(library, Paper(fields=Fields({"doi": "10.9999/theirs"}))) == ("unchanged",)


@pytest.mark.parametrize("damage", ["cut", "flipped", "gone", "another's", "empty"])
def test_without_a_sound_file_all_are_read(library: Library, tmp_path: Path, damage: str) -> None:
    path = Path(library.folder, NAME)
    data = path.read_bytes()
    if damage == "cut":
        path.write_bytes(data[:-9])
    elif damage == "flipped":
        path.write_bytes(data[:-99] + bytes([data[-99] ^ 1]) + data[-98:])
    elif damage == "gone":
        path.unlink()
    elif damage == "empty":
        path.write_bytes(b"")
    else:
        with Library.open(tmp_path / "other") as other:
            come(other, *FILLING)
            path.write_bytes(Path(other.folder, NAME).read_bytes())
    known = Paper(fields=Fields({"doi": "10.1234/7"}))
    assert near(library, [known]) is None
    assert come(library, known) == ("unchanged",)
    found = near(library, [known])
    assert found is not None
    assert [paper.key for paper in found] == ["key7"]


def test_a_small_library_has_no_such_file(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        come(library, *FILLING[:50])
        assert not is_kept(library)
        assert marked.near(library, FILLING[:1]) is None


def test_a_key_that_any_paper_has_is_taken(library: Library) -> None:
    assert come(library, Paper(key="key5", fields=Fields({"title": "Of something else"}))) == (
        "added",
    )
    assert library.find("key5a").title == "Of something else"
