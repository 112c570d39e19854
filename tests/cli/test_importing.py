"""`carrel import` as people meet it: what it takes, what it says, what it leaves alone."""

import io
import itertools
import os
from pathlib import Path

import pytest

from tests.cli.support import BIB, Run, Start

ONE = "@misc{one, title={Apples and pears}}\n"
TWO = "@misc{two, title={Bees of the north}}\n"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def keys(carrel: Run) -> list[str]:
    return sorted(paper["key"] for paper in carrel("list", "--json").json)


# -- what it takes


def test_a_folder_is_read_with_all_below_it_but_what_is_hidden(carrel: Run, tmp_path: Path) -> None:
    folder = tmp_path / "refs"
    write(folder / "b.bib", TWO)
    write(folder / "deep" / "er" / "a.bib", ONE)
    for hidden in (".hidden.bib", ".git/x.bib", "CVS/x.bib", "b.bib~", "deep/.svn/x.bib"):
        write(folder / hidden, "@misc{hidden, title={Hidden thing}}\n")
    (folder / "deep" / "loop").symlink_to(folder)
    (folder / "deep" / "same.bib").symlink_to(folder / "b.bib")
    (folder / "gone.bib").symlink_to(tmp_path / "nowhere")
    done = carrel("import", folder)
    assert (done.code, keys(carrel)) == (1, ["one", "two"])
    assert f"{folder / 'gone.bib'}: It cannot be read: No such file" in done.err


def test_other_files_in_a_folder_are_passed_over_and_said(carrel: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    write(folder / "a.bib", ONE)
    write(folder / "script.py", "import os\nprint(os.getcwd())\n")
    (folder / "image.png").write_bytes(bytes(range(256)) * 40)
    (folder / "empty").touch()
    os.mkfifo(folder / "pipe")
    done = carrel("import", folder)
    assert (done.code, done.lines[-1]) == (0, "1 added.")
    assert "Passed over 4 files of other kinds" in done.err
    assert len(carrel("import", folder, "--json").json["skipped"]) == 4
    named = carrel("import", folder / "image.png", folder / "a.bib")
    assert named.code == 1
    assert "image.png: Cannot tell what" in named.err


def test_a_library_in_the_folder_is_not_imported_into_itself(
    carrel: Run, folder: Path, tmp_path: Path
) -> None:
    write(tmp_path / "refs" / "a.bib", ONE)
    carrel("import", tmp_path / "refs")
    again = carrel("import", tmp_path, "--json").json
    assert {item["source"] for item in again["unchanged"]} == {str(tmp_path / "refs" / "a.bib")}
    assert again["rejected"] == []


def test_files_folders_and_stdin_come_in_together(
    carrel: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "refs" / "a.bib", ONE)
    write(tmp_path / "b.bib", TWO)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(BIB.encode())))
    done = carrel("import", tmp_path / "b.bib", "-", tmp_path / "refs", tmp_path / "b.bib")
    assert (done.code, done.lines[-1]) == (0, "5 added.")
    assert [line.split()[1] for line in done.lines[:-1]] == [
        "two:", "knuth1984:", "vaswani2017:", "hu2021:", "one:",
    ]  # fmt: skip
    assert carrel("history").lines[0].endswith("import 3 files (5 papers)")


def test_stdin_is_bytes_of_any_encoding(process: Run) -> None:
    for text, encoding in (("Größe", "latin-1"), ("基于深度学习的自然语言处理", "gb18030")):
        bib = f"@misc{{{encoding}, title={{{text}}}}}".encode(encoding)
        done = process("import", "-", input=bib)
        assert done.code == 0
        assert text in done.out


