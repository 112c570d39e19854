"""Two at once: what another process changes appears within a second, and moves nothing else."""

from collections.abc import Iterator

import pytest

from papers import Fields, Paper
from storage import Library
from tests.pilot.support import LARGE, NARROW, TITLES, app_on, many_papers
from tui.screens.main import MainScreen

WITHIN = 1.5  # seconds: one, and some for a machine that is busy


@pytest.fixture
def other(library: Library) -> Iterator[Library]:
    """The same library in another program."""
    with Library.open(library.folder) as other:
        yield other


async def test_a_rating_given_elsewhere_appears(library: Library, other: Library) -> None:
    async with app_on(library) as desk:
        other.edit([other.find("knuth").uid], lambda paper: paper.rated(2), label="rate")
        await desk.sees("★★☆☆☆", within=WITHIN)


async def test_the_cursor_stays_on_its_paper_and_line(library: Library, other: Library) -> None:
    library.add(many_papers(100), label="many")
    async with app_on(library) as desk:
        await desk.press(*["j"] * 60)
        row = next(at for at, line in enumerate(desk.lines) if "Paper number 39" in line)
        other.add([Paper(fields=Fields(title=f"New {n}")) for n in range(7)], label="add")
        other.remove([other.find("p50").uid])
        await desk.sees("111 papers", "p39", within=WITHIN)
        assert "Paper number 39" in desk.lines[row]


async def test_the_paper_under_the_cursor_may_vanish(library: Library, other: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("down", "down")
        other.remove([other.find("knuth").uid])
        await desk.sees("4 papers", "Journal 1", within=WITHIN)
        await desk.press("5")
        assert library.find("hu").rating == 5


async def test_a_search_takes_in_what_comes_and_lets_go_what_goes(
    library: Library, other: Library
) -> None:
    async with app_on(library) as desk:
        await desk.type("/communication")
        other.add([Paper(fields=Fields(title="Communication, again"))], label="add")
        other.add([Paper(fields=Fields(title="Something else"))], label="add")
        await desk.sees("2 of 7", "Communication, again", within=WITHIN)
        other.remove([other.find("shannon").uid])
        await desk.sees("1 of 6", within=WITHIN)


async def test_what_comes_is_put_in_its_place_in_a_sorted_search(
    library: Library, other: Library
) -> None:
    async with app_on(library) as desk:
        await desk.type("/sort:year")
        await desk.press("down", "down")
        other.add([Paper(fields=Fields(title="In between", year="1950"))], label="add")
        await desk.sees("6 of 6", "In between", within=WITHIN)
        years = [row.split()[2] for row in desk.rows]
        assert years == ["1931", "1948", "1950", "1984", "2017", "2021"]
        await desk.sees("Journal 2")


async def test_an_empty_library_comes_to_life(library: Library, other: Library) -> None:
    library.remove([paper.uid for paper in library])
    async with app_on(library, NARROW) as desk:
        await desk.sees("Welcome to Carrel")
        other.undo()
        await desk.sees("5 papers · 4 unread", TITLES[-1], within=WITHIN)
        await desk.press("4")
        assert library.find("shannon").rating == 4


async def test_unread_papers_are_counted_also_when_others_read_them(
    library: Library, other: Library
) -> None:
    async with app_on(library) as desk:
        await desk.sees("4 unread")
        from papers import Status

        other.edit(
            [other.find("hu").uid], lambda paper: paper.moved_to(Status.READ, ""), label="status"
        )
        await desk.sees("3 unread", within=WITHIN)


async def test_the_first_screenful_reads_no_more_papers_than_it_shows(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add(many_papers(20_000), label="many")
    read: list[str] = []
    get = Library.get

    def counted(self: Library, uid: str) -> Paper | None:
        read.append(uid)
        return get(self, uid)

    monkeypatch.setattr(Library, "get", counted)
    async with app_on(library, indexed=False) as desk:
        assert "Paper number 19999" in desk.rows[0]
        await desk.press("end")
        assert "Attention" in desk.rows[-1]
        assert len(read) < 200


async def test_marks_of_papers_that_go_elsewhere_go_too(library: Library, other: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("asterisk")
        await desk.sees("5 marked")
        other.remove([other.find("knuth").uid])
        await desk.sees("4 marked", within=WITHIN)


async def test_the_shelves_count_what_others_do(library: Library, other: Library) -> None:
    async with app_on(library) as desk:
        other.edit([other.find("hu").uid], lambda paper: paper.tagged(frozenset({"new one"})),
                   label="tag")  # fmt: skip
        await desk.sees("new one       1", within=WITHIN)


async def test_what_is_done_while_very_much_is_read_is_not_taken_for_older(
    library: Library, other: Library
) -> None:
    async with app_on(library) as desk:
        await desk.sees("4 unread", "Shannon")
        shannon = other.find("shannon")
        other.edit([shannon.uid], lambda p: p.with_fields({"note": "seen"}), label="note")
        other.add(many_papers(1_500), label="many")
        screen = desk.app.screen
        assert isinstance(screen, MainScreen)
        screen.look_at_others()  # a thread reads it
        await desk.press("5")
        await desk.sees("1,505 papers", within=30)
        await desk.type("/rating:5 communication")
        await desk.sees("★★★★★ 1948", "1 of 1,505", within=30)
        await desk.press("escape")
        await desk.type("/number 1492")
        await desk.sees("Paper number 1492", within=30)


async def test_shelves_are_counted_anew_after_very_much(library: Library, other: Library) -> None:
    async with app_on(library, LARGE) as desk:
        await desk.sees("4 unread", "Unread")
        other.add(many_papers(3_000), label="many")
        await desk.sees("3,005 papers · 3,004 unread", within=30)
