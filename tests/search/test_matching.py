"""What is typed finds what is meant: each form of the language against a few papers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import Annotation, Attachment, Fields, Paper, Status, Version
from search import matches, parse, select

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
        ("atention neeed", ["vaswani2017"]),
        ("lowrank adaption", ["hu2021"]),
        ("vaswani17", ["vaswani2017"]),
        ("trans duction", ["vaswani2017"]),
        ("aiayn", ["vaswani2017"]),
        ("-rank", ["vaswani2017", "godel1931"]),
        ("-ran ", ["vaswani2017", "hu2021", "godel1931"]),
        ("-ran*", ["vaswani2017", "godel1931"]),
        ("-atention", ["vaswani2017", "hu2021", "godel1931"]),
        ("-low-rank", ["vaswani2017", "godel1931"]),
        ("author:vaswni", ["vaswani2017"]),
        ('author:"Gool, Luc"', ["vaswani2017"]),
        ('author:"ashish kaiser"', []),
        ('author:"a vaswani"', ["vaswani2017"]),
        ('author:"b vaswani"', []),
        ('author:"ashish b. vaswani"', ["vaswani2017"]),
        ('author:"l van gool"', ["vaswani2017"]),
        ('author:"kaiser, l"', ["vaswani2017"]),
        ('author:"a v"', []),
        ('"attention is a', ["vaswani2017"]),
        ('"attention is a"', []),
        ('"low rank"', ["hu2021"]),
        ("tag:peft,nlp", ["vaswani2017", "hu2021"]),
        ("tag:*", ["vaswani2017", "hu2021"]),
        ("is:queued", ["hu2021"]),
        ("is:starred", ["vaswani2017", "hu2021"]),
        ("is:reading", ["godel1931"]),
        ("is:published -is:preprint", ["vaswani2017", "godel1931"]),
        ("has:pdf", ["hu2021"]),
        ("has:publisher", []),
        ("has:field.booktitle", ["vaswani2017"]),
        ("file:lora", ["hu2021"]),
        ("field.booktitle:neurips", ["vaswani2017"]),
        ("1706.03762", ["vaswani2017"]),
        ("https://arxiv.org/abs/1706.03762v7", ["vaswani2017"]),
        ("arxiv:1706", ["vaswani2017"]),
        ("10.1007/BF01700692", ["godel1931"]),
        ("doi:10.1007", ["godel1931"]),
        ("0000000000002", ["hu2021"]),
        ("@vaswani2017", ["vaswani2017"]),
        ("[@attention]", ["vaswani2017"]),
        ("key:vaswani*", ["vaswani2017"]),
        ("/low.rank/", ["hu2021"]),
        ("title:/^attention .* need$/", ["vaswani2017"]),
        ("abstract:/attention/", []),
        ("/s(ä|a)tze/", ["godel1931"]),
        ("-/a/", []),
        ("year:1931,2021", ["hu2021", "godel1931"]),
        ("rating:3-5", ["vaswani2017", "hu2021"]),
        ("queue<=3", ["hu2021"]),
        ("priority<3", []),
        ("added:yesterday", ["vaswani2017"]),
        ("added:week", ["vaswani2017"]),
        ("added:2025..2026-11-01", ["hu2021", "godel1931"]),
        ("added:30d..7d", ["hu2021"]),
        ("NOT tag:peft NOT year:1931", ["vaswani2017"]),
        ("NOT NOT lora", ["hu2021"]),
        ("tag:peft | year:1931", ["hu2021", "godel1931"]),
        ("— & …", ["vaswani2017", "hu2021", "godel1931"]),
    ],
)
def test_a_query_finds_what_is_meant(query: str, keys: list[str]) -> None:
    assert found(query) == keys


def test_the_other_version_of_a_paper_is_found_by_its_identifier() -> None:
    preprint = Version("misc", Fields(eprint="2402.15333", archiveprefix="arXiv"))
    paper = Paper(fields=Fields(title="Published", doi="10.1/abc"), versions=(preprint,))
    assert matches(parse("2402.15333"), paper)
    assert not matches(parse("2402.15334"), paper)


def test_an_address_finds_its_paper_however_it_is_written() -> None:
    paper = Paper(fields=Fields(title="On the web", url="http://www.Example.org/papers/1/"))
    assert matches(parse("https://example.org/papers/1"), paper)
    assert matches(parse("url:example"), paper)
    assert not matches(parse("https://example.org/papers/2"), paper)


def test_an_author_whose_given_names_are_initials_is_found_by_the_whole_name() -> None:
    paper = Paper(fields=Fields(title="Recall", author="Kahana, M. J. and O'Keefe, John"))
    for typed in ("michael kahana", "Kahana, Michael", "m kahana", "michael j. kahana", "mj kahana",
                  "michael jacob kahana", "john o'keefe", "j. o'keefe", "michael kah"):  # fmt: skip
        said = matches(parse(f'author:"{typed}{"" if typed.endswith("kah") else chr(34)}'), paper)
        assert said, typed
    for typed in ("john kahana", "michael okeefe", "m j", "k michael", "j kahana"):
        assert not matches(parse(f'author:"{typed}"'), paper), typed


def test_words_may_stand_in_different_parts_but_those_of_a_phrase_in_one() -> None:
    paper = Paper(fields=Fields(title="Deep things", journal="Learning"))
    assert matches(parse("deep learning"), paper)
    assert not matches(parse('"deep learning"'), paper)


def test_numbers_are_exact() -> None:
    paper = Paper(fields=Fields(title="GPT-4", year="2023"))
    assert matches(parse("gpt4"), paper)
    assert not matches(parse("gpt3 "), paper)
    assert not matches(parse("2024 "), paper)


CONDITIONS = (
    "lora",
    "tag:peft",
    "year>=2020",
    "has:doi",
    "-kurt",
    "/o/",
    "is:starred",
    '"low rank"',
)


@given(st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=4))
def test_all_of_several_is_what_each_finds_and_any_is_what_one_finds(some: list[str]) -> None:
    each = [set(found(condition + " ")) for condition in some]
    everything = set(found(""))
    assert set(found(" ".join(some) + " ")) == {k for k in everything if all(k in e for e in each)}
    assert set(found(" OR ".join(some) + " ")) == {k for e in each for k in e}
    left_out = set(found(f"({' '.join(some)})"))
    assert set(found(f"-({' '.join(some)})")) == everything - left_out
