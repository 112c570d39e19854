"""The query language: what is typed finds what is meant, and nothing typed is an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import Annotation, Attachment, Fields, Paper, Status
from search import parse, parse_sort, select

NOW = 1_795_000_000.0  # 2026-11-18
PAPERS = (
    Paper(
        uid="0000000000001",
        key="vaswani2017",
        aliases=("attention",),
        type="inproceedings",
        fields=Fields(
            title="Attention Is All You Need",
            author=r"Vaswani, Ashish and Kaiser, {\L}ukasz and Van Gool, Luc",
            booktitle="NeurIPS",
            year="2017",
            eprint="1706.03762",
            archiveprefix="arXiv",
            abstract="The dominant sequence transduction models.",
        ),
        tags=frozenset({"nlp/mt", "two words"}),
        rating=5,
        status=Status.READ,
        notes="Compare with **RNNs**.",
        added="2026-11-17T10:00:00Z",
    ),
    Paper(
        uid="0000000000002",
        key="hu2021",
        fields=Fields(title="{LoRA}: Low-Rank Adaptation", author="Hu, Edward", year="2021"),
        tags=frozenset({"peft"}),
        rating=3,
        queue=1,
        files=(Attachment("lora.pdf"),),
        added="2026-11-01T10:00:00Z",
    ),
    Paper(
        uid="0000000000003",
        key="godel1931",
        type="article",
        fields=Fields(
            title=r"{\"U}ber formal unentscheidbare S{\"a}tze",
            author=r"G{\"o}del, Kurt",
            year="1931",
            doi="10.1007/BF01700692",
        ),
        status=Status.READING,
        annotations=(Annotation("2026-01-01T00:00:00Z", "Undecidable!"),),
        added="2025-01-01T10:00:00Z",
    ),
)


def found(query: str) -> list[str]:
    return [paper.key for paper in select(PAPERS, parse(query, now=NOW))]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["vaswani2017", "hu2021", "godel1931"]),
        ("attention", ["vaswani2017"]),
        ("ATTENTION need", ["vaswani2017"]),
        ("uber satze godel", ["godel1931"]),
        ("lukasz", ["vaswani2017"]),
        ("low-rank", ["hu2021"]),
        ("lora", ["hu2021"]),
        ("rank", ["hu2021"]),
        ("ank", []),
        ("vaswani 2017", ["vaswani2017"]),
        ("neurips", ["vaswani2017"]),
        ("transduction", ["vaswani2017"]),
        ("rnns", ["vaswani2017"]),
        ("undecidable", ["godel1931"]),
        ('"all you need"', ["vaswani2017"]),
        ('"you all"', []),
        ("author:gool", ["vaswani2017"]),
        ('author:"van gool"', ["vaswani2017"]),
        ("by:hu", ["hu2021"]),
        ("title:adapt", ["hu2021"]),
        ("tag:peft", ["hu2021"]),
        ("tag:nlp", ["vaswani2017"]),
        ("tag:nl", []),
        ("tag:nl*", ["vaswani2017"]),
        ('tag:"two words"', ["vaswani2017"]),
        ("year:2017", ["vaswani2017"]),
        ("year>=2017", ["vaswani2017", "hu2021"]),
        ("year<2017", ["godel1931"]),
        ("year:1900..2017", ["vaswani2017", "godel1931"]),
        ("year:..1950", ["godel1931"]),
        ("year:2020..", ["hu2021"]),
        ("rating>3", ["vaswani2017"]),
        ("rating:0", ["godel1931"]),
        ("status:reading", ["godel1931"]),
        ("has:notes", ["vaswani2017", "godel1931"]),
        ("has:files", ["hu2021"]),
        ("has:queue", ["hu2021"]),
        ("has:tags has:abstract", ["vaswani2017"]),
        ("-has:tag", ["godel1931"]),
        ("key:attention", ["vaswani2017"]),
        ("type:article", ["godel1931"]),
        ("doi:https://doi.org/10.1007/bf01700692", ["godel1931"]),
        ("arxiv:1706.03762v5", ["vaswani2017"]),
        ("added<7d", ["vaswani2017"]),
        ("added>7d", ["hu2021", "godel1931"]),
        ("added:2026-11", ["vaswani2017", "hu2021"]),
        ("added>=2026-11-02", ["vaswani2017"]),
        ("added<2026", ["godel1931"]),
        ("-lora", ["vaswani2017", "godel1931"]),
        ("-tag:peft -year:1931", ["vaswani2017"]),
        ("lora OR kurt", ["hu2021", "godel1931"]),
        ("(lora OR kurt) year>2000", ["hu2021"]),
        ("-(lora OR kurt)", ["vaswani2017"]),
        ("lora or kurt", []),
        ("sort:year", ["godel1931", "vaswani2017", "hu2021"]),
        ("year>1950 sort:-rating", ["vaswani2017", "hu2021"]),
        ("sort:queue", ["hu2021", "vaswani2017", "godel1931"]),
    ],
)
def test_a_query_finds_what_is_meant(query: str, keys: list[str]) -> None:
    assert found(query) == keys


@pytest.mark.parametrize(
    ("query", "unparsed"),
    [
        ("year:abc", ("year:abc",)),
        ("statsu:read", ("statsu:read",)),
        ("status:raed", ("status:raed",)),
        ("has:everything", ("has:everything",)),
        ("sort:size", ("sort:size",)),
        ("added<soon", ("added<soon",)),
        ("tag: lora", ("tag:",)),
        ("http://x.example/y", ("http://x.example/y",)),
        ("lora -tag:old", ()),
    ],
)
def test_what_does_not_parse_is_searched_as_words_and_named(
    query: str, unparsed: tuple[str, ...]
) -> None:
    assert parse(query).unparsed == unparsed


@pytest.mark.parametrize(
    "query",
    ["OR", "a OR", "OR a", "(", ")", "()", "a)", "((a", '"', '"a', "-", "--a", "-(", "a OR OR b"],
)
def test_what_is_typed_half_way_is_a_query_too(query: str) -> None:
    assert isinstance(found(query), list)


def test_parentheses_have_a_limit_and_no_error() -> None:
    assert found("(" * 5000 + "lora" + ")" * 5000) is not None
    assert found("-(" * 100_000) is not None


@given(st.text(max_size=60))
def test_any_text_is_a_query(text: str) -> None:
    assert isinstance(found(text), list)


PIECES = st.sampled_from(
    [
        "lora",
        "OR",
        "(",
        ")",
        "-",
        '"',
        "year",
        ":",
        ">=",
        "2020",
        "..",
        "tag",
        " ",
        "sort:-year",
        "has:notes",
    ]
)


@given(st.lists(PIECES, max_size=20))
def test_any_row_of_its_own_signs_is_a_query(pieces: list[str]) -> None:
    assert isinstance(found("".join(pieces)), list)


def test_an_order_is_named_with_or_without_its_direction() -> None:
    assert parse_sort("-rating") == ("rating", True)
    assert parse_sort("year") == ("year", False)
    assert parse_sort("size") is None
