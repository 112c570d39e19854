"""Draws the pictures in this folder from the real app over the sample library; `make shots`.

The same papers, clock and folder each time: the pictures differ only if the app does.
"""

import asyncio
import re
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from commands.sample import add_sample
from papers import Paper, Status, timestamp
from storage import Library
from tui.app import CarrelApp
from tui.preferences import DARK, LIGHT, Preferences
from tui.screens.main import MainScreen

HERE = Path(__file__).resolve().parent
NOW = 1_795_000_000.0
PLACE = "~/library"
CURSOR_ON = "hu2021"
SPACE = "&#160;"
CELL = 12.2  # the width of a letter in the picture
USUAL, NARROW = (120, 40), (80, 24)


class Scene(NamedTuple):
    """What is pressed before the picture is taken, and in which terminal."""

    keys: tuple[str, ...] = ()
    size: tuple[int, int] = USUAL
    theme: str = DARK


SCENES = {
    "main": Scene(),
    "main-light": Scene(theme=LIGHT),
    "searching": Scene(("slash", *"langauge tag:")),
    "narrow": Scene(size=NARROW),
    "narrow-light": Scene(("slash", *"transfrmer", "enter"), NARROW, LIGHT),
    "tags": Scene(("space", "space", "t", "p")),
}


class Judgement(NamedTuple):
    """What the reader in the picture thinks of a paper."""

    status: Status = Status.UNREAD
    rating: int = 0
    tags: frozenset[str] = frozenset()
    notes: str = ""


JUDGEMENTS = {
    "vaswani2017": Judgement(Status.READ, 5),
    "hu2021": Judgement(
        Status.READING,
        4,
        frozenset({"thesis"}),
        "Which matrices to adapt? Table 5: query and value, at the same budget.\n\n"
        "- Try rank 4 first.\n- Compare with the adapters of [[@devlin2019]].\n",
    ),
    "devlin2019": Judgement(Status.READ, 4),
    "brown2020": Judgement(Status.READ, 3),
    "ouyang2022": Judgement(Status.READING),
    "kingma2015": Judgement(Status.READ, 4),
    "aad2012": Judgement(Status.ABANDONED),
    "shor1997": Judgement(Status.READ, 5),
    "perelman2002": Judgement(Status.INBOX),
    "knuth1984": Judgement(Status.READ, 5),
}


def draw() -> dict[str, str]:
    """Every picture: the name of its file, and the SVG."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(folder, clock=lambda: NOW) as library,
    ):
        add_sample(library)
        library.edit([paper.uid for paper in library], _judged, label="judge")
        return {f"{name}.svg": asyncio.run(_draw(library, each)) for name, each in SCENES.items()}


def _judged(paper: Paper) -> Paper:
    status, rating, tags, notes = JUDGEMENTS.get(paper.key, Judgement())
    return paper._replace(
        status=status, rating=rating, tags=paper.tags | tags, notes=notes, added=timestamp(NOW)
    )


async def _draw(library: Library, scene: Scene) -> str:
    preferences = Preferences(theme=scene.theme, glyphs="unicode")
    app = CarrelApp(
        library, cache_folder=f"{library.folder}-cache", preferences=preferences, place=PLACE
    )
    app.animation_level = "none"
    async with app.run_test(size=scene.size) as pilot:
        main = app.screen
        assert isinstance(main, MainScreen)
        while not main.finder.ready:
            await pilot.pause(0.01)
        main.go_to(library.find(CURSOR_ON).uid)
        for key in scene.keys:
            await pilot.press({" ": "space", ":": "colon"}.get(key, key))
        await pilot.pause()
        return _shifted(_without_fonts(app.export_screenshot()))


def _shifted(svg: str) -> str:
    """Spaces at the start of a text are left out by some who draw it: begin behind them."""

    def behind(found: re.Match[str]) -> str:
        start, x, between, length, end, spaces = found.groups()
        moved = CELL * (len(spaces) // len(SPACE))
        left = float(length) - moved
        return f"{start}{float(x) + moved:g}{between}{left:g}{end}" if left > 0.1 else found[0]

    return re.sub(
        rf'(<text [^>]*x=")([\d.]+)("[^>]*textLength=")([\d.]+)("[^>]*>)((?:{SPACE})+)', behind, svg
    )


def _without_fonts(svg: str) -> str:
    """A picture in a README loads nothing from elsewhere: any monospaced font will do."""
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def main() -> int:
    for name, svg in draw().items():
        (HERE / name).write_text(svg, "utf8")
        print(f"screenshots/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
