"""`carrel edit`, `note` and `annotate`: what was typed is never lost."""

import io
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.support import Run

Editor = Callable[[str], Path]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Make a shell script the editor; the file is its $1."""

    def make(script: str) -> Path:
        path = tmp_path / "my editor.sh"
        path.write_text(f"#!/bin/sh\n{script}\n", "utf8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("VISUAL", f"'{path}'")
        return path

    return make


def test_a_paper_is_edited_as_a_text(three: Run, editor: Editor) -> None:
    editor(
        "sed -i -e 's/^tags:.*/tags: lora, two words/' -e 's/^rating:.*/rating: 5/'"
        " -e 's/^status:.*/status: reading/' -e 's/year = 2021/year = 2022/'"
        " -e 's/{hu2021,/{hu2022,/' \"$1\"; echo 'A *note*.' >> \"$1\""
    )
    done = three("edit", "hu2021")
    assert (done.code, done.err) == (0, "")
    [paper] = three("show", "hu2021", "--json").json
    assert (paper["key"], paper["aliases"], paper["year"]) == ("hu2022", ["hu2021"], 2022)
    assert (paper["tags"], paper["rating"], paper["status"]) == (
        ["lora", "two words"],
        5,
        "reading",
    )
    assert paper["notes"] == "A *note*.\n"
    assert paper["fields"] == {"month": "jun"}


def test_a_text_that_is_left_as_it_was_changes_nothing(
    three: Run, editor: Editor, folder: Path
) -> None:
    editor("true")
    before = three("list", "--json").out
    done = three("edit", "vaswani2017")
    assert (done.code, done.err) == (0, "Nothing was changed.\n")
    assert three("list", "--json").out == before
    assert not (folder / "drafts").exists()


def test_a_text_with_an_error_is_opened_again_with_the_error_at_its_top(
    three: Run, editor: Editor, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    editor(
        f"if [ -e '{seen}' ]; then cp \"$1\" '{seen}'; sed -i 's/^rating:.*/rating: 3/' \"$1\"\n"
        f"else touch '{seen}'; sed -i 's/^rating:.*/rating: 33/' \"$1\"; fi"
    )
    done = three("edit", "hu2021")
    assert done.code == 0
    assert "A rating is 0 to 5 stars, not 33" in done.err
    assert seen.read_text("utf8").startswith("#! line 7: A rating is 0 to 5 stars, not 33")
    assert "rating: 33" in seen.read_text("utf8")
    assert three("show", "hu2021", "--json").json[0]["rating"] == 3


def test_a_text_that_is_given_up_is_kept_and_can_be_taken_up_again(
    three: Run, editor: Editor, folder: Path
) -> None:
    editor("sed -i -e 's/^title = {{LoRA/title = {LoRA/' -e 's/title = {{/title = {/' \"$1\"")
    done = three("edit", "hu2021")
    assert done.code == 2
    kept = folder / "drafts" / "hu2021.txt"
    assert f"Your text is in {kept}" in done.err
    assert f"carrel edit hu2021 --from {kept}" in done.err
    assert "never finished" in three("doctor").out
    kept.write_text(kept.read_text("utf8").replace("{LoRA}:", "{LoRA mended:"), "utf8")
    assert three("edit", "hu2021", "--from", kept).code == 0
    assert "LoRA mended" in three("show", "hu2021").out


def test_an_editor_that_fails_changes_nothing_and_loses_nothing(
    three: Run, editor: Editor, folder: Path
) -> None:
    editor("exit 3")
    done = three("edit", "hu2021")
    assert done.code == 2
    assert "ended with 3" in done.err
    assert not (folder / "drafts").exists()
    editor('echo more >> "$1"; exit 3')
    done = three("edit", "hu2021")
    assert "Your text is in" in done.err
    assert (folder / "drafts" / "hu2021.txt").read_text("utf8").endswith("more\n")


def test_an_editor_that_is_not_there_is_named(three: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor --wait")
    done = three("edit", "hu2021")
    assert done.code == 2
    assert "'no-such-editor --wait' does not start" in done.err
    assert "carrel config editor" in done.err


def test_what_changed_elsewhere_while_the_editor_was_open_survives(
    three: Run, editor: Editor
) -> None:
    editor(
        f"'{sys.executable}' -m carrel tag hu2021 +elsewhere >/dev/null\n"
        "sed -i 's/^rating:.*/rating: 2/' \"$1\""
    )
    assert three("edit", "hu2021").code == 0
    [paper] = three("show", "hu2021", "--json").json
    assert (paper["rating"], paper["tags"]) == (2, ["elsewhere"])


def test_what_clashes_with_a_change_from_elsewhere_is_kept_in_a_file(
    three: Run, editor: Editor, folder: Path
) -> None:
    editor(
        f"'{sys.executable}' -m carrel rate hu2021 5 >/dev/null\n"
        "sed -i 's/^rating:.*/rating: 2/' \"$1\""
    )
    done = three("edit", "hu2021")
    assert done.code == 2
    assert "changed elsewhere meanwhile" in done.err
    assert "rating: 2" in (folder / "drafts" / "hu2021.txt").read_text("utf8")
    assert three("show", "hu2021", "--json").json[0]["rating"] == 5


def test_two_editors_on_one_paper_have_a_file_each(
    three: Run, editor: Editor, tmp_path: Path
) -> None:
    inner = tmp_path / "inner.sh"
    inner.write_text("#!/bin/sh\nsed -i 's/^tags:.*/tags: inner/' \"$1\"\n", "utf8")
    inner.chmod(0o755)
    editor(
        f"VISUAL='{inner}' '{sys.executable}' -m carrel edit hu2021 >/dev/null\n"
        "sed -i 's/^rating:.*/rating: 2/' \"$1\""
    )
    assert three("edit", "hu2021").code == 0
    [paper] = three("show", "hu2021", "--json").json
    assert (paper["rating"], paper["tags"]) == (2, ["inner"])


def test_notes_are_opened_as_markdown(three: Run, editor: Editor) -> None:
    editor('case "$1" in *.md) printf \'# Mine\\n\' > "$1" ;; esac')
    assert three("note", "hu2021").code == 0
    assert three("show", "hu2021", "--json").json[0]["notes"] == "# Mine\n"


def test_notes_are_added_to_without_an_editor(three: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    three("note", "hu2021", "-m", "One.")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Zwei: ü.\n".encode())))
    three("note", "hu2021", "-")
    assert three("show", "hu2021", "--json").json[0]["notes"] == "One.\n\nZwei: ü.\n"
    three("note", "hu2021", "-m", "New.", "--replace")
    assert three("show", "hu2021", "--json").json[0]["notes"] == "New."
    assert three("note", "hu2021", "-m", " ").code == 2
    assert three("note", "hu2021", "--replace").code == 2
    assert three("note", "hu2021", "-", "-m", "x").code == 2


def test_remarks_are_added_and_removed_by_number(three: Run) -> None:
    three("annotate", "hu2021", "First.", "-p", "3")
    three("annotate", "hu2021", "-q", "a passage")
    assert three("annotate", "hu2021").code == 2
    remarks = three("show", "hu2021", "--json").json[0]["annotations"]
    assert [(each["text"], each["page"], each["quote"]) for each in remarks] == [
        ("First.", "3", ""),
        ("", "", "a passage"),
    ]
    three("annotate", "hu2021", "--remove", "1")
    assert len(three("show", "hu2021", "--json").json[0]["annotations"]) == 1
    assert "There is no remark 5" in three("annotate", "hu2021", "--remove", "5").err


def test_the_setting_comes_before_the_variables_for_editors(
    three: Run, editor: Editor, tmp_path: Path
) -> None:
    editor("exit 9")
    mine = tmp_path / "mine.sh"
    mine.write_text("#!/bin/sh\nsed -i 's/^rating:.*/rating: 1/' \"$1\"\n", "utf8")
    mine.chmod(0o755)
    three("config", "editor", str(mine))
    assert three("edit", "hu2021").code == 0
    assert three("show", "hu2021", "--json").json[0]["rating"] == 1


def test_notes_that_clash_are_kept_in_a_file_that_can_be_taken(
    three: Run, editor: Editor, folder: Path
) -> None:
    three("note", "hu2021", "-m", "Begun.")
    editor(
        f"'{sys.executable}' -m carrel note hu2021 --replace -m 'Theirs.' >/dev/null\n"
        "printf 'Mine.\\n' > \"$1\""
    )
    done = three("note", "hu2021")
    assert done.code == 2
    kept = folder / "drafts" / "hu2021.md"
    assert kept.read_text("utf8") == "Mine.\n"
    assert f"carrel note --replace hu2021 --from {kept}" in done.err
    assert three("show", "hu2021", "--json").json[0]["notes"] == "Theirs."
    assert three("note", "--replace", "hu2021", "--from", kept).code == 0
    assert three("show", "hu2021", "--json").json[0]["notes"] == "Mine.\n"
