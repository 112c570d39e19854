"""Links in notes: followed from one paper to the next, and back."""

from pathlib import Path

from commands.annotate import annotate
from commands.links import linked, linking, links
from commands.rename import rename
from papers import Fields, Paper
from storage import Library


def a_library(folder: Path, **notes: str) -> Library:
    library = Library.open(folder / "library")
    papers = [
        Paper(key=key, fields=Fields({"title": key}), notes=text) for key, text in notes.items()
    ]
    library.add(papers, label="add")
    return library


def keys(papers: list[Paper]) -> list[str]:
    return [paper.key for paper in papers]


def test_every_form_of_a_link_is_found() -> None:
    text = "[[@a]], [[@b|B]], [[@c#Notes]], [[@d e]] and [@f, p. 3; @g]; not [[a]] or a@b.c"
    assert [link.key for link in links(text)] == ["a", "b", "c", "d e", "f", "g"]
    shown = [text[link.start : link.end] for link in links(text)]
    assert shown == ["[[@a]]", "[[@b|B]]", "[[@c#Notes]]", "[[@d e]]", "@f", "@g"]


def test_links_lead_there_and_back(tmp_path: Path) -> None:
    with a_library(tmp_path, a="See [[@b]] and [[@B]] and [[@none]].", b="", c="[[@a]]") as library:
        a, b = library.find("a"), library.find("b")
        assert keys(linked(library, a)) == ["b"]
        assert keys(linking(library, a)) == ["c"]
        assert keys(linking(library, b)) == ["a"]


def test_a_link_to_an_old_key_still_leads_there(tmp_path: Path) -> None:
    with a_library(tmp_path, a="[[@b]]", b="") as library:
        rename(library, library.find("b"), "better")
        assert keys(linked(library, library.find("a"))) == ["better"]
        assert keys(linking(library, library.find("better"))) == ["a"]


def test_remarks_link_too_and_a_longer_key_is_another(tmp_path: Path) -> None:
    with a_library(tmp_path, a="", b="", bb="") as library:
        annotate(library, library.find("a"), "As [[@bb]] says")
        assert keys(linking(library, library.find("b"))) == []
        assert keys(linking(library, library.find("bb"))) == ["a"]


def test_a_paper_does_not_link_to_itself(tmp_path: Path) -> None:
    with a_library(tmp_path, a="[[@a]]") as library:
        assert linked(library, library.find("a")) == linking(library, library.find("a")) == []
