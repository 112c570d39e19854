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

HERE = Path(__file__).resolve().parent
SIZE = (120, 40)
NOW = 1_795_000_000.0
PLACE = "~/library"
THEMES = {"main.svg": DARK, "main-light.svg": LIGHT}
CURSOR_ON = "hu2021"


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
        return {name: asyncio.run(_draw(library, theme)) for name, theme in THEMES.items()}


def _judged(paper: Paper) -> Paper:
    status, rating, tags, notes = JUDGEMENTS.get(paper.key, Judgement())
    return paper._replace(
        status=status, rating=rating, tags=paper.tags | tags, notes=notes, added=timestamp(NOW)
    )


async def _draw(library: Library, theme: str) -> str:
    preferences = Preferences(theme=theme, glyphs="unicode")
    app = CarrelApp(
        library, cache_folder=f"{library.folder}-cache", preferences=preferences, place=PLACE
    )
    async with app.run_test(size=SIZE) as pilot:
        await app.workers.wait_for_complete()
        place = library.newest_uids().index(library.find(CURSOR_ON).uid)
        await pilot.press(*["down"] * place)
        return _without_fonts(app.export_screenshot())


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
