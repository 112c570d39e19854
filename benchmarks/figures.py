"""How the benchmarks measure and print: medians of one run, and ratios between its lines."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
# A script's own folder comes first where modules are looked for, and there `search` would be the
# benchmark and not the room.
sys.path[:] = [path for path in sys.path if Path(path).resolve() != HERE]
if str(HERE.parent) not in sys.path:
    sys.path.insert(0, str(HERE.parent))

MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024  # what ru_maxrss counts in


def milliseconds(work: Callable[[], object], *, times: int = 1) -> list[float]:
    """How long each of so many runs took."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def show(what: str, taken: list[float], *, limit: tuple[str, float] | None = None) -> float:
    """Print a line and give back its median; with a limit, the ratio to it."""
    median = statistics.median(taken)
    slow = sorted(taken)[int(len(taken) * 0.95)]
    line = f"  {what:<52} {median:10.3f} ms  p95 {slow:10.3f}"
    if limit:
        name, value = limit
        line += f"   {median / value:6.2f}x {name}"
    print(line, flush=True)
    return median


class Verdicts:
    """The figures that were promised, and whether this run reached them."""

    def __init__(self) -> None:
        self._missed = 0

    def at_most(self, what: str, ratio: float, limit: float) -> None:
        reached = ratio <= limit
        self._missed += not reached
        print(f"  {'reached' if reached else 'MISSED '}  {what}: {ratio:.2f}x, promised {limit}x")

    def finish(self) -> None:
        sys.exit(1 if self._missed else 0)


def run_child(code: str, *arguments: str) -> str:
    """What a fresh interpreter prints for this code."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


def resident_bytes() -> int:
    """The memory that this process holds now."""
    if sys.platform == "linux":
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return peak_bytes()  # elsewhere the peak is what can be had


def peak_bytes() -> int:
    """The most memory that this process ever held."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_UNIT
