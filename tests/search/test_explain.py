"""How a query was read is said in plain words."""

import pytest
from hypothesis import given

from search import explain, parse
from search.tree import Query
from tests.search.trees import NOW, PIECES, QUERIES


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("lora ", [("lora", "“lora” or a word like it, anywhere")]),
        ("lor", [("lor", "a word that begins like “lor”, anywhere")]),
        ("author:vaswni ", [("author:vaswni", "“vaswni” or a word like it in author")]),
        (
            'title:"all you" tag:peft year>=2020',
            [
                ('title:"all you"', "“all you” in a row in title"),
                ("tag:peft", "tagged peft, or below it"),
                ("year>=2020", "year 2020 or more"),
            ],
        ),
        ("-tag:old", [("-tag:old", "not tagged old, or below it")]),
        ("-lora", [("-lora", "without the word “lora”")]),
        (
            "(tag:a OR rating:3..5) added<2026",
            [
                ("tag:a OR rating:3..5", "tagged a, or below it, or rating from 3 to 5"),
                ("added<2026", "added before 2026-01-01"),
            ],
        ),
        (
            "added<7d sort:-rating",
            [
                ("added<7d", "added since 2026-11-11 11:06"),
                ("sort:-rating", "in the order of rating, the greatest first"),
            ],
        ),
        (
            "yera:1948 ",
            [
                ("yera:1948", "“yera:1948” or a word like it, anywhere"),
                ("yera:1948", "is no field with a value that fits: it is searched as words"),
            ],
        ),
        ("2402.15333", [("2402.15333", "the arXiv number 2402.15333")]),
        ("publisher:acm ", [("publisher:acm", "“acm” or a word like it in the field publisher")]),
        ("is:preprint has:notes", [("is:preprint", "is a preprint"), ("has:notes", "has notes")]),
    ],
)
def test_a_query_is_explained(text: str, lines: list[tuple[str, str]]) -> None:
    assert list(explain(parse(text, now=NOW))) == lines


def test_what_is_not_finished_is_said_so() -> None:
    said = explain(parse("lora year>", cursor=10))
    assert said[1:] == (("year>", "is not finished: it leaves nothing out yet"),)


@given(QUERIES)
def test_every_tree_can_be_explained(query: Query) -> None:
    assert all(meaning for _words, meaning in explain(query))


@given(PIECES)
def test_every_text_can_be_explained(text: str) -> None:
    assert all(meaning for _words, meaning in explain(parse(text, cursor=len(text))))
