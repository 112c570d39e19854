"""The text of attached PDFs: read once, kept by content, and read again where that is lost."""

import shutil
from pathlib import Path

import pytest

from commands import attach
from commands.pdf_text import PdfText, TextCache, attached, extract_missing, known
from papers import Attachment, Fields, Paper
from storage import Library
from tests.pdf_writer import Words, document, paper, save


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(tmp_path / "library")
    library.add([Paper(key=key, fields=Fields({"title": key})) for key in "abc"], label="add")
    good = save(tmp_path, "good.pdf", document(paper(), [Words("what stands on the second page")]))
    bad = save(tmp_path, "bad.pdf", b"%PDF-1.4 no more")
    other = save(tmp_path, "notes.txt", b"no PDF")
    attach.attach(library, library.find("a"), [str(good), str(other)])
    attach.attach(library, library.find("b"), [str(bad)], "link")
    return library


@pytest.fixture
def cache(tmp_path: Path) -> TextCache:
    return TextCache(str(tmp_path / "cache"))


def by_key(library: Library, texts: list[PdfText]) -> dict[str, PdfText]:
    return {paper.key: text for text in texts if (paper := library.get(text.uid))}


def test_every_attached_pdf_is_read_once(library: Library, cache: TextCache) -> None:
    told: list[tuple[int, int]] = []
    first = list(extract_missing(library, cache, progress=lambda *at: told.append(at)))
    texts = by_key(library, first)
    assert sorted(texts) == ["a", "b"]
    assert "second page" in texts["a"].text.split("\f")[1]
    assert (texts["b"].text, texts["b"].trouble[:13]) == ("", "It is damaged")
    assert told == [(1, 2), (2, 2)]
    assert list(extract_missing(library, cache)) == []
    assert by_key(library, list(known(library, cache))) == texts


def test_a_cache_that_is_deleted_or_damaged_heals(library: Library, cache: TextCache) -> None:
    first = list(extract_missing(library, cache))
    shutil.rmtree(cache.folder)
    assert list(known(library, cache)) == []
    assert list(extract_missing(library, cache)) == first
    for path in Path(cache.folder).glob("*.txt"):
        path.unlink()
    for path in Path(cache.folder).glob("*.at"):
        path.write_bytes(b"\xff../../../etc/passwd")
    assert list(extract_missing(library, cache)) == first


def test_a_cache_that_cannot_be_written_costs_no_text(
    library: Library, cache: TextCache, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("in the way", "utf8")
    assert len(list(extract_missing(library, cache))) == 2


def test_a_file_that_changes_is_read_again(library: Library, cache: TextCache) -> None:
    before = by_key(library, list(extract_missing(library, cache)))
    path = attach.locate(library.folder, Attachment(before["b"].path))
    Path(path).write_bytes(document(paper("A Better File")))
    [after] = extract_missing(library, cache)
    assert after.text.startswith("A Better File")
    assert after.content != before["b"].content


def test_stopping_keeps_what_was_done(library: Library, cache: TextCache) -> None:
    texts = extract_missing(library, cache)
    first = next(texts)
    texts.close()
    assert list(known(library, cache)) == [first]
    assert len(list(extract_missing(library, cache))) == 1


def test_only_the_papers_that_are_asked_about_are_read(library: Library, cache: TextCache) -> None:
    uids = [library.find(key).uid for key in "bc"]
    assert [text.uid for text in extract_missing(library, cache, uids=uids)] == uids[:1]


def test_what_is_in_the_trash_or_gone_is_not_read(library: Library, cache: TextCache) -> None:
    library.remove([library.find("a").uid])
    [(_, attachment)] = attached(library)
    Path(attachment.path).unlink()
    assert list(extract_missing(library, cache)) == []
