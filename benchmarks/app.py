"""The app as people meet it: in a terminal of 200x50, from a key to the last byte that it paints.

Run it with `python benchmarks/app.py [SIZE...]`; sizes are 1000, 10000 and 100000 papers. A bare
Textual app runs beside it: what that takes for a key and for its start is this machine's own.
CARREL_BENCH_FOLDER may name a folder with `lib1k`, `lib10k` and `lib100k`, which are copied.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import Verdicts
from benchmarks.papers_at_scale import make_papers
from benchmarks.terminal import Frame, Terminal
from commands.searching import Searching
from papers import Paper
from storage import Library

SIZE = (200, 50)
STARTS = 7
BARE = """
from textual.app import App
from textual.widgets import Label
class Bare(App):
    def compose(self):
        yield Label("hello")
    def on_key(self, event):
        self.query_one(Label).update(f"hello {event.key} {id(event)}")
Bare().run()
"""
SEARCHES = (
    "neural network",
    "garcia 2017 learn",
    "netwrok languge",
    "tag:ar year>=2000 graph",
    '"neural net" OR kowalski',
    "status:unread rating>3 de",
)
HINT = "/ s earch:"  # what stands in the search line while it is empty, the cursor on its s
IMPORTED = 10_000
BETWEEN = 0.08  # seconds between two letters
ESCAPE, CTRL_A, CTRL_U, CTRL_F, CTRL_B = b"\x1b", b"\x01", b"\x15", b"\x06", b"\x02"
BURST = 60


class Deed(NamedTuple):
    """What is timed: its name, and the keys, each pressed when the one before it is painted.

    Ahead of each of them, and behind it, other keys may be pressed that are not timed."""

    name: str
    keys: Sequence[bytes]
    before: Sequence[bytes] = ()
    ahead: bytes = b""
    behind: bytes = b""


class Usual(NamedTuple):
    """Medians: milliseconds to the last byte, and of the processor."""

    taken: float
    work: float


def letters(text: str) -> list[bytes]:
    return [letter.encode() for letter in text]


DEEDS = (
    *(Deed(f"search {text}", letters(text), before=[b"/", CTRL_U]) for text in SEARCHES),
    Deed("delete a search", [b"\x7f"] * 12, before=[b"/", CTRL_U, b"neural networ"]),
    Deed("down", [b"j"] * 30, before=[b"/", CTRL_U, b"\r"]),
    Deed("up", [b"k"] * 30),
    Deed("page down", [CTRL_F] * 20),
    Deed("page up", [CTRL_B] * 20),
    Deed("to the end and back", [b"G", b"g"] * 8),
    Deed("ask what to sort by", [b"z"] * 8, behind=ESCAPE),
    Deed("sort by year, by title, as before", [b"y", b"t", b"d"] * 5, ahead=b"z"),
    Deed("rate", [b"1", b"2", b"3", b"4", b"5"] * 4),
    Deed("mark", [b" "] * 15),
    Deed("mark all found, and none", [CTRL_A] * 10, before=[b"u", CTRL_A]),
)


def bench(size: int, folder: Path, verdicts: Verdicts) -> dict[str, Usual]:
    """One size; returns the medians of each deed's keys."""
    cache = folder / "cache"
    environment = _environment(cache)
    library = folder / "library"
    _prepare(size, library, cache)
    print(f"\n{size:,} papers in {SIZE[0]}x{SIZE[1]}", flush=True)
    bare = [sys.executable, "-c", BARE]
    carrel = [sys.executable, "-m", "carrel", "--library", str(library)]
    _starts(size, bare, carrel, environment, verdicts)
    with Terminal(bare, SIZE, environment) as terminal:
        terminal.wait_for("hello")
        terminal.rest()
        own = show_keys(
            "bare Textual app: a key", [*map(terminal.press, letters("abcdefghij" * 4))]
        )
    every: list[Frame] = []
    deeds: dict[str, Usual] = {}
    with Terminal(carrel, SIZE, environment) as terminal:
        terminal.wait_for("unread")
        terminal.rest(1.0)
        for deed in DEEDS:
            frames = _do(terminal, deed)
            deeds[deed.name] = show_keys(deed.name, frames, own)
            every += frames
        _burst(terminal, verdicts, size)
        memory = terminal.resident_bytes / 1e6
    all_keys = show_keys("every key", every, own)
    print(f"  {'wished of a quiet machine':<44} {10:8.1f} ms p95 {16:7.1f} max {60:7.1f}")
    print(f"  {'memory':<44} {memory:8.0f} MB")
    verdicts.at_most(f"a key at {size:,}, against a bare app's", all_keys.taken / own.taken, 2)
    verdicts.at_most(f"its work at {size:,}, against a bare app's", all_keys.work / own.work, 2)
    if size == 100_000:
        verdicts.at_most("memory at 100,000, against 400 MB", memory / 400, 1)
    _behind(size, folder, carrel, environment, verdicts)
    return deeds


