"""How a query was read is said in plain words."""

import pytest
from hypothesis import given

from search import doubts, explain, parse
from search.tree import Query
from tests.search.trees import NOW, PIECES, QUERIES, Shelf


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
                (
                    "yera:1948",
                    "there is no field yera, so it is searched as words. Did you mean year:1948?",
                ),
            ],
        ),
        ("2402.15333", [("2402.15333", "the arXiv number 2402.15333")]),
        ("publisher:acm ", [("publisher:acm", "“acm” or a word like it in the field publisher")]),
        ("is:preprint has:notes", [("is:preprint", "is a preprint"), ("has:notes", "has notes")]),
    ],
)
def test_a_query_is_explained(text: str, lines: list[tuple[str, str]]) -> None:
    assert list(explain(parse(text, now=NOW))) == lines


SHELVES = (
    Shelf("Queue", "is:queued sort:queue"),
    Shelf("broken", "tag:x OR shelf:nowhere"),
    Shelf("one", "shelf:two"),
    Shelf("two", "shelf:one"),
    Shelf("self", "a shelf:self"),
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("auther:knuth", "Did you mean author:knuth?"),
        ("yaer>2017", "Did you mean year>2017?"),
        ("yaer:2017", "Did you mean year:2017?"),
        ("titel:(a b)", "Did you mean title:?"),
        ("jornal:nature", "Did you mean journal:nature?"),
        ("auth:knuth", "Did you mean author:knuth?"),
        ("author: knuth", "Did you mean author:knuth?"),
        ("author: (a b)", "there is no value right behind it, so it is passed over"),
        ("status:unraed", "Did you mean status:unread?"),
        ("is:preprnit", "Did you mean is:preprint?"),
        ("has:absract", "Did you mean has:abstract?"),
        ("sort:-yaer", "Did you mean sort:-year?"),
        ("foo:bar", "there is no field foo, so it is searched as words"),
        ("year:abc", "year takes a year or years"),
        ("rating:many", "rating takes a number of stars"),
        ("added:soon", "added takes a day, a month, a year or an age"),
        ("tag>3", "tag takes a colon"),
        ("title:—", "so it is passed over"),
        ("/(/", "it is no regular expression, so it is passed over"),
        ("title:/(a/", "it is no regular expression, so it is searched as words"),
        ("pdf:/a+/", "pdf takes words, no expression"),
        ("shelf:nowhere", "there is no shelf nowhere, so it is searched as words"),
        ("shelf:quue", "Did you mean shelf:Queue?"),
        ("shelf:broken", "in the shelf broken: there is no shelf nowhere"),
        ("x -shelf:one", "in the shelf two: shelves use each other in a circle: one, two, one"),
        ("shelf:self", "in the shelf self: the shelf self uses itself"),
        ("word " * 70, "the query is too long, so it is left out"),
    ],
)
def test_what_means_nothing_is_said_with_what_may_have_been_meant(text: str, said: str) -> None:
    query = parse(text, now=NOW, shelves=lambda: SHELVES)
    [doubt] = doubts(query)
    assert said in doubt.said
    assert (query.text[slice(*doubt.span)], doubt.said) in explain(query)
    assert not doubts(parse(doubt.meant.replace("title:", ""), shelves=lambda: SHELVES))


@pytest.mark.parametrize(
    "text",
    ["BERT: pre-training of deep transformers", "GAN:", "a:b c", "shelf:queue",
     "tag:(a b) -year:2017", "title:(BERT: pre-training)", "10.1/a", "https://x.org/y", "lora"],
)  # fmt: skip
def test_what_means_something_is_in_no_doubt(text: str) -> None:
    found = doubts(parse(text, now=NOW, shelves=lambda: SHELVES))
    assert [doubt.meant for doubt in found] in ([], [""])


def test_groups_and_shelves_are_explained_as_they_were_typed() -> None:
    query = parse("x title:(a b OR c) -tag:(d OR e) shelf:queue y ", shelves=lambda: SHELVES)
    assert [typed for typed, _meaning in explain(query)] == [
        "x", "title:(a b OR c)", "-tag:(d OR e)", "shelf:queue", "y", "sort:queue",
    ]  # fmt: skip
    assert ("shelf:queue", "on the shelf Queue (is:queued)") in explain(query)


def test_what_is_not_finished_is_said_so() -> None:
    said = explain(parse("lora year>", cursor=10))
    assert said[1:] == (("year>", "it is not finished, so it leaves nothing out yet"),)


@given(QUERIES)
def test_every_tree_can_be_explained(query: Query) -> None:
    assert all(meaning for _words, meaning in explain(query))


@given(PIECES)
def test_every_text_can_be_explained(text: str) -> None:
    assert all(meaning for _words, meaning in explain(parse(text, cursor=len(text))))
