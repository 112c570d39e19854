"""docs/query.md keeps in step with the language: every example parses, every name is in it."""

import re
from pathlib import Path

import pytest

from search import SORT_FIELDS, parse, parts, render
from tests.search.trees import NOW, Shelf, bare

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "query.md").read_text("utf8")
NAMED = [Shelf("Inbox", "status:inbox"), Shelf("to read", "is:unread")]
EXAMPLES = [code.replace(r"\|", "|") for code in re.findall(r"^\| `(.+?)` \|", PAGE, re.MULTILINE)]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 60


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_means_something(example: str) -> None:
    query = parse(example, now=NOW, shelves=lambda: NAMED)
    assert not query.unread
    assert not query.unfinished
    again = parse(render(query), now=NOW, shelves=lambda: NAMED)
    assert bare(again.node) == bare(query.node)


@pytest.mark.parametrize("name", [*parts.FIELDS])
def test_every_field_is_shown_in_use(name: str) -> None:
    assert any(re.match(rf"-?{name}[:<>]", example) for example in EXAMPLES)


@pytest.mark.parametrize("name", [*parts.HAS, *parts.STATES, *parts.STATUSES, *SORT_FIELDS])
def test_everything_that_can_be_had_or_sorted_by_is_named(name: str) -> None:
    assert re.search(rf"\b{name}\b", PAGE)


def test_what_the_page_calls_a_synonym_is_one() -> None:
    listed = PAGE[PAGE.index("Other names:") : PAGE.index("## Numbers")]
    for names, field in re.findall(r"((?:`\w+`(?:, )?)+) *for (\w+)", " ".join(listed.split())):
        for name in re.findall(r"`(\w+)`", names):
            assert parts.field(name) == field
