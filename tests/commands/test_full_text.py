"""What only attached PDFs say is found as well, behind what papers say themselves."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commands import attach
from commands.find import choose, find
from commands.full_text import bring_up, texts_path
from commands.kept_exports import keep as keep_export
from commands.searching import Searching
from commands.shelf_counts import ShelfCounts
from commands.shelves import add_shelf
from papers import Attachment, BadValue, Fields, Paper
from search import words
from search.index.fulltext import BROKEN, FullText, build
from search.tree import Phrase
from storage import Library
from storage.shelves import Shelf
from tests.pdf_writer import Words, document, paper, save

TITLES = {"a": "Of Graphs", "b": "Of Zebras", "c": "Of Nothing", "d": "Of Whales"}
SAYS = {"a": "zebras zebras and low-rank quantization", "b": "octopus", "d": "one more quantizer"}


@contextmanager
def opened(folder: Path) -> Iterator[Library]:
    with Library.open(folder / "library") as library:
        papers = [Paper(key=key, fields=Fields({"title": TITLES[key]})) for key in TITLES]
        library.add(papers, label="add")
        for key, said in SAYS.items():
            attach_pdf(library, folder, key, said)
        yield library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with opened(tmp_path) as library:
        yield library


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searching]:
    """What is only asked, by many tests: reading PDFs takes its time."""
    folder = tmp_path_factory.mktemp("asked")
    with opened(folder) as library:
        searching = Searching(library, str(folder / "cache"))
        searching.build()
        keep(library, str(folder / "cache"))
        yield searching
        searching.close()


@pytest.fixture
def cache(tmp_path: Path) -> str:
    return str(tmp_path / "cache")


def attach_pdf(library: Library, folder: Path, key: str, said: str) -> None:
    file = save(folder, f"{key}-{len(said)}.pdf", document(paper(), [Words(said)]))
    attach.attach(library, library.find(key), [str(file)])


def keep(library: Library, cache: str) -> None:
    for text in bring_up(library, cache):
        assert not text.trouble


@pytest.fixture
def searching(library: Library, cache: str) -> Iterator[Searching]:
    searching = Searching(library, cache)
    searching.build()
    keep(library, cache)
    yield searching
    searching.close()


def keys(searching: Searching, text: str) -> list[str]:
    return [searching._library.find(uid).key for uid in searching.find(text).uids]


def soon(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 60
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    return holds()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("zebras", ["b", "a"]),  # its title comes first
        ("zebras sort:-title", ["b", "a"]),
        ("quantiz", ["d", "a"]),
        ("quantizer", ["d"]),
        ("quantizr", []),
        ("graphs low-rank", ["a"]),  # the title and the PDF together
        ("graphs lowrank", ["a"]),
        ("lowrank zebras quantization", ["a"]),
        ("quantizer title:whales", ["d"]),
        ("quantiz* -graphs", ["d"]),
        ("octopus nonsense", []),
        ("on", []),  # nearly every text has it
        ("title:octopus", []),
        ("pdf:octopus", ["b"]),
        ("pdf:zebras", ["a"]),
        ("pdf:quantiz*", ["d", "a"]),
        ("pdf:quantizr", []),
        ("pdf:low-rank", ["a"]),
        ("pdf:lowrank", ["a"]),
        ("pdf:whales", []),
        ('pdf:"zebras and low rank"', ["a"]),
        ('pdf:"low rank quant"*', ["a"]),
        ('pdf:"low rank quant" ', []),
        ('pdf:"rank low"', []),
        ('pdf:"zebras zebras"', ["a"]),
        ('pdf:"zebras zebras zebras"', []),
        ("pdf:(octopus OR quantizer)", ["d", "b"]),
        ("has:pdf -pdf:octopus", ["d", "a"]),
        ("graphs pdf:zebras", ["a"]),
        ("title:whales pdf:zebras", []),
        ("pdf:more sort:title", ["d"]),
        ("whales", ["d"]),
    ],
)
def test_words_of_a_pdf_are_found_behind_those_of_papers(
    asked: Searching, query: str, expected: list[str]
) -> None:
    assert keys(asked, query) == expected


def test_a_phrase_is_in_a_row_across_lines_pages_and_hyphens() -> None:
    pages = "one  two\nthree four-\nteen\ffive-six\fseven"
    texts = FullText(build([(1, "one"), (5, pages), (7, "two one three"), (8, "")]))

    def having(text: str, *, open: bool = False) -> list[int]:
        found: list[int] = texts.ids[texts.said(Phrase(text, "pdf", open)) > 0].tolist()
        return found

    assert having("one two three") == [5]
    assert having("teen five six seven") == [5]
    assert having("three four") == [5]
    assert having("one") == [1, 5, 7]
    assert having("two one") == [7]
    assert having("one thr") == []
    assert having("one thr", open=True) == [7]
    assert having("seven one") == []  # the end of one text and the beginning of another


@given(st.lists(st.text("ab ,-\n", max_size=30), max_size=5), st.text("ab -", max_size=7))
def test_a_phrase_is_found_where_its_words_stand(texts: list[str], phrase: str) -> None:
    row = words.parts(phrase)
    assume(row)
    index = FullText(build(enumerate(texts)))
    plain = [BROKEN.sub("-", text) for text in texts]
    expected = [
        at for at, text in enumerate(plain)
        if f" {' '.join(row)} " in f" {' '.join(words.parts(text))} "
        or (len(row) == 1 and row[0] in words.tokens(text))
    ]  # fmt: skip
    assert index.ids[index.said(Phrase(phrase, "pdf")) > 0].tolist() == expected


def test_words_broken_at_the_end_of_a_line_are_whole() -> None:
    texts = FullText(build([(1, "trans-\r\nformer"), (2, "low-\n  rank"), (3, "trans former")]))
    assert texts.ids[texts.values("transformer", open=False) > 0].tolist() == [1]
    assert texts.ids[texts.values("low-rank", open=False) > 0].tolist() == [2]
    assert texts.ids[texts.values("form", open=True) > 0].tolist() == [1, 3]


def test_only_the_last_are_in_texts(asked: Searching) -> None:
    assert asked.find("zebras").in_texts == 1
    assert asked.find("whales").in_texts == 0


def test_a_pdf_that_goes_is_not_found_from_then_on(library: Library, searching: Searching) -> None:
    uid = library.find("d").uid
    searching.follow(library.edit([uid], lambda p: p._replace(files=()), label="e").changes)
    assert keys(searching, "quantiz") == ["a"]
    searching.follow(library.undo()[0].changes)
    assert keys(searching, "quantiz") == ["d", "a"]
    searching.follow(library.remove([uid]).changes)
    assert keys(searching, "quantiz") == ["a"]


def test_a_pdf_with_another_content_is_read_again(
    library: Library, searching: Searching, cache: str
) -> None:
    path = attach.locate(library.folder, Attachment(library.find("d").files[0].path))
    Path(path).write_bytes(document(paper(), [Words("entirely changed and rather long")]))
    keep(library, cache)
    assert keys(searching, "quantizer") == []
    assert keys(searching, "entirely changed") == ["d"]


def test_an_index_that_is_as_it_should_be_is_left_alone(
    library: Library, searching: Searching, cache: str
) -> None:
    path = Path(texts_path(library, cache))
    before = path.stat().st_mtime_ns
    keep(library, cache)
    assert path.stat().st_mtime_ns == before
    assert keys(searching, "octopus") == ["b"]


def test_pdfs_are_read_by_a_process_of_its_own_and_so_are_those_that_come(
    library: Library, cache: str, tmp_path: Path
) -> None:
    searching = Searching(library, cache)
    searching.build()
    try:
        searching.start_reading()
        assert soon(lambda: keys(searching, "octopus") == ["b"])
        attach_pdf(library, tmp_path, "c", "a walrus came")
        searching.follow(library.undo()[0].changes)
        searching.follow(library.redo()[0].changes)
        assert soon(lambda: keys(searching, "walrus") == ["c"])
    finally:
        searching.close()


@pytest.mark.parametrize("damage", [b"", b"carrel search 1\n", b"x" * 10_000])
def test_without_a_whole_index_only_papers_are_searched(
    library: Library, searching: Searching, cache: str, damage: bytes
) -> None:
    path = Path(texts_path(library, cache))
    path.write_bytes(damage)
    assert keys(searching, "zebras") == ["b"]
    path.unlink()
    assert keys(searching, "zebras") == ["b"]
    keep(library, cache)
    assert keys(searching, "zebras") == ["b", "a"]


def test_a_library_without_pdfs_has_no_index_of_texts(tmp_path: Path, cache: str) -> None:
    with Library.open(tmp_path / "none") as library:
        library.add([Paper(fields=Fields({"title": "One"}))], label="add")
        keep(library, cache)
        assert not Path(texts_path(library, cache)).exists()


def test_a_list_has_what_pdfs_say_behind_the_rest(
    library: Library, searching: Searching, cache: str
) -> None:
    assert searching.ready
    assert [p.key for p in find(library, "zebras", cache_folder=cache)] == ["b", "a"]
    assert [p.key for p in find(library, "zebras", cache_folder=cache, limit=1)] == ["b"]
    assert [p.key for p in find(library, "zebras")] == ["b"]
    assert [p.key for p in find(library, "pdf:zebras", cache_folder=cache)] == ["a"]
    assert [p.key for p in choose(library, (), "-pdf:zebras", cache_folder=cache)] == list("dcb")
    with pytest.raises(BadValue, match="only in the cache of one machine"):
        list(find(library, "pdf:zebras"))
    with pytest.raises(BadValue, match="cannot be kept"):
        keep_export(library, "bibtex", "pdf:zebras", "x.bib")


def test_before_there_is_an_index_pdfs_that_were_read_are_asked_all_the_same(
    library: Library, searching: Searching, cache: str
) -> None:
    assert searching.ready
    without = Searching(library, cache)
    assert keys(without, "pdf:zebras") == ["a"]
    assert keys(without, 'has:pdf -pdf:"low rank"') == ["d", "b"]


def test_a_shelf_of_what_pdfs_say_is_counted(
    library: Library, searching: Searching, cache: str
) -> None:
    shelves = (Shelf("z", "pdf:zebras"), Shelf("y", "-shelf:z"))
    add_shelf(library, "z", "pdf:zebras")
    counts = ShelfCounts(shelves, searching.count, 0.0)
    assert counts.counts == {"z": 1, "y": 3}
    gone = library.remove([library.find("a").uid]).changes
    searching.follow(gone)
    assert counts.follow(gone)
    assert counts.counts == {"z": 0, "y": 3}
    searching.follow(library.undo()[0].changes)
    assert counts.tick(100.0)
    assert counts.counts == {"z": 1, "y": 3}
