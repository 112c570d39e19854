"""Carrel's app beside papis' picker and coBib's app: from start to first paper, and for a key.

Run it with `python benchmarks/peers.py [SIZE...]`; sizes are 1000 and 10000 papers. The others are
installed into a folder that is made for it and removed again; CARREL_BENCH_PEERS may name one that
stays. One that cannot be installed is told and left out. All get the same papers, in 200x50.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import Verdicts
from benchmarks.papers_at_scale import make_papers
from benchmarks.terminal import Frame, Terminal
from commands.searching import Searching
from papers import Paper
from storage import Library

SIZE = (200, 50)
STARTS = 3
MANY = 10_000  # papers from which on nothing of Carrel may take longer than of another
MARK = "Qq"  # every title begins with it, so that the first paper that is painted is seen
LETTERS = [letter.encode() for letter in "neural network"]
DOWN, ARROW = b"j", b"\x1b[B"
PEERS = {"papis": "papis==0.16.1", "cobib": "cobib==6.0.3"}
PATIENCE = 10.0  # seconds for the first byte that a key brings


class Program(NamedTuple):
    """A program to be timed: how to start it, and the keys that move and that search."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    down: bytes
    before_letters: Sequence[bytes] | None  # None where it does not search as one types


def installed(folder: Path) -> dict[str, Path]:
    """The peers that could be installed, and where their commands are."""
    binaries = folder / "venv" / "bin"
    found = {}
    for name, wanted in PEERS.items():
        if not (binaries / name).exists():
            if not (binaries / "pip").exists():
                subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
            print(f"installing {wanted} ...", flush=True)
            done = subprocess.run(
                [str(binaries / "pip"), "install", "--quiet", wanted],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            if done.returncode:
                reason = (done.stderr.strip().splitlines() or ["no reason was given"])[-1]
                print(f"  {name} is left out: it could not be installed here ({reason})")
                continue
        found[name] = binaries / name
    return found


def papers(size: int) -> Iterator[Paper]:
    for paper in make_papers(size):
        title = f"{MARK} {paper.fields['title']}"
        yield paper._replace(fields=paper.fields.with_({"title": title}))


# Each program's library


def carrel(folder: Path, size: int) -> Program:
    own = {
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "CARREL_OFFLINE": "yes",
    }
    with Library.open(folder / "library") as library:
        library.add(papers(size), label="benchmark")
        Searching(library, str(folder / "cache" / "carrel")).build()
    command = [sys.executable, "-m", "carrel", "--library", str(folder / "library")]
    return Program("carrel", command, own, DOWN, [b"/"])


def papis(folder: Path, size: int, binary: Path) -> Program:
    for number, paper in enumerate(papers(size)):
        place = folder / "library" / paper.key
        place.mkdir(parents=True)
        names = "".join(f"- family: {n.family}\n  given: {n.given}\n" for n in paper.authors)
        (place / "info.yaml").write_text(
            f'author: "{"; ".join(str(name.family) for name in paper.authors)}"\n'
            f"author_list:\n{names}title: {paper.title}\nyear: {paper.year}\nref: {paper.key}\n"
            f"papis_id: {number:032x}\nabstract: {paper.abstract}\n",
            "utf8",
        )
    settings = folder / "config" / "papis"
    settings.mkdir(parents=True)
    (settings / "config").write_text(
        f"[settings]\ndefault-library = bench\n[bench]\ndir = {folder / 'library'}\n", "utf8"
    )
    own = {"XDG_CACHE_HOME": str(folder / "cache"), "XDG_CONFIG_HOME": str(folder / "config")}
    _warm([str(binary), "list", "--all"], own)
    return Program("papis", [str(binary), "browse"], own, ARROW, [])


def cobib(folder: Path, size: int, binary: Path) -> Program:
    folder.mkdir(parents=True)
    (folder / "config.py").write_text(
        "from cobib.config import config\n"
        f"config.database.file = {str(folder / 'literature.yaml')!r}\n"
        f"config.database.cache = {str(folder / 'cache')!r}\n"
        f"config.logging.logfile = {str(folder / 'log')!r}\n",
        "utf8",
    )
    with (folder / "literature.yaml").open("w", encoding="utf8") as file:
        for paper in papers(size):
            names = "".join(f"  - first: {n.given}\n    last: {n.family}\n" for n in paper.authors)
            file.write(
                f"---\n{paper.key}:\n  ENTRYTYPE: article\n  abstract: {paper.abstract}\n"
                f"  author:\n{names}  title: {paper.title}\n  year: {paper.year}\n...\n"
            )
    own = {"HOME": str(folder), "COBIB_CONFIG": str(folder / "config.py")}
    _warm([str(binary), "list"], own)  # it tells what is new in it once, and fills its cache
    return Program("cobib", [str(binary)], own, DOWN, None)


def _warm(command: Sequence[str], own: dict[str, str]) -> None:
    subprocess.run(command, env=_environment(own), capture_output=True, check=False)


def _environment(own: dict[str, str]) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "NO_COLOR")}
    return {**kept, "LANG": "C.UTF-8", **own}


