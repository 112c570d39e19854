"""Papers like one: a list of its own, which escape leaves."""

from pathlib import Path

from papers import Fields, Paper
from storage import Library
from tests.pilot.support import TITLES, app_on, many_papers, titles


async def test_the_list_becomes_the_papers_like_one_and_escape_brings_it_back(
    library: Library,
) -> None:
    library.add(
        [
            Paper(key="a", fields=Fields(title="Low-Rank Adaptation Again")),
            Paper(key="b", fields=Fields(title="Something Else Altogether")),
        ],
        label="two",
    )
    async with app_on(library) as desk:
        await desk.press("down", "S")
        await desk.sees("similar to a")
        assert "Low-Rank Adaptation Again" in desk.rows[0]
        assert len(desk.rows) == 2
        await desk.press("down", "escape")
        assert len(desk.rows) == 7
        assert "Edward J. Hu" in desk.text  # the cursor stayed on the paper
        assert "similar to" not in desk.text


async def test_a_search_is_there_again_behind_them(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("slash")
        await desk.type("tag:peft")
        before = desk.rows
        await desk.press("enter", "S")
        await desk.sees("similar to")
        await desk.press("escape")
        assert desk.rows == before
        assert "tag:peft" in desk.text


async def test_a_new_search_and_a_shelf_leave_them(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("S")
        await desk.sees("similar to shannon")
        await desk.press("slash")
        await desk.type("knuth")
        assert titles(desk.rows) == [TITLES[2]]


async def test_they_are_judged_like_any_other_list(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("S")
        await desk.sees("similar to shannon")
        many = len(desk.rows)
        await desk.press("asterisk", "4")
        await desk.sees(f"{many} papers")
        assert [paper.rating for paper in library].count(4) == many
        await desk.press("escape", "x")
        await desk.no_longer_sees("Mathematical Theory")


async def test_a_paper_like_no_other_says_so(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        library.add(many_papers(1), label="one")
        async with app_on(library) as desk:
            await desk.press("S")
            await desk.sees("No paper is similar to p0")
