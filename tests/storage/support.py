"""What the tests that break the store share: papers to keep, a portrait of a library, children."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from papers import Bare, Fields, Paper
from storage import Library

ROOT = Path(__file__).resolve().parents[2]
WORKER = Path(__file__).with_name("worker.py")

Portrait = dict[str, str]


def a_paper(number: int, **parts: object) -> Paper:
    """A paper with an accent, a macro and a title of its own."""
    fields = Fields(
        title=f"On the {{Möbius}} number {number}",
        author=f"Smith{number}, Jane and von D{{\\'o}}e, Ann",
        year="2017",
        month=Bare("jan"),
    )
    return Paper(type="article", fields=fields)._replace(**parts)  # type: ignore[arg-type]


def a_library(folder: Path, *, papers: int = 5, closed: bool = True) -> list[str]:
    """A library with a past: papers in the snapshot, one of them in the trash, steps behind it."""
    with Library.open(folder) as library:
        step = library.add([a_paper(n) for n in range(papers)], label="add some")
        uids = [change.uid for change in step.changes]
        library.compact()
        library.edit(uids[:1], lambda paper: paper.rated(2), label="rate 2")
        library.remove(uids[-1:])
        library.compact()
        library.edit(uids[1:2], lambda paper: paper.rated(4), label="rate 4")
        library.edit(uids[:2], lambda paper: paper.tagged(frozenset({"both"})), label="tag both")
        library.add([a_paper(100)], label="add one more")
        if not closed:
            leave_as_it_is(library)
    return uids


def leave_as_it_is(library: Library) -> None:
    """Let go of a library's files without the work that closing does, as a crash would."""
    library.store.close()


def told(paper: Paper) -> str:
    """Everything about a paper; sets in order, so that two processes say the same."""
    return repr((sorted(paper.tags), paper._replace(tags=frozenset())))


def portrait(library: Library) -> Portrait:
    """Every paper, living or in the trash, by its uid."""
    return portrait_of([*library, *library.trash()])


def portrait_of(papers: Iterable[Paper]) -> Portrait:
    return {paper.uid: told(paper) for paper in papers}


def digest(seen: Portrait) -> str:
    """A portrait in a few letters, to be sent through a pipe."""
    return hashlib.blake2b(json.dumps(sorted(seen.items())).encode(), digest_size=12).hexdigest()


def portrait_on_disk(folder: Path) -> Portrait:
    """What a process that comes fresh to the folder sees; nothing in the folder changes."""
    library = Library.open(folder, read_only=True)
    try:
        return portrait(library)
    finally:
        library.close()


def retrace(library: Library) -> int:
    """Go back from the library as it is, step by step, to the empty one; how many steps it took."""
    papers = {paper.uid: paper for paper in [*library, *library.trash()]}
    steps = 0
    for step in library.history():
        for change in step.changes:
            assert papers.pop(change.uid, None) == change.after, step
            if change.before:
                papers[change.uid] = change.before
        steps += 1
    assert not papers
    return steps


def copy_of(folder: Path, target: Path) -> Path:
    """A copy to break, with the times of its files."""
    shutil.rmtree(target, ignore_errors=True)
    return Path(shutil.copytree(folder, target, symlinks=True))


def child(role: str, *arguments: object, **options: object) -> "subprocess.Popen[bytes]":
    """A process of its own in one of the roles that worker.py knows; pipes on both sides."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # it would compile every module each time
    process: subprocess.Popen[bytes] = subprocess.Popen(
        [sys.executable, str(WORKER), role, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        cwd=ROOT,
        **options,  # type: ignore[call-overload]
    )
    return process


def run_child(role: str, *arguments: object, **options: object) -> list[str]:
    """The lines that a child prints; it has to end well."""
    process = child(role, *arguments, **options)
    out, _ = process.communicate()
    assert process.returncode == 0, out.decode()
    return out.decode().splitlines()


def chars(documents: Iterable[Mapping[str, str]]) -> str:
    """The letters of some of the documents `abc`, in a row."""
    return "".join(document["char"] for document in documents)
