"""The details: what is said of a paper, and where one goes from there."""

import sys
from pathlib import Path

import pytest

from papers import Attachment, Fields, Paper, Source
from papers.paper import Version
from storage import Library
from tests.pilot.support import NARROW, SIZES, Desk, app_on, many_papers
from tui.preferences import Means


@pytest.fixture
def linked(library: Library, tmp_path: Path) -> Library:
    """Five papers, and two more: one of everything, and one whose notes lead to it."""
    (tmp_path / "there.pdf").write_bytes(b"%PDF-1.4")
    whole = Paper(
        key="whole",
        aliases=("once",),
        type="article",
        fields=Fields(
            title="The Whole of Everything",
            author="Adams, Ann",
            journal="Journal of All",
            year="2022",
            doi="10.1000/xyz",
            publisher="A House",
        ),
        notes="Builds on [[@vaswani]], not on [[@nobody]].",
        versions=(Version("misc", Fields(title="Whole", year="2021", eprint="2106.09685v2",
                                         archiveprefix="arXiv")),),
        files=(
            Attachment(str(tmp_path / "there.pdf"), "The PDF", "PDF"),
            Attachment("files/gone.pdf", kind="PDF"),
        ),
        source=Source("bibtex", "refs.bib", "12"),
    )  # fmt: skip
    other = Paper(
        key="other", fields=Fields(title="Everything and the Whole"), notes="See [@once, p. 3]."
    )
    library.add([other, whole], label="two")
    return library


async def read_on(desk: Desk, *texts: str) -> None:
    """See all of this while paging through the details."""
    seen = ""
    await desk.press("enter", "home")
    for _ in range(20):
        seen += desk.text
        await desk.press("pagedown")
    missing = [text for text in texts if text not in seen]
    assert not missing, seen


async def test_all_that_is_known_is_said(linked: Library) -> None:
    async with app_on(linked, (200, 50)) as desk:
        await desk.sees("Similar")
        await read_on(
            desk,
            "The Whole of Everything", "Ann Adams", "Journal of All, 2022",
            "Links", "Attention Is All You Need", "@nobody: no paper has this key",
            "Everything and the Whole",
            "Versions", "arXiv 2106.09685v2", "doi 10.1000/xyz",
            "publisher", "A House", "once",
            "The PDF", "files/gone.pdf is missing",
            "refs.bib, line 12",
        )  # fmt: skip


async def test_what_stands_around_a_paper_is_looked_for_when_the_cursor_rests(
    linked: Library,
) -> None:
    async with app_on(linked, (200, 50)) as desk:
        await desk.sees("Similar")
        await desk.press("down")
        assert "Similar" not in desk.text
        await desk.sees("to            The Whole of Everything", "Similar")


async def test_a_link_leads_to_its_paper_even_where_the_search_hides_it(linked: Library) -> None:
    async with app_on(linked) as desk:
        await desk.press("slash")
        await desk.type("whole")
        await desk.press("enter", "f")
        await desk.sees("Go from whole to", "doi.org/10.1000/xyz", "missing", "its notes link here")
        await desk.press(letter_of(desk, "linked in the notes"))
        assert len(desk.rows) == 7
        assert "Ashish Vaswani" in desk.text


async def test_links_are_known_in_a_narrow_terminal_too(linked: Library) -> None:
    async with app_on(linked, NARROW) as desk:
        await desk.press("f")
        await desk.sees("linked in the notes", "its notes link here")


async def test_an_address_is_opened_after_it_was_said(linked: Library, tmp_path: Path) -> None:
    mark = tmp_path / "opened"
    script = tmp_path / "opener.py"
    script.write_text(f"import sys; open({str(mark)!r}, 'a').write(sys.argv[1] + '\\n')", "utf8")
    means = Means(open_command=f"{sys.executable} {script}")
    async with app_on(linked, means=means) as desk:
        await desk.press("f")
        await desk.press(letter_of(desk, "DOI"))
        await desk.sees("Opening https://doi.org/10.1000/xyz")
        await desk.press("f", "a")
        await desk.sees("there.pdf")
        for _ in range(250):
            if mark.exists() and mark.read_text("utf8").count("\n") == 2:
                break
            await desk.pilot.pause(0.02)
    assert set(mark.read_text("utf8").split("\n")) == {
        "https://doi.org/10.1000/xyz", str(tmp_path / "there.pdf"), "",
    }  # fmt: skip


async def test_a_file_that_is_gone_is_not_opened(linked: Library) -> None:
    async with app_on(linked) as desk:
        await desk.press("f", "b")
        await desk.sees("files/gone.pdf is not there")


async def test_a_line_that_leads_somewhere_is_followed_by_a_click(linked: Library) -> None:
    async with app_on(linked, (200, 50)) as desk:
        await desk.sees("Similar")
        y = next(at for at, line in enumerate(desk.lines) if "Attention Is All" in line[130:])
        await desk.pilot.click(offset=(170, y))
        await desk.settle()
        assert "Ashish Vaswani" in desk.text


async def test_a_paper_that_leads_nowhere_says_so(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        library.add(many_papers(1), label="one")
        async with app_on(library) as desk:
            await desk.press("f")
            await desk.sees("has no file, address or link")


async def test_what_was_searched_stands_out_in_notes_and_fields(linked: Library) -> None:
    async with app_on(linked, (200, 50)) as desk:
        await desk.press("slash")
        await desk.type("publisher:house notes:builds")
        assert {"House", "Builds"} <= set(desk.underlined)


async def test_another_process_shows_in_what_is_around(linked: Library, tmp_path: Path) -> None:
    async with app_on(linked, (200, 50)) as desk:
        await desk.sees("The PDF")
        with Library.open(linked.folder) as elsewhere:
            paper = elsewhere.find("whole")
            elsewhere.edit([paper.uid], lambda each: each._replace(notes="[@hu]"), label="notes")
        await desk.no_longer_sees("@nobody")
        await desk.sees("Low-Rank Adaptation of Large Language Models")


@pytest.mark.parametrize("size", SIZES)
async def test_it_fits(linked: Library, size: tuple[int, int]) -> None:
    async with app_on(linked, size) as desk:
        for key in ("enter", "f"):
            await desk.press(key)
            assert set(desk.widths) == {size[0]}


def letter_of(desk: Desk, said: str) -> str:
    """The letter of the first answer beside which this stands."""
    line = next(line for line in desk.lines if said in line)
    return line[line.index("│") + 1 :].split()[0]