# Timing


class Times(NamedTuple):
    """Medians in milliseconds; None where a program has no such thing."""

    start: float
    down: float
    letter: float | None


def times(program: Program) -> Times:
    environment = _environment(program.environment)
    starts = []
    for turn in range(STARTS + 1):
        with Terminal(program.command, SIZE, environment) as terminal:
            taken = terminal.wait_for(MARK) * 1000
            if turn:  # the first fills caches
                starts.append(taken)
            if turn < STARTS:
                continue
            terminal.rest(1.0)
            down = _pressed(terminal, [program.down] * 15)
            letters = []
            if program.before_letters is not None:
                for keys in program.before_letters:
                    terminal.press(keys)
                letters = _pressed(terminal, LETTERS)
    return Times(_median(starts), _median(down), _median(letters) if letters else None)


def _pressed(terminal: Terminal, keys: Sequence[bytes]) -> list[float]:
    """How long each key took; one that changes nothing on screen brings no frame."""
    frames: list[Frame] = [terminal.press(key, PATIENCE) for key in keys]
    return [frame.taken for frame in frames if frame.data]


def _median(taken: Sequence[float]) -> float:
    return sorted(taken)[len(taken) // 2]


def bench(size: int, folder: Path, peers: dict[str, Path], verdicts: Verdicts) -> None:
    print(f"\n{size:,} papers in {SIZE[0]}x{SIZE[1]}", flush=True)
    own = times(carrel(folder / "carrel", size))
    _show("carrel", own, own)
    for name, make in (("papis", papis), ("cobib", cobib)):
        if name not in peers:
            continue
        theirs = times(make(folder / name, size, peers[name]))
        _show(name, theirs, own)
        for what, mine, other in zip(Times._fields, own, theirs, strict=True):
            if mine and other and size >= MANY:
                verdicts.at_most(f"{what} at {size:,}, against {name}", mine / other, 1)


def _show(name: str, found: Times, own: Times) -> None:
    line = f"  {name:<8}"
    for what, taken, mine in zip(Times._fields, found, own, strict=True):
        figure = f"{taken:9.1f} ms {taken / mine:6.1f}x" if taken and mine else f"{'-':>20}"
        line += f"  {what} {figure}"
    print(line, flush=True)


def main() -> None:
    verdicts = Verdicts()
    sizes = [int(argument) for argument in sys.argv[1:]] or [1_000, 10_000]
    with tempfile.TemporaryDirectory(prefix="carrel-peers-") as name:
        given = os.environ.get("CARREL_BENCH_PEERS")
        peers = installed(Path(given) if given else Path(name))
        for size in sizes:
            folder = Path(name) / str(size)
            bench(size, folder, peers, verdicts)
            shutil.rmtree(folder)
    verdicts.finish()


if __name__ == "__main__":
    main()
