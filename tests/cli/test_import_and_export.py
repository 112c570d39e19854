"""Your .bib comes back as you gave it: with what stands beside its entries, in its place."""

from pathlib import Path

import pytest

from tests.cli.support import Run

WHOLE = r"""% Encoding: UTF-8
% My references, in two parts

@string{jan2 = "January the second"}
@String(acl = {Association for Computational Linguistics})
@preamble{ "\newcommand{\noop}[1]{}" }

@Article { first ,
    Title = "One {T}hing" , month = jan2,
  }
% about the second

see also the attic

@inproceedings{second, title={Another matter}, publisher = acl # {, Press}}   @misc{third,
  title = {A third thing entirely}}

@comment{jabref-meta: databaseType:bibtex;}

@comment{jabref-meta: grouping:
0 AllEntriesGroup:;
}
"""


@pytest.fixture
def whole(carrel: Run, tmp_path: Path) -> Path:
    bib = tmp_path / "whole.bib"
    bib.write_bytes(WHOLE.encode())
    assert carrel("import", bib).code == 0
    return bib


def exported(carrel: Run, tmp_path: Path, *words: str | Path) -> str:
    out = tmp_path / "out.bib"
    assert carrel("export", "bibtex", *words, "-o", out).code == 0
    return out.read_bytes().decode()


