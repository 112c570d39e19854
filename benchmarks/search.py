"""Search as one types, beside fzf and RapidFuzz: the same papers, the same keystrokes, one run.

Run it with `python benchmarks/search.py [SIZE...]`; sizes are 10000 and 100000 papers. It needs the
corpora beside the checkout, or where CARREL_CORPORA says. `--keep FOLDER` keeps the libraries that
it makes for the next run.
"""

import gc
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import orjson
from rapidfuzz import fuzz, process

from benchmarks import search_queries
from benchmarks.figures import Verdicts, milliseconds, resident_bytes, run_child, show
from benchmarks.realistic_papers import make_papers
from benchmarks.search_queries import Wanted
from commands.searching import Searching
from papers import Change, Paper
from storage import Library

HERE = Path(__file__).resolve()
CORPORA = Path(os.environ.get("CARREL_CORPORA", HERE.parents[2] / "shared" / "corpora"))
DRAWN = 6000  # papers from which the queries are drawn
TYPED = 120  # queries that are typed key by key
FZFS, FUZZIES = 40, 12  # keystrokes that the others are asked, since they take so long
SHOWN = 40
CHANGES: dict[str, Callable[[Paper], Paper]] = {
    "rated": lambda paper: paper.rated((paper.rating + 1) % 6),
    "tagged": lambda paper: paper.tagged(paper.tags | {"looked-at"}),
    "reworded": lambda paper: paper.with_fields({"title": f"{paper.title} anew"}),
}
RECALL = {10_000: (0.95, 0.99), 100_000: (0.90, 0.98)}

BUILD = """
import os, sys, time
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
import search.index
from commands import search_cache
said, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
os.dup2(nowhere, 1)
def busy():
    both = [getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in both)
before, start = busy(), time.perf_counter()
search_cache.build_cache(sys.argv[1], sys.argv[2])
taken = time.perf_counter() - start
most = [getrusage(who).ru_maxrss for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
os.write(said, f"{taken} {busy() - before} {most[0]} {most[1]}".encode())
"""
SPLIT = """
import gc, sys, time
from search.index import entries
from storage import Library
gc.disable()
texts = []
for ids, records in Library.open(sys.argv[1], read_only=True).records():
    texts += map("\\n".join, zip(*entries.of_records(ids, records).texts))
taken = []
for _ in range(3):
    start = time.process_time()
    for text in texts:
        text.casefold().split()
    taken.append(time.process_time() - start)
print(min(taken), sum(len(text.encode("utf-8", "replace")) for text in texts))
"""
MEMORY = """
import sys
from benchmarks.figures import resident_bytes
from commands.searching import Searching
from storage import Library
library = Library.open(sys.argv[1], read_only=True)
searching = Searching(library, sys.argv[2])
import numpy, search, search.index
before = resident_bytes()
assert searching.open()
opened = resident_bytes()
for line in sys.argv[3].split("\\n"):
    searching.find(line).uids[:40]
print(opened - before, resident_bytes() - before)
"""


def bench(size: int, folder: Path, verdicts: Verdicts) -> float:
    library_folder = folder / f"library-{size}"
    if not library_folder.exists():
        with Library.open(library_folder) as library:
            library.add(make_papers(size, CORPORA), label="benchmark")
    cache = folder / f"cache-{size}"
    shutil.rmtree(cache, ignore_errors=True)
    with Library.open(library_folder, read_only=True) as library:
        searching = Searching(library, str(cache))
        print(f"\n{size:,} papers")
        text = _build(library, searching, verdicts)
        _map(library, searching, verdicts)
        uids = library.newest_uids()[:]
        drawn = random.Random(5).sample(uids, min(DRAWN, len(uids)))
        papers = [paper for uid in drawn if (paper := library.get(uid))]
        wanted = search_queries.make(papers, CORPORA)
        typed = random.Random(17).sample(wanted, TYPED)
        keys = list(search_queries.keystrokes(typed))
        taken = _type(searching, keys, verdicts)
        _others(library, taken, verdicts)
        _odd(searching, papers, verdicts)
        _change(searching, papers, verdicts)
        _recall(library, searching, wanted, verdicts)
        _memory(library, cache, keys, text, verdicts)
    return _p95(list(taken.values()))


