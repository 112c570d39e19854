"""An hour of use in a few minutes: thousands of keys of all kinds, and what they leave behind.

Run it with `python benchmarks/soak.py [MINUTES]`. The app runs in a terminal over 10,000 papers;
meanwhile another process edits the library and somebody changes the config file. When it has warmed
up, memory, open files, threads and processes stay what they are.
"""

import os
import random
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from benchmarks.figures import Verdicts
from benchmarks.papers_at_scale import make_papers
from benchmarks.terminal import Terminal
from storage import Library

SIZE = (160, 45)
PAPERS = 10_000
MINUTES = 8.0
WARM = 0.4  # of the time
AN_HOUR = 3600  # keys, of somebody who is quick
ESCAPE = "\x1b[27u"  # as newer terminals say it: nothing has to be waited for to tell it from Alt
ENTER, TAB = "\r", "\t"
DOWN, UP = "\x1b[B", "\x1b[A"
PASTED = "\x1b[200~@article{{soak{0}, title = {{Soaked {0} times}}, year = 2020}}\x1b[201~"
STEPS = 20  # made before, so that no undo reaches the one that added the papers
PAUSE = 0.02  # seconds without a byte, after which the next key is pressed
DEEDS: dict[str, Sequence[str]] = {
    "move": [*"jjjjkkj", DOWN, DOWN, UP, "\x06", "\x06", "\x02", "G", "g", "\x04", "\x15"],
    "search": ["/", *"netwrok languge", ENTER, *"jjk"],
    "search by fields": ["/", *"tag:ar year>=2000 -status:read", TAB, ENTER, "j"],
    "search in vain": ["/", *"yaer:(((zzz"],
    "burst": ["/", "deep recurrent graph garcia"],
    "read": [ENTER, *"jjj", " ", "G", "g"],
    "judge": ["j", "4", "s", "r", "p", "2", "u"],
    "mark": [" ", " ", "v", *"jjj", "3"],
    "tag": ["t", *"soaked", ENTER, "u"],
    "remove": ["x", "u"],
    "note": ["n", *"See *this* [[@", ESCAPE, *"]] again", "\x13", ESCAPE, "u"],
    "preview": ["n", "\x14", "\x14"],
    "entry": ["e", DOWN, DOWN, *"xyz", ESCAPE],
    "paste": [PASTED, ENTER, "u"],
    "history": ["j", "2", "H", "j"],
    "trash": ["T", "j"],
    "log": ["L"],
    "help": ["?", "G", "g"],
    "columns": ["C", *"jj"],
    "sort": ["z", "y", "z", "d"],
    "copy": ["y", *"jj"],
    "export": ["E", DOWN],
    "links": ["f"],
    "similar": ["S", *"jj"],
    "palette": ["\x10", *"sort"],
    "shelves": ["h", *"jjj", ENTER],
    "panes": ["[", "]", "<", ">", "[", "]"],
}  # fmt: skip
THEMES = ("carrel-dark", "carrel-light", "nord", "auto")


class Held(NamedTuple):
    """What the app holds at a moment."""

    keys: int
    memory: int  # bytes
    files: int
    threads: int
    processes: int


def main() -> None:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    verdicts = Verdicts()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # a key may well write a file
        held, wild = soak(Path(folder), minutes * 60)
    if not held:
        sys.exit(1)
    hours = held[-1].keys / AN_HOUR
    print(f"  {held[-1].keys:,} keys, an hour of use {hours:.1f} times, in {minutes:g} minutes")
    for at in (0, len(held) // 4, len(held) // 2, 3 * len(held) // 4, -1):
        each = held[at]
        print(
            f"  after {each.keys:>7,} keys: {each.memory / 1e6:7.1f} MB, {each.files} files, "
            f"{each.threads} threads, {each.processes} processes"
        )
    warm = held[int(len(held) * WARM) :]
    slope = grown(warm) * AN_HOUR
    usual = statistics.median(each.memory for each in warm)
    print(f"  memory after warming up: {slope / 1e6:+.1f} MB an hour of use")
    verdicts.at_most("memory after another hour", (usual + slope) / usual, 1.03)
    third = max(1, len(warm) // 3)
    for what in ("files", "threads", "processes"):
        first, last = (
            statistics.median_low([getattr(each, what) for each in part])
            for part in (warm[:third], warm[-third:])
        )
        verdicts.at_most(f"{what}, last to first", last / first, 1)
    verdicts.at_most("faults, of none", 1 + wild, 1)
    verdicts.finish()


def grown(warm: Sequence[Held]) -> float:
    """Bytes that a key leaves behind: Theil and Sen's slope, which no single peak moves."""
    slopes = [
        (later.memory - each.memory) / (later.keys - each.keys)
        for place, each in enumerate(warm)
        for later in warm[place + 1 :]
    ]
    return statistics.median(slopes) if slopes else 0.0


def soak(folder: Path, seconds: float) -> tuple[list[Held], int]:
    """What the app held, round after round; and whether it ended by itself."""
    chance = random.Random(5)
    home, place = folder / "home", folder / "library"
    config = home / ".config" / "carrel" / "config.toml"
    config.parent.mkdir(parents=True)
    with Library.open(str(place)) as library:
        library.add(list(make_papers(PAPERS)), label="soak")
        uids = [paper.uid for paper in library]
    for rounds in range(STEPS):
        elsewhere(place, uids[:3], rounds)
    command = [sys.executable, "-m", "carrel", "--library", str(place)]
    held: list[Held] = []
    keys = rounds = 0
    with Terminal(command, SIZE, surroundings(home)) as terminal:
        terminal.wait_for("Quit")
        terminal.rest(2.0)
        end = monotonic() + seconds
        while monotonic() < end:
            rounds += 1
            for name in chance.sample(sorted(DEEDS), len(DEEDS)):
                for key in (*DEEDS[name], ESCAPE, ESCAPE, ESCAPE):
                    os.write(terminal.fd, key.format(rounds).encode())
                    terminal.rest(PAUSE)
                    keys += len(key) if key.isprintable() else 1
                if terminal.process.poll() is not None:
                    print(f"  it ended in {name!r}:", *reports(home), sep="\n")
                    return held, 1
            elsewhere(place, chance.sample(uids, 3), rounds)
            config.write_text(f'[app]\ntheme = "{THEMES[rounds % len(THEMES)]}"\n', "utf8")
            terminal.rest(1.0)
            held.append(holds(terminal, keys))
        os.write(terminal.fd, b"q")
        terminal.rest(1.0)
    return held, 0


def reports(home: Path) -> list[str]:
    return [path.read_text("utf8") for path in home.rglob("crash-*.txt")]


def elsewhere(place: Path, uids: Sequence[str], rounds: int) -> None:
    """What another process does meanwhile."""
    with Library.open(str(place)) as library:
        library.edit(uids, lambda paper: paper.rated(rounds % 6), label="elsewhere")


def surroundings(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return {**kept, "HOME": str(home), "CARREL_OFFLINE": "yes", "LANG": "C.UTF-8"}


def holds(terminal: Terminal, keys: int) -> Held:
    process = terminal.process.pid
    return Held(
        keys,
        terminal.resident_bytes,
        len(os.listdir(f"/proc/{process}/fd")),
        len(os.listdir(f"/proc/{process}/task")),
        sum(is_of(process, name) for name in os.listdir("/proc") if name.isdecimal()),
    )


def is_of(session: int, process: str) -> bool:
    """Whether that process belongs to the terminal's session."""
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[3] == str(session)
    except OSError:  # it has ended
        return False


if __name__ == "__main__":
    main()