def _starts(
    size: int, bare: list[str], carrel: list[str], environment: dict[str, str], verdicts: Verdicts
) -> None:
    starts: dict[str, list[float]] = {"bare": [], "carrel": []}
    for turn in range(STARTS + 1):
        for name, command, text in (("bare", bare, "hello"), ("carrel", carrel, "●")):
            with Terminal(command, SIZE, environment) as terminal:
                taken = terminal.wait_for(text) * 1000
            if turn:  # the first writes the compiled files
                starts[name].append(taken)
    begin = show("bare Textual app: exec to first frame", starts["bare"])
    first = show("exec to first frame with papers", starts["carrel"], begin)
    if size >= 10_000:
        verdicts.at_most(f"first frame at {size:,}, against a bare app", first / begin, 1.5)


def _do(terminal: Terminal, deed: Deed) -> list[Frame]:
    for keys in deed.before:
        terminal.press(keys)
    terminal.rest(0.2)
    frames = []
    for key in deed.keys:
        if deed.ahead:
            terminal.press(deed.ahead)
        frames.append(terminal.press(key))
        if deed.behind:
            terminal.press(deed.behind)
    return frames


def _behind(
    size: int, folder: Path, carrel: list[str], environment: dict[str, str], verdicts: Verdicts
) -> None:
    """What a typed letter takes while the app, or another process, has much to do meanwhile."""
    entries = folder / "others.bib"
    entries.write_text("\n\n".join(map(_entry, make_papers(IMPORTED, seed=8))), encoding="utf-8")
    with Terminal(carrel, SIZE, environment) as terminal:
        terminal.wait_for("unread")
        terminal.rest(1.0)
        quiet = show("a letter typed while nothing else is done", _typed(terminal, turns=4))
        for what, command in (
            (f"another process imports {IMPORTED:,}", [*carrel, "import", str(entries)]),
            ("another process syncs notes", [*carrel, "notes", "sync", str(folder / "notes")]),
        ):
            with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
                taken = _typed(terminal, process)
            if process.returncode:
                sys.exit(f"{' '.join(command)} failed")
            ratio = show(f"while {what}", taken, quiet) / quiet
            verdicts.at_most(f"a letter while {what}", ratio, 2)
    shutil.rmtree(folder / "cache" / "carrel")
    with Terminal(carrel, SIZE, environment) as terminal:
        terminal.wait_for("●")
        taken = _typed(terminal)
        while b"unread" not in terminal.lately:
            taken += _typed(terminal)
        ratio = show("while the index is made", taken, quiet) / quiet
        verdicts.at_most(f"a letter while the index of {size:,} is made", ratio, 2)


def _typed(
    terminal: Terminal, during: "subprocess.Popen[bytes] | None" = None, turns: int = 1
) -> list[float]:
    """Type a search again and again as somebody does who is quick; how long each letter took."""
    terminal.press(ESCAPE)
    terminal.press(b"/")
    taken = []
    turn = 0
    while turn < turns or (during and during.poll() is None):
        turn += 1
        terminal.press(CTRL_U)
        terminal.press_until(b"x", "/ x")
        terminal.press_until(CTRL_U, HINT)
        for end in range(1, len(SEARCHES[0]) + 1):
            time.sleep(BETWEEN)
            text = SEARCHES[0][:end]
            taken.append(terminal.press_until(text[-1].encode(), f"/ {text}".strip()).taken)
    return taken


