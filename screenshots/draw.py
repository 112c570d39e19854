"""Draws the pictures in this folder from the real app over the sample library; `make shots`.

The same papers, clock and folder each time: the pictures differ only if the app does.
"""

import asyncio
import re
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from textual.events import Paste
from textual.pilot import Pilot

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
    """What is pressed and pasted before the picture is taken, and in which terminal."""

    keys: tuple[str, ...] = ()
    size: tuple[int, int] = USUAL
    pasted: str = ""


PASTED = """\
@inproceedings{houlsby2019,
  title = {Parameter-Efficient Transfer Learning for {NLP}},
  author = {Houlsby, Neil and Giurgiu, Andrei and Jastrzebski, Stanislaw},
  booktitle = {International Conference on Machine Learning},
  year = {2019},
}
@inproceedings{hu2022,
  title = {{LoRA}: Low-Rank Adaptation of Large Language Models},
  author = {Hu, Edward J. and Shen, Yelong and Wallis, Phillip},
  booktitle = {International Conference on Learning Representations},
  year = {2022},
  eprint = {2106.09685},
}
@inproceedings{lester2021,
  title = {The Power of Scale for Parameter-Efficient Prompt Tuning},
  author = {Lester, Brian and Al-Rfou, Rami and Constant, Noah},
  booktitle = {Empirical Methods in Natural Language Processing},
  year = {2021},
}
@article{unfinished, title = {This entry is never closed
"""
SCENES = {
    "main": Scene(),
    "searching": Scene(("slash", *"langauge tag:")),
    "narrow": Scene(("slash", *"transfrmer", "enter"), NARROW),
    "narrow-details": Scene(("enter",), NARROW),
    "tags": Scene(("space", "space", "t", "p")),
    "notes": Scene(("n",)),
    "narrow-notes": Scene(("n", *"See [[@de"), NARROW),
    "entry": Scene(("e",)),
    "review": Scene(("down",), pasted=PASTED),
    "copy": Scene(("y",)),
    "history": Scene(("H",)),
    "help": Scene(("question_mark",)),
}
THEMES = {"": DARK, "-light": LIGHT}
KEYS = {" ": "space", ":": "colon", "[": "left_square_bracket", "@": "at"}


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
        return {
            f"{name}{ending}.svg": asyncio.run(_draw(library, scene, theme))
            for name, scene in SCENES.items()
            for ending, theme in THEMES.items()
        }


def _judged(paper: Paper) -> Paper:
    status, rating, tags, notes = JUDGEMENTS.get(paper.key, Judgement())
    return paper._replace(
        status=status, rating=rating, tags=paper.tags | tags, notes=notes, added=timestamp(NOW)
    )


async def _draw(library: Library, scene: Scene, theme: str) -> str:
    preferences = Preferences(theme=theme, glyphs="unicode")
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
        if scene.pasted:
            app.post_message(Paste(scene.pasted))
            await _rest(pilot)
        for key in scene.keys:
            await pilot.press(KEYS.get(key, key))
        await _rest(pilot)
        return _shifted(_without_fonts(app.export_screenshot()))


async def _rest(pilot: Pilot[None]) -> None:
    """Wait until nothing is done behind the screen any more."""
    await pilot.pause(0.3)
    while not all(worker.is_finished for worker in pilot.app.workers):
        await pilot.pause(0.02)
    await pilot.pause(0.1)


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
