"""A query as text again: whatever it holds, the same query is read from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import parse, render
from search.tree import Query
from tests.search.trees import NOW, PIECES, QUERIES, bare, shelves


@given(QUERIES)
def test_what_is_rendered_is_read_as_the_same_query(query: Query) -> None:
    again = parse(render(query), now=NOW, shelves=shelves)
    assert (bare(again.node), again.sort) == (bare(query.node), query.sort)
    assert not again.unread
    assert not again.unfinished


@given(st.one_of(PIECES, st.text(max_size=40)))
def test_any_text_is_a_query_and_rendering_it_again_changes_nothing(text: str) -> None:
    query = parse(text, now=NOW, shelves=shelves)
    said = render(query)
    again = parse(said, now=NOW, shelves=shelves)
    assert (bare(again.node), again.sort) == (bare(query.node), query.sort)
    assert render(again) == said


@pytest.mark.parametrize(
    ("typed", "rendered"),
    [
        ("  lora   tag:peft ", "lora tag:peft"),
        ("lora", "lora"),
        ("lora ", "lora "),
        ("neur* lora ", "neur* lora "),
        ("by:vaswani journal:nature keyword:x", "author:vaswani venue:nature tag:x"),
        ("tag:a,b", "tag:a,b"),
        ("(tag:a OR tag:b)", "tag:a,b"),
        ("year=2020 year:>=2019 stars>3", "year:2020 year>=2019 rating>=4"),
        ("year:2018-2020 year:..1950", "year:2018..2020 year<=1950"),
        ("NOT tag:x -(a b)", "-tag:x -(a b)"),
        ("a b OR c", "a b OR c"),
        ("a (b OR c) ", "a (b OR c)"),
        ("a | b & c ", "a OR b c "),
        ("https://arxiv.org/abs/2402.15333v2", "arxiv:2402.15333"),
        ("https://doi.org/10.1007/BF01700692", "doi:10.1007/bf01700692"),
        ("@vaswani2017", "key:vaswani2017"),
        ("is:unread is:rated", "status:unread is:starred"),
        ("tag:*", "has:tags"),
        ("“curly quotes”", '"curly quotes"'),
        ("sort:year lora sort:-stars", "lora sort:year,-rating"),
        ("added<7d read:2025", "added<7d finished:2025"),
        ("title:(a b OR c)", "title:a title:b OR title:c "),
        ("title:(a -b) tag:(x y)", "title:a -title:b tag:x tag:y"),
        ("-tag:(x OR y)", "-tag:x,y"),
        ("year:(2018 OR 2020..2022)", "year:2018,2020..2022"),
        ('shelf:"TO READ" a', 'shelf:"To read" a'),
        ("shelf:queue", "shelf:Queue sort:queue"),
        ('fulltext:"low rank" pdf:lo*', 'pdf:"low rank" pdf:lo'),
    ],
)
def test_all_that_mean_the_same_have_one_spelling(typed: str, rendered: str) -> None:
    assert render(parse(typed, now=NOW, shelves=shelves)) == rendered
