"""`carrel export`: what came in goes out, and no file is lost to it."""

from pathlib import Path

from tests.cli.support import BIB, Run


def test_what_was_not_changed_comes_out_as_it_came_in(three: Run) -> None:
    out = three("export", "bibtex").out
    for entry in BIB.strip().split("\n\n"):
        assert entry in out


def test_a_query_picks_what_is_exported(three: Run) -> None:
    assert three("export", "bibtex", "year>2000", "-author:hu").out.count("@") == 1
    refused = three("export", "bibtex", "yaer:x")
    assert (refused.code, refused.out) == (2, "")


def test_a_file_is_written_whole_or_not_at_all(three: Run, tmp_path: Path) -> None:
    real = tmp_path / "real.bib"
    real.write_text("what was there", "utf8")
    real.chmod(0o600)
    link = tmp_path / "link.bib"
    link.symlink_to(real)
    assert three("export", "bibtex", "-o", link).code == 0
    assert link.is_symlink()
    assert real.read_text("utf8").count("@") == 3
    assert real.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {
        "library", "link.bib", "real.bib", "refs.bib",
    }  # fmt: skip


def test_notes_go_into_a_folder_and_what_was_edited_there_is_left_alone(
    three: Run, tmp_path: Path
) -> None:
    notes = tmp_path / "notes"
    done = three("export", "markdown", "-o", notes)
    assert done.code == 0
    assert len(list(notes.iterdir())) == 3
    assert "3 were so already" in three("export", "markdown", "-o", notes).err
    mine = next(path for path in notes.iterdir() if "knuth" in path.name)
    mine.write_text("my own words", "utf8")
    part = three("export", "markdown", "-o", notes)
    assert part.code == 1
    assert "was left alone" in part.err
    assert mine.read_text("utf8") == "my own words"
    three("export", "markdown", "-o", notes, "--overwrite")
    assert "Literate Programming" in mine.read_text("utf8")


def test_notes_go_to_stdout_where_no_folder_is_named(three: Run) -> None:
    assert "# Literate Programming" in three("export", "markdown").out


def test_an_unknown_format_is_answered_with_those_there_are(three: Run) -> None:
    done = three("export", "ris")
    assert done.code == 2
    assert "try one of bibtex, markdown" in done.err


def test_a_folder_is_no_file_to_write(three: Run, tmp_path: Path) -> None:
    assert "is a folder" in three("export", "bibtex", "-o", tmp_path).err
    assert "No such file" in three("export", "bibtex", "-o", tmp_path / "no" / "x.bib").err