def _build(library: Library, searching: Searching, verdicts: Verdicts) -> int:
    split, text = map(float, run_child(SPLIT, library.folder).split())
    show(f"str.casefold().split() of {text / 1e6:.0f} MB of text", [split * 1000])
    path = searching._path
    os.makedirs(os.path.dirname(path), exist_ok=True)
    runs = [run_child(BUILD, library.folder, path).split() for _ in range(3)]
    built, busy = ([float(run[at]) * 1000 for run in runs] for at in (0, 1))
    limit = ("split", split * 1000)
    show("build the index by the clock, reading and saving", built, limit=limit)
    show("the same, processor time of both processes", busy, limit=limit)
    print(f"  {'file':<52} {os.path.getsize(path) / text:10.2f}x the text's bytes")
    for at, who in ((2, "process that builds"), (3, "one that helps it")):
        print(f"  {f'memory of the {who}, at most':<52} {float(runs[0][at]) / 1e3:10.0f} MB")
    verdicts.at_most("build, against casefold().split()", min(built) / split / 1000, 3)
    return int(text)


def _map(library: Library, searching: Searching, verdicts: Verdicts) -> None:
    with open(os.path.join(library.folder, "library.json"), "rb") as file:
        data = file.read()
    gc.disable()
    loads = show("orjson.loads of the library, gc off", milliseconds(lambda: orjson.loads(data)))
    gc.enable()
    opened = show(
        "open the index, ready for the first key",
        milliseconds(searching.open, times=7),
        limit=("orjson.loads", loads),
    )
    verdicts.at_most("open, against orjson.loads", opened / loads, 0.25)


def _type(searching: Searching, keys: Sequence[str], verdicts: Verdicts) -> dict[str, float]:
    """Every key of realistic typing; now and again somebody pauses and the collector runs."""
    gc.collect()
    gc.freeze()
    taken: list[float] = []
    passed: dict[str, float] = {}
    for number, text in enumerate(keys):
        start, clock = time.process_time(), time.perf_counter()
        searching.find(text).uids[:SHOWN]
        taken.append((time.process_time() - start) * 1000)
        passed.setdefault(text, (time.perf_counter() - clock) * 1000)
        if number % 500 == 499:
            gc.collect()
    show(f"a keystroke, of {len(taken):,} (processor time)", taken)
    print(f"  {'the slowest of them':<52} {max(taken):10.3f} ms")
    print(f"  {'the first of them':<52} {taken[0]:10.3f} ms")
    show("the same by the clock", [*passed.values()])
    verdicts.at_most("p95 of a keystroke, in parts of 8 ms", _p95(taken) / 8, 1)
    verdicts.at_most("the slowest keystroke, in parts of 25 ms", max(taken) / 25, 1)
    return passed


def _p95(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)]


def _others(library: Library, typed: dict[str, float], verdicts: Verdicts) -> None:
    """fzf and WRatio over a line for each paper: title, authors, year, venue, tags, key."""
    lines = [_line(paper) for paper in library]
    whole = "\n".join(line.replace("\n", " ") for line in lines).encode("utf-8", "replace")
    chance = random.Random(23)
    some = chance.sample([text for text in typed if len(text) > 2], FZFS)
    ours = show("ours, some of these keystrokes", [typed[text] for text in some])
    if shutil.which("fzf"):
        taken = _each(some, lambda text: _fzf(text, whole))
        fzf = show("fzf --filter, the whole process", taken, limit=("ours", ours))
        verdicts.at_most("ours, against 1/40 of fzf", ours / fzf * 40, 1)
    taken = _each(
        some[:FUZZIES], lambda text: process.extract(text, lines, scorer=fuzz.WRatio, limit=10)
    )
    fuzzy = show("rapidfuzz.process.extract, WRatio", taken, limit=("ours", ours))
    verdicts.at_most("ours, against 1/100 of WRatio", ours / fuzzy * 100, 1)


def _line(paper: Paper) -> str:
    people = " ".join([author.display for author in paper.authors])
    return f"{paper.title} {people} {paper.year} {paper.venue} {' '.join(paper.tags)} {paper.key}"


def _each(texts: Sequence[str], work: Callable[[str], object]) -> list[float]:
    taken: list[float] = []
    for text in texts:
        taken += milliseconds(lambda text=text: work(text))  # type: ignore[misc]  # bound at once
    return taken


def _fzf(text: str, lines: bytes) -> None:
    subprocess.run(["fzf", "--filter", text], input=lines, stdout=subprocess.DEVNULL, check=False)


