"""Commands that change the library: receipts, dry runs, undo, and what they refuse."""

from pathlib import Path

import pytest

from tests.cli.support import Run, Start


def test_stars_are_given_and_taken_away(three: Run) -> None:
    assert three("rate", "hu2021", "4").out == "hu2021: rating none → ★★★★☆\n"
    assert three("list", "--columns", "rating", "key:hu2021").out == "★★★★☆\n"
    three("rate", "hu2021", "0")
    assert three("list", "--columns", "rating", "key:hu2021").out == "\n"


def test_what_is_so_already_is_no_change(three: Run) -> None:
    three("rate", "hu2021", "4")
    steps = len(three("history").lines)
    done = three("rate", "hu2021", "4")
    assert (done.code, done.out) == (0, "")
    assert "it was so already" in done.err
    assert len(three("history").lines) == steps


def test_tags_are_added_and_removed_whatever_their_case(three: Run) -> None:
    three("tag", "vaswani2017", "+NLP", "+two words", "-Attention", "+Transformer")
    [paper] = three("show", "vaswani2017", "--json").json
    assert paper["tags"] == ["NLP", "transformer", "two words"]


@pytest.mark.parametrize("tag", ["+", "+a,b", "+a;b", "+a{b", "+\x1b[31m"])
def test_tags_that_no_other_program_could_read_are_refused(three: Run, tag: str) -> None:
    done = three("tag", "hu2021", tag)
    assert done.code == 2
    assert "A tag cannot" in done.err


def test_a_query_changes_many_papers_as_one_step(three: Run) -> None:
    done = three("status", "--query", "year>2000", "reading")
    assert sorted(done.lines) == [
        "hu2021: status unread → reading",
        "vaswani2017: status unread → reading",
    ]
    three("undo")
    assert three("list", "status:reading", "--json").json == []


def test_a_dry_run_says_which_papers_and_changes_none(three: Run) -> None:
    before = three("list", "--json").out
    for words in (
        ("rate", "3"),
        ("tag", "+x"),
        ("status", "read"),
        ("priority", "1"),
        ("remove",),
        ("queue", "add"),
        ("queue", "remove"),
    ):
        done = three(*words, "--query", "*", "--dry-run")
        assert done.code == 0
        assert done.lines[0].startswith("Would")
        assert len(done.lines) == 4
    assert three("list", "--json").out == before


@pytest.mark.parametrize("query", ["", "  ", "()", "statsu:read", "year:lots"])
def test_a_change_to_many_refuses_a_query_that_it_does_not_understand(
    three: Run, query: str
) -> None:
    done = three("remove", "--query", query)
    assert done.code == 2
    assert len(three("list").lines) == 3


def test_a_change_needs_papers_named_one_way_or_the_other(three: Run) -> None:
    assert "Which paper?" in three("rate", "4").err
    assert "not both" in three("rate", "hu2021", "--query", "x", "4").err
    assert "No paper matches" in three("rate", "--query", "nothingofthekind", "4").err


def test_a_receipt_is_json_where_that_is_asked_for(three: Run) -> None:
    receipt = three("rate", "hu2021", "4", "--json").json
    assert receipt["label"] == "rate 4: hu2021"
    assert receipt["step"] > 0
    assert [changed["key"] for changed in receipt["changed"]] == ["hu2021"]
    undone = three("undo", "--json").json
    assert undone[0]["undoes"] == receipt["step"]


def test_a_long_receipt_is_cut(carrel: Run) -> None:
    for number in range(25):
        carrel("add", "--title", f"Paper {number}", "--key", f"k{number}")
    done = carrel("rate", "--query", "*", "5")
    assert len(done.lines) == 21
    assert done.lines[-1] == "... and 5 more"


def test_a_number_out_of_range_is_refused_in_a_sentence(three: Run) -> None:
    assert "STARS cannot be '9': it is one of 0, 1, 2" in three("rate", "hu2021", "9").err
    assert three("rate", "--query", "*", "9", "--dry-run").code == 2
    assert "PRIORITY cannot be '7'" in three("priority", "hu2021", "7").err
    assert three("status", "hu2021", "readng").err.startswith(
        "carrel status: STATUS cannot be 'readng': did you mean reading or read?"
    )


def test_removing_means_trash_and_restoring_brings_back(three: Run) -> None:
    three("remove", "hu2021")
    assert "did you mean" not in three("show", "knuth1984").err
    assert three("show", "hu2021").code == 2
    assert three("trash").lines[0].startswith("hu2021\t")
    assert three("restore", "hu2021").code == 0
    assert three("show", "hu2021").code == 0
    assert "The trash is empty" in three("trash").err


def test_a_key_that_went_to_another_meanwhile_asks_for_a_new_one(three: Run) -> None:
    three("remove", "hu2021")
    three("add", "--title", "Another", "--key", "hu2021")
    refused = three("restore", "hu2021")
    assert refused.code == 2
    assert "taken" in refused.err
    three("restore", "hu2021", "--key", "hu2021lora")
    assert "LoRA" in three("show", "hu2021lora").out


