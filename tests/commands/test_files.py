"""Files for the user: whole or not at all, and none that is there is lost."""

import os
from pathlib import Path

import pytest

from commands.files import write_new, write_text


def test_a_text_replaces_another_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(str(path), "one\n")
    write_text(str(path), "two\n")
    assert path.read_text("utf8") == "two\n"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text("mine", "utf8")
    with pytest.raises(OSError, match="No such file"):
        write_text(str(tmp_path / "missing" / "a.txt"), "x")
    assert (folder / "a.txt").read_text("utf8") == "mine"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_text(str(pipe), "through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    folder = str(tmp_path / "kept")
    paths = [write_new(folder, "a.bib", text, share=True) for text in ("one", "two", "one")]
    assert [os.path.basename(path) for path in paths] == ["a.bib", "a-2.bib", "a.bib"]
    apart = write_new(folder, "a.bib", "one")
    assert os.path.basename(apart) == "a-3.bib"
