"""The history of years is packed, and stays as complete as it was."""

import gzip
import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from papers import Paper
from storage import Library
from storage.packed import pack
from tests.storage.support import a_paper, copy_of, portrait, retrace
from tests.storage.test_crash import Asked, in_a_child

LONG = 600_000  # letters of a note: two of them are a part of the history


def years(folder: Path, *, notes: int = 24) -> None:
    """A library with that many long notes behind it, each of another paper."""
    with Library.open(folder) as library:
        step = library.add([a_paper(n) for n in range(notes)], label="add")
        for number, change in enumerate(step.changes):
            library.edit([change.uid], noted(f"{number:02} " * (LONG // 3)), label="note")
            library.compact()


def noted(text: str) -> Callable[[Paper], Paper]:
    return lambda paper: paper._replace(notes=text)


def parts(folder: Path) -> list[str]:
    return sorted(os.listdir(folder / "history"))


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grown") / "library"
    years(folder)
    return folder


@pytest.fixture
def folder(grown: Path, tmp_path: Path) -> Path:
    return copy_of(grown, tmp_path / "library")


def test_old_parts_are_packed_and_the_newest_are_not(folder: Path) -> None:
    packed = [name for name in parts(folder) if name.endswith(".gz")]
    assert len(packed) >= 4
    assert parts(folder)[: len(packed)] == packed
    assert len(parts(folder)) - len(packed) == 8
    sizes = [(folder / "history" / name).stat().st_size for name in parts(folder)]
    assert max(sizes[: len(packed)]) * 5 < min(sizes[len(packed) : -1])


def test_every_step_is_still_there_and_can_be_taken_back(folder: Path) -> None:
    with Library.open(folder) as library:
        assert retrace(library) == 25
        first_note = list(library.history())[-2]
        uid = first_note.changes[0].uid
        library.undo_step(first_note.id)
        paper = library.get(uid)
        assert paper
        assert paper.notes == ""
        assert [step.label for step in library.history(uid)] == ["undo note", "note", "add"]
        assert len(library.undo(24)) == 24
        assert not len(library)


def test_other_programs_can_read_a_packed_part(folder: Path) -> None:
    loose, packed = folder / "history" / parts(folder)[-2], folder / "history" / parts(folder)[0]
    for path, data in ((loose, loose.read_bytes()), (packed, gzip.decompress(packed.read_bytes()))):
        assert data.count(b'"label":"note"') == 2, path
    before = loose.read_bytes()
    with Library.open(folder) as library:
        library.repair()
    assert gzip.decompress(loose.with_name(f"{loose.name}.gz").read_bytes()) == before
    assert [name for name in parts(folder) if not name.endswith(".gz")] == parts(folder)[-1:]


def test_a_library_is_rebuilt_from_its_packed_history_alone(folder: Path) -> None:
    with Library.open(folder) as library:
        before = portrait(library)
        library.repair()
    for path in (folder / "library.json", folder / "library.idx", *(folder / "backups").iterdir()):
        path.unlink()
    with Library.open(folder) as library:
        assert portrait(library) == before
        assert any("rebuilt" in notice for notice in library.notices)


def test_damage_to_a_packed_part_leaves_the_others_readable(folder: Path) -> None:
    path = folder / "history" / parts(folder)[1]
    data = bytearray(path.read_bytes())
    data[len(data) // 4] ^= 255
    path.write_bytes(data)
    with Library.open(folder) as library:
        before = portrait(library)
        told = [finding.sentence for finding in library.verify()]
        assert told[0].endswith("1 stretches cannot be read.")
        assert told[1].startswith("1 of 48 changes are not in the history")
        library.repair()
        [left, aside] = [finding.sentence for finding in library.verify()]
        assert left == told[1]
        assert "set-aside holds 1 file" in aside
        for kept in (folder / "set-aside").iterdir():
            kept.unlink()
        assert [finding.sentence for finding in library.verify()] == [left]
        assert len(list(library.history())) == 24
        assert portrait(library) == before
        assert len(library.undo(3)) == 3


def pack_until_killed(folder: Path, turn: int) -> int:
    library = Library.open(folder)
    asked = Asked(turn, lambda: os.kill(os.getpid(), signal.SIGKILL))
    asked.while_doing(library.repair)
    return 0


def test_wherever_packing_is_killed_nothing_is_lost(tmp_path: Path) -> None:
    years(tmp_path / "few", notes=7)
    with Library.open(copy_of(tmp_path / "few", tmp_path / "library")) as library:
        before, steps = portrait(library), retrace(library)
        assert "Packed 3 parts of the history." in library.repair()
    turn, ended = 0, -signal.SIGKILL
    while ended == -signal.SIGKILL:
        turn += 4
        folder = copy_of(tmp_path / "few", tmp_path / "library")
        ended = in_a_child(partial(pack_until_killed, folder, turn))
        with Library.open(folder) as library:
            assert not library.notices
            assert (portrait(library), retrace(library)) == (before, steps), turn
            library.repair()
            assert not library.verify()
            assert len(list(library.history())) == steps
    assert ended == 0
    assert turn > 40


def test_a_part_that_another_process_packed_meanwhile_is_passed_over(folder: Path) -> None:
    with Library.open(folder) as library:
        store = library.store
        loose = [path for path in store.files.segments() if not path.endswith(".gz")]
        steps = retrace(library)
        assert pack(store, loose[0])
        assert [pack(store, path) for path in loose[:2]] == [False, True]
        assert retrace(library) == steps
        assert not library.verify()