def test_what_is_no_file_is_said_and_stops_nothing(carrel: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    locked = write(tmp_path / "locked" / "x.bib", TWO)
    good = write(tmp_path / "good.bib", ONE)
    done = carrel("import", tmp_path / "pipe", "/dev/null", locked / "x", good)
    assert (done.code, done.lines[-1]) == (1, "1 added, 3 rejected.")
    assert done.err.count("It is no file but a pipe, a socket or a device") == 2
    assert "Not a directory" in done.err


def test_a_process_substitution_is_read(carrel: Run) -> None:
    reading, writing = os.pipe()
    os.write(writing, ONE.encode())
    os.close(writing)
    assert carrel("import", f"/dev/fd/{reading}").lines[-1] == "1 added."
    os.close(reading)


def test_the_clipboard_is_read_by_what_the_system_has(
    carrel: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    monkeypatch.setenv("PATH", str(tools))
    none = carrel("import", "--clipboard")
    assert none.code == 2
    assert "install wl-clipboard, xclip or xsel" in none.err
    refusing = write(tools / "wl-paste", "#!/bin/sh\necho 'Nothing is copied' >&2; exit 1\n")
    refusing.chmod(0o755)
    assert "wl-paste: Nothing is copied" in carrel("import", "--clipboard").err
    giving = write(tools / "xclip", f"#!/bin/sh\necho '{ONE.strip()}'\n")
    giving.chmod(0o755)
    assert carrel("import", "--clipboard").lines == ["+ one: Apples and pears", "1 added."]


# -- what it says


def test_json_tells_of_each_item_where_it_stood(carrel: Run, tmp_path: Path) -> None:
    bib = write(tmp_path / "refs.bib", ONE + "\n" + TWO + "\n@misc{x, title={never closed\n")
    done = carrel("import", bib, "--json")
    assert done.code == 1
    receipt = done.json
    assert [(item["key"], item["source"], item["line"]) for item in receipt["added"]] == [
        ("one", str(bib), "1"),
        ("two", str(bib), "3"),
    ]
    [reject] = receipt["rejected"]
    assert set(reject) == {"source", "line", "reason", "text"}
    assert (reject["source"], reject["line"]) == (str(bib), 5)
    assert reject["text"].startswith("@misc{x,")
    assert (receipt["merged"], receipt["unchanged"]) == ([], [])
    again = carrel("import", bib, "--json").json
    assert [item["line"] for item in again["unchanged"]] == ["1", "3"]


def test_exit_codes_say_how_much_came_in(carrel: Run, tmp_path: Path) -> None:
    good, bad = write(tmp_path / "a.bib", ONE), write(tmp_path / "b.bib", "@misc{x, title={")
    prose = write(tmp_path / "c.bib", "just prose")
    codes = {paths: carrel("import", *paths).code for paths in ((good,), (good, bad), (bad,))}
    assert list(codes.values()) == [0, 1, 2]
    assert carrel("import", prose).code == 2
    assert "No entry was found" in carrel("import", prose).err


@pytest.mark.parametrize("on_duplicate", ["merge", "skip", "add"])
@pytest.mark.parametrize(("dry", "json"), list(itertools.product([False, True], repeat=2)))
def test_every_way_of_importing_twice(
    three: Run, tmp_path: Path, on_duplicate: str, dry: bool, json: bool
) -> None:
    more = write(tmp_path / "more.bib", BIB.replace("year = 2021", "year = 2021, pages = {1--9}"))
    before = three("list", "--json").out
    switches = [*(["--dry-run"] if dry else []), *(["--json"] if json else [])]
    done = three(
        "import", more, "--on-duplicate", on_duplicate, "--tag", "x", "--tag", "y", *switches
    )
    assert done.code == 0
    expected = {"merge": [0, 3, 0], "skip": [0, 0, 3], "add": [3, 0, 0]}[on_duplicate]
    if json:
        receipt = done.json
        assert [len(receipt[what]) for what in ("added", "merged", "unchanged")] == expected
        assert receipt["dry_run"] is dry
        assert bool(receipt["step"]) is (not dry and on_duplicate != "skip")
    else:
        said = ("added", "merged into what was there", "there already")
        end = next(f"{n} {what}." for n, what in zip(expected, said, strict=True) if n)
        assert done.lines[-1] == f"Would be: {end}" if dry else end
    papers = three("list", "--json").json
    if dry or on_duplicate == "skip":
        assert three("list", "--json").out == before
    else:
        tagged = [paper for paper in papers if {"x", "y"} <= set(paper["tags"])]
        assert (len(papers), len(tagged)) == (3 + expected[0], 3)


def test_from_insists_on_a_format(carrel: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "refs.txt", "TY  - JOUR\nTI  - A study\nER  - \n")
    assert carrel("import", path, "--from", "bibtex").code == 2
    assert carrel("import", path, "--from", "ris").lines[-1] == "1 added."
    assert "did you mean ris" in carrel("import", path, "--from", "riss").err


def test_a_dry_run_of_anything_leaves_no_trace(carrel: Run, folder: Path, tmp_path: Path) -> None:
    bib = write(tmp_path / "refs" / "a.bib", f"% c\n{ONE}\n@misc{{x, title={{never closed")
    before = sorted(tmp_path.rglob("*"))
    for words in (["import", bib], ["import", bib.parent, "--json"], ["add", bib]):
        assert carrel(*words, "--dry-run").code == 1
        assert sorted(tmp_path.rglob("*")) == before


def test_many_files_are_told_file_by_file(carrel: Run, tmp_path: Path) -> None:
    for number in range(30):
        entries = "\n".join(
            f"@misc{{k{number}x{each}, title={{Word{number} and thing{each}}}}}"
            for each in range(number % 3 + 1)
        )
        write(tmp_path / "many" / f"{number:02}.bib", entries)
    done = carrel("import", tmp_path / "many")
    assert len(done.lines) == 22
    assert done.lines[1] == "2 added: 01.bib"
    assert done.lines[-2:] == ["... and 10 more", "60 added."]


def test_a_receipt_fits_the_terminal(terminal: Start, tmp_path: Path) -> None:
    title = "A very long title that goes on " * 5
    text = "".join(f"@misc{{key{n}, title={{{n} {title}}}}}\n" for n in range(50))
    shown = terminal("import", write(tmp_path / "long.bib", text)).finish()
    lines = shown.out.rpartition("\x1b[K")[2].splitlines()  # behind the bar, if there was one
    assert shown.code == 0
    assert len(lines) == 22
    assert max(map(len, lines)) <= 80


# -- what could not be read


@pytest.mark.parametrize(
    ("name", "text", "wrong", "right"),
    [
        ("a.bib", "@misc{a, title={Fine}}\n@misc{b, title={Open\n", "Open", "Open}}"),
        ("a.ris", "TY  - GEN\nER  - \n\nTY  - JOUR\nTI  - Fine\nER  - \n", "GEN", "GEN\nTI  - T"),
        ("a.json", '[{"id":"a","title":"Fine","type":"book"}, 5]', "\n5\n", '\n{"title":"T"}\n'),
        ("a.nbib", "PMID- 1\nTI  - Fine\n\nPMID- \n", "PMID-\n", "PMID- 2\nTI  - T\n"),
        ("a.enw", "%0 Book\n%T Fine\n\n%0 Book\n", "%0 Book\n", "%0 Book\n%T Mended\n"),
        (
            "a.xml",
            (
                "<xml><records><record><titles><title>Fine</title></titles></record>"
                "<record></record></records></xml>"
            ),
            "<record></record>",
            "<record><titles><title>Mended</title></titles></record>",
        ),
    ],
)
def test_what_was_rejected_can_be_mended_and_imported(
    carrel: Run, folder: Path, tmp_path: Path, name: str, text: str, wrong: str, right: str
) -> None:
    done = carrel("import", write(tmp_path / name, text))
    assert (done.code, len(carrel("list").lines)) == (1, 1)
    kept = folder / "rejects" / name
    assert f"kept in {kept}" in done.err
    as_it_is = carrel("import", kept)
    assert as_it_is.code == 2
    kept.write_text(kept.read_text("utf8").replace(wrong, right), "utf8")
    mended = carrel("import", kept)
    assert (mended.code, len(carrel("list").lines)) == (0, 2)
    assert "carrel:" not in carrel("export", "bibtex").out


def test_what_stood_between_the_records_of_other_formats_is_kept(
    carrel: Run, folder: Path, tmp_path: Path
) -> None:
    ris = "Provider: P\nTY  - JOUR\nTI  - T\nER  - \n"
    assert "kept in" in carrel("import", write(tmp_path / "a.ris", ris)).err
    assert (folder / "kept" / "a.ris").read_text("utf8") == "Provider: P\n"


def test_what_is_typed_ends_with_one_ctrl_d(terminal: Start) -> None:
    running = terminal("import", "-")
    running.wait_for("Ctrl-D")
    running.type("@misc{typed, title={About ants}}\n\x04")
    running.wait_for("1 added.")
    assert running.finish().code == 0
