"""Importing: which paper is which, what a merge takes over, and other processes meanwhile."""

from pathlib import Path

import pytest

from commands import reading
from commands.comparing import alike
from commands.import_papers import ADD, SKIP, Receipt, import_papers, rehearse
from importers import Imported
from papers import Bare, keys
from storage import Library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library")


def read(text: str) -> Imported:
    return reading.read([reading.data("refs.bib", text.encode())]).imported


def take(library: Library, text: str, on_duplicate: str = "merge") -> Receipt:
    imported = read(text)
    return import_papers(library, imported, label="import", on_duplicate=on_duplicate)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Attention Is All You Need", "ATTENTION is all you need.", True),
        ("Attention Is All You Need", "", True),
        ("Attention", "Attention Is All You Need", True),
        ("Proofs and Types, Part I", "Proofs and Types, Part II", False),
        ("Report 1999", "Report 2000", False),
        ("Parsing with grammars", "The history of ink", False),
        ("Gödel's theorem", "Godel’s Theorem", True),
    ],
)
def test_titles_are_alike_or_not(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same
    assert alike(other, one) is same


def test_every_item_is_accounted_for(library: Library) -> None:
    text = (
        "@misc{a, title={T}, doi={10.1000/x}}\n@misc{b, title={T}, doi={10.1000/X}, year=2000}\n"
        "@misc{b, title={T}, doi={10.1000/X}, year=2000}\n@misc{c, title={Other}}\n@misc{d, title={"
    )
    receipt = take(library, text)
    counts = [len(part) for part in receipt[:4]]
    assert counts == [2, 1, 1, 1]
    paper = library.find("a")
    assert (paper.aliases, paper.year) == (("b",), 2000)
    again = take(library, text)
    assert [len(part) for part in again[:4]] == [0, 0, 4, 1]
    assert again.step == 0


def test_a_merge_fills_gaps_and_replaces_nothing(library: Library) -> None:
    take(library, "@article{a, title={T}, doi={10.1000/x}, journal={J}, year=1999}")
    before = library.find("a")
    take(
        library,
        "@string{pub = {Press}}\n@inproceedings{a, title={t}, doi={10.1000/x}, booktitle={B},"
        " date={2001-05}, publisher=pub, pages={1--2}, keywords={k}, ranking={rank4}}",
    )
    after = library.find("a")
    assert after.type == "article"
    assert dict(after.fields) == {
        **before.fields,
        "publisher": Bare("pub"),
        "pages": "1--2",
        "keywords": "k",
        "ranking": "rank4",
    }
    assert dict(after.strings) == {"pub": "Press"}
    assert after.rating == 4
    assert after.tags == {"k"}


def test_a_definition_that_clashes_is_written_out(library: Library) -> None:
    take(library, "@string{p = {One}}\n@misc{a, title={T}, doi={10.1000/x}, note=p}")
    take(library, "@string{p = {Two}}\n@misc{a, title={T}, doi={10.1000/x}, address=p}")
    paper = library.find("a")
    assert paper.fields["address"] == "Two"
    assert dict(paper.strings) == {"p": "One"}


def test_the_whole_import_is_one_step(library: Library) -> None:
    take(library, "@misc{a, title={T}, doi={10.1000/x}}")
    before = library.find("a")
    take(library, "@misc{a, title={T}, doi={10.1000/x}, year=2000}\n@misc{b, title={U}}")
    assert len(list(library.history())) == 2
    library.undo()
    assert [paper.fields for paper in library] == [before.fields]


def test_skipping_leaves_what_is_there_and_adding_adds(library: Library) -> None:
    take(library, "@misc{a, title={T}}")
    more = "@misc{a, title={T}, year=2000}"
    assert len(take(library, more, SKIP).unchanged) == 1
    assert library.find("a").year is None
    receipt = take(library, more, ADD)
    assert [(old, paper.key) for old, paper in receipt.rekeyed] == [("a", "aa")]


def test_a_key_that_another_process_took_meanwhile_is_planned_around(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Library.open(tmp_path / "library")
    apply = library.apply

    def late(*args: object, **named: object) -> object:
        monkeypatch.setattr(library, "apply", apply)
        take(other, "@misc{a, title={Theirs}}")
        return apply(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(library, "apply", late)
    receipt = take(library, "@misc{a, title={Ours}}")
    assert [paper.key for paper in receipt.added] == ["aa"]
    assert library.find("a").title == "Theirs"


def test_a_field_that_another_process_filled_meanwhile_is_planned_around(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(library, "@article{a, title={Attention Is All You Need}, doi={10.1000/x}}")
    other = Library.open(tmp_path / "library")
    apply = library.apply

    def late(*args: object, **named: object) -> object:
        monkeypatch.setattr(library, "apply", apply)
        uid = other.find("a").uid
        other.edit([uid], lambda paper: paper.with_fields({"pages": "7--9"}), label="theirs")
        return apply(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(library, "apply", late)
    more = "@article{a, title={Attention Is All You Need}, doi={10.1000/x}, pages={1}, volume={2}}"
    receipt = take(library, more)
    assert receipt.filled == (("volume",),)
    assert (library.find("a").fields["pages"], library.find("a").fields["volume"]) == ("7--9", "2")


def test_ten_thousand_entries_of_one_key_are_no_matter_of_minutes() -> None:
    counted = 0

    def is_taken(_key: str) -> bool:
        nonlocal counted
        counted += 1
        return _key in taken

    taken: set[str] = set()
    tried: dict[str, int] = {}
    for _ in range(3000):
        taken.add(keys.unique("smith2020", is_taken, tried))
    assert len(taken) == 3000
    assert counted < 7000
    assert keys.unique("smith2020a", is_taken, tried) not in taken


def test_a_paper_in_the_trash_is_not_there(library: Library) -> None:
    take(library, "@misc{a, title={T}}")
    library.remove([library.find("a").uid])
    assert len(take(library, "@misc{a, title={T}}").added) == 1


def test_a_rehearsal_says_what_the_import_then_does(library: Library) -> None:
    take(library, "@misc{a, title={T}}")
    imported = read("@misc{a, title={T}, year=1}\n@misc{b, title={U}}")
    said = rehearse(library, imported)
    assert len(library) == 1
    done = import_papers(library, imported, label="import")
    assert [len(part) for part in said[:4]] == [len(part) for part in done[:4]]
