"""`carrel add` and `carrel import`: each item is accounted for, and twice is once."""

import io
from pathlib import Path

import pytest

from tests.cli.support import BIB, Run


def keys(carrel: Run) -> list[str]:
    return sorted(paper["key"] for paper in carrel("list", "--json").json)


def test_a_paper_is_added_by_hand(carrel: Run) -> None:
    done = carrel(
        "add", "--title", "Profit & Loss in 100% of {LaTeX}", "--author", "van Dam, Ann",
        "--author", "Bob Ng", "--year", "1999", "--venue", "Journal of Things", "--tag", "a",
        "--field", "pages=1--9", "--field", "note={braced} and \\emph{raw}",
    )  # fmt: skip
    assert done.code == 0
    [paper] = carrel("list", "--json").json
    assert paper["title"] == "Profit & Loss in 100% of LaTeX"
    assert paper["authors"][0] == {"family": "Dam", "particle": "van", "given": "Ann"}
    assert (paper["year"], paper["venue"], paper["type"]) == (1999, "Journal of Things", "article")
    assert (paper["status"], paper["tags"]) == ("unread", ["a"])
    assert paper["key"] == "vandamProfitLoss1001999"
    exported = carrel("export", "bibtex").out
    assert r"title = {Profit \& Loss in 100\% of {LaTeX}}" in exported
    assert r"note = {{braced} and \emph{raw}}" in exported


def test_an_identifier_alone_waits_in_the_inbox(carrel: Run) -> None:
    done = carrel("add", "https://doi.org/10.1145/359545.359563", "arXiv:1706.03762v5")
    assert done.code == 0
    assert "waits in the inbox. Nothing is fetched: fetch.offline is set in" in done.err
    [arxiv, doi] = carrel("list", "--json").json
    assert (arxiv["key"], arxiv["arxiv"], arxiv["status"]) == (
        "arxiv-1706.03762", "1706.03762", "inbox",
    )  # fmt: skip
    assert doi["doi"] == "10.1145/359545.359563"
    again = carrel("add", "10.1145/359545.359563")
    assert (again.code, again.out) == (0, "1 there already.\n")


def test_an_identifier_may_come_with_what_is_known(carrel: Run) -> None:
    carrel("add", "1706.03762", "--title", "Attention", "--author", "Vaswani, A.", "--year", "2017")
    [paper] = carrel("list", "--json").json
    assert (paper["arxiv"], paper["title"], paper["status"]) == (
        "1706.03762",
        "Attention",
        "unread",
    )
    refused = carrel("add", "--title", "Attention", "--arxiv", "1706.03762")
    assert refused.code == 2
    assert "has 1706.03762 already" in refused.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Say what to add"),
        (["nofile.bib"], "'nofile.bib' is neither a file nor"),
        (["--title", "a } b"], "The braces in the title do not match"),
        (["--title", "a", "--year", "20l7"], "A year is four digits"),
        (["--title", "a", "--doi", "nope"], "is no DOI"),
        (["--title", "a", "--arxiv", "nope"], "is no arXiv number"),
        (["--title", "a", "--key", "two words"], "A citation key cannot hold"),
        (["--title", "a", "--field", "pages"], "name=value"),
        (["--title", "a", "--field", "a b=c"], "name=value"),
        (["--title", "a", "--type", "my type"], "is no type of entry"),
        (["--title", "a", "--status", "raed"], "did you mean read"),
        (["--tag", "x"], "Say what to add"),
        (["--title", "a", "1706.03762", "1706.03763"], "name one identifier at most"),
        (["--sample", "--title", "a"], "--sample goes with nothing else"),
    ],
)
def test_what_makes_no_paper_is_refused_in_a_sentence(
    carrel: Run, folder: Path, words: list[str], said: str
) -> None:
    done = carrel("add", *words)
    assert done.code == 2
    assert said in done.err
    assert not folder.exists()


def test_a_key_that_is_taken_is_refused_and_one_that_is_made_is_not(three: Run) -> None:
    assert "taken" in three("add", "--title", "Other", "--key", "hu2021").err
    three("add", "--title", "Same", "--author", "X, Y", "--year", "2000")
    three("add", "--title", "Same", "--author", "X, Y", "--year", "2000")
    assert {"xSame2000", "xSame2000a"} <= set(keys(three))


def test_the_sample_comes_in_once(carrel: Run) -> None:
    assert carrel("add", "--sample", "--dry-run").lines[-1] == "Would be: 14 added."
    assert carrel("add", "--sample").lines[-1] == "14 added."
    assert carrel("add", "--sample").lines == ["14 there already."]
    carrel("undo")
    assert keys(carrel) == []


def test_a_file_comes_in_as_one_step_and_twice_changes_nothing(carrel: Run, tmp_path: Path) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text(BIB, "utf8")
    receipt = carrel("import", bib, "--json").json
    assert [paper["key"] for paper in receipt["added"]] == ["knuth1984", "vaswani2017", "hu2021"]
    assert (receipt["merged"], receipt["unchanged"], receipt["rejected"]) == ([], [], [])
    before = carrel("list", "--json").out
    again = carrel("import", bib)
    assert (again.code, again.out) == (0, "3 there already.\n")
    assert "Nothing in the library changed." in again.err
    assert carrel("list", "--json").out == before
    assert len(carrel("history").lines) == 1
    carrel("undo")
    assert keys(carrel) == []