def test_purge_asks_a_person_and_refuses_where_there_is_none(three: Run, terminal: Start) -> None:
    three("remove", "--query", "*")
    refused = three("purge", "--all")
    assert refused.code == 2
    assert "--yes" in refused.err
    asked = terminal("purge", "hu2021")
    asked.wait_for("Delete 1 paper for good? [y/N]")
    asked.type("n\n")
    assert asked.finish().code == 2
    agreed = terminal("purge", "hu2021")
    agreed.wait_for("[y/N]")
    agreed.type("y\n")
    assert agreed.finish().code == 0
    assert len(three("trash").lines) == 2
    assert three("purge", "--all", "--yes").code == 0
    assert three("trash").out == ""
    assert "The trash is empty" in three("purge", "--all", "-y").err


def test_a_renamed_paper_answers_to_both_keys(three: Run) -> None:
    assert three("rename", "hu2021", "lora").out == "lora: key hu2021 → lora\n"
    assert "LoRA" in three("show", "hu2021").out
    assert three("rename", "lora", "knuth1984").code == 2
    assert "cannot hold ' '" in three("rename", "lora", "two words").err


def test_any_number_of_steps_is_undone_and_redone(three: Run) -> None:
    three("rate", "hu2021", "1")
    three("rate", "hu2021", "2")
    three("tag", "hu2021", "+x")
    assert three("undo", "2").code == 0
    assert three("list", "--columns", "rating,tags", "key:hu2021").out == "★☆☆☆☆\t\n"
    three("redo", "2")
    assert three("list", "--columns", "rating,tags", "key:hu2021").out == "★★☆☆☆\tx\n"
    assert three("redo").code == 2
    some = three("undo", "99")
    assert some.code == 1
    assert "no more than" in some.err


def test_one_step_is_undone_by_its_number(three: Run) -> None:
    number = three("rate", "hu2021", "1", "--json").json["step"]
    three("tag", "hu2021", "+x")
    three("undo", "--step", str(number))
    assert three("list", "--columns", "rating,tags", "key:hu2021").out == "\tx\n"
    assert "no step 9999" in three("undo", "--step", "9999").err.lower()


def test_history_is_of_all_or_of_one_paper(three: Run) -> None:
    three("rate", "hu2021", "1")
    three("rate", "knuth1984", "2")
    assert len(three("history").lines) == 3
    [rated, what, *_] = three("history", "hu2021").lines
    assert rated.endswith("rate 1: hu2021")
    assert what.strip() == "rating none → ★☆☆☆☆"
    assert len(three("history", "--json", "-n", "2").json) == 2
    assert three("history", "-n", "0").err == ""


def test_the_doctor_finds_a_sound_library_sound(three: Run) -> None:
    done = three("doctor")
    assert (done.code, done.err) == (0, "")
    assert "is sound: 3 papers" in done.out
    assert three("doctor", "--fix").code == 0
    assert three("doctor", "--json").json == {"done": [], "fixable": [], "others": []}


def test_the_doctor_names_files_that_are_missing_or_that_nobody_names(
    three: Run, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "slides.txt").write_text("s", "utf8")
    (tmp_path / "gone.txt").write_text("g", "utf8")
    three("attach", "hu2021", tmp_path / "slides.txt", tmp_path / "gone.txt")
    [slides, gone] = three("show", "hu2021", "--json").json[0]["files"]
    (folder / gone["path"]).unlink()
    (folder / "files" / "deeper").mkdir()
    (folder / "files" / "deeper" / "scan.pdf").write_text("?", "utf8")
    done = three("doctor")
    assert done.code == 1
    [missing, orphan] = done.lines
    assert missing.startswith(f"hu2021: its file '{gone['path']}' is missing")
    assert "--remove" in missing
    assert orphan.startswith("'files/deeper/scan.pdf' belongs to no paper: `carrel attach PAPER")
    three("attach", "hu2021", gone["path"], "--remove")
    three("attach", "knuth1984", folder / "files" / "deeper" / "scan.pdf")
    assert three("doctor").code == 0
    three("remove", "hu2021")
    assert three("doctor").code == 0, "what is in the trash may come back with its file"
    assert three("doctor", "--json").json["others"] == []
    assert (folder / slides["path"]).exists()


def test_the_doctor_takes_away_what_a_crash_left_beside_the_files(three: Run, folder: Path) -> None:
    (folder / "files").mkdir()
    (folder / "sync").mkdir()
    left = [folder / "files" / ".a.pdf.1.999999999.tmp", folder / "sync" / ".n.1.999999999.tmp"]
    for path in left:
        path.write_bytes(b"half")
    done = three("doctor")
    assert done.code == 1
    assert "files/.a.pdf.1.999999999.tmp was left by a crash." in done.lines
    assert three("doctor", "--fix").code == 0
    assert not any(path.exists() for path in left)


def test_a_file_is_taken_off_a_paper_and_stays(three: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "slides.txt").write_text("s", "utf8")
    three("attach", "hu2021", tmp_path / "slides.txt")
    [file] = three("show", "hu2021", "--json").json[0]["files"]
    refused = three("attach", "hu2021", "other.txt", "--remove")
    assert refused.code == 2
    assert f"has no file other.txt: nothing was changed. It has {file['path']}." in refused.err
    assert three("attach", "hu2021", "--remove", folder / file["path"]).code == 0
    assert three("show", "hu2021", "--json").json[0]["files"] == []
    assert (folder / file["path"]).read_text("utf8") == "s"
    three("undo")
    assert three("show", "hu2021", "--json").json[0]["files"] == [file]
