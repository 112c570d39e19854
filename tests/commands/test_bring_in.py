"""What was pasted: identifiers, paths, entries or a page, told apart by what it holds."""

from pathlib import Path

import pytest

from commands.bring_in import gather, identified, paths_in, plan, take_in
from commands.import_papers import Choice
from papers import BadValue
from storage import Library

ENTRY = "@misc{a, title={A}, doi={10.1000/182}}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10.1000/182", ["10.1000/182"]),
        (
            "https://doi.org/10.1000/182\n\narXiv:1706.03762v5 [cs.CL]\n",
            ["10.1000/182", "1706.03762"],
        ),
        ("1706.03762, 2106.09685; 2005.11401", ["1706.03762", "2106.09685", "2005.11401"]),
        ("doi: 10.1000/182", ["10.1000/182"]),
        (ENTRY, []),
        ("See 10.1000/182 for a handbook of such numbers", []),
        ("Attention is all you need", []),
        ("", []),
    ],
)
def test_identifiers_are_told_from_text_that_holds_one(text: str, found: list[str]) -> None:
    assert [paper.doi or paper.arxiv for paper in identified(text)] == found


def test_paths_are_read_as_terminals_deliver_them(tmp_path: Path) -> None:
    one, two = tmp_path / "one.bib", tmp_path / "a b.bib"
    for path in (one, two):
        path.write_text(ENTRY, "utf8")
    escaped = str(two).replace(" ", "\\ ")
    address = "file://" + str(two).replace(" ", "%20")
    for text in (f"{one} {escaped}", f"'{one}' '{two}'", f"{one}\n{two}\n", f"{one}\n{address}"):
        assert paths_in(text) == [str(one), str(two)]
    assert paths_in(str(two)) == [str(two)]
    for text in (f"{one} and more", "one.bib", "it's", "", "\0/x", "title"):
        assert paths_in(text) == []


def test_gathering_writes_nothing_and_taking_in_is_one_step(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        gathered = gather(library, f"{ENTRY}\n@misc{{b, title={{B}}}}\n@misc{{c, title={{open")
        assert plan(library, gathered).outcomes == ("added", "added")
        assert len(library) == 0
        receipt, kept = take_in(library, gathered, {0: Choice("leave")})
        assert [paper.key for paper in library] == ["b"]
        assert receipt.outcomes == ("left", "added")
        assert "open" in Path(kept[0]).read_text("utf8")
        library.undo()
        assert len(library) == 0


def test_nothing_at_all_is_told(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library, pytest.raises(BadValue, match="nothing"):
        gather(library, " \n")
