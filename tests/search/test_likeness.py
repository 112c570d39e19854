"""How alike titles, authors and venues are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import names, titles
from search.likeness import (
    SAME,
    SLIPS,
    SUBTITLE,
    can_be_one_venue,
    compare_authors,
    compare_titles,
)

WORDS = st.lists(st.sampled_from("deep learning of graphs ii two a the: é - 3".split()), max_size=8)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Fine-Tuning Big Models", "Finetuning big models.", SAME),
        ("Proofs and types II", "Proofs and types, two", SAME),
        ("LoRA: Low-Rank Adaptation of Models", "LoRA: Low-Rank Adaption of Models", SLIPS),
        ("Modelling colour vision in man", "Modeling color vision in man", SLIPS),
        ("Fine-tuning of big models", "Fine tuning the big model", SLIPS),
        ("Deep learning", "Deep learning: methods and uses", SUBTITLE),
    ],
)
def test_titles_that_are_alike(one: str, other: str, alike: float) -> None:
    assert compare_titles(one, other) == compare_titles(other, one) == alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Supervised learning of grammars", "Unsupervised learning of grammars"),
        ("The microeconomics of trade now", "The macroeconomics of trade now"),
        ("Adsorption of gases on carbon", "Absorption of gases on carbon"),
        ("Graph Attention Networks", "Graph Convolutional Networks"),
        ("Models of GPT-2 in text", "Models of GPT-3 in text"),
    ],
)
def test_titles_of_other_words(one: str, other: str) -> None:
    assert compare_titles(one, other) == compare_titles(other, one) <= 90


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (
            "Vaswani, A. and Shazeer, N. and others",
            "Ashish Vaswani and Noam Shazeer and N. P.",
            100,
        ),
        ("Müller, K.", "Klaus Mueller", 100),
        ("Zhang Wei", "Wei Zhang", 100),
        ("van der Maaten, Laurens", "L. v.d. Maaten", 100),
        ("{OpenAI}", "OpenAI", 100),
        ("Wei Zhang", "Lei Zhang", 0),
        ("Doe, J.", "Doe, J. and Roe, R.", 80),
        ("Doe, J. and Roe, R. and Poe, E.", "Doe, J. and Roe, R. and Low, M.", 200 / 3),
        ("", "Doe, J.", -1),
    ],
)
def test_authors(one: str, other: str, alike: float) -> None:
    first, second = names.parse(one), names.parse(other)
    assert compare_authors(first, second) == pytest.approx(alike)
    assert compare_authors(second, first) == pytest.approx(alike)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Phys. Rev. Lett.", "Physical Review Letters", True),
        ("JMLR", "Journal of Machine Learning Research", True),
        ("CACM", "Communications of the ACM", True),
        ("Proc. ICML", "Proceedings of the International Conference on Machine Learning", True),
        ("", "Nature", True),
        ("Proc. UAI", "Proc. SIGIR", False),
        ("Semantics and Logics of Computation", "Extensional Concepts in Type Theory", False),
    ],
)
def test_venues(one: str, other: str, same: bool) -> None:
    assert can_be_one_venue(one, other) is can_be_one_venue(other, one) is same


@given(WORDS, WORDS)
def test_who_is_named_first_does_not_matter(one: list[str], other: list[str]) -> None:
    first, second = " ".join(one), " ".join(other)
    assert compare_titles(first, second) == compare_titles(second, first)
    assert can_be_one_venue(first, second) == can_be_one_venue(second, first)
    assert titles.numerals(first) == titles.numerals(first.upper())


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Erratum: On things", "erratum"),
        ("Folding of a polymer [corrigendum]", "erratum"),
        ("Comment on “On things”", "comment"),
        ("On things: reply to Smith (2001)", "reply"),
        ("On things — Supplementary Material", "supplement"),
        ("Cryptographic error correction", ""),
        ("A theory of cortical responses", ""),
        ("Comment-Driven Development", ""),
        ("", ""),
    ],
)
def test_what_a_text_is_to_another(title: str, role: str) -> None:
    assert titles.role(title) == role
