"""What matched is marked in the text as it is shown, however it was typed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import Author, Fields, Paper
from papers.names import to_bibtex
from search import highlights, marking, parse, words
from search.closeness import closeness
from tests.search.trees import QUERIES


def marked(query: str, text: str, part: str = "title") -> str:
    """The text with what is marked in brackets."""
    shown = text
    for start, end in reversed(marking(parse(query).node).spans(part, text)):
        shown = f"{shown[:start]}[{shown[start:end]}]{shown[end:]}"
    return shown


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("attention ", "[Attention] Is All You Need"),
        ("need atention ", "[Attention] Is All You [Need]"),
        ("att", "[Att]ention Is All You Need"),
        ('"all you"', "Attention Is [All You] Need"),
        ("title:need ", "Attention Is All You [Need]"),
        ("author:need ", "Attention Is All You Need"),
        ("-need ", "Attention Is All You Need"),
        ("/is.*you/", "Attention [Is All You] Need"),
        ("all OR need ", "Attention Is [All] You [Need]"),
        ("allyou ", "Attention Is [All You] Need"),
        ("aiayn ", "[Attention Is All You Need]"),
        ("tag:attention", "Attention Is All You Need"),
    ],
)
def test_words_are_marked_where_they_stand(query: str, shown: str) -> None:
    assert marked(query, "Attention Is All You Need") == shown


@pytest.mark.parametrize(
    ("query", "text", "shown"),
    [
        ("godel", "Über Gödel's Sätze", "Über [Gödel]'s Sätze"),
        ("satze ", "Über Sätze", "Über [Sätze]"),
        ("satze ", "U\u0308ber Sa\u0308tze!", "U\u0308ber [Sa\u0308tze]!"),
        ("efficient", "An eﬃcient way", "An [eﬃcient] way"),
        ("effi", "An eﬃcient way", "An [eﬃcient] way"),
        ("strasse ", "Die Straße hier", "Die [Straße] hier"),
        ("alpha ", "an α-test", "an [α]-test"),
        ("lowrank", "A low-rank one", "A [low-rank] one"),
        ("low-rank ", "A low rank one", "A [low rank] one"),
        ("deep learning ", "DeepLearning now", "[DeepLearning] now"),
        ("注意", "关于注意力", "关于[注意]力"),
        ("/st.a.*e/", "Die Straße", "Die [Straße]"),
        ("lora ", "Flora and LoRA", "Flora and [LoRA]"),
    ],
)
def test_letters_that_fold_into_others_are_marked_whole(query: str, text: str, shown: str) -> None:
    assert marked(query, text) == shown


def test_every_part_of_a_paper_is_marked() -> None:
    paper = Paper(
        key="hu2021lora",
        fields=Fields(
            title=r"{LoRA}: {\"U}ber Adaptation",
            author=to_bibtex([Author("Hu", "Edward"), Author("Shen", "Yelong")]),
            year="2021",
            journal="Adaptation Letters",
            abstract="We adapt lora.",
        ),
        tags=frozenset({"nlp", "peft/lora"}),
        notes="lora!",
    )
    found = highlights(parse("lora hu tag:peft year>=2020 "), paper)
    assert found == {
        "title": ((0, 4),),
        "authors": ((7, 9),),
        "tags": ((5, 14),),
        "year": ((0, 4),),
        "abstract": ((9, 13),),
        "notes": ((0, 4),),
    }
    assert "key" not in found


ODD = st.text(st.sampled_from("ab -ßﬁÅé́αλ日本ǆ\u200d\u0301'’_1\n"), max_size=30)


@given(QUERIES, ODD, st.sampled_from(["title", "authors", "tags", "notes", "year", "key"]))
def test_marks_are_in_the_text_in_order_and_apart(query, text, part) -> None:  # type: ignore[no-untyped-def]
    end = 0
    for start, following in marking(query.node).spans(part, text):
        assert end <= start < following <= len(text)
        end = following


@given(st.text(st.sampled_from("abcdeé-ß "), min_size=1, max_size=10), ODD)
def test_what_is_marked_is_like_what_was_typed(typed: str, text: str) -> None:
    query = parse(typed + " ")
    sought = words.tokens(typed)
    for start, end in marking(query.node).spans("notes", text):
        found = words.tokens(text[start:end])
        joined = [a + b for a, b in pairwise(sought)]
        assert any(
            closeness(one, other, open=True) > 0 for one in [*sought, *joined] for other in found
        )
