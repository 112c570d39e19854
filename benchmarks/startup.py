"""Short commands as whole processes at 10,000 papers, against `python -c pass`.

Run it with `python benchmarks/startup.py [SIZE]`.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.figures import Verdicts, milliseconds, show
from benchmarks.papers_at_scale import make_papers
from storage import Library

TURNS = 21
STARS = "{stars}"  # other ones each turn, so that there is something to write
NAMED = (
    ("import typing, re, json, enum", "what every part stands on"),
    ("import papers", "the values"),
    ("import storage", "the store"),
)


def bench(size: int, verdicts: Verdicts) -> None:
    with tempfile.TemporaryDirectory(prefix="carrel-bench-") as name:
        folder = str(Path(name) / "library")
        with Library.open(folder) as library:
            library.add(make_papers(size), label="benchmark")
            key = next(library.newest()).key
        print(f"\n{size:,} papers; each line is {TURNS} processes, in turns")
        carrel = [_launcher(), "--library", folder]
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            **{f"{code} ({what})": [sys.executable, "-c", code] for code, what in NAMED},
            "carrel --version": [*carrel, "--version"],
            "carrel list --limit 20": [*carrel, "list", "--limit", "20"],
            "carrel rate": [*carrel, "rate", key, STARS],
        }
        taken = _in_turns(commands)
        nothing = statistics.median(taken["python -c pass"])
        for what, times in taken.items():
            ratio = show(what, times, limit=("python -c pass", nothing)) / nothing
            if what in ("carrel list --limit 20", "carrel rate"):
                verdicts.at_most(f"{what} at {size:,}", ratio, 4)


def _launcher() -> str:
    """The installed command beside this Python, as people run it."""
    return os.path.join(os.path.dirname(sys.executable), "carrel")


def _in_turns(commands: dict[str, list[str]]) -> dict[str, list[float]]:
    """Each command once a turn, so that a machine whose speed drifts does so for all of them."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    taken: dict[str, list[float]] = {what: [] for what in commands}
    for turn in range(TURNS + 1):
        for what, command in commands.items():
            words = [word.format(stars=turn % 5 + 1) for word in command]
            run = milliseconds(partial(_run, words, environment))
            if turn:  # the first writes the compiled files
                taken[what] += run
    return taken


def _run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    verdicts = Verdicts()
    bench(int(sys.argv[1]) if sys.argv[1:] else 10_000, verdicts)
    print()
    verdicts.finish()
