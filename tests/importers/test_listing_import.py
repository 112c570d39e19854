"""A copied page through `carrel import`: what is shown before, and what is there after."""

from pathlib import Path

import pytest

from tests.cli.support import Run

PAGES = Path(__file__).resolve().parents[1] / "data" / "listing"


def test_a_dry_run_shows_each_candidate_with_its_confidence_and_lines(carrel: Run) -> None:
    shown = carrel("import", PAGES / "author-page.txt", "--dry-run")
    assert shown.code == 0
    candidates = [line for line in shown.lines if line.startswith("+ ")]
    assert len(candidates) == 3
    assert "(84%, lines 3-8): [provisional] DriftGuard" in candidates[0]
    assert "(99%, lines 10-19): Learning to Rank Patches" in candidates[1]
    assert "Would be: 3 added." in shown.out
    assert carrel("list", "--json").code == 2  # no library was made


def test_a_dry_run_shows_all_candidates_however_many_there_are(carrel: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "\n".join(f"[{n}] arXiv:2402.{n:05} [pdf]\nTitle: Paper of Many {n}" for n in range(1, 121))
    )
    shown = carrel("import", page, "--dry-run")
    assert len([line for line in shown.lines if line.startswith("+ ")]) == 120


def test_the_json_receipt_has_confidence_lines_and_whether_the_title_is_provisional(
    carrel: Run,
) -> None:
    receipt = carrel("import", PAGES / "author-page.txt", "--json").json
    assert [
        (item["confidence"], item["lines"], item["provisional"]) for item in receipt["added"]
    ] == [(84, [3, 8], True), (99, [10, 19], False), (85, [21, 26], True)]


def test_what_is_no_paper_is_a_reject_with_its_line_and_the_rest_comes_in(carrel: Run) -> None:
    result = carrel("import", PAGES / "cv.txt", "--json")
    assert result.code == 1
    assert len(result.json["added"]) == 5
    assert [(each["line"], each["text"].splitlines()[0]) for each in result.json["rejected"]] == [
        (1, "Dr. Maria Fernández-Ortiz"),
        (3, "Department of Applied Mathematics, University of Somewhere"),
        (7, "Ph.D. in Mathematics, University of Somewhere, 2015"),
        (28, "Linear Algebra I, autumn 2019 and 2020"),
    ]


@pytest.mark.parametrize(
    "name", ["awesome-mixed.md", "never-seen.txt", "identifiers.txt", "saved-table.html", "cv.txt"]
)
def test_a_page_comes_in_once(name: str, carrel: Run) -> None:
    added = carrel("import", PAGES / name, "--json").json["added"]
    again = carrel("import", PAGES / name, "--json").json
    assert len(again["unchanged"]) == len(added) > 0
    assert not again["added"] + again["merged"]


def test_a_page_that_was_copied_again_with_more_around_it_adds_nothing(
    carrel: Run, tmp_path: Path
) -> None:
    page = (PAGES / "author-page.txt").read_text(encoding="utf-8")
    longer = tmp_path / "longer.txt"
    longer.write_text(f"Skip to main content\n\nSign in\n\n{page}\n\n12\n\nLoad more\n")
    assert len(carrel("import", PAGES / "author-page.txt", "--json").json["added"]) == 3
    again = carrel("import", longer, "--json").json
    assert not again["added"]


def test_a_paper_without_a_title_is_in_the_inbox(carrel: Run) -> None:
    carrel("import", PAGES / "author-page.txt")
    inbox = carrel("list", "status:inbox", "--json").json
    assert sorted(paper["arxiv"] for paper in inbox) == ["2402.15333", "2403.01234"]


def test_a_text_in_which_nothing_is_recognised_says_what_can_be_done(carrel: Run) -> None:
    result = carrel("import", PAGES / "recipes.txt")
    assert result.code == 2
    assert "Cannot tell what" in result.err
    assert "--from" in result.err
    insisted = carrel("import", PAGES / "recipes.txt", "--from", "listing", "--json")
    assert insisted.code == 2
    assert [each["line"] for each in insisted.json["rejected"]] == [1, 3]


def test_nothing_on_a_page_reaches_the_terminal_raw(carrel: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("[1] arXiv:2402.15333 [pdf]\nTitle: Red\x1b[31m Ink\u202e and More\n")
    result = carrel("import", page, "--dry-run")
    assert not {"\x1b", "\u202e"} & set(result.out + result.err)