def _entry(paper: Paper) -> str:
    """Another paper than that of the same number in the library."""
    fields = {name: raw.replace("10.1000", "10.2000") for name, raw in paper.fields.items()}
    said = "".join(f"  {name} = {{{raw}}},\n" for name, raw in fields.items() if name != "url")
    return f"@article{{other{paper.key},\n{said}}}"


def _burst(terminal: Terminal, verdicts: Verdicts, size: int) -> None:
    """Many letters at once, as a slow line or a paste brings them."""
    text = ("neural networks and " * 3)[:BURST]
    burst: list[Frame] = []
    one: list[Frame] = []
    for _ in range(5):
        for keys, frames in ((text.encode(), burst), (b"n", one)):
            for before in (b"/", CTRL_U):
                terminal.press(before)
            frames.append(terminal.press(keys))
    letter = show_keys("one letter typed", one)
    many = show_keys(f"a burst of {BURST} letters", burst)
    ratio = many.work / letter.work
    verdicts.at_most(f"a burst of {BURST} at {size:,}, against one letter", ratio, 4)


def show_keys(what: str, frames: Sequence[Frame], own: Usual | None = None) -> Usual:
    """Print a line about keys, and give back the medians."""
    p50 = show(what, [frame.taken for frame in frames], own.taken if own else 0.0, end="")
    work = sorted(frame.work for frame in frames)
    median = statistics.median(work)
    ratio = f" {median / own.work:5.2f}x" if own else ""
    size = statistics.median(len(frame.data) for frame in frames) / 1000
    print(f"  work {median:6.1f} p95 {work[int(len(work) * 0.95)]:6.1f}{ratio}  {size:5.1f} KB")
    return Usual(p50, median)


def show(what: str, taken: Sequence[float], own: float = 0.0, end: str = "\n") -> float:
    """Print a line and give back its median."""
    taken = sorted(taken)
    p50, p95 = statistics.median(taken), taken[int(len(taken) * 0.95)]
    ratio = f" {p50 / own:5.2f}x" if own else " " * 7
    print(
        f"  {what:<44} {p50:8.1f} ms p95 {p95:7.1f} max {taken[-1]:7.1f}{ratio}",
        end=end, flush=True,
    )  # fmt: skip
    return p50


def _prepare(size: int, folder: Path, cache: Path) -> None:
    given = os.environ.get("CARREL_BENCH_FOLDER")
    ready = Path(given) / f"lib{size // 1000}k" if given else None
    if ready and ready.is_dir():
        shutil.copytree(ready, folder)
    with Library.open(folder) as library:
        if not len(library):
            library.add(make_papers(size), label="benchmark")
        Searching(library, str(cache / "carrel")).build()


def _environment(cache: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "NO_COLOR")}
    own = {"XDG_CACHE_HOME": str(cache), "XDG_CONFIG_HOME": str(cache / "config")}
    return {**kept, **own, "CARREL_OFFLINE": "yes", "LANG": "C.UTF-8"}


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="carrel-bench-") as name:
        yield Path(name)


def main() -> None:
    verdicts = Verdicts()
    medians = {}
    for size in [int(argument) for argument in sys.argv[1:]] or [1_000, 10_000, 100_000]:
        with _folder() as folder:
            medians[size] = bench(size, folder, verdicts)
    print()
    if len(medians) > 1:
        least, most = medians[min(medians)], medians[max(medians)]
        for name, usual in most.items():
            ratio = usual.work / least[name].work
            verdicts.at_most(f"{name}: at {max(medians):,} against {min(medians):,}", ratio, 2)
    verdicts.finish()


if __name__ == "__main__":
    main()