def test_a_dry_run_needs_no_library_and_makes_none(
    carrel: Run, folder: Path, tmp_path: Path
) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text(BIB, "utf8")
    done = carrel("import", bib, "--dry-run")
    assert done.lines[-1] == "Would be: 3 added."
    assert not folder.exists()


def test_an_import_takes_stdin_and_tags(carrel: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(BIB.encode())))
    assert carrel("import", "-", "--tag", "thesis", "--tag", "two").code == 0
    assert all({"thesis", "two"} <= set(p["tags"]) for p in carrel("list", "--json").json)


def test_a_twin_is_merged_into_what_is_there_and_replaces_nothing(
    three: Run, tmp_path: Path
) -> None:
    three("rate", "hu2021", "4")
    bib = tmp_path / "more.bib"
    bib.write_text(
        "@misc{hu2021, title={LoRA: low-rank adaptation}, month=jan, address={Somewhere},"
        " keywords={peft}}\n"
        "@article{attention, title={Attention is all you need}, eprint={1706.03762v2},"
        " archiveprefix={arXiv}, volume=30}\n",
        "utf8",
    )
    receipt = three("import", bib, "--json").json
    assert [paper["key"] for paper in receipt["merged"]] == ["hu2021", "vaswani2017"]
    hu, vaswani = (three("show", key, "--json").json[0] for key in ("hu2021", "attention"))
    assert (hu["year"], hu["rating"], hu["tags"]) == (2021, 4, ["peft"])
    assert hu["fields"]["address"] == "Somewhere"
    assert (vaswani["key"], vaswani["aliases"]) == ("vaswani2017", ["attention"])
    assert vaswani["title"] == "Attention Is All You Need"
    assert vaswani["fields"]["volume"] == "30"
    assert three("import", bib).out == "2 there already.\n"
    three("undo")
    assert three("show", "attention").code == 2


def test_a_duplicate_is_skipped_or_added_where_that_is_asked_for(
    three: Run, tmp_path: Path
) -> None:
    bib = tmp_path / "more.bib"
    bib.write_text("@misc{hu2021, title={LoRA: Low-Rank Adaptation}, publisher={X}}", "utf8")
    assert three("import", bib, "--on-duplicate", "skip").out == "1 there already.\n"
    added = three("import", bib, "--on-duplicate", "add")
    assert "hu2021 is another paper's key: this one has hu2021a." in added.err
    assert keys(three) == ["hu2021", "hu2021a", "knuth1984", "vaswani2017"]


def test_two_papers_with_one_key_both_come_in_and_only_once(carrel: Run, tmp_path: Path) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text("@misc{k, title={One thing}}\n@misc{k, title={Quite another}}\n", "utf8")
    assert "k is another paper's key: this one has ka." in carrel("import", bib).err
    assert carrel("import", bib).out == "2 there already.\n"
    assert keys(carrel) == ["k", "ka"]


def test_chapters_that_carry_their_books_doi_stay_papers_of_their_own(
    carrel: Run, tmp_path: Path
) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text(
        "@incollection{a, title={Parsing with grammars}, doi={10.1000/book}}\n"
        "@incollection{b, title={The history of ink}, doi={10.1000/book}}\n"
        "@incollection{c, title={Proofs, Part I}, doi={10.1000/proofs}}\n"
        "@incollection{d, title={Proofs, Part II}, doi={10.1000/proofs}}\n",
        "utf8",
    )
    assert carrel("import", bib).lines[-1] == "4 added."
    assert carrel("import", bib).out == "4 there already.\n"


def test_what_cannot_be_read_is_told_and_kept_and_can_be_mended(
    carrel: Run, folder: Path, tmp_path: Path
) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text("@misc{a, title={Fine}}\n\n@misc{b, title={Never closed\n", "utf8")
    done = carrel("import", bib)
    assert done.code == 1
    assert f"{bib}:3: " in done.err
    kept = folder / "rejects" / "refs.bib"
    assert f"kept in {kept}" in done.err
    assert carrel("import", bib).code == 1
    assert [path.name for path in kept.parent.iterdir()] == ["refs.bib"]
    kept.write_text(kept.read_text("utf8").rstrip() + "}}\n", "utf8")
    assert carrel("import", kept).code == 0
    assert keys(carrel) == ["a", "b"]


def test_one_bad_file_does_not_stop_the_others(carrel: Run, tmp_path: Path) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text(BIB, "utf8")
    done = carrel("import", tmp_path / "missing.bib", tmp_path, bib)
    assert done.code == 1
    assert "missing.bib: It cannot be read: No such file" in done.err
    assert len(keys(carrel)) == 3


def test_an_import_of_nothing_is_nothing_done(carrel: Run, folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.bib"
    empty.write_text("", "utf8")
    assert carrel("import", empty).code == 2
    assert carrel("import", tmp_path / "missing.bib").code == 2
    assert not folder.exists()
    assert "did you mean bibtex" in carrel("import", empty, "--from", "bibtx").err
