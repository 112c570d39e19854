"""Papers that may be one, in the app: compared, merged, kept apart."""

import pytest

from papers import Fields, Paper
from storage import Library
from tests.pilot.support import LARGE, SIZES, app_on

TITLE = "Parameter-Efficient Transfer Learning for Natural Language Processing"


@pytest.fixture
def twins(library: Library) -> Library:
    fields = {"title": TITLE, "author": "Houlsby, Neil and Giurgiu, Andrei"}
    library.add(
        [
            Paper(key="one", type="article", fields=Fields({**fields, "year": "2019"}), rating=4),
            Paper(
                key="two",
                type="article",
                fields=Fields(
                    {**fields, "title": TITLE.replace("Language", "Languages"), "year": "2021"}
                ),
                tags=frozenset({"adapters"}),
            ),
        ],
        label="add",
    )
    return library


async def test_two_are_made_one_and_undo_parts_them(twins: Library) -> None:
    before = {paper.uid: paper for paper in twins}
    async with app_on(twins, LARGE) as desk:
        await desk.press("D")
        await desk.sees("1 possible duplicate", "stays  one", "goes   two", "year")
        await desk.press("m")
        await desk.sees("Merged into one", "There are no duplicates")
        assert twins.find("two").uid == twins.find("one").uid
        assert twins.find("one").tags == {"adapters"}
        await desk.press("escape", "u")
        await desk.sees("two")
    assert {paper.uid: paper._replace(modified="") for paper in twins} == {
        uid: paper._replace(modified="") for uid, paper in before.items()
    }


async def test_the_other_stays_and_a_field_is_chosen(twins: Library) -> None:
    async with app_on(twins, LARGE) as desk:
        await desk.press("D")
        await desk.sees("stays  one")
        assert any("stays  one" in line and "years" not in line for line in desk.lines)
        await desk.press("s")
        await desk.sees("stays  two")
        await desk.press("tab")
        for _ in range(12):
            if "> year" in desk.text:
                break
            await desk.press("space", "down")
        await desk.press("m")
        await desk.sees("Merged into two")
    assert twins.find("one").key == "two"
    assert twins.find("two").year == 2019


async def test_what_is_kept_apart_is_not_asked_again(twins: Library) -> None:
    async with app_on(twins) as desk:
        await desk.press("D")
        await desk.sees("stays  one")
        await desk.press("a")
        await desk.sees("There are no duplicates")
        await desk.press("escape", "D")
        await desk.sees("There are no duplicates")
    assert len(twins) == 7


@pytest.mark.parametrize("size", SIZES)
async def test_the_screen_fits(twins: Library, size: tuple[int, int]) -> None:
    async with app_on(twins, size) as desk:
        await desk.press("D")
        await desk.sees("stays  one")
        assert set(desk.widths) == {size[0]}
