"""The store: a durable change, opening, memory and bulk, against the disk, orjson and stock TinyDB.

Run it with `python benchmarks/store.py [SIZE...]`; sizes are 1000, 10000 and 100000 papers.
"""

import gc
import os
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

import orjson
from tinydb import TinyDB

from benchmarks.figures import Verdicts, milliseconds, run_child, show
from benchmarks.papers_at_scale import make_papers
from papers import Paper
from storage import Library
from storage.records import to_record

ALL_IN_MEMORY = """
import sys
from benchmarks.figures import resident_bytes
from storage import Library
import orjson
base = resident_bytes()
library = Library.open(sys.argv[1], read_only=True)
papers = list(library)
print(resident_bytes() - base)
"""


def bench(size: int, verdicts: Verdicts) -> None:
    folder = Path(
        tempfile.mkdtemp(prefix="carrel-bench-", dir=os.environ.get("CARREL_BENCH_FOLDER"))
    )
    try:
        _bench(size, folder, verdicts)
    finally:
        shutil.rmtree(folder)


def _bench(size: int, folder: Path, verdicts: Verdicts) -> None:
    papers = list(make_papers(size))
    with Library.open(folder / "library") as library:
        library.add(papers, label="benchmark")
    snapshot = folder / "library" / "library.json"
    size_bytes = snapshot.stat().st_size
    print(f"\n{size:,} papers, {size_bytes / 1e6:.1f} MB, {size_bytes / size / 1000:.2f} KB each")

    gc.disable()
    loads = show("orjson.loads of the snapshot, gc off", _loads(snapshot.read_bytes()))
    gc.enable()

    def first_twenty() -> None:
        library = Library.open(folder / "library")
        newest = library.newest()
        for _ in range(20):
            next(newest)
        library.store.close()

    opened = show(
        "open and read the newest 20",
        milliseconds(first_twenty, times=9),
        limit=("orjson.loads", loads),
    )
    _one_change(folder, size, verdicts)
    memory = int(run_child(ALL_IN_MEMORY, str(folder / "library"))) / size_bytes
    print(f"  {'memory once every paper is in it':<52} {memory:10.2f}x the snapshot's bytes")
    if size == 100_000:
        verdicts.at_most("open and the newest 20, against orjson.loads", opened / loads, 0.5)
        verdicts.at_most("memory, against the snapshot's bytes", memory, 3.5)
    if size == 10_000:
        _bulk(folder, papers, verdicts)
    _stock(folder)


def _loads(data: bytes) -> list[float]:
    return milliseconds(lambda: orjson.loads(data), times=3)


def _one_change(folder: Path, size: int, verdicts: Verdicts) -> None:
    with Library.open(folder / "library") as library:
        uids = [paper.uid for paper, _ in zip(library, range(300), strict=False)]
        journal = folder / "library" / "journal.jsonl"
        before = journal.stat().st_size
        changes = iter(uids)
        taken: list[float] = []
        appended: list[float] = []
        fd = os.open(folder / "plain", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for _ in range(250):  # in pairs, since a shared disk drifts
            uid = next(changes)
            taken += milliseconds(partial(library.edit, [uid], _one_star_more, label="rate"))
            grown = journal.stat().st_size
            line, before = b"x" * (grown - before), grown
            appended += milliseconds(partial(_append, fd, line))
        os.close(fd)
        limit = show(f"append {len(line)} bytes and fsync", appended)
        change = show("one durable change through Library", taken, limit=("append + fsync", limit))
        verdicts.at_most(f"one durable change at {size:,}", change / limit, 3)


def _one_star_more(paper: Paper) -> Paper:
    return paper.rated((paper.rating + 1) % 6)


def _append(fd: int, line: bytes) -> None:
    os.write(fd, line)
    os.fsync(fd)


def _bulk(folder: Path, papers: list[Paper], verdicts: Verdicts) -> None:
    records = [to_record(paper) for paper in papers]

    def plain() -> None:
        lines = b"\n".join(map(orjson.dumps, records))
        fd = os.open(folder / "plain", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.write(fd, lines)
        os.fsync(fd)
        os.close(fd)

    added: list[float] = []
    dumped: list[float] = []
    for turn in range(5):
        dumped += milliseconds(plain)
        library = Library.open(folder / f"bulk{turn}")
        added += milliseconds(partial(library.add, papers, label="bulk"))
        library.store.close()
    limit = show("orjson.dumps of 10,000 papers, one write, one fsync", dumped)
    taken = show("add 10,000 papers in one step", added, limit=("dumps + fsync", limit))
    verdicts.at_most("10,000 papers in one step", taken / limit, 2)


def _stock(folder: Path) -> None:
    table = TinyDB(folder / "library" / "library.json").table("papers")
    doc_id = next(iter(table)).doc_id
    taken = milliseconds(lambda: table.update({"rating": 3}, doc_ids=[doc_id]))
    show("stock TinyDB: update one", taken)


if __name__ == "__main__":
    verdicts = Verdicts()
    for size in [int(argument) for argument in sys.argv[1:]] or [1_000, 10_000, 100_000]:
        bench(size, verdicts)
    print()
    verdicts.finish()
