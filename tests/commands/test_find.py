"""What a list of papers is in: the best first; and what there would be where there is nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.find import find
from commands.loosened import loosened
from papers import Fields, Paper
from storage import Library

TITLES = {
    "abstract": "Other Things",
    "long": "On the Recall of Free Associations and Their Serial Order",
    "typo": "Fred Recalls",
    "best": "Free Recall",
    "venue": "Something Free",
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        papers = [
            Paper(
                key=key,
                fields=Fields(
                    title=title,
                    abstract="We look at free recall." if key == "abstract" else "",
                    journal="Journal of Recall" if key == "venue" else "",
                    author="Kahana, M. J.",
                    year="2006",
                ),
            )
            for key, title in TITLES.items()
        ]
        library.add(papers, label="add")
        yield library


def keys(library: Library, query: str) -> list[str]:
    return [paper.key for paper in find(library, query)]


def test_what_matches_the_words_best_comes_first(library: Library) -> None:
    assert keys(library, "free recall ")[:2] == ["best", "long"]
    assert keys(library, "free recall ")[-1] in ("typo", "abstract")
    assert keys(library, '"free recall"') == ["best", "abstract"]
    assert keys(library, "title:recall -key:best ") == ["long", "typo"]
    assert keys(library, "(free OR serial) recall ")[0] == "best"


def test_without_words_or_in_an_order_the_newest_is_not_outdone(library: Library) -> None:
    assert keys(library, "year:2006") == [*reversed(TITLES)]
    assert keys(library, "free recall sort:title ")[:2] == ["typo", "best"]
    assert keys(library, "-serial") == [key for key in reversed(TITLES) if key != "long"]


def test_what_there_would_be_without_one_condition_is_counted(library: Library) -> None:
    assert loosened(library, "free year:1999 kahana ", "") == [("year:1999", 5)]
    assert loosened(library, "xylophone serial:x order ", "") == []
    assert loosened(library, "xylophone serial ", "") == [("xylophone", 1)]
    assert loosened(library, "author:polyn title:(serial OR xylophone)", "") == [
        ("author:polyn", 1)
    ]
    assert loosened(library, "xylophone", "") == []
