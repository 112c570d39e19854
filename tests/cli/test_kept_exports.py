"""`carrel export --keep, --keys-from, --check` and `carrel exports`."""

from pathlib import Path

from tests.cli.support import BIB, Run


def test_an_export_is_kept_and_follows_the_library(three: Run, tmp_path: Path) -> None:
    refs = tmp_path / "out.bib"
    assert three("export", "bibtex", "year>2000", "-o", refs, "--keep").code == 0
    [kept] = three("exports", "--json").json
    assert (kept["state"], kept["path"], kept["query"]) == ("up to date", str(refs), "year>2000")
    three("remove", "hu2021")
    assert three("exports").out.startswith("behind\t")
    assert three("exports", "--write").code == 0
    assert refs.read_text("utf8").count("@") == 1
    refs.write_text("mine", "utf8")
    left = three("exports", "--write")
    assert (left.code, refs.read_text("utf8")) == (1, "mine")
    assert "--overwrite" in left.err
    assert three("exports", "--write", "--overwrite").code == 0
    assert refs.read_text("utf8") != "mine"
    three("exports", "--forget", refs)
    assert three("exports", "--json").json == []


def test_what_a_document_cites_is_exported_in_its_order(three: Run, tmp_path: Path) -> None:
    aux = tmp_path / "thesis.aux"
    aux.write_text("\\citation{vaswani2017}\n\\citation{knuth1984,nobody}\n")
    done = three("export", "bibtex", "--keys-from", aux)
    assert (done.code, "nobody" in done.err) == (1, True)
    assert done.out.index("vaswani2017") < done.out.index("knuth1984")
    assert "hu2021" not in done.out


def test_an_old_key_that_is_cited_stays_the_key_in_the_file(three: Run, process: Run) -> None:
    three("rename", "knuth1984", "literate")
    old = process("export", "bibtex", "--keys-from", "-", input=b"knuth1984\n")
    assert (old.code, old.err) == (0, "")
    assert old.out.startswith("@article{knuth1984,")
    assert old.out.strip() in BIB
    assert "@article{literate," in three("export", "bibtex", "key:literate").out


def test_a_check_says_what_differs_and_writes_nothing(three: Run, tmp_path: Path) -> None:
    refs = tmp_path / "out.bib"
    assert three("export", "bibtex", "-o", refs, "--check").code == 1
    assert not refs.exists()
    three("export", "bibtex", "-o", refs)
    assert three("export", "bibtex", "-o", refs, "--check").code == 0
    text = refs.read_text("utf8").replace("Literate", "Illiterate")
    refs.write_text(text, "utf8")
    told = three("export", "bibtex", "-o", refs, "--check")
    assert (told.code, "Illiterate" in told.err, refs.read_text("utf8")) == (1, True, text)
    notes = tmp_path / "notes"
    three("export", "markdown", "-o", notes)
    assert three("export", "markdown", "-o", notes, "--check").code == 0
    next(notes.iterdir()).unlink()
    assert "is not there" in three("export", "markdown", "-o", notes, "--check").err


def test_options_that_contradict_each_other_are_refused(three: Run, tmp_path: Path) -> None:
    for words in (
        ("--keep",),
        ("--check",),
        ("tag:x", "--keys-from", "-"),
        ("-o", tmp_path / "x", "--keep", "--check"),
    ):
        assert three("export", "bibtex", *words).code == 2
    assert three("exports", "--overwrite").code == 2
