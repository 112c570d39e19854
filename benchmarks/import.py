"""Importing BibTeX: time against bibtexparser's own, memory against the file, and two peers.

Run it with `python benchmarks/import.py [SIZE...] [--peers FOLDER]`; sizes are 10000 and 100000
entries, and the folder is where `papis` and `cobib` are if they are not on the PATH.

Every figure is of a fresh process, since caches that an earlier run filled would flatter the next.
"In one process" counts from the opening of the library until the papers are durable, modules being
imported; "whole process" is the command from its start to its end, with the library written anew.
Memory is the largest resident set of that process, less what it held after the import of a hundred
entries, two of them alike: the interpreter, every module and their tables. For the command it is
less the largest resident set of the same command with these hundred.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import MAXRSS_UNIT, Verdicts, run_child, show

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
TURNS = {10_000: 7, 100_000: 3}
PEERS_SIZE = 1_000
FEW = 100
ALIKE = """
@misc{alike, author = {Doe, Jane}, title = {On what is nearly the same}, year = 2001}
@misc{nearly, author = {Doe, Jane}, title = {On what is near to the same}, year = 2002}
"""

WRITE = """
import sys
from pathlib import Path
from benchmarks.entries_at_scale import write
write(Path(sys.argv[1]), int(sys.argv[2]))
"""
PARSE = """
import gc, sys, time
import bibtexparser
if sys.argv[2:]:
    gc.disable()
start = time.perf_counter()
bibtexparser.parse_file(sys.argv[1])
print((time.perf_counter() - start) * 1000)
"""
IMPORT = """
import gc, json, sys, time
gc.disable()  # as the launcher does
import importers.bibtex, orjson
from benchmarks.figures import peak_bytes, resident_bytes
from commands.import_papers import import_papers
from commands.reading import paths, read
from storage import Library

def run(file, folder):
    start = time.perf_counter()
    with Library.open(folder) as library:
        receipt = import_papers(library, read(paths([file])).imported, label="import")
        durable = time.perf_counter() - start
    return durable * 1000, receipt

run(sys.argv[2], sys.argv[3] + "/few")
before = resident_bytes()
durable, receipt = run(sys.argv[1], sys.argv[3] + "/many")
print(json.dumps([durable, peak_bytes() - before, len(receipt.added), len(receipt.merged)]))
"""
WHOLE_PARSE = "import sys, bibtexparser; bibtexparser.parse_file(sys.argv[1])"
COBIB_CONFIG = """from cobib.config import config
config.database.file = "{home}/database.yaml"
config.logging.logfile = "{home}/log"
config.logging.cache = "{home}/cache"
"""


class Run(NamedTuple):
    """What one process took, and what it says came in."""

    milliseconds: float
    peak: int
    added: int = 0
    merged: int = 0


def bench(size: int, place: Path, verdicts: Verdicts) -> float:
    """Print the figures of one size; how long it took in one process comes back."""
    file, few = _file(place, size), _file(place, FEW)
    weight = file.stat().st_size
    turns = TURNS.get(size, 3)
    print(f"\n{size:,} entries, {weight / 1e6:.1f} MB; each line is {turns} processes, in turns")
    parses: dict[str, list[float]] = {PARSE: [], "gc off": [], WHOLE_PARSE: []}
    inside: list[Run] = []
    whole: list[Run] = []
    for _ in range(turns):
        parses[PARSE].append(float(run_child(PARSE, str(file))))
        told = run_child(IMPORT, str(file), str(few), str(place / "inside"))
        inside.append(Run(*json.loads(told)))
        shutil.rmtree(place / "inside")
        parses["gc off"].append(float(run_child(PARSE, str(file), "gc off")))
        parses[WHOLE_PARSE].append(
            _process([sys.executable, "-c", WHOLE_PARSE, str(file)]).milliseconds
        )
        shutil.rmtree(place / "library", ignore_errors=True)
        whole.append(_carrel(file, place / "library", keep=True))
    more = [_carrel(_one(place, n), place / "library", keep=True).milliseconds for n in range(5)]
    shutil.rmtree(place / "library")
    parse = show("bibtexparser.parse_file", parses[PARSE])
    off = show("the same, garbage collection off", parses["gc off"])
    taken = show(
        "read, merged and durable, in one process",
        [run.milliseconds for run in inside],
        limit=("parse_file", parse),
    )
    whole_parse = show("python -c 'bibtexparser.parse_file(...)', whole", parses[WHOLE_PARSE])
    command = show(
        "carrel import FILE, whole process",
        [run.milliseconds for run in whole],
        limit=("the parse alone, whole", whole_parse),
    )
    show("one entry more, whole process", more, limit=("the whole import", command))
    print(
        f"  of the entries {inside[0].added:,} were new and {inside[0].merged:,} merged into these"
    )
    print(f"  parse_file without garbage collection as the measure: {taken / off:.2f}x")
    memory = max(run.peak for run in inside) / weight
    whole_memory = max(run.peak for run in whole) - _carrel(few, place / "library").peak
    if size == 10_000:
        verdicts.at_most(f"{size:,} entries durable, against parse_file", taken / parse, 2)
        verdicts.at_most(f"{size:,} by the command, both whole", command / whole_parse, 2)
    verdicts.at_most(f"peak memory at {size:,}, against the file", memory, 8)
    verdicts.at_most(f"peak memory of the command at {size:,}", whole_memory / weight, 8)
    return taken


def _file(place: Path, size: int) -> Path:
    file = place / f"{size}.bib"
    if not file.exists():
        run_child(WRITE, str(file), str(size))  # so that this process stays small
        if size == FEW:
            file.write_text(file.read_text(encoding="utf-8") + ALIKE, encoding="utf-8")
    return file


def _one(place: Path, number: int) -> Path:
    file = place / f"one-{number}.bib"
    file.write_text(
        f"@article{{one{number}, author={{Doe, Jane}}, title={{The {number}th paper more, on its"
        f" own}}, doi={{10.1234/one.{number}}}, year=2024}}\n"
    )
    return file


def _carrel(file: Path, library: Path, *, keep: bool = False) -> Run:
    """The installed command beside this Python, as people run it, with a library of its own."""
    command = os.path.join(os.path.dirname(sys.executable), "carrel")
    run = _process([command, "--library", str(library), "import", str(file)], home=file.parent)
    if not keep:
        shutil.rmtree(library)
    return run


def _process(command: list[str], *, home: Path | None = None) -> Run:
    """A process from its start to its end, and the most memory that it had."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    if home:
        environment |= {"HOME": str(home)}
        environment |= {
            f"XDG_{what}_HOME": str(home / what) for what in ("CONFIG", "CACHE", "DATA")
        }
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    taken = (time.perf_counter() - start) * 1000
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:
        sys.exit(f"{' '.join(command)}: {said.decode(errors='replace')}")
    return Run(taken, used.ru_maxrss * MAXRSS_UNIT)


