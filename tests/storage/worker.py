"""Child processes for the tests beside it: each role does one thing to a library until stopped.

What a child prints goes straight into the pipe, so that a killed child has told all it knew.
"""

import itertools
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable

from papers import Annotation, CarrelError, Conflict, NotFound, NothingToUndo, Paper
from storage import Library, Step
from tests.storage.support import a_paper, digest, portrait, portrait_of

MOST_A_ROUND = 30


def tell(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def heard() -> str:
    return sys.stdin.readline().strip()


def grind(folder: str, seed: str) -> None:
    """Change at random, and tell each step once it is acknowledged, with the library after it."""
    chance = random.Random(int(seed))
    library = Library.open(folder)
    newest = next(library.history(), None)
    tell("open", newest.id if newest else 0, digest(portrait(library)))
    while True:
        step = _random_step(library, chance)
        if step and step.id:
            tell("done", step.id, digest(portrait(library)))


def _random_step(library: Library, chance: random.Random) -> Step | None:
    living = [paper.uid for paper in library]
    trashed = [paper.uid for paper in library.trash()]
    some = chance.sample(living, min(len(living), chance.choice((1, 1, 1, 4))))
    match chance.choice("aaeeeettrsbuudcco" if len(living) < 40 else "eeerrrrpuudcco"):
        case "a":
            newcomers = [a_paper(chance.randrange(10**9)) for _ in range(chance.choice((1, 1, 7)))]
            return library.add(newcomers, label="add", suffix=True)
        case "e":
            return library.edit(some, _noted(chance), label="note")
        case "t":
            tags = frozenset({f"t{chance.randrange(6)}"})
            return library.edit(some, lambda paper: paper.tagged(tags), label="tag")
        case "r":
            return library.remove(some)
        case "s":
            return library.restore(trashed[:2])
        case "p":
            return library.purge(trashed[:3])
        case "b":
            return library.edit(some, lambda paper: paper.rated(chance.randrange(6)), label="rate")
        case "u":
            return _or_nothing(lambda: library.undo(1)[0])
        case "d":
            return _or_nothing(lambda: library.redo(1)[0])
        case "o":
            some_steps = [step.id for step in library.history()][:5]
            chosen = chance.choice(some_steps) if some_steps else 0
            return _or_nothing(lambda: library.undo_step(chosen))
        case _:
            library.compact()
            return None


def _noted(chance: random.Random) -> Callable[[Paper], Paper]:
    text = "Überlegt: " + "x" * chance.choice((3, 30, 3000))
    return lambda paper: paper._replace(notes=f"{paper.notes}\n{text}"[-6000:])


def _or_nothing(do: Callable[[], Step]) -> Step | None:
    try:
        return do()
    except (Conflict, NotFound, NothingToUndo):
        return None


def pour(folder: str, many: str) -> None:
    """Add so many papers at once, again and again, and tell how often that was acknowledged."""
    library = Library.open(folder)
    tell("open")
    for round_ in itertools.count(1):
        papers = [a_paper(n, key=f"r{round_}n{n}") for n in range(int(many))]
        library.add(papers, label="pour")
        tell(round_)


def write(folder: str, name: str, seconds: str, *shared: str) -> None:
    """Leave marks on shared papers, come and go with papers of its own; compact now and then."""
    library = Library.open(folder)
    writer = Writer(library, name, [*shared])
    deadline = time.monotonic() + float(seconds)
    tell("ready")
    heard()
    while time.monotonic() < deadline:
        writer.do_something()
    for uid, mark in writer.marks:
        tell("mark", uid, mark)
    for uid, stars in writer.own.items():
        tell("own", uid, stars)
    tell("written")
    heard()
    library.refresh()
    tell("sees", digest(portrait(library)))
    heard()
    library.close()


class Writer:
    """Changes a library at random, and knows what should be left of it in the end."""

    def __init__(self, library: Library, name: str, shared: list[str]) -> None:
        self.library = library
        self.name = name
        self.shared = shared
        self.chance = random.Random(name)
        self.number = 0
        self.marks: list[tuple[str, str]] = []
        self.own: dict[str, int] = {}  # how many stars each has; -1 in the trash

    def do_something(self) -> None:
        self.number += 1
        mark = f"{self.name}-{self.number}"
        match self.chance.choice("mmmmttaareuc"):
            case "m":
                self.leave(mark, _annotated(mark))
            case "t":
                self.leave(mark, _tagged(mark))
            case "a":
                step = self.library.add([a_paper(self.number)], label=mark, suffix=True)
                self.own[step.changes[0].uid] = 0
            case "r" if self.own:
                uid = self.chance.choice(list(self.own))
                self.library.remove([uid])
                self.own[uid] = -1
            case "e" if self.own:
                uid, stars = self.chance.choice(list(self.own)), self.chance.randint(1, 5)
                self.library.restore([uid], key=mark)  # another may have its old one now
                self.library.edit([uid], _rated(stars), label=mark)
                self.own[uid] = stars
            case "u" if self.own:
                uid = self.chance.choice(list(self.own))
                step = self.library.edit([uid], _rated(self.own[uid] % 5 + 1), label=mark)
                if step.id:
                    self.library.undo_step(step.id)
            case "c" if self.chance.random() < 0.3:
                self.library.compact()

    def leave(self, mark: str, change: Callable[[Paper], Paper]) -> None:
        uid = self.chance.choice(self.shared)
        self.library.edit([uid], change, label=mark)
        self.marks.append((uid, mark))


def _annotated(mark: str) -> Callable[[Paper], Paper]:
    return lambda paper: paper.annotated(Annotation("2026-01-01T00:00:00Z", mark))


def _tagged(mark: str) -> Callable[[Paper], Paper]:
    return lambda paper: paper.tagged(frozenset({mark}))


def _rated(stars: int) -> Callable[[Paper], Paper]:
    return lambda paper: paper.rated(stars)


def read(folder: str) -> None:
    """Follow a library by its changes alone until told to stop; then say what both ways show."""
    library = Library.open(folder, read_only=True)
    known = {paper.uid: paper for paper in [*library, *library.trash()]}
    tell("ready")
    os.set_blocking(0, False)
    while sys.stdin.buffer.read(1) is None:  # a byte says stop, and so does the end of its parent
        _follow(library, known)
        time.sleep(0.002)
    _follow(library, known)
    tell("followed", digest(portrait_of(known.values())))
    tell("sees", digest(portrait(library)))


def _follow(library: Library, known: dict[str, Paper]) -> None:
    for change in library.refresh():
        if change.after:
            known[change.uid] = change.after
        else:
            known.pop(change.uid, None)


def stubborn(folder: str, rounds: str) -> None:
    """Go on with the same library after each Ctrl-C; tell the marks that were acknowledged.

    Nobody is kept out meanwhile, not even while the interruption is still being looked at.
    """
    library = Library.open(folder)
    other = Library.open(folder, patience=0.0)
    uid = library.add([a_paper(1), a_paper(2)], label="add").changes[0].uid
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    tell("ready")
    number = interrupted = 0
    marks: list[str] = []
    while interrupted < int(rounds):
        try:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            for _ in range(MOST_A_ROUND):
                number += 1
                library.edit([uid], _annotated(str(number)), label="annotate")
                marks.append(str(number))
                if number % 7 == 0:
                    library.compact()
            while True:  # on a slow machine a Ctrl-C may take long to come
                time.sleep(1)
        except KeyboardInterrupt as interruption:
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            interrupted += 1
            assert interruption.__traceback__
            with other.store.exclusive():
                pass
            tell("interrupted")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    library.refresh()
    tell("sees", digest(portrait(library)))
    tell("marks", *marks)
    other.close()
    library.close()


def hold(folder: str) -> None:
    """Take the library's lock and keep it."""
    library = Library.open(folder)
    with library.store.exclusive():
        tell("held")
        heard()


def mark_without_flock(path: str, counter: str, rounds: str) -> None:
    """Count in a file, one at a time, by a lock for systems that have no flock."""
    import errno

    from storage.lock import Lock

    def no_flock(_fd: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    lock = Lock(path, flock=no_flock)
    for _ in range(int(rounds)):
        lock.acquire()
        with open(counter, "r+") as file:
            number = int(file.read())
            file.seek(0)
            file.write(str(number + 1))
        lock.release()
    if rounds == "0":
        lock.acquire()
        tell("held")
        heard()


def cramped(folder: str, limit: str) -> None:
    """Change, compact and close while no file may grow past a limit; tell how each went."""
    library = Library.open(folder)
    uid = next(iter(library)).uid
    before = digest(portrait(library))
    sys.dont_write_bytecode = True  # Python would leave half of a module behind
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
    try:
        library.edit([uid], lambda paper: paper._replace(notes="n" * 2000), label="a long note")
        tell("changed", digest(portrait(library)))
    except CarrelError as refusal:
        tell("refused", type(refusal).__name__, refusal)
        tell("unchanged", digest(portrait(library)) == before)
    library.compact()
    library.compact()
    for notice in library.notices:
        tell("notice", notice)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    library.edit([uid], lambda paper: paper.rated(5), label="when there is room")
    library.compact()
    tell("now", digest(portrait(library)))
    library.close()


def as_another(folder: str, uid: str) -> None:
    """Look at a library and try to change it as a user who may only read it."""
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    look_and_change(folder, uid)


def look_and_change(folder: str, uid: str) -> None:
    library = Library.open(folder)
    tell("sees", digest(portrait(library)))
    try:
        library.edit([uid], lambda paper: paper.rated(3), label="rate")
        tell("changed")
    except CarrelError as refusal:
        tell("refused", type(refusal).__name__, refusal)
    library.close()


ROLES: dict[str, Callable[..., None]] = {
    role.__name__: role
    for role in (
        grind,
        pour,
        write,
        read,
        stubborn,
        hold,
        mark_without_flock,
        cramped,
        as_another,
        look_and_change,
    )
}

if __name__ == "__main__":
    ROLES[sys.argv[1]](*sys.argv[2:])
