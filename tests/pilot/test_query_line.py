"""What the search line offers and says: nearly a field, shelves, values in parentheses."""

from commands.shelves import add_shelf
from storage import Library
from tests.pilot.support import NARROW, app_on


async def test_what_is_nearly_a_field_is_told_and_tab_takes_the_hint(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.type("/yaer:1948")
        await desk.sees("did you mean year:1948?")
        await desk.press("tab", "tab")
        await desk.sees("/ year:1948", "year 1948")
        await desk.no_longer_sees("did you mean")


async def test_a_shelf_is_offered_and_searched(library: Library) -> None:
    add_shelf(library, "Old ones", "year<1950")
    async with app_on(library, NARROW) as desk:
        await desk.type("/shelf:ol")
        await desk.press("tab")
        await desk.sees('/ shelf:"Old ones"', "on the shelf Old ones (year<=1949)")
        await desk.type("-1931")
        assert [row.split()[2] for row in desk.rows] == ["1948"]


async def test_a_field_in_front_of_parentheses_is_each_words_field(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.type("/year:(1948 OR 1931)")
        await desk.sees("year:(1948 OR 1931): year 1948, or year 1931")
        assert sorted(row.split()[2] for row in desk.rows) == ["1931", "1948"]
