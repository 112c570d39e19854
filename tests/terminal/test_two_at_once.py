"""Two people, or two windows of one, on one library: each sees what the other does."""

from pathlib import Path
from time import monotonic

import pytest

from commands.note import write_notes
from storage import Library
from tests.terminal.wire import Wire

SIZE = 120, 40
A_SECOND = 1.0
SLOWNESS = 4.0  # of a busy machine, on top of it


def test_what_one_does_the_other_sees_within_about_a_second(folder: Path) -> None:
    with Wire(folder, size=SIZE) as mine, Wire(folder, size=SIZE) as theirs:
        for wire in (mine, theirs):
            wire.sees("A Mathematical Theory", "5 papers · 4 unread", "q Quit")
        mine.send("jj")
        mine.rests()
        assert details(mine).startswith("Literate Programming")
        theirs.send("5")
        begun = monotonic()
        mine.sees("★★★★★ 1948")
        assert monotonic() - begun < A_SECOND + SLOWNESS
        theirs.paste("@article{new2020, title = {From another window}, year = 2020}")
        theirs.sees("1 new", "Add them")
        theirs.send("\r")
        mine.sees("From another window", "6 papers")
        theirs.sees("From another window", "6 papers", "q Quit")
        assert details(mine).startswith("Literate Programming")
        mine.send("4")
        theirs.sees("★★★★☆ 1984")
        theirs.send("gx")
        theirs.sees("Moved to the trash")
        mine.sees("5 papers")
        assert details(mine).startswith("Literate Programming")
    with Library.open(folder) as library:
        assert library.find("knuth").rating == 4


def details(wire: Wire) -> str:
    """What stands at the top of the details."""
    return wire.glass.cells(3, 83).strip()


@pytest.mark.parametrize(
    ("theirs", "is_asked"),
    [("FIRST\n\nlast", False), ("first\n\nLAST", True)],
    ids=["merged", "asked"],
)
def test_an_open_note_that_another_changed_is_merged_or_asked_about(
    folder: Path, theirs: str, is_asked: bool
) -> None:
    with Library.open(folder) as library:
        write_notes(library, library.find("shannon"), "first\n\nlast")
    with Wire(folder) as wire:
        wire.sees("A Mathematical Theory", "q Quit")
        wire.send("n")
        wire.sees("Notes on", "last")
        wire.send("Z")
        wire.sees("lastZ", "not saved yet")
        with Library.open(folder) as library:
            write_notes(library, library.find("shannon"), theirs)
        if is_asked:
            wire.sees("LAST", "changed elsewhere", "b Keep both")
            wire.send("b")
        else:
            wire.sees("FIRST", "lastZ", "changed elsewhere")
        wire.sees("lastZ", "Done")
        wire.send("\x1b")
        wire.sees("q Quit")
    with Library.open(folder) as library:
        written = library.find("shannon").notes
        assert "lastZ" in written
        assert ("LAST" if is_asked else "FIRST") in written