def _odd(searching: Searching, papers: Sequence[Paper], verdicts: Verdicts) -> None:
    """Queries that nobody should type, of up to 10,000 characters, each at its first time."""
    slowest = {}
    for name, text in search_queries.odd(papers[:400]).items():
        taken = []
        for _ in range(3):
            searching.find("a").uids[:SHOWN]
            searching.follow([Change(papers[0], papers[0])])  # so that nothing is remembered
            start = time.process_time()
            searching.find(text).uids[:SHOWN]
            taken.append((time.process_time() - start) * 1000)
        slowest[min(taken)] = name
    show(f"an odd query, of {len(slowest)} (processor time)", [*slowest])
    worst = max(slowest)
    print(f"  {'the slowest of them: ' + slowest[worst]:<52} {worst:10.3f} ms")
    verdicts.at_most("the slowest odd query, in parts of 100 ms", worst / 100, 1)


def _change(searching: Searching, papers: Sequence[Paper], verdicts: Verdicts) -> None:
    """A change is searchable when `follow` returns."""
    left = iter(papers)
    for what, change in CHANGES.items():
        one = []
        for paper in islice(left, 200):
            start = time.process_time()
            searching.follow([Change(paper, change(paper))])
            one.append((time.process_time() - start) * 1000)
        median = show(f"one {what} paper is searchable (processor time)", one)
        verdicts.at_most(f"one {what} paper, in parts of 1 ms", median, 1)
    for what, change in CHANGES.items():
        many = [Change(paper, change(paper)) for paper in islice(left, 1000)]
        start = time.process_time()
        searching.follow(many)
        each = (time.process_time() - start) * 1000 / len(many)
        print(f"  {f'each of 1,000 {what} at once':<52} {each:10.3f} ms")
    texts = [paper.title[: 4 + number % 30] for number, paper in enumerate(papers[:200])]
    show("a search with 1,200 reworded papers, from nothing", _each(texts, searching.find))
    searching.open()


def _recall(
    library: Library, searching: Searching, wanted: Sequence[Wanted], verdicts: Verdicts
) -> None:
    found: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for query in wanted:
        top = searching.find(query.text).uids[:10]
        good = [uid == query.uid or query.means(_paper(library, uid)) for uid in top]
        found[query.kind].append((good[:1] == [True], any(good)))
    print(f"  {'recall of ' + str(len(wanted)) + ' queries':<40} {'@1':>7} {'@10':>7}")
    for kind, hits in found.items():
        first, ten = (statistics.mean(each) for each in zip(*hits, strict=True))
        print(f"    {kind:<38} {first:7.3f} {ten:7.3f}")
    every = [hit for hits in found.values() for hit in hits]
    first, ten = (statistics.mean(each) for each in zip(*every, strict=True))
    print(f"    {'all of them':<38} {first:7.3f} {ten:7.3f}")
    least = RECALL.get(len(library))
    if least:
        verdicts.at_most("misses at 1, against what is allowed", (1 - first) / (1 - least[0]), 1)
        verdicts.at_most("misses at 10, against what is allowed", (1 - ten) / (1 - least[1]), 1)


def _paper(library: Library, uid: str) -> Paper:
    paper = library.get(uid)
    assert paper
    return paper


def _memory(
    library: Library, cache: Path, keys: Sequence[str], text: int, verdicts: Verdicts
) -> None:
    said = run_child(MEMORY, library.folder, str(cache), "\n".join(keys[:800])).split()
    opened, used = int(said[0]) / text, int(said[1]) / text
    print(f"  {'memory when open; after 800 keystrokes':<52} {opened:10.2f}x {used:.2f}x the text")
    verdicts.at_most("memory, against the text", used, 1)


def _folder(arguments: list[str]) -> Iterator[Path]:
    if "--keep" in arguments:
        at = arguments.index("--keep")
        kept = Path(arguments[at + 1])
        del arguments[at : at + 2]
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
    else:
        with tempfile.TemporaryDirectory(prefix="carrel-bench-") as name:
            yield Path(name)


def main(arguments: list[str]) -> None:
    if not CORPORA.is_dir():
        sys.exit(f"The corpora are not in {CORPORA}; CARREL_CORPORA names another folder.")
    verdicts = Verdicts()
    for folder in _folder(arguments):
        sizes = [int(argument) for argument in arguments] or [10_000, 100_000]
        p95 = {size: bench(size, folder, verdicts) for size in sizes}
        if {10_000, 100_000} <= p95.keys():
            growth = p95[100_000] / p95[10_000]
            print()
            verdicts.at_most("p95 of a keystroke, from 10,000 to 100,000", growth, 5)
    print(f"\n  this process holds {resident_bytes() / 1e6:.0f} MB\n")
    verdicts.finish()


if __name__ == "__main__":
    main(sys.argv[1:])
