"""`carrel dedupe`, `carrel merge`, and what an import says of papers that are one or may be."""

from pathlib import Path

import pytest

from tests.cli.support import Run, Start

BIB = r"""
@inproceedings{conf, title={A Nominal Theory of Objects}, author={Odersky, Martin and Cremet, V.},
  booktitle={ECOOP}, year=2002, doi={10.1007/1}}
@article{jour, title={A Nominal Theory of Objects}, author={Odersky, Martin and Cremet, V.},
  journal={TOPLAS}, year=2004, doi={10.1145/2}, pages={7--9}}
@misc{other, title={Something else}, author={Doe, J.}, year=2001}
"""


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    path = tmp_path / "two.bib"
    path.write_text(BIB, "utf8")
    return path


@pytest.fixture
def two(carrel: Run, bib: Path) -> Run:
    assert carrel("import", bib).code == 0
    return carrel


def test_an_import_says_what_may_be_one_and_what_was_filled(two: Run, bib: Path) -> None:
    bib.write_text("@misc{o, title={Something else}, author={Doe, J.}, year=2001, pages={3}}")
    assert "(filled: pages, aliases)" in two("import", bib).out
    bib.write_text("@misc{o, title={Something else}, author={Doe, J.}, year=2001, note={x}}")
    assert two("import", bib, "--json").json["merged"][0]["filled"] == ["note"]
    bib.write_text("@misc{late, title={Something else}, author={Doe, J.}, year=2019}")
    assert "late may be other: " in two("import", bib, "--dry-run").err


def test_suspects_are_shown_side_by_side(two: Run) -> None:
    shown = two("dedupe", "--dry-run")
    assert shown.code == 0
    assert "1  conf" in shown.out
    assert any(line.split() == ["year", "2002", "2004"] for line in shown.lines)
    assert any(line.split() == ["booktitle", "ECOOP", "–"] for line in shown.lines)
    assert "Something else" not in shown.out


def test_suspects_for_programs(two: Run) -> None:
    [group] = two("dedupe", "--json").json
    assert [paper["key"] for paper in group["papers"]] == ["conf", "jour"]
    [pair] = group["pairs"]
    assert pair["score"] >= 70
    assert {"field": "year", "one": "2002", "other": "2004"} in pair["differences"]
    assert two("dedupe", "author:doe", "--json").json == []


def test_a_library_without_suspects_says_so(three: Run) -> None:
    assert "No two papers look like one." in three("dedupe", "--dry-run").out


def test_where_nobody_can_answer_nothing_is_asked(two: Run) -> None:
    refused = two("dedupe")
    assert refused.code == 2
    assert "nobody to ask" in refused.err


@pytest.mark.parametrize(
    ("answer", "keys"), [("m", ["conf", "other"]), ("2", ["jour", "other"]), ("s", None)]
)
def test_the_decision_is_the_users(
    two: Run, terminal: Start, answer: str, keys: list[str] | None
) -> None:
    asked = terminal("dedupe")
    asked.wait_for("[q]uit:")
    asked.type(f"{answer}\n")
    assert asked.finish().code == 0
    there = sorted(paper["key"] for paper in two("list", "--json").json)
    assert there == (keys or ["conf", "jour", "other"])


def test_what_is_kept_apart_is_not_shown_again(two: Run, terminal: Start) -> None:
    asked = terminal("dedupe")
    asked.wait_for("[q]uit:")
    asked.type("what\n")
    asked.wait_for("[q]uit: ")
    asked.type("k\n")
    assert "Kept apart" in asked.finish().out
    assert "No two papers" in two("dedupe", "--dry-run").out
    two("undo")
    assert "conf" in two("dedupe", "--dry-run").out


def test_merging_by_hand(two: Run) -> None:
    would = two("merge", "conf", "jour", "--take", "year=jour", "--dry-run")
    assert "conf: filled: year" in would.out
    assert len(two("list", "--json").json) == 3
    assert "jour: moved to the trash" in two("merge", "conf", "jour", "--take", "year=jour").out
    one = two("show", "jour", "--json").json[0]
    assert (one["key"], one["year"], one["venue"]) == ("conf", 2004, "ECOOP")
    assert two("undo").code == 0
    assert len(two("list", "--json").json) == 3


def test_merging_asks_for_sense(two: Run) -> None:
    assert two("merge", "conf", "jour", "--take", "year").code == 2
    assert two("merge", "conf", "conf").code == 2
    assert two("merge", "conf").code == 2
