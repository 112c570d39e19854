"""Adding in the app: anything pasted is looked at, decided about, and taken in as one step."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from commands.look_up import Fetched
from papers import Paper
from storage import Library
from tests.pilot.support import LARGE, NARROW, SIZES, app_on
from tui.preferences import Means

NEW = "@article{adam, title={Adam: A Method}, author={Kingma, D. P. and Ba, Jimmy}, year={2014}}"
KNOWN = (
    "@inproceedings{hu2, title={Low-Rank Adaptation of Large Language Models},"
    " author={Hu, Edward J.}, year={2021}, doi={10.1000/lora}, volume={7}}"
)


async def test_a_paste_over_the_list_is_shown_before_it_comes_in(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.paste(NEW)
        await desk.sees("Adding paste", "1 new", "Adam: A Method")
        assert len(library) == 5
        await desk.press("enter")
        await desk.sees("1 added")
    assert library.find("adam").year == 2014
    library.undo()
    assert len(library) == 5


async def test_escape_leaves_the_library_as_it_was(library: Library) -> None:
    before = list(library)
    async with app_on(library) as desk:
        await desk.paste(NEW)
        await desk.sees("1 new")
        await desk.press("escape", "escape")
        await desk.sees("A Mathematical Theory")
    assert list(library) == before


async def test_what_is_there_is_compared_side_by_side_and_merged(library: Library) -> None:
    async with app_on(library, LARGE) as desk:
        await desk.paste(KNOWN)
        await desk.sees("1 to merge", "into hu", "volume", "10.1000/lora")
        await desk.press("enter")
        await desk.sees("1 merged")
    paper = library.find("hu")
    assert (paper.fields["volume"], paper.doi) == ("7", "10.1000/lora")
    assert library.find("hu2") == paper


async def test_one_is_left_out_and_one_is_added_whatever_it_is_like(library: Library) -> None:
    async with app_on(library, LARGE) as desk:
        await desk.paste(f"{NEW}\n{KNOWN}")
        await desk.sees("1 new", "1 to merge")
        await desk.press("space")
        await desk.sees("1 left out")
        await desk.press("a")
        await desk.sees("1 new, 1 left out")
        await desk.press("enter")
        await desk.sees("1 added")
    assert len(library) == 6
    assert library.by_key("adam") is None
    assert library.find("hu2").uid != library.find("hu").uid


async def test_an_item_is_changed_before_it_comes_in(library: Library) -> None:
    async with app_on(library, LARGE) as desk:
        await desk.paste(NEW)
        await desk.sees("1 new")
        await desk.press("e")
        await desk.sees("Editing Adam")
        await desk.press("tab")
        for _ in range(3):
            await desk.press("up")
        await desk.press("ctrl+s")
        await desk.sees("1 new")
        await desk.press("enter")
        await desk.sees("1 added")
    assert len(library) == 6


async def test_what_cannot_be_read_is_shown_with_the_reason_and_kept(library: Library) -> None:
    async with app_on(library, LARGE) as desk:
        await desk.paste(NEW + "\n@article{broken, title={never closed\n")
        await desk.sees("1 new", "1 unreadable")
        await desk.press("end")
        await desk.sees("never closed")
        await desk.press("enter")
        await desk.sees("What could not be read is kept in")
    assert "never closed" in next(Path(library.folder).glob("rejects/*")).read_text("utf8")


async def test_an_identifier_is_looked_up(library: Library) -> None:
    def look_up(papers: Sequence[Paper]) -> Fetched:
        assert [paper.doi for paper in papers] == ["10.1000/182"]
        return Fetched([papers[0].with_fields({"title": "The Handbook", "year": "2006"})], [])

    async with app_on(library, means=Means(look_up=look_up)) as desk:
        await desk.press("a")
        await desk.type("https://doi.org/10.1000/182")
        await desk.press("ctrl+s")
        await desk.sees("The Handbook")
        await desk.press("enter")
        await desk.sees("1 added")
    assert library.find("10.1000/182").title == "The Handbook"


async def test_without_a_network_it_waits_in_the_inbox(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("a")
        await desk.type("1706.03762")
        await desk.press("ctrl+s")
        await desk.sees("1 new")
        await desk.press("enter")
        await desk.sees("1 added")
    paper = library.find("1706.03762")
    assert (paper.arxiv, paper.status.value) == ("1706.03762", "inbox")


@pytest.mark.parametrize("form", ["{}", "'{}'", "file://{}"])
async def test_a_file_that_is_dropped_on_the_terminal_is_read(
    library: Library, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "my refs.bib"
    path.write_text(NEW, "utf8")
    said = str(path) if form != "file://{}" else str(path).replace(" ", "%20")
    async with app_on(library) as desk:
        await desk.paste(form.format(said))
        await desk.sees("Adding my refs.bib", "1 new")


async def test_what_names_no_paper_is_told(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("a", "ctrl+s")
        await desk.sees("There is nothing to add")
        await desk.press("escape")
        await desk.sees("A Mathematical Theory")


async def test_a_typed_list_is_not_thrown_away_at_the_first_escape(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("a")
        await desk.type("10.1000/one")
        await desk.press("escape")
        await desk.sees("Not added yet", "10.1000/one")
        await desk.type(", 10.1000/two")
        await desk.press("escape")
        await desk.sees("10.1000/one, 10.1000/two")
        await desk.press("escape")
        await desk.sees("A Mathematical Theory")


async def test_hostile_text_acts_on_nothing(library: Library) -> None:
    hostile = "@misc{x, title={[bold]a\x1b]0;t\x07\u202eb[/]}}"
    async with app_on(library, NARROW) as desk:
        await desk.paste(hostile)
        await desk.sees("[bold]a")
        assert "\x1b" not in desk.text
        assert set(desk.widths) == {80}


@pytest.mark.parametrize("size", SIZES)
async def test_a_thousand_items_fit_any_screen(library: Library, size: tuple[int, int]) -> None:
    text = "\n".join(
        f"@misc{{p{number}, title={{Paper 漢字 {number}}}, year={{2020}}}}"
        for number in range(1000)
    )
    async with app_on(library, size) as desk:
        await desk.paste(text)
        await desk.sees("1,000 new", within=30)
        await desk.press("end")
        await desk.sees("Paper 漢字 999")
        assert set(desk.widths) == {size[0]}


async def test_an_entry_is_edited_from_the_list(library: Library) -> None:
    async with app_on(library) as desk:
        await desk.press("e")
        await desk.sees("Editing A Mathematical Theory")
        await desk.press("escape")
        await desk.sees("Literate Programming")


async def test_what_is_nothing_is_refused_in_words_of_the_app(library: Library) -> None:
    async with app_on(library, NARROW) as desk:
        await desk.press("a")
        await desk.type("hmm, nothing here")
        await desk.press("ctrl+s")
        await desk.sees("No paper was found in this")
        assert "--" not in desk.said
