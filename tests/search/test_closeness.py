"""How well a typed word is explained: by itself, by more of it, by a typo, by several words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.closeness import SINGULAR, closeness, initials, together


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("entitiy", "entity"),
        ("retreival", "retrieval"),
        ("vaswni", "vaswani"),
        ("tranformer", "transformer"),
        ("yransformer", "transformer"),
        ("attnetion", "attention"),
        ("teh", "the"),
        ("lerning", "learning"),
        ("enviromental", "environmental"),
        ("studeis", "studies"),
    ],
)
def test_a_typo_is_forgiven(typed: str, word: str) -> None:
    assert 0 < closeness(typed, word) < closeness(word, word)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("2017", "2018"),
        ("gpt3", "gpt4"),
        ("cat", "car"),
        ("vision", "fusion"),
        ("a", "an"),
        ("201", "2017"),
        ("graph", "grammar"),
    ],
)
def test_what_is_another_word_does_not_explain(typed: str, word: str) -> None:
    assert closeness(typed, word) == 0


def test_the_word_itself_is_best_then_more_of_it_then_typos() -> None:
    assert closeness("networks", "network") == closeness("studies", "study") == SINGULAR
    assert closeness("classes", "class") == closeness("indexes", "index", open=True) == SINGULAR
    assert closeness("classs", "class") < SINGULAR
    exact = closeness("network", "network", open=True)
    begun = closeness("netw", "network", open=True)
    plural = closeness("network", "networks")
    one, two = closeness("netwrok", "network"), closeness("transfromr", "transformer")
    first = closeness("betwork", "network")
    assert exact > begun > plural > one > two > 0
    assert one > first > 0


def test_an_open_word_is_looked_for_at_the_beginning_of_words() -> None:
    assert closeness("transf", "transformer", open=True) > 0.9
    assert closeness("tarnsf", "transformer", open=True) > 0
    assert closeness("t", "transformer", open=True) > closeness("t", "transformer") == 0


@given(st.text("abcdeé1", max_size=12), st.text("abcdeé1", max_size=12), st.booleans())
def test_it_is_between_nothing_and_one_and_only_the_word_itself_is_one(
    typed: str, word: str, open: bool
) -> None:
    found = closeness(typed, word, open)
    assert 0 <= found <= 1
    assert (found == 1) == (typed == word)


@pytest.mark.parametrize(
    ("typed", "title", "expected"),
    [
        ("moe", "sparsely gated mixture of experts", [(2, 5)]),
        ("vit", "a vision transformer", [(1, 3)]),
        ("rlhf", "reinforcement learning from human feedback", [(0, 5)]),
        ("moe", "more data", []),
        ("ml", "machine learning", []),
    ],
)
def test_beginnings_of_neighbours_are_an_acronym(
    typed: str, title: str, expected: list[tuple[int, int]]
) -> None:
    assert list(initials(typed, title.split())) == expected


def test_two_words_may_be_typed_as_one() -> None:
    row = "a low rank approximation".split()
    assert list(together("lowrank", row)) == [(1, 3)]
    assert list(together("lowra", row, open=True)) == [(1, 3)]
    assert list(together("lowra", row)) == []
