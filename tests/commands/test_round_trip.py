"""Every .bib of the corpora comes back byte for byte, but for what its import had to change."""

from pathlib import Path

from commands import reading
from commands.export import export, of_file
from commands.import_papers import import_papers
from commands.rename import rename
from importers._text import decode
from storage import Library

LARGEST = 20_000  # bytes; what is larger holds more of the same


def test_every_file_comes_back_as_it_was(corpora: Path, tmp_path: Path) -> None:
    same, otherwise = 0, []
    for number, path in enumerate(sorted(corpora.rglob("*.bib"))):
        if path.stat().st_size > LARGEST:
            continue
        imported = reading.read(reading.paths([str(path)]), "bibtex").imported
        library = Library.open(tmp_path / str(number))
        receipt = import_papers(library, imported, label="import")
        came_back = export(list(library), "bibtex", library.outlines())
        text = decode(path.read_bytes())
        without_key = [paper for paper in imported.papers if not paper.key]
        if came_back == text:
            same += 1
        elif receipt.rejected or receipt.rekeyed or receipt.merged or without_key:
            otherwise.append(path.name)
        else:  # it says of itself that it is in another encoding
            assert came_back == text.replace("windows-1252", "UTF-8"), path
        if text:
            papers, outline = of_file(library, str(path))
            assert export(papers, "bibtex", [outline]) == came_back
        library.close()
    assert same > 250
    assert len(otherwise) < 0.25 * same


def test_no_key_is_there_twice_when_a_paper_takes_the_key_of_its_other_entry(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.bib"
    entry = "@article{%s, title={Attention is all}, doi={10.1000/abc}}"
    file.write_text(f"{entry % 'a'}\n\n{entry % 'b'}\n", "utf8")
    with Library.open(tmp_path / "library") as library:
        imported = reading.read(reading.paths([str(file)])).imported
        import_papers(library, imported, label="import")
        assert export(list(library), "bibtex", library.outlines()) == file.read_text("utf8")
        rename(library, library.find("a"), "b")
        assert export(list(library), "bibtex", library.outlines()) == f"{entry % 'b'}\n"


def test_a_file_whose_entry_became_another_files_paper_comes_back_as_it_was(
    tmp_path: Path,
) -> None:
    ours, theirs = tmp_path / "a.bib", tmp_path / "b.bib"
    ours.write_text("@article{a, title={Attention is all}, doi={10.1000/abc}}\n", "utf8")
    macro = '@string{nips = "NeurIPS"}\n\n'
    entry = "@inproceedings{b,\n  title = {Attention Is {A}ll},\n  doi = {10.1000/ABC},\n"
    text = f"% mine\n{macro}{entry}  series = nips\n}}\n\n@misc{{c, title={{Other}}}}\n"
    theirs.write_text(text, "utf8")
    with Library.open(tmp_path / "library") as library:
        for _ in range(2):
            for file in (ours, theirs):
                imported = reading.read(reading.paths([str(file)])).imported
                import_papers(library, imported, label="import")
        assert len(library) == 2
        papers, outline = of_file(library, str(theirs))
        assert export(papers, "bibtex", [outline]) == text
        papers, outline = of_file(library, str(ours))
        assert "@article{a, title={Attention is all}" in export(papers, "bibtex", [outline])
        everything = export(list(library), "bibtex", library.outlines())
        assert "@inproceedings{b" not in everything
        uid = library.find("a").uid
        library.edit([uid], lambda p: p.rated(4)._replace(notes="Read twice."), label="judge")
        papers, outline = of_file(library, str(theirs))
        assert export(papers, "bibtex", [outline]) == text
        told = export(papers, "markdown", [outline])
        for said in ("Read twice.", "rating: 4", "citekey: b", "aliases:\n  - a\n"):
            assert said in told
        library.edit([uid], lambda paper: paper.with_fields({"title": "Mended"}), label="edit")
        papers, outline = of_file(library, str(theirs))
        changed = export(papers, "bibtex", [outline])
        assert "{b," in changed
        assert "Mended" in changed


def test_a_change_is_in_the_file_that_the_paper_came_from_when_that_is_imported_again(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.bib"
    file.write_text("@article{a, title={Attention is all}, doi={10.1000/abc}}\n", "utf8")
    with Library.open(tmp_path / "library") as library:
        for title in ("Attention is all", "Attention is  all"):
            file.write_text(f"@article{{a, title={{{title}}}, doi={{10.1000/abc}}}}\n", "utf8")
            imported = reading.read(reading.paths([str(file)])).imported
            import_papers(library, imported, label="import")
            uid = library.find("a").uid
            library.edit([uid], lambda paper: paper.with_fields({"note": "Mended"}), label="edit")
        papers, outline = of_file(library, str(file))
        assert "Mended" in export(papers, "bibtex", [outline])
