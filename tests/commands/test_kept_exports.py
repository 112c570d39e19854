"""Files that follow the library, and what somebody else did to them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tinydb import TinyDB

from commands.export import text_of
from commands.files import write_text
from commands.kept_exports import (
    BEHIND,
    EDITED,
    GONE,
    TROUBLE,
    UP_TO_DATE,
    forget,
    keep,
    remember,
    states,
    write,
)
from papers import BadValue, Fields, NotFound, Paper
from storage import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(str(tmp_path / "library")) as library:
        library.add(
            [Paper(key=f"p{n}", fields=Fields(title=f"T{n}", year="2020")) for n in range(3)],
            label="three",
        )
        yield library


@pytest.fixture
def cache(tmp_path: Path) -> str:
    return str(tmp_path / "cache")


@pytest.fixture
def refs(library: Library, cache: str, tmp_path: Path) -> Path:
    path = tmp_path / "refs.bib"
    text = text_of(library, "bibtex", "year:2020")
    write_text(str(path), text)
    keep(library, "bibtex", "year:2020", str(path))
    remember(library, cache, str(path), text)
    return path


def state(library: Library, cache: str) -> str:
    [only] = states(library, cache)
    return only.state


def retitle(library: Library, title: str) -> None:
    paper = library.find("p1")
    library.edit([paper.uid], lambda each: each.with_fields({"title": title}), label="retitle")


def test_a_change_of_its_papers_leaves_it_behind_until_it_is_written(
    library: Library, cache: str, refs: Path
) -> None:
    assert state(library, cache) == UP_TO_DATE
    retitle(library, "Another")
    assert state(library, cache) == BEHIND
    [export] = library.kept_exports()
    assert write(library, cache, export).state == UP_TO_DATE
    assert "Another" in refs.read_text("utf8")
    assert state(library, cache) == UP_TO_DATE


def test_a_change_that_does_not_show_in_it_leaves_it_up_to_date(
    library: Library, cache: str, refs: Path
) -> None:
    before = refs.stat().st_mtime_ns
    library.add([Paper(key="old", fields=Fields(title="O", year="1990"))], label="old")
    assert state(library, cache) == UP_TO_DATE
    [export] = library.kept_exports()
    write(library, cache, export)
    assert refs.stat().st_mtime_ns == before


def test_what_somebody_edited_is_only_replaced_where_that_is_asked_for(
    library: Library, cache: str, refs: Path
) -> None:
    refs.write_text("mine", "utf8")
    retitle(library, "Another")
    assert state(library, cache) == EDITED
    [export] = library.kept_exports()
    assert write(library, cache, export).state == EDITED
    assert refs.read_text("utf8") == "mine"
    assert write(library, cache, export, overwrite=True).state == UP_TO_DATE
    assert "Another" in refs.read_text("utf8")


def test_without_the_cache_nothing_is_written_over(
    library: Library, cache: str, refs: Path
) -> None:
    shutil.rmtree(cache)
    assert state(library, cache) == UP_TO_DATE
    shutil.rmtree(cache)
    retitle(library, "Another")
    assert state(library, cache) == EDITED


def test_a_file_that_is_gone_is_written_again(library: Library, cache: str, refs: Path) -> None:
    refs.unlink()
    assert state(library, cache) == GONE
    [export] = library.kept_exports()
    write(library, cache, export)
    assert refs.read_text("utf8").count("@") == 3


def test_one_that_cannot_be_written_says_why(library: Library, cache: str, tmp_path: Path) -> None:
    keep(library, "bibtex", "", str(tmp_path / "no" / "x.bib"))
    [export] = library.kept_exports()
    done = write(library, cache, export)
    assert (done.state, "No such file" in done.why) == (TROUBLE, True)


def test_a_kept_export_is_a_step_like_any_other(library: Library, refs: Path) -> None:
    keep(library, "bibtex", "p1", str(refs))
    assert [each.query for each in library.kept_exports()] == ["p1"]
    library.undo()
    assert [each.query for each in library.kept_exports()] == ["year:2020"]
    forget(library, str(refs))
    assert (library.kept_exports(), refs.exists()) == ([], True)
    with pytest.raises(NotFound):
        forget(library, str(refs))
    with pytest.raises(BadValue):
        keep(library, "bibtex", "yaer:2020", str(refs))


def test_it_is_kept_in_the_library_and_on_any_machine(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    keep(library, "bibtex", "", str(tmp_path / "thesis" / "refs.bib"))
    library.compact()
    with TinyDB(str(tmp_path / "library" / "library.json"), access_mode="r") as stock:
        [record] = stock.table("exports").all()
    assert record == {"format": "bibtex", "query": "", "path": "~/thesis/refs.bib"}