# -- peers


def bench_peers(place: Path, folder: str | None) -> None:
    """Whole processes with few entries: more take them minutes, and more than in proportion."""
    file = _file(place, PEERS_SIZE)
    print(f"\n{PEERS_SIZE:,} entries, whole processes; the peers once each")
    ours = [_carrel(file, place / "library").milliseconds for _ in range(3)]
    carrel = show("carrel import FILE", ours)
    for name, run in (("papis", _papis), ("cobib", _cobib)):
        path = shutil.which(name, path=folder)
        if not path:
            print(f"  {name} is not here: install it anywhere and name its folder with --peers")
            continue
        home = place / name
        home.mkdir()
        show(f"{name}", [run(path, file, home)], limit=("carrel import", carrel))


def _papis(path: str, file: Path, home: Path) -> float:
    config = home / "CONFIG" / "papis" / "config"
    config.parent.mkdir(parents=True)
    config.write_text(f"[papers]\ndir = {home}/papers\n[settings]\ndefault-library = papers\n")
    (home / "papers").mkdir()
    command = [path, "bibtex", "--noar", "read", str(file), "import", "--all", "--batch"]
    return _process(command, home=home).milliseconds


def _cobib(path: str, file: Path, home: Path) -> float:
    config = home / "CONFIG" / "cobib" / "config.py"
    config.parent.mkdir(parents=True)
    config.write_text(COBIB_CONFIG.format(home=home))
    _process([path, "--porcelain", "init"], home=home)
    return _process([path, "--porcelain", "add", "-b", str(file)], home=home).milliseconds


def main(words: list[str]) -> None:
    if not CORPORA.is_dir():
        sys.exit(f"The corpora are not beside this checkout (looked in {CORPORA}).")
    folder = words.pop(words.index("--peers") + 1) if "--peers" in words else None
    sizes = [int(word) for word in words if word != "--peers"] or [10_000, 100_000]
    verdicts = Verdicts()
    with tempfile.TemporaryDirectory(
        prefix="carrel-bench-", dir=os.environ.get("CARREL_BENCH_FOLDER")
    ) as name:
        taken = {size: bench(size, Path(name), verdicts) for size in sizes}
        bench_peers(Path(name), folder)
    print()
    if {10_000, 100_000} <= taken.keys():
        ratio = taken[100_000] / (10 * taken[10_000])
        verdicts.at_most("100,000 entries, against ten times the 10,000", ratio, 2.2)
    verdicts.finish()


if __name__ == "__main__":
    main(sys.argv[1:])
