"""Hostile text on screen: it is shown, and acts on neither terminal nor markup nor layout."""

from itertools import islice
from pathlib import Path

import pytest
from rich.cells import cell_len

from importers import FORMATS
from papers import Annotation, Attachment, Fields, Paper
from papers.text import visible
from storage import Library
from tests.pilot.support import NARROW, SIZES, USUAL, Desk, app_on

FILES = (
    "ansi-osc-title", "markup-title", "nul-bytes", "rtl-zerowidth", "combining-storm", "citekeys",
    "invalid-utf8", "title-1mb", "line-1mb-nospace", "many-authors", "many-fields", "braces-50k",
    "latex-nested-2k", "string-bomb", "frontmatter-injection", "file-field", "years-months",
    "quotes-100k", "cr-only", "empty-keys",
)  # fmt: skip
MOST = 8  # papers of one file
ACTING = (
    "\x1b[2J\x1b]0;pwned\x07 [bold red]x[/] [@click=app.quit]q[/] \u202egnp.\u200b $primary {0} é"
)


def assert_harmless(desk: Desk, size: tuple[int, int]) -> None:
    """Nothing on screen acts on a terminal, and every line takes the cells that it should."""
    for line in desk.lines:
        assert visible(line) == line
        assert cell_len(line) == size[0]


@pytest.mark.parametrize(("size", "key"), [(NARROW, "pagedown"), (USUAL, "j")], ids=str)
async def test_the_hostile_corpus_is_shown_as_visible_text(
    tmp_path: Path, corpora: Path, size: tuple[int, int], key: str
) -> None:
    with Library.open(tmp_path / "library") as library:
        for name in FILES:
            data = (corpora / "hostile" / f"{name}.bib").read_bytes()
            papers = islice(FORMATS["bibtex"](data, name).papers, MOST)
            library.add(papers, label=name, suffix=True)
        async with app_on(library, size) as desk:
            for _ in range(0, len(library), len(desk.rows) if key == "pagedown" else 1):
                assert_harmless(desk, size)
                await desk.press(key)
            assert_harmless(desk, size)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_hostile_text_in_every_part_of_a_paper_is_only_text(
    library: Library, size: tuple[int, int]
) -> None:
    paper = Paper(
        key="x\x1b[31m",
        fields=Fields({"title": ACTING, "author": ACTING, "no\x1bte": ACTING, "abstract": ACTING}),
        tags=frozenset({ACTING}),
        notes=ACTING,
        annotations=(Annotation(ACTING, ACTING, ACTING, ACTING),),
        files=(Attachment(ACTING),),
    )
    library.add([paper], label="hostile")
    async with app_on(library, size) as desk:
        for keys in (["enter"], ["pagedown"], ["escape", "s"], ["escape", "t"], ["escape", "x"]):
            await desk.press(*keys)
            assert_harmless(desk, size)
        await desk.sees("Moved to the trash: x␛[31m")
        await desk.press("u")
        await desk.sees("[bold red]x[/]")
        assert desk.app.is_running


async def test_a_hostile_folder_name_is_only_text(tmp_path: Path) -> None:
    with Library.open(tmp_path / "a\x1b]0;b\x07 [red]c") as library:
        async with app_on(library, NARROW, place="") as desk:
            assert_harmless(desk, NARROW)
            await desk.sees("Welcome to Carrel")