def write(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def test_a_file_comes_back_byte_for_byte(carrel: Run, whole: Path, tmp_path: Path) -> None:
    assert exported(carrel, tmp_path) == WHOLE
    assert exported(carrel, tmp_path, "--of", "whole.bib") == WHOLE
    assert carrel("export", "bibtex").out == WHOLE


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_so_it_does_with_other_line_ends(carrel: Run, tmp_path: Path, end: str) -> None:
    text = WHOLE.replace("\n", end)
    carrel("import", write(tmp_path, "other.bib", text))
    assert exported(carrel, tmp_path) == text


def test_judging_and_tagging_change_nothing_in_it(carrel: Run, whole: Path, tmp_path: Path) -> None:
    carrel("rate", "first", "5")
    carrel("tag", "second", "+mine")
    carrel("note", "third", "-m", "read it")
    assert exported(carrel, tmp_path) == WHOLE


def test_an_edit_shows_and_all_else_stays(carrel: Run, whole: Path, tmp_path: Path) -> None:
    carrel("rename", "first", "primus")
    assert exported(carrel, tmp_path) == WHOLE.replace("{ first ,", "{ primus ,")


def test_a_paper_that_is_removed_leaves_what_stood_around_it(
    carrel: Run, whole: Path, tmp_path: Path
) -> None:
    carrel("remove", "first")
    out = exported(carrel, tmp_path)
    assert "@Article" not in out
    for line in WHOLE.splitlines():
        if line.startswith(("%", "@comment", "@preamble", "@string", "@String", "see also")):
            assert line in out
    carrel("restore", "first")
    assert exported(carrel, tmp_path) == WHOLE


def test_what_stood_beside_the_entries_goes_when_the_import_is_undone(
    carrel: Run, whole: Path, tmp_path: Path
) -> None:
    carrel("undo")
    assert exported(carrel, tmp_path) == ""
    carrel("redo")
    assert exported(carrel, tmp_path) == WHOLE


def test_it_can_be_left_out_and_is_where_a_query_chooses(
    carrel: Run, whole: Path, tmp_path: Path
) -> None:
    for words in (["--entries-only"], ["key:first", "OR", "key:second", "OR", "key:third"]):
        out = exported(carrel, tmp_path, *words)
        assert out.count("@") == 5  # three entries and the two definitions that they need
        assert "%" not in out
        assert "jabref" not in out


def test_the_same_file_again_changes_nothing_and_a_new_comment_is_news(
    carrel: Run, whole: Path, tmp_path: Path
) -> None:
    again = carrel("import", whole)
    assert "Nothing in the library changed." in again.err
    text = WHOLE.replace("see also the attic", "see also the cellar")
    whole.write_bytes(text.encode())
    news = carrel("import", whole)
    assert (news.code, news.out) == (0, "3 there already.\n")
    assert "What stands beside the papers in the file was brought up to date." in news.err
    assert exported(carrel, tmp_path) == text
    carrel("undo")
    assert exported(carrel, tmp_path) == WHOLE


def test_a_new_paper_stands_behind_the_file(carrel: Run, whole: Path, tmp_path: Path) -> None:
    carrel("add", "--title", "Newcomer", "--key", "new")
    assert exported(carrel, tmp_path) == f"{WHOLE}\n@misc{{new,\n  title = {{Newcomer}},\n}}\n"
    assert exported(carrel, tmp_path, "--of", whole) == WHOLE


def test_of_two_files_each_block_stands_once(carrel: Run, whole: Path, tmp_path: Path) -> None:
    other = (
        "% Encoding: UTF-8\n@string{acl = {Association for Computational Linguistics}}\n"
        '@preamble{ "\\newcommand{\\noop}[1]{}" }\n@comment{jabref-meta: databaseType:bibtex;}\n'
        "% of my thesis\n\n@misc{fourth, title={Quite something else}, publisher=acl}\n"
    )
    path = write(tmp_path, "other.bib", other)
    carrel("import", path)
    out = exported(carrel, tmp_path)
    assert out.startswith(WHOLE)
    rest = out.removeprefix(WHOLE)
    assert "publisher=acl" in rest
    assert "% of my thesis" in rest
    for once in ("Encoding", "preamble", "databaseType", "acl ="):
        assert once not in rest.replace("publisher=acl", "")
    assert exported(carrel, tmp_path, "--of", path) == other
    assert carrel("import", write(tmp_path, "again.bib", out)).out == "4 there already.\n"


def test_where_two_files_define_a_name_differently_most_papers_keep_it(
    carrel: Run, tmp_path: Path
) -> None:
    one = "@string{j = {One Journal}}\n@misc{a, title={Apples and pears}, note=j}\n"
    two = (
        "@string{j = {Two Journal}}\n@misc{b, title={Bees of the north}, note=j}\n"
        "@misc{c, title={Ceramics in use}, note=j}\n"
    )
    carrel("import", write(tmp_path, "one.bib", one))
    carrel("import", write(tmp_path, "two.bib", two))
    out = exported(carrel, tmp_path)
    assert "note={One Journal}" in out
    assert "One Journal}}\n@misc{a" not in out
    assert out.endswith(two)
    assert exported(carrel, tmp_path, "--of", "one.bib") == one


def test_a_macro_that_another_file_defines_stays_one(carrel: Run, tmp_path: Path) -> None:
    names = "@string{jair = {Journal of AI Research}}\n"
    refs = "@article{a, title={Apples and pears}, journal = jair}\n"
    paths = write(tmp_path, "names.bib", names), write(tmp_path, "refs.bib", refs)
    carrel("import", *paths)
    assert exported(carrel, tmp_path) == names + "\n" + refs


def test_a_definition_that_its_file_has_no_more_stands_before_its_paper(
    carrel: Run, tmp_path: Path
) -> None:
    text = "% mine\n\n@misc{a, title={Apples}}\n\n@misc{b, title={Bees}, publisher=p}\n"
    carrel("import", write(tmp_path, "refs.bib", "@string{p = {Press}}\n" + text))
    carrel("import", write(tmp_path, "refs.bib", text))
    out = exported(carrel, tmp_path)
    assert out == text.replace("@misc{b", "@string{p = {Press}}\n\n@misc{b")


def test_a_macro_that_a_merge_brought_is_written_out_where_it_is_not_defined_yet(
    carrel: Run, tmp_path: Path
) -> None:
    one = "% mine\n@misc{a, title={Apples}, doi={10.1000/a}}\n"
    two = "@string{p = {Press}}\n@misc{x, title={Apples}, doi={10.1000/a}, publisher=p}\n"
    carrel("import", write(tmp_path, "one.bib", one))
    carrel("import", write(tmp_path, "two.bib", two))
    out = exported(carrel, tmp_path)
    assert "publisher={Press}" in out.replace(" = ", "=")
    assert carrel("import", write(tmp_path, "again.bib", out)).out == "1 there already.\n"


def test_an_entry_that_stands_twice_does_so_again_under_both_its_keys(
    carrel: Run, tmp_path: Path
) -> None:
    text = (
        "@misc{a, title={Apples and pears}, doi={10.1000/x}}\n\n"
        "@misc{b, title={Apples and pears}, doi={10.1000/X}}\n\n% end\n"
    )
    assert carrel("import", write(tmp_path, "twice.bib", text)).lines[0].startswith("+ a")
    assert len(carrel("list").lines) == 1
    assert exported(carrel, tmp_path) == text


def test_a_file_in_another_encoding_comes_back_in_utf8(carrel: Run, tmp_path: Path) -> None:
    text = "% Encoding: ISO8859_1\n\n@misc{a, title={Größe}}\n"
    path = tmp_path / "latin.bib"
    path.write_bytes(text.encode("latin-1"))
    assert "is not in UTF-8 but in ISO8859_1" in carrel("import", path).err
    assert exported(carrel, tmp_path) == text.replace("ISO8859_1", "UTF-8")


def test_what_was_rejected_is_not_written_back(carrel: Run, tmp_path: Path) -> None:
    text = "@misc{a, title={Apples}}\n\n@misc{b, title={never closed\n\n"
    assert carrel("import", write(tmp_path, "half.bib", text)).code == 1
    assert exported(carrel, tmp_path).rstrip() == "@misc{a, title={Apples}}"


def test_a_file_that_was_never_imported_is_answered_with_those_that_were(
    carrel: Run, whole: Path
) -> None:
    refused = carrel("export", "bibtex", "--of", "other.bib")
    assert refused.code == 2
    assert "There are whole.bib." in refused.err
    assert "give one of them" in carrel("export", "bibtex", "--of", "whole.bib", "x").err


def test_a_copy_elsewhere_says_nothing_twice(carrel: Run, whole: Path, tmp_path: Path) -> None:
    copy = write(tmp_path, "copy.bib", WHOLE)
    assert "Nothing in the library changed." in carrel("import", copy).err
    write(tmp_path, "copy.bib", WHOLE + "\n% and one more remark\n")
    carrel("import", copy)
    out = exported(carrel, tmp_path)
    assert out.startswith(WHOLE)
    assert out.removeprefix(WHOLE).strip() == "% and one more remark"


def test_two_files_of_one_name_are_told_apart(carrel: Run, tmp_path: Path) -> None:
    for number, title in enumerate(("Apples and pears", "Bees of the north")):
        folder = tmp_path / f"thesis{number}"
        folder.mkdir()
        text = f"% {number}\n@misc{{k{number}, title={{{title}}}}}\n"
        carrel("import", write(folder, "refs.bib", text))
    assert "say which" in carrel("export", "bibtex", "--of", "refs.bib").err
    assert carrel("export", "bibtex", "--of", "thesis1/refs.bib").out.startswith("% 1\n@misc{k1")
